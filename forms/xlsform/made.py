"""Rows that stand in no sheet: made from one that does when a row is written out as several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms.xlsform.headings import Column, Row, Table

Words = Mapping[str, str]  # language as a heading writes it -> text


@dataclass(frozen=True, slots=True)
class MadeRow(Row):
    """A row made from another one, whose place it has.

    Args:
        written: Key -> text of its cells.
        texts: Key -> its words by language.
        keeps: Whether every other cell is as in the row it is made from; else it is empty.
        change: What becomes of each word of the cells that are kept.
    """

    written: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Words] = field(default_factory=dict)
    keeps: bool = False
    change: Callable[[str, str], str] | None = None  # (text, language) -> text
    base: Row | None = None

    def get(self, key: str) -> str:
        """Return the text of a cell, "" where it has none."""
        if key in self.written:
            return self.written[key]
        return self._base_get(key) if self.keeps else ""

    def _base_get(self, key: str) -> str:
        return Row.get(self, key) if self.base is None else self.base.get(key)

    def spoken(self, key: str) -> dict[str, tuple[str, Column]]:
        """Return language -> (text, column)."""
        if key in self.texts:
            columns = {column.language: column for column in self.table.by_key.get(key, ())}
            other = Column(0, key, key)
            return {said: (text, columns.get(said, other)) for said, text in self.texts[key].items() if text}
        if not self.keeps:
            return {}
        found = Row.spoken(self, key) if self.base is None else self.base.spoken(key)
        if self.change is None:
            return found
        return {said: (self.change(text, said), column) for said, (text, column) in found.items()}

    def carried(self) -> dict[str, str]:
        """Return heading -> text of what is carried without being run."""
        if not self.keeps:
            return {}
        return Row.carried(self) if self.base is None else self.base.carried()


def base_of(row: Row) -> tuple[Table, int, Sequence[str]]:
    """Return what a row made from this one begins with."""
    return row.table, row.number, row.cells


def until(rows: Iterator[Row], ends: Callable[[Row], bool]) -> list[Row]:
    """Return the rows up to an end, which is left out; all that are left where there is none."""
    found = []
    for row in rows:
        if ends(row):
            break
        found.append(row)
    return found


def words_of(row: Row) -> Words:
    """Return a row's label by language."""
    return {language: text for language, (text, _) in row.spoken("label").items()}


def items_of(name: str, choices: Table | None) -> list[Row]:
    """Return the rows of a list on the choices sheet, those without a name left out."""
    if choices is None or not name:
        return []
    return [row for row in choices.rows() if row.get("list_name") == name and row.get("name")]
