"""A store of records in memory: the twin of the laptop's and the server's, for tests and for looking into files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sync.errors import SyncError
from sync.exchange.have import HaveList, have_of
from sync.exchange.intake import Arrival, look_at, result_of
from sync.exchange.ports import Wanted
from sync.exchange.results import Result, Status
from sync.records import limits
from sync.records.judge import attachments_of, is_unknown, judge
from sync.records.kinds.attachment import AttachmentName
from sync.records.record import Record
from sync.records.rights import Rights
from sync.records.rights_fold import fold_rights
from sync.records.standing import Link, Standing

Log = tuple[bytes, bytes]  # space, writer


@dataclass(slots=True)
class _Assessment:
    """Everything of one assessment."""

    rights_space: bytes
    records: dict[bytes, Record] = field(default_factory=dict)
    logs: dict[Log, dict[int, set[bytes]]] = field(default_factory=dict)
    forks: dict[Log, int] = field(default_factory=dict)  # lowest number two different records share
    links: dict[bytes, str] = field(default_factory=dict)  # record id -> link it came by
    attachments: dict[bytes, bytes] = field(default_factory=dict)
    unfinished: dict[bytes, bytearray] = field(default_factory=dict)
    rights: Rights | None = None


class MemoryStore:
    """Implements `ports.RecordStore` and `ports.AttachmentStore`."""

    def __init__(self) -> None:
        self._assessments: dict[bytes, _Assessment] = {}

    def assessments(self) -> tuple[bytes, ...]:
        """Return the ids of assessments whose root record is here."""
        return tuple(sorted(self._assessments))

    def rights(self, assessment: bytes) -> Rights:
        """Return the folded rights of an assessment."""
        known = self._get(assessment)
        if known.rights is None:
            mine = (each for each in known.records.values() if each.head.space == known.rights_space)
            known.rights = fold_rights(assessment, mine)
        return known.rights

    def have(self, assessment: bytes, space: bytes) -> HaveList:
        """Return what is here of a space, without logs of writers that nobody introduced."""
        return have_of(
            (record.head.writer, record.head.seq, record.id, record.head.prev)
            for record in self._shown(assessment, space)
        )

    def read(self, assessment: bytes, space: bytes, wanted: Wanted) -> Iterator[Record]:
        """Yield wanted records by (writer, seq, id)."""
        for record in self._shown(assessment, space):
            ranges = wanted.get(record.head.writer, ())
            if any(first <= record.head.seq <= last for first, last in ranges):
                yield record

    def ids(self, assessment: bytes, space: bytes, writer: bytes) -> tuple[tuple[int, bytes], ...]:
        """Return (seq, id) of every record of one log that is here, sorted."""
        log = self._get(assessment).logs.get((space, writer), {})
        return tuple(sorted((seq, identity) for seq, ids in log.items() for identity in ids))

    def get(self, assessment: bytes, record: bytes) -> Record | None:
        """Return one record by id."""
        return self._get(assessment).records.get(record)

    def lacks(self, assessment: bytes, space: bytes) -> tuple[bytes, ...]:
        """Return ids of records whose bodies are not here, sorted."""
        return tuple(sorted(record.id for record in self._shown(assessment, space) if record.body is None))

    def take(self, assessment: bytes, space: bytes, records: Sequence[Record], *, link: str = "") -> list[Result]:
        """Store records and say of each, in order, what became of it."""
        arrivals = [look_at(record, assessment=assessment, space=space) for record in records]
        if assessment not in self._assessments and not self._found(assessment, arrivals):
            return [Result(each.id, Status.REFUSED, "assessment_unknown") for each in arrivals]
        known = self._assessments[assessment]
        early = [self._store(known, arrival, link) for arrival in arrivals]
        if space == known.rights_space:
            known.rights = None
        return [
            result or self._settle(assessment, arrival, link) for arrival, result in zip(arrivals, early, strict=True)
        ]

    def standing(self, assessment: bytes, record: bytes) -> Standing:
        """Say whether a record counts, waits, or is set aside and why."""
        known = self._get(assessment)
        stored = known.records[record]
        return judge(
            stored,
            rights=self.rights(assessment),
            link_of=lambda identity: _link(known.records.get(identity)),
            forked_at=known.forks.get((stored.head.space, stored.head.writer)),
        )

    def missing(self, assessment: bytes, space: bytes) -> tuple[AttachmentName, ...]:
        """Return attachments named by live bodies of the space and not wholly here, small first."""
        here = self._get(assessment).attachments
        names = {name.sha256: name for name in self._named(assessment, space) if name.sha256 not in here}
        return tuple(sorted(names.values(), key=lambda name: (name.size, name.sha256)))

    def names(self, assessment: bytes, space: bytes, sha256: bytes) -> AttachmentName | None:
        """Return the attachment when a live body of that space names it."""
        return next((name for name in self._named(assessment, space) if name.sha256 == sha256), None)

    def has(self, assessment: bytes, sha256: bytes) -> bool:
        """Tell whether all bytes are here and verified."""
        return sha256 in self._get(assessment).attachments

    def offset(self, assessment: bytes, sha256: bytes) -> int:
        """Return how many bytes are here, from the start."""
        known = self._get(assessment)
        return len(known.attachments.get(sha256, known.unfinished.get(sha256, b"")))

    def open(self, assessment: bytes, sha256: bytes, offset: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a whole attachment from `offset` on."""
        data = self._get(assessment).attachments.get(sha256)
        if data is None:
            raise SyncError("attachment_missing")
        return iter((data[offset:],))

    def append(self, assessment: bytes, sha256: bytes, offset: int, piece: bytes) -> int:
        """Add a piece and return the new offset; a piece that is already here is skipped."""
        known = self._get(assessment)
        size = self._size_of(assessment, sha256)
        if sha256 in known.attachments:
            return size
        data = known.unfinished.setdefault(sha256, bytearray())
        if offset > len(data):
            raise SyncError("attachment_gap", offset=len(data))
        if offset + len(piece) > size:
            raise SyncError("attachment_too_large", size=offset + len(piece), limit=size)
        data.extend(piece[len(data) - offset :])
        return len(data)

    def finish(self, assessment: bytes, sha256: bytes) -> bool:
        """Verify the whole; False: it was not what its hash says and has been dropped."""
        known = self._get(assessment)
        if sha256 in known.attachments:
            return True
        data = bytes(known.unfinished.pop(sha256, b""))
        if hashlib.sha256(data).digest() != sha256:
            return False
        known.attachments[sha256] = data
        return True

    def _get(self, assessment: bytes) -> _Assessment:
        if assessment not in self._assessments:
            raise SyncError("assessment_unknown")
        return self._assessments[assessment]

    def _shown(self, assessment: bytes, space: bytes) -> list[Record]:
        rights = self.rights(assessment)
        records = self._get(assessment).records.values()
        shown = [each for each in records if each.head.space == space and not is_unknown(each.head, rights)]
        return sorted(shown, key=lambda each: (each.head.writer, each.head.seq, each.id))

    def _named(self, assessment: bytes, space: bytes) -> Iterator[AttachmentName]:
        for record in self._shown(assessment, space):
            yield from attachments_of(record)

    def _size_of(self, assessment: bytes, sha256: bytes) -> int:
        spaces = {record.head.space for record in self._get(assessment).records.values()}
        for space in sorted(spaces):
            name = self.names(assessment, space, sha256)
            if name is not None:
                return name.size
        raise SyncError("attachment_unnamed")

    def _found(self, assessment: bytes, arrivals: Sequence[Arrival]) -> bool:
        for arrival in arrivals:
            if arrival.id == assessment and arrival.record is not None and arrival.record.body is not None:
                self._assessments[assessment] = _Assessment(arrival.record.head.space)
                return True
        return False

    def _store(self, known: _Assessment, arrival: Arrival, link: str) -> Result | None:
        """Put a record in; return its result where that is clear already."""
        record = arrival.record
        if record is None:
            return arrival.refusal
        before = known.records.get(arrival.id)
        if before is not None:
            if before.body is not None or record.body is None:
                return arrival.refusal or Result(arrival.id, Status.KNOWN)
            known.records[arrival.id] = record
            return None
        place = (record.head.space, record.head.writer)
        seq = record.head.seq
        log = known.logs.setdefault(place, {})
        if _past_fork(log, known.forks.get(place), seq) >= 2 * limits.BRANCH:
            return Result(arrival.id, Status.REFUSED, "fork_limit")
        if log.setdefault(seq, set()):
            known.forks[place] = min(seq, known.forks.get(place, seq))
        log[seq].add(arrival.id)
        known.records[arrival.id] = record
        known.links[arrival.id] = link
        return None

    def _settle(self, assessment: bytes, arrival: Arrival, link: str) -> Result:
        """Say what became of a record that is in, now that all of its batch are."""
        known = self._assessments[assessment]
        record = known.records[arrival.id]
        if link and is_unknown(record.head, self.rights(assessment)) and self._too_many(assessment, link):
            self._drop(known, record)
            return Result(arrival.id, Status.REFUSED, "too_many_unknown")
        return arrival.refusal or result_of(arrival.id, self.standing(assessment, arrival.id))

    def _too_many(self, assessment: bytes, link: str) -> bool:
        known, rights = self._assessments[assessment], self.rights(assessment)
        unknown = [
            each.size
            for identity, each in known.records.items()
            if known.links.get(identity) == link and is_unknown(each.head, rights)
        ]
        return len(unknown) > limits.UNKNOWN_RECORDS or sum(unknown) > limits.UNKNOWN_BYTES

    def _drop(self, known: _Assessment, record: Record) -> None:
        head = record.head
        del known.records[record.id]
        place = (head.space, head.writer)
        log = known.logs[place]
        log[head.seq].discard(record.id)
        forks = [seq for seq, ids in log.items() if len(ids) > 1]
        known.forks.pop(place, None)
        if forks:
            known.forks[place] = min(forks)
        if head.space == known.rights_space:
            known.rights = None


def _link(record: Record | None) -> Link | None:
    if record is None:
        return None
    head = record.head
    return Link(head.space, head.writer, head.seq, head.tick)


def _past_fork(log: dict[int, set[bytes]], fork: int | None, seq: int) -> int:
    """Return how many records a log holds from its fork on, when a record numbered `seq` would lie there too."""
    if fork is None or seq < fork:
        return 0
    return sum(len(ids) for number, ids in log.items() if number >= fork)
