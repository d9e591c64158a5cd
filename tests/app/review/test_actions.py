"""A finished interview in words: labels instead of codes, sections in order, repeats by number, conflicts shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from workbooks import workbook

from app.review.actions import form_language, in_words
from app.storage.submissions import Stored, SubmissionRow
from forms.definition.form import Form
from forms.submission import Submission
from forms.xlsform.open import open_form

SHEETS = {
    "survey": """
        | type                   | name   | label::English (en) | label::Arabic (ar) |
        | begin group            | water  | Water               | الماء              |
        | select_one source      | source | Where from?         | من أين؟            |
        | select_multiple source | others | Where else?         | من أين أيضًا؟      |
        | end group              |        |                     |                    |
        | begin repeat           | hh     | Person              | شخص                |
        | text                   | name   | Name                | الاسم              |
        | end repeat             |        |                     |                    |
        | note                   | thanks | Thank you           | شكرًا              |
        | calculate              | twice  |                     |                    |
    """,
    "choices": """
        | list_name | name | label::English (en) | label::Arabic (ar) |
        | source    | well | A well              | بئر                |
        | source    | tap  | A tap               | حنفية              |
    """,
}


@pytest.fixture(scope="module")
def form() -> Form:
    """Return the form above."""
    opened = open_form(workbook(SHEETS), file_name="f.xlsx")
    assert opened.form is not None
    return opened.form


def stored(form: Form, *answers: tuple[str, str], conflicts: dict[str, tuple[str, ...]] | None = None) -> Stored:
    """Return a finished interview with these answers."""
    row = SubmissionRow("uuid:1", "v", "F", "", "", "sent", "R", "", "2026-07-29T10:19:00+06:00", "", "", True, 0)
    return Stored(row, Submission(form.form_id, "", "uuid:1", answers), False, True, conflicts or {})


def test_choices_are_read_as_words(form: Form) -> None:
    """One choice, several choices, and a value that is no choice any more."""
    found = in_words(
        form,
        stored(form, ("/data/water/source", "well"), ("/data/water/others", "tap well"), ("/data/hh:1/name", "Amina")),
        "Arabic (ar)",
    )
    assert [entry.answer for entry in found] == ["بئر", "حنفية، بئر", "Amina"]
    gone = in_words(form, stored(form, ("/data/water/source", "river")), "English (en)")
    assert gone[0].answer == "river"


def test_sections_and_people_have_headings(form: Form) -> None:
    """A heading where a section begins, one for every person; none in between."""
    found = in_words(
        form,
        stored(
            form,
            ("/data/water/source", "well"),
            ("/data/water/others", ""),
            ("/data/hh:1/name", "Amina"),
            ("/data/hh:2/name", "Bilal"),
        ),
        "English (en)",
    )
    assert [entry.heading for entry in found] == ["Water", "", "Person 1", "Person 2"]
    assert found[1].answer == ""


def test_notes_and_calculations_are_no_answers(form: Form) -> None:
    """What nobody was asked is not listed."""
    assert in_words(form, stored(form, ("/data/thanks", ""), ("/data/twice", "2")), "English (en)") == ()


def test_a_reason_stands_with_its_question(form: Form) -> None:
    """Why there is no answer, at the very person it was said of."""
    entry = stored(form, ("/data/hh:1/name", "Amina"), ("/data/hh:2/name", ""))
    found = in_words(form, replace(entry, left_out={"/data/hh:2/name": "does not want to say"}), "English (en)")
    assert [(each.answer, each.left_out) for each in found] == [("Amina", ""), ("", "does not want to say")]


def test_two_answers_beside_each_other_are_shown(form: Form) -> None:
    """Both values of a conflict stand with the question."""
    entry = stored(form, ("/data/water/source", "well"), conflicts={"/data/water/source": ("well", "tap")})
    assert in_words(form, entry, "English (en)")[0].conflicts == ("well", "tap")


@pytest.mark.parametrize(("code", "name"), [("ar", "Arabic (ar)"), ("en", "English (en)"), ("fr", "English (en)")])
def test_the_forms_language_that_fits_the_window_is_shown(form: Form, code: str, name: str) -> None:
    """The window's language when the form has it, else the form's first."""
    assert form_language(form, code) == name
