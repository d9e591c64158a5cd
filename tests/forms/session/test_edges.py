"""Edges of answers, of settling and of what a session counts."""

from __future__ import annotations

import hashlib
import json
import random

import pytest
from scenario import environment_of, form_of, model_of, story

from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Control, Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Expression
from forms.errors import AnswerRefused
from forms.model.build import build_model
from forms.session.answers import cast_result
from forms.session.chance import fill_by_chance
from forms.session.interview import Interview
from forms.session.sample import sample
from forms.values import DataType

EVERY = """
survey
| type | name | label | parameters |
| integer | integer | I | |
| decimal | decimal | D | |
| time | time | T | |
| geopoint | place | P | |
| geotrace | line | L | |
| geoshape | area | A | |
| acknowledge | ok | OK | |
| image | photo | P | |
| range | range | R | start=0 end=10 step=2 |
| range | half | R | start=2.5 end=-2.5 step=0.5 |
| range | plain | R | |
| rank l | order | O | |
| select_one l | one | O | |
| select_multiple l | many | O | |
choices
| list_name | name | label |
| l | a | A |
| l | b | B |
| l | c | C |
"""


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("integer", "2147483647", "2147483647"),
        ("integer", "-2147483648", "-2147483648"),
        ("integer", "-0", "0"),
        ("integer", "+5", "5"),
        ("integer", "0000000000000000000000000000000007", "7"),
        ("decimal", "-0.5", "-0.5"),
        ("time", "23:59:59Z", "23:59:59Z"),
        ("time", "00:00:00-14:00", "00:00:00-14:00"),
        ("place", "90 180", "90 180 0 0"),
        ("place", "-90,-180", "-90 -180 0 0"),
        ("place", "1 2 3", "1 2 3 0"),
        ("line", "1 1 ; 2 2 ;", "1 1 0 0;2 2 0 0"),
        ("area", "1 1;2 2;1 1", "1 1 0 0;2 2 0 0;1 1 0 0"),
        ("ok", " ok ", "OK"),
        ("ok", "1", "OK"),
        ("ok", "0", ""),
        ("photo", " a b.jpg ", "a b.jpg"),
        ("photo", "..jpg", "..jpg"),
        ("range", "0", "0"),
        ("range", "10", "10"),
        ("half", "2.5", "2.5"),
        ("half", "-2.50", "-2.5"),
        ("plain", "1", "1"),
        ("plain", "10", "10"),
        ("order", "c a b", "c a b"),
        ("order", "c c a", "c a"),
        ("many", "c a c", "a c"),
        ("one", " b ", "b"),
        ("integer", "5", "5"),
    ],
)
def test_answers_on_the_edge_are_taken(name, given, kept):
    """The largest, the smallest, and what may stand around an answer."""
    interview = story(EVERY)
    interview.answer(name, given)
    assert interview[name].value == kept


@pytest.mark.parametrize(
    ("name", "given", "code", "facts"),
    [
        ("integer", "2147483648", "answer-out-of-range", {"least": -(2**31), "most": 2**31 - 1}),
        ("integer", "-2147483649", "answer-out-of-range", {"least": -(2**31), "most": 2**31 - 1}),
        ("integer", "9" * 400, "answer-out-of-range", {}),
        ("integer", "1.5", "answer-not-integer", {"value": "1.5", "name": "integer", "ref": "/data/integer"}),
        ("place", "90.1 0", "answer-not-place", {}),
        ("place", "0 -180.1", "answer-not-place", {}),
        ("place", "1 2 3 4 5", "answer-not-place", {}),
        ("place", "1 x", "answer-not-place", {}),
        ("line", "1 1;", "answer-not-enough-points", {"least": 2}),
        ("area", "1 1;2 2", "answer-not-enough-points", {"least": 3}),
        ("time", "24:00:00", "answer-not-time", {}),
        ("photo", ".", "answer-not-file-name", {}),
        ("photo", "..", "answer-not-file-name", {}),
        ("photo", "a\\b", "answer-not-file-name", {}),
        ("range", "-1", "answer-out-of-range", {"least": "0", "most": "10"}),
        ("half", "2.6", "answer-out-of-range", {"least": "2.5", "most": "-2.5"}),
        ("plain", "0", "answer-out-of-range", {"least": "1", "most": "10"}),
        ("plain", "11", "answer-out-of-range", {}),
        ("many", "a d", "answer-not-a-choice", {"value": "d"}),
        ("one", "a b", "answer-not-a-choice", {"value": "a b"}),
        ("integer", "x" * 500, "answer-not-integer", {}),
    ],
)
def test_answers_beyond_the_edge_are_refused_with_their_bounds(name, given, code, facts):
    """The code says what is wrong, the facts what would be right; a long answer is shown by its beginning."""
    interview = story(EVERY)
    with pytest.raises(AnswerRefused) as refused:
        interview.answer(name, given)
    assert refused.value.code == code
    assert facts.items() <= dict(refused.value.facts).items()
    assert refused.value.facts["value"] == ("d" if name == "many" else given.strip()[:200])


