"""Finished interviews: split, joined, corrected, listed."""

from __future__ import annotations

import pytest

from app.storage.errors import StorageError
from app.storage.submissions import Filter, Sort
from forms.submission import Submission
from forms.values import Sensitivity
from sync.records.kinds import correction, submission
from sync.records.roles import SpaceType


def records_of(workspace, kind):
    """Return (type of space, body's value) of every record of a kind."""
    (assessment,) = workspace.records.assessments()
    rights = workspace.records.rights(assessment)
    found = []
    for space in rights.spaces.values():
        have = workspace.records.have(assessment, space.id)
        wanted = {writer: [(1, 10**6)] for writer in have.logs}
        for record in workspace.records.read(assessment, space.id, wanted):
            if record.head.kind == kind:
                found.append((space.type, record.value()))
    return found


def test_finishing_splits_by_who_may_read(workspace, filling):
    """Personal answers stand in the names space alone, sealed; the ordinary part names it."""
    row = filling.finish(who="Zaynab", age="33", water="well")
    parts = dict(records_of(workspace, submission.KIND))
    ordinary = dict(parts[SpaceType.TEAM]["answers"])
    assert ordinary["/data/age"] == "33"
    assert "Zaynab" not in str(parts)
    assert len(parts[SpaceType.TEAM]["parts"]) == 1
    assert "box" in parts[SpaceType.NAMES]
    assert filling.answers(row.instance)["/data/who"] == "Zaynab"


def test_the_whole_comes_back_in_document_order(workspace, filling):
    """What was split is joined as it was: the XML is that of the interview."""
    interview = filling.start()
    for ref, value in (("/data/who", "Zaynab"), ("/data/age", "33"), ("/data/water", "tap")):
        interview.answer(ref, value)
    for name, years in (("Ali", "4"), ("Noor", "7")):
        child = interview.add_repeat("/data/child") if name != "Ali" else "/data/child[1]"
        interview.answer(f"{child}/first", name)
        interview.answer(f"{child}/years", years)
    draft = workspace.drafts.create(filling.assessment, filling.version)
    done = interview.finish()
    row = workspace.submissions.finish(draft.id, done, interview.sensitivity_of)
    stored = workspace.submissions.get(filling.assessment, row.instance)
    assert [path for path, _ in stored.submission.answers] == [path for path, _ in done.answers]
    assert stored.submission == done
    assert (stored.has_names, stored.names_readable) == (True, True)


def test_finishing_removes_the_draft_in_the_same_step(workspace, filling):
    """A second finish finds no draft, and nothing is there twice."""
    interview = filling.start()
    draft = workspace.drafts.create(filling.assessment, filling.version)
    workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
    assert workspace.drafts.list() == ()
    with pytest.raises(StorageError) as error:
        workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
    assert error.value.code == "draft-unknown"
    assert workspace.submissions.count(filling.assessment) == 1


def test_severe_answers_keep_the_draft(workspace, filling):
    """There is no space for them in this version: nothing is written, nothing is lost."""
    interview = filling.start()
    interview.answer("/data/age", "33")
    draft = workspace.drafts.create(filling.assessment, filling.version)
    with pytest.raises(StorageError) as error:
        workspace.submissions.finish(draft.id, interview.finish(), {"/data/age": Sensitivity.SEVERE})
    assert error.value.code == "severe-answers"
    assert [each.id for each in workspace.drafts.list()] == [draft.id]
    assert records_of(workspace, submission.KIND) == []


def test_photos_travel_with_their_part(workspace, filling):
    """A personal photo is encrypted in the names part; an ordinary one is named by its digest. Both come back."""
    interview = filling.start()
    draft = workspace.drafts.create(filling.assessment, filling.version)
    for name, data in (("face", b"face" * 1000), ("hut", b"hut" * 1000)):
        interview.answer(f"/data/{name}", workspace.drafts.attach(draft.id, data, file_name=f"{name}.jpg"))
    row = workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
    answers = filling.answers(row.instance)
    workspace.attachments.sweep(older_than=-1)
    for name, data in (("face", b"face" * 1000), ("hut", b"hut" * 1000)):
        assert workspace.submissions.media(filling.assessment, row.instance, answers[f"/data/{name}"]) == data
    parts = dict(records_of(workspace, submission.KIND))
    assert [each["type"] for each in parts[SpaceType.TEAM]["attachments"]] == ["image/jpeg"]
    assert [sorted(each) for each in parts[SpaceType.NAMES]["attachments"]] == [["digest", "size"]]
    assert parts[SpaceType.NAMES]["attachments"][0]["size"] > 4000


