"""Texts of a form in the language of the paper."""

from __future__ import annotations

from typing import Final

from forms.definition.elements import Question
from forms.definition.form import Form
from forms.definition.text import Text
from forms.paper.plain import plain

BLANK: Final = "______"  # in the place of a value that only the program knows


class Texts:
    """Chooses the language of texts, and finds labels of choices.

    Args:
        language: As the form names it.
    """

    def __init__(self, form: Form, language: str) -> None:
        self.language = language
        self._form = form
        self._labels: dict[str, dict[str, str]] = {}

    def words(self, text: Text) -> str:
        """Return a text with its markup; values inside it are blanks."""
        parts = text.parts(self.language, self._form.default_language)
        return "".join(part if isinstance(part, str) else BLANK for part in parts)

    def picture(self, text: Text) -> str:
        """Return the file name of the picture shown with a text, "" for none."""
        return text.media_in(self.language, self._form.default_language).get("image", "")

    def label_of(self, question: Question, code: str) -> str | None:
        """Return the plain label of a question's choice; None where its list has no such choice."""
        source = question.choices
        if source is None or not source.list_name:
            return None
        if source.list_name not in self._labels:
            listed = self._form.choice_lists.get(source.list_name) or self._form.external_choices.get(source.list_name)
            choices = () if listed is None else listed.choices
            self._labels[source.list_name] = {
                choice.name: plain(self.words(choice.label)) or choice.name for choice in reversed(choices)
            }
        return self._labels[source.list_name].get(code)