@pytest.mark.parametrize(
    ("data_type", "text", "kept"),
    [
        (DataType.INTEGER, "2147483647.9", "2147483647"),
        (DataType.INTEGER, "2147483648", ""),
        (DataType.INTEGER, "-2147483648", "-2147483648"),
        (DataType.INTEGER, "-2147483649", ""),
        (DataType.INTEGER, "", ""),
        (DataType.DECIMAL, "x", ""),
        (DataType.DECIMAL, "Infinity", ""),
        (DataType.DATE, "2026-02-30", ""),
        (DataType.TIME, "03:04", "03:04"),
        (DataType.DATE_TIME, "anything", "anything"),
        (DataType.INTEGER, "Invalid Date", ""),
    ],
)
def test_results_on_the_edge(data_type, text, kept):
    """Calculated texts at the bounds of their types."""
    assert cast_result(data_type, text) == kept


@pytest.mark.parametrize(("given", "kept"), [("true", "1"), ("TRUE", "1"), ("1", "1"), ("false", "0"), ("0", "0")])
def test_truths_of_an_xform_are_one_and_nought(given, kept):
    """A question of type boolean keeps 1 or 0; another word is refused."""
    made = Form(form_id="f", children=(Question(name="b", kind="text", data_type=DataType.BOOLEAN),))
    interview = Interview.start(build_model(made), environment=environment_of())
    interview.answer("/data/b", given)
    assert interview.question("/data/b").value == kept
    with pytest.raises(AnswerRefused) as refused:
        interview.answer("/data/b", "yes")
    assert refused.value.code == "answer-not-boolean"
    assert interview.question("/data/b").value == kept


def test_the_root_is_a_node_too():
    """The outermost element can be looked up; its parent cannot."""
    interview = story(EVERY).interview
    assert interview.node("/data") is interview.root
    assert interview.root.ref == "/data"


@pytest.mark.parametrize(("count", "number"), [("no-such(1)", 0), ("1 div 0", 0), ("2.9", 2), ("-1", 0), ("'x'", 0)])
def test_a_count_is_cut_and_never_below_nought(count, number):
    """Whole instances only; what is no number makes none."""
    inside = Question(name="a", kind="text")
    made = Form(form_id="f", children=(Repeat(name="r", count=Expression(count), children=(inside,)),))
    interview = Interview.start(build_model(made), environment=environment_of())
    assert sum(node.model_node.name == "a" for node in interview.questions()) == number
    failed = [("/data/r", "xpath-function-unknown")] if "no-such" in count else []
    assert list(interview.problems) == failed


def test_shuffled_choices_differ_between_interviews_and_questions():
    """The order follows the interview's identity and the question, and nothing else."""
    lines = "\n".join(f"| l | c{number} | C |" for number in range(12))
    model = model_of(
        "survey\n| type | name | label | parameters |\n| select_one l | a | A | randomize=true |\n"
        f"| select_one l | b | B | randomize=true |\nchoices\n| list_name | name | label |\n{lines}"
    )
    orders = []
    for seed in (1, 2):
        interview = Interview.start(model, environment=environment_of(seed=seed))
        for name in "ab":
            order = [item.name for item in interview.question(f"/data/{name}").choices]
            assert sorted(order) == sorted(f"c{number}" for number in range(12))
            orders.append(tuple(order))
        again = interview.reopened()
        assert tuple(item.name for item in again.question("/data/b").choices) == orders[-1]
    assert len(set(orders)) == 4


def test_the_listener_hears_each_thing_once():
    """One change list an action: values that came back to what they were, and new instances, are no news."""
    interview = story(
        """
        | type | name | label | calculation | relevant |
        | integer | n | N | | |
        | calculate | odd | | ${n} mod 2 | |
        | begin_repeat | r | R | | |
        | text | a | A | | ${n} > 2 |
        | end_repeat | | | | |
        """
    )
    interview.answer("n", "1")
    assert interview.last.values == (("/data/n", "1"), ("/data/odd", "1"))
    interview.answer("n", "3")
    assert interview.last.values == (("/data/n", "3"),)
    assert interview.last.shown == ("/data/r[1]/a",)
    interview.add("r")
    assert interview.last.repeats == ("/data/r",)
    assert interview.last.shown == ()
    interview.answer("r[2]/a", "x")
    interview.answer("n", "1")
    assert interview.last.hidden == ("/data/r[1]/a", "/data/r[2]/a")
    assert interview.last.hidden_answers == ("/data/r[2]/a",)
    assert ("/data/r[2]/a", "") in interview.last.values
    told = len(interview.changes)
    interview.answer("n", "1")
    assert len(interview.changes) == told
    interview.remove("r[1]")
    assert interview.last.refs >= {"/data/r"}
    assert not any("r[2]" in ref for ref in interview.last.refs)


