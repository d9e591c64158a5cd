"""Making, opening, refusing and rescuing a workspace."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone

import pytest

from app.storage.database import FILE_NAME
from app.storage.errors import (
    StorageError,
    WorkspaceBroken,
    WorkspaceExists,
    WorkspaceInUse,
    WorkspaceMissing,
    WorkspaceNewer,
    WorkspaceReadOnly,
    WrongPassphrase,
)
from app.storage.migrations import MIGRATIONS
from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST


def test_what_was_written_is_there_after_reopening(make):
    """Profile, settings and assessments survive closing."""
    workspace = make("Amina")
    workspace.settings.set("theme", {"name": "dark", "scale": 150})
    info = workspace.assessments.create("North", owner="Union of Nahr")
    workspace.close()
    with Workspace.open(workspace.folder, passphrase="open sesame") as again:
        assert (again.profile.person, again.profile.protected) == ("Amina", True)
        assert again.settings.get("theme") == {"name": "dark", "scale": 150}
        assert again.settings.get("unknown", 7) == 7
        assert again.assessments.list() == (info,)


def test_the_passphrase_is_asked_for(make):
    """Wrong, missing and right; the recovery code opens it as well."""
    workspace = make()
    code = workspace.recovery_code()
    workspace.close()
    assert Workspace.needs_passphrase(workspace.folder)
    for secret in ("open barley", None, ""):
        with pytest.raises(WrongPassphrase):
            Workspace.open(workspace.folder, passphrase=secret)
    Workspace.open(workspace.folder, passphrase=code).close()


def test_a_workspace_may_have_no_passphrase(make):
    """It opens by itself and has no recovery code to print."""
    workspace = make(passphrase=None)
    assert workspace.recovery_code() is None
    assert not workspace.profile.protected
    workspace.close()
    assert not Workspace.needs_passphrase(workspace.folder)
    Workspace.open(workspace.folder, passphrase=None).close()


def test_the_passphrase_can_be_changed_and_removed(make):
    """The data stay; the old passphrase no longer opens."""
    workspace = make()
    code = workspace.recovery_code()
    workspace.set_passphrase("new words", cost=CHEAPEST)
    assert workspace.recovery_code() == code
    workspace.close()
    with pytest.raises(WrongPassphrase):
        Workspace.open(workspace.folder, passphrase="open sesame")
    with Workspace.open(workspace.folder, passphrase="new words") as again:
        again.set_passphrase(None)
        assert not again.profile.protected
    Workspace.open(workspace.folder, passphrase=None).close()


def test_one_window_at_a_time(make):
    """A second window is refused, a command that reads is not; it sees what was written last."""
    workspace = make()
    with pytest.raises(WorkspaceInUse):
        Workspace.open(workspace.folder, passphrase="open sesame")
    workspace.assessments.create("North")
    with Workspace.open(workspace.folder, passphrase="open sesame", read_only=True) as reading:
        assert [info.name for info in reading.assessments.list()] == ["North"]
        with pytest.raises(WorkspaceReadOnly):
            reading.assessments.create("South")


def test_a_workspace_is_never_made_over_another(make):
    """The one that is there stays as it is."""
    workspace = make("Amina")
    workspace.close()
    with pytest.raises(WorkspaceExists):
        Workspace.create(workspace.folder, passphrase=None, person="Bilal")
    with Workspace.open(workspace.folder, passphrase="open sesame") as again:
        assert again.profile.person == "Amina"


def test_making_that_was_cut_can_be_done_again(tmp_path):
    """Without the last step there is no workspace, and making one works."""
    (tmp_path / f"{FILE_NAME}.new").write_bytes(b"half")
    (tmp_path / "profiles.json").write_bytes(b"{}")
    assert not Workspace.exists(tmp_path)
    Workspace.create(tmp_path, passphrase=None, person="Amina").close()
    assert Workspace.exists(tmp_path)


def test_a_folder_without_workspace_says_so(tmp_path):
    """Another sentence than a damaged one."""
    with pytest.raises(WorkspaceMissing):
        Workspace.open(tmp_path, passphrase=None)


def test_flipped_bytes_are_found(make):
    """A damaged first page keeps it from opening, a damaged later one is found when it is read."""
    workspace = make()
    for number in range(50):
        workspace.settings.set(f"setting {number}", "x" * 3000)
    workspace.close()
    path = workspace.folder / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    with pytest.raises(WorkspaceBroken):
        Workspace.open(workspace.folder, passphrase="open sesame")
    place = len(whole) - 2000
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(WorkspaceBroken):
        Workspace.open(workspace.folder, passphrase="open sesame").check()


def test_no_backup_is_made_of_a_damaged_database(make, clock):
    """Housekeeping finds the damage first, so that good backups are not rotated away by bad ones."""
    workspace = make()
    workspace.tidy()
    for number in range(50):
        workspace.settings.set(f"setting {number}", "x" * 3000)
    clock.move(days=1)
    workspace.close()
    path = workspace.folder / FILE_NAME
    whole = path.read_bytes()
    with Workspace.open(workspace.folder, passphrase="open sesame", clock=clock) as again:
        with open(path, "r+b") as file:
            file.seek(len(whole) // 2)
            file.write(b"damage")
        with pytest.raises(WorkspaceBroken):
            again.tidy()
        assert len(again.backups.list()) == 1


@pytest.mark.parametrize("size", [0, 1, 4095])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_cut_to_nothing_is_not_begun_anew(make, size, read_only):
    """SQLite takes an empty file for a new database; ours is told to be damaged and left as it is."""
    workspace = make()
    workspace.close()
    os.truncate(workspace.folder / FILE_NAME, size)
    with pytest.raises(WorkspaceBroken):
        Workspace.open(workspace.folder, passphrase="open sesame", read_only=read_only)
    assert (workspace.folder / FILE_NAME).stat().st_size == size


def test_a_file_beside_the_database_that_cannot_be_written_is_told(make):
    """The key of a new writer, for one: the sentence is ours, the transaction is undone."""
    workspace = make()
    (workspace.folder / "keys").rmdir() if (workspace.folder / "keys").exists() else None
    (workspace.folder / "keys").write_bytes(b"")
    with pytest.raises(StorageError) as error:
        workspace.assessments.create("A")
    assert error.value.code == "disk-failed"
    assert workspace.assessments.list() == ()
    (workspace.folder / "keys").unlink()
    assert workspace.assessments.create("A").name == "A"


def test_a_laptop_whose_clock_stands_at_1970_works(make, clock):
    """East of Greenwich that is before the first moment a record can name."""
    clock.now = datetime(1970, 1, 1, 0, 10, tzinfo=timezone(timedelta(hours=3)))
    workspace = make()
    info = workspace.assessments.create("A")
    workspace.tidy()
    assert workspace.assessments.get(info.id).name == "A"


def test_a_lost_key_file_is_told(make):
    """Without its keys nothing can be opened, and the sentence says where to look."""
    workspace = make()
    workspace.close()
    (workspace.folder / "profiles.json").unlink()
    with pytest.raises(StorageError) as error:
        Workspace.open(workspace.folder, passphrase="open sesame")
    assert error.value.code == "keys-broken"


def test_a_newer_workspace_is_refused(make):
    """A migration we do not know ran here: nothing is touched."""
    workspace = make()
    connection = workspace.writer
    connection.run(
        lambda: connection.connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values (?, '999 later', '')",
            (MIGRATIONS.name,),
        )
    )
    workspace.close()
    before = (workspace.folder / FILE_NAME).read_bytes()
    for read_only in (False, True):
        with pytest.raises(WorkspaceNewer):
            Workspace.open(workspace.folder, passphrase="open sesame", read_only=read_only)
    assert (workspace.folder / FILE_NAME).read_bytes() == before
    assert not list((workspace.folder / "backups").glob("*")) if (workspace.folder / "backups").exists() else True


def test_the_database_is_no_plain_sqlite_file(make):
    """The standard library cannot open it."""
    workspace = make()
    workspace.close()
    plain = sqlite3.connect(workspace.folder / FILE_NAME)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("select * from sqlite_master")
    plain.close()


def test_the_interface_thread_never_reads(make, clock):
    """Storage calls on it are refused; queueing, settings and the profile are not."""
    workspace = make()
    workspace.close()
    workspace = Workspace.open(
        workspace.folder, passphrase="open sesame", interface_thread=threading.get_ident(), clock=clock
    )
    for call in (workspace.assessments.list, workspace.drafts.list, workspace.backups.make):
        with pytest.raises(StorageError) as error:
            call()
        assert error.value.code == "interface-thread"
    workspace.settings.set("theme", "dark")
    assert (workspace.settings.get("theme"), workspace.profile.person) == ("dark", "Amina")
    workspace.close()


RESCUE = """
import os, sys
from pathlib import Path
from app.storage.workspace import Workspace
from app.storage.errors import WorkspaceReadOnly
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
folder = Path(sys.argv[1])
try:
    Workspace.open(folder, passphrase="open sesame")
