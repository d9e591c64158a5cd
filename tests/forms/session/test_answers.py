"""Answers by data type: what is kept, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import Story, story

from forms.errors import AnswerRefused
from forms.session.answers import cast_result
from forms.values import DataType

EVERY = """
survey
| type | name | label | parameters |
| text | text | T | |
| integer | integer | I | |
| decimal | decimal | D | |
| date | date | D | |
| time | time | T | |
| dateTime | moment | M | |
| geopoint | place | P | |
| geotrace | line | L | |
| geoshape | area | A | |
| acknowledge | ok | OK | |
| image | photo | P | |
| range | range | R | start=0 end=10 step=2 |
| rank l | order | O | |
choices
| list_name | name | label |
| l | a | A |
| l | b | B |
"""


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("text", " as it is ", " as it is "),
        ("text", "no\x00control\x0b", "nocontrol"),
        ("integer", " 007 ", "7"),
        ("integer", "-5", "-5"),
        ("integer", "12.0", "12"),
        ("integer", "٣٤", "34"),
        ("integer", "\u200f\u202b٣٤\u202c", "34"),
        ("decimal", "٣\u066b٥", "3.5"),
        ("date", "\u200e2024-02-29", "2024-02-29"),
        ("decimal", "1.50", "1.5"),
        ("decimal", "1e3", "1000"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29T10:00:00", "2024-02-29"),
        ("time", "22:02:00.000+01:00", "22:02:00.000+01:00"),
        ("moment", "2026-04-22T14:30:00Z", "2026-04-22T14:30:00Z"),
        ("place", "38.25 21.75", "38.25 21.75 0 0"),
        ("place", "38.25 21.75 1 2", "38.25 21.75 1 2"),
        ("line", "1 1;2 2", "1 1 0 0;2 2 0 0"),
        ("area", "1 1;2 2;3 3", "1 1 0 0;2 2 0 0;3 3 0 0;1 1 0 0"),
        ("ok", "true", "OK"),
        ("ok", "false", ""),
        ("photo", "me.jpg", "me.jpg"),
        ("range", "4", "4"),
        ("order", "b a", "b a"),
        ("integer", "  ", ""),
    ],
)
def test_an_answer_is_kept_as_its_type_writes_it(name, given, kept):
    """Each type has one way to write an answer."""
    interview = story(EVERY)
    interview.answer(name, given)
    assert interview[name].value == kept


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("integer", "abc", "answer-not-integer"),
        ("integer", "4.5", "answer-not-integer"),
        ("integer", "2147483648", "answer-out-of-range"),
        ("decimal", "1,5", "answer-not-number"),
        ("decimal", "NaN", "answer-not-number"),
        ("decimal", "1e999", "answer-not-number"),
        ("date", "2026-04-31", "answer-not-date"),
        ("date", "04-22-2026", "answer-not-date"),
        ("time", "25:00:00", "answer-not-time"),
        ("time", "noon", "answer-not-time"),
        ("moment", "2026-04-22", "answer-not-date-time"),
        ("moment", "2026-04-22T25:30:00Z", "answer-not-date-time"),
        ("place", "91 0", "answer-not-place"),
        ("place", "1", "answer-not-place"),
        ("place", "here there", "answer-not-place"),
        ("line", "1 1", "answer-not-enough-points"),
        ("ok", "maybe", "answer-not-boolean"),
        ("photo", "../../etc/passwd", "answer-not-file-name"),
        ("photo", "a\nb.jpg", "answer-not-file-name"),
        ("range", "11", "answer-out-of-range"),
        ("order", "a c", "answer-not-a-choice"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_happens(name, given, code):
    """A refused answer leaves the question as it was and tells nobody."""
    interview = story(EVERY)
    before = len(interview.changes)
    with pytest.raises(AnswerRefused) as refused:
        interview.answer(name, given)
    assert refused.value.code == code
    assert interview[name].value == ""
    assert len(interview.changes) == before


@pytest.mark.parametrize(
    ("data_type", "text", "kept"),
    [
        (DataType.INTEGER, "3.9", "3"),
        (DataType.INTEGER, "-3.9", "-3"),
        (DataType.INTEGER, "3000000000", ""),
        (DataType.INTEGER, "many", ""),
        (DataType.DECIMAL, "2.50", "2.5"),
        (DataType.DATE, "2026-01-02T03:04:05.000+01:00", "2026-01-02"),
        (DataType.DATE, "someday", ""),
        (DataType.TIME, "2026-01-02T03:04:05.000+01:00", "03:04:05.000+01:00"),
        (DataType.STRING, "x", "x"),
        (DataType.STRING, "Invalid Date", ""),
    ],
)
def test_a_result_is_cut_to_its_type(data_type, text, kept):
    """Calculated texts become what their type can keep."""
    assert cast_result(data_type, text) == kept


@pytest.fixture(scope="module")
def every() -> Story:
    return story(EVERY)


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(
        ["integer", "decimal", "date", "time", "moment", "place", "line", "area", "range", "ok", "photo"]
    ),
    text=st.text(max_size=30) | st.text("0123456789-+.:;TZe ٣٤ ", max_size=30),
)
def test_any_text_is_kept_or_refused(every, name, text):
    """Whatever is typed, it is kept in ASCII digits or refused; nothing else happens."""
    kept = ""
    try:
        every.answer(name, text)
        kept = every[name].value
    except AnswerRefused as refused:
        kept = refused.code
    assert name == "photo" or kept.isascii()


@pytest.mark.parametrize(
    ("text", "kept"),
    [("9" * 32_000, None), ("-" + "9" * 5_000, None), ("0" * 5_000 + "7", "7"), ("-000", "0"), ("+12.00", "12")],
)
def test_numbers_of_any_length_are_read_or_refused(text, kept):
    """Thousands of digits are out of range, not an error; leading zeros count for nothing."""
    told = story("| type | name | label |\n| integer | n | N |")
    if kept is None:
        with pytest.raises(AnswerRefused, match="answer-out-of-range") as refused:
            told.answer("n", text)
        assert len(str(refused.value.facts["value"])) <= 200
    else:
        told.answer("n", text)
        assert told["n"].value == kept
