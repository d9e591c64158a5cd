"""Drafts, corrections and submissions."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import NOW, Story, environment_of, model_of, story

from forms.errors import InstanceRefused
from forms.messages import sentence
from forms.session.interview import Interview
from forms.submission import from_xml, to_xml
from forms.values import Sensitivity

FORM = r"""
survey
| type | name | label | relevant | calculation | default |
| start | start | | | | |
| end | end | | | | |
| today | today | | | | |
| deviceid | device | | | | |
| audit | audit | | | | |
| text | who | Who | | | nobody |
| date | day | Day | | | today() |
| integer | age | Age | ${who} != '' | | |
| calculate | draw | | | random() | |
| calculate | stamp | | | once(uuid()) | |
| begin_repeat | hh | Person | | | |
| text | name | Name | | | |
| end_repeat | | | | | |
| begin_group | empty | Empty | ${who} = 'x' | | |
| text | inside | Inside | | | |
| end_group | | | | | |
settings
| form_id | version | instance_name |
| my_form | 7 | concat('I: ', ${who}) |
"""


@pytest.fixture(scope="module")
def full() -> Story:
    interview = story(FORM)
    interview.answer("age", "30")
    interview.add("hh")
    interview.answer("hh[2]/name", "Amina")
    return interview


def test_starting_values():
    """Literal and dynamic defaults and what the program knows stand at the start."""
    interview = story(FORM, properties={"deviceid": "d1"})
    assert interview.values("who", "day", "today", "device") == ["nobody", "2026-03-04", "2026-03-04", "d1"]
    assert interview["start"].value == "2026-03-04T10:30:00.000-07:00"
    assert interview["end"].value == ""


def test_a_draft_comes_back_exactly():
    """Reopening a draft gives the same state, hidden answers and drawn values included."""
    interview = story(FORM)
    interview.answer("age", "30")
    interview.answer("who", None)
    interview.add("hh")
    interview.answer("hh[2]/name", "Amina")
    again = interview.reopened()
    assert [(node.ref, node.answer, node.relevant) for node in again.interview.questions()] == [
        (node.ref, node.answer, node.relevant) for node in interview.interview.questions()
    ]
    assert again.interview.instance_id == interview.interview.instance_id
    assert again["age"].value == ""
    again.answer("who", "Zahra")
    assert again["age"].value == "30"


def test_what_was_drawn_once_is_not_drawn_again():
    """random(), uuid() and defaults are kept when a draft is reopened, even when the person cleared a default."""
    interview = story(FORM)
    interview.answer("who", None)
    interview.environment.random = random.Random(99)
    again = interview.reopened()
    assert again.values("draw", "stamp", "who") == interview.values("draw", "stamp", "who")
    assert again["who"].value == ""


def test_a_reopened_repeat_keeps_its_number():
    """Instances the person removed are not put back."""
    interview = story(FORM)
    interview.remove("hh[1]")
    assert len(interview.reopened().range("hh").instances) == 0


@pytest.mark.parametrize("draft", [b"", b"{}", b"[1]", b"\xff", b'{"version":1}'])
def test_bytes_that_are_no_draft_are_refused(draft):
    """A broken draft is said to be one."""
    with pytest.raises(InstanceRefused) as refused:
        Interview.restore(model_of(FORM), draft, environment=environment_of())
    assert refused.value.code == "draft-unreadable"


def test_a_draft_of_another_form_is_refused():
    """A draft opens with its own form only."""
    other = model_of("survey\n| type | name | label |\n| text | a | A |\nsettings\n| form_id |\n| other |")
    with pytest.raises(InstanceRefused) as refused:
        Interview.restore(other, story(FORM).interview.save(), environment=environment_of())
    assert refused.value.code == "instance-other-form"


def test_a_newer_draft_is_refused():
    """A draft of a newer layout is left alone."""
    draft = story(FORM).interview.save().replace(b'"version":1', b'"version":2')
    with pytest.raises(InstanceRefused) as refused:
        Interview.restore(model_of(FORM), draft, environment=environment_of())
    assert refused.value.code == "draft-newer"


def test_a_submission_lists_what_is_relevant_in_order():
    """Hidden groups are left out, blanks stay, repeats are named, the end is stamped."""
    interview = story(FORM, properties={"deviceid": "d1"})
    interview.add("hh")
    interview.answer("hh[2]/name", "Amina")
    submission = interview.interview.finish()
    answers = dict(submission.answers)
    assert [path for path, _ in submission.answers] == [
        "/data/start",
        "/data/end",
        "/data/today",
        "/data/device",
        "/data/who",
        "/data/day",
        "/data/age",
        "/data/draw",
        "/data/stamp",
        "/data/hh:1/name",
        "/data/hh:2/name",
        "/data/meta/audit",
        "/data/meta/instanceName",
    ]
    assert answers["/data/end"] == "2026-03-04T10:30:00.000-07:00"
    assert answers["/data/meta/instanceName"] == "I: nobody"
    assert submission.form_id == "my_form"
    assert submission.form_version == "7"
    assert submission.instance.startswith("uuid:")


def test_the_xml_is_what_openrosa_expects():
    """Root with id and version, meta in the OpenRosa namespace, nothing hidden."""
    interview = story(FORM)
    xml = interview.interview.xml().decode()
    declaration, _, document = xml.partition("\n")
    assert declaration == '<?xml version="1.0" encoding="UTF-8"?>'
    assert document.startswith('<data xmlns:orx="http://openrosa.org/xforms" id="my_form" version="7">')
    assert f"<orx:meta><orx:instanceID>{interview.interview.instance_id}</orx:instanceID>" in xml
    assert "<orx:instanceName>I: nobody</orx:instanceName>" in xml
    assert "inside" not in xml


def test_xml_and_submission_agree():
    """Reading the XML gives the submission again, when the repeats are known."""
    interview = story(FORM)
    interview.answer("who", 'a <b> & "c" \r\n d')
    submission = interview.interview.finish()
    assert from_xml(to_xml(submission), repeats=["/data/hh"]) == submission


def test_a_correction_gets_a_new_identity():
    """Editing keeps answers and drawn values; the old instanceID becomes deprecatedID."""
    interview = story(FORM)
    interview.answer("age", "30")
    interview.add("hh")
    interview.answer("hh[2]/name", "Amina")
    edited = interview.edited()
    assert edited.interview.instance_id != interview.interview.instance_id
    assert edited.interview.deprecated_id == interview.interview.instance_id
    assert edited.values("age", "draw", "stamp", "hh[2]/name") == interview.values("age", "draw", "stamp", "hh[2]/name")
    assert edited.interview.finish().deprecated == interview.interview.instance_id


def test_instances_keep_their_names_over_a_correction():
    """Removing an instance renames no other; one that is added gets a random name."""
    interview = story(FORM)
    interview.add("hh")
    edited = interview.edited()
    edited.remove("hh[1]")
    edited.add("hh")
    paths = [path for path, _ in edited.reopened().interview.finish().answers if "/hh" in path]
    assert paths[0] == "/data/hh:2/name"
    assert paths[1].startswith("/data/hh:r")
    assert len(paths[1]) == len("/data/hh:r12345678/name")


def test_a_submission_of_another_form_is_refused():
    """Only a submission of this form can be corrected."""
    interview = story(FORM)
    wrong = replace(interview.interview.finish(), form_id="x")
    with pytest.raises(InstanceRefused) as refused:
        Interview.edit(interview.interview.model, wrong, environment=environment_of())
    assert refused.value.code == "instance-other-form"


def test_a_submission_without_an_identity_gets_one():
    """Other programs write instances without an instanceID: the correction has one, and replaces nothing by name."""
    interview = story(FORM)
    nameless = replace(interview.interview.finish(), instance="")
    again = Interview.edit(interview.interview.model, nameless, environment=environment_of())
    assert again.instance_id.startswith("uuid:")
    assert again.deprecated_id is None


def test_last_saved_gives_defaults():
    """A dynamic default may read the previous submission."""
    text = "| type | name | label | default |\n| text | a | A | ${last-saved#a} |"
    first = story(text)
    assert first["a"].value == ""
    first.answer("a", "before")
    second = story(text, last_saved=first.interview.finish())
    assert second["a"].value == "before"


def test_sensitivity_spreads_to_what_repeats_words():
    """A calculation that repeats a personal answer is personal; one that only counts is not."""
    interview = story(
        """
        survey
        | type | name | label | calculation | sensitivity |
        | text | first | First | | personal |
        | calculate | greeting | | concat('Dear ', ${first}) | |
        | calculate | longer | | concat(${greeting}, '!') | |
        | calculate | known | | ${first} != '' | |
        settings
        | form_id | instance_name |
        | f | ${first} |
        """
    )
    found = {path: interview.interview.sensitivity_of(f"/data/{path}") for path in ("greeting", "longer", "known")}
    assert found == {
        "greeting": Sensitivity.PERSONAL,
        "longer": Sensitivity.PERSONAL,
        "known": Sensitivity.ORDINARY,
    }
    assert interview.interview.sensitivity_of("/data/meta/instanceName") is Sensitivity.PERSONAL
    assert interview.interview.sensitivity_of("/data/hh:1/unknown") is Sensitivity.SEVERE


def test_the_clock_is_the_interviews_own():
    """now() is what the surroundings say."""
    interview = story("| type | name | label | calculation |\n| calculate | t | | today() |\n| text | a | A | |")
    assert interview["t"].value == NOW.date().isoformat()


def test_a_default_from_a_date_cell_is_a_moment():
    """A spreadsheet writes a blank between day and time; the instance keeps what OpenRosa expects."""
    interview = story(
        "| type | name | label | default |\n| dateTime | a | A | 2024-01-05 10:30:00 |\n"
        "| date | b | B | 2024-01-05 10:30:00 |"
    )
    assert interview.values("a", "b") == ["2024-01-05T10:30:00", "2024-01-05"]


OVERWRITTEN = """
| type | name | label | calculation |
| integer | born | Born | |
| integer | age | Age | 2026 - ${born} |
| calculate | next | | ${age} + 1 |
"""


def test_a_calculation_that_was_written_over_comes_back():
    """What a person typed over a proposed value survives a draft and a correction, until what it reads changes."""
    interview = story(OVERWRITTEN)
    interview.answer("born", "2000")
    interview.answer("age", "30")
    for again in (interview.reopened(), interview.edited(), interview.reopened().edited()):
        assert again.values("age", "next") == ["30", "31"]
        again.answer("born", "2001")
        assert again.values("age", "next") == ["25", "26"]


def test_a_calculation_that_was_cleared_stays_blank_in_a_draft():
    """A person may also take a proposed value away."""
    interview = story(OVERWRITTEN)
    interview.answer("born", "2000")
    interview.answer("age", "")
    assert interview.reopened().values("age", "next") == ["", ""]


def test_attachments_are_named():
    """File names of relevant answers are listed for whoever holds the files."""
    interview = story("| type | name | label |\n| image | a | A |\n| image | b | B |")
    interview.answer("a", "one.jpg")
    assert interview.interview.attachment_names() == ("one.jpg",)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_damaged_draft_is_refused_or_opens(full, place, byte):
    """A changed byte never breaks the program: the draft opens, or is refused with a sentence."""
    draft = bytearray(full.interview.save())
    draft[place % len(draft)] = byte
    said = "opened"
    try:
        Interview.restore(full.interview.model, bytes(draft), environment=environment_of())
    except InstanceRefused as refused:
        said = sentence(refused)
    assert said
    assert not said.startswith("draft-")


def test_defaults_of_new_repeat_instances():
    """A dynamic default is given to every new instance, a literal one too; what is hidden shows it once it is asked."""
    interview = story(
        """
        | type | name | label | default | relevant |
        | text | town | Town | | |
        | begin_repeat | hh | Person | | |
        | text | where | Where | ${town} | |
        | text | kind | Kind | person | |
        | date | day | Day | today() | ${town} = 'Aden' |
        | end_repeat | | | | |
        """
    )
    assert interview.values("hh[1]/where", "hh[1]/kind", "hh[1]/day") == ["", "person", ""]
    interview.answer("town", "Aden")
    assert interview["hh[1]/day"].value == "2026-03-04"
    interview.add("hh")
    assert interview.values("hh[2]/where", "hh[2]/kind", "hh[2]/day") == ["Aden", "person", "2026-03-04"]


def test_a_trigger_in_a_repeat_fires_in_its_own_instance():
    """A triggered calculation inside a repeat runs in the instance whose trigger changed."""
    interview = story(
        """
        | type | name | label | calculation | trigger |
        | text | outside | O | | |
        | begin_repeat | hh | Person | | |
        | text | a | A | | |
        | calculate | seen | | concat('saw ', ${a}) | ${a} |
        | calculate | all | | concat('now ', ${outside}) | ${outside} |
        | end_repeat | | | | |
        """
    )
    interview.add("hh")
    interview.answer("hh[2]/a", "x")
    assert interview.values("hh[1]/seen", "hh[2]/seen") == ["", "saw x"]
    interview.answer("outside", "y")
    assert interview.values("hh[1]/all", "hh[2]/all") == ["now y", "now y"]


def test_words_of_choices_follow_the_language():
    """What is calculated from a choice's label is in the interview's language."""
    interview = story(
        """
        survey
        | type | name | label::en | label::fr | calculation |
        | select_one l | a | A | A | |
        | calculate | words | | | jr:choice-name(${a}, '${a}') |
        choices
        | list_name | name | label::en | label::fr |
        | l | x | Egg | Oeuf |
        """
    )
    interview.answer("a", "x")
    assert interview["words"].value == "Egg"
    interview.interview.set_language("fr")
    assert interview["words"].value == "Oeuf"