MANY_KINDS = r"""
survey
| type | name | label | relevant | constraint | required | choice_filter | repeat_count | parameters |
| text | word | W | | regex(., '^[A-Z][a-z]{2,5}$') | yes | | | |
| text | code | C | | string-length(.) = 6 | | | | |
| integer | age | A | | . >= 18 and . <= 60 | yes | | | |
| integer | big | B | | string-length(.) = 5 | | | | |
| decimal | part | P | | . > 0.5 | | | | |
| date | day | D | | . >= '2024-02-01' and . < today() | | | | |
| time | hour | H | | | | | | |
| dateTime | moment | M | | | | | | |
| geopoint | place | P | | | | | | |
| geotrace | line | L | | | | | | |
| geoshape | area | A | | | | | | |
| image | photo | P | | | | | | |
| audio | sound | S | | | | | | |
| file | paper | F | | | | | | |
| barcode | bar | B | | | | | | |
| range | scale | S | | | | | | start=2 end=8 step=2 |
| acknowledge | ok | O | | | yes | | | |
| select_one r | r | R | | | yes | | | |
| select_one t | t | T | ${r} = 's' | | | region = ${r} | | |
| select_multiple t | ts | T | selected(${r}, 'n') | count-selected(.) <= 2 | | | | |
| rank t | order | O | ${age} > 40 | | | | | |
| integer | n | N | | . <= 3 | | | | |
| begin_repeat | hh | H | | | | | ${n} | |
| text | name | N | | | | | | |
| end_repeat | | | | | | | | |
| begin_repeat | more | M | | | | | | |
| integer | x | X | | . != ${n} | | | | |
| end_repeat | | | | | | | | |
choices
| list_name | name | label::en | label::fr | region |
| r | n | N | N | |
| r | s | S | S | |
| t | n1 | A | A | n |
| t | n2 | B | B | n |
| t | s1 | C | C | s |
"""


def digest(value: object) -> str:
    """Return a few digits that stand for a value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).hexdigest()[:12]


def test_a_seed_names_the_same_interview_on_every_machine_and_tomorrow():
    """What a person of a seed does is recorded here: who changes it on purpose writes the new digits."""
    model = build_model(form_of(MANY_KINDS))
    walks = []
    for seed in range(12):
        walk = fill_by_chance(Interview.start(model, environment=environment_of()), random.Random(seed))
        assert not walk.stuck
        walks.append([walk.steps, walk.asked, walk.answered, walk.changed, walk.cleared, walk.added, walk.removed])
    assert digest(walks) == "f4b21dff67fc"


PATTERNS = (
    r"[a-z]{3}\d{2,}", r"(ab|cd|)+x", r"^\w+@\w+\.(org|com)$", r"[^a-y]?Z", r"\bfoo\b\s\S\D\W", "a{2}b{,3}c{1,}",
    ".{4}",
    r"(?:x|y)*", r"[\d\-]+", "[]a]{2}", "a{b", "[b-a]", "(?P<n>q)+", "[^", r"\\", "a|b|c|d", "x*y+z?", "{2}", "[a-]{9}",
)  # fmt: skip


def test_samples_of_patterns_are_the_same_tomorrow():
    """Texts made for patterns, for every kind of syntax that is read: recorded as above."""
    made = [[sample(pattern, random.Random(seed)) for seed in range(6)] for pattern in PATTERNS]
    assert digest(made) == "0757fe641e56"


def test_random_people_answer_codes_truths_and_nothing():
    """Numbers as codes lead into branches; truths are answered; a select without choices is left alone."""
    source = ChoiceSource(list_name="l")
    made = Form(
        form_id="f",
        choice_lists={"l": ChoiceList("l", tuple(Choice(str(number)) for number in range(1, 6)))},
        children=(
            Question(name="s", kind="select_one", control=Control.SELECT_ONE, choices=source),
            Question(name="b", kind="text", data_type=DataType.BOOLEAN, relevant=Expression("${s} = 3")),
            Question(name="e", kind="select_one", control=Control.SELECT_ONE,
                     choices=ChoiceSource(list_name="none")),
            Question(name="never", kind="text", constraint=Expression(". != ."), required=Expression("true()")),
        ),
    )  # fmt: skip
    model = build_model(made)
    seen = set()
    for seed in range(30):
        interview = Interview.start(model, environment=environment_of())
        walk = fill_by_chance(interview, random.Random(seed))
        seen.add((interview.question("/data/s").value, interview.question("/data/b").value))
        assert walk.stuck == ["/data/never"]
        assert interview.question("/data/e").value == ""
    assert {value for code, value in seen if code == "3"} - {""} == {"0", "1"}
    assert {"3"} < {code for code, _ in seen} <= {"", "1", "2", "3", "4", "5"}
