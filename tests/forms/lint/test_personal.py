"""Suggestions of personal answers: names, telephones, places, in several languages; never things."""

from __future__ import annotations

import pytest
from workbooks import form_workbook

from forms.lint.personal import suggest
from forms.xlsform.open import open_form


def suggested(row: str, heading: str = "| type | name | label |") -> bool:
    opened = open_form(form_workbook(f"survey\n{heading}\n{row}"), file_name="f")
    assert opened.form is not None
    return bool(suggest(opened.form))


@pytest.mark.parametrize(
    "row",
    [
        "| text | respondent_name | Who answers? |",
        "| text | q1 | What is the name of the respondent? |",
        "| text | q1 | Quel est le numéro de téléphone ? |",
        "| text | q1 | ما هو رقم الهاتف؟ |",
        "| integer | q1 | Mobile number |",
        "| geopoint | q1 | Where is it? |",
        "| image | q1 | The shelter |",
        "| date | q1 | Date of birth |",
        "| text | hhPhone2 | ? |",
    ],
)
def test_what_names_or_finds_a_person_is_suggested(row: str) -> None:
    """A name, a number, a place or a picture is proposed."""
    assert suggested(row)


@pytest.mark.parametrize(
    "row",
    [
        "| text | village_name | Name of the village |",
        "| integer | age | How old are you? |",
        "| text | needs | What is needed most? |",
        "| note | phone_note | Ask for the phone number next |",
        "| integer | people_with_phone | How many have a mobile? |",
    ],
)
def test_what_is_about_no_single_person_is_not(row: str) -> None:
    """Villages, counts, notes and open questions are left alone."""
    assert not suggested(row)


def test_a_question_that_is_marked_is_not_suggested_again() -> None:
    """What the form already calls personal needs no proposal."""
    assert not suggested("| text | phone | Phone number | personal |", "| type | name | label | sensitivity |")
