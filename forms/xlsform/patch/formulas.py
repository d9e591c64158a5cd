"""References in formulas: rewritten where rows and columns have moved, shifted where a formula is shared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from forms.xlsform.patch.axis import MOST_COLUMNS, MOST_ROWS, Arrangement

LOST = "#REF!"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*+")
    |(?P<sheet>'(?:[^']|'')*+'!|(?<![\w.'\]])(?:\[\d+\])?[^\W\d][\w.]*+(?::[\w.]++)?!)?
     (?P<ref>(?<![\w.$\]]){_CELL}(?:\s?:\s?{_CELL})?(?![\w(.!\[])
     |(?<![\w.$\]])\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w(.!\[])
     |(?<![\w.$\]:])\$?\d{{1,7}}:\$?\d{{1,7}}(?![\w(.!\[]))
    |(?P<other>'(?:[^']|'')*+'!?|\[[^\[\]]*+\])""",
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d{1,7})?")


@dataclass(frozen=True, slots=True)
class Moves:
    """How the rows and columns of one sheet were rearranged."""

    rows: Arrangement
    columns: Arrangement

    @property
    def is_changed(self) -> bool:
        """Return whether anything stands elsewhere now."""
        return self.rows.is_changed or self.columns.is_changed


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a reference; a part that is not given is 0."""

    column: int
    row: int
    column_fixed: bool
    row_fixed: bool

    def text(self) -> str:
        """Return the end as a formula writes it."""
        letters = column_letters(self.column) if self.column else ""
        row = str(self.row) if self.row else ""
        return ("$" if self.column_fixed and letters else "") + letters + ("$" if self.row_fixed and row else "") + row


def column_letters(column: int) -> str:
    """Return the letters of a column numbered from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number, from 1, of a column named by letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _end(text: str) -> _End:
    match = _PARTS.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    first, letters, second, digits = match.groups()
    if letters is None:
        return _End(0, int(digits), False, bool(first or second))
    return _End(column_number(letters), int(digits or 0), bool(first), bool(second))


def _sheet_name(prefix: str) -> str:
    """Return the sheet a prefix names, in small letters; "?" for another workbook and for several sheets."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return "?" if "[" in name or ":" in name else name.casefold()


def _rewritten(formula: str, change: Callable[[str, list[_End]], str | None]) -> str:
    """Return the formula with each reference replaced by what `change(sheet, ends)` makes of it; None keeps it."""

    def one(match: re.Match[str]) -> str:
        if match["ref"] is None:
            return match[0]
        prefix = match["sheet"] or ""
        changed = change(_sheet_name(prefix) if prefix else "", [_end(part) for part in match["ref"].split(":")])
        return match[0] if changed is None else prefix + changed

    return _TOKEN.sub(one, formula)


def moved(formula: str, home: str, moves: Mapping[str, Moves]) -> str:
    """Return the formula so that it means the same cells after rows and columns have moved.

    Args:
        home: Sheet the formula stands on, in small letters; what names no sheet means this one.
        moves: Sheet in small letters -> how it was rearranged.
    """

    def change(sheet: str, ends: list[_End]) -> str | None:
        known = moves.get(sheet or home)
        return None if known is None else moved_range(ends, known)

    return _rewritten(formula, change)


def moved_range(ends: list[_End], known: Moves) -> str:
    """Return a cell or a range where it stands now, `#REF!` when none of it is left."""
    first, last = ends[0], ends[-1]
    rows = known.rows.hull(first.row, last.row) if first.row and last.row else (first.row, last.row)
    columns = (
        known.columns.hull(first.column, last.column) if first.column and last.column else (first.column, last.column)
    )
    if rows is None or columns is None:
        return LOST
    return _range_text(
        [
            _End(columns[0], rows[0], first.column_fixed, first.row_fixed),
            _End(columns[1], rows[1], last.column_fixed, last.row_fixed),
        ][: len(ends)]
    )


def moved_from(
    formula: str, home: str, moves: Mapping[str, Moves], *, base: tuple[int, int], now: tuple[int, int]
) -> str:
    """Return a rule's formula, whose loose references count from the corner of the cells it is for.

    Args:
        base: (row, column) of that corner before; `now`: after.
    """

    def change(sheet: str, ends: list[_End]) -> str | None:
        known = moves.get(sheet or home)
        fixed = None if known is None else moved_range(ends, known)
        if all(end.row_fixed or not end.row for end in ends) and all(
            end.column_fixed or not end.column for end in ends
        ):
            return fixed
        if fixed == LOST and all(end.row_fixed or end.column_fixed for end in ends):
            return LOST
        placed = ends if fixed in (None, LOST) else [_end(part) for part in str(fixed).split(":")]
        row, column = now[0] - base[0], now[1] - base[1]
        return _shifted_range(ends, row, column, fixed=placed)

    return _rewritten(formula, change)


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return the formula as it reads that many rows further down and columns further right."""
    return _rewritten(formula, lambda _, ends: _shifted_range(ends, rows, columns, fixed=ends))


