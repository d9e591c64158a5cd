"""Read a CSV file into columns, piece by piece and within a budget of memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Iterator
from itertools import islice, zip_longest

from forms.errors import FormsError

DELIMITERS = (",", ";", "\t", "|")
# Bytes that a file and its cells may take in memory together: nearly two million short cells.
MOST_MEMORY = 150 * 2**20
POINTER = 8  # bytes of a cell's place in its column
HEAD = 4096  # characters looked at to tell how a file is written
ROWS_AT_ONCE = 5_000
PIECE = 2**20
_SEPARATOR = re.compile("sep=(.)", re.IGNORECASE)  # the line that spreadsheets read as their own
_NO_TEXT = re.compile("[\0-\x08\x0e-\x19\x1b-\x1f]")


class ExternalRefused(FormsError):
    """The file beside the form cannot be read as what its name says."""


def encoding_of(data: bytes) -> tuple[str, bool]:
    """Return the encoding of a file, and whether it had to be guessed.

    UTF-8, UTF-16 (with its mark, or told by its NULs), else Windows-1252 as old spreadsheets write.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", False
    head = data[:200]
    if head.count(0) > len(head) // 5:
        return ("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"), False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), PIECE):
            decoder.decode(data[start : start + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252", True
    return "utf-8-sig", False


def read_csv(name: str, data: bytes) -> tuple[dict[str, list[str]], bool]:
    """Return heading -> texts of a CSV, and whether its encoding had to be guessed; rows without text are left out.

    Raises:
        ExternalRefused: `external-unreadable`, `file-too-large`.
    """
    encoding, is_guessed = encoding_of(data)
    with io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="") as text:
        head = text.read(HEAD)
        if _NO_TEXT.search(head):
            raise ExternalRefused("external-unreadable", file=name)
        text.seek(0)
        first = re.split(r"[\r\n]", head, maxsplit=1)[0]
        delimiter = max(DELIMITERS, key=first.count)
        if (told := _SEPARATOR.fullmatch(first.strip())) is not None:
            text.readline()
            delimiter = told[1]
        try:
            return _columns(
                name, (row for row in csv.reader(text, delimiter=delimiter) if any(row)), len(data)
            ), is_guessed
        except csv.Error as error:
            raise ExternalRefused("external-unreadable", file=name) from error


def _columns(name: str, rows: Iterator[list[str]], taken: int) -> dict[str, list[str]]:
    """Return heading -> texts; the first of several columns with one heading counts.

    Args:
        taken: Bytes of memory that the file itself takes.
    Raises:
        ExternalRefused: `file-too-large`, before what is too much fills the memory.
    """
    headings = [heading.strip() for heading in next(rows, [])]
    columns: dict[str, list[str]] = {heading: [] for heading in headings if heading}
    places = [(headings.index(heading), texts) for heading, texts in columns.items()]
    known: dict[str, str] = {}
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        across = list(zip_longest(*piece, fillvalue=""))
        for place, texts in places:
            cells: list[str] = list(across[place]) if place < len(across) else [""] * len(piece)
            distinct = set(cells)
            if len(distinct) < len(cells) // 4 and len(known) < ROWS_AT_ONCE:  # a district of many villages: kept once
                known.update((text, text) for text in distinct if text not in known)
                cells = [known[text] for text in cells]
            texts += cells
            taken += sum(map(sys.getsizeof, distinct)) + POINTER * len(cells)
            if taken > MOST_MEMORY:
                raise ExternalRefused("file-too-large", file=name, most=MOST_MEMORY // 2**20)
    return columns
