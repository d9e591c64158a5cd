"""What only shows when a form is made ready to run."""

from __future__ import annotations

from workbooks import form_workbook

from forms.lint.trial import found_when_run
from forms.xlsform.open import open_form

FORM = """survey
| type | name | label | calculation | relevant |
| integer | a | A | ${b} + 1 | |
| integer | b | B | ${a} + 1 | |
| text | c | C | | ${nobody} = 1 |
| select_one_from_file towns.csv | d | D | | |
"""


def test_a_circle_is_found_and_nothing_is_said_twice() -> None:
    """Reading the form finds the unknown name and the missing file; making it runnable adds the circle only."""
    opened = open_form(form_workbook(FORM), file_name="f")
    assert opened.form is not None
    assert {finding.code for finding in opened.findings} == {"reference-unknown", "file-missing"}
    more = found_when_run(opened.form, opened.findings, files={})
    assert [(finding.code, finding.place.cell) for finding in more] == [("cycle", "D2")]


def test_a_file_without_rows_is_found() -> None:
    """The files beside the form are looked into."""
    opened = open_form(form_workbook(FORM), file_name="f", files={"towns.csv": b"name,label\n"})
    assert opened.form is not None
    more = found_when_run(opened.form, opened.findings, files={"towns.csv": b"name,label\n"})
    assert {finding.code for finding in more} == {"cycle", "file-without-rows"}
