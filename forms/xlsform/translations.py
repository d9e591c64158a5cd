"""Look for texts that are not written in every language of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.definition.findings import Findings
from forms.errors import Place
from forms.xlsform.headings import SPOKEN, Column, Row, Table
from forms.xlsform.languages import Languages

# Texts that people read; pictures and sounds often serve all languages.
READ = sorted(SPOKEN - {"image", "audio", "video", "big-image", "no_app_error_string"})


@dataclass(slots=True)
class _Missing:
    count: int
    first: Place


def check_translations(tables: Iterable[Table], languages: Languages, findings: Findings) -> None:
    """Note for each sheet and language how many texts are missing that another language has, at the first of them."""
    if len(languages.names) < 2:
        return
    for table in tables:
        for language, missing in _missing(table, languages).items():
            findings.warning("translation-missing", missing.first, language=language, count=missing.count)


def _missing(table: Table, languages: Languages) -> dict[str, _Missing]:
    found: dict[str, _Missing] = {}
    wanted = [_columns(table, key, languages) for key in READ if key in table.by_key]
    for row in table.rows():
        for columns in wanted:
            filled = {name for name, spellings in columns.items() if any(row.cell(column) for column in spellings)}
            if not filled or "" in filled:
                continue  # what names no language is shown in each
            for name, spellings in columns.items():
                if name and name not in filled:
                    known = found.setdefault(name, _Missing(0, _place(row, spellings)))
                    known.count += 1
    return found


def _columns(table: Table, key: str, languages: Languages) -> dict[str, Sequence[Column]]:
    """Return language -> columns of it; a language without a column has none."""
    columns: dict[str, list[Column]] = {name: [] for name in languages.names if name}
    for column in table.by_key[key]:
        columns.setdefault(languages.of.get(column.language, column.language), []).append(column)
    return dict(columns)


def _place(row: Row, spellings: Sequence[Column]) -> Place:
    return row.at(spellings[0]) if spellings else row.place("name")
