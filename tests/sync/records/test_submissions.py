"""Interviews as records: split by sensitivity, joined again, corrected, files named by their bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import FORM, Team

from forms.submission import Attachment, Submission, plain_path, to_xml
from forms.values import Sensitivity
from sync.errors import SyncError
from sync.records.canonical import Octets, decode, encode, shape, to_text
from sync.records.changes import FORM as FORM_FIELD
from sync.records.changes import edit_of, object_of
from sync.records.fold import ObjectState, fold_object
from sync.records.kinds import details, form_same, form_version, review
from sync.records.kinds.correction import CorrectionBody
from sync.records.kinds.root import RootBody
from sync.records.kinds.submission import SubmissionBody
from sync.records.record import Record
from sync.records.submissions import (
    Remarks,
    correct,
    document_order,
    file_name,
    join,
    rename_files,
    split,
    with_parts,
)

PERSONAL = {"/data/name", "/data/hh/name", "/data/photo"}
ORDER = (
    "/data/start",
    "/data/name",
    "/data/age",
    "/data/hh",
    "/data/hh/name",
    "/data/hh/years",
    "/data/photo",
    "/data/roof",
    "/data/meta/instanceName",
)
VERSION = form_version.FormVersionBody(
    form_id="families", title="Families", file_name="families.xlsx", version="3", attachments=(), paths=ORDER
)
PHOTO = Attachment("IMG_2041.jpg", b"p" * 32, 2_000, "image/jpeg")
ROOF = Attachment("roof.png", b"r" * 32, 900, "image/png")
ANSWERS = (
    ("/data/start", "2026-03-01T08:00:00.000+03:00"),
    ("/data/name", "Amina"),
    ("/data/age", "41"),
    ("/data/hh:1/name", "Bilal"),
    ("/data/hh:1/years", "7"),
    ("/data/hh:2/name", "Celine"),
    ("/data/hh:2/years", ""),
    ("/data/photo", "IMG_2041.jpg"),
    ("/data/roof", "roof.png"),
    ("/data/meta/instanceName", "Family 12"),
)
INTERVIEW = Submission("families", "3", "uuid:1", ANSWERS, attachments=(PHOTO, ROOF))


def mark(path: str) -> Sensitivity:
    return Sensitivity.PERSONAL if path in PERSONAL else Sensitivity.ORDINARY


def ordinary(_: str) -> Sensitivity:
    return Sensitivity.ORDINARY


def always(_: str) -> bool:
    return True


def state_of(*bodies: Any, parents: Sequence[Sequence[int]] = ()) -> ObjectState:
    """Return the fold of bodies written in turn; each builds on those `parents` says, or on the one before."""
    team = Team()
    records: list[Record] = []
    edits = []
    for number, body in enumerate(bodies):
        kind = "submission" if isinstance(body, SubmissionBody) else "correction"
        known = parents[number] if parents else ([number - 1] if number else [])
        record = team.founder.write(team.team_space, kind, body, parents=[records[each] for each in known])
        records.append(record)
        read = shape(decode(record.body or b""), type(body))
        edits.append(edit_of(record.id, record.head, read))
    return fold_object(edits)


def test_answers_go_where_their_marks_say() -> None:
    """Ordinary ones in one body, personal ones in another, each in document order."""
    parts = split(rename_files(INTERVIEW), mark, form=FORM, language="English", via="openrosa", via_who="token 3")
    assert parts.personal is not None
    assert [path for path, _ in parts.ordinary.answers] == [p for p, _ in ANSWERS if plain_path(p) not in PERSONAL]
    assert [path for path, _ in parts.personal.answers] == [p for p, _ in ANSWERS if plain_path(p) in PERSONAL]
    assert (parts.ordinary.language, parts.ordinary.via, parts.ordinary.via_who) == ("English", "openrosa", "token 3")
    assert parts.ordinary.instance == parts.personal.instance == "uuid:1"


def test_nothing_of_a_personal_answer_stands_in_the_ordinary_part() -> None:
    """Neither words, nor file names, nor the digest of a photo of a face."""
    parts = split(rename_files(INTERVIEW), mark, form=FORM)
    bytes_of_it = encode(parts.ordinary)
    for secret in (b"Amina", b"Bilal", b"Celine", b"IMG_2041", to_text(PHOTO.sha256).encode(), b"roof.png"):
        assert secret not in bytes_of_it
    assert PHOTO.sha256.hex()[:32].encode() not in bytes_of_it


def test_files_go_with_the_answers_that_name_them() -> None:
    """One that no answer names goes to the strictest part."""
    extra = Attachment("audit.csv", b"c" * 32, 10, "text/csv")
    submission = Submission("f", "", "uuid:1", ANSWERS, attachments=(PHOTO, ROOF, extra))
    parts = split(rename_files(submission), mark, form=FORM)
    assert parts.personal is not None
    assert [each.sha256 for each in parts.ordinary.attachments] == [ROOF.sha256]
    assert [each.sha256 for each in parts.personal.attachments] == [PHOTO.sha256, extra.sha256]
    alone = split(rename_files(submission), ordinary, form=FORM)
    assert alone.personal is None
    assert [each.sha256 for each in alone.ordinary.attachments] == [PHOTO.sha256, ROOF.sha256, extra.sha256]


def test_severe_answers_are_never_split_into_other_spaces() -> None:
    """This version has no space for them and says so."""
    with pytest.raises(SyncError) as error:
        split(INTERVIEW, lambda path: Sensitivity.SEVERE if path == "/data/age" else mark(path), form=FORM)
    assert error.value.code == "severe_unsupported"


def test_file_names_are_made_from_the_bytes() -> None:
    """The same on every system; types we do not know end in .bin."""
    assert file_name(b"p" * 32, "image/jpeg") == "70" * 16 + ".jpg"
    assert file_name(b"p" * 32, "application/x-odd") == "70" * 16 + ".bin"


def test_parts_join_to_the_same_interview() -> None:
    """The XML made from the records equals the one made from the interview."""
    interview = rename_files(INTERVIEW)
    parts = split(interview, mark, form=FORM)
    assert parts.personal is not None
    joined = join(
        "uuid:1",
        [state_of(parts.ordinary), state_of(parts.personal)],
        VERSION,
        attachments=[*parts.ordinary.attachments, *parts.personal.attachments],
    )
    assert to_xml(joined.submission) == to_xml(interview)
    assert joined.submission.answers == interview.answers
    assert set(joined.submission.attachments) == set(interview.attachments)
    assert joined.conflicts == {}


def test_the_ordinary_part_alone_joins_without_the_names() -> None:
    """What a hub can read."""
    parts = split(rename_files(INTERVIEW), mark, form=FORM)
    joined = join("uuid:1", [state_of(parts.ordinary)], VERSION, attachments=parts.ordinary.attachments)
    assert joined.submission.answers == parts.ordinary.answers
    assert [each.name for each in joined.submission.attachments] == [file_name(ROOF.sha256, "image/png")]


def test_what_replaces_an_earlier_instance_says_so() -> None:
    """`deprecatedID` comes back, and namespaces from the form version."""
    body = SubmissionBody(form=FORM, instance="uuid:2", answers=(("/data/a", "1"),), deprecated="uuid:1")
    version = form_version.FormVersionBody(
        form_id="f", title="", file_name="f.xml", attachments=(), namespaces=(("e", "urn:e"),)
    )
    joined = join("uuid:2", [state_of(body)], version)
    assert (joined.submission.deprecated, joined.submission.namespaces) == ("uuid:1", {"e": "urn:e"})


def test_the_ordinary_body_lists_the_other_parts() -> None:
    """Everything else stays."""
    parts = split(rename_files(INTERVIEW), mark, form=FORM, language="English")
    listed = with_parts(parts.ordinary, [(b"n" * 16, b"i" * 32)])
    assert [(each.space, each.id) for each in listed.parts] == [(b"n" * 16, b"i" * 32)]
    assert with_parts(listed, []) == parts.ordinary


def changed(**answers: str | None) -> Submission:
    """Return the interview with other answers; None takes one out."""
    paths = {"age": "/data/age", "name": "/data/name", "years": "/data/hh:1/years", "start": "/data/start"}
    new = {paths[name]: value for name, value in answers.items()}
    kept = tuple((path, new.get(path, text)) for path, text in rename_files(INTERVIEW).answers)
    return Submission(
        "families",
        "3",
        "uuid:1",
        tuple((path, text) for path, text in kept if text is not None),
        attachments=rename_files(INTERVIEW).attachments,
    )


def test_a_correction_lists_what_a_person_changed() -> None:
    """One body for each part that changed; calculated answers are left to the engine."""
    bodies = correct(
        rename_files(INTERVIEW),
        changed(age="42", name="Amina K.", start="2027-01-01"),
        mark,
        form=FORM,
        changed=lambda path: path != "/data/start",
        reason="misheard",
    )
    assert bodies[Sensitivity.ORDINARY].changes == (("/data/age", "42"),)
    assert bodies[Sensitivity.PERSONAL].changes == (("/data/name", "Amina K."),)
    assert bodies[Sensitivity.PERSONAL].reason == "misheard"
    assert bodies[Sensitivity.ORDINARY].reason == "", "it may tell the name, and the team reads this part"
    assert correct(rename_files(INTERVIEW), rename_files(INTERVIEW), mark, form=FORM, changed=always) == {}


@pytest.mark.parametrize(("before", "expected"), [(None, b""), (bytes(FORM), b""), (b"v" * 32, FORM)])
def test_only_a_move_to_another_form_version_is_a_change(before: bytes | None, expected: bytes) -> None:
    """Two people who correct with the same version never disagree about it."""
    bodies = correct(rename_files(INTERVIEW), changed(age="1"), ordinary, form=FORM, form_before=before, changed=always)
    assert bodies[Sensitivity.ORDINARY].form == expected
    state = state_of(split(rename_files(INTERVIEW), ordinary, form=FORM).ordinary, bodies[Sensitivity.ORDINARY])
    assert len(state.fields[FORM_FIELD].heads) == 1


def test_an_answer_taken_out_is_a_change() -> None:
    """It has no value any more."""
    bodies = correct(rename_files(INTERVIEW), changed(age=None), mark, form=FORM, changed=always)
    assert bodies[Sensitivity.ORDINARY].changes == (("/data/age", None),)


def test_a_new_file_comes_with_its_correction() -> None:
    """Only files that were not there before are named."""
    other = rename_files(
        Submission(
            "families",
            "3",
            "uuid:1",
            tuple((path, "new.png" if path == "/data/roof" else text) for path, text in ANSWERS),
            attachments=(PHOTO, Attachment("new.png", b"q" * 32, 5, "image/png")),
        )
    )
    bodies = correct(rename_files(INTERVIEW), other, mark, form=FORM, changed=always)
    assert [each.sha256 for each in bodies[Sensitivity.ORDINARY].attachments] == [b"q" * 32]
    assert bodies.keys() == {Sensitivity.ORDINARY}


def test_severe_corrections_are_refused() -> None:
    """As severe answers."""
    with pytest.raises(SyncError) as error:
        correct(INTERVIEW, changed(age="1"), lambda _: Sensitivity.SEVERE, form=FORM, changed=always)
    assert error.value.code == "severe_unsupported"


def test_a_repeat_taken_out_is_removed_in_every_part_that_has_answers_of_it() -> None:
    """Its answers are not listed one by one."""
    before = rename_files(INTERVIEW)
    after = Submission(
        "families",
        "3",
        "uuid:1",
        tuple(each for each in before.answers if not each[0].startswith("/data/hh:1/")),
        attachments=before.attachments,
    )
    bodies = correct(before, after, mark, form=FORM, changed=always)
    assert {part: body.removed for part, body in bodies.items()} == {
        Sensitivity.ORDINARY: ("/data/hh:1",),
        Sensitivity.PERSONAL: ("/data/hh:1",),
    }
    assert all(body.changes == () for body in bodies.values())


def test_nested_repeats_are_removed_by_the_outermost() -> None:
    """One line is enough."""
    before = Submission("f", "", "uuid:1", (("/d/a:1/b:1/c", "1"), ("/d/a:1/b:2/c", "2"), ("/d/a:2/b:1/c", "3")))
    after = Submission("f", "", "uuid:1", (("/d/a:2/b:1/c", "3"),))
    bodies = correct(before, after, ordinary, form=FORM, changed=always)
    assert bodies[Sensitivity.ORDINARY].removed == ("/d/a:1",)


def test_corrections_join_into_their_places() -> None:
    """A repeat that was added and an answer that became relevant stand where the form has them."""
    before = rename_files(INTERVIEW)
    added = CorrectionBody(
        instance="uuid:1",
        form=FORM,
        changes=(("/data/hh:r0123abcd/years", "3"), ("/data/age", None), ("/data/hh:2/years", "9")),
    )
    joined = join("uuid:1", [state_of(split(before, ordinary, form=FORM).ordinary, added)], VERSION)
    paths = [path for path, _ in joined.submission.answers]
    assert "/data/age" not in paths
    assert paths.index("/data/hh:r0123abcd/years") == paths.index("/data/hh:2/years") + 1
    assert dict(joined.submission.answers)["/data/hh:2/years"] == "9"
    assert to_xml(joined.submission)


def test_the_newest_form_version_is_a_field() -> None:
    """A correction made with a later version says so; two unknowing ones are a conflict."""
    body = split(rename_files(INTERVIEW), ordinary, form=FORM).ordinary
    later = [
        CorrectionBody(instance="uuid:1", form=Octets(bytes([number]) * 32), changes=(("/data/age", str(number)),))
        for number in (1, 2)
    ]
    state = state_of(body, *later, parents=[[], [0], [0]])
    conflicts = join("uuid:1", [state], VERSION).conflicts
    assert conflicts.keys() == {FORM_FIELD, "/data/age"}
    assert set(conflicts["/data/age"]) == {"1", "2"}


def test_a_frame_that_becomes_filled_disappears() -> None:
    """A repeat instance listed as empty gets an answer: only the answer stands; emptied again it is listed again."""
    empty = Submission("f", "", "uuid:1", (("/d/a", "1"), ("/d/hh:1", "")))
    filled = Submission("f", "", "uuid:1", (("/d/a", "1"), ("/d/hh:1/n", "B")))

    def questions(path: str) -> bool:
        return path != "/d/hh"

    there = correct(empty, filled, ordinary, form=FORM, changed=questions)[Sensitivity.ORDINARY]
    version = form_version.FormVersionBody(form_id="f", title="", file_name="f.xml", attachments=())
    state = state_of(split(empty, ordinary, form=FORM).ordinary, there)
    assert join("uuid:1", [state], version).submission.answers == filled.answers
    back = correct(filled, empty, ordinary, form=FORM, changed=questions)[Sensitivity.ORDINARY]
    state = state_of(split(empty, ordinary, form=FORM).ordinary, there, back)
    assert join("uuid:1", [state], version).submission.answers == empty.answers


@pytest.mark.parametrize(
    ("paths", "order", "expected"),
    [
        (["/d/b", "/d/a"], ["/d/a", "/d/b"], ["/d/a", "/d/b"]),
        (["/d/b", "/d/a"], [], ["/d/b", "/d/a"]),
        (["/d/g/x", "/d/a", "/d/g/y"], [], ["/d/g/x", "/d/g/y", "/d/a"]),
        (["/d/h:2/n", "/d/h:10/n", "/d/h:1/n"], [], ["/d/h:1/n", "/d/h:2/n", "/d/h:10/n"]),
        (
            ["/d/h:rffffffff/n", "/d/h:r00000000/n", "/d/h:1/n"],
            [],
            ["/d/h:1/n", "/d/h:rffffffff/n", "/d/h:r00000000/n"],
        ),
        (["/d/h:1/n", "/d/z", "/d/h:2/n"], [], ["/d/h:1/n", "/d/h:2/n", "/d/z"]),
        (["/d/a", "/d/new", "/d/b"], ["/d/b", "/d/a"], ["/d/b", "/d/a", "/d/new"]),
        (["/d/g", "/d/g/x"], [], ["/d/g/x"]),
        (["/d/h:1", "/d/h:2"], ["/d/h/n"], ["/d/h:1", "/d/h:2"]),
        ([], [], []),
    ],
)
def test_document_order(paths: list[str], order: list[str], expected: list[str]) -> None:
    """Groups and instances stand together; the form's order first, appearance where it says nothing."""
    assert list(document_order(paths, order)) == expected