def test_a_correction_holds_only_what_changed(workspace, filling):
    """One record for the part that was changed; the instance stays; the history says who, from, to and why."""
    row = filling.finish(who="Zaynab", age="33", water="well")
    after = filling.correct(row.instance, reason="asked again", age="34")
    assert (after.instance, after.corrected) == (row.instance, 1)
    bodies = records_of(workspace, correction.KIND)
    assert [(where, body["changes"]) for where, body in bodies] == [(SpaceType.TEAM, [["/data/age", "34"]])]
    answers = filling.answers(row.instance)
    assert (answers["/data/age"], answers["/data/who"]) == ("34", "Zaynab")
    (change,) = workspace.submissions.history(filling.assessment, row.instance)
    assert (change.path, change.before, change.after) == ("/data/age", "33", "34")
    assert (change.who, change.reason) == ("Amina", "asked again")


def test_a_correction_of_a_name_stays_among_the_names(workspace, filling):
    """Two parts changed are two records; the ordinary one holds no name."""
    row = filling.finish(who="Zaynab", age="33")
    filling.correct(row.instance, who="Zainab", age="34")
    bodies = dict(records_of(workspace, correction.KIND))
    assert set(bodies) == {SpaceType.TEAM, SpaceType.NAMES}
    assert "Zainab" not in str(bodies)
    assert filling.answers(row.instance)["/data/who"] == "Zainab"


def test_reopening_twice_gives_the_same_draft(workspace, filling):
    """Until it is finished there is one correction under way."""
    row = filling.finish(age="33")
    first = workspace.drafts.correct(row.instance, reason="a")
    assert workspace.drafts.correct(row.instance, reason="b").id == first.id
    assert first.corrects == row.instance


def test_a_changed_repeat_is_corrected(workspace, filling):
    """A child added later and one removed: both are in the joined interview."""
    interview = filling.start()
    interview.answer("/data/child[1]/first", "Ali")
    interview.answer(f"{interview.add_repeat('/data/child')}/first", "Noor")
    draft = workspace.drafts.create(filling.assessment, filling.version)
    row = workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
    reopened = workspace.drafts.correct(row.instance, reason="r")
    again = type(interview).edit(
        workspace.forms.model(filling.version),
        workspace.drafts.load(reopened.id).base,
        environment=filling.environment(),
    )
    again.remove_repeat("/data/child[1]")
    again.answer(f"{again.add_repeat('/data/child')}/first", "Sami")
    workspace.submissions.finish(reopened.id, again.finish(), again.sensitivity_of)
    names = [text for path, text in filling.answers(row.instance).items() if path.endswith("/first")]
    assert names == ["Noor", "Sami"]


def test_the_row_says_what_a_list_needs(workspace, filling):
    """Who, when, status, values of filterable questions; the personal title only through the names key."""
    row = filling.finish(who="Zaynab", age="33", water="well")
    assert (row.title, row.who, row.status, row.mine) == ("Home of Zaynab", "Amina", "finished", True)
    assert row.values == {"/data/age": "33", "/data/water": "well"}
    assert (row.started[:16], row.finished[:16]) == ("2026-03-04T09:30", "2026-03-04T09:40")
    with workspace._core.database.read() as connection:
        kept = dict(connection.execute("select * from submission_list").fetchone())
    kept.pop("title_box")
    assert "Zaynab" not in str(kept)


