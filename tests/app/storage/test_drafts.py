"""Interviews being filled."""

from __future__ import annotations

import pytest

from app.storage.drafts import Event
from app.storage.errors import StorageError
from app.storage.workspace import Workspace
from forms.session.interview import Interview


@pytest.fixture
def draft(workspace, filling):
    """A fresh draft."""
    return workspace.drafts.create(filling.assessment, filling.version)


def test_events_and_snapshots_bring_an_interview_back(workspace, filling, draft):
    """The snapshot and the events after it are all that is needed to go on."""
    interview = filling.start()
    interview.answer("/data/who", "Zaynab")
    workspace.drafts.record(draft.id, Event("answer", "/data/who", "Zaynab"))
    workspace.drafts.snapshot(draft.id, interview.save(), title=interview.title, done=1, total=4)
    workspace.drafts.record(draft.id, Event("answer", "/data/age", "33"))
    workspace.drafts.record(draft.id, Event("position", "/data/water")).result()
    workspace.close()
    with Workspace.open(workspace.folder, passphrase="open sesame") as again:
        state = again.drafts.load(draft.id)
        back = Interview.restore(again.forms.model(draft.version), state.saved, environment=filling.environment())
        for event in state.events:
            if event.kind == "answer":
                back.answer(event.ref, event.value)
        assert (back.question("/data/who").value, back.question("/data/age").value) == ("Zaynab", "33")
        assert back.instance_id == interview.instance_id
        assert (state.info.title, state.info.position, state.info.done) == ("Home of Zaynab", "/data/water", 1)


def test_the_list_shows_the_last_changed_first(workspace, filling, clock):
    """Of one assessment or of all."""
    first = workspace.drafts.create(filling.assessment, filling.version)
    clock.move(minutes=1)
    second = workspace.drafts.create(filling.assessment, filling.version)
    clock.move(minutes=1)
    workspace.drafts.record(first.id, Event("answer", "/data/age", "1")).result()
    assert [each.id for each in workspace.drafts.list()] == [first.id, second.id]
    assert [each.id for each in workspace.drafts.list(filling.assessment)] == [first.id, second.id]
    assert workspace.assessments.get(filling.assessment).drafts == 2


def test_a_removed_draft_comes_back_within_thirty_days(workspace, draft, clock):
    """Undo takes it back; after thirty days tidying removes it for good."""
    workspace.drafts.discard(draft.id)
    assert workspace.drafts.list() == ()
    with pytest.raises(StorageError):
        workspace.drafts.record(draft.id, Event("answer", "/data/age", "1")).result()
    clock.move(days=29)
    assert workspace.drafts.purge() == 0
    assert workspace.drafts.restore(draft.id).removed is None
    workspace.drafts.discard(draft.id)
    assert [each.id for each in workspace.drafts.list(removed=True)] == [draft.id]
    clock.move(days=31)
    assert workspace.drafts.purge() == 1
    assert workspace.drafts.list(removed=True) == ()


def test_a_file_is_kept_under_a_name_that_tells_nothing(workspace, draft, tmp_path):
    """The source stays, its name does not travel, its bytes come back."""
    source = tmp_path / "Zaynab at home: #1?.JPG"
    source.write_bytes(b"\xff\xd8photo")
    name = workspace.drafts.attach(draft.id, source, file_name=source.name)
    assert name.endswith(".jpg")
    assert "aynab" not in name
    assert source.exists()
    assert workspace.drafts.media(draft.id, name) == b"\xff\xd8photo"
    with pytest.raises(StorageError) as error:
        workspace.drafts.media(draft.id, "other.jpg")
    assert error.value.code == "media-missing"


@pytest.mark.parametrize("name", ["CON", "a.jpg:stream", "x" * 300, "\u202egpj.exe", "../../etc/passwd", "a.b\0c"])
def test_hostile_file_names_do_no_harm(workspace, draft, name):
    """What comes out is a bare, short, plain name."""
    kept = workspace.drafts.attach(draft.id, b"x", file_name=name.replace("\0", ""))
    assert kept.isascii()
    assert len(kept) < 24
    assert kept.replace(".", "").isalnum()


def test_an_unknown_draft_is_told(workspace):
    """It may have been finished in the meantime."""
    for call in (workspace.drafts.get, workspace.drafts.load, workspace.drafts.discard):
        with pytest.raises(StorageError) as error:
            call("none")
        assert error.value.code == "draft-unknown"


def test_media_of_purged_drafts_are_swept(workspace, draft):
    """Files of live drafts stay, files nothing names go."""
    name = workspace.drafts.attach(draft.id, b"photo", file_name="a.jpg")
    assert workspace.attachments.sweep(older_than=-1) == 0
    assert workspace.drafts.media(draft.id, name) == b"photo"
    workspace.writer.run(lambda: workspace.writer.connection.execute("delete from draft"))
    assert workspace.attachments.sweep(older_than=-1) == 1