STEP = st.sampled_from(["a", "b", "g", "hh:1", "hh:2", "hh:r0123abcd"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(STEP, min_size=1, max_size=3).map(lambda steps: "/d/" + "/".join(steps)), max_size=12))
def test_document_order_is_stable(paths: list[str]) -> None:
    """Ordering twice changes nothing, and no leaf is lost."""
    once = document_order(list(dict.fromkeys(paths)))
    assert document_order(once) == once
    assert set(once) == {path for path in paths if not any(each.startswith(path + "/") for each in paths)}


def test_objects_of_bodies() -> None:
    """What each kind changes."""
    submission = SubmissionBody(form=FORM, instance="uuid:1", answers=())
    assert object_of(submission) == "uuid:1"
    assert object_of(CorrectionBody(instance="uuid:1", form=FORM)) == "uuid:1"
    assert object_of(review.ReviewBody(instance="uuid:1", changes=())) == "review/uuid:1"
    assert object_of(details.DetailsBody(changes=())) == "assessment"
    assert object_of(form_same.FormSameBody(version=FORM, changes=())) == f"same/{to_text(FORM)}"
    assert object_of(RootBody()) is None


def test_details_and_reviews_fold_like_everything_else() -> None:
    """Name and owner of an assessment, changed twice unknowingly, stand beside each other."""
    team = Team()

    def body(name: str) -> details.DetailsBody:
        return details.DetailsBody(changes=(("name", name),))

    first = team.founded[-1]
    other = team.admits("Bilal", role="coordinator")
    records = [
        first,
        team.founder.write(team.plan_space, details.KIND, body("One"), parents=[first]),
        other.write(team.plan_space, details.KIND, body("Two"), parents=[first]),
    ]
    edits = [edit_of(each.id, each.head, shape(each.value(), details.DetailsBody)) for each in records]
    state = fold_object(edits)
    assert state.value("owner") == "Nahr Women's Union"
    assert set(state.fields["name"].values) == {"One", "Two"}


