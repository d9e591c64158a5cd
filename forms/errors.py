"""The error catalogue's types: where something is wrong, how bad it is, and the exceptions of this package.

A problem carries a code and facts; its sentences are made by `forms.messages`, so that they can be translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How a finding bears on the form: mended by us, worth a look, form does not work, form cannot be opened."""

    REPAIRED = "repaired"
    WARNING = "warning"
    ERROR = "error"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source something stands; every part may be unknown.

    Args:
        sheet: Name of the sheet as written in the workbook, or the file's name for CSV; None for an XForm.
        row: Row as the spreadsheet numbers it, or line of an XForm, from 1.
        column: Text of the column's heading; in an XForm the path of the element, or the attribute.
        cell: Spreadsheet address such as "C12".
    """

    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a form: a code of the catalogue, its severity, its place, and the facts its sentences name."""

    code: str
    severity: Severity
    place: Place = NOWHERE
    facts: Mapping[str, str | int] = field(default_factory=dict)


class FormsError(Exception):
    """A failure that a person can be told about: `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class FormRefused(FormsError):
    """The file cannot be opened as a form at all: not a form, over the limits, or hostile."""


class AnswerRefused(FormsError):
    """The text is no possible answer of that question (wrong type, read-only, unknown place)."""


class InstanceRefused(FormsError):
    """A saved instance does not belong to this form or cannot be read."""