def test_filters_and_orders(workspace, filling):
    """Text in titles, values and people; values; days; pages."""
    for who, age, water in (("Zaynab", "33", "well"), ("Omar", "8", "tap"), ("Leila", "51", "well")):
        filling.finish(who=who, age=age, water=water)
        filling.clock.move(days=1)
    page = workspace.submissions.page
    where = filling.assessment

    def ages(filter_: Filter, order: Sort | None = None, **window):
        rows = page(where, where=filter_, order=order, **window)
        assert window or workspace.submissions.count(where, where=filter_) == len(rows)
        return [row.values["/data/age"] for row in rows]

    assert ages(Filter()) == ["51", "8", "33"]
    assert ages(Filter(), Sort("finished", descending=False)) == ["33", "8", "51"]
    assert ages(Filter(), Sort("title", descending=False)) == ["51", "8", "33"]
    assert ages(Filter(), Sort("title", descending=True), offset=1, limit=1) == ["8"]
    assert ages(Filter(text="OMAR")) == ["8"]
    assert ages(Filter(text="open WELL")) == ["51", "33"]
    assert ages(Filter(text="amina")) == ["51", "8", "33"]
    assert ages(Filter(text="nobody")) == []
    assert ages(Filter(values={"/data/water": ("tap",)})) == ["8"]
    assert ages(Filter(finished_from="2026-03-05", finished_to="2026-03-05")) == ["8"]
    assert ages(Filter(status=("sent",))) == []
    assert ages(Filter(who=("Amina",), form_id="needs", version=filling.version)) == ["51", "8", "33"]
    assert ages(Filter(flag="conflict")) == []
    assert workspace.submissions.people(where) == ("Amina",)
    assert workspace.submissions.columns(filling.version) == ("/data/age", "/data/water")


@pytest.mark.parametrize("by", ["finished", "started", "who", "title", "status", "place", "form"])
def test_every_order_is_a_whole_order(workspace, filling, by):
    """Paging through gives every row once, in both directions."""
    for number in range(5):
        filling.finish(age=str(number))
    for descending in (True, False):
        order = Sort(by, descending=descending)
        pages = [workspace.submissions.page(filling.assessment, order=order, offset=n, limit=2) for n in range(0, 6, 2)]
        found = [row.instance for page in pages for row in page]
        assert len(found) == len(set(found)) == 5


def test_export_goes_through_all_and_leaves_names_out(workspace, filling):
    """In order of finishing; names only when asked."""
    for number in range(4):
        filling.finish(who=f"P{number}", age=str(number))
    found = list(workspace.submissions.iterate(filling.assessment, filling.version))
    assert [dict(each.submission.answers)["/data/age"] for each in found] == ["0", "1", "2", "3"]
    assert not any("/data/who" in dict(each.submission.answers) for each in found)
    named = workspace.submissions.iterate(filling.assessment, filling.version, names=True)
    assert [dict(each.submission.answers)["/data/who"] for each in named] == ["P0", "P1", "P2", "P3"]


def test_two_equal_finishes_are_one_interview(workspace, filling):
    """The same instance with equal answers has two witnesses; with other answers it is a conflict, both kept."""
    done = Submission("needs", "3", "uuid:1", (("/data/age", "33"),))
    for _ in range(2):
        row = workspace.submissions.save(filling.assessment, filling.version, done, {})
    assert (row.status, workspace.submissions.count(filling.assessment)) == ("finished", 1)
    other = Submission("needs", "3", "uuid:1", (("/data/age", "34"),))
    row = workspace.submissions.save(filling.assessment, filling.version, other, {})
    assert (row.status, row.flags) == ("conflict", ("conflict",))
    stored = workspace.submissions.get(filling.assessment, "uuid:1")
    assert set(stored.conflicts["/data/age"]) == {"33", "34"}


def test_correcting_settles_a_conflict(workspace, filling):
    """A correction on top of both decides."""
    for age in ("33", "34"):
        done = Submission("needs", "3", "uuid:1", (("/data/age", age),))
        workspace.submissions.save(filling.assessment, filling.version, done, {})
    shown = filling.answers("uuid:1")["/data/age"]
    row = filling.correct("uuid:1", age="35")
    assert (row.status, filling.answers("uuid:1")["/data/age"]) == ("finished", "35")
    assert shown in ("33", "34")


def test_an_unknown_interview_is_told(workspace, filling):
    """Every way of asking says the same."""
    for call in (workspace.submissions.get, workspace.submissions.history, workspace.submissions.xml):
        with pytest.raises(StorageError) as error:
            call(filling.assessment, "uuid:none")
        assert error.value.code == "submission-unknown"


def leave_out(workspace, filling, left_out, outcome="stopped", **answers):
    """Finish an interview with reasons for missing answers; return its row."""
    interview = filling.start()
    for name, value in answers.items():
        interview.answer(f"/data/{name}", value)
    draft = workspace.drafts.create(filling.assessment, filling.version)
    return workspace.submissions.finish(
        draft.id, interview.finish(), interview.sensitivity_of, left_out=left_out, outcome=outcome
    )


