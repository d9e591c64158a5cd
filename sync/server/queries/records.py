"""Records: insert what is new, list what is here, read ranges of logs.

`records` has no counter; the order of a log is its primary key, the order of arrival is a time and an id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from sync.server.tables import records

IDS_AT_ONCE = 500  # bound parameters of one statement stay far below SQLite's and PostgreSQL's limits
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row of `records`; column meanings as there."""

    assessment: bytes
    space: bytes
    writer: bytes
    seq: int
    id: bytes
    prev: bytes
    kind: str
    tick: int
    instance: str
    form: bytes
    header: bytes
    signature: bytes
    salt: bytes | None
    body: bytes | None
    why: str
    size: int
    link: bytes
    arrived_ms: int


FIELDS = tuple(StoredRow.__slots__)
COLUMNS = [records.c[name] for name in FIELDS]


def _stored(row: Row[tuple[object, ...]]) -> StoredRow:
    return StoredRow(**dict(zip(FIELDS, row, strict=True)))  # type: ignore[arg-type]


def insert_new(connection: Connection, rows: Iterable[StoredRow]) -> None:
    """Insert the rows that are not here yet, in the order of their keys, so that two workers never deadlock."""
    ordered = sorted(rows, key=lambda row: (row.assessment, row.space, row.writer, row.seq, row.id))
    insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        values = [{name: getattr(row, name) for name in FIELDS} for row in ordered[start : start + ROWS_AT_ONCE]]
        connection.execute(insert(records).on_conflict_do_nothing(), values)


def by_ids(connection: Connection, assessment: bytes, ids: Sequence[bytes]) -> dict[bytes, StoredRow]:
    """Return id -> row of those of `ids` that are here."""
    found: dict[bytes, StoredRow] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = list(ids[start : start + IDS_AT_ONCE])
        query = select(*COLUMNS).where(records.c.assessment == assessment, records.c.id.in_(some))
        found.update((row.id, _stored(row)) for row in connection.execute(query))
    return found


def arrivals_of(connection: Connection, assessment: bytes, ids: Sequence[bytes]) -> dict[bytes, int]:
    """Return id -> UTC milliseconds of its first arrival, for those of `ids` that are here with their bodies."""
    found: dict[bytes, int] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = list(ids[start : start + IDS_AT_ONCE])
        query = select(records.c.id, records.c.arrived_ms)
        query = query.where(records.c.assessment == assessment, records.c.id.in_(some), records.c.body.is_not(None))
        found.update((row.id, row.arrived_ms) for row in connection.execute(query))
    return found


@dataclass(frozen=True, slots=True)
class LogExtent:
    """What a space holds of one writer's log: lowest and highest number, rows, different numbers."""

    writer: bytes
    first: int
    last: int
    rows: int
    numbers: int


def extents(connection: Connection, assessment: bytes, space: bytes) -> list[LogExtent]:
    """Return the extent of every log of a space, by writer; read from the index alone."""
    seq = records.c.seq
    query = (
        select(records.c.writer, func.min(seq), func.max(seq), func.count(), func.count(seq.distinct()))
        .where(records.c.assessment == assessment, records.c.space == space)
        .group_by(records.c.writer)
        .order_by(records.c.writer)
    )
    return [LogExtent(*row) for row in connection.execute(query)]


def heads(connection: Connection, assessment: bytes, space: bytes) -> dict[bytes, bytes]:
    """Return writer -> id of the highest record, for logs that have no fork at their end."""
    last = (
        select(records.c.writer, func.max(records.c.seq).label("seq"))
        .where(records.c.assessment == assessment, records.c.space == space)
        .group_by(records.c.writer)
        .subquery()
    )
    query = select(records.c.writer, records.c.id).join(
        last,
        and_(
            records.c.assessment == assessment,
            records.c.space == space,
            records.c.writer == last.c.writer,
            records.c.seq == last.c.seq,
        ),
    )
    return {row.writer: row.id for row in connection.execute(query)}


