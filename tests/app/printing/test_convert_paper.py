"""`groundup convert FORM --to paper`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from shared import shared_path
from workbooks import sheets_of, workbook

from app.commands.convert import main
from app.kit.fonts import load_fonts
from app.printing.pdf.atoms import Setter
from app.printing.pdf.blocks import Blocks
from app.printing.pdf.lists import Lists
from app.printing.pdf.pages import Press
from app.printing.pdf.units import MM
from app.questions.form_language import language_of
from forms.paper.layout import Wish, lay_out
from forms.xlsform.open import open_form

FORM = (
    "survey\n| type | name | label::English (en) | label::Français (fr) |\n| text | a | Name? | Nom ? |\n"
    "| select_one_from_file places.csv | p | Where? | Où ? |\n"
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """Return the file of a small form in two languages, with the list it needs."""
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook(sheets_of(FORM)))
    (tmp_path / "places.csv").write_text("name,label\nx,Xanten\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(("name", "start"), [("paper.pdf", b"%PDF-"), ("paper.docx", b"PK")])
def test_a_pdf_or_a_docx_by_the_ending(form: Path, qapp: QApplication, name: str, start: bytes) -> None:
    """The ending of the new file says what it becomes."""
    out = form.with_name(name)
    arguments = [str(form), "--to", "paper", "--out", str(out), "--language", "Français (fr)", "--paper", "Letter"]
    assert main([*arguments, "--codes"]) == 0
    assert out.read_bytes().startswith(start)


def test_another_ending_is_refused(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, and the sentence says which endings there are."""
    out = form.with_name("paper.odt")
    assert main([str(form), "--to", "paper", "--out", str(out), "--json"]) == 1
    (sentence,) = json.loads(capsys.readouterr().out)["sentences"]
    assert "paper.odt" in sentence
    assert not out.exists()


def test_a_language_the_form_does_not_speak_is_refused(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The languages it has are named."""
    out = form.with_name("paper.docx")
    assert main([str(form), "--to", "paper", "--out", str(out), "--language", "Suomi"]) == 1
    assert "Français (fr)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        "reach_msna_2024_draft_v11.xlsx",
        "unhcr_rms_capi_4_languages.xlsx",
        "subdistrict_profiling_arabic_external_choices.xlsx",
        "all_question_types.xlsx",
        "ghana_community_rank_regex.xlsx",
    ],
)
def test_real_forms_become_documents(tmp_path: Path, name: str) -> None:
    """Forms of the sector are printed without a complaint."""
    out = tmp_path / "paper.docx"
    assert main([str(shared_path(f"forms_real/{name}")), "--to", "paper", "--out", str(out)]) == 0
    assert out.stat().st_size > 20_000


def test_a_form_of_1312_rows_becomes_a_pdf(tmp_path: Path, qapp: QApplication) -> None:
    """The largest real form is laid out on its pages."""
    out = tmp_path / "paper.pdf"
    form = shared_path("forms_real/household_1312_rows_68_repeats.xlsx")
    assert main([str(form), "--to", "paper", "--out", str(out)]) == 0
    assert out.stat().st_size > 200_000


@pytest.mark.parametrize("language", ["English (en)", "العربية (ar)"])
def test_nothing_of_a_real_form_lies_outside_its_page(qapp: QApplication, language: str) -> None:
    """Every piece ends above the foot of its page, and no page is empty."""
    path = shared_path("forms_real/unhcr_rms_capi_4_languages.xlsx")
    form = open_form(path.read_bytes(), file_name=path.name, files={}).form
    assert form is not None
    known = language_of(language)
    sheet = lay_out(form, Wish(language, known.code), {}.get)
    height = 200 * MM
    load_fonts()
    setter = Setter(known.families, right_to_left=known.right_to_left)
    press = Press(height)
    press.place(list(Blocks(sheet, setter, 180 * MM).slabs()))
    Lists(sheet, setter, 180 * MM).annexes(press)
    assert len(press.pages) > 20
    for page in press.pages:
        assert page.placed
        for slab, y, tall in page.placed:
            assert y + tall <= height + 1
            assert max(x for x, _ in slab.columns) < 180 * MM
