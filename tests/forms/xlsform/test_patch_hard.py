"""Workbooks as other programs write them, or nobody should: edits come out right and leave the rest alone."""

from __future__ import annotations

import io
import re
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from workbooks import workbook

from forms.errors import FormRefused, FormsError
from forms.xlsform.edits import AddSheet, DeleteRows, Edit, InsertColumn, InsertRow, MoveRows, SetCell
from forms.xlsform.patch.apply import patch
from forms.xlsform.sheets import Book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def written(build: Callable[[Any], None]) -> bytes:
    """Return the workbook that a function fills."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    build(book)
    book.close()
    return target.getvalue()


def raw(sheets: dict[str, str | bytes], *, main: str = MAIN, links: str = LINKS, **parts: str) -> bytes:
    """Return a workbook of sheets given as XML, in the order given, with further parts by path."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        names = "".join(
            f'<sheet name="{name}" sheetId="{n + 3}" r:id="r{n}"/>' for n, name in enumerate(sheets, start=1)
        )
        workbook_xml = f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>{names}</sheets></workbook>'
        package.writestr("xl/workbook.xml", parts.pop("workbook", workbook_xml))
        relations = "".join(
            f'<Relationship Id="r{n}" Type="{links}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        strings = f'<Relationship Id="st" Type="{links}/sharedStrings" Target="sharedStrings.xml"/>'
        calculated = f'<Relationship Id="cc" Type="{links}/calcChain" Target="/xl/calcChain.xml"/>'
        relations += (strings if "strings" in parts else "") + (calculated if "chain" in parts else "")
        package.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{CONTENT}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        overrides += f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
        if "strings" in parts:
            overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/>'
        if "chain" in parts:
            overrides += f'<Override PartName="/xl/calcChain.xml" ContentType="{CONTENT}.calcChain+xml"/>'
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        )
        for n, xml in enumerate(sheets.values(), start=1):
            package.writestr(f"xl/worksheets/s{n}.xml", xml)
        for name, path in {"strings": "xl/sharedStrings.xml", "chain": "xl/calcChain.xml"}.items():
            if name in parts:
                package.writestr(path, parts[name])
    return target.getvalue()


def sheet(cells: str, *, head: str = "", tail: str = "", main: str = MAIN) -> str:
    """Return the XML of a sheet."""
    return f'<worksheet xmlns="{main}" xmlns:r="{LINKS}">{head}<sheetData>{cells}</sheetData>{tail}</worksheet>'


def text_cell(address: str, text: str, more: str = "") -> str:
    """Return a cell with an inline string."""
    return f'<c r="{address}"{more} t="inlineStr"><is><t>{text}</t></is></c>'


def rows(data: bytes, name: str = "survey") -> list[list[str]]:
    """Return the cells of a sheet without empty ends."""
    found = [list(row) for row in Book(data).read(name).rows]
    for row in found:
        while row and not row[-1]:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def part(data: bytes, name: str) -> str:
    """Return a part as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def loaded(data: bytes) -> openpyxl.Workbook:
    """Return the workbook as another reader understands it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def decorated(book: Any) -> None:
    """Fill a workbook with everything that names cells."""
    survey, choices = book.add_worksheet("survey"), book.add_worksheet("Choices List")
    for row in range(10):
        survey.write_row(row, 0, [f"a{row + 1}", f"b{row + 1}"])
        choices.write_string(row, 0, f"c{row + 1}")
    survey.write_formula("D2", "=B5&\" A6 \"&'Choices List'!A7", None, "x")
    survey.write_formula("D3", "=COUNTA(A2:A10)+$B$6", None, 9)
    choices.write_formula("C1", "=survey!A6", None, "a6")
    choices.write_formula("C2", "=SUM(survey!B2:B10,A5)", None, 0)
    survey.write_comment("A6", "about a6")
    survey.write_comment("B8", "about b8")
    survey.data_validation("A2:A10", {"validate": "list", "source": "='Choices List'!$A$2:$A$10"})
    survey.data_validation("B6", {"validate": "custom", "value": "=B6<>A6"})
    survey.conditional_format("A2:B10", {"type": "formula", "criteria": '=$A2="x"', "format": book.add_format()})
    survey.merge_range("F5:G6", "merged")
    survey.merge_range("F1:G1", "head")
    survey.autofilter("A1:B10")
    survey.write_url("E7", "https://example.org/")
    survey.protect("secret")
    book.define_name("Items", "='Choices List'!$A$2:$A$10")
    book.define_name("Sixth", "=survey!$A$6")
    choices.add_table("H1:I4", {"columns": [{"header": "one"}, {"header": "two"}]})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=survey!$B$2:$B$10"})
    choices.insert_chart("K8", chart)
    survey.freeze_panes(1, 1)


