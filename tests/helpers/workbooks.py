"""Build workbooks from tables written as text, so that a test shows its form where it is used."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

CellValue = str | int | float | bool | None


def table(text: str) -> list[list[str]]:
    r"""Return the cells of a text table: one row a line, cells between bars, blank lines skipped.

    `\|` stands for a bar inside a cell, `\n` for a line break. A leading and a closing bar are optional.
    """
    rows = []
    for line in text.splitlines():
        if not line.strip():
            continue
        bare = line.strip().replace("\\|", "\0")
        bare = bare.removeprefix("|").removesuffix("|")
        rows.append([cell.strip().replace("\0", "|").replace("\\n", "\n") for cell in bare.split("|")])
    return rows


def workbook(sheets: Mapping[str, str | Sequence[Sequence[CellValue]]]) -> bytes:
    """Return an .xlsx with the given sheets, each a text table (see `table`) or rows of cell values.

    Text tables give text cells only: pass rows of values where the test is about numbers, dates or booleans.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})  # the same tables give the same bytes
    for name, content in sheets.items():
        sheet = book.add_worksheet(name)
        rows = table(content) if isinstance(content, str) else content
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return target.getvalue()


def sheets_of(text: str) -> dict[str, str]:
    """Return sheet name -> table from one text in which a line without bars names the sheet that follows.

    Example: `"survey\n| type | name |\n| text | a |\nsettings\n| form_id |\n| f |"`.
    """
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        if not line.strip():
            continue
        if "|" not in line:
            current = found.setdefault(line.strip(), [])
        elif current is None:
            raise ValueError(f"no sheet named before: {line!r}")
        else:
            current.append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


def form_workbook(text: str) -> bytes:
    """Return the .xlsx of a form written as one text (see `sheets_of`)."""
    return workbook(sheets_of(text))
