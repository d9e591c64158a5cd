"""Backups and the way back."""

from __future__ import annotations

import os
import shutil
import zipfile

import pytest

from app.storage.backups import KEPT, RESTORING, restore
from app.storage.errors import StorageError, WorkspaceInUse
from app.storage.workspace import Workspace
from app.vault import writer_key
from sync.records.keys import public_of


def names(folder, passphrase="open sesame"):
    """Return the names of the assessments in a workspace."""
    with Workspace.open(folder, passphrase=passphrase, read_only=True) as workspace:
        return sorted(info.name for info in workspace.assessments.list())


def test_the_newest_three_are_kept(workspace, clock):
    """By rotation, newest first."""
    made = []
    for _ in range(KEPT + 2):
        made.append(workspace.backups.make().path)
        clock.move(hours=1)
    assert [info.path for info in workspace.backups.list()] == made[: -KEPT - 1 : -1]
    assert all(not info.complete for info in workspace.backups.list())


def test_a_clock_that_ran_ahead_does_not_use_up_the_places(workspace, clock):
    """Backups from a year that has not come give way to today's."""
    clock.move(days=4000)
    for _ in range(KEPT):
        workspace.backups.make()
        clock.move(hours=1)
    clock.move(days=-4001)
    for number in range(1, KEPT + 1):
        assert workspace.backups.due()
        path = workspace.backups.make().path
        assert path.exists()
        assert sum(info.made < "2030" for info in workspace.backups.list()) == number
        clock.move(days=1)
    assert len(workspace.backups.list()) == KEPT


def test_what_a_killed_backup_left_is_removed(workspace):
    """After an hour; one that is being made now is left alone."""
    workspace.backups.make()
    folder = workspace.folder / "backups"
    for name in ("making-0a", "making-0b"):
        (folder / name).mkdir()
        (folder / name / "workspace.db").write_bytes(b"x")
    os.utime(folder / "making-0a", (1, 1))
    workspace.backups.make()
    assert not (folder / "making-0a").exists()
    assert (folder / "making-0b").exists()


def test_a_restored_workspace_is_as_it_was(workspace):
    """What came later is set aside, not removed; the passphrase is that of the backup."""
    workspace.assessments.create("before")
    backup = workspace.backups.make().path
    workspace.assessments.create("after")
    workspace.close()
    restore(backup, workspace.folder)
    assert names(workspace.folder) == ["before"]
    (aside,) = (workspace.folder / "backups").glob("replaced-*")
    for name in ("workspace.db", "profiles.json"):
        assert (aside / name).exists()
    assert names(aside) == ["after", "before"]


def test_a_complete_copy_brings_media_to_another_place(workspace, filling, tmp_path):
    """Made while working; restored into an empty folder; its age is remembered."""
    interview = filling.start()
    draft = workspace.drafts.create(filling.assessment, filling.version)
    interview.answer("/data/hut", workspace.drafts.attach(draft.id, b"hut" * 100, file_name="hut.jpg"))
    row = workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)
    assert workspace.backups.last_outside() is None
    stick = tmp_path / "stick"
    stick.mkdir()
    told = []
    info = workspace.backups.copy_to(stick, on_progress=lambda done, total: told.append((done, total)))
    assert info.complete
    assert info.path.parent == stick
    assert told[-1][0] == told[-1][1]
    assert workspace.backups.last_outside() == info.made
    restore(info.path, tmp_path / "new laptop")
    with Workspace.open(tmp_path / "new laptop", passphrase="open sesame") as other:
        photo = dict(other.submissions.get(filling.assessment, row.instance).submission.answers)["/data/hut"]
        assert other.submissions.media(filling.assessment, row.instance, photo) == b"hut" * 100