def test_everything_that_names_cells_follows_a_new_row() -> None:
    """Formulas, rules, names, comments, merged cells, filters, links and charts mean the same cells as before."""
    data = written(decorated)
    patched = patch(data, [InsertRow("survey", 4, {0: "new"})]).data
    book = loaded(patched)
    survey, choices = book["survey"], book["Choices List"]
    assert survey["D2"].value == "=B6&\" A6 \"&'Choices List'!A7"
    assert survey["D3"].value == "=COUNTA(A2:A11)+$B$7"
    assert choices["C1"].value == "=survey!A7"
    assert choices["C2"].value == "=SUM(survey!B2:B11,A5)"
    assert (survey["A7"].comment.text, survey["B9"].comment.text) == ("about a6", "about b8")
    rules = {str(rule.sqref): rule.formula1 for rule in survey.data_validations.dataValidation}
    assert rules == {"A2:A11": "'Choices List'!$A$2:$A$10", "B7": "B7<>A7"}
    formats = {str(each.sqref): each.rules[0].formula for each in survey.conditional_formatting}
    assert formats == {"A2:B11": ['$A2="x"']}
    assert {str(area) for area in survey.merged_cells.ranges} == {"F1:G1", "F6:G7"}
    assert survey.auto_filter.ref == "A1:B11"
    assert survey["E8"].hyperlink is not None
    assert survey.protection.sheet
    assert book.defined_names["Sixth"].attr_text == "survey!$A$7"
    assert book.defined_names["Items"].attr_text == "'Choices List'!$A$2:$A$10"
    assert "survey!$B$2:$B$11" in part(patched, "xl/charts/chart1.xml")
    assert "<x:Row>6</x:Row>" in part(patched, "xl/drawings/vmlDrawing1.vml")
    assert rows(patched)[4][0] == "new"


def test_a_moved_row_takes_what_belongs_to_it_along() -> None:
    """A row that moves up keeps its comment; rules stay whole; formulas that name it follow."""
    data = written(decorated)
    patched = patch(data, [MoveRows("survey", 6, 6, 1)]).data
    survey = loaded(patched)["survey"]
    assert [row[0] for row in rows(patched)] == ["a1", "a6", "a2", "a3", "a4", "a5", "a7", "a8", "a9", "a10"]
    assert survey["A2"].comment.text == "about a6"
    assert survey["D4"].value == "=COUNTA(A3:A10)+$B$2"
    rules = {str(rule.sqref): rule.formula1 for rule in survey.data_validations.dataValidation}
    assert rules == {"A2:A10": "'Choices List'!$A$2:$A$10", "B2": "B2<>A2"}
    assert {str(each.sqref): each.rules[0].formula for each in survey.conditional_formatting} == {"A2:B10": ['$A2="x"']}


def test_what_a_deleted_row_held_is_gone_and_told() -> None:
    """Its comment and its rule go; a formula that named it says so, and it is told."""
    data = written(decorated)
    patched = patch(data, [DeleteRows("survey", 5, 6)])
    book = loaded(patched.data)
    survey = book["survey"]
    assert book["Choices List"]["C1"].value == "=survey!#REF!"
    assert survey["D3"].value == "=COUNTA(A2:A8)+#REF!"
    assert survey["B6"].comment.text == "about b8"
    assert [str(rule.sqref) for rule in survey.data_validations.dataValidation] == ["A2:A8"]
    assert survey.data_validations.count == 1
    assert {str(area) for area in survey.merged_cells.ranges} == {"F1:G1"}
    lost = {(each.place.sheet, each.place.cell) for each in patched.notes if each.code == "formula-lost"}
    assert lost == {("survey", "D2"), ("survey", "D3"), ("Choices List", "C1")}