BLANK = tuple((path, "" if path in ("/data/name", "/data/age", "/data/hh:2/years") else text) for path, text in ANSWERS)
STOPPED = Submission("families", "3", "uuid:1", BLANK, attachments=(PHOTO, ROOF))
REASONS = {"/data/hh:2/years": "does not know", "/data/name": "will not say", "/data/start": "was answered"}


def test_reasons_go_where_their_answers_would() -> None:
    """Why a name was left out is as personal as the name; a reason beside an answer is dropped."""
    parts = split(rename_files(STOPPED), mark, form=FORM, left_out=REASONS, outcome="stopped")
    assert parts.personal is not None
    assert parts.ordinary.left_out == (("/data/hh:2/years", "does not know"),)
    assert parts.personal.left_out == (("/data/name", "will not say"),)
    assert (parts.ordinary.outcome, parts.personal.outcome) == ("stopped", "")
    assert b"will not say" not in encode(parts.ordinary)


def test_a_completed_interview_without_reasons_has_the_bytes_it_always_had() -> None:
    """Both fields are left out of the body when they say nothing."""
    body = encode(split(rename_files(INTERVIEW), mark, form=FORM, left_out={}, outcome="").ordinary)
    assert b"left_out" not in body
    assert b"outcome" not in body


def test_reasons_and_the_outcome_come_back() -> None:
    """Joined from both parts in document order; without the personal part its reasons are not there."""
    parts = split(rename_files(STOPPED), mark, form=FORM, left_out=REASONS, outcome="stopped")
    both = join("uuid:1", [state_of(parts.ordinary), state_of(parts.personal)], VERSION)
    assert list(both.remarks.left_out.items()) == [
        ("/data/name", "will not say"),
        ("/data/hh:2/years", "does not know"),
    ]
    assert both.remarks.outcome == "stopped"
    assert both.conflicts == {}
    alone = join("uuid:1", [state_of(parts.ordinary)], VERSION)
    assert dict(alone.remarks.left_out) == {"/data/hh:2/years": "does not know"}


