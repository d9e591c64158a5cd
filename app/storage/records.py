"""The workspace as a store of records: what `sync.exchange.ports.RecordStore` asks for, over SQLite."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from app.storage.core import Core, milliseconds
from app.storage.errors import StorageError
from app.storage.folding import Folding
from app.storage.record_rows import (
    RECORD_COLUMNS,
    LinkLoad,
    affected,
    begins_and_ends,
    complete_record,
    find_record,
    forked_at,
    insert_record,
    link_of,
    past_fork,
    record_from,
    set_standing,
)
from app.storage.sqlcipher import Connection
from sync.errors import SyncError
from sync.exchange.have import TAIL, HaveList, Range, ranges_of
from sync.exchange.intake import Arrival, look_at, result_of
from sync.exchange.ports import Wanted
from sync.exchange.results import Result, Status
from sync.records import limits
from sync.records.judge import judge
from sync.records.kinds.root import KIND as ROOT
from sync.records.record import LogHead, Parent, Record, parent_of
from sync.records.rights import Rights
from sync.records.rights_fold import fold_rights
from sync.records.standing import Standing, State

PAGE = 500  # records read at a time, so that no reading lasts while a slow link sends


class Records:
    """Records of all assessments of the workspace. Every method blocks."""

    def __init__(self, core: Core, folding: Folding) -> None:
        self._core = core
        self._folding = folding
        self._guard = threading.Lock()
        self._rights: dict[bytes, tuple[tuple[int, int], Rights]] = {}
        self.after_rights: Callable[[bytes], None] | None = (
            None  # what to do when others' rights records changed rights
        )

    # -- reading -----------------------------------------------------------------------------------------------------

    def assessments(self) -> tuple[bytes, ...]:
        """Return the ids of assessments whose root record is here."""
        with self._core.database.read() as connection:
            rows = connection.execute("select assessment from record where kind = ? and assessment = id", (ROOT,))
            return tuple(sorted(row["assessment"] for row in rows))

    def rights(self, assessment: bytes) -> Rights:
        """Return the folded rights of an assessment. Raises SyncError: `assessment_unknown`."""
        with self._core.database.read() as connection:
            return self._rights_in(connection, assessment)

    def _rights_in(self, connection: Connection, assessment: bytes) -> Rights:
        root = connection.execute(
            "select space from record where assessment = ? and id = ?", (assessment, assessment)
        ).fetchone()
        if root is None:
            raise SyncError("assessment_unknown")
        state = connection.execute(
            "select count(*), max(rowid), count(body) from record where assessment = ? and space = ?",
            (assessment, root["space"]),
        ).fetchone()
        marker = (state[0] + state[2], state[1])
        with self._guard:
            known = self._rights.get(assessment)
        if known is not None and known[0] == marker:
            return known[1]
        rows = connection.execute(
            f"select {RECORD_COLUMNS} from record where assessment = ? and space = ?", (assessment, root["space"])
        )
        rights = fold_rights(assessment, [record_from(row) for row in rows])
        with self._guard:
            self._rights[assessment] = (marker, rights)
        return rights

    def have(self, assessment: bytes, space: bytes) -> HaveList:
        """Return what is here of a space, without logs of writers that nobody introduced."""
        with self._core.database.read() as connection:
            introduced = self._introduced(connection, assessment)
            begins, ends = begins_and_ends(connection, assessment, space)
            logs: dict[bytes, tuple[Range, ...]] = {}
            for writer, found in ends.items():
                if writer not in introduced:
                    continue
                if len(found) == 1 and len(begins.get(writer, ())) == 1:
                    seq, identity = found[0]
                    logs[writer] = (Range(begins[writer][0], seq, identity[:TAIL]),)
                else:
                    logs[writer] = ranges_of(self._log(connection, assessment, space, writer))
        return HaveList(logs)

    def _introduced(self, connection: Connection, assessment: bytes) -> frozenset[bytes]:
        try:
            return self._rights_in(connection, assessment).introduced
        except SyncError:
            return frozenset()

    def _log(
        self, connection: Connection, assessment: bytes, space: bytes, writer: bytes
    ) -> list[tuple[int, bytes, bytes]]:
        rows = connection.execute(
            "select seq, id, prev from record where assessment = ? and space = ? and writer = ?",
            (assessment, space, writer),
        )
        return [(row["seq"], row["id"], row["prev"]) for row in rows]

    def read(self, assessment: bytes, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """Yield wanted records that are here by (writer, seq, id); what `have` leaves out is not given."""
        with self._core.database.read() as connection:
            introduced = self._introduced(connection, assessment)
        for writer in sorted(writer for writer in wanted if writer in introduced):
            for first, last in wanted[writer]:
                yield from self._read_range(assessment, space, writer, first, last)

    def _read_range(self, assessment: bytes, space: bytes, writer: bytes, first: int, last: int) -> Iterator[Record]:
        after = (first, b"")
        while True:
            with self._core.database.read() as connection:
                rows = connection.execute(
                    f"""select {RECORD_COLUMNS}, seq, id from record where assessment = ? and space = ? and writer = ?
                        and (seq, id) > (?, ?) and seq <= ? order by seq, id limit ?""",
                    (assessment, space, writer, *after, last, PAGE),
                ).fetchall()
            yield from (record_from(row) for row in rows)
            if len(rows) < PAGE:
                return
            after = (rows[-1]["seq"], rows[-1]["id"])

    def ids(self, assessment: bytes, space: bytes, writer: bytes) -> tuple[tuple[int, bytes], ...]:
        """Return (seq, id) of every record of one log that is here, sorted."""
        with self._core.database.read() as connection:
            return tuple(
                sorted((seq, identity) for seq, identity, _ in self._log(connection, assessment, space, writer))
            )

    def get(self, assessment: bytes, record: bytes) -> Record | None:
        """Return one record by id."""
        with self._core.database.read() as connection:
            row = connection.execute(
                f"select {RECORD_COLUMNS} from record where assessment = ? and id = ?", (assessment, record)
            ).fetchone()
        return record_from(row) if row is not None else None

    def lacks(self, assessment: bytes, space: bytes) -> tuple[bytes, ...]:
        """Return ids of records whose bodies are not here though they are not erased, sorted."""
        with self._core.database.read() as connection:
            introduced = self._introduced(connection, assessment)
            rows = connection.execute(
                "select id, writer from record where assessment = ? and space = ? and body is null", (assessment, space)
            )
            return tuple(sorted(row["id"] for row in rows if row["writer"] in introduced))

    def standing(self, assessment: bytes, record: bytes) -> Standing:
        """Say whether a record counts, waits, or is set aside and why; by the set of records that is here alone."""
        with self._core.database.read() as connection:
            row = connection.execute(
                f"select {RECORD_COLUMNS} from record where assessment = ? and id = ?", (assessment, record)
            ).fetchone()
            if row is None:
                raise SyncError("record_unknown")
            stored = record_from(row)
            fork = forked_at(connection, assessment, stored.head.space, stored.head.writer)
            return self._stand(connection, self._rights_in(connection, assessment), assessment, stored, fork)

    # -- writing -----------------------------------------------------------------------------------------------------

    def take(self, assessment: bytes, space: bytes, records: Sequence[Record], *, link: str = "") -> list[Result]:
        """Store records and say of each, in order, what became of it; taking again changes nothing."""
        arrivals = [look_at(record, assessment=assessment, space=space) for record in records]
        return self._core.writer.run(self._take, assessment, arrivals, link)

    def _take(self, assessment: bytes, arrivals: Sequence[Arrival], link: str) -> list[Result]:
        connection = self._core.writer.connection
        before = self._rights_or_none(connection, assessment)
        if before is None and not any(_founds(arrival, assessment) for arrival in arrivals):
            return [Result(each.id, Status.REFUSED, "assessment_unknown") for each in arrivals]
        load = LinkLoad(connection, assessment, link, self._introduced_with(connection, assessment, arrivals))
        early: list[Result | None] = []
        changed: list[bytes] = []
        for arrival in arrivals:
            early.append(self._take_one(connection, assessment, arrival, link, load))
            if early[-1] is None:
                changed.append(arrival.id)
        if changed:
            self._retire_overtaken_writer(connection, assessment, changed)
            self._settle(connection, assessment, changed, before)
            if self.after_rights is not None and self._rights_or_none(connection, assessment) is not before:
                self.after_rights(assessment)
        return [
            result or arrival.refusal or self._result(connection, assessment, arrival.id)
            for arrival, result in zip(arrivals, early, strict=True)
        ]

    def _take_one(
        self, connection: Connection, assessment: bytes, arrival: Arrival, link: str, load: LinkLoad
    ) -> Result | None:
        """Put a record in; return its result where that is clear already."""
        record = arrival.record
        if record is None:
            return arrival.refusal
        there = find_record(connection, assessment, arrival.id)
        if there is not None:
            if there["body"] is not None or record.body is None:
                return arrival.refusal or Result(arrival.id, Status.KNOWN)
            complete_record(connection, assessment, record)
            return None
        if past_fork(connection, assessment, record.head) >= 2 * limits.BRANCH:
            return Result(arrival.id, Status.REFUSED, "fork_limit")
        if not load.admits(record.head.writer, record.size):
            return Result(arrival.id, Status.REFUSED, "too_many_unknown")
        insert_record(connection, assessment, record, received=self._now(), link=link)
        return None

    def keep_own(self, assessment: bytes, record: Record, *, may_wait: bool = False) -> None:
        """Store and fold a record just made here; part of the piece of work that made it.

        Raises:
            StorageError: `not-allowed`, the rights as they stand would set it aside.
        """
        connection = self._core.writer.connection
        before = self._rights_or_none(connection, assessment)
        insert_record(connection, assessment, record, received=self._now(), link="", mine=True)
        self._settle(connection, assessment, [record.id], before)
        stands = find_record(connection, assessment, record.id)
        if stands is None or (stands["standing"] != State.COUNTS.value and not may_wait):
            raise StorageError("not-allowed")

    def log_head(self, assessment: bytes, space: bytes, writer: bytes) -> LogHead | None:
        """Return the last record of a log, None when it has none."""
        with self._core.database.read() as connection:
            row = connection.execute(
                """select seq, id, tick from record where assessment = ? and space = ? and writer = ?
                   order by seq desc limit 1""",
                (assessment, space, writer),
            ).fetchone()
        return LogHead(*row) if row is not None else None

    def parent(self, assessment: bytes, record: bytes) -> Parent:
        """Return a record that is here as something another one builds on. Raises SyncError: `record_unknown`."""
        stored = self.get(assessment, record)
        if stored is None:
            raise SyncError("record_unknown")
        return parent_of(stored)

    def _now(self) -> int:
        return milliseconds(self._core.clock())

    def _rights_or_none(self, connection: Connection, assessment: bytes) -> Rights | None:
        try:
            return self._rights_in(connection, assessment)
        except SyncError:
            return None

    def _introduced_with(
        self, connection: Connection, assessment: bytes, arrivals: Sequence[Arrival]
    ) -> frozenset[bytes]:
        """Return the writers that are introduced once the given records are here as well."""
        shown = self._introduced(connection, assessment)
        given = [arrival.record for arrival in arrivals if arrival.record is not None]
        if all(record.head.writer in shown for record in given):
            return shown
        rows = connection.execute(
            f"""select {RECORD_COLUMNS} from record where assessment = ? and space in
                (select space from record where assessment = ? and id = ?)""",
            (assessment, assessment, assessment),
        )
        try:
            return fold_rights(assessment, [*(record_from(row) for row in rows), *given]).introduced
        except SyncError:
            return shown

    def _retire_overtaken_writer(self, connection: Connection, assessment: bytes, fresh: Sequence[bytes]) -> None:
        """A record of mine that I lacked came back: this workspace is an older copy. A new writer must follow."""
        for identity in fresh:
            connection.execute(
                """update own_writer set retired = ? where retired is null and writer =
                   (select writer from record where assessment = ? and id = ?)""",
                (self._core.now(), assessment, identity),
            )

    def _settle(self, connection: Connection, assessment: bytes, fresh: Sequence[bytes], before: Rights | None) -> None:
        """Say anew how records stand that the fresh ones may bear on, and fold what changed."""
        rights = self._rights_or_none(connection, assessment)
        if rights is None:
            return
        changed: list[bytes] = []
        forks: dict[tuple[bytes, bytes], int | None] = {}
        for row in affected(connection, assessment, fresh, tuple(_moved_writers(before, rights))):
            log = (row["space"], row["writer"])
            if log not in forks:
                forks[log] = forked_at(connection, assessment, *log)
            standing = self._stand(connection, rights, assessment, record_from(row), forks[log])
            if (standing.state.value, standing.why) != (row["standing"], row["why"]) or row["id"] in fresh:
                set_standing(connection, row["rowid"], standing)
                changed.append(row["id"])
        self._folding.changed(connection, rights, changed, rights_moved=before is not rights)

    def _stand(
        self, connection: Connection, rights: Rights, assessment: bytes, record: Record, fork: int | None
    ) -> Standing:
        return judge(
            record,
            rights=rights,
            link_of=lambda parent: link_of(connection, assessment, parent),
            forked_at=fork,
        )

    def _result(self, connection: Connection, assessment: bytes, identity: bytes) -> Result:
        row = find_record(connection, assessment, identity)
        if row is None:
            raise SyncError("record_unknown")
        return result_of(identity, Standing(State(row["standing"]), row["why"]))


def _founds(arrival: Arrival, assessment: bytes) -> bool:
    return arrival.id == assessment and arrival.record is not None and arrival.record.body is not None


def _moved_writers(before: Rights | None, after: Rights | None) -> Iterator[bytes]:
    """Yield writers whose roles or spaces differ between two states of rights."""
    if after is None or before is after:
        return
    old = before.writers if before is not None else {}
    for writer in {*old, *after.writers}:
        was = before.person_of(writer) if before is not None else None
        now = after.person_of(writer)
        if was is None or now is None or (was.roles, was.spaces) != (now.roles, now.spaces):
            yield writer
