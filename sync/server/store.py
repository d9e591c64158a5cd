"""The server's record store: `sync.exchange.ports.RecordStore` over SQLAlchemy, the same on SQLite and PostgreSQL.

What a batch holds is verified before the transaction begins; the transaction only inserts, in key order, what is not
here; a second statement reads back what is. Whether a record counts follows from the set of records alone, so no row
says so: it is folded when asked. Folded rights are kept in memory as long as the rights space is unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.errors import RecordRefused, SyncError
from sync.exchange.have import TAIL, HaveList, Range, ranges_of
from sync.exchange.ports import Wanted
from sync.exchange.results import Result, Status
from sync.records import limits
from sync.records.header import Header
from sync.records.kinds.attachment import AttachmentName, attachments_in
from sync.records.kinds.root import KIND as ROOT
from sync.records.record import Record, check_body, verify_header
from sync.records.rights import Rights
from sync.records.rights_fold import fold_rights
from sync.records.standing import Link, Standing, State, chain_standing
from sync.server.database import Database
from sync.server.queries import assessments as founded
from sync.server.queries import attachments as files
from sync.server.queries import records as rows
from sync.server.queries.records import StoredRow

NO_LINK = b""
READ_AT_ONCE = 500  # records held in memory while a range is read


@dataclass(frozen=True)
class _Checked:
    """A given record after verification: its row, or what is wrong with it."""

    record: Record
    row: StoredRow | None
    names: tuple[AttachmentName, ...] = ()
    refusal: Result | None = None


class SqlStore:
    """Records of all assessments of a server.

    Args:
        clock: Returns UTC milliseconds.
    """

    def __init__(self, database: Database, *, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self._folded: dict[bytes, tuple[tuple[rows.LogExtent, ...], Rights]] = {}

    def assessments(self) -> tuple[bytes, ...]:
        """Return the ids of assessments whose root record is here."""
        return self._database.read(founded.all_ids)

    def rights(self, assessment: bytes) -> Rights:
        """Return the folded rights. Raises SyncError: `assessment_unknown`."""
        return self._database.read(lambda connection: self._rights(connection, assessment))

    def have(self, assessment: bytes, space: bytes) -> HaveList:
        """Return what is here of a space, without logs of writers that nobody introduced."""

        def work(connection: Connection) -> HaveList:
            shown = self._shown(connection, assessment)
            heads = rows.heads(connection, assessment, space)
            logs: dict[bytes, tuple[Range, ...]] = {}
            for extent in rows.extents(connection, assessment, space):
                if extent.writer not in shown:
                    continue
                if extent.rows == extent.numbers == extent.last - extent.first + 1:
                    tail = heads[extent.writer][:TAIL]
                    logs[extent.writer] = (Range(extent.first, extent.last, tail),)
                else:
                    logs[extent.writer] = ranges_of(rows.chain(connection, assessment, space, extent.writer))
            return HaveList(logs)

        return self._database.read(work)

    def read(self, assessment: bytes, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """Yield wanted records that are here by (writer, seq, id), a few hundred rows in memory at a time."""
        shown = self._database.read(lambda connection: self._shown(connection, assessment))
        for writer in sorted(wanted):
            if writer in shown:
                for first, last in wanted[writer]:
                    yield from self._read_range(assessment, space, writer, first, last)

    def _read_range(self, assessment: bytes, space: bytes, writer: bytes, first: int, last: int) -> Iterator[Record]:
        def page(after: tuple[int, bytes]) -> list[StoredRow]:
            return self._database.read(
                lambda connection: rows.log_range(
                    connection, assessment, space, writer, after, last, limit=READ_AT_ONCE
                )
            )

        found = page((first, b""))
        while found:
            yield from (as_record(row) for row in found)
            if len(found) < READ_AT_ONCE:
                return
            found = page((found[-1].seq, found[-1].id))

    def ids(self, assessment: bytes, space: bytes, writer: bytes) -> tuple[tuple[int, bytes], ...]:
        """Return (seq, id) of every record of one log that is here, sorted."""
        log = self._database.read(lambda connection: rows.chain(connection, assessment, space, writer))
        return tuple((seq, identity) for seq, identity, _ in log)

    def get(self, assessment: bytes, record: bytes) -> Record | None:
        """Return one record by id."""
        row = self._database.read(lambda connection: rows.by_ids(connection, assessment, [record])).get(record)
        return None if row is None else as_record(row)

    def lacks(self, assessment: bytes, space: bytes) -> tuple[bytes, ...]:
        """Return ids of records whose bodies are not here, sorted."""
        return self._database.read(lambda connection: rows.without_body(connection, assessment, space))

    def take(self, assessment: bytes, space: bytes, records: Sequence[Record], *, link: str = "") -> list[Result]:
        """Store records and say of each, in order, what became of it; taking again changes nothing."""
        origin = hashlib.sha256(link.encode()).digest() if link else NO_LINK
        now = self._clock()
        checked = [self._check(assessment, space, record, origin, now) for record in records]
        good = {each.record.id: each for each in checked if each.row is not None}

        def insert(connection: Connection) -> set[bytes]:
            before = rows.by_ids(connection, assessment, list(good))
            fresh = {identity: each for identity, each in good.items() if identity not in before}
            kept = self._within_limits(connection, assessment, fresh, origin)
            rows.insert_new(connection, [each.row for each in kept.values() if each.row is not None])
            completed = _completed(before, good)
            for each in completed:
                rows.set_body(connection, each)
            kept_ids = {*kept, *(row.id for row in completed)}
            files.note_names(connection, _named(assessment, space, [good[identity] for identity in kept_ids]))
            founded.note_founded(connection, _founded(kept.values()), now)
            return set(before) - kept_ids

        def read_back(connection: Connection) -> dict[bytes, Standing]:
            stored = rows.by_ids(connection, assessment, list(good))
            return self._standings(connection, assessment, space, list(stored.values()))

        if not good:
            return [each.refusal for each in checked if each.refusal is not None]
        known = self._database.write(insert)
        standings = self._database.read(read_back)
        return [each.refusal or _result(each, known, standings) for each in checked]

    def standing(self, assessment: bytes, record: bytes) -> Standing:
        """Say whether a record counts, waits, or is set aside and why. Raises SyncError: `record_unknown`."""

        def work(connection: Connection) -> Standing:
            row = rows.by_ids(connection, assessment, [record]).get(record)
            if row is None:
                raise SyncError("record_unknown")
            return self._standings(connection, assessment, row.space, [row])[record]

        return self._database.read(work)

    def standings(self, assessment: bytes, stored: Sequence[StoredRow]) -> dict[bytes, Standing]:
        """Return id -> standing of rows that were read before, for lists of arrivals."""
        by_space: dict[bytes, list[StoredRow]] = {}
        for row in stored:
            by_space.setdefault(row.space, []).append(row)

        def work(connection: Connection) -> dict[bytes, Standing]:
            found: dict[bytes, Standing] = {}
            for space, some in by_space.items():
                found.update(self._standings(connection, assessment, space, some))
            return found

        return self._database.read(work)

    def _rights(self, connection: Connection, assessment: bytes) -> Rights:
        space = founded.rights_space(connection, assessment)
        if space is None:
            raise SyncError("assessment_unknown")
        state = tuple(rows.extents(connection, assessment, space))
        folded = self._folded.get(assessment)
        if folded is not None and folded[0] == state:
            return folded[1]
        records = [as_record(row) for row in rows.of_space(connection, assessment, space)]
        rights = fold_rights(assessment, records)
        if all(record.body is not None for record in records):  # a body that comes later changes no extent
            self._folded[assessment] = (state, rights)
        return rights

    def _shown(self, connection: Connection, assessment: bytes) -> frozenset[bytes]:
        """Return the writers whose logs are listed and forwarded."""
        try:
            rights = self._rights(connection, assessment)
        except SyncError:
            return frozenset()
        return rights.introduced | {rights.root}

    def _check(self, assessment: bytes, space: bytes, record: Record, link: bytes, now: int) -> _Checked:
        """Verify one record; it becomes a row whenever its header is good."""
        try:
            header = verify_header(record)
            _check_place(header, record.id, assessment, space)
        except RecordRefused as error:
            status = Status.NEWER if error.code == "newer" else Status.REFUSED
            return _Checked(
                record, None, refusal=Result(record.id, status, "" if status is Status.NEWER else error.code)
            )
        names: tuple[AttachmentName, ...] = ()
        why = ""
        try:
            check_body(record)
            names = attachments_in(record.value())
        except RecordRefused as error:
            why = error.code
        kept = record if not why else record.without_body()
        row = StoredRow(
            assessment=assessment,
            space=space,
            writer=header.writer,
            seq=header.seq,
            id=record.id,
            prev=header.prev,
            kind=header.kind,
            tick=header.tick,
            header=record.header,
            signature=record.signature,
            salt=kept.salt,
            body=kept.body,
            why=why,
            size=kept.size,
            link=link,
            arrived_ms=now,
        )
        return _Checked(record, row, names)

    def _within_limits(
        self, connection: Connection, assessment: bytes, fresh: dict[bytes, _Checked], link: bytes
    ) -> dict[bytes, _Checked]:
        """Drop what passes the limit of unknown writers of a link; writers that are introduced have none."""
        if not fresh or not link:
            return fresh
        introduced = self._introduced_with(connection, assessment, fresh)
        strangers = [each for each in fresh.values() if each.row is not None and each.row.writer not in introduced]
        if not strangers:
            return fresh
        count, total = rows.load_of_link(connection, assessment, link, sorted(introduced))
        dropped: set[bytes] = set()
        for each in strangers:
            count, total = count + 1, total + each.record.size
            if count > limits.UNKNOWN_RECORDS or total > limits.UNKNOWN_BYTES:
                dropped.add(each.record.id)
        return {identity: each for identity, each in fresh.items() if identity not in dropped}

    def _introduced_with(
        self, connection: Connection, assessment: bytes, fresh: dict[bytes, _Checked]
    ) -> frozenset[bytes]:
        """Return the writers that are introduced once `fresh` is here as well."""
        shown = self._shown(connection, assessment)
        if all(each.row is not None and each.row.writer in shown for each in fresh.values()):
            return shown
        space = founded.rights_space(connection, assessment)
        present = () if space is None else rows.of_space(connection, assessment, space)
        records = [*(as_record(row) for row in present), *(each.record for each in fresh.values())]
        try:
            rights = fold_rights(assessment, records)
        except SyncError:
            return shown
        return rights.introduced | {rights.root}

    def _standings(
        self, connection: Connection, assessment: bytes, space: bytes, stored: Sequence[StoredRow]
    ) -> dict[bytes, Standing]:
        try:
            rights = self._rights(connection, assessment)
        except SyncError:
            return {row.id: Standing(State.WAITS) for row in stored}
        headers = {row.id: as_record(row).head for row in stored}
        wanted = {identity for head in headers.values() for identity in (head.prev, *head.parents) if identity}
        links = {
            identity: Link(row.space, row.writer, row.seq, row.tick)
            for identity, row in rows.by_ids(connection, assessment, sorted(wanted)).items()
        }
        forked = rows.forks(connection, assessment, space, sorted({row.writer for row in stored}))
        return {
            row.id: rights.standing(
                headers[row.id],
                row.id,
                chain_standing(headers[row.id], link_of=links.get, forked_at=forked.get(row.writer)),
            )
            for row in stored
        }


def as_record(row: StoredRow) -> Record:
    """Return a row as the record that travels."""
    return Record(row.header, row.signature, row.salt, row.body)


def _check_place(header: Header, identity: bytes, assessment: bytes, space: bytes) -> None:
    """Refuse a record that was given under another assessment or space than its own."""
    own = header.assessment or (identity if header.kind == ROOT else b"")
    if own != assessment:
        raise RecordRefused("wrong_assessment")
    if header.space != space:
        raise RecordRefused("wrong_space")


def _completed(before: dict[bytes, StoredRow], good: dict[bytes, _Checked]) -> list[StoredRow]:
    """Return the given rows whose bodies were lacking here, in key order."""
    given = [good[identity].row for identity, row in before.items() if row.body is None]
    found = [row for row in given if row is not None and row.body is not None]
    return sorted(found, key=lambda row: (row.writer, row.seq, row.id))


def _named(assessment: bytes, space: bytes, kept: Iterable[_Checked]) -> list[files.NamedAttachment]:
    return [
        files.NamedAttachment(assessment, bytes(name.sha256), each.record.id, space, name.size)
        for each in kept
        for name in each.names
    ]


def _founded(kept: Iterable[_Checked]) -> list[tuple[bytes, bytes]]:
    """Return (assessment, rights space) of the root records among `kept`."""
    return [
        (each.row.id, each.row.space)
        for each in kept
        if each.row is not None and each.row.kind == ROOT and each.row.id == each.row.assessment
    ]


def _result(each: _Checked, known: set[bytes], standings: dict[bytes, Standing]) -> Result:
    identity = each.record.id
    standing = standings.get(identity)
    if standing is None:
        return Result(identity, Status.REFUSED, "unknown_writers")
    if each.row is not None and each.row.why and each.record.body is not None:
        return Result(identity, Status.REFUSED, each.row.why)
    if standing.state is State.ASIDE:
        return Result(identity, Status.ASIDE, standing.why)
    return Result(identity, Status.KNOWN if identity in known else Status.STORED)
