"""The cells of one sheet's XML: found without being parsed, and written again only where something changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.errors import FormsError
from forms.xlsform.patch.formulas import column_number, shifted
from forms.xlsform.patch.markup import attribute, decoded, element, masked, plain

_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row element: where it stands in the sheet's text, from the end of what is before it."""

    number: int
    start: int
    end: int
    attributes: str
    inner: tuple[int, int]  # where its cells are; an empty range for a row without any


@dataclass(slots=True)
class SheetCell:
    """One cell element while its row is rewritten; `body` is None for one that is empty."""

    column: int
    before: str
    attributes: str
    body: str | None


class Grid:
    """The text of a sheet, cut at its rows.

    Attributes:
        mask: The text with comments and the like hidden, each character at its place.
        prefix: Of the sheet's elements, "" or with its colon.
        span: Where the element of the cells is; `attributes` stand in its start tag.
        cell, formula: Patterns of these elements.
        rows: Every row that is written; `row_numbers` gives the index of each by its number.
    """

    def __init__(self, data: bytes, sheet: str) -> None:
        """Find the rows of a sheet.

        Raises:
            FormsError: `sheet-unusual`, rows stand in no order that could be kept.
        """
        self.sheet = sheet
        self.text, self.encoding = decoded(data)
        self.mask = masked(self.text)
        opened = re.search(r"<([\w.\-]+:)?worksheet[\s>]", self.mask)
        self.prefix = (opened[1] or "") if opened else ""
        found = element(f"{self.prefix}sheetData").search(self.mask)
        if found is None:
            raise FormsError("sheet-unusual", sheet=sheet)
        self.span = found.span()
        self.attributes = found["attributes"]
        self.cell = element(f"{self.prefix}c")
        self.formula = element(f"{self.prefix}f")
        self.rows = list(self._find_rows(found.span("inner"))) if found["inner"] else []
        self.row_numbers = {row.number: index for index, row in enumerate(self.rows)}
        self.last_row = self.rows[-1].number if self.rows else 0
        self._shared: dict[str, tuple[int, int, str]] = {}

    def _find_rows(self, span: tuple[int, int]) -> Iterator[SheetRow]:
        number = 0
        end = span[0]
        for match in element(f"{self.prefix}row").finditer(self.mask, *span):
            written = attribute(match["attributes"], "r")
            if written is not None and not (written.isdecimal() and int(written) > number):
                raise FormsError("sheet-unusual", sheet=self.sheet)
            number = int(written) if written else number + 1
            inner = match.span("inner") if match["inner"] is not None else (match.end(), match.end())
            yield SheetRow(number, end, match.end(), self.text[slice(*match.span("attributes"))], inner)
            end = match.end()

    @property
    def head(self) -> str:
        """Return what stands before the cells."""
        return self.text[: self.span[0]]

    @property
    def tail(self) -> str:
        """Return what stands behind the cells."""
        return self.text[self.span[1] :]

    def has_formulas(self) -> bool:
        """Return whether a cell holds a formula."""
        return f"<{self.prefix}f>" in self.mask or f"<{self.prefix}f " in self.mask

    def last_column(self) -> int:
        """Return the number, from 1, of the last column a cell stands in."""
        last = 0
        for row in self.rows:
            for cell in self.cells(row):
                last = max(last, cell.column)
        return last

    def formulas(self) -> Iterator[tuple[int, int, str]]:
        """Yield (row, column, formula) of every cell that holds one, those that share one with the text they share."""
        shared = self.masters()
        for row in self.rows:
            if f"<{self.prefix}f" not in self.mask[slice(*row.inner)]:
                continue
            for cell in self.cells(row):
                match = self.formula.search(cell.body or "")
                if match is None:
                    continue
                index = attribute(match["attributes"], "si") or ""
                if attribute(match["attributes"], "t") == "shared" and index in shared:
                    home = shared[index]
                    yield row.number, cell.column, shifted(home[2], row.number - home[0], cell.column - home[1])
                else:
                    yield row.number, cell.column, plain(match["inner"] or "")

    def masters(self) -> Mapping[str, tuple[int, int, str]]:
        """Return index of a shared formula -> (row, column, text) of the cell that writes it."""
        if not self._shared and 't="shared"' in self.mask:
            for row in self.rows:
                if 't="shared"' not in self.mask[slice(*row.inner)]:
                    continue
                for cell in self.cells(row):
                    match = self.formula.search(cell.body or "")
                    if match and match["inner"] and attribute(match["attributes"], "t") == "shared":
                        index = attribute(match["attributes"], "si") or ""
                        self._shared.setdefault(index, (row.number, cell.column, plain(match["inner"])))
        return self._shared

    def cells(self, row: SheetRow) -> Iterator[SheetCell]:
        """Yield the cells of a row from left to right."""
        column = 0
        end = row.inner[0]
        for match in self.cell.finditer(self.mask, *row.inner):
            attributes = self.text[slice(*match.span("attributes"))]
            address = _ADDRESS.fullmatch(attribute(attributes, "r") or "")
            column = column_number(address[1]) if address else column + 1
            body = None if match["inner"] is None else self.text[slice(*match.span("inner"))]
            yield SheetCell(column, self.text[end : match.start()], attributes, body)
            end = match.end()
