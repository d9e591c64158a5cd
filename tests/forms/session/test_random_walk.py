"""Random interviews: valid, repeatable, and at every step what settling everything anew would give."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import Story, story

from forms.errors import AnswerRefused
from forms.session.chance import fill_by_chance
from forms.session.nodes import QuestionNode, RepeatRange
from forms.session.replay import Step, replay

FORM = r"""
survey
| type | name | label | relevant | constraint | required | calculation | choice_filter | repeat_count | trigger |
| select_one region | region | Region | | | yes | | | | |
| select_one town | town | Town ${region} | ${region} != '' | | | | region = ${region} | | |
| integer | n | Number | | . >= 0 and . <= 4 | yes | | | | |
| begin_repeat | hh | Person | | | | | | | |
| text | name | Name | | | | | | | |
| integer | age | Age of ${name} | | . >= 0 and . <= 120 | yes | | | | |
| begin_group | adult | Adult | ${age} >= 18 | | | | | | |
| select_multiple town | lived | Lived in | | not(selected(., 'n1') and count-selected(.) > 1) | | | | | |
| calculate | towns | | | | | count-selected(${lived}) + position(../..) | | | |
| end_group | | | | | | | | | |
| begin_repeat | animal | Animal | ${age} != 3 | | | | | ${n} | |
| text | kind | Kind | | | | | | | |
| calculate | tag | | | | | concat(${name}, ':', ${kind}, ':', position(..)) | | | |
| end_repeat | | | | | | | | | |
| calculate | before | | | | | indexed-repeat(${age}, ${hh}, position(..) - 1) | | | |
| end_repeat | | | | | | | | | |
| calculate | total | | | | | sum(${age}) | | | |
| calculate | kinds | | | | | join(' ', ${kind}) | | | |
| calculate | people | | | | | count(${hh}[${age} != '']) | | | |
| select_one ${name} | head | Head | | | | | | | |
| text | head_remark | About ${head} | ${head} != '' and ${total} > 10 | | | | | | |
| calculate | stamp | | | | | concat(${n}, '/', ${total}) | | | ${n} |
choices
| list_name | name | label | region |
| region | n | North | |
| region | s | South | |
| town | n1 | Norton | n |
| town | n2 | Norby | n |
| town | s1 | Sutton | s |
"""


def state(interview: Story, *, kept: bool = True) -> list[tuple[object, ...]]:
    """Everything a screen could see; `kept` adds the answers that are kept while they do not count."""
    rows: list[tuple[object, ...]] = []
    for node in interview.interview.root.walk():
        row: tuple[object, ...] = (node.ref, node.relevant, node.element.relevant, node.label, node.readonly)
        if isinstance(node, QuestionNode):
            row += (node.answer if kept else "", node.value, node.required, node.validity, tuple(node.choices))
        elif isinstance(node, RepeatRange):
            row += (len(node.instances), node.can_add)
        rows.append(row)
    return rows


def step_at_random(interview: Story, chance: random.Random) -> None:
    """Do one thing a person could do; refused answers are part of it."""
    ranges = [node for node in interview.interview.root.walk() if isinstance(node, RepeatRange) and node.can_add]
    if ranges and chance.random() < 0.25:
        range_ = chance.choice(ranges)
        if chance.random() < 0.6 or not range_.instances:
            interview.interview.add_repeat(range_.ref)
        else:
            interview.interview.remove_repeat(chance.choice(range_.instances).ref)
        return
    asked = [node for node in interview.interview.questions() if node.relevant and node.model_node.is_asked]
    node = chance.choice(asked)
    values = (
        [item.name for item in node.choices] if node.model_node.is_select else ["0", "3", "4", "20", "130", "", "a b"]
    )
    try:
        interview.interview.answer(node.ref, chance.choice([*values, ""]))
    except AnswerRefused as refused:
        if not refused.code.startswith("answer-"):
            raise


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_settling_what_changed_equals_settling_everything(seed):
    """After every step of a random walk, the state equals that of the reopened draft, which settles every rule."""
    interview = story(FORM)
    chance = random.Random(seed)
    for _ in range(25):
        step_at_random(interview, chance)
        assert state(interview) == state(interview.reopened())


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_listener_hears_of_everything(seed):
    """Whatever looks different after a step is named in its change list."""
    interview = story(FORM)
    chance = random.Random(seed)
    before = {row[0]: row for row in state(interview, kept=False)}
    for _ in range(15):
        interview.changes.clear()
        step_at_random(interview, chance)
        told = frozenset().union(*(change.refs for change in interview.changes))
        structure = any(change.repeats for change in interview.changes)
        after = {row[0]: row for row in state(interview, kept=False)}
        if not structure:
            assert {ref for ref in after if after[ref] != before[ref]} <= told
        before = after


@pytest.mark.parametrize("seed", range(10))
def test_a_random_interview_is_valid(seed):
    """Answering at random respects constraints and asks everything."""
    interview = story(FORM)
    walk = fill_by_chance(interview.interview, random.Random(seed))
    assert interview.interview.validate() == ()
    assert walk.asked - walk.answered <= walk.cleared


def test_the_same_chance_gives_the_same_interview():
    """A seed names one interview."""
    answers = []
    for _ in range(2):
        interview = story(FORM)
        fill_by_chance(interview.interview, random.Random(5))
        answers.append(interview.interview.finish().answers)
    assert answers[0] == answers[1]


def test_a_trace_replays_to_the_same_answers():
    """The steps of a random interview, done again, give the same submission."""
    first = story(FORM)
    walk = fill_by_chance(first.interview, random.Random(3))
    second = story(FORM)
    replay(second.interview, [Step(**step) for step in walk.steps])
    assert second.interview.finish().answers == first.interview.finish().answers