def test_reasons_for_missing_answers_are_kept(workspace, filling):
    """They come back with the interview; the one about a name stands in the sealed part alone."""
    reasons = {"/data/age": "does not know", "/data/who": "is afraid of her brother", "/data/water": "was answered"}
    row = leave_out(workspace, filling, reasons, water="well")
    stored = workspace.submissions.get(filling.assessment, row.instance)
    assert dict(stored.left_out) == {"/data/who": "is afraid of her brother", "/data/age": "does not know"}
    assert stored.outcome == "stopped"
    assert "brother" not in str(records_of(workspace, submission.KIND))
    parts = dict(records_of(workspace, submission.KIND))
    assert parts[SpaceType.TEAM]["left_out"] == [["/data/age", "does not know"]]
    assert parts[SpaceType.TEAM]["outcome"] == "stopped"


def test_rows_are_flagged_and_found_by_flag(workspace, filling):
    """The table says which interviews were stopped and which have reasons."""
    filling.finish(age="33")
    row = leave_out(workspace, filling, {"/data/age": "does not know"})
    assert {"left-out", "stopped"} <= set(row.flags)
    for flag in ("left-out", "stopped"):
        found = workspace.submissions.page(filling.assessment, where=Filter(flag=flag))
        assert [each.instance for each in found] == [row.instance]


def test_reopening_brings_the_reasons_back(workspace, filling):
    """The draft of a correction knows what was left out, why, and that the person stopped."""
    row = leave_out(workspace, filling, {"/data/age": "does not know", "/data/who": "will not say"})
    state = workspace.drafts.load(workspace.drafts.correct(row.instance, reason="r").id)
    assert dict(state.remarks.left_out) == {"/data/who": "will not say", "/data/age": "does not know"}
    assert state.remarks.outcome == "stopped"


def test_a_correction_that_says_nothing_of_reasons_keeps_them(workspace, filling):
    """Only the answered question loses its reason."""
    row = leave_out(workspace, filling, {"/data/age": "does not know", "/data/water": "was not asked"})
    after = filling.correct(row.instance, age="41")
    stored = workspace.submissions.get(filling.assessment, row.instance)
    assert dict(stored.left_out) == {"/data/water": "was not asked"}
    assert stored.outcome == "stopped"
    assert {"left-out", "stopped"} <= set(after.flags)
    ((_, body),) = records_of(workspace, correction.KIND)
    assert body["left_out"] == [["/data/age", None]]
    assert "outcome" not in body


def test_a_correction_changes_reasons_and_the_outcome(workspace, filling):
    """A reason worded anew is in the history; the interview counts as completed."""
    row = leave_out(workspace, filling, {"/data/age": "does not know"})
    draft = workspace.drafts.correct(row.instance, reason="asked the mother")
    interview = filling.reopened(draft.id)
    workspace.submissions.finish(
        draft.id, interview.finish(), interview.sensitivity_of, left_out={"/data/age": "nobody knows"}, outcome=""
    )
    stored = workspace.submissions.get(filling.assessment, row.instance)
    assert (dict(stored.left_out), stored.outcome) == ({"/data/age": "nobody knows"}, "")
    assert "stopped" not in stored.row.flags
    (change,) = workspace.submissions.history(filling.assessment, row.instance)
    assert (change.path, change.before, change.after) == ("/data/age", "does not know", "nobody knows")
    assert change.left_out


def test_without_names_their_reasons_are_not_read(workspace, filling):
    """An export that leaves out personal answers gets no reason for one either."""
    leave_out(workspace, filling, {"/data/age": "does not know", "/data/who": "will not say"})
    (stored,) = workspace.submissions.iterate(filling.assessment, filling.version)
    assert dict(stored.left_out) == {"/data/age": "does not know"}


def test_reasons_of_a_headless_interview_are_kept(workspace, filling):
    """Saving without a draft takes them too."""
    interview = filling.start()
    row = workspace.submissions.save(
        filling.assessment, filling.version, interview.finish(), interview.sensitivity_of,
        left_out={"/data/age": "does not know"}, outcome="stopped",
    )  # fmt: skip
    stored = workspace.submissions.get(filling.assessment, row.instance)
    assert (dict(stored.left_out), stored.outcome) == ({"/data/age": "does not know"}, "stopped")
