"""Parts that belong to a sheet and name its cells: comments, their boxes, tables, drawings; the calculation chain."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forms.xlsform.patch.around import Around, with_parts
from forms.xlsform.patch.formulas import Moves, area_text, moved, moved_area, split_area
from forms.xlsform.patch.markup import attribute, element, replaced_text, with_attribute


def _prefix_of(text: str, root: str) -> str:
    match = re.search(rf"<([\w.\-]+:)?{root}[\s>]", text)
    return (match[1] or "") if match else ""


def comments(text: str, own: Moves) -> str:
    """Return comments standing at the cells they were written for; those of cells that are gone go too."""
    prefix = _prefix_of(text, "comments")
    return _placed(text, f"{prefix}comment", own)


def threaded_comments(text: str, own: Moves) -> str:
    """Return comments of newer programs standing at the cells they were written for."""
    return _placed(text, f"{_prefix_of(text, 'ThreadedComments')}threadedComment", own)


def _placed(text: str, name: str, own: Moves) -> str:
    def one(match: re.Match[str]) -> str:
        area = attribute(match["attributes"], "ref")
        now = moved_area(area, own) if area else None
        if area and now is None:
            return ""
        if now is None or now == area:
            return match[0]
        return with_parts(match, with_attribute(match["attributes"], "ref", now), match["inner"])

    return element(name).sub(one, text)


def comment_boxes(text: str, own: Moves) -> str:
    """Return the boxes in which old programs show comments, beside the cells they belong to."""

    def box(match: re.Match[str]) -> str:
        row, column = _number(match[0], "x:Row"), _number(match[0], "x:Column")
        if row is None or column is None or 'ObjectType="Note"' not in match[0]:
            return match[0]
        new_row, new_column = own.rows.position(row + 1), own.columns.position(column + 1)
        if not new_row or not new_column:
            return ""
        if (new_row, new_column) == (row + 1, column + 1):
            return match[0]
        body = _with_number(_with_number(match[0], "x:Row", new_row - 1), "x:Column", new_column - 1)
        return _anchored(body, new_row - 1 - row, new_column - 1 - column)

    return element("v:shape").sub(box, text)


def _number(text: str, name: str) -> int | None:
    match = re.search(rf"<{name}>\s*(\d+)\s*</{name}>", text)
    return int(match[1]) if match else None


def _with_number(text: str, name: str, number: int) -> str:
    return re.sub(rf"(<{name}>\s*)\d+(\s*</{name}>)", lambda match: f"{match[1]}{number}{match[2]}", text, count=1)


def _anchored(text: str, rows: int, columns: int) -> str:
    """Return a box whose anchor (column, offset, row, offset, column, offset, row, offset) is shifted."""

    def anchor(match: re.Match[str]) -> str:
        numbers = [part.strip() for part in match[2].split(",")]
        if len(numbers) != 8 or not all(part.lstrip("-").isdecimal() for part in numbers):
            return match[0]
        for index in (0, 4):
            numbers[index] = str(max(0, int(numbers[index]) + columns))
        for index in (2, 6):
            numbers[index] = str(max(0, int(numbers[index]) + rows))
        return match[1] + ", ".join(numbers) + match[3]

    return re.sub(r"(<x:Anchor>\s*)([^<]*?)(\s*</x:Anchor>)", anchor, text, count=1)


def drawing(text: str, own: Moves) -> str:
    """Return pictures and charts standing at the cells they were put on."""
    prefix = _prefix_of(text, "wsDr")

    def place(match: re.Match[str]) -> str:
        body = match[0]
        for name, axis in ((f"{prefix}row", own.rows), (f"{prefix}col", own.columns)):
            number = _number(body, name)
            if number is not None and (now := axis.position(number + 1)):
                body = _with_number(body, name, now - 1)
        return body

    for name in ("from", "to"):
        text = element(prefix + name).sub(place, text)
    return text


def table(text: str, own: Moves, home: str, moves: Mapping[str, Moves], headings: Mapping[tuple[int, int], str]) -> str:
    """Return a table part with its range, its filter and its columns as they are now.

    Args:
        headings: (row, column) as they stand now -> text that was written there: a table's columns bear the texts of
            its first row.
    """
    prefix = _prefix_of(text, "table")
    found = re.search(rf"<{prefix}table(?=\s)([^>]*)>", text)
    area = attribute(found[1], "ref") if found else None
    if found is None or area is None:
        return text
    now = (moved_area(area, own) or area) if own.is_changed else area
    before, after = split_area(area), split_area(now)
    text = text[: found.start(1)] + with_attribute(found[1], "ref", now) + text[found.end(1) :] if now != area else text
    if own.is_changed:
        text = Around(prefix, home, moves).rewritten(text)
        text = _table_columns(text, prefix, before, after, own)
    text = replaced_text(text, f"{prefix}calculatedColumnFormula", lambda formula: moved(formula, home, moves))
    return _named_columns(text, prefix, after, headings)


def _table_columns(text: str, prefix: str, before: tuple[int, ...], after: tuple[int, ...], own: Moves) -> str:
    """Give a table that has more columns than before a column for each, in its place."""
    if not own.columns.is_changed:
        return text

    def all_of(match: re.Match[str]) -> str:
        old = list(element(f"{prefix}tableColumn").finditer(match["inner"] or ""))
        at = {own.columns.position(before[1] + index): each[0] for index, each in enumerate(old)}
        ids = [int(attribute(each["attributes"], "id") or 0) for each in old]
        pieces, free = [], max(ids, default=0)
        for column in range(after[1], after[3] + 1):
            if column not in at:
                free += 1
            pieces.append(at.get(column) or f'<{prefix}tableColumn id="{free}" name="Column{free}"/>')
        return with_parts(match, with_attribute(match["attributes"], "count", str(len(pieces))), "".join(pieces))

    return element(f"{prefix}tableColumns").sub(all_of, text)


def _named_columns(text: str, prefix: str, area: tuple[int, ...], headings: Mapping[tuple[int, int], str]) -> str:
    """Give the columns of a table the names that now stand in its first row."""
    first_row, first_column = area[0], area[1]
    index = -1

    def one(match: re.Match[str]) -> str:
        nonlocal index
        index += 1
        name = headings.get((first_row, first_column + index))
        if not name:
            return match[0]
        written = with_attribute(match["attributes"], "name", name.replace("\n", "_x000a_"))
        return with_parts(match, written, match["inner"])

    return element(f"{prefix}tableColumn").sub(one, text)


def chart(text: str, moves: Mapping[str, Moves]) -> str:
    """Return a chart that shows the same cells as before."""
    return replaced_text(text, f"{_prefix_of(text, 'chartSpace')}f", lambda formula: moved(formula, "", moves))


def pivot_source(text: str, moves: Mapping[str, Moves]) -> str:
    """Return the definition of a pivot table's data with the range it is taken from."""

    def one(match: re.Match[str]) -> str:
        sheet, area = attribute(match["attributes"], "sheet"), attribute(match["attributes"], "ref")
        known = moves.get((sheet or "").casefold())
        if known is None or not area:
            return match[0]
        return with_parts(
            match, with_attribute(match["attributes"], "ref", moved_area(area, known) or area), match["inner"]
        )

    return element(f"{_prefix_of(text, 'pivotCacheDefinition')}worksheetSource").sub(one, text)


def calculation_chain(text: str, moves: Mapping[str, Moves], replaced: Mapping[str, set[tuple[int, int]]]) -> str:
    """Return the order of calculation with the cells where they stand now, "" when no formula is left.

    Args:
        moves: Id of a sheet -> how it was rearranged.
        replaced: Id of a sheet -> (row, column), as they stood, of formulas that are no more.
    """
    sheet = ""
    left = 0

    def one(match: re.Match[str]) -> str:
        nonlocal sheet, left
        attributes = match["attributes"]
        sheet = attribute(attributes, "i") or sheet
        area = attribute(attributes, "r")
        if not area:
            return match[0]
        row, column, _, _ = split_area(area)
        known = moves.get(sheet)
        place = (known.rows.position(row), known.columns.position(column)) if known else (row, column)
        if not all(place) or (row, column) in replaced.get(sheet, ()):
            return ""
        left += 1
        now = area_text(*place, *place)
        attributes = with_attribute(with_attribute(attributes, "r", now), "i", sheet)
        return match[0] if now == area and attribute(match["attributes"], "i") else with_parts(match, attributes, None)

    changed = element(f"{_prefix_of(text, 'calcChain')}c").sub(one, text)
    return changed if left else ""
