"""The server's record store: `sync.exchange.ports.RecordStore` over SQLAlchemy, the same on SQLite and PostgreSQL.

What a batch holds is verified before the transaction begins; the transaction only inserts, in key order, what is not
here; a second statement reads back what is. Whether a record counts follows from the set of records alone, so no row
says so: it is folded when asked. Folded rights are kept in memory as long as the rights space is unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence

from sqlalchemy import Connection

from sync.errors import SyncError
from sync.exchange.have import TAIL, HaveList, Range, ranges_of
from sync.exchange.ports import Wanted
from sync.exchange.results import Result, Status
from sync.records import limits
from sync.records.judge import judge
from sync.records.record import LogHead, Record
from sync.records.rights import Rights
from sync.records.rights_fold import fold_rights
from sync.records.standing import Link, Standing
from sync.server.database import Database
from sync.server.intake import (
    Checked,
    Inserted,
    as_record,
    check,
    completed,
    founding,
    named,
    once_each,
    past_fork,
    results_of,
)
from sync.server.queries import assessments as founded
from sync.server.queries import attachments as files
from sync.server.queries import records as rows
from sync.server.queries.records import StoredRow

NO_LINK = b""
READ_AT_ONCE = 500  # records held in memory while a range is read


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

    def lacks(self, assessment: bytes, space: bytes, *, writers: Collection[bytes] | None = None) -> tuple[bytes, ...]:
        """Return ids of records whose bodies are not here, sorted; only those of `writers` when they are given."""
        return self._database.read(lambda connection: rows.without_body(connection, assessment, space, writers))

    def take(self, assessment: bytes, space: bytes, records: Sequence[Record], *, link: str = "") -> list[Result]:
        """Store records and say of each, in order, what became of it; taking again changes nothing."""
        origin = hashlib.sha256(link.encode()).digest() if link else NO_LINK
        now = self._clock()
        checked = [check(assessment, space, record, link=origin, now=now) for record in records]
        if not self._is_founded(assessment) and not founding(checked):
            return [Result(each.arrival.id, Status.REFUSED, "assessment_unknown") for each in checked]
        good = once_each(checked)

        def insert(connection: Connection) -> Inserted:
            before = rows.by_ids(connection, assessment, list(good))
            fresh = [each for identity, each in good.items() if identity not in before]
            left_out = self._past_limits(connection, assessment, space, fresh, origin)
            kept = [each for each in fresh if each.arrival.id not in left_out]
            rows.insert_new(connection, [each.row for each in kept if each.row is not None])
            filled = completed(before, good)
            for row in filled:
                rows.set_body(connection, row)
            naming = [*kept, *(good[row.id] for row in filled)]
            files.note_names(connection, named(assessment, space, naming))
            founded.note_founded(connection, founding(kept), now)
            return Inserted(frozenset(before) - {row.id for row in filled}, left_out)

        def read_back(connection: Connection) -> dict[bytes, Standing]:
            stored = rows.by_ids(connection, assessment, list(good))
            return self._standings(connection, assessment, space, list(stored.values()))

        done = self._database.write(insert) if good else Inserted(frozenset(), {})
        standings = self._database.read(read_back) if good else {}
        return results_of(checked, done, standings)

    def append(
        self,
        assessment: bytes,
        space: bytes,
        writer: bytes,
        slot: int,
        make: Callable[[LogHead | None], Record | None],
    ) -> None:
        """Write a record of the server itself at the end of the log of one of its slots.

        Args:
            writer: Public key of the slot; no two workers use a slot at once.
            make: Makes the record from the log's head, None to write nothing; runs again after a conflict.
        """

        def work(connection: Connection) -> None:
            founded.lock_slot(connection, assessment, slot)
            log = rows.chain(connection, assessment, space, writer)
            head = None
            if log:
                last = rows.by_ids(connection, assessment, [log[-1][1]])[log[-1][1]]
                head = LogHead(last.seq, last.id, last.tick)
            record = make(head)
            if record is None:
                return
            checked = check(assessment, space, record, link=NO_LINK, now=self._clock())
            if checked.row is None or checked.arrival.refusal is not None:
                raise ValueError(f"the server made a record that is none: {checked}")
            rows.insert_new(connection, [checked.row])
            files.note_names(connection, named(assessment, space, [checked]))

        self._database.write(work)

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

    def _is_founded(self, assessment: bytes) -> bool:
        return self._database.read(lambda connection: founded.rights_space(connection, assessment)) is not None

    def _past_limits(
        self, connection: Connection, assessment: bytes, space: bytes, fresh: Sequence[Checked], link: bytes
    ) -> dict[bytes, str]:
        """Return id -> reason of records that a limit keeps out: too many of unknown writers, too long forks."""
        left_out = self._past_forks(connection, assessment, space, fresh)
        strangers = [each.row for each in fresh if each.row is not None and each.arrival.id not in left_out]
        if not link or not strangers:
            return left_out
        introduced = self._introduced_with(connection, assessment, fresh)
        strangers = [row for row in strangers if row.writer not in introduced]
        if not strangers:
            return left_out
        count, total = rows.load_of_link(connection, assessment, link, sorted(introduced))
        for row in strangers:
            if count + 1 > limits.UNKNOWN_RECORDS or total + row.size > limits.UNKNOWN_BYTES:
                left_out[row.id] = "too_many_unknown"
            else:
                count, total = count + 1, total + row.size
        return left_out

    def _past_forks(
        self, connection: Connection, assessment: bytes, space: bytes, fresh: Sequence[Checked]
    ) -> dict[bytes, str]:
        """Return id -> reason of records beyond what is kept of a forked log."""
        given: dict[bytes, list[StoredRow]] = {}
        for each in fresh:
            if each.row is not None:
                given.setdefault(each.row.writer, []).append(each.row)
        left_out: dict[bytes, str] = {}
        ends = {extent.writer: extent for extent in rows.extents(connection, assessment, space)}
        for writer, new in given.items():
            end = ends.get(writer)
            straight = end is None or (end.rows == end.numbers and all(row.seq > end.last for row in new))
            if straight and len({row.seq for row in new}) == len(new):
                continue
            log: dict[int, set[bytes]] = {}
            for seq, identity, _ in rows.chain(connection, assessment, space, writer):
                log.setdefault(seq, set()).add(identity)
            for row in new:
                if past_fork(log, row.seq) >= 2 * limits.BRANCH:
                    left_out[row.id] = "fork_limit"
                else:
                    log.setdefault(row.seq, set()).add(row.id)
        return left_out

    def _introduced_with(self, connection: Connection, assessment: bytes, fresh: Sequence[Checked]) -> frozenset[bytes]:
        """Return the writers that are introduced once `fresh` is here as well."""
        shown = self._shown(connection, assessment)
        if all(each.row is not None and each.row.writer in shown for each in fresh):
            return shown
        space = founded.rights_space(connection, assessment)
        present = () if space is None else rows.of_space(connection, assessment, space)
        records = [
            *(as_record(row) for row in present),
            *(each.arrival.record for each in fresh if each.arrival.record is not None),
        ]
        try:
            rights = fold_rights(assessment, records)
        except SyncError:
            return shown
        return rights.introduced | {rights.root}

    def _standings(
        self, connection: Connection, assessment: bytes, space: bytes, stored: Sequence[StoredRow]
    ) -> dict[bytes, Standing]:
        rights = self._rights(connection, assessment)
        records = {row.id: as_record(row) for row in stored}
        wanted = {
            identity for record in records.values() for identity in (record.head.prev, *record.head.parents) if identity
        }
        links = {
            identity: Link(row.space, row.writer, row.seq, row.tick)
            for identity, row in rows.by_ids(connection, assessment, sorted(wanted)).items()
        }
        forked = rows.forks(connection, assessment, space, sorted({row.writer for row in stored}))
        return {
            row.id: judge(records[row.id], rights=rights, link_of=links.get, forked_at=forked.get(row.writer))
            for row in stored
        }
