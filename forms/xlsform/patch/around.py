"""What stands around the cells of a sheet's XML: validations, colours, merged cells, filters, widths, links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.xlsform.patch.formulas import (
    Moves,
    column_letters,
    corner,
    moved,
    moved_area,
    moved_areas,
    moved_from,
    split_area,
)
from forms.xlsform.patch.markup import attribute, element, plain, replaced_text, with_attribute

# Elements whose attribute `ref` names one area; what has none left is taken out.
_ONE_AREA = ("mergeCell", "hyperlink", "sortCondition", "sortState", "autoFilter")
_COUNTED = {"mergeCells": "mergeCell", "dataValidations": "dataValidation"}
_RULES = ("conditionalFormatting", "dataValidation")
_RULE_FORMULAS = ("formula", "formula1", "formula2")


@dataclass(frozen=True, slots=True)
class Around:
    """Rewrites the text before or behind the cells of one sheet.

    Args:
        prefix: Prefix of the sheet's elements, "" or with its colon.
        home: The sheet's name in small letters.
        moves: Sheet in small letters -> how it was rearranged.
    """

    prefix: str
    home: str
    moves: Mapping[str, Moves]

    @property
    def _own(self) -> Moves | None:
        return self.moves.get(self.home)

    def rewritten(self, text: str) -> str:
        """Return the text so that everything in it means the same cells as before."""
        text = self._rules(text)
        text = self._extension_rules(text)
        own = self._own
        if own is None:
            return text
        for name in _ONE_AREA:
            text = self._one_area(text, name, own)
        for name in ("protectedRange", "ignoredError"):
            text = self._areas(text, name)
        for name, inner in _COUNTED.items():
            text = self._counted(text, name, inner)
        text = self._breaks(text, own)
        return self._columns(text, own) if own.columns.is_changed else text

    def _element(self, name: str) -> re.Pattern[str]:
        return element(self.prefix + name)

    def _rules(self, text: str) -> str:
        """Rewrite validations and conditional formats: where they hold, and their formulas."""
        for name in _RULES:
            text = self._element(name).sub(lambda match: self._rule(match, self.prefix), text)
        return text

    def _rule(self, match: re.Match[str], prefix: str) -> str:
        attributes, inner = match["attributes"], match["inner"] or ""
        areas = attribute(attributes, "sqref")
        if not areas:
            return match[0]
        now = self._areas_now(areas)
        if not now:
            return ""
        new_inner = self._formulas(inner, areas, now, [prefix + each for each in _RULE_FORMULAS])
        new_attributes = attributes if now == areas else with_attribute(attributes, "sqref", now)
        return with_parts(match, new_attributes, new_inner)

    def _areas_now(self, areas: str) -> str:
        own = self._own
        if own is None:
            return areas
        try:
            now = moved_areas(areas, own)
        except ValueError:
            return areas
        return areas if _same_areas(areas, now) else now

    def _formulas(self, inner: str, areas: str, now: str, names: list[str]) -> str:
        try:
            base, place = corner(areas), corner(now)
        except ValueError:
            return inner
        for name in names:
            inner = replaced_text(
                inner, name, lambda formula: moved_from(formula, self.home, self.moves, base=base, now=place)
            )
        return inner

    def _extension_rules(self, text: str) -> str:
        """Rewrite the rules newer programs keep in the extension list, with areas and formulas as elements."""
        if "<xm:sqref>" not in text:
            return text
        for name in ("x14:conditionalFormatting", "x14:dataValidation", "x14:sparkline", "x14:sparklineGroup"):
            text = element(name).sub(self._extension_rule, text)
        return text

    def _extension_rule(self, match: re.Match[str]) -> str:
        inner = match["inner"] or ""
        found = element("xm:sqref").search(inner)
        if found is None or not found["inner"]:
            return match[0]
        areas = plain(found["inner"])
        now = self._areas_now(areas)
        if not now:
            return ""
        inner = self._formulas(inner, areas, now, ["xm:f"])
        if now != areas:
            inner = replaced_text(inner, "xm:sqref", lambda _: now)
        return with_parts(match, match["attributes"], inner)

    def _one_area(self, text: str, name: str, own: Moves) -> str:
        def one(match: re.Match[str]) -> str:
            area = attribute(match["attributes"], "ref")
            if not area:
                return match[0]
            try:
                now = moved_area(area, own)
            except ValueError:
                return match[0]
            if now is None or (name == "mergeCell" and ":" not in now):
                return ""
            inner = match["inner"]
            if inner and name == "autoFilter" and own.columns.is_changed:
                inner = _filtered_columns(inner, self._element("filterColumn"), area, now, own)
            changed = match["attributes"] if now == area else with_attribute(match["attributes"], "ref", now)
            return with_parts(match, changed, inner)

        return self._element(name).sub(one, text)

    def _areas(self, text: str, name: str) -> str:
        def one(match: re.Match[str]) -> str:
            areas = attribute(match["attributes"], "sqref")
            if not areas:
                return match[0]
            now = self._areas_now(areas)
            return with_parts(match, with_attribute(match["attributes"], "sqref", now), match["inner"]) if now else ""

        return self._element(name).sub(one, text)

    def _counted(self, text: str, name: str, inner_name: str) -> str:
        """Bring the number of elements up to date; an element that has none left goes."""

        def one(match: re.Match[str]) -> str:
            number = len(self._element(inner_name).findall(match["inner"] or ""))
            if not number:
                return ""
            if attribute(match["attributes"], "count") in (None, str(number)):
                return match[0]
            return with_parts(match, with_attribute(match["attributes"], "count", str(number)), match["inner"])

        return self._element(name).sub(one, text)

    def _breaks(self, text: str, own: Moves) -> str:
        """Rewrite the page breaks that stand after rows and columns."""
        for name, axis in (("rowBreaks", own.rows), ("colBreaks", own.columns)):
            if not axis.is_changed:
                continue

            def one(match: re.Match[str]) -> str:
                at = attribute(match["attributes"], "id")
                now = axis.position(int(at)) if at and at.isdecimal() else 0  # noqa: B023 - used at once
                return (
                    with_parts(match, with_attribute(match["attributes"], "id", str(now)), match["inner"])
                    if now
                    else match[0]
                )

            pattern = self._element("brk")
            text = self._element(name).sub(lambda match: pattern.sub(one, match[0]), text)  # noqa: B023 - used at once
        return text

    def _columns(self, text: str, own: Moves) -> str:
        """Rewrite the widths and styles of columns."""

        def one(match: re.Match[str]) -> str:
            first, last = attribute(match["attributes"], "min"), attribute(match["attributes"], "max")
            if not first or not last or not first.isdecimal() or not last.isdecimal():
                return match[0]
            pieces = []
            for start, end in own.columns.spans(int(first), int(last)):
                attributes = with_attribute(match["attributes"], "min", str(start))
                pieces.append(with_parts(match, with_attribute(attributes, "max", str(end)), match["inner"]))
            return "".join(pieces)

        def all_of(match: re.Match[str]) -> str:
            columns = list(self._element("col").finditer(match["inner"] or ""))
            pieces = re.findall(r"<[^>]*>", "".join(one(column) for column in columns))
            pieces.sort(key=lambda piece: int(attribute(piece, "min") or 0))
            return with_parts(match, match["attributes"], "".join(pieces))

        return self._element("cols").sub(all_of, text)

    def dimension(self, text: str, cells: tuple[int, int]) -> str:
        """Return the text with the sheet's outer bounds stretched to (row, column)."""

        def one(match: re.Match[str]) -> str:
            area = attribute(match["attributes"], "ref")
            if not area:
                return match[0]
            now = area if self._own is None else moved_area(area, self._own) or "A1"
            _, _, last_row, last_column = split_area(now)
            row, column = max(last_row, cells[0]), max(last_column, cells[1])
            if (row, column) != (last_row, last_column):
                now = f"{now.partition(':')[0]}:{_address(row, column)}"
            return (
                match[0]
                if now == area
                else with_parts(match, with_attribute(match["attributes"], "ref", now), match["inner"])
            )

        return self._element("dimension").sub(one, text)


