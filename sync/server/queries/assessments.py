"""Assessments: which were founded here, and which space of each holds its rights."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from sync.server.tables import assessments, writer_slots


def all_ids(connection: Connection) -> tuple[bytes, ...]:
    """Return the ids of every assessment, sorted."""
    return tuple(connection.execute(select(assessments.c.assessment).order_by(assessments.c.assessment)).scalars())


def rights_space(connection: Connection, assessment: bytes) -> bytes | None:
    """Return the rights space of an assessment; None when it was not founded here."""
    query = select(assessments.c.rights_space).where(assessments.c.assessment == assessment)
    return connection.execute(query).scalar_one_or_none()


def note_founded(connection: Connection, founded: Iterable[tuple[bytes, bytes]], now: int) -> None:
    """Write down (assessment, rights space) of root records that arrived at `now` (UTC milliseconds)."""
    insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    for assessment, space in sorted(founded):
        row = {"assessment": assessment, "rights_space": space, "founded_ms": now}
        connection.execute(insert(assessments).values(row).on_conflict_do_nothing())


def lock_slot(connection: Connection, assessment: bytes, slot: int) -> None:
    """Keep other workers from this slot until the transaction ends (SQLite has one writer anyway)."""
    query = select(writer_slots.c.slot).where(writer_slots.c.assessment == assessment, writer_slots.c.slot == slot)
    connection.execute(query.with_for_update())
