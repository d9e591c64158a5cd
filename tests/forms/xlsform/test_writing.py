"""Forms written as new workbooks: what is read again is the same form, in a workbook that is good to read."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import openpyxl
import pytest
from sameness import differences, said
from scenario import form_of
from shared import SHARED, shared_path
from workbooks import workbook

from forms.definition.form import Form
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form
from forms.xlsform.writing.book import workbook_of
from forms.xlsform.writing.sheets import sheets_of

REAL = SHARED / "forms_real"
NAMES = sorted(
    str(path.relative_to(SHARED)) for path in REAL.rglob("*") if path.suffix in (".xlsx", ".xls", ".xml")
) or ["forms_real/x.xlsx"]


def reread(form: Form) -> Form:
    """Return the form in the workbook that is written of a form."""
    opened = open_form(workbook_of(sheets_of(form)), file_name=f"{form.form_id}.xlsx")
    assert opened.form is not None, opened.findings
    return opened.form


def form_in(sheets: dict[str, list[dict[str, str]]]) -> Form:
    """Return the form in sheets whose rows are written as heading -> text."""
    rows = {}
    for name, lines in sheets.items():
        headings = list(dict.fromkeys(heading for line in lines for heading in line))
        rows[name] = [headings, *([line.get(heading, "") for heading in headings] for line in lines)]
    opened = open_form(workbook(rows), file_name="data.xlsx")
    assert opened.form is not None, opened.findings
    return opened.form


def loaded(form: Form) -> openpyxl.Workbook:
    """Return the workbook of a form as another reader understands it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(workbook_of(sheets_of(form))))


@pytest.mark.parametrize("name", NAMES)
def test_real_forms_are_the_same_afterwards(name: str) -> None:
    """Every real form says the same after it was written as a new workbook and read again.

    What an XForm says without room in a workbook is told; settings that only the file's name gave are written down.
    """
    path = Path(shared_path(name))
    opened = open_form(path.read_bytes(), file_name=path.name, files=files_beside(path))
    assert opened.form is not None
    is_xform = opened.kind == "xform"
    sheets = sheets_of(opened.form, with_names=is_xform)

    def files(bare: str) -> bytes | None:
        return sheets.files.get(bare) or files_beside(path)(bare)

    again = open_form(workbook_of(sheets), file_name=path.name, files=files)
    assert again.form is not None, again.findings
    one, other = said(opened.form, with_names=is_xform), said(again.form)
    assert differences(one, other) == []
    assert again.form.languages == opened.form.languages
    assert again.form.default_language == opened.form.default_language
    assert [path for path, _ in again.form.walk()] == [path for path, _ in opened.form.walk()] or "generated_" in str(
        one
    )


def test_every_column_is_written() -> None:
    """Each thing a row can say comes back."""
    form = form_in(
        {
            "survey": [
                {
                    "type": "begin_group",
                    "name": "g",
                    "label::English (en)": "Group",
                    "label::العربية (ar)": "مجموعة",
                    "relevant": "${n} > 1",
                    "appearance": "field-list",
                    "remark": "about the group",
                },
                {
                    "type": "integer",
                    "name": "n",
                    "label::English (en)": "How many ${n}?",
                    "label::العربية (ar)": "كم؟",
                    "hint::English (en)": "Count",
                    "guidance_hint::English (en)": "Ask slowly",
                    "required": "yes",
                    "required_message::English (en)": "Needed",
                    "relevant": "true()",
                    "appearance": "bearing",
                    "constraint": ". > 0",
                    "constraint_message::English (en)": "Too few",
                    "default": "3",
                    "media::image::English (en)": "a.png",
                    "media::audio::العربية (ar)": "a.mp3",
                    "media::big-image::English (en)": "b.png",
                    "sensitivity": "personal",
                    "remark": "x",
                    "no_app_error_string::English (en)": "No app",
                },
                {
                    "type": "select_multiple l or_other",
                    "name": "s",
                    "label::English (en)": "Which",
                    "label::العربية (ar)": "أي",
                    "required": "${n} > 2",
                    "relevant": "false()",
                    "appearance": "minimal",
                    "choice_filter": "x = ${n}",
                    "readonly": "yes",
                    "parameters": "randomize=true seed=${n}",
                },
                {"type": "rank l", "name": "r", "label::English (en)": "Order", "label::العربية (ar)": "رتب"},
                {"type": "end_group"},
                {
                    "type": "begin_repeat",
                    "name": "p",
                    "label::English (en)": "Person",
                    "label::العربية (ar)": "شخص",
                    "repeat_count": "${n} + 1",
                },
                {
                    "type": "text",
                    "name": "t",
                    "label::English (en)": "Name",
                    "label::العربية (ar)": "اسم",
                    "default": "concat('a', ${n})",
                    "parameters": "rows=3",
                    "sensitivity": "severe",
                },
                {"type": "calculate", "name": "c", "calculation": "${n} * 2", "trigger": "${n}"},
                {"type": "end_repeat"},
                {
                    "type": "range",
                    "name": "ra",
                    "label::English (en)": "Range",
                    "label::العربية (ar)": "مدى",
                    "parameters": "start=0.5 end=3 step=0.5",
                },
                {
                    "type": "text",
                    "name": "pre",
                    "label::English (en)": "Pre",
                    "label::العربية (ar)": "قبل",
                    "bind::type": "string",
                    "bind::jr:preload": "uid",
                    "bind::jr:preloadParams": "x",
                },
                {"type": "phone number", "name": "ph", "label::English (en)": "Phone", "label::العربية (ar)": "هاتف"},
                {"type": "note", "name": "no", "label::English (en)": "Note", "label::العربية (ar)": "ملاحظة"},
                {
                    "type": "select_one_from_file f.csv",
                    "name": "ff",
                    "label::English (en)": "File",
                    "label::العربية (ar)": "ملف",
                    "parameters": "value=id label=title",
                },
                {"type": "audit", "name": "audit", "parameters": "location-priority=balanced"},
                {"type": "mystery", "name": "my", "label::English (en)": "What", "label::العربية (ar)": "ما"},
            ],
            "choices": [
                {
                    "list_name": "l",
                    "name": "a",
                    "label::English (en)": "A",
                    "label::العربية (ar)": "أ",
                    "x": "1",
                    "media::image::English (en)": "i.png",
                },
                {"list_name": "l", "name": "b", "label::English (en)": "B ${n}", "label::العربية (ar)": "ب", "x": "2"},
            ],
            "settings": [
                {
                    "form_title": "T",
                    "form_id": "f",
                    "version": "7",
                    "default_language": "العربية (ar)",
                    "instance_name": "concat(${n}, 'x')",
                    "style": "pages",
                    "namespaces": 'esri="http://esri.com/xforms"',
                    "allow_choice_duplicates": "yes",
                    "future": "kept",
                },
            ],
        }
    )
    again = reread(form)
    assert differences(said(form), said(again)) == []
    assert dict(again.settings) == dict(form.settings)
    assert [path for path, _ in again.walk()] == [path for path, _ in form.walk()]
    assert again.namespaces == form.namespaces
    assert again.languages == form.languages


