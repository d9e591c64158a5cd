"""The ordered changes of the database's shape, each in one transaction together with the note that it ran.

A migration that left the house is never edited; a new one is added at the end. A workspace that knows a migration we
do not is newer than this program and is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from app.storage.database import tables
from app.storage.errors import WorkspaceNewer
from app.storage.sqlcipher import Connection, Migrations, Tables

MIGRATIONS = Migrations("groundup")


def migrate(connection: Connection, *, before: Callable[[], None] | None = None) -> tuple[str, ...]:
    """Bring the database to today's shape; return the names of the migrations that ran.

    Args:
        before: Called once, before the first change, when there is data to lose (makes a backup).
    Raises:
        WorkspaceNewer: a migration ran here that this program does not know. Nothing was changed.
    """
    check_not_newer(connection)
    database = tables(connection)
    waiting = tuple(migration.name for migration in MIGRATIONS.pending(database))
    if waiting and before is not None and MIGRATIONS.applied(database):
        before()
    MIGRATIONS.apply(database)
    return waiting


def check_not_newer(connection: Connection) -> None:
    """Raise WorkspaceNewer when a migration ran here that this program does not know."""
    known = {migration.name for migration in MIGRATIONS._migrations}
    if any(applied.name not in known for applied in MIGRATIONS.applied(tables(connection))):
        raise WorkspaceNewer


def is_current(connection: Connection) -> bool:
    """Say whether every migration ran."""
    return not MIGRATIONS.pending(tables(connection))


def _run(database: Tables, script: str) -> None:
    """Run statements one by one; the driver's script call would commit first."""
    for statement in script.split(";"):
        if statement.strip():
            database.execute(statement)


@MIGRATIONS(name="001 people and settings")
def _people(database: Tables) -> None:
    _run(
        database,
        """
        create table profile (
            id text primary key, person text not null, organisation text not null, language text not null,
            purpose text not null, created text not null,
            person_seed blob not null, box_public blob not null, box_seed blob not null
        ) strict;
        create table setting (
            profile text not null, name text not null, value text not null, primary key (profile, name)
        ) strict, without rowid;
        create table own_writer (
            writer blob primary key, profile text not null references profile, created text not null,
            retired text
        ) strict
        """,
    )


@MIGRATIONS(name="002 records")
def _records(database: Tables) -> None:
    _run(
        database,
        """
        create table assessment (
            id blob primary key, name text not null, owner text not null, example integer not null,
            role text not null, founder text not null, founded text not null, owner_code text,
            conflicts integer not null default 0,
            server_url text, server_token text, server_identity blob, last_exchange text, invitation_seed blob
        ) strict;
        create table space (
            assessment blob not null references assessment on delete cascade, space blob not null, kind text not null,
            label text not null, primary key (assessment, space)
        ) strict, without rowid;
        create table record (
            assessment blob not null, space blob not null, writer blob not null, seq integer not null,
            id blob not null, prev blob not null, kind text not null, tick integer not null, at integer not null,
            zone integer not null,
            header blob not null, signature blob not null, salt blob, body blob,
            standing text not null, why text not null default '', link text not null default '',
            received integer not null, mine integer not null, held integer not null default 0,
            primary key (assessment, space, writer, seq, id)
        ) strict;
        create unique index record_id on record (assessment, id);
        create index record_kind on record (assessment, kind, tick, id);
        create index record_unsettled on record (assessment, standing) where standing <> 'counts';
        create index record_waiting on record (assessment) where mine = 1 and held = 0;
        create table fork (
            assessment blob not null, space blob not null, writer blob not null, seq integer not null,
            primary key (assessment, space, writer)
        ) strict, without rowid;
        create table attachment (
            assessment blob not null, record blob not null, sha256 blob not null, size integer not null,
            type text not null, held integer not null default 0, primary key (assessment, record, sha256)
        ) strict, without rowid;
        create index attachment_file on attachment (sha256);
        create table receipt (
            holder blob not null, item blob not null, assessment blob not null, received integer not null,
            attachment integer not null, primary key (holder, item)
        ) strict, without rowid;
        create index receipt_item on receipt (item);
        create table receipt_signed (
            id integer primary key, assessment blob not null, holder blob not null, signed blob not null
        ) strict
        """,
    )


@MIGRATIONS(name="003 forms and drafts")
def _forms(database: Tables) -> None:
    _run(
        database,
        """
        create table form_version (
            id blob primary key, assessment blob not null references assessment on delete cascade,
            form_id text not null, version text not null, title text not null, languages text not null,
            questions integer not null, file_name text not null, sha256 blob not null, files text not null,
            marks text not null, columns text not null, added text not null, tick integer not null
        ) strict;
        create index form_version_form on form_version (assessment, form_id, tick, id);
        create table draft (
            id text primary key, assessment blob not null references assessment on delete cascade,
            version blob not null, profile text not null, person text not null, title text not null default '',
            started text not null, changed text not null, done integer not null default 0,
            total integer not null default 0, missing integer not null default 0, position text not null default '',
            language text not null, corrects text, heads text not null default '[]', reason text not null default '',
            removed text,
            saved blob, saved_upto integer not null default 0
        ) strict;
        create index draft_assessment on draft (assessment, changed);
        create table draft_event (
            draft text not null references draft on delete cascade, number integer not null, kind text not null,
            ref text not null, value text, at text not null, primary key (draft, number)
        ) strict, without rowid;
        create table draft_media (
            draft text not null references draft on delete cascade, name text not null, sha256 blob not null,
            size integer not null, type text not null, primary key (draft, name)
        ) strict, without rowid
        """,
    )


@MIGRATIONS(name="004 finished interviews")
def _submissions(database: Tables) -> None:
    _run(
        database,
        """
        create table submission_list (
            assessment blob not null references assessment on delete cascade, instance text not null,
            version blob not null, record blob not null, form_title text not null, form_version text not null,
            form_id text not null, title text not null, title_box blob, status text not null, who text not null,
            started text not null, finished text not null, finished_ms integer not null, place text not null,
            language text not null, mine integer not null, corrected integer not null, has_names integer not null,
            flags text not null, labels text not null, search text not null,
            primary key (assessment, instance)
        ) strict;
        create index submission_finished on submission_list (assessment, finished_ms, instance);
        create index submission_who on submission_list (assessment, who, instance);
        create index submission_title on submission_list (assessment, title, instance);
        create index submission_status on submission_list (assessment, status, instance);
        create index submission_version on submission_list (version, finished_ms, instance);
        create table submission_value (
            assessment blob not null, instance text not null, path text not null, value text not null,
            primary key (assessment, path, value, instance)
        ) strict, without rowid;
        create index submission_value_instance on submission_value (assessment, instance);
        create table submission_record (
            assessment blob not null, instance text not null, record blob not null, part text not null,
            primary key (assessment, instance, record)
        ) strict, without rowid;
        create table names_part (
            assessment blob not null, record blob not null, box blob not null, primary key (assessment, record)
        ) strict, without rowid
        """,
    )


@MIGRATIONS(name="005 interviews by record")
def _records_of_interviews(database: Tables) -> None:
    _run(database, "create index submission_record_record on submission_record (assessment, record)")


@MIGRATIONS(name="006 models of forms")
def _models(database: Tables) -> None:
    _run(database, "create table model_cache (key text primary key, value blob not null) strict")
