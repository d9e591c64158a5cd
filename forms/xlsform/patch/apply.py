"""Do edits in a workbook: only what they name is written anew."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.definition.findings import Findings
from forms.errors import Finding, FormsError, Place
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
from forms.xlsform.patch import attached
from forms.xlsform.patch.around import Around, moved_names
from forms.xlsform.patch.axis import MOST_COLUMNS, MOST_ROWS, Axis
from forms.xlsform.patch.cells import Result, cell_xml, written
from forms.xlsform.patch.contents import Contents, Sheet, added_sheet, relations, without_part
from forms.xlsform.patch.formulas import Moves, area_text, areas, moved
from forms.xlsform.patch.grid import Grid
from forms.xlsform.patch.markup import decoded
from forms.xlsform.patch.package import Package


@dataclass(frozen=True, slots=True)
class Patched:
    """A workbook with its edits done.

    Args:
        data: The bytes; the same as before where there was nothing to do.
        notes: What could not stay as it was: formulas a text took the place of, that name cells which are gone, or
            that show a value of before until a spreadsheet program opens the file.
    """

    data: bytes
    notes: tuple[Finding, ...] = ()


def patch(data: bytes, edits: Sequence[Edit]) -> Patched:
    """Return the workbook with the edits done, everything else as it was.

    Args:
        data: An .xlsx.
    Raises:
        FormRefused: `file-damaged`, `workbook-damaged`.
        FormsError: `sheet-missing`, `sheet-unusual`, `edit-impossible`, `cell-too-long`.
    """
    if not edits:
        return Patched(data)
    return _Patch(data).run(edits)


@dataclass(slots=True)
class _Work:
    """One sheet while edits are gathered: cells by row and column as the axes number them."""

    sheet: Sheet
    grid: Grid
    rows: Axis
    columns: Axis
    texts: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    row_keys: dict[str, int] = field(default_factory=dict)
    column_keys: dict[str, int] = field(default_factory=dict)

    def row(self, key: RowKey) -> int:
        """Return the number of a row."""
        return key if isinstance(key, int) else _known(self.row_keys, key)

    def column(self, key: ColumnKey) -> int:
        """Return the number, from 1, of a column."""
        return key + 1 if isinstance(key, int) else _known(self.column_keys, key)

    def moves(self) -> Moves:
        """Return where everything stands now."""
        return Moves(self.rows.arrangement(), self.columns.arrangement())


def _known(keys: Mapping[str, int], key: str) -> int:
    if key not in keys:
        raise FormsError("edit-impossible", what=key)
    return keys[key]


class _Patch:
    """One run over a workbook."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._contents = Contents(self._package)
        self._findings = Findings()
        self._works: dict[str, _Work] = {}
        self._moves: dict[str, Moves] = {}
        self._grids: dict[str, Grid] = {}
        self._parts: dict[str, bytes] = {}
        self._replaced: dict[str, set[tuple[int, int]]] = {}
        self._workbook = self._contents.text
        self._unusual: set[str] = set()

    def run(self, edits: Sequence[Edit]) -> Patched:
        """Do all edits."""
        self._open(edits)
        for edit in edits:
            self._gather(edit)
        moves = {name: work.moves() for name, work in self._works.items()}
        self._moves = {name.casefold(): moved for name, moved in moves.items() if moved.is_changed}
        for name, work in self._works.items():
            self._write(work, moves[name])
        if self._moves:
            self._rewrite_others()
        self._workbook_part()
        removed = self._chain()
        return Patched(self._package.replaced(self._parts, removed), self._findings.result())

    def _open(self, edits: Sequence[Edit]) -> None:
        """Open every sheet that is edited, with room for each row and column an edit names."""
        by_sheet: dict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            if not isinstance(edit, AddSheet):
                by_sheet[edit.sheet].append(edit)
        for name, own in by_sheet.items():
            sheet = self._contents.find(name)
            grid = self._grid(sheet)
            rows = max(grid.last_row, *(_last_row(edit) for edit in own))
            columns = 0
            if any(isinstance(edit, InsertColumn) for edit in own):
                columns = max(grid.last_column(), *(_last_column(edit) for edit in own))
            self._works[name] = _Work(sheet, grid, Axis(rows, MOST_ROWS), Axis(columns, MOST_COLUMNS))

    def _grid(self, sheet: Sheet) -> Grid:
        if sheet.name not in self._grids:
            self._grids[sheet.name] = Grid(self._package.read(sheet.part), sheet.name)
        return self._grids[sheet.name]

    def _other_grid(self, sheet: Sheet) -> Grid | None:
        """Return a sheet that no edit names; None, and told, where its rows cannot be followed."""
        try:
            return self._grid(sheet)
        except FormsError as unusual:
            if sheet.name not in self._unusual:
                self._unusual.add(sheet.name)
                self._findings.warning(unusual.code, Place(sheet.name), **unusual.facts)
            return None

    def _gather(self, edit: Edit) -> None:
        """Note one edit."""
        if isinstance(edit, AddSheet):
            rows = [
                [cell_xml(row, column, text) for column, text in enumerate(cells, start=1) if text]
                for row, cells in enumerate(edit.rows, start=1)
            ]
            self._workbook, parts = added_sheet(self._contents, self._workbook, edit.sheet, rows, self._parts)
            self._parts.update(parts)
            return
        work = self._works[edit.sheet]
        match edit:
            case SetCell():
                work.texts[work.row(edit.row)][work.column(edit.column)] = edit.text
            case InsertRow():
                after = work.row(edit.after)
                like = edit.like if edit.like is not None else work.rows.like.get(after, after)
                number = work.rows.insert(after, like)
                if edit.key:
                    work.row_keys[edit.key] = number
                for column, text in edit.cells.items():
                    work.texts[number][work.column(column)] = text
                work.texts.setdefault(number, {})
            case MoveRows():
                work.rows.move(edit.first, edit.last, work.row(edit.after))
            case DeleteRows():
                work.rows.remove(edit.first, edit.last)
            case InsertColumn():
                self._gather_column(work, edit)

    def _gather_column(self, work: _Work, edit: InsertColumn) -> None:
        after = work.column(edit.after)
        like = edit.like + 1 if edit.like is not None else work.columns.like.get(after, after)
        number = work.columns.insert(after, like)
        if edit.key:
            work.column_keys[edit.key] = number
        for row, text in edit.cells.items():
            work.texts[work.row(row)][number] = text

    def _write(self, work: _Work, own: Moves) -> None:
        """Write one edited sheet and what belongs to it."""
        name = work.sheet.name
        home = name.casefold()
        cells, result = written(work.grid, own, work.texts, lambda formula: moved(formula, home, self._moves))
        around = Around(work.grid.prefix, home, self._moves)
        head, tail = around.rewritten(work.grid.head), around.rewritten(work.grid.tail)
        head = around.dimension(head, _bounds(work, own))
        self._parts[work.sheet.part] = (head + cells + tail).encode(work.grid.encoding, "surrogatepass")
        self._replaced[work.sheet.sheet_id] = result.replaced
        self._tell(name, result)
        headings = _headings(work, own)
        for relation in relations(self._package, work.sheet.part):
            if relation.part:
                self._attached(relation.kind, relation.part, home, own, headings)

    def _tell(self, sheet: str, result: Result) -> None:
        for row, column in sorted(result.replaced):
            self._findings.warning("formula-replaced", _place(sheet, row, column))
        for row, column in result.lost:
            self._findings.warning("formula-lost", _place(sheet, row, column))

    def _attached(self, kind: str, part: str, home: str, own: Moves, headings: Mapping[tuple[int, int], str]) -> None:
        """Rewrite one part that belongs to a sheet, where it names cells."""
        changes: dict[str, Callable[[str], str]] = {
            "comments": lambda text: attached.comments(text, own),
            "threadedComment": lambda text: attached.threaded_comments(text, own),
            "vmlDrawing": lambda text: attached.comment_boxes(text, own),
            "drawing": lambda text: attached.drawing(text, own),
        }
        if kind == "table":
            self._rewrite(part, lambda text: attached.table(text, own, home, self._moves, headings))
        elif kind in changes and own.is_changed:
            self._rewrite(part, changes[kind])

    def _rewrite(self, part: str, change: Callable[[str], str]) -> None:
        """Write a part anew where a change makes another text of it."""
        text, encoding = decoded(self._parts.get(part) or self._package.read(part))
        changed = change(text)
        if changed != text:
            self._parts[part] = changed.encode(encoding, "surrogatepass")

    def _rewrite_others(self) -> None:
        """Bring formulas of sheets, charts and pivot tables up to date that name cells of an edited sheet."""
        for sheet in self._contents.sheets:
            if sheet.part and sheet.name not in self._works:
                raw = self._package.read(sheet.part)
                if b"!" in raw and (b"<f" in raw or b"ormula" in raw or b":f" in raw):
                    self._rewrite_sheet(sheet)
        for name in self._package.names:
            small = name.lower()
            if "/charts/" in small and small.endswith(".xml"):
                self._rewrite(name, lambda text: attached.chart(text, self._moves))
            elif "/pivotcache/pivotcachedefinition" in small and small.endswith(".xml"):
                self._rewrite(name, lambda text: attached.pivot_source(text, self._moves))

    def _rewrite_sheet(self, sheet: Sheet) -> None:
        """Bring the formulas of a sheet that is not edited itself up to date."""
        home = sheet.name.casefold()
        grid = self._other_grid(sheet)
        if grid is None:
            return
        still = Moves(Axis(0, MOST_ROWS).arrangement(), Axis(0, MOST_COLUMNS).arrangement())
        cells, result = written(grid, still, {}, lambda formula: moved(formula, home, self._moves))
        around = Around(grid.prefix, home, self._moves)
        text = around.rewritten(grid.head) + cells + around.rewritten(grid.tail)
        if text != grid.text:
            self._parts[sheet.part] = text.encode(grid.encoding, "surrogatepass")
        self._tell(sheet.name, result)

    def _workbook_part(self) -> None:
        """Bring defined names up to date, and have formulas worked out anew where their cells were written."""
        text = self._workbook
        if self._moves:
            text = moved_names(text, self._contents.prefix, self._moves)
        if self._note_stale():
            text = self._contents.with_recalculation(text)
        if text != self._contents.text:
            self._parts[self._contents.part] = text.encode(self._contents.encoding, "surrogatepass")

    def _note_stale(self) -> bool:
        """Note formulas that read a cell which was written; return whether there are any."""
        places = {name.casefold(): _written(work) for name, work in self._works.items()}
        found = False
        for sheet in self._contents.sheets:
            if not sheet.part or b"<" not in (raw := self._package.read(sheet.part)) or b"f>" not in raw:
                continue
            grid = self._other_grid(sheet)
            if grid is None or not grid.has_formulas():
                continue
            for row, column, formula in grid.formulas():
                if (row, column) in self._replaced.get(sheet.sheet_id, ()):
                    continue
                if _reads(formula, sheet.name.casefold(), places):
                    found = True
                    self._findings.warning("formula-stale", _place(sheet.name, row, column))
        return found

    def _chain(self) -> list[str]:
        """Bring the order of calculation up to date; return the parts to take out."""
        part = next(
            (each.part for each in relations(self._package, self._contents.part) if each.kind == "calcChain"), ""
        )
        if not part or not (self._moves or any(self._replaced.values())):
            return []
        text, encoding = decoded(self._package.read(part))
        moves = {
            work.sheet.sheet_id: self._moves[name.casefold()]
            for name, work in self._works.items()
            if name.casefold() in self._moves
        }
        changed = attached.calculation_chain(text, moves, self._replaced)
        if changed:
            if changed != text:
                self._parts[part] = changed.encode(encoding)
            return []
        self._parts.update(without_part(self._package, part, self._contents.part, self._parts))
        return [part]


