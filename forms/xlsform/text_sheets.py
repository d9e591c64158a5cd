"""Read a form in CSV: one file with the names of the sheets in the first column, or a .zip of one file for each sheet.

The layout of the one file is pyxform's: a name in the first column begins a sheet or goes on with it; what stands
behind it in the same row belongs to it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from forms.errors import FormRefused

SHEETS: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")
SEPARATORS: Final = ",;\t"
MOST_FILE: Final = 64 * 2**20  # bytes of one file in a .zip
MOST_CELLS: Final = 600_000  # filled cells of all sheets, as in a workbook
MOST_SHEETS: Final = 100
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_HEAD: Final = 8192  # bytes in which a form in CSV shows what it is
_CONTROLS: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(slots=True)
class TextSheet:
    """One sheet.

    Args:
        rows: Its rows that hold anything, without the column of names.
        lines: Row of the file for each of them, as a spreadsheet program counts.
        left: Columns of the file before its first cell.
    """

    left: int
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TextBook:
    """All sheets, by name as written, and the encoding where it is not UTF-8."""

    sheets: dict[str, TextSheet]
    encoding: str


def is_text_book(data: bytes) -> bool:
    """Tell whether a file that is no zip is a form in CSV."""
    if b"\0" in data[:_HEAD] and not data.startswith(UTF_16):
        return False
    head = data[:_HEAD]
    if data.startswith(UTF_16):
        head = head[: len(head) // 2 * 2]
    text, _ = _decoded(head, whole=False)
    return bool(_separator(text))


def is_text_package(names: set[str]) -> bool:
    """Tell whether a .zip with files of these names is a form in CSV."""
    return "survey.csv" in names


def read_text_book(data: bytes) -> TextBook:
    """Return the sheets of a form in CSV.

    Raises:
        FormRefused: `not-a-form`, `too-many-cells`, `too-many-parts`, `file-damaged`, `file-too-big`.
    """
    if data.startswith(b"PK"):
        return _package(data)
    text, encoding = _decoded(data)
    sheets: dict[str, TextSheet] = {}
    current: TextSheet | None = None
    cells = 0
    for line, row in _rows(text, _separator(text[:_HEAD]) or ","):
        if row[0]:
            current = sheets.setdefault(row[0], TextSheet(left=1))
            if len(sheets) > MOST_SHEETS:
                raise FormRefused("too-many-parts", count=len(sheets), most=MOST_SHEETS)
        if current is not None and any(row[1:]):
            cells = _add(current, line, row[1:], cells)
    return TextBook(sheets, encoding)


def _package(data: bytes) -> TextBook:
    sheets: dict[str, TextSheet] = {}
    cells = 0
    told = ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.infolist():
                name = part.filename.lower().removesuffix(".csv")
                if name not in SHEETS or not part.filename.lower().endswith(".csv") or name in sheets:
                    continue
                with package.open(part) as stream:
                    content = stream.read(MOST_FILE + 1)
                if len(content) > MOST_FILE:
                    raise FormRefused("file-too-big", size=len(content) // 2**20, most=MOST_FILE // 2**20)
                text, encoding = _decoded(content)
                told = told or encoding
                sheet = sheets[name] = TextSheet(left=0)
                for line, row in _rows(text, _most_common(text)):
                    cells = _add(sheet, line, row, cells)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as problem:
        raise FormRefused("file-damaged", reason=str(problem)[:200]) from problem
    return TextBook(sheets, told)


def _add(sheet: TextSheet, line: int, row: list[str], cells: int) -> int:
    """Add a row to a sheet and return how many cells are filled now."""
    cells += sum(map(bool, row))
    if cells > MOST_CELLS:
        raise FormRefused("too-many-cells", most=MOST_CELLS)
    sheet.rows.append(row)
    sheet.lines.append(line)
    return cells


def _decoded(data: bytes, *, whole: bool = True) -> tuple[str, str]:
    """Return the text, and the encoding where it is none of UTF-8."""
    if data.startswith(UTF_16):
        text, encoding = data.decode("utf-16", errors="replace"), "UTF-16"
    else:
        try:
            # A character may be cut at the end of the beginning of a file.
            text = data.decode("utf-8-sig", errors="strict" if whole else "replace")
            encoding = ""
        except UnicodeDecodeError:
            text, encoding = data.decode("cp1252", errors="replace"), "Windows-1252"
    if whole and "\0" in text:
        raise FormRefused("not-a-form")
    return _CONTROLS.sub("", text), encoding


def _separator(head: str) -> str:
    """Return what separates the cells of a file that begins with the name of a sheet; "" when it does not."""
    found = {separator: _rows_of_sheets(head, separator) for separator in SEPARATORS}
    best = max(found, key=lambda separator: found[separator])
    return best if found[best] else ""


def _rows_of_sheets(head: str, separator: str) -> int:
    """Return in how many of the first lines something stands behind the column of names; 0 where none is first."""
    count, began = 0, False
    for line in head.splitlines()[:50]:
        first, behind, _ = line.partition(separator)
        name = "_".join(first.strip(' "').lower().replace("-", " ").replace("_", " ").split())
        if not began and (line.strip(f' "{SEPARATORS}')):
            if name not in SHEETS:
                return 0
            began = True
        count += began and bool(behind) and (not name or name in SHEETS)
    return count


def _most_common(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row of the file, cells) of the rows that hold anything.

    Raises:
        FormRefused: `file-damaged`, a quotation mark is never closed, or a cell is longer than any text.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = line = 0
    try:
        for line, row in enumerate(reader, start=1):
            cells = [cell.replace("\u00a0", " ").strip() if cell else "" for cell in row]
            if any(cells):
                yield line, cells
            before = line
    except csv.Error as problem:
        raise FormRefused("file-damaged", reason=str(problem)[:200], line=before + 1) from problem
    if '"' in text and _stays_open(text, separator):
        raise FormRefused("file-damaged", reason="a quotation mark is never closed", line=line)


def _stays_open(text: str, separator: str) -> bool:
    """Tell whether the last quotation mark opens a cell that the file ends in."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as problem:
        return "unexpected end" in str(problem)
    return False
