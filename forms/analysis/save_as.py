"""Write flat tables as a workbook or as CSV, with a page that says what the file is and whose it is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter

from forms.analysis.tables import NOT_ASKED, Blank, Cell, Table
from forms.messages import CATALOGUE

MAX_ROWS = 1_048_576  # of a worksheet, its heading included
MAX_COLUMNS = 16_384
MAX_CELL = 32_767  # characters
SHEET_NAME = 31  # characters
HATCHED = 14  # thin diagonal lines, of a spreadsheet's fill patterns
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run such a text from a CSV


@dataclass(frozen=True, slots=True)
class About:
    """What stands on the first page of a workbook.

    Args:
        assessment: Its name.
        organisation: Who owns it.
        form: Title and version of the form.
        made: When the file was made, in words.
        interviews: How many there are in the file.
        language: Language of this page's own sentences.
        personal_included: Whether personal answers stand in the file.
        lines: Further facts as (heading, text).
        not_asked: What stands in a CSV where the version of the form that was filled did not have the question; in a
            workbook such cells are hatched.
    """

    assessment: str
    organisation: str
    form: str
    made: str
    interviews: int
    language: str = "en"
    personal_included: bool = False
    lines: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    not_asked: str = ""


def write_xlsx(tables: Sequence[Table], about: About) -> bytes:
    """Return a workbook: one sheet per table, then the page about it. Texts are never formulas.

    Tables beyond a worksheet's limits go on in further sheets ("hh 2"); longer texts are cut at 32,767 characters and
    the page about it says how many.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    hatched = book.add_format({"pattern": HATCHED, "fg_color": "#C8C8C8", "bg_color": "#F2F2F2"})
    names: set[str] = set()
    cut = 0
    for table in tables:
        for part in _parts(table):
            sheet = book.add_worksheet(_sheet_name(part.name, names))
            sheet.freeze_panes(1, 1)
            for column, heading in enumerate(part.headings):
                sheet.write_string(0, column, heading[:MAX_CELL], head)
            for row, cells in enumerate(part.rows, start=1):
                cut += _write_row(sheet, row, cells, hatched)
            if part.headings:
                sheet.autofilter(0, 0, max(len(part.rows), 1), len(part.headings) - 1)
                sheet.set_column(0, len(part.headings) - 1, 16)
    sheet = book.add_worksheet(_sheet_name(CATALOGUE.text("About this file", about.language), names))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    for row, (heading, text) in enumerate(about_lines(about, tables, cut)):
        sheet.write_string(row, 0, heading, head)
        sheet.write_string(row, 1, text)
    book.close()
    return buffer.getvalue()


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[Cell], hatched: xlsxwriter.format.Format
) -> int:
    """Write one row, hatched where a question was not asked, and return how many texts had to be cut."""
    cut = 0
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, Blank):
            sheet.write_blank(row, column, None, hatched)
        elif isinstance(cell, str):
            cut += len(cell) > MAX_CELL
            sheet.write_string(row, column, cell[:MAX_CELL])
        else:
            sheet.write_number(row, column, cell)
    return cut


def _parts(table: Table) -> list[Table]:
    """Cut a table at the limits of a worksheet; the first column (the index) leads each part of its columns."""
    columns = [slice(0, MAX_COLUMNS)]
    while columns[-1].stop < len(table.headings):
        columns.append(slice(columns[-1].stop, columns[-1].stop + MAX_COLUMNS - 1))
    parts = []
    for first in range(0, max(len(table.rows), 1), MAX_ROWS - 1):
        rows = table.rows[first : first + MAX_ROWS - 1]
        for number, some in enumerate(columns):
            lead: tuple[Cell, ...] = () if number == 0 else (table.headings[0],)
            headings = (*(str(name) for name in lead), *table.headings[some])
            kept = tuple((*(row[:1] if number else ()), *row[some]) for row in rows)
            parts.append(Table(table.name, headings, kept))
    return parts


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a worksheet may have and that no other has; adds it to `taken` (lower case)."""
    clean = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'") or "sheet"
    candidate, number = clean[:SHEET_NAME], 1
    while candidate.lower() in taken:
        number += 1
        ending = f" {number}"
        candidate = clean[: SHEET_NAME - len(ending)] + ending
    taken.add(candidate.lower())
    return candidate


def about_lines(about: About, tables: Sequence[Table] = (), cut: int = 0) -> list[tuple[str, str]]:
    """Return the lines of the page about the file as (heading, text)."""

    def words(sentence: str, **facts: str | int) -> str:
        return CATALOGUE.text(sentence, about.language, **facts)

    personal = (
        words("Answers that tell who a person is are in this file. Keep it locked.")
        if about.personal_included
        else words("Answers that tell who a person is are not in this file.")
    )
    lines = [
        (words("Assessment"), about.assessment),
        (words("Belongs to"), about.organisation),
        (words("Form"), about.form),
        (words("Made"), about.made),
        (words("Finished interviews"), str(about.interviews)),
        (words("Personal answers"), personal),
        *about.lines,
    ]
    if any(NOT_ASKED in row for table in tables for row in table.rows):
        sentence = "Hatched cells: the version of the form that was filled did not have the question."
        lines.append((words("Not asked"), words(sentence)))
    if cut:
        lines.append((words("Cut texts"), words("{n} texts were longer than a cell can hold and are cut here.", n=cut)))
    return lines


def csv_bytes(table: Table, *, not_asked: str = "") -> bytes:
    """Return one table as CSV: UTF-8 with a byte order mark, so that spreadsheets read every script.

    A text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_csv_cell(heading) for heading in table.headings])
    for row in table.rows:
        writer.writerow([not_asked if isinstance(cell, Blank) else _csv_cell(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def _csv_cell(cell: str | float | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    return str(int(cell)) if cell == int(cell) else repr(cell)


def write_csv(tables: Sequence[Table], about: About) -> tuple[bytes, str]:
    """Return (bytes, file ending): one table alone is "csv"; more are a "zip" of them with the page about it."""
    if len(tables) == 1:
        return csv_bytes(tables[0], not_asked=about.not_asked), "csv"
    buffer = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(f"{_sheet_name(table.name, names)}.csv", csv_bytes(table, not_asked=about.not_asked))
        lines = "".join(f"{heading}: {text}\r\n" for heading, text in about_lines(about))
        archive.writestr("about.txt", lines.encode("utf-8-sig"))
    return buffer.getvalue(), "zip"
