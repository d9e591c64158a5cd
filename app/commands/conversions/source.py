"""What a conversion gets, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from forms.definition.form import Form
from forms.definition.identity import Version
from forms.errors import Finding


@dataclass(frozen=True, slots=True)
class Source:
    """A form that was opened and is to be written in another way.

    Args:
        path: The file it was read from.
        kind: What that file is: "xlsx", "xls", "ods", "csv" or "xform".
        data: Its bytes.
        files: Bare name -> bytes of a file beside it, None where there is none.
        language: Language wanted, as the form names it; None where nobody chose one.
        out: The file that will be written; a conversion may go by its ending.
        paper: Size of the paper, for a questionnaire: "A4" or "Letter".
        codes: Print every code and the names of questions, for a questionnaire.
        translations: Files of translations to take in, each (name, bytes).
        ids: Write the ids of questions and choices into a workbook.
        earlier: Earlier versions of the form, the oldest first, whose ids go on.
    """

    path: Path
    kind: str
    data: bytes
    form: Form
    files: Callable[[str], bytes | None]
    language: str | None
    out: Path
    paper: str = "A4"
    codes: bool = False
    translations: Sequence[tuple[str, bytes]] = ()
    ids: bool = False
    earlier: Sequence[Version] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What came out.

    Args:
        data: The bytes of the file asked for.
        beside: Bare name -> bytes of files that belong into the same folder (`itemsets.csv`).
        notes: What could not be written as it was.
    """

    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    notes: Sequence[Finding] = ()
