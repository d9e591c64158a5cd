"""Old workbooks that would lead their reader in circles or far outside are refused before it begins."""

from __future__ import annotations

import random
import struct

import hostile
import pytest

from forms.errors import FormRefused
from forms.xlsform.kind import kind_of
from forms.xlsform.limits import MOST_AREA, MOST_CELLS
from forms.xlsform.old_excel import check_old_excel

BEGIN, NUMBER, DIMENSIONS = 0x0809, 0x0203, 0x0200


def cell(row: int, column: int) -> tuple[int, bytes]:
    """Return the record of a number."""
    return NUMBER, struct.pack("<HHHd", row, column, 0, 1.0)


def check(data: bytes) -> None:
    """Look at an old workbook with the bounds that forms have."""
    assert kind_of(data) == "xls"
    check_old_excel(data, most_area=MOST_AREA, most_cells=MOST_CELLS)


def test_an_ordinary_one_is_let_through() -> None:
    """Cells in several sheets, each with a rectangle of its own; what a sheet says of its size is not believed."""
    dimensions = (DIMENSIONS, struct.pack("<IIHHH", 0, 65_536, 0, 256, 0))
    check(hostile.old_excel((BEGIN, b""), dimensions, cell(0, 0), cell(60_000, 3), (BEGIN, b""), cell(3, 250)))


@pytest.mark.parametrize(
    "records",
    [
        [cell(60_000, 0), cell(0, 250)],
        [cell(3, 65_000), cell(300, 2)],
        [(DIMENSIONS, struct.pack("<IIHHH", 0, 4_000_000_000, 0, 256, 0))],
        [(DIMENSIONS, struct.pack("<IIHHH", 0, 10, 0, 60_000, 0))],
    ],
)
def test_one_with_cells_far_outside_is_refused(records: list[tuple[int, bytes]]) -> None:
    """Two far cells would make a rectangle that fills the memory."""
    with pytest.raises(FormRefused):
        check(hostile.old_excel((BEGIN, b""), *records))


@pytest.mark.parametrize("following", [2, 4])
def test_one_whose_sectors_lead_in_a_circle_is_refused(following: int) -> None:
    """Following them would never end."""
    with pytest.raises(FormRefused, match="file-damaged"):
        check(hostile.old_excel((BEGIN, b""), cell(0, 0), next_sector=following))


def test_damage_is_left_to_the_reader() -> None:
    """Whatever is changed or missing, it is refused with a reason or let through, never an error of another kind."""
    chance = random.Random(3)
    whole = hostile.old_excel((BEGIN, b""), *(cell(row, row % 5) for row in range(100)))
    codes = set()
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(24, len(data))] = chance.randrange(256)
        del data[chance.choice((600, 1_024, 2_000, len(data))) :]
        try:
            check_old_excel(bytes(data), most_area=MOST_AREA, most_cells=MOST_CELLS)
        except FormRefused as refused:
            codes.add(refused.code)
    assert codes <= {"file-damaged", "sheet-too-wide", "too-many-cells"}
