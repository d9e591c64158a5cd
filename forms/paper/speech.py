"""The program's own words on the paper, in the language of the form where there is a catalogue of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.locale.paper import AROUND, PAPER
from forms.messages import LOCALE, Catalogue

CATALOGUE: Final = Catalogue(LOCALE, "paper")
RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "sd", "ur"})  # codes of languages
LEFT_TO_RIGHT, END = "\u2066", "\u2069"


class Speech:
    """Says the sentences of `forms.locale.paper` in one language (a code such as "fr"); others fall to English."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, key: str, /, **facts: str | int) -> str:
        """Return a sentence with its places filled."""
        return CATALOGUE.text(PAPER[key], self.language, **facts)

    def quoted(self, words: str) -> str:
        """Return words between the quotation marks of the language."""
        return self.say("quoted", text=words)

    def aside(self, words: str) -> str:
        """Return names and expressions so that they keep their own order inside a line from right to left."""
        return f"{LEFT_TO_RIGHT}{words}{END}" if self.language in RIGHT_TO_LEFT else words

    def listed(self, parts: Sequence[str], key: str) -> str:
        """Return parts joined by the sentence `key` ("and", "or"), from left to right."""
        result = parts[0]
        for part in parts[1:]:
            result = self.say(key, a=result, b=part)
        return result

    def around(self) -> dict[str, str]:
        """Return every word around the questions; places in them stay open."""
        return {key: CATALOGUE.text(sentence, self.language) for key, sentence in AROUND.items()}