def test_a_correction_says_only_which_reasons_changed() -> None:
    """One reason is gone with its answer, one is worded anew in its own part, the interview is complete now."""
    before = STOPPED
    after = Submission("families", "3", "uuid:1", tuple((p, "8" if p == "/data/hh:2/years" else t) for p, t in BLANK))
    remarks = (
        Remarks({"/data/name": "will not say", "/data/age": "unknown", "/data/hh:2/years": "does not know"}, "stopped"),
        Remarks({"/data/name": "is afraid", "/data/age": "unknown"}),
    )
    bodies = correct(before, after, mark, form=FORM, changed=always, remarks=remarks)
    assert bodies[Sensitivity.ORDINARY].changes == (("/data/hh:2/years", "8"),)
    assert bodies[Sensitivity.ORDINARY].left_out == (("/data/hh:2/years", None),)
    assert bodies[Sensitivity.ORDINARY].outcome == "completed"
    assert bodies[Sensitivity.PERSONAL].left_out == (("/data/name", "is afraid"),)
    assert bodies[Sensitivity.PERSONAL].outcome == ""


def test_nothing_changed_is_no_correction() -> None:
    """The same reasons and outcome make no record."""
    same = Remarks({"/data/age": "unknown"}, "stopped")
    assert correct(STOPPED, STOPPED, mark, form=FORM, changed=always, remarks=(same, same)) == {}


