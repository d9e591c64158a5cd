"""Order does not matter: independent answers in any order, drafts at any moment, and what goes through XML."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_forms import FILES, form_text, random_form
from random_rules import Part
from scenario import Story, story
from walks import next_action, walk

from forms.errors import AnswerRefused
from forms.session.chance import fill_by_chance
from forms.session.nodes import QuestionNode, RepeatRange
from forms.session.pages import Pages
from forms.submission import from_xml, to_xml

SEEDS = st.integers(0, 2**32)


def begin(parts: list[Part]) -> Story:
    """Begin an interview over a random form."""
    return story(form_text(parts), files=FILES)


def faces(interview: Story, *, kept: bool = True) -> list[tuple[object, ...]]:
    """Return everything a screen could see; `kept` adds answers that do not count now."""
    found: list[tuple[object, ...]] = []
    for node in interview.interview.root.walk():
        row: tuple[object, ...] = (node.ref, node.relevant, node.label, node.readonly)
        if isinstance(node, QuestionNode):
            row += (node.value, node.required, node.validity, tuple(node.choices), node.answer if kept else "")
        elif isinstance(node, RepeatRange):
            row += (len(node.instances), node.can_add)
        found.append(row)
    return found


def untriggered(parts: list[Part]) -> list[Part]:
    """Return the form without what remembers the order of events: triggers, starting values, places of instances."""
    for part in parts:
        if part.columns.get("relevant", "").startswith("position("):
            del part.columns["relevant"]
        for column in ("trigger", "default", "parameters"):
            part.columns.pop(column, None)
        untriggered(part.children)
    return parts


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_answers_may_come_in_any_order(seed):
    """Where no answer is refused, the state follows from the answers, not from their order."""
    chance = random.Random(seed)
    parts = untriggered(random_form(chance))
    first = begin(parts)
    walk(first, chance, 15)
    answers = [
        (node.ref, node.answer)
        for node in first.interview.questions()
        if node.answer and node.model_node.is_checked and node.model_node.calculation is None
    ]
    states = []
    for _ in range(2):
        interview = first.reopened()
        for ref, _ in answers:
            _try(interview, ref, "")
        done = 0
        chance.shuffle(answers)
        for _ in range(len(answers) + 1):  # what is hidden now may be asked when another answer shows it
            done = sum(_try(interview, ref, text) for ref, text in answers)
        states.append((done, faces(interview)))
    if states[0][0] == states[1][0] == len(answers):
        assert states[0] == states[1]


def _try(interview: Story, ref: str, text: str) -> bool:
    try:
        interview.answer(ref, text)
    except AnswerRefused:
        return False
    return True


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_a_draft_brings_everything_back_at_any_moment(seed):
    """Saved and reopened, and saved again: the same bytes and the same faces."""
    chance = random.Random(seed)
    interview = begin(random_form(chance))
    walk(interview, chance, chance.randint(0, 15))
    again = interview.reopened()
    assert again.interview.save() == interview.interview.save()
    assert faces(again) == faces(interview)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_a_submission_goes_through_xml_and_a_correction(seed):
    """XML tells every answer; the correction shows what the interview showed, under a new identity."""
    chance = random.Random(seed)
    parts = untriggered(random_form(chance))
    interview = begin(parts)
    walk(interview, chance, 15)
    submission = interview.interview.finish()
    repeats = [node.path for node in interview.interview.model.nodes if node.is_repeat]
    back = from_xml(to_xml(submission), repeats=repeats)
    assert sorted(back.answers) == sorted(submission.answers)
    assert (back.form_id, back.instance) == (submission.form_id, submission.instance)
    corrected = interview.edited()
    assert corrected.interview.deprecated_id == submission.instance
    assert corrected.interview.instance_id != submission.instance
    corrected.interview.set_language(interview.interview.language)
    shown = [row[:1] + row[4:5] for row in faces(interview, kept=False) if len(row) > 6 and row[1]]
    again = [row[:1] + row[4:5] for row in faces(corrected, kept=False) if len(row) > 6 and row[1]]
    assert [row for row in shown if "/meta/" not in str(row[0])] == [
        row for row in again if "/meta/" not in str(row[0])
    ]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_pages_hold_every_question_that_is_asked_once(seed):
    """In any state each relevant question stands on one page, and each page can be left both ways."""
    chance = random.Random(seed)
    parts = random_form(chance)
    for part in parts:
        if part.type.startswith("begin") and chance.random() < 0.4:
            part.columns["appearance"] = "field-list"
    interview = begin(parts)
    walk(interview, chance, 10)
    root = interview.interview.root
    pages = Pages(root)
    found = pages.pages()
    asked = [node.ref for node in root.questions() if node.relevant and node.model_node.is_asked]
    assert sorted(ref for page in found for ref in page.refs) == sorted(asked)
    rosters = [
        node.ref for node in root.walk() if isinstance(node, RepeatRange) and node.relevant and not node.is_counted
    ]
    assert sorted(page.ref for page in found if page.kind == "repeat") == sorted(rosters)
    assert found[-1].kind == "finish"
    for place, page in enumerate(found):
        assert pages.next(page) == found[min(place + 1, len(found) - 1)]
        assert pages.previous(page) == (found[place - 1] if place else None)
        for ref in page.refs:
            assert pages.page_of(ref) == page


def test_a_page_shows_groups_inside_and_counted_rows_together():
    """A list page takes in what is below it; rosters that a person changes have pages of their own, behind it."""
    interview = story(
        """
        | type | name | label | appearance | repeat_count | relevant |
        | begin_group | g | G | field-list | | |
        | integer | n | N | | | |
        | begin_group | h | H | | | |
        | text | a | A | | | |
        | end_group | | | | | |
        | begin_repeat | r | R | | ${n} | |
        | text | b | B | | | ${n} > 1 |
        | calculate | c | | | | |
        | end_repeat | | | | | |
        | begin_repeat | s | S | | | |
        | text | d | D | | | |
        | end_repeat | | | | | |
        | end_group | | | | | |
        | begin_group | only | O | field-list | | |
        | begin_repeat | t | T | | | |
        | text | e | E | | | |
        | end_repeat | | | | | |
        | end_group | | | | | |
        """
    )
    pages = Pages(interview.interview.root)
    interview.answer("g/n", "2")
    assert [(page.kind, page.ref, page.refs) for page in pages.pages()] == [
        ("list", "/data/g", ("/data/g/n", "/data/g/h/a", "/data/g/r[1]/b", "/data/g/r[2]/b")),
        ("repeat", "/data/g/s", ()),
        ("question", "/data/g/s[1]/d", ("/data/g/s[1]/d",)),
        ("repeat", "/data/only/t", ()),
        ("question", "/data/only/t[1]/e", ("/data/only/t[1]/e",)),
        ("finish", "", ()),
    ]


def test_hidden_instances_stand_nowhere():
    """An instance that its own rule hides is on no page and in no submission; a group of nothing is empty."""
    interview = story(
        """
        survey
        | type | name | label | relevant |
        | begin_repeat | r | R | position(.) != 2 |
        | text | a | A | |
        | end_repeat | | | |
        | begin_group | g | G | |
        | text | b | B | 1 = 2 |
        | end_group | | | |
        """
    )
    interview.add("r")
    interview.add("r")
    paths = [path for path, _ in interview.interview.finish().answers]
    assert paths[:3] == ["/data/r:1/a", "/data/r:3/a", "/data/g"]
    pages = [page.ref for page in Pages(interview.interview.root).pages()]
    assert pages == ["/data/r", "/data/r[1]/a", "/data/r[3]/a", ""]


@pytest.mark.parametrize("rule", ["position(.) <= 2", "position(.) < 3", "./a != 'x' and position(.) < 3"])
def test_a_repeat_that_hides_its_later_rows_keeps_the_first(rule):
    """What an instance says of itself neither hides the whole repeat nor stops a person from adding."""
    interview = story(
        f"| type | name | label | relevant |\n| begin_repeat | r | R | {rule} |\n"
        "| text | a | A | |\n| end_repeat | | | |"
    )
    interview.add("r")
    interview.add("r")
    assert [interview.group(f"r[{place}]").relevant for place in (1, 2, 3)] == [True, True, False]
    assert interview.range("r").relevant
    interview.remove("r[1]")
    assert [interview.group(f"r[{place}]").relevant for place in (1, 2)] == [True, True]
    assert [path for path, _ in interview.interview.finish().answers][:2] == ["/data/r:1/a", "/data/r:2/a"]


def test_a_cycle_that_grows_is_stopped():
    """Two calculations that count each other up end, however far; the interview goes on."""
    interview = story(
        """
        | type | name | label | calculation |
        | integer | n | N | |
        | calculate | a | | coalesce(${b}, 0) + 1 |
        | calculate | b | | ${a} + ${n} |
        """
    )
    interview.answer("n", "1")
    assert int(interview["a"].value) > 100
    interview.answer("n", "")
    assert interview["n"].value == ""


def test_what_was_drawn_in_a_hidden_group_is_not_drawn_again():
    """A draft keeps what chance gave, also while nobody sees it."""
    interview = story(
        """
        | type | name | label | calculation | relevant |
        | select_one yn | s | S | | |
        | begin_group | g | G | | ${s} != 'n' |
        | calculate | c | | once(random()) | |
        | end_group | | | | |
        choices
        | list_name | name | label |
        | yn | n | N |
        | yn | y | Y |
        """.replace("| type | name | label | calc", "survey\n        | type | name | label | calc")
    )
    drawn = interview["g/c"].value
    interview.answer("s", "n")
    again = interview.reopened()
    again.answer("s", "y")
    assert again["g/c"].value == drawn
    assert drawn


@pytest.mark.parametrize("seed", range(5))
def test_a_refused_action_changes_nothing(seed):
    """Whatever is refused leaves every face and the draft as they were, and tells nobody."""
    chance = random.Random(seed)
    interview = begin(random_form(chance))
    refused = 0
    for _ in range(40):
        before = (faces(interview), interview.interview.save())
        interview.changes.clear()
        action = next_action(interview, chance)
        try:
            if action.op == "answer":
                interview.answer(action.ref, action.value)
        except AnswerRefused:
            refused += 1
            assert (faces(interview), interview.interview.save()) == before
            assert interview.changes == []
    assert refused >= 0


def test_a_rule_of_an_instance_that_goes_in_the_same_action_is_let_go():
    """What waits for its turn in an instance that the count drops first does nothing."""
    interview = story(
        """
        | type | name | label | calculation | repeat_count |
        | integer | n | N | | |
        | calculate | c1 | | ${n} + 0 | |
        | calculate | c2 | | ${c1} + 0 | |
        | calculate | d1 | | ${c2} + 0 | |
        | calculate | d2 | | ${d1} + 0 | |
        | calculate | d3 | | ${d2} + 0 | |
        | begin_repeat | r | R | | ${c2} |
        | calculate | a | | ${n} * 10 | |
        | calculate | b | | ${a} + ${d3} | |
        | end_repeat | | | | |
        | calculate | total | | sum(${b}) | |
        """
    )
    interview.answer("n", "3")
    assert interview["total"].value == "99"
    interview.answer("n", "1")
    assert interview["total"].value == "11"
    assert interview.values("r[1]/a", "r[1]/b") == ["10", "11"]


def test_hidden_rows_are_not_on_the_page_of_their_group():
    """A counted instance that hides itself gives its page no question."""
    interview = story(
        """
        | type | name | label | appearance | repeat_count | relevant |
        | begin_group | g | G | field-list | | |
        | begin_repeat | r | R | | 3 | position(.) != 2 |
        | text | a | A | | | |
        | end_repeat | | | | | |
        | end_group | | | | | |
        """
    )
    page = Pages(interview.interview.root).pages()[0]
    assert page.refs == ("/data/g/r[1]/a", "/data/g/r[3]/a")


def test_a_random_person_mends_what_a_later_answer_made_wrong():
    """An answer that no longer stands is given anew; a question that hides itself when answered stays hidden."""
    interview = story(
        """
        | type | name | label | constraint | relevant | required |
        | integer | a | A | ${b} = '' or . > ${b} | | yes |
        | integer | b | B | . > 3 and . < 6 | | yes |
        | integer | once | O | | . = '' | |
        """
    )
    for seed in range(20):
        fresh = interview.reopened()
        walk = fill_by_chance(fresh.interview, random.Random(seed))
        assert walk.stuck == []
        assert int(fresh["a"].value) > int(fresh["b"].value)
        assert not fresh["once"].relevant
