"""Make sentences from codes and facts, in the reader's language: the one place where this package words anything."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter

from forms.errors import Finding, FormsError, Place
from forms.locale.sentences import PLACES, SENTENCES
from forms.locale.words import Words

LOCALE = Path(__file__).parent / "locale"


class Catalogue:
    """The translations of one package: English sentences and their `.mo` files.

    Args:
        folder: Holds `<language>/LC_MESSAGES/<domain>.mo`; a language without a file stays English.
        domain: Name of the `.mo` files ("forms", "sync", "app").
    """

    def __init__(self, folder: Path, domain: str) -> None:
        self.folder = folder
        self.domain = domain

    def text(self, sentence: str, language: str = "en", /, **facts: str | int) -> str:
        """Return the sentence in that language with `{places}` filled from the facts.

        A place without a fact stays visible as `{place}`: a message must never fail while it reports a failure.
        """
        return fill(_translations(self.folder, self.domain, language).gettext(sentence), facts)

    def plural(self, one: str, many: str, number: int, language: str = "en", /, **facts: str | int) -> str:
        """Return the form of the sentence that fits the number (English, or as the language's rules say)."""
        translated = _translations(self.folder, self.domain, language).ngettext(one, many, number)
        return fill(translated, {"n": number, **facts})

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have a catalogue, English first."""
        found = sorted(path.parents[1].name for path in self.folder.glob(f"*/LC_MESSAGES/{self.domain}.mo"))
        return ("en", *(name for name in found if name != "en"))


@lru_cache(maxsize=64)
def _translations(folder: Path, domain: str, language: str) -> gettext.NullTranslations:
    """Read the catalogue of a language ("pt-BR" falls back to "pt", then to English)."""
    wanted = language.replace("-", "_")
    names = [wanted, wanted.split("_")[0]]
    return gettext.translation(domain, localedir=str(folder), languages=names, fallback=True)


def fill(sentence: str, facts: Mapping[str, str | int]) -> str:
    """Return the sentence with its `{places}` filled; only plain names are places, nothing is looked up in facts."""
    result = []
    for literal, name, _, _ in Formatter().parse(sentence):
        result.append(literal)
        if name is not None:
            result.append(str(facts[name]) if name in facts else "{" + name + "}")
    return "".join(result)


CATALOGUE = Catalogue(LOCALE, "forms")


def _words(code: str) -> Words:
    known = SENTENCES.get(code)
    return known or Words(code, "")


def what(finding: Finding, language: str = "en") -> str:
    """Return what is wrong, as one sentence."""
    return CATALOGUE.text(_words(finding.code).what, language, **finding.facts)


def cure(finding: Finding, language: str = "en") -> str:
    """Return what to do about it (for a repair: what has been done), as one sentence."""
    sentence = _words(finding.code).cure
    return CATALOGUE.text(sentence, language, **finding.facts) if sentence else ""


def sentence(error: FormsError, language: str = "en") -> str:
    """Return what went wrong and, where there is one, what to do next."""
    known = _words(error.code)
    parts = [CATALOGUE.text(part, language, **error.facts) for part in (known.what, known.cure) if part]
    return " ".join(parts)


def place_words(place: Place, language: str = "en") -> str:
    """Return where something stands, in words: "Sheet survey, cell C12 (label)"; "" for nowhere.

    A row without a sheet is a line of an XForm.
    """
    facts: dict[str, str | int] = {
        "sheet": place.sheet or "",
        "row": place.row or 0,
        "column": place.column or "",
        "cell": place.cell or "",
    }
    if place.sheet and place.cell:
        pattern = "cell-column" if place.column else "cell"
    elif place.sheet and place.row:
        pattern = "row"
    elif place.sheet:
        pattern = "sheet"
    elif place.row:
        pattern = "line-column" if place.column else "line"
    else:
        return ""
    return CATALOGUE.text(PLACES[pattern], language, **facts)
