"""Look into an old workbook (.xls) before its reader does: sectors that lead in circles, cells far outside.

An .xls is a small file system whose sectors name the next one; its workbook is a stream of records. A reader that
follows a circle, or makes the whole rectangle that two far cells span, takes all the memory there is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from forms.errors import FormRefused

HEADER = 512  # bytes
END = 0xFFFFFFFA  # this and higher numbers are no sector: free, end of chain, part of the table
ENTRY = 128  # bytes of one entry of the directory
STREAMS = ("workbook", "book")
BEGIN, DIMENSIONS = 0x0809, 0x0200  # records: a sheet begins; the rectangle it says it has
# Records of cells, each beginning with row and column: formula, number, text, truth, and runs of them.
CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x00BD, 0x0406, 0x0206})
LAST_ROW, LAST_COLUMN = 65_536, 256  # what a sheet says it has is often far more than it has, never more than this
_PLACE = struct.Struct("<HH")
_RECORD = struct.Struct("<HH")


def check_old_excel(data: bytes, *, most_area: int, most_cells: int) -> None:
    """Refuse an .xls that leads its reader in circles or far outside; what cannot be followed is left to the reader.

    Args:
        most_area: Cells of the rectangle around one sheet's content.
        most_cells: Cells of all sheets.
    Raises:
        FormRefused: `file-damaged`, `sheet-too-wide`, `too-many-cells`.
    """
    try:
        for stream in _Files(data).streams():
            _check_stream(stream, most_area, most_cells)
    except (struct.error, IndexError):
        return


class _Files:
    """The file system in an .xls."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        self._size = 1 << min(shift, 16)
        self._mini_size = 1 << min(mini_shift, 16)
        self._directory, self._cutoff, self._mini_start = struct.unpack_from("<I4xII", data, 48)
        self._table = self._read_table()

    def _sector(self, number: int) -> bytes:
        start = HEADER + number * self._size if self._size == HEADER else (number + 1) * self._size
        return self._data[start : start + self._size]

    def _read_table(self) -> list[int]:
        """Return for each sector the one that follows it."""
        numbers = [number for number in struct.unpack_from("<109I", self._data, 76) if number < END]
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._size + 1):
            if following >= END:
                break
            more = _numbers(self._sector(following))
            numbers += [number for number in more[:-1] if number < END]
            following = more[-1]
        else:
            raise FormRefused("file-damaged", reason="sectors in a circle")
        return [number for sector in numbers for number in _numbers(self._sector(sector))]

    def _chain(self, start: int, table: list[int]) -> list[int]:
        """Return the sectors that follow each other from one on.

        Raises:
            FormRefused: `file-damaged`, they lead in a circle.
        """
        found = []
        number = start
        while number < END:
            found.append(number)
            if len(found) > len(table):
                raise FormRefused("file-damaged", reason="sectors in a circle")
            number = table[number]
        return found

    def _read(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(start, self._table))

    def streams(self) -> Iterator[bytes]:
        """Yield the bytes of the workbook; follows every other stream too, as the reader may."""
        directory = self._read(self._directory)
        mini_table = _numbers(self._read(self._mini_start)) if self._mini_start < END else []
        small = b""
        for offset in range(0, len(directory) - ENTRY + 1, ENTRY):
            name = directory[offset : offset + 64].decode("utf-16-le", "replace").partition("\0")[0].lower()
            kind = directory[offset + 66]
            start, size = struct.unpack_from("<II", directory, offset + 116)
            if kind == 5:
                small = self._read(start)
            elif kind == 2 and size < self._cutoff:
                numbers = self._chain(start, mini_table)
                if name in STREAMS:
                    step = self._mini_size
                    yield b"".join(small[number * step : (number + 1) * step] for number in numbers)[:size]
            elif kind == 2:
                self._chain(start, self._table)
                if name in STREAMS:
                    yield self._read(start)[:size]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(data) // 4}I", data))


def _check_stream(stream: bytes, most_area: int, most_cells: int) -> None:
    """Look at the places of all cells.

    Raises:
        FormRefused: `sheet-too-wide`, `too-many-cells`.
    """
    rows = columns = cells = offset = 0
    unpack = _RECORD.unpack_from
    end = len(stream) - 4
    while offset <= end:
        record, length = unpack(stream, offset)
        offset += 4
        if record in CELLS and length >= 4:
            row, column = _PLACE.unpack_from(stream, offset)
            rows, columns, cells = max(rows, row + 1), max(columns, column + 1), cells + 1
        elif record == DIMENSIONS and length >= 10:
            size = struct.unpack_from("<4xI2xH" if length >= 14 else "<2xH2xH", stream, offset)
            if size[0] > LAST_ROW or size[1] > LAST_COLUMN:
                raise FormRefused("file-damaged", reason="a sheet larger than there can be")
        elif record == BEGIN:
            rows = columns = 0
        if rows * columns > most_area:
            raise FormRefused("sheet-too-wide", rows=rows, columns=columns)
        offset += length
    if cells > most_cells:
        raise FormRefused("too-many-cells", most=most_cells)
