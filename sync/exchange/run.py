"""Carry out an exchange of records between a store of ours and a peer, space by space; who moves bytes is the peer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sync.errors import SyncError
from sync.exchange.have import HaveList
from sync.exchange.plan import Plan, plan_log, plan_space, unequal_logs
from sync.exchange.ports import RecordStore, Wanted
from sync.exchange.results import SETTLED, Result
from sync.records import limits
from sync.records.record import Record
from sync.records.rights import Access, Rights


class Peer(Protocol):
    """The other side, about one assessment: a server over HTTP, or another store in memory."""

    def have(self, space: bytes, digest: bytes) -> HaveList | None:
        """Return what it has of a space, as far as we may fetch it; None when its list has this digest."""
        ...

    def ids(self, space: bytes, writer: bytes) -> Sequence[tuple[int, bytes]]:
        """Return (seq, id) of every record of one log it has."""
        ...

    def read(self, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """Yield wanted records."""
        ...

    def read_ids(self, space: bytes, ids: Sequence[bytes]) -> Iterator[Record]:
        """Yield records by id."""
        ...

    def send(self, space: bytes, records: Iterator[Record]) -> Iterator[Result]:
        """Give it records and yield what became of each, in order."""
        ...


@dataclass(slots=True)
class Report:
    """What an exchange of one space did.

    Args:
        equal: Both sides have the same set now, as far as we may fetch it.
        sent, taken: Results of records we gave and of records we took.
        left: Results of records that are not settled: needs a person or a later try.
    """

    space: bytes
    equal: bool = False
    sent: int = 0
    taken: int = 0
    left: list[Result] = field(default_factory=list)


def exchange_space(
    store: RecordStore,
    peer: Peer,
    assessment: bytes,
    space: bytes,
    *,
    own: frozenset[bytes] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Make the sets of one space equal on both sides.

    Args:
        own: Only logs of these writers (access OWN); None for all.
        is_cancelled: Asked between batches; what was done stays done.
    """
    report = Report(space)
    for by_ids in (False, True):
        mine = _mine(store, assessment, space, own)
        theirs = peer.have(space, mine.digest)
        if theirs is None:
            report.equal = True
            return report
        plan = plan_space(mine, theirs)
        writers = unequal_logs(mine, theirs) if by_ids else plan.compare
        _carry_out(store, peer, assessment, report, Plan() if by_ids else plan, writers, is_cancelled)
        if is_cancelled():
            return report
    mine = _mine(store, assessment, space, own)
    report.equal = peer.have(space, mine.digest) is None
    return report


def own_writers(rights: Rights, person: bytes, space: bytes) -> frozenset[bytes] | None:
    """Return the writers to which an exchange of a space is limited for a person; None: all may be fetched."""
    if rights.access(person, space) is Access.ALL:
        return None
    somebody = rights.people.get(person)
    return frozenset(somebody.writers if somebody is not None else ())


def check_known(rights: Rights) -> None:
    """Stop when a newer Groundup wrote rights this version does not understand.

    Raises:
        SyncError: `rights_newer`.
    """
    if rights.unknown_kinds:
        raise SyncError("rights_newer", kinds=", ".join(rights.unknown_kinds))


def only(have: HaveList, writers: frozenset[bytes] | None) -> HaveList:
    """Return the have list with the logs of these writers alone; all when None."""
    if writers is None:
        return have
    return HaveList({writer: ranges for writer, ranges in have.logs.items() if writer in writers})


def _mine(store: RecordStore, assessment: bytes, space: bytes, own: frozenset[bytes] | None) -> HaveList:
    return only(store.have(assessment, space), own)


def _carry_out(
    store: RecordStore,
    peer: Peer,
    assessment: bytes,
    report: Report,
    plan: Plan,
    writers: Sequence[bytes],
    is_cancelled: Callable[[], bool],
) -> None:
    """Send and take what a plan says, and compare these writers' logs by their ids."""
    space = report.space
    send_ids: list[bytes] = []
    ask_ids: list[bytes] = []
    tried = {result.id for result in report.left}  # sending it again in this exchange would change nothing
    for writer in writers:
        to_send, to_ask = plan_log(store.ids(assessment, space, writer), peer.ids(space, writer))
        send_ids += [identity for identity in to_send if identity not in tried]
        ask_ids += [identity for identity in to_ask if identity not in tried]
    given = _records(store, assessment, space, plan, send_ids)
    for result in peer.send(space, _until(given, is_cancelled)):
        report.sent += 1
        if result.status not in SETTLED:
            report.left.append(result)
    for source in (
        peer.read(space, plan.ask) if plan.ask else iter(()),
        peer.read_ids(space, ask_ids) if ask_ids else iter(()),
    ):
        for group in _groups(_until(source, is_cancelled)):
            results = store.take(assessment, space, group, link="peer")
            report.taken += len(results)
            report.left += [result for result in results if result.status not in SETTLED]


def _records(store: RecordStore, assessment: bytes, space: bytes, plan: Plan, ids: Sequence[bytes]) -> Iterator[Record]:
    if plan.send:
        yield from store.read(assessment, space, plan.send)
    for identity in ids:
        record = store.get(assessment, identity)
        if record is not None:
            yield record


def _until(records: Iterator[Record], is_cancelled: Callable[[], bool]) -> Iterator[Record]:
    for record in records:
        if is_cancelled():
            return
        yield record


def _groups(records: Iterator[Record]) -> Iterator[list[Record]]:
    group: list[Record] = []
    for record in records:
        group.append(record)
        if len(group) == limits.BATCH_RECORDS:
            yield group
            group = []
    if group:
        yield group
