"""`groundup convert --to xform`: the file, the choices beside it, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from equality_forms import FORMS
from workbooks import form_workbook

from app.__main__ import main
from forms.messages import CATALOGUE
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "external_choices.xlsx"
    path.write_bytes(form_workbook(FORMS["external_choices"]))
    return path


def test_an_xform_is_written_with_its_external_choices(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The XForm opens as the same form, its choices found in the file beside it."""
    out = form.with_name("made.xml")
    assert main(["convert", str(form), "--to", "xform", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] == [str(out), str(form.with_name("itemsets.csv"))]
    opened = open_form(out.read_bytes(), file_name=out.name, files=files_beside(out))
    assert opened.form is not None
    county = next(question for _, question in opened.form.questions() if question.name == "county")
    assert county.kind == "select_one_external"
    names = [choice.name for choice in opened.form.external_choices["county"].choices]
    assert names == ["king", "cook"]
    assert opened.form.external_choices["county"].choices[0].columns == {"state": "wa"}


def test_the_form_itself_is_never_overwritten(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Writing onto the original is refused, and the original stays."""
    before = form.read_bytes()
    assert main(["convert", str(form), "--to", "xform", "--out", str(form)]) == 1
    assert form.read_bytes() == before
    assert "overwritten" in capsys.readouterr().err


def test_a_language_must_be_the_forms(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A language the form does not have is refused with the reason."""
    out = form.with_name("made.xml")
    assert main(["convert", str(form), "--to", "xform", "--out", str(out), "--language", "Klingon"]) == 1
    assert "Klingon" in capsys.readouterr().err
    assert not out.exists()


def test_what_is_no_form_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2 with a sentence; nothing is written."""
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK no form")
    assert main(["convert", str(path), "--to", "xform", "--out", str(tmp_path / "x.xml")]) == 2
    assert main(["convert", str(tmp_path / "none.xlsx"), "--to", "xform", "--out", str(tmp_path / "x.xml")]) == 2
    assert CATALOGUE.text("There is no file “{file}” here.", file="none.xlsx") in capsys.readouterr().err
    assert list(tmp_path.glob("*.xml")) == []


def test_a_folder_that_is_not_there_is_said(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be written is a sentence, not a traceback."""
    for out in (form.parent / "no" / "x.xml", form.parent / "folder.xml"):
        (form.parent / "folder.xml").mkdir(exist_ok=True)
        assert main(["convert", str(form), "--to", "xform", "--out", str(out)]) == 1
        assert CATALOGUE.text("“{file}” cannot be written.", file=str(out)) in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "x.csv"), ("xform", "x.xlsx"), ("csv", "x.xlsx"), ("po", "x")])
def test_a_name_must_end_as_the_kind_does(form: Path, kind: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A workbook called .csv would open nowhere: refused, with the endings that are right."""
    assert main(["convert", str(form), "--to", kind, "--out", str(form.with_name(name))]) == 1
    assert name in capsys.readouterr().err
    assert not form.with_name(name).exists()
