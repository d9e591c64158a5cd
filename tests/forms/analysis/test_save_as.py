"""Workbooks and CSV files made from flat tables."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from forms.analysis.save_as import MAX_CELL, About, write_csv, write_xlsx
from forms.analysis.tables import NOT_ASKED, Table

ABOUT = About("Floods", "Shetu", "Households 2", "30 July", 2, lines=(("Filter", "all"),))


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_workbook_reads_back_as_written() -> None:
    """Texts stay texts, numbers numbers, and nothing becomes a formula."""
    table = Table("data", ("_index", "a", "b"), ((1, "=1+1", 2.5), (2, None, "ماء")))
    sheet = read(write_xlsx([table], ABOUT))["data"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["_index", "a", "b"],
        [1, "=1+1", 2.5],
        [2, None, "ماء"],
    ]
    assert sheet["B2"].data_type == "s"


def test_the_workbook_says_whose_it_is() -> None:
    """The last sheet names the assessment, its owner and what was left out."""
    book = read(write_xlsx([Table("data", ("_index",), ())], ABOUT))
    lines = {row[0].value: row[1].value for row in book.worksheets[-1].rows}
    assert lines["Belongs to"] == "Shetu"
    assert lines["Filter"] == "all"
    assert "not in this file" in lines["Personal answers"]


@pytest.mark.parametrize("name", ["a" * 40, "x/y", "[1]", "''"])
def test_odd_table_names_become_possible_sheets(name: str) -> None:
    """Names a spreadsheet refuses are mended, and equal ones are numbered."""
    table = Table(name, ("_index",), ((1,),))
    assert len(read(write_xlsx([table, table], ABOUT)).sheetnames) == 3


def test_a_text_too_long_for_a_cell_is_cut_and_counted() -> None:
    """The page about the file says that a text was cut."""
    book = read(write_xlsx([Table("data", ("_index", "a"), ((1, "x" * (MAX_CELL + 1)),))], ABOUT))
    assert len(book["data"]["B2"].value) == MAX_CELL
    assert any("1 texts were longer" in str(row[1].value) for row in book.worksheets[-1].rows)


def test_one_table_is_a_csv_that_spreadsheets_cannot_run() -> None:
    """A leading formula sign is neutralised, commas and line breaks survive."""
    data, ending = write_csv([Table("data", ("_index", "a"), ((1, "=cmd()"), (2, 'x,"y"\nz')))], ABOUT)
    assert ending == "csv"
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["_index", "a"],
        ["1", "'=cmd()"],
        ["2", 'x,"y"\nz'],
    ]


def test_several_tables_are_a_zip_with_a_page_about_it() -> None:
    """Each table is its own file."""
    data, ending = write_csv([Table("data", ("_index",), ((1,),)), Table("hh", ("_index",), ((1,),))], ABOUT)
    assert ending == "zip"
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["data.csv", "hh.csv", "about.txt"]


def test_not_asked_is_hatched_and_not_answered_is_empty() -> None:
    """A reader of the workbook sees which of the two a blank is, and the page about it says what it means."""
    book = read(write_xlsx([Table("data", ("_index", "a", "b"), ((1, NOT_ASKED, None),))], ABOUT))
    row = book["data"][2]
    assert [cell.value for cell in row] == [1, None, None]
    assert [cell.fill.patternType for cell in row] == [None, "lightUp", None]
    assert (
        "did not have the question" in {line[0].value: line[1].value for line in book.worksheets[-1].rows}["Not asked"]
    )


def test_a_csv_has_the_word_one_chose_where_nothing_was_asked() -> None:
    """Empty unless a word is given."""
    table = Table("data", ("_index", "a", "b"), ((1, NOT_ASKED, None),))
    for word, line in (("", "1,,"), ("-77", "1,-77,")):
        data, _ = write_csv([table], replace(ABOUT, not_asked=word))
        assert data.decode("utf-8-sig").splitlines()[1] == line