def _shifted_range(ends: list[_End], rows: int, columns: int, *, fixed: list[_End]) -> str:
    """Return a range with its loose parts shifted and its fixed parts taken from `fixed`."""
    result = []
    for end, held in zip(ends, fixed, strict=True):
        row = held.row if end.row_fixed or not end.row else end.row + rows
        column = held.column if end.column_fixed or not end.column else end.column + columns
        if (end.row and not 1 <= row <= MOST_ROWS) or (end.column and not 1 <= column <= MOST_COLUMNS):
            return LOST
        result.append(_End(column, row, end.column_fixed, end.row_fixed))
    return _range_text(result)


def _range_text(ends: list[_End]) -> str:
    return ":".join(end.text() for end in ends)


def split_area(area: str) -> tuple[int, int, int, int]:
    """Return (first row, first column, last row, last column) of an area such as "A2:C9"; whole rows and columns too.

    Raises:
        ValueError: it is no area.
    """
    ends = [_end(part) for part in area.split(":")]
    first, last = ends[0], ends[-1]
    rows = (first.row, last.row) if first.row and last.row else (1, MOST_ROWS)
    columns = (first.column, last.column) if first.column and last.column else (1, MOST_COLUMNS)
    return min(rows), min(columns), max(rows), max(columns)


def area_text(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Return an area as text, one cell without a colon."""
    first = f"{column_letters(first_column)}{first_row}"
    last = f"{column_letters(last_column)}{last_row}"
    return first if first == last else f"{first}:{last}"


def moved_area(area: str, known: Moves) -> str | None:
    """Return one area (a merged cell, a table) where it stands now; None when nothing of it is left."""
    ends = [_end(part) for part in area.split(":")]
    text = moved_range(ends, known)
    return None if text == LOST else text


def moved_areas(areas: str, known: Moves) -> str:
    """Return areas with blanks between them, where what looks like their cells stands now; "" for nothing left."""
    found = []
    for area in areas.split():
        first_row, first_column, last_row, last_column = split_area(area)
        columns = known.columns.spans(first_column, last_column)
        for rows in known.rows.spans(first_row, last_row):
            found += [area_text(rows[0], span[0], rows[1], span[1]) for span in columns]
    return " ".join(found)


def corner(areas: str) -> tuple[int, int]:
    """Return (row, column) of the upper left corner of the rectangle around areas."""
    split = [split_area(area) for area in areas.split()]
    return min(area[0] for area in split), min(area[1] for area in split)


def areas(formula: str, home: str) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Yield (sheet in small letters, area as `split_area` gives it) of everything a formula names in this workbook."""
    for match in _TOKEN.finditer(formula):
        if match["ref"] is None:
            continue
        sheet = _sheet_name(match["sheet"]) if match["sheet"] else home
        if sheet != "?":
            yield sheet, split_area("".join(match["ref"].split()))