except WorkspaceReadOnly:
    print("refused")
with Workspace.open(folder, passphrase="open sesame", read_only=True) as workspace:
    print(sorted(info.name for info in workspace.assessments.list()), workspace._rescue is not None)
"""


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are tested on Unix")
@pytest.mark.parametrize("with_log", [True, False])
def test_a_folder_that_cannot_be_written_can_be_read(make, tmp_path, with_log):
    """With a log beside the database both are copied and the copy is opened: the last saved rows are there."""
    workspace = make()
    workspace.assessments.create("North")
    if not with_log:
        workspace.close()
    copy = tmp_path / "stick"
    shutil.copytree(workspace.folder, copy)
    (copy / f"{FILE_NAME}-shm").unlink(missing_ok=True)
    assert (copy / f"{FILE_NAME}-wal").exists() == with_log
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == copy.owner() and "pytest" in str(folder):
            folder.chmod(0o755)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = subprocess.run(
        [sys.executable, "-c", RESCUE, str(copy)], capture_output=True, text=True, timeout=60, check=False
    )
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755)
    assert done.stdout.splitlines() == ["refused", f"['North'] {with_log}"], done.stderr


def test_tidying_makes_the_day_s_backup_once(make, clock):
    """A second call on the same day makes none; the next day makes one."""
    workspace = make()
    workspace.tidy()
    workspace.tidy()
    assert len(workspace.backups.list()) == 1
    clock.move(days=1)
    workspace.tidy()
    assert len(workspace.backups.list()) == 2
