"""What repeats a personal answer is as personal as the answer."""

from __future__ import annotations

import pytest
from scenario import form_of

from forms.model.build import build_model
from forms.values import Sensitivity

FORM = """
| type | name | label | sensitivity | calculation | default | trigger |
| text | who | Name | personal | | | |
| integer | age | Age | | | | |
| begin_repeat | child | Child | | | | |
| text | first | First name | personal | | | |
| integer | years | Years | | | | |
| end_repeat | | | | | | |
| {type} | field | Field | | {calculation} | {default} | {trigger} |
| calculate | again | | | concat(${{field}}, '!') | | |
"""


def mark(kind: str = "calculate", calculation: str = "", default: str = "", trigger: str = "") -> tuple[str, str]:
    """Return the sensitivity of `field` and of what is calculated from it."""
    text = FORM.format(type=kind, calculation=calculation, default=default, trigger=trigger)
    model = build_model(form_of(text))
    return model.sensitivity_of("/data/field").value, model.sensitivity_of("/data/again").value


PERSONAL = (Sensitivity.PERSONAL.value,) * 2
ORDINARY = (Sensitivity.ORDINARY.value,) * 2


@pytest.mark.parametrize(
    "calculation",
    [
        "concat('Home of ', ${who})",
        "if(${age} > 3, ${who}, '')",
        "substr(${who}, 0, 3)",
        "join(' ', ${first})",
        "indexed-repeat(${first}, ${child}, 1)",
        "/data/child[1]/first",
        "string(..)",
        "/data/*[1]",
        "${last-saved#who}",
        "coalesce(${age}, ${last-saved#who})",
        "instance('__last-saved')/data/who",
        "pulldata('people', 'name', 'key', ${who})",
    ],
)
def test_a_calculation_that_repeats_a_personal_answer_is_personal(calculation: str) -> None:
    """Also from the interview before, from other rows, from a whole group."""
    assert mark(calculation=calculation) == PERSONAL


@pytest.mark.parametrize(
    "calculation",
    [
        "if(${who} != '', 'yes', 'no')",
        "string-length(${who})",
        "count(${child})",
        "position(..)",
        "name(..)",
        "${age} + 1",
        "sum(${years})",
        "/data/child[first != '']/years",
        "indexed-repeat(${years}, ${child}, 1)",
    ],
)
def test_a_count_or_truth_about_personal_answers_stays_ordinary(calculation: str) -> None:
    """Marking everything would empty the tables of a team."""
    assert mark(calculation=calculation) == ORDINARY


def test_a_default_taken_from_a_personal_answer_is_personal() -> None:
    """The value stands there although nobody typed it."""
    assert mark("text", default="${who}") == PERSONAL
    assert mark("text", default="${last-saved#who}") == PERSONAL


def test_a_choice_among_personal_answers_is_personal() -> None:
    """A select whose choices are the names in a repeat stores a name."""
    assert mark("select_one ${first}") == PERSONAL
    assert mark("select_one ${years}") == ORDINARY


def test_specify_other_is_as_personal_as_its_select() -> None:
    """It asks for the same thing in words."""
    model = build_model(
        form_of(
            """
            survey
            | type | name | label | sensitivity |
            | select_one l or_other | work | Work | personal |
            | select_one l or_other | water | Water | |
            choices
            | list_name | name | label |
            | l | a | A |
            """
        )
    )
    assert model.sensitivity_of("/data/work_other") is Sensitivity.PERSONAL
    assert model.sensitivity_of("/data/water_other") is Sensitivity.ORDINARY
