"""The doors of an interview: what is asked at the wrong place is refused with a code, and nothing happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from scenario import form_of, model_of, story

from forms.definition.text import Text
from forms.errors import AnswerRefused
from forms.model.build import build_model
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview

FORM = """
survey
| type | name | label |
| text | a | A |
| begin_group | g | G |
| text | b | B |
| end_group | | |
| begin_repeat | r | R |
| integer | n | N |
| acknowledge | ok | OK |
| end_repeat | | |
"""


def code_of(do, *arguments):
    """Return the code with which an action is refused."""
    with pytest.raises(AnswerRefused) as refused:
        do(*arguments)
    return refused.value.code


def test_wrong_places_are_refused():
    """A group is no question, a question is no repeat, a range is no instance."""
    interview = story(FORM).interview
    assert code_of(interview.answer, "/data/g", "x") == "not-a-question"
    assert code_of(interview.question, "/data/r") == "not-a-question"
    assert code_of(interview.add_repeat, "/data/a") == "not-a-repeat"
    assert code_of(interview.add_repeat, "/data/r[1]") == "not-a-repeat"
    assert code_of(interview.remove_repeat, "/data/r") == "not-a-repeat"
    assert code_of(interview.set_language, "Klingon") == "no-such-language"


@pytest.mark.parametrize(
    "ref",
    ["", "/", "data/a", "/other/a", "/data/z", "/data/a/b", "/data/r[0]", "/data/r[2]/n", "/data/r[x]", "/data/a[2]",
     "/data/r[-1]", "/data/r[1", "/data/r[٢]/n"],
)  # fmt: skip
def test_references_that_lead_nowhere(ref):
    """Whatever is not there is refused by its reference."""
    interview = story(FORM).interview
    if ref == "/data/r[1":  # a missing bracket is forgiven
        assert interview.node(ref).ref == "/data/r[1]"
        return
    with pytest.raises(AnswerRefused) as refused:
        interview.node(ref)
    assert (refused.value.code, refused.value.facts["ref"]) == ("no-such-node", ref)


def test_a_place_may_name_the_first_of_one():
    """`[1]` on what is no repeat means itself."""
    interview = story(FORM).interview
    assert interview.node("/data/a[1]").ref == "/data/a"
    assert interview.node("/data/g[1]/b").ref == "/data/g/b"


def test_the_interview_tells_of_itself():
    """Model, form, languages, clock and identity."""
    tale = story(FORM)
    interview = tale.interview
    assert interview.form is interview.model.form
    assert interview.languages == ("",)
    assert interview.instance_id.startswith("uuid:")
    assert interview.deprecated_id is None
    assert interview.now == tale.environment.clock()
    assert interview.title == ""
    assert interview.problems == {}


def test_reopening_goes_on_with_the_same_listener():
    """The reopened interview has the answers, and tells whom the first one told."""
    tale = story(FORM)
    tale.answer("a", "x")
    again = tale.interview.reopened()
    tale.changes.clear()
    again.answer("/data/g/b", "y")
    assert again.question("/data/a").value == "x"
    assert tale.changes[-1].values == (("/data/g/b", "y"),)


def test_without_a_listener_everything_settles_all_the_same():
    """Nobody needs to listen."""
    model = model_of(
        """
        survey
        | type | name | label | relevant | repeat_count |
        | integer | n | N | | |
        | begin_group | g | G | ${n} > 1 | |
        | begin_repeat | r | R | | ${n} |
        | text | t | T | | |
        | end_repeat | | | | |
        | end_group | | | | |
        """
    )
    interview = Interview.start(model, environment=SessionEnvironment())
    interview.answer("/data/n", "2")
    assert [node.ref for node in interview.questions() if node.relevant][1:3] == ["/data/g/r[1]/t", "/data/g/r[2]/t"]
    interview.answer("/data/n", "1")
    assert not interview.node("/data/g/r[1]/t").relevant


def test_the_clock_of_the_machine_is_the_default():
    """An environment that names no clock takes the time as it is, in UTC."""
    now = SessionEnvironment().clock()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_language_that_the_form_lacks_gives_its_first():
    """Neither the language asked for nor the form's default is there: the first one is shown."""
    form = form_of("| type | name | label::en | label::fr |\n| text | a | A en | A fr |")
    model = build_model(replace(form, default_language="sw"))
    interview = Interview.start(model, environment=SessionEnvironment(), language="de")
    assert interview.language == "en"
    assert interview.question("/data/a").label == "A en"


def test_media_of_a_label_are_those_of_the_language():
    """Media are chosen as the words are; a question without a label has none."""
    interview = story(
        """
        survey
        | type | name | label::en | label::fr | media::image::en | media::image::fr | media::audio::en |
        | text | a | A | A | en.png | fr.png | a.mp3 |
        | text | b | B | B | | | |
        | calculate | c | | | | | |
        """,
        language="fr",
    )
    assert interview["a"].media == {"image": "fr.png"}
    interview.interview.set_language("en")
    assert interview["a"].media == {"image": "en.png", "audio": "a.mp3"}
    assert interview["b"].media == {}
    assert interview["c"].media == {}


def test_an_acknowledgement_is_kept_as_its_word():
    """What people give for a tick is OK or nothing."""
    interview = story(FORM)
    interview.answer("r[1]/ok", "OK")
    assert interview["r[1]/ok"].value == "OK"


def test_nodes_say_what_they_are():
    """A programmer sees the kind and the reference; a group knows its definition."""
    interview = story(FORM)
    assert repr(interview["a"]) == "<QuestionNode /data/a>"
    assert interview.group("g").group.name == "g"
    assert isinstance(interview["a"].question.label, Text)
