"""Workspaces of every closed stage are brought to today's shape."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.storage import migrations
from app.storage.database import Database
from app.storage.errors import WorkspaceNewer
from app.storage.sqlcipher import Migrations
from app.storage.workspace import Workspace

WORKSPACES = Path(__file__).parents[2] / "data" / "workspaces"


@pytest.mark.parametrize("stage", sorted(path.name for path in WORKSPACES.iterdir()))
def test_a_workspace_of_a_closed_stage_opens_with_everything(tmp_path, stage):
    """The finished interview with its correction, name and photo, and the draft are there; new work goes on."""
    folder = tmp_path / "workspace"
    shutil.copytree(WORKSPACES / stage, folder)
    with Workspace.open(folder, passphrase="fixture") as workspace:
        workspace.check()
        (assessment,) = workspace.assessments.list()
        assert (assessment.name, assessment.owner, assessment.role) == ("Fixture", "Union of Nahr", "steward")
        (row,) = workspace.submissions.page(assessment.id)
        assert (row.corrected, row.who, row.status) == (1, "Amina", "finished")
        answers = dict(workspace.submissions.get(assessment.id, row.instance).submission.answers)
        assert (answers["/data/who"], answers["/data/age"]) == ("Zaynab", "34")
        assert workspace.submissions.media(assessment.id, row.instance, answers["/data/hut"]) == b"a hut"
        (draft,) = workspace.drafts.list()
        state = workspace.drafts.load(draft.id)
        assert ([event.value for event in state.events], draft.title) == (["7"], "open")
        assert workspace.assessments.rename(assessment.id, "Goes on").name == "Goes on"


@pytest.fixture
def later(monkeypatch):
    """A program that knows one migration more than today's."""
    grown = Migrations(migrations.MIGRATIONS.name)
    grown._migrations = list(migrations.MIGRATIONS._migrations)
    monkeypatch.setattr(migrations, "MIGRATIONS", grown)
    return grown


def test_a_migration_runs_once_after_a_backup(workspace, later):
    """The backup holds the old shape; the new one is kept."""
    workspace.close()

    @later(name="900 later")
    def _add(database):
        database.execute("alter table setting add column later text")

    for _ in range(2):
        with Workspace.open(workspace.folder, passphrase="open sesame") as again:
            assert len(again.backups.list()) == 1


def test_a_failed_migration_changes_nothing(workspace, later):
    """Half a migration never stays: shape and note are one transaction."""
    workspace.close()

    @later(name="900 later")
    def _fail(database):
        database.execute("create table half (a)")
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="middle"):
        Workspace.open(workspace.folder, passphrase="open sesame")
    later._migrations.pop()
    with Workspace.open(workspace.folder, passphrase="open sesame") as again:
        with again._core.database.read() as connection:
            found = connection.execute("select 1 from sqlite_master where name = 'half'").fetchone()
        assert found is None


def test_an_older_program_refuses_what_a_newer_one_migrated(tmp_path):
    """By the names of the migrations that ran."""
    database = Database(tmp_path / "w.db", b"k" * 32)
    assert migrations.migrate(database.write_connection)
    assert migrations.migrate(database.write_connection) == ()
    database.write_connection.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('groundup', '999', '')"
    )
    with pytest.raises(WorkspaceNewer):
        migrations.migrate(database.write_connection)
    database.close()
