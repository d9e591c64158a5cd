"""Answer files: what is read, what is done, and what is refused with its step and reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from scenario import story

from forms.session.replay import ReplayRefused, Step, answer_text, moment_of, read_answers, replay, zone_of

FORM = """
survey
| type | name | label::en | label::fr |
| text | a | A | A |
| begin_repeat | r | R | R |
| integer | n | N | N |
| end_repeat | | | |
"""


def test_an_answer_file_is_read_whole():
    """Steps, language, clock and zone; what a step leaves out is blank."""
    file = read_answers(
        b'{"language": "fr", "now": "2026-01-01", "zone": "UTC", "steps": [{"op": "answer", "value": 3}]}'
    )
    assert (file.language, file.now, file.zone) == ("fr", "2026-01-01", "UTC")
    assert file.steps == [Step("answer", "", 3, "")]


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"steps": 1}', b"\xff", b'{"language": "fr"}', b"[" * 100_000])
def test_a_file_of_another_shape_is_refused(data):
    """Bytes that are no answer file are refused with a reason."""
    with pytest.raises(ReplayRefused) as refused:
        read_answers(data)
    assert refused.value.code == "answers-unreadable"
    assert refused.value.facts["reason"]


def test_every_action_is_done():
    """Answers, instances, languages, drafts; moves of a position do nothing."""
    interview = story(FORM).interview
    steps = [
        Step("answer", "/data/a", "x"),
        Step("next"),
        Step("go_to_start"),
        Step("prev"),
        Step("add_repeat", "/data/r"),
        Step("answer", "/data/r[2]/n", 4),
        Step("remove_repeat", "/data/r[1]"),
        Step("set_language", language="fr"),
        Step("serialize_and_restore"),
    ]
    after = replay(interview, steps)
    assert after is not interview
    assert after.language == "fr"
    assert [(node.ref, node.value) for node in after.questions()][:2] == [("/data/a", "x"), ("/data/r[1]/n", "4")]


def test_a_refused_step_says_which_and_why():
    """The number counts from one; the reason is the code of what refused it."""
    with pytest.raises(ReplayRefused) as refused:
        replay(story(FORM).interview, [Step("answer", "/data/a", "x"), Step("answer", "/data/r[1]/n", "many")])
    assert refused.value.code == "step-refused"
    facts = refused.value.facts
    assert (facts["number"], facts["op"], facts["ref"]) == (2, "answer", "/data/r[1]/n")
    assert facts["reason"] == "answer-not-integer"


def test_an_unknown_step_is_refused():
    """What is no action is named."""
    with pytest.raises(ReplayRefused) as refused:
        replay(story(FORM).interview, [Step("dance")])
    assert (refused.value.code, refused.value.facts["op"]) == ("step-unknown", "dance")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("a", "a"),
        (3, "3"),
        (2.5, "2.5"),
        (True, "true"),
        (False, "false"),
        (["a", "b"], "a b"),
        ([1], "1"),
        ({"file": "photo.jpg"}, "photo.jpg"),
        ({"latitude": 1.5, "longitude": 2}, "1.5 2 0 0"),
        ({"latitude": 1.5, "longitude": 2, "altitude": 3, "accuracy": 4}, "1.5 2 3 4"),
    ],
)
def test_answers_as_a_person_gives_them_become_text(value, text):
    """Numbers, truths, lists, places and files."""
    assert answer_text(value) == text


def test_moments_and_zones():
    """A moment without offset is in the zone; none is none."""
    east = timezone(timedelta(hours=2))
    assert moment_of(None, UTC) is None
    assert moment_of("2026-01-02T03:04", east) == datetime(2026, 1, 2, 3, 4, tzinfo=east)
    assert moment_of("2026-01-02T03:04+00:00", east).utcoffset() == timedelta(0)
    assert zone_of(None) is None
    assert zone_of("Africa/Nairobi") == ZoneInfo("Africa/Nairobi")


@pytest.mark.parametrize("name", ["Nowhere/Town", "../etc/passwd", ""])
def test_an_unknown_zone_is_refused(name):
    """A zone that is not in the tables is named."""
    with pytest.raises(ReplayRefused) as refused:
        zone_of(name)
    assert (refused.value.code, refused.value.facts["zone"]) == ("zone-unknown", name)


def test_an_unreadable_moment_is_refused():
    """A text that is no moment is named."""
    with pytest.raises(ReplayRefused) as refused:
        moment_of("yesterday", UTC)
    assert (refused.value.code, refused.value.facts["text"]) == ("moment-unreadable", "yesterday")
