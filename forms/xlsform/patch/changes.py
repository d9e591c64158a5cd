"""Turn two versions of a form into edits of the workbook that the older one was read from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from forms.definition.elements import GENERATED
from forms.definition.form import Form
from forms.errors import FormsError
from forms.xlsform.edits import (
    AddSheet,
    ColumnKey,
    DeleteRows,
    Edit,
    InsertColumn,
    InsertRow,
    MoveRows,
    RowKey,
    SetCell,
)
from forms.xlsform.headings import Column, Table
from forms.xlsform.patch.apply import Patched, patch
from forms.xlsform.patch.original import Original, read_original, setting_columns
from forms.xlsform.writing.lines import Head, Line, Sheet
from forms.xlsform.writing.sheets import CHOICE_ORDER, ENTITY_ORDER, SURVEY_ORDER, sheets_of

_ORDERS: Final = {
    "survey": SURVEY_ORDER,
    "choices": CHOICE_ORDER,
    "external_choices": CHOICE_ORDER,
    "osm": CHOICE_ORDER,
    "entities": ENTITY_ORDER,
}


def save_changes(data: bytes, old: Form, new: Form) -> Patched:
    """Return the workbook with what differs between two versions of its form written into it.

    Args:
        data: The .xlsx that `old` was read from.
        new: The form as it is now. An element with the place of one of `old` is that one, changed or moved; one
            without a place of its own is new.
    Raises:
        FormsError: `edit-impossible`, a row that stands for several elements was changed; see `patch` besides.
        FormRefused: `file-damaged`, `workbook-damaged`.
    """
    return patch(data, changes_between(data, old, new))


def changes_between(data: bytes, old: Form, new: Form) -> list[Edit]:
    """Return the edits that turn the workbook of one form into that of another; see `save_changes`."""
    if old is new:
        return []
    _refuse_generated(old, new)
    before, after = sheets_of(old), sheets_of(new)
    original: Original | None = None
    edits: list[Edit] = []
    for name in (*_ORDERS, "settings"):
        one, other = before.get(name), after.get(name)
        if other is None and one is None:
            continue
        one, other = one or Sheet(name, ()), other or Sheet(name, ())
        if _same(one, other):
            continue
        original = original or read_original(data, old)
        if name == "settings":
            edits += _settings_edits(original, one, other)
        elif name not in original.tables:
            edits.append(AddSheet(name, other.rows()))
        else:
            edits += _SheetChanges(original, original.tables[name], name).between(one, other)
    return edits


def _refuse_generated(old: Form, new: Form) -> None:
    """Refuse other words for a question that no row wrote (what "other" is): its row could not hold them."""
    was = {path: node for path, node in old.questions() if node.extras.get(GENERATED) == "or_other"}
    for path, node in new.questions():
        if path in was and (node.label, node.hint, node.required) != (
            *(was[path].label, was[path].hint),
            was[path].required,
        ):
            raise FormsError("edit-impossible", what=node.name)


def _same(one: Sheet, other: Sheet) -> bool:
    """Return whether two sheets say the same: equal rows in the same order, from the same places."""
    return len(one.lines) == len(other.lines) and all(
        left.cells == right.cells and left.place == right.place and left.part == right.part
        for left, right in zip(one.lines, other.lines, strict=True)
    )


def _settings_edits(original: Original, old: Sheet, new: Sheet) -> list[Edit]:
    """Return the edits of the settings sheet."""
    before, after = old.lines[0].cells, new.lines[0].cells
    changed = {head: after.get(head, "") for head in (*before, *after) if before.get(head) != after.get(head)}
    grid = original.settings
    if grid is None or not grid.rows:
        filled = {head: text for head, text in after.items() if text}
        rows = [[head.key for head in filled], list(filled.values())]
        return [AddSheet("settings" if grid is None else f"{grid.name} 2", rows)]
    row = next((number for number, cells in enumerate(grid.rows[1:], start=2) if any(cells)), 2)
    columns = setting_columns(grid)
    last = max(columns.values(), default=-1)
    edits: list[Edit] = []
    after_key: ColumnKey = last
    for head, text in changed.items():
        if head.key in columns:
            edits.append(SetCell(grid.name, row, columns[head.key], text))
        elif text:
            edits.append(InsertColumn(grid.name, after_key, {1: head.key, row: text}, max(last, 0), head.key))
            after_key = head.key
    return edits


@dataclass(slots=True)
class _Known:
    """A line of the old sheet, and the row it stands in; None for one that no row of its own stands for."""

    line: Line
    row: int | None


@dataclass(slots=True)
class _SheetChanges:
    """Finds the edits of one sheet."""

    original: Original
    table: Table
    name: str
    edits: list[Edit] = field(default_factory=list)
    new_columns: dict[Head, str] = field(default_factory=dict)
    made: int = 0

    def between(self, old: Sheet, new: Sheet) -> list[Edit]:
        """Return the edits that make one sheet of the other."""
        known = self._known(old.lines)
        for beside in (False, True):
            mine = [each for each in known if (each.line.part == "beside") is beside]
            self._sequence(mine, [line for line in new.lines if (line.part == "beside") is beside])
        columns = [edit for edit in self.edits if isinstance(edit, InsertColumn)]
        return [*columns, *(edit for edit in self.edits if not isinstance(edit, InsertColumn))]

    def _known(self, lines: Sequence[Line]) -> list[_Known]:
        """Return the old lines with their rows; rows that stand for several lines are none of their own."""
        rows = [self._row_of(line) for line in _with_begins(lines)]
        counts = Counter(row for row in rows if row is not None)
        return [
            _Known(line, row if row is not None and counts[row] == 1 else None)
            for line, row in zip(lines, rows, strict=True)
        ]

    def _row_of(self, pair: tuple[Line, Line | None]) -> int | None:
        line, begin = pair
        if begin is not None:
            return self.original.ends.get(begin.place.row or 0)
        return line.place.row if line.place.sheet == self.table.grid.name else None

    def _sequence(self, known: list[_Known], lines: Sequence[Line]) -> None:
        """Find what became of a sequence of lines: changed, moved, gone, new."""
        free: dict[tuple[object, ...], deque[int]] = defaultdict(deque)
        for place, (each, begin) in enumerate(_paired(known)):
            free[_identity(each.line, begin)].append(place)
        waiting = [free.get(_identity(*pair)) for pair in _with_begins(lines)]
        matched = [places.popleft() if places else None for places in waiting]
        taken = set(matched)
        self._refuse_expanded(known, lines, matched)
        stay = _longest_rise([at for at in matched if at is not None and known[at].row is not None])
        before: RowKey = self.table.heading_row
        looks = _first_rows(known, lines, matched)  # kind of line -> row whose looks a new one takes
        for line, at in zip(lines, matched, strict=True):
            if at is None:
                before = self._insert(line, before, looks.get(line.part))
                continue
            row = known[at].row
            if row is None:
                continue
            self._cells(known[at].line, line, row)
            if at not in stay:
                self.edits.append(MoveRows(self.table.grid.name, row, row, before))
            before = looks[line.part] = row
        for place, each in enumerate(known):
            if place not in taken and each.row is not None:
                self.edits.append(DeleteRows(self.table.grid.name, each.row, each.row))

    def _refuse_expanded(self, known: list[_Known], lines: Sequence[Line], matched: Sequence[int | None]) -> None:
        """Refuse changes of lines that share a row with others: the row could not say what each is now."""
        found = {at: line for line, at in zip(lines, matched, strict=True) if at is not None}
        for at, each in enumerate(known):
            if each.row is not None or not each.line.place.sheet:
                continue
            if at not in found or found[at].cells != each.line.cells:
                raise FormsError("edit-impossible", what=each.line.place.cell or str(each.line.place.row))

    def _insert(self, line: Line, after: RowKey, like: int | None) -> RowKey:
        self.made += 1
        key = f"new {self.made}{line.part}{line.path}"
        cells: dict[ColumnKey, str] = {}
        for head, text in line.cells.items():
            if text:
                cells[self._column(head, None)] = text
        if like is None and after == self.table.heading_row:
            like = self.table.heading_row + 1
        self.edits.append(InsertRow(self.table.grid.name, after, cells, like, key))
        return key

    def _cells(self, old: Line, new: Line, row: int) -> None:
        """Write the cells of a row that differ; two heads may mean one column."""
        before, after = self._by_column(old, row), self._by_column(new, row)
        for column in dict.fromkeys((*before, *after)):
            text = after.get(column, "")
            if before.get(column, "") != text:
                key = self._column(column, row) if isinstance(column, Head) else column
                self.edits.append(SetCell(self.table.grid.name, row, key, text))

    def _by_column(self, line: Line, row: int) -> dict[int | Head, str]:
        """Return the texts of a line by the index of their columns; by their heads where there is no column yet."""
        found: dict[int | Head, str] = {}
        for head, text in line.cells.items():
            column = self.original.column(self.table, head, row)
            found[head if column is None else column.index] = text
        return found

    def _column(self, head: Head, row: int | None) -> ColumnKey:
        """Return the column of a head, a new one where there is none."""
        column = self.original.column(self.table, head, row)
        if column is not None:
            return column.index
        if head not in self.new_columns:
            key = f"new {head.heading}"
            after = self._neighbour(head)
            like = after.index if after else None
            last: ColumnKey = after.index if after else -1
            cells: dict[RowKey, str] = {self.table.heading_row: _heading_like(head, after)}
            self.edits.append(InsertColumn(self.table.grid.name, last, cells, like, key))
            self.new_columns[head] = key
        return self.new_columns[head]

    def _neighbour(self, head: Head) -> Column | None:
        """Return the column behind which a new one comes: the last of its kind, or of those before it."""
        columns = self.table.columns
        last = max(columns, key=lambda column: column.index, default=None)
        order = _ORDERS[self.name]
        if head.is_carried or head.key not in order:
            return last
        for key in reversed(order[: order.index(head.key) + 1]):
            found = self.table.by_key.get(key)
            if found:
                return max(found, key=lambda column: column.index)
        return last


def _heading_like(head: Head, neighbour: Column | None) -> str:
    """Return a new heading in the spelling of its neighbours: "label:French" beside "label:English"."""
    if neighbour is None or neighbour.key != head.key or not head.language:
        return head.heading
    if not neighbour.language:
        return f"{neighbour.heading}::{head.language}"
    written, _, _ = neighbour.heading.rpartition(neighbour.language)
    return f"{written}{head.language}" if written.rstrip().endswith(":") else head.heading


def _first_rows(known: Sequence[_Known], lines: Sequence[Line], matched: Sequence[int | None]) -> dict[str, int]:
    """Return the row of the first line of each kind: what begins a section, what ends one, what is a question."""
    found: dict[str, int] = {}
    for line, at in zip(lines, matched, strict=True):
        row = None if at is None else known[at].row
        if row is not None:
            found.setdefault(line.part, row)
    return found


def _with_begins(lines: Iterable[Line]) -> list[tuple[Line, Line | None]]:
    """Return each line with the line that begins its section, where it ends one."""
    opened: list[Line] = []
    result: list[tuple[Line, Line | None]] = []
    for line in lines:
        if line.part == "begin":
            opened.append(line)
        result.append((line, opened.pop() if line.part == "end" else None))
    return result


def _paired(known: Sequence[_Known]) -> list[tuple[_Known, Line | None]]:
    begins = [begin for _, begin in _with_begins(each.line for each in known)]
    return list(zip(known, begins, strict=True))


def _identity(line: Line, begin: Line | None) -> tuple[object, ...]:
    """Return by what a line is known again: the cell it came from, and whether it begins or ends a section."""
    place = (begin or line).place
    if not place.sheet:
        return ("new", id(line))
    return place.sheet, place.row, line.part


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the numbers of a longest rising subsequence: what need not move."""
    tails: list[int] = []
    at: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        before[number] = at[place - 1] if place else None
        if place == len(tails):
            tails.append(number)
            at.append(number)
        else:
            tails[place] = at[place] = number
    found: set[int] = set()
    number_or_none = at[-1] if at else None
    while number_or_none is not None:
        found.add(number_or_none)
        number_or_none = before[number_or_none]
    return found