def test_a_new_column_moves_what_stands_right_of_it() -> None:
    """Formulas, rules and widths follow a column; the new one looks like its neighbour."""
    data = written(decorated)
    patched = patch(data, [InsertColumn("survey", 0, {1: "x", 3: "y"}, key="k"), SetCell("survey", 2, "k", "z")]).data
    survey = loaded(patched)["survey"]
    assert [row[:3] for row in rows(patched)[:3]] == [["a1", "x", "b1"], ["a2", "z", "b2"], ["a3", "y", "b3"]]
    assert survey["E2"].value == "=C5&\" A6 \"&'Choices List'!A7"
    assert {str(area) for area in survey.merged_cells.ranges} == {"G1:H1", "G5:H6"}
    assert survey.auto_filter.ref == "A1:C10"
    assert {str(each.sqref) for each in survey.conditional_formatting} == {"A2:C10"}


def test_tables_grow_and_keep_the_names_of_their_columns() -> None:
    """A row added at the end of a table belongs to it; a heading that is written anew names its column."""
    data = written(decorated)
    edits = [InsertRow("Choices List", 4, {7: "new"}), SetCell("Choices List", 1, 8, "second")]
    table = loaded(patch(data, edits).data)["Choices List"].tables["Table1"]
    assert table.ref == "H1:I5"
    assert table.autoFilter.ref == "H1:I5"
    assert [column.name for column in table.tableColumns] == ["one", "second"]
    wider = patch(data, [InsertColumn("Choices List", 7, {1: "middle"})]).data
    table = loaded(wider)["Choices List"].tables["Table1"]
    assert table.ref == "H1:J4"
    assert [column.name for column in table.tableColumns] == ["one", "middle", "two"]
    assert len({column.id for column in table.tableColumns}) == 3


def test_new_rows_look_like_the_row_they_copy() -> None:
    """Height and the style of every cell are copied; hidden is not."""

    def build(book: Any) -> None:
        page = book.add_worksheet("survey")
        red = book.add_format({"bg_color": "red", "bold": True})
        page.set_row(1, 40, red, {"hidden": True})
        page.write_row(0, 0, ["h1", "h2", "h3"])
        page.write_row(1, 0, ["a", "b"], red)

    book = loaded(patch(written(build), [InsertRow("survey", 2, {0: "x", 2: "z", 9: "far"})]).data)
    page = book["survey"]
    assert [page.cell(3, column).value for column in (1, 2, 3, 10)] == ["x", None, "z", "far"]
    assert {page.cell(3, column).fill.fgColor.rgb for column in (1, 2, 3, 10)} == {"FFFF0000"}
    assert page.row_dimensions[3].height == pytest.approx(40, abs=0.5)
    assert not page.row_dimensions[3].hidden


def test_shared_and_array_formulas() -> None:
    """Formulas that share a text get their own where rows part; arrays keep their range."""
    cells = (
        f'<row r="1">{text_cell("A1", "h")}<c r="B1"><f t="shared" ref="B1:B4" si="0">A1&amp;$A$4</f><v>1</v></c></row>'
        f'<row r="2">{text_cell("A2", "x")}<c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        f'<row r="3">{text_cell("A3", "y")}<c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
        f'<row r="4">{text_cell("A4", "z")}<c r="B4"><f t="shared" si="0"/><v>4</v></c>'
        '<c r="C4"><f t="array" ref="C4:C4">SUM(A1:A4*1)</f><v>0</v></c></row>'
    )
    chain = f'<calcChain xmlns="{MAIN}"><c r="B1" i="4"/><c r="B2"/><c r="B3"/><c r="B4"/><c r="C4" a="1"/></calcChain>'
    data = raw({"survey": sheet(cells)}, chain=chain)
    patched = patch(data, [InsertRow("survey", 1, {0: "new"}), DeleteRows("survey", 3, 3)])
    page = part(patched.data, "xl/worksheets/s1.xml")
    assert re.findall(r"<f[^>]*>([^<]*)</f>", page) == [
        *("A1&amp;$A$4", "A3&amp;$A$4", "A4&amp;$A$4", "SUM(A1:A4*1)"),
    ]
    assert 'ref="C4"' in page or 'ref="C4:C4"' in page
    assert re.findall(r'r="(\w+)"', part(patched.data, "xl/calcChain.xml")) == ["B1", "B3", "B4", "C4"]
    told = patch(data, [SetCell("survey", 1, 1, "text")])
    assert [(each.code, each.place.cell) for each in told.notes] == [("formula-replaced", "B1")]
    assert re.findall(r"<f[^>]*>([^<]*)</f>", part(told.data, "xl/worksheets/s1.xml"))[0] == "A2&amp;$A$4"
    assert rows(told.data)[0] == ["h", "text"]


