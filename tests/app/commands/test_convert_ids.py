"""`groundup convert --to xlsx --ids`: ids written into a workbook come back with it, whatever was done to it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from workbooks import form_workbook

from app.commands.convert import main
from forms.definition.comparison import compare
from forms.definition.form import Form
from forms.definition.identity import COLUMN, Reason, Version, identify
from forms.xlsform.open import open_form

TEXT = """
survey
| type | name | label |
| integer | people | How many people? |
| select_one water | source | Water |
choices
| list_name | name | label |
| water | well | Well |
| water | tap | Tap |
"""


@pytest.fixture
def written(tmp_path):
    """A workbook and the same with ids."""
    plain, carrying = tmp_path / "form.xlsx", tmp_path / "ids.xlsx"
    plain.write_bytes(form_workbook(TEXT))
    assert main([str(plain), "--to", "xlsx", "--ids", "--out", str(carrying)]) == 0
    return plain, carrying


def form_in(data: bytes) -> Form:
    opened = open_form(data, file_name="form.xlsx")
    assert opened.form is not None
    return opened.form


def test_every_row_has_its_id(written):
    """On the survey sheet and on the choices sheet, none twice."""
    book = openpyxl.load_workbook(written[1])
    ids = []
    for sheet, rows in (("survey", 2), ("choices", 2)):
        heads = [cell.value for cell in book[sheet][1]]
        ids += [book[sheet].cell(row, heads.index(COLUMN) + 1).value for row in range(2, 2 + rows)]
    assert len(set(ids)) == 4
    assert all(ids)


def test_ids_survive_a_spreadsheet_in_which_everything_was_renamed_and_moved(written):
    """Opened elsewhere, rows swapped, names and codes changed, saved by another program."""
    book = openpyxl.load_workbook(written[1])
    rows = [[cell.value for cell in row] for row in book["survey"].iter_rows(min_row=2, max_row=3)]
    names = [cell.value for cell in book["survey"][1]]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            book["survey"].cell(number, column).value = f"new{number}" if names[column - 1] == "name" else value
    for number in (2, 3):
        book["choices"].cell(number, 2).value = str(number)
    saved = io.BytesIO()
    book.save(saved)
    older, newer = identify([Version("a", form_in(written[1].read_bytes())), Version("b", form_in(saved.getvalue()))])
    assert set(newer.reasons.values()) == {Reason.WRITTEN}
    assert {(pair.older, pair.newer) for pair in compare(older, newer).renamed} == {
        ("/data/people", "/data/new3"),
        ("/data/source", "/data/new2"),
        ("water\twell", "water\t2"),
        ("water\ttap", "water\t3"),
    }


def test_ids_of_an_earlier_version_go_on(written, tmp_path):
    """What is the same gets the id it had there; what is new gets its own."""
    later, out = tmp_path / "later.xlsx", tmp_path / "out.xlsx"
    later.write_bytes(
        form_workbook(TEXT.replace("| integer | people |", "| date | day | When? |\n| integer | people |"))
    )
    assert main([str(later), "--to", "xlsx", "--earlier", str(written[1]), "--out", str(out)]) == 0
    (one,), (two,) = (identify([Version(path.name, form_in(path.read_bytes()))]) for path in (written[1], out))
    assert two.ids["/data/people"] == one.ids["/data/people"]
    assert two.ids["/data/day"] not in one.ids.values()


def test_an_xform_made_of_such_a_workbook_is_the_same(written, tmp_path):
    """The column is ours: it changes nothing that is filled."""
    made = []
    for path in written:
        out = tmp_path / f"{path.stem}.xml"
        assert main([str(path), "--to", "xform", "--out", str(out)]) == 0
        made.append(out.read_text("utf-8").replace("ids", "form"))
    assert made[0].split("<item>")[0] == made[1].split("<item>")[0]


def test_an_earlier_version_that_is_not_there_is_said(written, tmp_path, capsys):
    """Nothing is written."""
    out = tmp_path / "out.xlsx"
    assert main([str(written[0]), "--to", "xlsx", "--earlier", str(tmp_path / "no.xlsx"), "--out", str(out)]) == 1
    assert "no.xlsx" in capsys.readouterr().err
    assert not out.exists()