def _filtered_columns(inner: str, pattern: re.Pattern[str], area: str, now: str, own: Moves) -> str:
    """Return the columns of a filter, which are counted from its first one, as they are counted now."""
    before, after = split_area(area)[1], split_area(now)[1]

    def one(match: re.Match[str]) -> str:
        index = attribute(match["attributes"], "colId")
        if index is None or not index.isdecimal():
            return match[0]
        place = own.columns.position(before + int(index))
        if not place:
            return ""
        return with_parts(match, with_attribute(match["attributes"], "colId", str(place - after)), match["inner"])

    return pattern.sub(one, inner)


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def _same_areas(one: str, other: str) -> bool:
    """Return whether two lists of areas name the same ones in the same order, whatever their letters' case."""
    return one.replace("$", "").upper().split() == other.upper().split()


def with_parts(match: re.Match[str], attributes: str, inner: str | None) -> str:
    """Return a matched element with other attributes and content; the same ones give the same text."""
    if attributes == match["attributes"] and inner == match["inner"]:
        return match[0]
    name = re.match(r"<([\w:.\-]+)", match[0])
    assert name is not None
    if inner is None:
        return f"<{name[1]}{attributes}/>"
    return f"<{name[1]}{attributes}>{inner}</{name[1]}>"


def moved_names(text: str, prefix: str, moves: Mapping[str, Moves]) -> str:
    """Return workbook XML with its defined names meaning the same cells as before."""
    return replaced_text(text, f"{prefix}definedName", lambda formula: moved(formula, "", moves))
