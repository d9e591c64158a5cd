"""Find the sheets of a form in a workbook, whatever they are called."""

from __future__ import annotations

from forms.definition.findings import Findings
from forms.errors import FormRefused, Place
from forms.xlsform.headings import CHOICES, SURVEY, keys_of
from forms.xlsform.sheets import Book, Grid

KNOWN = ("survey", "choices", "settings", "external_choices", "entities", "osm")
OLD_NAMES = {"choices": "columns"}  # in the oldest workbooks
MOST_LOOKED_AT = 20  # sheets whose headings are read where none is called survey


def find_sheet(book: Book, wanted: str, findings: Findings) -> str | None:
    """Return the name as written of a sheet, None when there is none; notes one that is misspelt or there twice."""
    named = [name for name in book.names if plain_name(name) == wanted]
    if not named and wanted in OLD_NAMES:
        named = [name for name in book.names if plain_name(name) == OLD_NAMES[wanted]]
    for other in named[1:]:
        findings.warning("sheet-twice", Place(other), sheet=other, first=named[0])
    return named[0] if named else _misspelt(book, wanted, findings, cutoff=0.85)


def plain_name(name: str) -> str:
    """Return a sheet's name in lower case with underscores for blanks and hyphens."""
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _misspelt(book: Book, wanted: str, findings: Findings, *, cutoff: float) -> str | None:
    """Return the sheet whose name is nearly the one that is wanted."""
    free = {plain_name(name): name for name in book.names if plain_name(name) not in KNOWN}
    near = findings.nearest(wanted, list(free), cutoff=cutoff)
    if not near:
        return None
    findings.repaired("sheet-misspelt", Place(free[near]), sheet=free[near], wanted=wanted)
    return free[near]


def survey_grid(book: Book, findings: Findings) -> Grid:
    """Return the survey sheet: the one called so or nearly so, the only one, or the one with the right headings.

    Raises:
        FormRefused: `no-survey`.
    """
    name = next((name for name in book.names if plain_name(name) == "survey"), None)
    if name is None and len(book.names) == 1:
        name = book.names[0]
        findings.repaired("survey-only-sheet", Place(name), sheet=name)
    if name is None:
        name = _misspelt(book, "survey", findings, cutoff=0.7)
    if name is None:
        grid = _by_headings(book, findings)
        if grid is not None:
            return grid
        raise FormRefused("no-survey", sheets=", ".join(book.names)[:200])
    for other in book.names:
        if other != name and plain_name(other) == "survey":
            findings.warning("sheet-twice", Place(other), sheet=other, first=name)
    return book.read(name)


def _by_headings(book: Book, findings: Findings) -> Grid | None:
    """Return the first sheet that has the columns of a survey."""
    for name in book.names[:MOST_LOOKED_AT]:
        if plain_name(name) in KNOWN:
            continue
        grid = book.read(name)
        if any({"type", "name"} <= keys_of(row, SURVEY) for row in grid.rows[:1]):
            findings.repaired("sheet-misspelt", Place(name), sheet=name, wanted="survey")
            return grid
    return None


def choices_by_headings(book: Book, survey: str, findings: Findings) -> str | None:
    """Return the first sheet that has the columns of choices, where none is called so."""
    for name in book.names[:MOST_LOOKED_AT]:
        if name == survey or plain_name(name) in KNOWN:
            continue
        if any({"list_name", "name", "label"} <= keys_of(row, CHOICES) for row in book.read(name).rows[:1]):
            findings.repaired("sheet-misspelt", Place(name), sheet=name, wanted="choices")
            return name
    return None