def _last_row(edit: Edit) -> int:
    """Return the last row of the opened workbook that an edit names."""
    match edit:
        case SetCell():
            keys: list[RowKey | None] = [edit.row]
        case InsertRow():
            keys = [edit.after, edit.like]
        case MoveRows():
            keys = [edit.last, edit.after]
        case DeleteRows():
            keys = [edit.last]
        case InsertColumn():
            keys = list(edit.cells)
        case _:
            keys = []
    return max((key for key in keys if isinstance(key, int)), default=0)


def _last_column(edit: Edit) -> int:
    """Return the number, from 1, of the last column of the opened workbook that an edit names."""
    match edit:
        case SetCell():
            keys: list[ColumnKey | None] = [edit.column]
        case InsertRow():
            keys = list(edit.cells)
        case InsertColumn():
            keys = [edit.after, edit.like]
        case _:
            keys = []
    return max((key + 1 for key in keys if isinstance(key, int)), default=0)


def _places(work: _Work, own: Moves) -> dict[tuple[int, int], str]:
    """Return (row, column) as they stand now -> text that was written there."""
    rows = {number: place for place, number in enumerate(own.rows.order, start=1)} if own.rows.is_changed else None
    columns = {n: place for place, n in enumerate(own.columns.order, start=1)} if own.columns.is_changed else None
    return {
        (rows.get(row, 0) if rows is not None else row, columns.get(column, 0) if columns is not None else column): text
        for row, cells in work.texts.items()
        for column, text in cells.items()
    }


