"""Expressions that fail while running: the interview goes on, and says where."""

from __future__ import annotations

import pytest
from scenario import story

BROKEN = "no-such-function(1)"  # is found when it is reached
CHOICES = "\nchoices\n| list_name | name | label |\n| l | a | A |\n"


def problems(interview):
    """Return the paths and codes of what failed."""
    return set(interview.interview.problems)


@pytest.mark.parametrize(
    ("column", "face", "shown"),
    [("relevant", "relevant", True), ("required", "required", False), ("readonly", "readonly", False)],
)
def test_a_failing_flag_is_as_if_it_were_not_there(column, face, shown):
    """Shown, not required, not read-only."""
    interview = story(f"| type | name | label | {column} |\n| text | a | A | {BROKEN} |")
    assert getattr(interview["a"], face) is shown
    assert problems(interview) == {("/data/a", "xpath-function-unknown")}


def test_a_failing_constraint_is_met():
    """No answer is refused for an expression that cannot be evaluated."""
    interview = story(f"| type | name | label | constraint |\n| text | a | A | {BROKEN} |")
    interview.answer("a", "x")
    assert interview["a"].validity.kind == "ok"
    assert problems(interview) == {("/data/a", "xpath-function-unknown")}


def test_a_failing_count_leaves_the_instances():
    """A number that cannot be worked out is as a blank one."""
    interview = story(
        "| type | name | label | repeat_count |\n"
        f"| begin_repeat | r | R | {BROKEN} |\n| text | a | A | |\n| end_repeat | | | |"
    )
    assert len(interview.range("r").instances) == 0
    assert problems(interview) == {("/data/r_count", "xpath-function-unknown")}


@pytest.mark.parametrize("condition", [f"name = {BROKEN}", f"{BROKEN} = position()"])
def test_a_failing_filter_offers_nothing(condition):
    """No choice is on offer, and an answer reads blank."""
    interview = story(f"| type | name | label | choice_filter |\n| select_one l | a | A | {condition} |{CHOICES}")
    assert interview.names("a") == []
    assert problems(interview) == {("/data/a", "xpath-function-unknown")}


def test_a_failing_filter_hides_an_answer_of_a_draft():
    """An answer that came from outside is not among no choices."""
    model = "| type | name | label | choice_filter |\n| text | w | W | |\n| select_one l | a | A | ${w} = '' or {} |"
    interview = story("survey\n" + model.replace("{}", f"name = {BROKEN}") + CHOICES)
    interview.answer("a", "a")
    interview.answer("w", "x")
    assert interview["a"].value == ""
    assert interview["a"].answer == "a"
    assert problems(interview) == {("/data/a", "xpath-function-unknown")}


def test_a_failing_output_is_left_blank():
    """The words around it stay."""
    interview = story(
        f"| type | name | label | calculation |\n| calculate | c | | {BROKEN} |\n| note | a | A ${{c}}. | |"
    )
    assert interview["a"].label == "A ."
    assert interview["c"].value == ""
