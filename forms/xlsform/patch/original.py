"""The sheets of the workbook a form was read from, as far as saving the form back needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.errors import Place
from forms.xlsform.entities import ENTITIES
from forms.xlsform.headings import CHOICES, SURVEY, Column, Table, Vocabulary, read_table
from forms.xlsform.languages import Languages, settle_languages
from forms.xlsform.rows import outline
from forms.xlsform.settings import ALIASES, Settings, read_settings
from forms.xlsform.sheets import Book, Grid
from forms.xlsform.types import BEGIN, END
from forms.xlsform.writing.lines import Head

# Sheet of our own -> what its headings may be called, and the columns by which the row of headings is known.
_KINDS: Final[Mapping[str, tuple[Vocabulary, frozenset[str]]]] = {
    "survey": (SURVEY, frozenset({"type", "name"})),
    "choices": (CHOICES, frozenset({"list_name", "name"})),
    "external_choices": (CHOICES, frozenset({"list_name", "name"})),
    "osm": (CHOICES, frozenset({"list_name", "name"})),
    "entities": (ENTITIES, frozenset({"list_name"})),
}


@dataclass(frozen=True, slots=True)
class Original:
    """A workbook that was opened.

    Args:
        tables: Sheet of our own -> how it stands in the workbook; those that are missing are left out.
        ends: Number of the row that begins a section -> number of the row that ends it.
        settings: The settings sheet, None where there is none.
    """

    tables: Mapping[str, Table]
    languages: Languages
    ends: Mapping[int, int]
    settings: Grid | None

    def column(self, table: Table, head: Head, row: int | None) -> Column | None:
        """Return the column that holds a head's texts: of twins the one that is filled in that row."""
        if head.is_carried:
            found = [column for column in table.carried if column.heading == head.key]
        else:
            wanted = self._language(head.language)
            found = [each for each in table.by_key.get(head.key, ()) if self._language(each.language) == wanted]
            found.sort(key=lambda column: column.language != head.language)
        cells = table.grid.rows[row - 1] if row else ()
        filled = (column for column in found if column.index < len(cells) and cells[column.index])
        return next(filled, found[0] if found else None)

    def _language(self, written: str) -> str:
        return self.languages.of.get(written, written)


def read_original(data: bytes, form: Form) -> Original:
    """Return the workbook that a form was read from.

    Raises:
        FormRefused: `workbook-damaged`.
    """
    book, findings = Book(data), Findings()
    names = {"survey": next((place.sheet for place in _places(form) if place.sheet), None) or book.find("survey")}
    for kind in ("choices", "external_choices", "osm", "entities"):
        names[kind] = book.find(kind)
    if names["choices"] is None:
        names["choices"] = book.find("columns")
    tables = {}
    for kind, name in names.items():
        grid = book.read(name) if name else None
        if grid is not None and any(any(row) for row in grid.rows):
            vocabulary, needed = _KINDS[kind]
            tables[kind] = read_table(grid, vocabulary, findings, needed=needed)
    spoken = [tables[kind] for kind in ("survey", "choices", "external_choices") if kind in tables]
    sheet = book.find("settings")
    settings = book.read(sheet) if sheet else None
    known = read_settings(settings) if settings else Settings()
    languages = settle_languages(spoken, known.get("default_language") or _written_language(form), Place(), findings)
    return Original(tables, languages, _ends(tables, findings), settings)


def _places(form: Form) -> list[Place]:
    return [node.place for _, node in form.walk()]


def _written_language(form: Form) -> str:
    """Return the default language where old forms write it on the survey sheet."""
    return form.settings.get("default_language", "")


def _ends(tables: Mapping[str, Table], findings: Findings) -> dict[int, int]:
    """Return which row ends the section that a row begins, where a row does."""
    if "survey" not in tables:
        return {}
    ends: dict[int, int] = {}
    begun: list[int] = []
    for item in outline(tables["survey"], tables.get("choices"), Settings(), findings).items:
        if item.cell.kind == BEGIN:
            begun.append(item.row.number)
        elif item.cell.kind == END and begun:
            first = begun.pop()
            if item.row.number != first:
                ends[first] = item.row.number
    return ends


def setting_columns(grid: Grid) -> dict[str, int]:
    """Return setting -> index of its column, old names under today's."""
    found: dict[str, int] = {}
    for index, written in enumerate(grid.rows[0] if grid.rows else ()):
        heading = "_".join(written.split()).lower()
        if heading:
            found.setdefault(ALIASES.get(heading, heading), index)
    return found
