"""Read a workbook's cells as text, whatever its format, and keep each cell's address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from forms.errors import FormRefused, Place
from forms.values import number_to_text
from forms.xlsform.kind import kind_of
from forms.xlsform.text_sheets import read_text_book

SPACES = re.compile("  +")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # first bytes of an .xls, whose moments are rounding errors away from whole seconds
CellText = str


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text.

    Args:
        name: Name as written in the workbook.
        rows: Cells of each row from A1 on, "" where empty; rows may differ in length.
        lines: Row of the file for each of the rows, where they do not stand one below the other from the top.
        left: Columns of the file before the first cell.
    """

    name: str
    rows: Sequence[Sequence[CellText]]
    lines: Sequence[int] = ()
    left: int = 0

    def line(self, row: int) -> int:
        """Return the row of the file for a row of the sheet, both from 1."""
        return self.lines[row - 1] if 0 < row <= len(self.lines) else row

    def address(self, row: int, column: int) -> str:
        """Return the spreadsheet address of a cell; `row` from 1, `column` from 0."""
        return cell_address(self.line(row), self.left + column)


def cell_text(value: Any) -> str:
    """Return a cell's value as text: the shortest text of a number, ISO-like dates, TRUE and FALSE as Excel says."""
    if isinstance(value, str):
        return value.replace("\u00a0", " ").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_to_text(value)
    if isinstance(value, datetime):
        return str(value)
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _in_seconds(value: datetime) -> datetime:
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0)


def with_single_spaces(grid: Grid) -> Grid:
    """Return a sheet in which no cell has several blanks in a row; people see no difference, comparisons do."""
    rows = [[SPACES.sub(" ", text) if "  " in text else text for text in row] for row in grid.rows]
    return replace(grid, rows=rows)


def cell_address(row: int, column: int) -> str:
    """Return the spreadsheet address of a cell; `row` from 1, `column` from 0: (3, 2) is "C3"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def place(grid: Grid, row: int, column: int | None = None, heading: str | None = None) -> Place:
    """Return the place of a row (numbered from 1) or of one of its cells."""
    return Place(grid.name, grid.line(row), heading, None if column is None else grid.address(row, column))


@contextmanager
def _reading() -> Iterator[None]:
    """Turn every failure of the reader into one refusal.

    Raises:
        FormRefused: `workbook-damaged`.
    """
    try:
        yield
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise FormRefused("workbook-damaged", reason=str(problem)[:200]) from problem
    except BaseException as problem:
        # A panic inside the reader comes as a class that is no Exception and cannot be imported.
        if type(problem).__name__ != "PanicException":
            raise
        raise FormRefused("workbook-damaged", reason="the reader stopped") from problem


def _is_text(data: bytes) -> bool:
    try:
        return kind_of(data) == "csv"
    except FormRefused:
        return False


class Book:
    """An open workbook whose sheets are read when asked for."""

    def __init__(self, data: bytes) -> None:
        """Open a workbook.

        Raises:
            FormRefused: `workbook-damaged`, the bytes are no readable workbook.
        """
        self._in_seconds = data.startswith(OLD_EXCEL)
        self._text = None if self._in_seconds or not _is_text(data) else read_text_book(data)
        self.encoding = self._text.encoding if self._text is not None else ""
        if self._text is not None:
            self.names: tuple[str, ...] = tuple(self._text.sheets)
            return
        with _reading():
            self._book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            self.names = tuple(self._book.sheet_names)

    def find(self, wanted: str) -> str | None:
        """Return the name as written of the sheet called `wanted`, whatever its capitals and outer spaces."""
        return next((name for name in self.names if name.strip().lower() == wanted), None)

    def read(self, name: str) -> Grid:
        """Return a sheet's cells.

        Raises:
            FormRefused: `workbook-damaged`, the sheet cannot be read.
        """
        if self._text is not None:
            sheet = self._text.sheets[name]
            return Grid(name, sheet.rows, sheet.lines, sheet.left)
        with _reading():
            rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if self._in_seconds:
            rows = [[_in_seconds(value) if isinstance(value, datetime) else value for value in row] for row in rows]
        return Grid(name, [[cell_text(value) if value != "" else "" for value in row] for row in rows])


def filled(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (column, text) of the cells of a row that are not empty."""
    for column, text in enumerate(row):
        if text:
            yield column, text