def test_an_answer_takes_the_place_of_its_reason() -> None:
    """Also when the program that corrected knew nothing of reasons."""
    first = split(rename_files(STOPPED), mark, form=FORM, left_out={"/data/age": "unknown"}).ordinary
    later = CorrectionBody(instance="uuid:1", changes=(("/data/age", "41"),))
    assert join("uuid:1", [state_of(first, later)], VERSION).remarks.left_out == {}


def test_a_removed_person_takes_the_reasons_along() -> None:
    """Reasons inside a repeat instance go with it."""
    first = split(rename_files(STOPPED), mark, form=FORM, left_out=REASONS).ordinary
    later = CorrectionBody(instance="uuid:1", removed=("/data/hh:2",))
    state = state_of(first, later)
    assert state.value("left_out:/data/hh:2/years") is None
    assert join("uuid:1", [state], VERSION).remarks.left_out == {}


def test_two_reasons_of_two_people_both_stand() -> None:
    """Worded in two ways unknowingly: both are shown, and the interview is not in conflict for it."""
    first = split(rename_files(STOPPED), mark, form=FORM, left_out={"/data/age": "unknown"}).ordinary
    one = CorrectionBody(instance="uuid:1", left_out=(("/data/age", "not asked"),))
    two = CorrectionBody(instance="uuid:1", left_out=(("/data/age", "refused"),))
    joined = join("uuid:1", [state_of(first, one, two, parents=[[], [0], [0]])], VERSION)
    assert set(joined.remarks.left_out["/data/age"].split(" / ")) == {"not asked", "refused"}
    assert joined.conflicts == {}


def test_a_completed_interview_is_said_by_its_correction() -> None:
    """The last word on how it ended is the correction's."""
    first = split(rename_files(STOPPED), mark, form=FORM, outcome="stopped").ordinary
    later = CorrectionBody(instance="uuid:1", outcome="completed")
    assert join("uuid:1", [state_of(first, later)], VERSION).remarks.outcome == ""