def test_a_table_of_choices() -> None:
    """A table-list is written as its author wrote it, not as the rows it becomes."""
    form = form_of(
        """
        survey
        | type | name | label | appearance |
        | begin_group | g | Group | table-list w1 |
        | select_one l | a | A | |
        | select_one l | b | B | |
        | end_group | | | |
        choices
        | list_name | name | label |
        | l | y | Yes |
        """
    )
    survey = sheets_of(form).get("survey")
    assert survey is not None
    assert [line.get("type") for line in survey.lines] == ["begin_group", "select_one l", "select_one l", "end_group"]
    assert survey.lines[0].get("appearance") == "table-list w1"
    assert survey.lines[0].get("label") == "Group"
    assert differences(said(form), said(reread(form))) == []


def test_what_a_sensor_measures_is_written_again() -> None:
    """A sensor of SurveyCTO is carried with what follows its word, and nobody is asked for it."""
    form = form_of("| type | name | label |\n| sensor_stream light_level | a | |\n| text | b | B |")
    (_, sensor), _ = reread(form).questions()
    assert (sensor.kind, sensor.control.value, sensor.extras["type"]) == (
        "sensor_stream",
        "none",
        "sensor_stream light_level",
    )


def test_texts_stay_texts() -> None:
    """What a spreadsheet would take for a formula, a number or a link stays the text it is."""
    form = form_of(
        r"""
        survey
        | type | name | label |
        | note | a | =1+1 |
        | note | b | 007 |
        | note | c | https://example.org/x |
        | note | d | {=SUM(A1)} |
        | note | e | two\nlines |
        """
    )
    page = loaded(form)["survey"]
    labels = [page.cell(row, 3) for row in range(2, 7)]
    assert [cell.value for cell in labels] == ["=1+1", "007", "https://example.org/x", "{=SUM(A1)}", "two\nlines"]
    assert {cell.data_type for cell in labels} == {"s"}
    assert all(cell.hyperlink is None for cell in labels)


def test_the_workbook_is_tidy() -> None:
    """Headings are fixed and stand out, columns are wide enough, sections and every second list have a colour."""
    form = form_of(
        """
        survey
        | type | name | label |
        | begin_group | g | Group |
        | select_one a | q | Question |
        | select_one b | r | Question |
        | end_group | | |
        choices
        | list_name | name | label |
        | a | 1 | One |
        | b | 1 | One |
        """
    )
    book = loaded(form)
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert book["survey"].freeze_panes == "C2"
    assert book["survey"].column_dimensions["C"].width > 40
    assert book["survey"]["A1"].font.bold
    assert book["survey"]["A2"].fill.fgColor.rgb == book["survey"]["C2"].fill.fgColor.rgb != "00000000"
    assert book["choices"]["A2"].fill.fgColor.rgb != book["choices"]["A3"].fill.fgColor.rgb
    assert book["choices"]["B2"].number_format == "@"


def test_the_same_form_gives_the_same_bytes() -> None:
    """A form that is written twice gives one file."""
    form = form_of("| type | name | label |\n| text | a | A |")
    assert workbook_of(sheets_of(form)) == workbook_of(sheets_of(form))


def test_paths_become_names_where_one_element_has_the_name() -> None:
    """An absolute path is written as `${name}` unless the name is borne twice or the path is more than names."""
    form = form_of(
        """
        | type | name | label | calculation |
        | begin_group | g | G | |
        | integer | a | A | |
        | integer | twice | T | |
        | end_group | | | |
        | integer | twice | T | |
        | calculate | c | | /data/g/a + /data/g/twice + count(/data/g/*) + /data/g[1]/a + /data/g/a/.. |
        """
    )
    survey = sheets_of(form, with_names=True).get("survey")
    assert survey is not None
    assert (
        survey.lines[-1].get("calculation") == "${a} + /data/g/twice + count(/data/g/*) + /data/g[1]/a + /data/g/a/.."
    )
