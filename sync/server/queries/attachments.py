"""Attachments: which records name them, which are complete, what is still on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from sync.server.queries.records import IDS_AT_ONCE
from sync.server.tables import attachment_names, attachments, records


@dataclass(frozen=True, slots=True)
class NamedAttachment:
    """An attachment as a record names it."""

    assessment: bytes
    sha256: bytes
    id: bytes
    space: bytes
    size: int


def note_names(connection: Connection, names: Iterable[NamedAttachment]) -> None:
    """Write down which records name which attachments."""
    ordered = sorted(names, key=lambda name: (name.assessment, name.sha256, name.id))
    if not ordered:
        return
    insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    values = [{field: getattr(name, field) for field in NamedAttachment.__slots__} for name in ordered]
    connection.execute(insert(attachment_names).on_conflict_do_nothing(), values)


def note_complete(connection: Connection, assessment: bytes, sha256: bytes, size: int, now: int) -> int:
    """Write down that an attachment is complete; return when it was for the first time (UTC milliseconds)."""
    insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    row = {"assessment": assessment, "sha256": sha256, "size": size, "arrived_ms": now}
    connection.execute(insert(attachments).on_conflict_do_nothing(), [row])
    return complete(connection, assessment, [sha256])[sha256]


def complete(connection: Connection, assessment: bytes, hashes: Sequence[bytes]) -> dict[bytes, int]:
    """Return hash -> UTC milliseconds of completion, for those of `hashes` that are complete."""
    found: dict[bytes, int] = {}
    for start in range(0, len(hashes), IDS_AT_ONCE):
        some = list(hashes[start : start + IDS_AT_ONCE])
        query = select(attachments.c.sha256, attachments.c.arrived_ms)
        query = query.where(attachments.c.assessment == assessment, attachments.c.sha256.in_(some))
        found.update((row.sha256, row.arrived_ms) for row in connection.execute(query))
    return found


def all_complete(connection: Connection) -> list[tuple[bytes, bytes]]:
    """Return (assessment, hash) of every complete attachment of the server."""
    query = select(attachments.c.assessment, attachments.c.sha256)
    return [(row.assessment, row.sha256) for row in connection.execute(query)]


def note_lost(connection: Connection, assessment: bytes, sha256: bytes) -> None:
    """Write down that the bytes of an attachment are no longer here."""
    connection.execute(
        delete(attachments).where(attachments.c.assessment == assessment, attachments.c.sha256 == sha256)
    )


def size_for(
    connection: Connection, assessment: bytes, sha256: bytes, space: bytes, *, writers: Collection[bytes] | None = None
) -> int | None:
    """Return the size of an attachment that a record of `space` names; None when none does.

    Args:
        writers: Only records of these writers; None for all.
    """
    query = select(func.max(attachment_names.c.size)).where(
        attachment_names.c.assessment == assessment,
        attachment_names.c.sha256 == sha256,
        attachment_names.c.space == space,
    )
    found = connection.execute(_of_writers(query, writers)).scalar_one()
    return None if found is None else int(found)


def missing(
    connection: Connection,
    assessment: bytes,
    spaces: Collection[bytes],
    *,
    writers: Collection[bytes] | None = None,
) -> list[tuple[bytes, int]]:
    """Return (hash, size) of attachments that records of `spaces` name and that are not complete, small first."""
    query = (
        select(attachment_names.c.sha256, func.max(attachment_names.c.size).label("size"))
        .outerjoin(
            attachments,
            and_(
                attachments.c.assessment == attachment_names.c.assessment,
                attachments.c.sha256 == attachment_names.c.sha256,
            ),
        )
        .where(
            attachment_names.c.assessment == assessment,
            attachment_names.c.space.in_(list(spaces)),
            attachments.c.sha256.is_(None),
        )
        .group_by(attachment_names.c.sha256)
        .order_by("size", attachment_names.c.sha256)
    )
    return [(row.sha256, row.size) for row in connection.execute(_of_writers(query, writers))]


def _of_writers(query: Select[Any], writers: Collection[bytes] | None) -> Select[Any]:
    if writers is None:
        return query
    own = select(records.c.id).where(
        records.c.assessment == attachment_names.c.assessment,
        records.c.id == attachment_names.c.id,
        records.c.writer.in_(list(writers)),
    )
    return query.where(own.exists())


def of_records(
    connection: Connection, assessment: bytes, ids: Sequence[bytes]
) -> dict[bytes, list[tuple[bytes, bool]]]:
    """Return record id -> [(hash, whether it is complete)] for the records that name attachments."""
    found: dict[bytes, list[tuple[bytes, bool]]] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        query = (
            select(attachment_names.c.id, attachment_names.c.sha256, attachments.c.sha256.label("here"))
            .outerjoin(
                attachments,
                and_(
                    attachments.c.assessment == attachment_names.c.assessment,
                    attachments.c.sha256 == attachment_names.c.sha256,
                ),
            )
            .where(
                attachment_names.c.assessment == assessment,
                attachment_names.c.id.in_(list(ids[start : start + IDS_AT_ONCE])),
            )
        )
        for row in connection.execute(query):
            found.setdefault(row.id, []).append((row.sha256, row.here is not None))
    return found


def records_naming(connection: Connection, assessment: bytes, sha256: bytes) -> list[bytes]:
    """Return the ids of records that name an attachment."""
    query = select(attachment_names.c.id).where(
        attachment_names.c.assessment == assessment, attachment_names.c.sha256 == sha256
    )
    return list(connection.execute(query).scalars())
