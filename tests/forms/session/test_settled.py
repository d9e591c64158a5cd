"""After every step of random walks over random forms, every rule holds when it is worked out anew."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_forms import FILES, form_text, random_form
from random_rules import Part
from scenario import Story, story
from walks import Action, again, shrink, walk

from forms.session.settle import Settler

STEPS = 20


def begin(parts: list[Part]) -> Story:
    """Begin an interview over a random form."""
    return story(form_text(parts), files=FILES)


def unsettled_walk(seed: int) -> str:
    """Walk at random over a random form; return the smallest form and walk that show what is wrong, or ""."""
    chance = random.Random(seed)
    parts = random_form(chance, size=chance.randint(4, 14))
    actions, wrong = walk(begin(parts), chance, STEPS)
    if not wrong:
        return ""
    parts, actions = shrink(parts, actions, lambda parts, actions: bool(again(begin(parts), actions)))
    return "\n".join([form_text(parts), *map(str, actions), *again(begin(parts), actions)])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_every_rule_holds_after_every_step(seed):
    """What a walk changes in small steps equals what its values give when everything is worked out from them."""
    assert unsettled_walk(seed) == ""


@pytest.mark.parametrize("part", ["_structure", "_inherit", "_offer", "_refresh", "_calculate", "_count"])
def test_a_settler_that_leaves_something_out_is_noticed(part, monkeypatch):
    """The control: without any one part of settling, walks find rules that do not hold."""
    monkeypatch.setattr(Settler, part, lambda *arguments, **options: None)
    chance = random.Random(1)
    forms = [random_form(chance) for _ in range(30)]
    assert any(walk(begin(parts), chance, STEPS)[1] for parts in forms)


def test_what_fails_is_shown_small(monkeypatch):
    """A failing walk is shrunk to the rows, rules and steps that matter."""
    monkeypatch.setattr(Settler, "_refresh", lambda *arguments: None)
    chance = random.Random(3)
    actions: list[Action] = []
    wrong: list[str] = []
    while not wrong:
        parts = random_form(chance)
        actions, wrong = walk(begin(parts), chance, STEPS)
    parts, fewer = shrink(parts, actions, lambda parts, actions: bool(again(begin(parts), actions)))
    assert len(form_text(parts).split("choices")[0].splitlines()) < 9
    assert len(fewer) <= 2
    assert again(begin(parts), fewer)


def test_shuffled_choices_keep_their_order_when_rows_before_are_removed():
    """The order in which choices are shown does not follow the place of the instance."""
    interview = story(
        """
        survey
        | type | name | label | parameters |
        | begin_repeat | hh | Person | |
        | select_one color | c | Colour | randomize=true |
        | end_repeat | | | |
        choices
        | list_name | name | label |
        | color | a | A |
        | color | b | B |
        | color | c | C |
        | color | d | D |
        """
    )
    for _ in range(3):
        interview.add("hh")
    before = interview.names("hh[4]/c")
    interview.remove("hh[1]")
    assert interview.names("hh[3]/c") == before
    assert interview.reopened().names("hh[3]/c") == before


def test_the_root_has_a_document_whoever_asks_first():
    """Steps up from an item lead to the same nodes on the fast way and on the long one."""
    interview = story(
        """
        survey
        | type | name | label | choice_filter |
        | select_one town | a | A | count(../..) = 1 |
        | select_one town | b | B | region = 'n' and position() < 9 |
        choices
        | list_name | name | label | region |
        | town | n1 | Norton | n |
        | town | s1 | Sutton | s |
        """
    )
    assert interview.names("a") == ["n1", "s1"]
    assert interview.names("b") == ["n1"]
    assert interview.reopened().names("a") == ["n1", "s1"]


def test_labels_of_choices_follow_the_answers_they_show():
    """A choice's label with an answer in it is new when the answer is, also where an expression tells it."""
    interview = story(
        """
        survey
        | type | name | label | calculation |
        | text | who | Who | |
        | select_one place | a | A | |
        | begin_repeat | r | R | |
        | select_one place | b | B | |
        | calculate | said | | jr:choice-name(${b}, '${b}') |
        | end_repeat | | | |
        | calculate | told | | concat('-', jr:choice-name(${a}, '${a}')) |
        choices
        | list_name | name | label |
        | place | h | Home of ${who} |
        | place | f | Field |
        """
    )
    interview.answer("a", "h")
    interview.answer("r[1]/b", "h")
    assert interview["a"].choices[0].label == "Home of "
    interview.answer("who", "Ali")
    assert interview["a"].choices[0].label == "Home of Ali"
    assert interview.values("r[1]/said", "told") == ["Home of Ali", "-Home of Ali"]


def test_hidden_instances_are_there_for_who_asks_from_outside():
    """What is worked out in a hidden group at the start is heard of outside: a blank instance is not no instance."""
    interview = story(
        """
        survey
        | type | name | label | relevant | repeat_count |
        | text | t | T | ${d} = '' | |
        | begin_group | g | G | 1 = 2 | |
        | begin_repeat | r | R | | 1 + 1 |
        | text | d | D | | |
        | end_repeat | | | | |
        | end_group | | | | |
        """
    )
    assert len(interview.range("g/r").instances) == 2
    assert interview["t"].relevant
    assert interview.reopened()["t"].relevant