def test_the_last_formula_takes_the_order_of_calculation_with_it() -> None:
    """A part that would be empty is taken out with everything that names it."""
    chain = f'<calcChain xmlns="{MAIN}"><c r="A1" i="4"/></calcChain>'
    data = raw({"survey": sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')}, chain=chain)
    patched = patch(data, [SetCell("survey", 1, 0, "x")]).data
    with zipfile.ZipFile(io.BytesIO(patched)) as package:
        assert "xl/calcChain.xml" not in package.namelist()
        assert b"calcChain" not in package.read("[Content_Types].xml") + package.read("xl/_rels/workbook.xml.rels")
    assert rows(patched) == [["x"]]


def test_a_formula_that_reads_a_changed_cell_is_told_and_worked_out_anew() -> None:
    """What a formula shows of before is told; a spreadsheet program is asked to work it out."""
    data = written(decorated)
    patched = patch(data, [SetCell("survey", 5, 1, "other")])
    stale = {(each.place.sheet, each.place.cell) for each in patched.notes if each.code == "formula-stale"}
    assert stale == {("survey", "D2"), ("Choices List", "C2")}
    assert 'fullCalcOnLoad="1"' in part(patched.data, "xl/workbook.xml")
    assert not patch(data, [SetCell("survey", 5, 8, "other")]).notes


def test_rows_and_cells_without_addresses() -> None:
    """Rows and cells that count on their order keep it."""
    cells = (
        "<row><c t='inlineStr'><is><t>a1</t></is></c><c t='inlineStr'><is><t>b1</t></is></c></row>"
        "<row><c t='inlineStr'><is><t>a2</t></is></c></row><row r='5'><c t='inlineStr'><is><t>a5</t></is></c></row>"
        "<row><c t='inlineStr'><is><t>a6</t></is></c></row>"
    )
    data = raw({"survey": sheet(cells)})
    patched = patch(
        data, [SetCell("survey", 2, 2, "c2"), InsertRow("survey", 2, {0: "new"}), SetCell("survey", 1, 1, "B")]
    )
    assert rows(patched.data) == [["a1", "B"], ["a2", "", "c2"], ["new"], [], [], ["a5"], ["a6"]]
    assert [[cell.value for cell in row] for row in loaded(patched.data)["survey"]["A6:A7"]] == [["a5"], ["a6"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_prefixes_strict_names_and_encodings(encoding: str) -> None:
    """Elements with a prefix, the strict names of the standard, and every encoding XML parts may have."""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>' if encoding != "utf-16" else '<?xml version="1.0" encoding="UTF-16"?>'
    )
    xml = (
        f'{head}\n<x:worksheet xmlns:x="{STRICT}"><!-- <row r="9"/> --><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>ä1</x:t></x:is></x:c></x:row>\n'
        '<!-- between <x:row r="7"> --><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>a2</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    data = raw({" Survey ": xml.encode(encoding), "Other": sheet("")}, main=STRICT, links=STRICT_LINKS)
    patched = patch(
        data, [SetCell(" Survey ", 2, 1, "é"), InsertRow(" Survey ", 1, {0: "new"}), AddSheet("x & y", [["z"]])]
    )
    with zipfile.ZipFile(io.BytesIO(patched.data)) as package:
        changed = package.read("xl/worksheets/s1.xml").decode(encoding)
        assert STRICT in package.read("xl/worksheets/sheet1.xml").decode()
        assert 'name="x &amp; y"' in package.read("xl/workbook.xml").decode()
    assert changed.startswith(head)
    assert '<!-- between <x:row r="7"> -->' in changed
    assert re.findall(r"<x:t>([^<]*)</x:t>", changed) == ["ä1", "new", "a2", "é"]
    assert re.findall(r'<x:c r="(\w+)"', changed) == ["A1", "A2", "A3", "B3"]


def test_rich_shared_strings_stay() -> None:
    """Texts with letters of several kinds stay in the part where they are."""
    rich = '<si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> plain</t></r></si>'
    strings = f'<sst xmlns="{MAIN}">{rich}<si><t>b</t></si></sst>'
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    data = raw({"survey": sheet(cells)}, strings=strings)
    patched = patch(data, [SetCell("survey", 1, 1, "new"), MoveRows("survey", 1, 1, 2)]).data
    assert rows(patched)[-1] == ["bold plain", "new"]
    assert part(patched, "xl/sharedStrings.xml") == strings


@pytest.mark.parametrize(
    "text",
    [
        "<&>\"'",
        " outer blanks ",
        "two\nlines\n",
        "tab\there",
        "_x0041_ and _x",
        "\x01\x1f",
        "=1+1",
        "😀 \u200fعربي",
        "x" * 32767,
    ],
)
def test_any_text_is_kept(text: str) -> None:
    """Marks of XML, blanks, control characters and what looks like their escapes survive in both readers."""
    data = patch(workbook({"survey": [["a"]]}), [SetCell("survey", 1, 1, text)]).data
    sheets = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert sheets.get_sheet_by_name("survey").to_python()[0][1] == text
    if "\x01" not in text and "_x" not in text:  # the other reader leaves escapes as they are
        assert loaded(data)["survey"]["B1"].value == text
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None


def test_what_cannot_be_done_is_refused() -> None:
    """Sheets and keys that are not there, texts too long, rows in no order, and files that are no workbook."""
    data = workbook({"survey": [["a"], ["b"], ["c"]]})
    for edit in (
        SetCell("survey", "x", 0, ""),
        SetCell("survey", 1, "x", ""),
        MoveRows("survey", 1, 2, 2),
        InsertRow("survey", "x", {}),
    ):
        with pytest.raises(FormsError, match="edit-impossible"):
            patch(data, [edit])
    with pytest.raises(FormsError, match="sheet-missing"):
        patch(data, [SetCell("Survey", 1, 0, "x")])
    with pytest.raises(FormsError, match="cell-too-long"):
        patch(data, [SetCell("survey", 1, 0, "x" * 32768)])
    for cells in ('<row r="2"/><row r="1"/>', '<row r="2"/><row r="2"/>', '<row r="x"/>'):
        with pytest.raises(FormsError, match="sheet-unusual"):
            patch(raw({"survey": sheet(cells)}), [SetCell("survey", 1, 0, "x")])
    for broken in (b"", b"PK\x03\x04", data[: len(data) // 2]):
        with pytest.raises(FormRefused):
            patch(broken, [SetCell("survey", 1, 0, "x")])


def test_a_sheet_in_no_order_stops_no_edit_of_another() -> None:
    """A chart without cells and rows out of order on a sheet nobody edits are told and left as they are."""
    odd = sheet('<row r="2"><c r="A2"><f>survey!A1</f></c></row><row r="1"/>')
    chart = f'<chartsheet xmlns="{MAIN}"><x><f>survey!A1</f></x></chartsheet>'
    data = raw({"survey": sheet(f'<row r="1">{text_cell("A1", "a")}</row>'), "odd": odd, "chart": chart})
    patched = patch(data, [InsertRow("survey", 0, {0: "new"}), SetCell("survey", 1, 0, "b")])
    assert [(each.code, each.place.sheet) for each in patched.notes] == [
        ("sheet-unusual", "odd"),
        ("sheet-unusual", "chart"),
    ]
    assert part(patched.data, "xl/worksheets/s2.xml") == odd
    assert ">new<" in part(patched.data, "xl/worksheets/s1.xml")


def test_bytes_before_and_notes_behind_the_archive() -> None:
    """What somebody put before the archive or into its note stays; offsets stay right."""
    data = workbook({"survey": [["a"], ["b"]]})
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as package:
        package.comment = b"a note"
    noted = b"#!/bin/sh\n" + target.getvalue()
    patched = patch(noted, [SetCell("survey", 1, 0, "x")]).data
    assert patched.startswith(b"#!/bin/sh\n")
    with zipfile.ZipFile(io.BytesIO(patched)) as package:
        assert package.comment == b"a note"
        assert package.testzip() is None
        assert b">x<" in package.read("xl/worksheets/sheet1.xml")


def test_a_hundred_thousand_rows() -> None:
    """A sheet of 100,000 rows is edited in seconds, in many places at once."""
    cells = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", f"l{n}")}{text_cell(f"B{n}", "x")}</row>' for n in range(1, 100_001)
    )
    data = raw({"choices": sheet(cells, head='<dimension ref="A1:B100000"/>')})
    edits: list[Edit] = [SetCell("choices", n, 1, "y") for n in range(500, 100_001, 500)]
    edits += [InsertRow("choices", n, {0: f"new{n}"}) for n in range(1000, 100_001, 1000)]
    edits += [MoveRows("choices", 99_999, 99_999, 3), DeleteRows("choices", 10, 20)]
    begun = time.process_time()
    patched = patch(data, edits).data
    took = time.process_time() - begun
    found = rows(patched, "choices")
    assert len(found) == 100_000 + 100 - 11
    assert found[3] == ["l99999", "x"]
    assert part(patched, "xl/worksheets/s1.xml").startswith(
        f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}"><dimension ref="A1:B100089"/>'
    )
    assert took < 15, took


STEPS = st.lists(
    st.tuples(st.sampled_from("idms"), st.integers(1, 12), st.integers(0, 3), st.integers(0, 12)),
    min_size=1,
    max_size=12,
)


@given(STEPS)
def test_any_edits_do_what_a_list_would(steps: list[tuple[str, int, int, int]]) -> None:
    """Rows inserted, deleted, moved and written by chance come to stand where a plain list puts them."""
    data = workbook({"survey": [[f"a{n}", f"b{n}"] for n in range(1, 13)]})
    model: list[object] = list(range(1, 13))
    texts: dict[object, list[str]] = {n: [f"a{n}", f"b{n}"] for n in range(1, 13)}
    behind: dict[object, list[object]] = {}
    gone: set[object] = set()
    edits: list[Edit] = []

    def place_behind(anchor: object, things: list[object]) -> None:
        last = anchor
        while behind.get(last):
            last = behind[last][-1]
        at = model.index(last) + 1 if last != 0 else 0
        model[at:at] = things
        behind.setdefault(anchor, []).extend(things)

    moved: set[int] = set()
    for number, (kind, row, more, after) in enumerate(steps):
        last = min(12, row + more)
        if kind == "i":
            edits.append(InsertRow("survey", after, {0: f"n{number}"}))
            texts[f"n{number}"] = [f"n{number}", ""]
            place_behind(after, [f"n{number}"])
        elif kind == "d":
            edits.append(DeleteRows("survey", row, last))
            gone.update(range(row, last + 1))
        elif kind == "s":
            edits.append(SetCell("survey", row, 1, f"s{number}"))
            texts[row][1] = f"s{number}"
        elif (
            not (row <= after <= last)
            and not moved & {*range(row, last + 1), after}
            and not any(behind.get(n) for n in (*range(row, last + 1), after))
        ):
            edits.append(MoveRows("survey", row, last, after))
            things: list[object] = list(range(row, last + 1))
            model[:] = [each for each in model if each not in things]
            place_behind(after, things)
            moved.update(range(row, last + 1))
    expected = [[*texts[each]] for each in model if each not in gone]
    for line in expected:
        while line and not line[-1]:
            line.pop()
    assert rows(patch(data, edits).data) == expected


def test_unknown_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    """Every other entry of the archive keeps its packed bytes, its date and its place."""
    data = written(decorated)
    patched = patch(data, [SetCell("survey", 2, 0, "x")]).data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(patched)) as new:
        assert old.namelist() == new.namelist()
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            assert (one.date_time, one.compress_type, one.external_attr) == (
                *(other.date_time, other.compress_type),
                other.external_attr,
            )
            if old.read(one) == new.read(other):
                size = one.compress_size + 30 + len(one.filename)
                start, begin = one.header_offset, other.header_offset
                assert data[start : start + size] == patched[begin : begin + size]