def test_a_backup_never_holds_the_writers_key(workspace, filling, tmp_path):
    """A restored workspace writes with a new writer, so that no number is used twice."""
    filling.finish(age="1")
    before = public_of(writer_key.load(workspace.folder, workspace._core.keys.data))
    backup = workspace.backups.copy_to(tmp_path / "copy.groundup-backup").path
    with zipfile.ZipFile(backup) as archive:
        assert not any("key" in name and name != "profiles.json" for name in archive.namelist())
    workspace.close()
    restore(backup, workspace.folder)
    with Workspace.open(workspace.folder, passphrase="open sesame") as again:
        again.assessments.rename(filling.assessment, "New name")
        after = public_of(writer_key.load(again.folder, again._core.keys.data))
        assert after != before
        (assessment,) = again.records.assessments()
        assert {before, after} <= set(again.records.rights(assessment).writers)


def test_a_restore_cut_in_the_middle_is_finished_at_opening(workspace, monkeypatch):
    """Everything was unpacked and verified when the power went: opening does the rest."""
    workspace.assessments.create("before")
    backup = workspace.backups.make().path
    workspace.assessments.create("after")
    workspace.close()
    steps = 0
    import os

    replace = os.replace

    def cut(source, target):
        nonlocal steps
        steps += 1
        if steps == 4:  # the marker, database and keys set aside; then cut while moving the new ones in
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("app.storage.backups.os.replace", cut)
    with pytest.raises(KeyboardInterrupt):
        restore(backup, workspace.folder)
    monkeypatch.undo()
    assert (workspace.folder / RESTORING).exists()
    assert Workspace.exists(workspace.folder)
    with Workspace.open(workspace.folder, passphrase="open sesame") as again:
        assert [info.name for info in again.assessments.list()] == ["before"]
    assert not (workspace.folder / RESTORING).exists()


@pytest.mark.parametrize("damage", ["cut", "flip", "no zip", "empty", "a zip of something else", "outside"])
def test_a_damaged_backup_changes_nothing(workspace, tmp_path, damage):
    """Every part is verified before anything is touched."""
    workspace.assessments.create("here")
    backup = tmp_path / "b.groundup-backup"
    shutil.copy(workspace.backups.make().path, backup)
    workspace.close()
    data = backup.read_bytes()
    match damage:
        case "cut":
            backup.write_bytes(data[: len(data) // 2])
        case "flip":
            backup.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
        case "no zip":
            backup.write_bytes(b"not a backup" * 100)
        case "empty":
            backup.write_bytes(b"")
        case "a zip of something else":
            with zipfile.ZipFile(backup, "w") as archive:
                archive.writestr("hello.txt", "hello")
        case "outside":
            with zipfile.ZipFile(backup, "w") as archive:
                archive.writestr(
                    "manifest.json",
                    '{"format": 1, "made": "", "complete": false, "parts": {"../evil": ["00", 4]}}',
                )
                archive.writestr("../evil", "evil")
    with pytest.raises(StorageError) as error:
        restore(backup, workspace.folder)
    assert error.value.code == "backup-unreadable"
    assert names(workspace.folder) == ["here"]
    assert not list(tmp_path.rglob("evil"))


def test_an_open_workspace_is_not_restored_over(workspace):
    """The window that has it open is in the way."""
    backup = workspace.backups.make().path
    with pytest.raises(WorkspaceInUse):
        restore(backup, workspace.folder)


def test_a_copy_never_overwrites(workspace, tmp_path):
    """An existing file stays as it is."""
    target = tmp_path / "copy.groundup-backup"
    target.write_bytes(b"mine")
    with pytest.raises(StorageError) as error:
        workspace.backups.copy_to(target)
    assert error.value.code == "backup-exists"
    assert target.read_bytes() == b"mine"


def test_a_backup_is_made_while_others_write(workspace):
    """It shows one moment; the writer is not stopped."""
    for number in range(100):
        workspace.settings.set(f"s{number}", "x" * 100)
    info = workspace.backups.make()
    workspace.writer.wait()
    workspace.close()
    restore(info.path, workspace.folder.parent / "other")
    with Workspace.open(workspace.folder.parent / "other", passphrase="open sesame") as other:
        other.check()
