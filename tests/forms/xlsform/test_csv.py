"""Forms in CSV: one file with the sheets' names in the first column, or a .zip of a file for each sheet."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from equality_forms import FORMS
from sameness import differences, said
from workbooks import form_workbook

from app.commands.convert import main
from forms.errors import Place
from forms.xlsform.open import open_form
from forms.xlsform.sheets import Book
from forms.xlsform.writing.text_files import one_file, rows_in, zipped

EXAMPLE = Path(__file__).parents[3] / "app" / "assets" / "example" / "families_after_the_flood.xlsx"
PLAIN = "survey,,,\n,type,name,label\n,text,a,Été\n,select_one l,b,B\nchoices,,,\n,list_name,name,label\n,l,1,One\n"


def form_of(data: bytes, name: str = "f.csv"):
    opened = open_form(data, file_name=name)
    assert opened.form is not None, opened.findings
    return opened


@pytest.mark.parametrize("write", [one_file, zipped])
@pytest.mark.parametrize("name", [*list(FORMS)[:40], "example"])
def test_a_form_written_as_csv_is_the_same_form(name, write) -> None:
    """What we write is read again, in both layouts."""
    data = EXAMPLE.read_bytes() if name == "example" else form_workbook(FORMS[name])
    before, after = form_of(data, "data.xlsx"), form_of(write(rows_in(data)), "data.csv")
    assert after.kind == "csv"
    assert not differences(said(before.form), said(after.form))
    assert [finding.code for finding in before.findings] == [finding.code for finding in after.findings]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("cp1252", ["csv-encoding"]),
        ("utf-16", ["csv-encoding"]),
    ],
)
def test_separators_and_encodings(separator, encoding, told) -> None:
    """As Excel saves them in different countries; what is no UTF-8 is told."""
    opened = form_of(PLAIN.replace(",", separator).encode(encoding))
    assert [finding.code for finding in opened.findings] == told
    assert [path for path, _ in opened.form.questions()] == ["/data/a", "/data/b"]
    assert opened.form.children[0].label.by_language[""] == ("Été",)


def test_a_finding_has_the_row_of_the_file_and_the_column() -> None:
    """Both as a spreadsheet program shows the file."""
    opened = form_of(PLAIN.replace("select_one l,", "select_one k,").replace(",l,1,One", "\n,l,,").encode())
    places = {finding.code: finding.place for finding in opened.findings}
    assert places["choice-empty"] == Place("choices", 8, "name", "C8")
    assert next(place for code, place in places.items() if code.startswith("list-unknown")).cell == "B4"


def test_a_name_in_each_row_and_ragged_rows() -> None:
    """The name may stand in every row, rows may be shorter or longer than the headings, blank ones are skipped."""
    text = "survey,type,name,label\nsurvey,text,a\n\nsettings,form_id\nsettings,x,,,,\nsurvey,note,b,B,,,,,\n"
    form = form_of(text.encode()).form
    assert (form.form_id, [path for path, _ in form.questions()]) == ("x", ["/data/a", "/data/b"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PLAIN.encode() + b"\0", "not-a-form"),
        (PLAIN.encode() + b',l,2,"never closed\n' + b"x\n" * 9, "file-damaged"),
        (PLAIN.encode() + b'"' + b"x" * 200_000 + b'"\n', "file-damaged"),
        (PLAIN.encode() + b",l,1,x\n" * 1_000_000, "too-many-cells"),
        (PLAIN.encode() + b"," * 4_000_000, "too-many-cells"),
        (PLAIN.encode() + b"\n" * 4_000_000, "too-many-cells"),
        (PLAIN.encode() + b"".join(b"s%d,x\n" % number for number in range(200)), "too-many-parts"),
        (b"choices,,\n,list_name,name\n,l,1\nsettings,,\n,form_id,\n,x,", "no-survey"),
        (b"survey,,\n", "survey-without-type"),
        (b"survey\nsettings\n", "not-a-form"),
        (b"name,age\nsurvey,3\n", "not-a-form"),
        (b"\xff\xfes", "not-a-form"),
    ],
)
def test_what_is_no_form_or_too_much_is_refused(data, code) -> None:
    """Each with its reason, never with an exception."""
    opened = open_form(data, file_name="f.csv")
    assert [finding.code for finding in opened.findings if finding.severity.value == "fatal"] == [code]


def test_a_package_with_a_damaged_file_is_refused() -> None:
    """A checksum that is wrong is found."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("survey.csv", "type,name,label\ntext,a,A\n")
    opened = open_form(target.getvalue().replace(b"text,a,A", b"text,b,A"), file_name="f.zip")
    assert [finding.code for finding in opened.findings] == ["file-damaged"]


@pytest.mark.parametrize("ending", ["csv", "zip"])
def test_a_csv_becomes_a_workbook_and_a_csv_again(tmp_path, ending) -> None:
    """`groundup convert` takes it like an old workbook."""
    first, book, again = tmp_path / f"f.{ending}", tmp_path / "f.xlsx", tmp_path / "g.csv"
    assert main([str(EXAMPLE), "--to", "csv", "--out", str(first)]) == 0
    assert main([str(first), "--to", "xlsx", "--out", str(book)]) == 0
    assert main([str(first), "--to", "csv", "--out", str(again)]) == 0
    assert {"survey", "choices", "settings"} <= set(Book(book.read_bytes()).names)
    assert not differences(said(form_of(first.read_bytes()).form), said(form_of(book.read_bytes(), "f.xlsx").form))
    assert again.read_bytes() == one_file(rows_in(first.read_bytes()))