def chain(connection: Connection, assessment: bytes, space: bytes, writer: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return (number, id, id of the one before) of every record of one log, in order."""
    query = (
        select(records.c.seq, records.c.id, records.c.prev)
        .where(records.c.assessment == assessment, records.c.space == space, records.c.writer == writer)
        .order_by(records.c.seq, records.c.id)
    )
    return [(row.seq, row.id, row.prev) for row in connection.execute(query)]


def forks(connection: Connection, assessment: bytes, space: bytes, writers: Sequence[bytes]) -> dict[bytes, int]:
    """Return writer -> lowest number that two records of its log share, for forked logs among `writers`."""
    found: dict[bytes, int] = {}
    for start in range(0, len(writers), IDS_AT_ONCE):
        some = list(writers[start : start + IDS_AT_ONCE])
        query = (
            select(records.c.writer, records.c.seq)
            .where(records.c.assessment == assessment, records.c.space == space, records.c.writer.in_(some))
            .group_by(records.c.writer, records.c.seq)
            .having(func.count() > 1)
        )
        for row in connection.execute(query):
            found[row.writer] = min(found.get(row.writer, row.seq), row.seq)
    return found


def fork_count(connection: Connection, assessment: bytes, spaces: Sequence[bytes]) -> int:
    """Return how many numbers of logs in some spaces are held by more than one record."""
    twice = (
        select(records.c.writer)
        .where(records.c.assessment == assessment, records.c.space.in_(list(spaces)))
        .group_by(records.c.space, records.c.writer, records.c.seq)
        .having(func.count() > 1)
        .subquery()
    )
    return int(connection.execute(select(func.count()).select_from(twice)).scalar_one())


def load_of_link(connection: Connection, assessment: bytes, link: bytes, known: Sequence[bytes]) -> tuple[int, int]:
    """Return (records, bytes) that came over a link from writers that are not `known`."""
    query = select(func.count(), func.coalesce(func.sum(records.c.size), 0)).where(
        records.c.assessment == assessment, records.c.link == link, records.c.writer.not_in(list(known))
    )
    count_, total = connection.execute(query).one()
    return int(count_), int(total)


def log_range(
    connection: Connection,
    assessment: bytes,
    space: bytes,
    writer: bytes,
    after: tuple[int, bytes],
    last: int,
    limit: int,
) -> list[StoredRow]:
    """Return at most `limit` records of a log that come after (number, id) and have a number up to `last`, in order."""
    number, identity = after
    later = or_(records.c.seq > number, and_(records.c.seq == number, records.c.id > identity))
    query = (
        select(*COLUMNS)
        .where(records.c.assessment == assessment, records.c.space == space, records.c.writer == writer)
        .where(records.c.seq.between(number, last), later)
        .order_by(records.c.seq, records.c.id)
        .limit(limit)
    )
    return [_stored(row) for row in connection.execute(query)]


def without_body(
    connection: Connection, assessment: bytes, space: bytes, writers: Collection[bytes] | None = None
) -> tuple[bytes, ...]:
    """Return ids of the records of a space whose bodies are not here, sorted; of `writers` when they are given."""
    query = select(records.c.id).where(
        records.c.assessment == assessment, records.c.space == space, records.c.body.is_(None)
    )
    if writers is not None:
        query = query.where(records.c.writer.in_(list(writers)))
    return tuple(connection.execute(query.order_by(records.c.id)).scalars())


def set_body(connection: Connection, row: StoredRow) -> None:
    """Bring the body to a record that is here without one."""
    query = update(records).where(
        records.c.assessment == row.assessment, records.c.id == row.id, records.c.body.is_(None)
    )
    connection.execute(
        query.values(salt=row.salt, body=row.body, why="", size=row.size, instance=row.instance, form=row.form)
    )


def of_space(connection: Connection, assessment: bytes, space: bytes) -> Iterator[StoredRow]:
    """Yield every record of a space in key order."""
    query = (
        select(*COLUMNS)
        .where(records.c.assessment == assessment, records.c.space == space)
        .order_by(records.c.writer, records.c.seq, records.c.id)
    )
    for row in connection.execute(query).yield_per(ROWS_AT_ONCE):
        yield _stored(row)


def spaces(connection: Connection, assessment: bytes) -> list[bytes]:
    """Return the spaces that hold a record, in order."""
    query = select(records.c.space).where(records.c.assessment == assessment).distinct().order_by(records.c.space)
    return list(connection.execute(query).scalars())


def newest(
    connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes], *, limit: int, offset: int = 0
) -> list[StoredRow]:
    """Return records of a kind in some spaces, the last arrived first."""
    query = select(*COLUMNS).where(
        records.c.assessment == assessment, records.c.kind == kind, records.c.space.in_(list(spaces))
    )
    query = query.order_by(records.c.arrived_ms.desc(), records.c.id.desc()).limit(limit).offset(offset)
    return [_stored(row) for row in connection.execute(query)]


def of_kind(connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes]) -> list[StoredRow]:
    """Return every record of a kind in some spaces, in order of listing (tick, id)."""
    query = select(*COLUMNS).where(
        records.c.assessment == assessment, records.c.kind == kind, records.c.space.in_(list(spaces))
    )
    return [_stored(row) for row in connection.execute(query.order_by(records.c.tick, records.c.id))]


def ids_of_kind(connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes]) -> list[bytes]:
    """Return the ids of every record of a kind in some spaces."""
    query = select(records.c.id).where(
        records.c.assessment == assessment, records.c.kind == kind, records.c.space.in_(list(spaces))
    )
    return list(connection.execute(query).scalars())


def writers_of_kind(connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes]) -> list[bytes]:
    """Return the writers of records of a kind in some spaces."""
    query = select(records.c.writer).where(
        records.c.assessment == assessment, records.c.kind == kind, records.c.space.in_(list(spaces))
    )
    return list(connection.execute(query.distinct()).scalars())


def counts_by_form(connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes]) -> dict[bytes, int]:
    """Return form version -> number of records of a kind in some spaces."""
    query = select(records.c.form, func.count()).where(
        records.c.assessment == assessment, records.c.kind == kind, records.c.space.in_(list(spaces))
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(records.c.form))}


def of_instance(connection: Connection, assessment: bytes, instance: str, spaces: Sequence[bytes]) -> list[StoredRow]:
    """Return every record about a submission in some spaces, in order of listing (tick, id)."""
    query = select(*COLUMNS).where(
        records.c.assessment == assessment, records.c.instance == instance, records.c.space.in_(list(spaces))
    )
    return [_stored(row) for row in connection.execute(query.order_by(records.c.tick, records.c.id))]


def instances(connection: Connection, assessment: bytes, spaces: Sequence[bytes], after: str, limit: int) -> list[str]:
    """Return at most `limit` submissions of some spaces that come after one, in order of their identity."""
    query = select(records.c.instance).where(
        records.c.assessment == assessment, records.c.instance > after, records.c.space.in_(list(spaces))
    )
    return list(connection.execute(query.distinct().order_by(records.c.instance).limit(limit)).scalars())


def count(connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes]) -> int:
    """Return how many records of a kind are in some spaces."""
    query = select(func.count()).select_from(records)
    query = query.where(records.c.assessment == assessment, records.c.kind == kind, records.c.space.in_(list(spaces)))
    return int(connection.execute(query).scalar_one())


def arrival_times(
    connection: Connection, assessment: bytes, kind: str, spaces: Sequence[bytes], since: int
) -> list[int]:
    """Return when records of a kind arrived (UTC milliseconds), from `since` on, in order."""
    query = select(records.c.arrived_ms).where(
        records.c.assessment == assessment,
        records.c.kind == kind,
        records.c.space.in_(list(spaces)),
        records.c.arrived_ms >= since,
    )
    return list(connection.execute(query.order_by(records.c.arrived_ms)).scalars())


def last_heard(connection: Connection, assessment: bytes) -> dict[bytes, int]:
    """Return writer -> when a record of it arrived last (UTC milliseconds)."""
    query = select(records.c.writer, func.max(records.c.arrived_ms)).where(records.c.assessment == assessment)
    return {row[0]: row[1] for row in connection.execute(query.group_by(records.c.writer))}
