"""Rows of the record table: insert, find, and the questions a fold of rights and logs asks of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from app.storage.sqlcipher import Connection, Row
from sync.errors import RecordRefused
from sync.records import limits
from sync.records.header import Header
from sync.records.kinds.attachment import attachments_in
from sync.records.record import Record
from sync.records.standing import Link, Standing, State

RECORD_COLUMNS = "header, signature, salt, body"


def record_from(row: Row) -> Record:
    """Return the record in a row that has RECORD_COLUMNS."""
    return Record(row["header"], row["signature"], row["salt"], row["body"])


def insert_record(
    connection: Connection, assessment: bytes, record: Record, *, received: int, link: str, mine: bool = False
) -> None:
    """Insert a record with a good header; it waits until somebody says how it stands."""
    header = record.head
    connection.execute(
        """insert into record (assessment, space, writer, seq, id, prev, kind, tick, at, zone, header, signature, salt,
               body, standing, why, link, received, mine)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)""",
        (
            assessment, header.space, header.writer, header.seq, record.id, header.prev, header.kind, header.tick,
            *header.at, record.header, record.signature, record.salt, record.body, State.WAITS.value, link, received,
            int(mine),
        ),
    )  # fmt: skip
    _note_fork(connection, assessment, record)
    _name_attachments(connection, assessment, record)


def complete_record(connection: Connection, assessment: bytes, record: Record) -> None:
    """Add the body that was lacking."""
    connection.execute(
        "update record set salt = ?, body = ? where assessment = ? and id = ?",
        (record.salt, record.body, assessment, record.id),
    )
    _name_attachments(connection, assessment, record)


def _name_attachments(connection: Connection, assessment: bytes, record: Record) -> None:
    if record.body is None:
        return
    try:
        names = attachments_in(record.value())
    except RecordRefused:  # the record is set aside for it
        return
    connection.executemany(
        """insert into attachment (assessment, record, sha256, size, type) values (?, ?, ?, ?, ?)
           on conflict do nothing""",
        [(assessment, record.id, bytes(name.sha256), name.size, name.type) for name in names],
    )


def find_record(connection: Connection, assessment: bytes, identity: bytes) -> Row | None:
    """Return the row of a record, None when it is not here."""
    row: Row | None = connection.execute(
        "select rowid, * from record where assessment = ? and id = ?", (assessment, identity)
    ).fetchone()
    return row


def set_standing(connection: Connection, rowid: int, standing: Standing) -> None:
    """Write down how a record stands."""
    connection.execute(
        "update record set standing = ?, why = ? where rowid = ?", (standing.state.value, standing.why, rowid)
    )


def link_of(connection: Connection, assessment: bytes, identity: bytes) -> Link | None:
    """Return what must be known of a record that another one builds on."""
    row = connection.execute(
        "select space, writer, seq, tick from record where assessment = ? and id = ?", (assessment, identity)
    ).fetchone()
    return Link(*row) if row is not None else None


def past_fork(connection: Connection, assessment: bytes, header: Header) -> int:
    """Return how many records a log holds from its fork on, when this one would lie there too."""
    log = (assessment, header.space, header.writer)
    fork = forked_at(connection, *log)
    if fork is None or header.seq < fork:
        return 0
    row = connection.execute(
        "select count(*) from record where assessment = ? and space = ? and writer = ? and seq >= ?", (*log, fork)
    ).fetchone()
    return int(row[0])


def forked_at(connection: Connection, assessment: bytes, space: bytes, writer: bytes) -> int | None:
    """Return the lowest number that two records of a log share, None without a fork."""
    row = connection.execute(
        "select seq from fork where assessment = ? and space = ? and writer = ?", (assessment, space, writer)
    ).fetchone()
    return int(row["seq"]) if row is not None else None


def _note_fork(connection: Connection, assessment: bytes, record: Record) -> None:
    """Write down that a record shares its number with another one of its log."""
    log = (assessment, record.head.space, record.head.writer)
    other = connection.execute(
        "select 1 from record where assessment = ? and space = ? and writer = ? and seq = ? and id <> ? limit 1",
        (*log, record.head.seq, record.id),
    ).fetchone()
    if other is not None:
        connection.execute(
            """insert into fork (assessment, space, writer, seq) values (?, ?, ?, ?)
               on conflict do update set seq = min(seq, excluded.seq)""",
            (*log, record.head.seq),
        )


def affected(connection: Connection, assessment: bytes, fresh: Sequence[bytes], moved: Sequence[bytes]) -> list[Row]:
    """Return rows whose standing fresh records may change: they themselves, all that does not count yet, records of
    writers whose rights moved, and logs with a fork that a fresh record lies in.
    """
    rowids: set[int] = set()

    def add(condition: str, *values: object) -> None:
        found = connection.execute(
            f"select rowid from record where assessment = ? and {condition}", (assessment, *values)
        )
        rowids.update(row["rowid"] for row in found)

    for identity in fresh:
        add("id = ?", identity)
    add("standing <> 'counts'")
    for writer in moved:
        add("writer = ?", writer)
    for log in connection.execute("select space, writer from fork where assessment = ?", (assessment,)).fetchall():
        add("space = ? and writer = ?", log["space"], log["writer"])
    return connection.execute(
        f"""select rowid, id, space, writer, standing, why, {RECORD_COLUMNS} from record
            where rowid in (select value from json_each(?)) order by tick, id""",
        (json.dumps(sorted(rowids)),),
    ).fetchall()


def begins_and_ends(
    connection: Connection, assessment: bytes, space: bytes
) -> tuple[Mapping[bytes, list[int]], Mapping[bytes, list[tuple[int, bytes]]]]:
    """Return writer -> numbers of records whose predecessor is not here, and writer -> (number, id) of those without
    successor here; one of each for a log without gap and fork.
    """
    begins: dict[bytes, list[int]] = {}
    for row in connection.execute(
        """select writer, seq from record where assessment = ? and space = ? and not exists (
               select 1 from record as before where before.assessment = record.assessment
               and before.space = record.space and before.writer = record.writer
               and before.seq = record.seq - 1 and before.id = record.prev)""",
        (assessment, space),
    ):
        begins.setdefault(row["writer"], []).append(row["seq"])
    ends: dict[bytes, list[tuple[int, bytes]]] = {}
    for row in connection.execute(
        """select writer, seq, id from record where assessment = ? and space = ? and not exists (
               select 1 from record as after where after.assessment = record.assessment
               and after.space = record.space and after.writer = record.writer
               and after.seq = record.seq + 1 and after.prev = record.id)""",
        (assessment, space),
    ):
        ends.setdefault(row["writer"], []).append((row["seq"], row["id"]))
    return begins, ends


class LinkLoad:
    """Counts what writers that nobody introduced may send over one link."""

    def __init__(self, connection: Connection, assessment: bytes, link: str, introduced: frozenset[bytes]) -> None:
        self._introduced = introduced
        self._limited = bool(link)
        self._records = self._bytes = 0
        if link:
            for row in connection.execute(
                """select writer, count(*) as records, sum(length(header) + length(signature)
                       + coalesce(length(salt), 0) + coalesce(length(body), 0)) as bytes
                   from record where assessment = ? and link = ? group by writer""",
                (assessment, link),
            ):
                if row["writer"] not in introduced:
                    self._records += row["records"]
                    self._bytes += row["bytes"]

    def admits(self, writer: bytes, size: int) -> bool:
        """Say whether one more record may come in, and count it."""
        if not self._limited or writer in self._introduced:
            return True
        self._records += 1
        self._bytes += size
        return self._records <= limits.UNKNOWN_RECORDS and self._bytes <= limits.UNKNOWN_BYTES
