"""Submissions as OpenRosa documents, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import InstanceRefused
from forms.submission import Submission, from_xml, instance_name, plain_path, to_xml

NAMES = st.sampled_from(["a", "b-c", "d.e", "été"])
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r<>&\"'"), max_size=20)


@st.composite
def submissions(draw):
    """Submissions with groups, named repeats in order, and meta answers."""
    answers = [(f"/data/{name}", draw(TEXTS)) for name in draw(st.lists(NAMES, unique=True))]
    for place in range(1, draw(st.integers(0, 3)) + 1):
        answers.append((f"/data/group/hh:{place}/x", draw(TEXTS)))
        answers += [
            (f"/data/group/hh:{place}/in:{inner}/y", draw(TEXTS)) for inner in range(1, draw(st.integers(1, 3)))
        ]
    if draw(st.booleans()):
        answers.append(("/data/meta/instanceName", draw(TEXTS)))
    if not answers:
        answers.append(("/data", ""))
    return Submission(
        form_id=draw(st.text("abc<&\"'", min_size=1)),
        form_version=draw(st.sampled_from(["", "1", "2<3"])),
        instance="uuid:11111111-1111-4111-8111-111111111111",
        answers=tuple(answers),
        deprecated=draw(st.none() | st.just("uuid:22222222-2222-4222-8222-222222222222")),
        namespaces=draw(st.sampled_from([{}, {"x": "http://example.org/x"}])),
    )


@given(submissions())
def test_xml_and_back(submission):
    """What was written is read again."""
    data = to_xml(submission)
    again = from_xml(data, repeats=["/data/group/hh", "/data/group/hh/in"])
    if submission.answers != (("/data", ""),):
        assert again == submission
    assert to_xml(submission) == data


def test_the_same_submission_gives_the_same_bytes():
    """The document is exactly this."""
    submission = Submission(
        "f", "2", "uuid:1", (("/data/a", "x<y"), ("/data/hh:1/n", ""), ("/data/hh:r1234abcd/n", "2")), "uuid:0"
    )
    assert to_xml(submission).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<data xmlns:orx="http://openrosa.org/xforms" id="f" version="2"><a>x&lt;y</a><hh><n/></hh><hh><n>2</n></hh>'
        "<orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta></data>"
    )


@pytest.mark.parametrize("path", ['/data/a b="c"', "/data/<x", "/da ta/x", "/data/1a", "/data/"])
def test_a_path_that_names_no_element_is_refused(path):
    """Names come from anyone and are never escaped into tags."""
    with pytest.raises(InstanceRefused) as refused:
        to_xml(Submission("f", "", "uuid:1", ((path, "x"),)))
    assert refused.value.code == "instance-bad-name"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "instance-unreadable"),
        (b"<data", "instance-unreadable"),
        (b"<data/>", "instance-without-form"),
        (b'<!DOCTYPE data [<!ENTITY a "b">]><data id="f">&a;</data>', "instance-unreadable"),
        (b"<d>" * 300 + b"</d>" * 300, "instance-unreadable"),
    ],
)
def test_what_is_no_instance_is_refused(data, code):
    """Broken, hostile or nameless documents are told apart from answers."""
    with pytest.raises(InstanceRefused) as refused:
        from_xml(data)
    assert refused.value.code == code


def test_control_characters_never_reach_the_document():
    """What XML cannot hold is left out."""
    assert b"<a>bc</a>" in to_xml(Submission("f", "", "uuid:1", (("/data/a", "b\x00\x1fc"),)))


def test_paths_without_positions():
    """Instance names and positions are taken off."""
    assert plain_path("/data/hh:1/in:r1234abcd/x") == "/data/hh/in/x"
    assert plain_path("/data/hh[2]/x") == "/data/hh/x"


def test_the_name_of_an_interview():
    """The instance name is found in meta and nowhere else."""
    answers = (("/data/g/meta/instanceName", "no"), ("/data/meta/instanceName", "yes"))
    assert instance_name(Submission("f", "", "uuid:1", answers)) == "yes"
    assert instance_name(Submission("f", "", "uuid:1", answers[:1])) == ""
