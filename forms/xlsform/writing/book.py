"""Make a new workbook of sheets: readable, with its headings fixed and every cell a text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

import xlsxwriter

from forms.errors import FormsError
from forms.xlsform.writing.lines import Head, Line, Sheet
from forms.xlsform.writing.sheets import Sheets

LONGEST_CELL: Final = 32_767  # characters
_WIDTHS: Final[Mapping[str, int]] = {  # characters
    **dict.fromkeys(("label", "hint", "guidance_hint", "constraint_message", "required_message"), 44),
    **dict.fromkeys(("relevant", "constraint", "calculation", "choice_filter"), 36),
    **dict.fromkeys(("type", "name", "list_name", "form_title"), 24),
}
_USUAL_WIDTH: Final = 16
_HEAD: Final = {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "top", "border": 1}
_TEXT: Final = {"num_format": "@", "valign": "top"}
_WRAPPED: Final = frozenset(("label", "hint", "guidance_hint", "constraint_message", "required_message"))
# Colours of rows: where sections begin and end, and of every second list.
_SECTION: Final = {"begin_group": "#DCE9EC", "end_group": "#DCE9EC", "begin_repeat": "#F3E3C7", "end_repeat": "#F3E3C7"}
_BAND: Final = "#EEF4F6"
_FIXED_COLUMNS: Final = 2  # type and name, or list_name and name
_RIGHT_TO_LEFT: Final = ("(ar)", "(fa)", "(ur)", "(he)", "(ps)", "(ckb)", "(sd)", "(dv)", "(ug)", "(yi)")


def workbook_of(sheets: Sheets) -> bytes:
    """Return an .xlsx of a form's sheets; the same sheets give the same bytes.

    Raises:
        FormsError: `cell-too-long`.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    formats = _Formats(book)
    for sheet in sheets.sheets:
        _write(book, sheet, formats)
    book.close()
    return target.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _write(book: Any, sheet: Sheet, formats: _Formats) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, _FIXED_COLUMNS if sheet.name in ("survey", "choices", "external_choices") else 0)
    for column, head in enumerate(sheet.heads):
        page.set_column(column, column, _WIDTHS.get(head.key, _USUAL_WIDTH), formats.get(**_TEXT))
        page.write_string(0, column, head.heading, formats.get(**_HEAD))
    for row, (line, colour) in enumerate(zip(sheet.lines, _colours(sheet.lines), strict=True), start=1):
        for column, head in enumerate(sheet.heads):
            text = line.cells.get(head, "")
            style = formats.get(**_style(head, colour))
            if not text:
                if colour:
                    page.write_blank(row, column, None, style)
            elif len(text) > LONGEST_CELL or page.write_string(row, column, text, style) != 0:
                raise FormsError("cell-too-long", sheet=sheet.name, length=len(text), most=LONGEST_CELL)
    if sheet.heads and sheet.lines:
        last_row, last_column = len(sheet.lines), len(sheet.heads) - 1
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
        if sheet.name != "settings":
            page.autofilter(0, 0, last_row, last_column)


def _style(head: Head, colour: str) -> dict[str, Any]:
    style: dict[str, Any] = dict(_TEXT)
    if head.key in _WRAPPED:
        style["text_wrap"] = True
    if head.language.lower().endswith(_RIGHT_TO_LEFT):
        style["reading_order"] = 2
    if colour:
        style["bg_color"] = colour
    return style


def _colours(lines: Sequence[Line]) -> list[str]:
    """Return the colour of each row, "" for none."""
    if any(line.get("list_name") for line in lines):
        bands = groupby(lines, key=lambda line: line.get("list_name"))
        return [_BAND if number % 2 else "" for number, (_, rows) in enumerate(bands) for _ in rows]
    return [_SECTION.get(line.get("type"), "") for line in lines]
