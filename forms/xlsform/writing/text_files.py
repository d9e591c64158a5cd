"""The sheets of a form as CSV: one file in the layout XLSForm programs read, or a file for each sheet in a .zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from forms.xlsform.sheets import Book
from forms.xlsform.writing.sheets import Sheets

# Sheets of an XLSForm; others of a workbook are its author's own.
FORM_SHEETS: Final = ("survey", "choices", "external_choices", "entities", "osm", "settings")
_DAY: Final = (2000, 1, 1, 0, 0, 0)  # date of the files in the .zip, so that the same form gives the same bytes
Rows = Mapping[str, Sequence[Sequence[str]]]


def rows_of(sheets: Sheets) -> Rows:
    """Return sheet -> rows of a form."""
    return {sheet.name: sheet.rows() for sheet in sheets.sheets}


def rows_in(workbook: bytes) -> Rows:
    """Return sheet -> rows of the form's sheets in a workbook, every column and cell as it stands there.

    Raises:
        FormRefused: `workbook-damaged`.
    """
    book = Book(workbook)
    named = {name: book.find(name) for name in FORM_SHEETS}
    if named["survey"] is None:  # opened as the only sheet, or the one nearly called so
        named["survey"] = next(name for name in book.names if name not in named.values())
    grids = {name: book.read(written) for name, written in named.items() if written is not None}
    return {name: [row for row in grid.rows if any(row)] for name, grid in grids.items()}


def one_file(rows: Rows) -> bytes:
    """Return all sheets as one CSV: the name of a sheet stands alone in the first column, its rows behind it.

    Source: the CSV layout that pyxform reads. UTF-8 without a byte order mark, which would become part of a name.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for name, lines in rows.items():
        width = max(map(len, lines), default=0)
        if not width:
            continue
        writer.writerow([name, *[""] * width])
        writer.writerows(["", *line, *[""] * (width - len(line))] for line in lines)
    return target.getvalue().encode()


def zipped(rows: Rows) -> bytes:
    """Return a .zip with one CSV for each sheet: `survey.csv`, `choices.csv`, `settings.csv`, ..."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, lines in rows.items():
            content = io.StringIO(newline="")
            csv.writer(content).writerows(lines)
            package.writestr(zipfile.ZipInfo(f"{name}.csv", _DAY), content.getvalue(), zipfile.ZIP_DEFLATED)
    return target.getvalue()
