"""Refuse what is too big before a reader unpacks it: the sizes in the package, the cells really in its sheets.

A form of 100 000 choices is far below these bounds; a file beyond them is made to exhaust the machine.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from forms.errors import FormRefused
from forms.xlsform.old_excel import check_old_excel

MOST_FILE = 64 * 2**20  # bytes of the file itself
MOST_UNPACKED = 160 * 2**20  # bytes of all parts together
MOST_CELLS = 600_000  # filled cells of one workbook; the largest real form known has 60 000
MOST_AREA = 3_000_000  # cells of the rectangle around one sheet's content, for which the reader takes 50 bytes each
MOST_PARTS = 4_000
MOST_XML = 32 * 2**20  # bytes of an XForm
PIECE = 2**20

_CELL = re.compile(rb"<(?:\w{1,20}:)?c(\s[^<>]*)?>")
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,5})(\d{1,9})[\"']")


def check_limits(data: bytes, kind: str) -> None:
    """Refuse a file over the limits; cheap for a real form (a few milliseconds).

    Raises:
        FormRefused: `file-too-big`, `unpacked-too-big`, `too-many-cells`, `sheet-too-wide`, `file-damaged`.
    """
    most = MOST_XML if kind == "xform" else MOST_FILE
    if len(data) > most:
        raise FormRefused("file-too-big", size=_megabytes(len(data)), most=_megabytes(most))
    if kind == "xls":
        check_old_excel(data, most_area=MOST_AREA, most_cells=MOST_CELLS)
    if kind == "csv" and not data.startswith(b"PK") and max(map(data.count, (b",", b";", b"\t", b"\n"))) > MOST_AREA:
        raise FormRefused("too-many-cells", most=MOST_CELLS)
    if kind not in ("xlsx", "ods") and not (kind == "csv" and data.startswith(b"PK")):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_package(package, kind)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as problem:
        raise FormRefused("file-damaged", reason=str(problem)[:200]) from problem


def _check_package(package: zipfile.ZipFile, kind: str) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise FormRefused("too-many-parts", count=len(parts), most=MOST_PARTS)
    if kind == "ods":
        wanted = [part for part in parts if part.filename == "content.xml"]
    else:
        wanted = parts  # a sheet may lie under any name; pictures hardly grow when they are unpacked
    claimed = sum(part.file_size for part in wanted)
    if claimed > MOST_UNPACKED:
        raise FormRefused("unpacked-too-big", size=_megabytes(claimed), most=_megabytes(MOST_UNPACKED))
    meter = _Meter()
    for part in wanted:
        if kind == "ods":
            _check_open_document(package, part, meter)
        else:
            _check_part(package, part, meter)


class _Meter:
    """Adds up what has really been unpacked and counted."""

    def __init__(self) -> None:
        self.unpacked = 0
        self.cells = 0
        self.strings = 0

    def unpack(self, count: int) -> None:
        """Count unpacked bytes; what the package claims about itself may be a lie."""
        self.unpacked += count
        if self.unpacked > MOST_UNPACKED:
            raise FormRefused("unpacked-too-big", size=_megabytes(self.unpacked), most=_megabytes(MOST_UNPACKED))

    def count(self, cells: int, strings: int = 0) -> None:
        """Count cells, and the texts that cells share."""
        self.cells += cells
        self.strings += strings
        if max(self.cells, self.strings) > MOST_CELLS:
            raise FormRefused("too-many-cells", most=MOST_CELLS)


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo, meter: _Meter) -> Iterator[bytes]:
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            meter.unpack(len(piece))
            yield piece


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, meter: _Meter) -> None:
    """Unpack a part piece by piece; count the filled cells in it and measure the rectangle they span."""
    rows, columns = 1, 1
    kept = b""
    for piece in _pieces(package, part, meter):
        window = kept + piece
        end = window.rfind(b">") + 1
        # One that only carries a style is written <c .../>; the reader never allocates it.
        filled = [attributes for attributes in _CELL.findall(window, 0, end) if not attributes.endswith(b"/")]
        meter.count(len(filled), window.count(b"<si>", 0, end) + window.count(b"<si ", 0, end))
        addresses = [match.groups() for attributes in filled if (match := _ADDRESS.search(attributes))]
        rows = max(rows, *(int(row) for _, row in addresses), 1)
        columns = max(columns, *(_column_number(letters) for letters in {letters for letters, _ in addresses}), 1)
        if rows * columns > MOST_AREA:
            raise FormRefused("sheet-too-wide", rows=rows, columns=columns)
        kept = window[end:][-PIECE:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:5]:
        number = number * 26 + letter - 64
    return number


_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})")
_TAG = re.compile(rb"<table:table-(cell|row)\b([^>]*)>")


def _check_open_document(package: zipfile.ZipFile, part: zipfile.ZipInfo, meter: _Meter) -> None:
    """Count the filled cells of an .ods, whose rows and cells may say that they repeat."""
    repeated_rows = 1
    kept = b""
    for piece in _pieces(package, part, meter):
        window = kept + piece
        end = window.rfind(b">") + 1
        for match in _TAG.finditer(window[:end]):
            if match[1] == b"row":
                found = _ROWS_REPEATED.search(match[2])
                repeated_rows = int(found[1]) if found else 1
            elif b"value-type" in match[2]:
                found = _COLUMNS_REPEATED.search(match[2])
                meter.count(repeated_rows * (int(found[1]) if found else 1))
        kept = window[end:][-PIECE:]


def _megabytes(size: int) -> int:
    return max(1, round(size / 2**20))
