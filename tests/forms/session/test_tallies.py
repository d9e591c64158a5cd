"""Sums and counts that are kept up equal those worked out from scratch, whatever happens to the instances."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import Story, story

from forms.session.interview import Interview
from forms.xpath.tallies import Running

FORM = """
| type | name | label | relevant | calculation |
| text | show | Show people | | |
| begin_group | g | Group | ${show} != 'n' | | |
| begin_repeat | p | Person | | |
| decimal | age | Age | | |
| text | sex | Sex | | |
| begin_group | more | More | ${sex} != 'x' | | |
| integer | n | Number | ${age} > 3 | | |
| end_group | | | | |
| end_repeat | | | | |
| end_group | | | | |
| calculate | sum | | | sum(${age}) |
| calculate | numbers | | | sum(/data/g/p/more/n) |
| calculate | people | | | count(${p}) |
| calculate | ages | | | count(${age}) |
| calculate | filled | | | count-non-empty(/data/g/p/more/n) |
| calculate | women | | | count(/data/g/p[sex = 'f' and age >= 2]) |
| calculate | theirs | | | sum(/data/g/p[not(sex = 'm')]/more/n) |
| calculate | second | | | count(/data/g/p[2]) |
| note | told | ${sum} | | |
"""
KEPT_UP = ("sum", "numbers", "people", "ages", "filled", "women", "theirs", "second")


def step(interview: Story, chance: random.Random) -> None:
    """Do one thing that a person could do."""
    instances = interview.range("g/p").instances
    draw = chance.random()
    if draw < 0.1:
        interview.answer("show", chance.choice(["n", "y", ""]))
    elif interview["show"].value == "n":
        return
    elif draw < 0.25 or not instances:
        interview.add("g/p")
    elif draw < 0.35:
        interview.remove(f"g/p[{chance.randint(1, len(instances))}]")
    else:
        place = chance.randint(1, len(instances))
        name, values = chance.choice(
            [
                ("age", ["", "1", "2", "5", "0.5", "0.1", "-7"]),
                ("sex", ["f", "m", "x", ""]),
                ("more/n", ["", "3", "12"]),
            ]
        )
        node = interview[f"g/p[{place}]/{name}"]
        if node.relevant:
            interview.answer(f"g/p[{place}]/{name}", chance.choice(values))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_what_is_kept_up_is_what_comes_out_from_scratch(seed):
    """After every step each sum and count is that of an interview that begins with these answers."""
    chance = random.Random(seed)
    interview = story(FORM)
    for _ in range(25):
        step(interview, chance)
        fresh = Interview.restore(
            interview.interview.model, interview.interview.save(), environment=interview.environment
        )
        for name in KEPT_UP:
            assert interview[name].value == fresh.question(f"/data/{name}").value, name


@pytest.mark.parametrize("part", ["touch", "refresh"])
def test_a_tally_that_is_not_told_is_noticed(part, monkeypatch):
    """The control: without being told or asked again, sums are wrong."""
    interview = story(FORM)
    interview.answer("g/p[1]/age", "5")
    monkeypatch.setattr(Running, part, lambda *arguments, **options: None)
    interview.answer("g/p[1]/age", "7")
    assert interview["sum"].value == "5"


def test_the_order_of_decimals_is_kept():
    """Decimals are added up as they stand, so that the sum is what other engines get."""
    interview = story(FORM)
    for place in range(1, 11):
        if place > 1:
            interview.add("g/p")
        interview.answer(f"g/p[{place}]/age", "0.1")
    assert interview["sum"].value == str(sum([0.1] * 10))


def test_only_what_changed_is_asked_again(monkeypatch):
    """One answer among a hundred instances asks one instance."""
    interview = story(FORM)
    for _ in range(99):
        interview.add("g/p")
    asked = []
    part = Running._part
    monkeypatch.setattr(Running, "_part", lambda *arguments: asked.append(arguments) or part(*arguments))
    interview.answer("g/p[50]/sex", "f")
    assert 0 < len(asked) <= len(KEPT_UP)
