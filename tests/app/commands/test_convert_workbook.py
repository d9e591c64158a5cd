"""`groundup convert` to workbooks, CSV and files for translators."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from pathlib import Path

import pytest
from workbooks import form_workbook

from app.commands.convert import main
from forms.xlsform.open import open_form
from forms.xlsform.sheets import Book
from forms.xlsform.translating.po_file import read_po

FORM = """
survey
| type | name | label::English | label::Français | relevant | remark |
| text | head | Who leads? | Qui dirige ? | | mine |
| select_one yn | consent | May we, ${head}? | | 1 = 1 | |
choices
| list_name | name | label::English | label::Français |
| yn | yes | Yes | Oui |
settings
| form_title | form_id |
| Household | hh |
"""
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>T</h:title><model><instance><data id="x"><a/><b/><meta><instanceID/></meta></data></instance>
<instance id="towns"><root><item><code>1</code></item></root></instance>
<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" calculate=" /data/a  + 1"/></model></h:head>
<h:body><input ref="/data/a"><label>How <output value="/data/a + 1"/> many?</label></input></h:body></h:html>"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A workbook on disk."""
    path = tmp_path / "hh.xlsx"
    path.write_bytes(form_workbook(FORM))
    return path


def convert(form: Path, kind: str, name: str, *more: str) -> tuple[int, bytes]:
    """Return (exit status, bytes of the file written)."""
    out = form.parent / name
    status = main([str(form), "--to", kind, "--out", str(out), *more])
    return status, out.read_bytes() if out.exists() else b""


def test_a_workbook_to_a_workbook_is_the_same_file(form: Path) -> None:
    """Nothing is changed where nothing is to be changed."""
    assert convert(form, "xlsx", "out.xlsx") == (0, form.read_bytes())


def test_an_xform_to_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths become names, an inner list a file beside; what has no place in a workbook is said."""
    path = tmp_path / "x.xml"
    path.write_text(XFORM, encoding="utf-8")
    status, data = convert(path, "xlsx", "out.xlsx", "--json")
    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [Path(each).name for each in said["written"]] == ["out.xlsx", "towns.xml"]
    assert any("/data/a + 1" in sentence or "${a} + 1" in sentence for sentence in said["sentences"])
    rows = Book(data).read("survey").rows
    assert any("${a} + 1" in [" ".join(cell.split()) for cell in row] for row in rows)
    assert any(list(row)[:2] == ["xml-external", "towns"] for row in rows)


def test_one_csv_is_read_by_the_reference(form: Path) -> None:
    """The single CSV has the layout pyxform reads, with every column of the author."""
    status, data = convert(form, "csv", "out.csv")
    assert status == 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyxform.xls2json_backends import csv_to_dict

        sheets = csv_to_dict(io.BytesIO(data))
    assert sheets["survey"][0] == {
        **{"type": "text", "name": "head", "remark": "mine"},
        **{"label::English": "Who leads?", "label::Français": "Qui dirige ?"},
    }
    assert sheets["settings"] == [{"form_title": "Household", "form_id": "hh"}]


def test_a_zip_has_a_csv_for_each_sheet(form: Path) -> None:
    """A name ending in .zip gives survey, choices and settings as files of their own."""
    status, data = convert(form, "csv", "out.zip")
    assert status == 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist() == ["survey.csv", "choices.csv", "settings.csv"]
        rows = list(csv.reader(io.StringIO(package.read("choices.csv").decode(), newline="")))
    assert rows == [["list_name", "name", "label::English", "label::Français"], ["yn", "yes", "Yes", "Oui"]]


def test_translations_there_and_back(form: Path) -> None:
    """A file for translators comes back into the workbook: cells and a new column, nothing else."""
    status, data = convert(form, "po", "sw.po", "--language", "Kiswahili (sw)")
    assert status == 0
    text = data.decode().replace('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "Ndiyo"')
    (form.parent / "sw.po").write_text(text, encoding="utf-8")
    status, patched = convert(form, "xlsx", "out.xlsx", "--translations", str(form.parent / "sw.po"))
    assert status == 0
    assert [list(row) for row in Book(patched).read("choices").rows] == [
        ["list_name", "name", "label::English", "label::Français", "label::Kiswahili (sw)"],
        ["yn", "yes", "Yes", "Oui", "Ndiyo"],
    ]
    assert Book(patched).read("survey").rows == Book(form.read_bytes()).read("survey").rows
    again = open_form(patched, file_name="out.xlsx").form
    assert again is not None
    assert again.languages == ("English", "Français", "Kiswahili (sw)")


def test_all_languages_in_a_zip(form: Path) -> None:
    """A .zip holds a file for each language and a template; one language alone needs no name."""
    status, data = convert(form, "po", "out.zip")
    assert status == 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist() == ["Français.po", "template.pot"]
        template = read_po(package.read("template.pot"), file_name="t")
    assert {entry.translation for entry in template.entries} == {""}
    status, one = convert(form, "po", "out.po")
    assert read_po(one, file_name="x").headers["X-Groundup-Language"] == "Français"


def test_what_cannot_be_done_is_said(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The own language and a file that is missing or no .po give a sentence and exit 1 or 2."""
    assert convert(form, "po", "out.po", "--language", "English")[0] == 1
    assert "nothing to translate" in capsys.readouterr().err
    assert convert(form, "xlsx", "out.xlsx", "--translations", str(form.parent / "none.po"))[0] == 2
    assert "none.po" in capsys.readouterr().err
    (form.parent / "bad.po").write_text("hello", encoding="utf-8")
    assert convert(form, "xlsx", "out.xlsx", "--translations", str(form.parent / "bad.po"))[0] == 1
    assert "Line 1" in capsys.readouterr().err
