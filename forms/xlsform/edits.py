"""Changes of a workbook: what is to be done to which cell, row, column or sheet, before anything is done.

Rows are numbered as the workbook that was opened numbers them, from 1, and columns from 0 (as in the places of a
form's elements): an earlier edit of the same list never changes what a later one means. What comes to stand after one
row or column stands there in the order in which it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ColumnKey = int | str  # index of a column of the opened workbook, or the key of an `InsertColumn`
RowKey = int | str  # number of a row of the opened workbook, or the key of an `InsertRow`


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write a text into a cell, keeping its style; "" empties it."""

    sheet: str
    row: RowKey
    column: ColumnKey
    text: str


@dataclass(frozen=True, slots=True)
class InsertRow:
    """Put a new row after another.

    Args:
        after: Row it comes to stand after; 0 for the top of the sheet.
        cells: Column -> text.
        like: Row whose height and cell styles it copies; the one it stands after where None.
        key: Name by which later edits of the list can mean this row.
    """

    sheet: str
    after: RowKey
    cells: Mapping[ColumnKey, str] = field(default_factory=dict)
    like: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class MoveRows:
    """Move the rows `first` to `last` behind the row `after`, with their styles, comments and validations."""

    sheet: str
    first: int
    last: int
    after: RowKey


@dataclass(frozen=True, slots=True)
class DeleteRows:
    """Take the rows `first` to `last` out; rows below come up."""

    sheet: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class InsertColumn:
    """Put a new column after another.

    Args:
        after: Index of the column it comes to stand after, or the key of a new one; -1 for the left edge.
        cells: Row -> text, the heading among them.
        like: Column whose width and cell styles it copies; the one it stands after where None.
        key: Name by which other edits of the list can mean this column.
    """

    sheet: str
    after: ColumnKey
    cells: Mapping[RowKey, str] = field(default_factory=dict)
    like: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class AddSheet:
    """Add a sheet at the end of the workbook."""

    sheet: str
    rows: Sequence[Sequence[str]] = ()


Edit = SetCell | InsertRow | MoveRows | DeleteRows | InsertColumn | AddSheet
