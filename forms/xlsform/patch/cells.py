"""Write the cells of a sheet anew where rows have moved, texts are set or formulas read otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.errors import FormsError
from forms.xlsform.patch.formulas import Moves, column_letters, moved_area, shifted
from forms.xlsform.patch.grid import Grid, SheetCell, SheetRow
from forms.xlsform.patch.markup import attribute, cell_text, element, escaped, plain, with_attribute

LONGEST_CELL = 32_767  # characters a spreadsheet keeps in one cell
Texts = Mapping[int, Mapping[int, str]]  # row -> column -> text, numbered as an Arrangement numbers them


@dataclass(slots=True)
class Result:
    """What came of rewriting: cells whose formula a text replaced, and formulas that lost what they named."""

    replaced: set[tuple[int, int]] = field(default_factory=set)
    lost: list[tuple[int, int]] = field(default_factory=list)


def written(grid: Grid, moves: Moves, texts: Texts, formula: Callable[[str], str]) -> tuple[str, Result]:
    """Return the sheetData element with the rows arranged, the texts set and the formulas rewritten.

    Args:
        moves: Where rows and columns stand.
        texts: Texts to set.
        formula: Returns a formula so that it means the same cells as before.
    Raises:
        FormsError: `cell-too-long`.
    """
    writer = _Writer(grid, moves, texts, formula)
    return writer.sheet_data(), writer.result


class _Writer:
    """Writes the rows of a grid as they stand now."""

    def __init__(self, grid: Grid, moves: Moves, texts: Texts, formula: Callable[[str], str]) -> None:
        self._grid = grid
        self._rows, self._columns = moves.rows, moves.columns
        self._moves = moves
        self._texts = texts
        self._change = formula
        self._p = grid.prefix
        self.result = Result()
        self._addresses = re.compile(rf'(<{grid.prefix}c r="[A-Za-z]+)\d+"')
        self._styles = _column_styles(grid)
        columns = moves.columns
        self._new_columns = [(place, n) for place, n in enumerate(columns.order, start=1) if n > columns.size]
        self._masters = grid.masters() if self._must_unshare() else {}

    def _must_unshare(self) -> bool:
        """Return whether formulas that share one text must each get their own: their cells or meanings part."""
        grid = self._grid
        if 't="shared"' not in grid.mask:
            return False
        if self._moves.is_changed:
            return True
        masters = grid.masters().values()
        return any(
            "!" in text or self._change(text) != text or column in self._texts.get(row, {})
            for row, column, text in masters
        )

    def sheet_data(self) -> str:
        """Return the whole element."""
        grid, p = self._grid, self._p
        pieces = []
        written = 0  # number of the last row that was written
        for place, number in self._places():
            row = grid.rows[grid.row_numbers[number]] if number in grid.row_numbers else None
            if row is None and not self._texts.get(number) and not self._rows.like.get(number):
                continue
            pieces.append(self._row(place, number, row, follows=written == place - 1))
            written = place
        if not pieces:
            return f"<{p}sheetData{grid.attributes}/>"
        last = grid.rows[-1].end if grid.rows else grid.span[1]
        closing = f"</{p}sheetData"
        end = grid.mask.rfind(closing, last, grid.span[1])
        tail = grid.text[last : grid.span[1]] if end >= 0 else f"{closing}>"
        return f"<{p}sheetData{grid.attributes}>" + "".join(pieces) + tail

    def _places(self) -> Iterator[tuple[int, int]]:
        """Yield (place, number) of every row, old and new."""
        if self._rows.is_changed:
            yield from enumerate(self._rows.order, start=1)
            return
        numbers = self._grid.row_numbers.keys() | {row for row, cells in self._texts.items() if cells}
        yield from ((number, number) for number in sorted(numbers))

    def _row(self, place: int, number: int, row: SheetRow | None, *, follows: bool) -> str:
        grid, texts = self._grid, self._texts.get(number, {})
        if row is None:
            return self._new_row(place, number, texts)
        same = place == row.number and not self._columns.is_changed and not texts
        if same and not follows and attribute(row.attributes, "r") is None:
            same = False
        if same and not self._moves_formulas(row):
            return grid.text[row.start : row.end]
        if not texts and not self._columns.is_changed:
            shifted_row = self._shifted(row, place)
            if shifted_row:
                return shifted_row
        cells = list(grid.cells(row))
        for cell in cells:
            self._rewrite_formula(cell, row.number)
        last = cells[-1] if cells else None
        after = grid.text[self._end_of_cells(row) : row.inner[1]] if last else ""
        cells = self._with_columns(cells)
        self._set_texts(cells, texts, row.number, _style(row.attributes))
        before = grid.text[row.start : grid.mask.index("<", row.start)]
        return before + self._row_element(place, row.attributes, cells, after)

    def _shifted(self, row: SheetRow, place: int) -> str:
        """Return a row of plain cells as it reads elsewhere, "" for one that needs more than other numbers."""
        p = self._p
        text = self._grid.text[row.start : row.end]
        cells = text.count(f'<{p}c r="')
        if cells != text.count(f"<{p}c ") + text.count(f"<{p}c>") + text.count(f"<{p}c/"):
            return ""
        if f"<{p}f" in text or "<!" in text or attribute(row.attributes, "r") is None:
            return ""
        head = len(row.attributes) + text.index(f"<{p}row") + len(p) + 4
        cells_text = self._addresses.sub(rf'\g<1>{place}"', text[head:])
        before = text[: head - len(row.attributes)]
        return before + with_attribute(row.attributes, "r", str(place)) + cells_text

    def _moves_formulas(self, row: SheetRow) -> bool:
        """Return whether a formula of this row would read otherwise."""
        inner = self._grid.text[slice(*row.inner)]
        if f"<{self._p}f" not in inner:
            return False
        if self._masters and 't="shared"' in inner:
            return True
        for match in self._grid.formula.finditer(inner):
            text = plain(match["inner"] or "")
            if text and self._change(text) != text:
                return True
        return False

    def _end_of_cells(self, row: SheetRow) -> int:
        end = row.inner[0]
        for match in self._grid.cell.finditer(self._grid.mask, *row.inner):
            end = match.end()
        return end

    def _row_element(self, place: int, attributes: str, cells: list[SheetCell], after: str) -> str:
        p = self._p
        attributes = with_attribute(attributes, "r", str(place))
        spans = attribute(attributes, "spans")
        if spans and cells:
            low, _, high = spans.partition(":")
            places = [cell.column for cell in cells]
            if low.isdecimal() and high.isdecimal() and (min(places) < int(low) or max(places) > int(high)):
                wide = f"{min(int(low), *places)}:{max(int(high), *places)}"
                attributes = with_attribute(attributes, "spans", wide)
        if not cells and not after:
            return f"<{p}row{attributes}/>"
        return (
            f"<{p}row{attributes}>" + "".join(self._cell_element(cell, place) for cell in cells) + f"{after}</{p}row>"
        )

    def _cell_element(self, cell: SheetCell, place: int) -> str:
        p = self._p
        attributes = with_attribute(cell.attributes, "r", f"{column_letters(cell.column)}{place}")
        if cell.body is None:
            return f"{cell.before}<{p}c{attributes}/>"
        return f"{cell.before}<{p}c{attributes}>{cell.body}</{p}c>"

    def _with_columns(self, cells: list[SheetCell]) -> list[SheetCell]:
        """Return the cells of a row as the columns stand now, new columns dressed like those they copy."""
        columns = self._columns
        if not columns.is_changed:
            return cells
        styles = {cell.column: _style(cell.attributes) for cell in cells}
        kept = []
        for cell in cells:
            place = columns.position(cell.column)
            if place:
                cell.column = place
                kept.append(cell)
        for place, column in self._new_columns:
            style = styles.get(columns.like[column])
            if style is not None:
                kept.append(SheetCell(place, "", _style_attribute(style), None))
        return sorted(kept, key=lambda cell: cell.column)

    def _set_texts(self, cells: list[SheetCell], texts: Mapping[int, str], number: int, row_style: str | None) -> None:
        """Write texts into the cells of a row, adding cells where there are none."""
        for column, text in texts.items():
            place = self._place_of(column)
            at = next((index for index, cell in enumerate(cells) if cell.column >= place), len(cells))
            if at < len(cells) and cells[at].column == place:
                cell = cells[at]
                if cell.body is not None and f"<{self._p}f" in cell.body:
                    self.result.replaced.add((number, column))
                self._fill(cell, text)
                continue
            style = row_style if row_style is not None else self._style_of_column(column)
            cell = SheetCell(place, "", _style_attribute(style), None)
            self._fill(cell, text)
            cells.insert(at, cell)

    def _place_of(self, column: int) -> int:
        if column <= self._columns.size or not self._columns.is_changed:
            return self._columns.position(column)
        return next(place for place, number in self._new_columns if number == column)

    def _style_of_column(self, column: int) -> str | None:
        return self._styles.get(self._columns.like.get(column, column))

    def _fill(self, cell: SheetCell, text: str) -> None:
        """Make a cell hold a text, as an inline string; "" makes it empty."""
        attributes = cell.attributes
        for name in ("t", "cm", "vm"):
            attributes = with_attribute(attributes, name, None)
        if text and len(text) > LONGEST_CELL:
            raise FormsError("cell-too-long", sheet=self._grid.sheet, length=len(text), most=LONGEST_CELL)
        p = self._p
        cell.attributes = with_attribute(attributes, "t", "inlineStr") if text else attributes
        cell.body = _inline(p, text) if text else None

    def _new_row(self, place: int, number: int, texts: Mapping[int, str]) -> str:
        """Return a row that was not there, dressed like the one it copies."""
        grid = self._grid
        like = self._rows.like.get(number, 0)
        model = grid.rows[grid.row_numbers[like]] if like in grid.row_numbers else None
        attributes, cells, before = "", [], ""
        if model is not None:
            attributes = model.attributes
            for name in ("hidden", "collapsed"):
                attributes = with_attribute(attributes, name, None)
            before = grid.text[model.start : grid.mask.index("<", model.start)]
            for cell in grid.cells(model):
                style = _style(cell.attributes)
                if style is not None:
                    cells.append(SheetCell(cell.column, "", _style_attribute(style), None))
            cells = self._with_columns(cells)
        self._set_texts(cells, texts, number, _style(attributes))
        return before + self._row_element(place, attributes, cells, "")

    def _rewrite_formula(self, cell: SheetCell, row: int) -> None:
        """Give a cell's formula its own text where it shared one, and the references it needs now."""
        if cell.body is None or f"<{self._p}f" not in cell.body:
            return
        match = self._grid.formula.search(cell.body)
        if match is None:
            return
        attributes, text = match["attributes"], plain(match["inner"] or "")
        index = attribute(attributes, "si") or ""
        if attribute(attributes, "t") == "shared" and index in self._masters:
            home = self._masters[index]
            text = shifted(home[2], row - home[0], cell.column - home[1])
            for name in ("t", "ref", "si"):
                attributes = with_attribute(attributes, name, None)
        changed = self._change(text)
        if "#REF!" in changed and "#REF!" not in text:
            self.result.lost.append((row, cell.column))
        for name in ("ref", "r1", "r2"):
            area = attribute(attributes, name)
            if area and self._moves.is_changed:
                attributes = with_attribute(attributes, name, moved_area(area, self._moves) or area)
        inner = match["inner"] if changed == plain(match["inner"] or "") else escaped(changed)
        p = self._p
        new = f"<{p}f{attributes}/>" if not inner else f"<{p}f{attributes}>{inner}</{p}f>"
        cell.body = cell.body[: match.start()] + new + cell.body[match.end() :]


def _style(attributes: str) -> str | None:
    return attribute(attributes, "s")


def _style_attribute(style: str | None) -> str:
    return "" if style is None else f' s="{style}"'


def _column_styles(grid: Grid) -> dict[int, str]:
    """Return column -> style of its empty cells."""
    found: dict[int, str] = {}
    for match in element(f"{grid.prefix}col").finditer(grid.head):
        style = attribute(match["attributes"], "style")
        first, last = attribute(match["attributes"], "min"), attribute(match["attributes"], "max")
        if style and style != "0" and first and last:
            found.update(dict.fromkeys(range(int(first), min(int(last), 16_384) + 1), style))
    return found


def _inline(prefix: str, text: str) -> str:
    """Return an inline string; leading and trailing white space must be said to count."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f"<{prefix}is><{prefix}t{space}>{cell_text(text)}</{prefix}t></{prefix}is>"


def cell_xml(row: int, column: int, text: str) -> str:
    """Return a cell of a new sheet that holds a text; rows and columns from 1."""
    return f'<c r="{column_letters(column)}{row}" t="inlineStr">{_inline("", text)}</c>'
