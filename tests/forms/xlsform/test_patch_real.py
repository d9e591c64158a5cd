"""Real workbooks with one thing changed: that thing differs, nothing else does."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from shared import SHARED, shared_path

from forms.xlsform.edits import DeleteRows, InsertColumn, InsertRow, MoveRows, SetCell
from forms.xlsform.kind import kind_of
from forms.xlsform.patch.apply import patch
from forms.xlsform.sheets import Book

REAL = SHARED / "forms_real"
NAMES = sorted(
    str(path.relative_to(SHARED)) for path in REAL.rglob("*.xlsx") if kind_of(path.read_bytes()) == "xlsx"
) or ["forms_real/x.xlsx"]
SMALL = 80_000  # bytes; the other reader takes a second for larger ones
TEXT = 'Ünicode & <b> "q"\nline'


def loaded(data: bytes) -> openpyxl.Workbook:
    """Return a workbook as another reader understands it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def grids(data: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of every sheet without what is empty at the ends."""
    book = Book(data)
    return {name: trimmed(book.read(name).rows) for name in book.names}


def trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return rows without empty cells at their ends and without empty rows at the end."""
    result = [list(row) for row in rows]
    for row in result:
        while row and not row[-1]:
            row.pop()
    while result and not result[-1]:
        result.pop()
    return result


def parts(data: bytes) -> dict[str, bytes]:
    """Return every part in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {info.filename: package.read(info) for info in package.infolist()}


def survey_of(data: bytes) -> str:
    """Return the name of the survey sheet."""
    book = Book(data)
    return book.find("survey") or book.names[0]


def differing_lines(one: bytes, other: bytes) -> int:
    """Return how many elements of two sheets differ, counted from both ends of what is alike."""
    before, after = one.split(b"<"), other.split(b"<")
    start = next((i for i, (x, y) in enumerate(zip(before, after, strict=False)) if x != y), 0)
    end = next((i for i, (x, y) in enumerate(zip(before[::-1], after[::-1], strict=False)) if x != y), 0)
    return max(len(before), len(after)) - start - end


@pytest.mark.parametrize("name", NAMES)
def test_no_edit_is_the_same_file(name: str) -> None:
    """Nothing to do gives the very bytes."""
    data = shared_path(name).read_bytes()
    assert patch(data, []).data == data


@pytest.mark.parametrize("name", NAMES)
def test_one_cell(name: str) -> None:
    """One text changes one cell of one part; both readers see it, and the style stays."""
    data = shared_path(name).read_bytes()
    sheet = survey_of(data)
    patched = patch(data, [SetCell(sheet, 3, 2, TEXT)])
    before, after = parts(data), parts(patched.data)
    assert list(before) == list(after)
    changed = [part for part in before if before[part] != after[part]]
    assert len(changed) == 1
    assert differing_lines(before[changed[0]], after[changed[0]]) <= 10
    expected = grids(data)
    row = expected[sheet][2]
    row.extend([""] * (3 - len(row)))
    row[2] = TEXT
    assert grids(patched.data) == expected
    style = re.compile(rb'<c r="C3"([^>]*?)(?: t="\w+")?/?>')
    old, new = style.search(before[changed[0]]), style.search(after[changed[0]])
    assert new is not None
    assert old is None or old[1].split(b" t=")[0] == new[1]
    if len(data) < SMALL:
        assert loaded(patched.data)[sheet].cell(3, 3).value == TEXT


@pytest.mark.parametrize("name", NAMES)
def test_rows_and_columns(name: str) -> None:
    """Rows that are inserted, moved and deleted and a new column leave every other text where it belongs."""
    data = shared_path(name).read_bytes()
    sheet = survey_of(data)
    before = grids(data)
    wide = max(map(len, before[sheet]))
    rows = [row + [""] * (wide - len(row)) for row in before[sheet]]
    if len(rows) < 8:
        pytest.skip("too few rows for this story")
    edits = [
        InsertRow(sheet, 4, {0: "text", 1: "new"}),
        MoveRows(sheet, 6, 7, 2),
        DeleteRows(sheet, 5, 5),
        InsertColumn(sheet, 1, {1: "extra", 3: "hello"}),
    ]
    order: list[int | None] = [1, 2, 6, 7, 3, 4, None, 8, *range(9, len(rows) + 1)]
    added = ["text", "new", *[""] * (wide - 2)]
    expected = [added if number is None else rows[number - 1] for number in order]
    expected = [
        [*row[:2], {1: "extra", 3: "hello"}.get(number or 0, ""), *row[2:]]
        for number, row in zip(order, expected, strict=True)
    ]
    patched = patch(data, edits)
    assert grids(patched.data) == {**before, sheet: trimmed(expected)}
    if len(data) < SMALL:
        assert (loaded(patched.data)[sheet].cell(3, 1).value or "") == rows[5][0]


def test_every_real_workbook_is_here() -> None:
    """The stories above run over the whole collection."""
    assert len(NAMES) >= 17 or not Path(REAL).exists()