def _bounds(work: _Work, own: Moves) -> tuple[int, int]:
    """Return the last row and column that texts were written to, as they stand now."""
    places = [place for place, text in _places(work, own).items() if text]
    return max((row for row, _ in places), default=0), max((column for _, column in places), default=0)


def _headings(work: _Work, own: Moves) -> dict[tuple[int, int], str]:
    return {place: text for place, text in _places(work, own).items() if text}


def _place(sheet: str, row: int, column: int) -> Place:
    return Place(sheet, row, None, area_text(row, column, row, column))


def _written(work: _Work) -> dict[int, list[int]]:
    """Return column -> rows, in order, of the cells that texts were written to."""
    found: dict[int, list[int]] = defaultdict(list)
    for row, cells in sorted(work.texts.items()):
        for column in cells:
            found[column].append(row)
    return found


def _reads(formula: str, home: str, written: Mapping[str, Mapping[int, list[int]]]) -> bool:
    """Return whether a formula reads one of the cells that were written."""
    for sheet, (first_row, first_column, last_row, last_column) in areas(formula, home):
        for column, rows in written.get(sheet, {}).items():
            if first_column <= column <= last_column:
                at = bisect_left(rows, first_row)
                if at < len(rows) and rows[at] <= last_row:
                    return True
    return False
