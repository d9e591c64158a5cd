"""What becomes of given records around the transaction that stores them: rows before it, results after it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.errors import RecordRefused
from sync.exchange.intake import Arrival, look_at, result_of
from sync.exchange.results import Result, Status
from sync.records.canonical import from_text
from sync.records.header import ID_SIZE
from sync.records.judge import attachments_of
from sync.records.kinds.attachment import AttachmentName
from sync.records.record import Record
from sync.records.standing import Standing
from sync.server.queries.attachments import NamedAttachment
from sync.server.queries.records import StoredRow

MAX_INSTANCE = 200  # characters; a longer name of a submission is shown nowhere


@dataclass(frozen=True)
class Checked:
    """A given record after verification: what to store of it, or why nothing is."""

    arrival: Arrival
    row: StoredRow | None
    names: tuple[AttachmentName, ...] = ()


@dataclass(frozen=True)
class Inserted:
    """What a transaction did: records that were here before, and those it left out with the reason."""

    known: frozenset[bytes]
    left_out: Mapping[bytes, str]


def check(assessment: bytes, space: bytes, record: Record, *, link: bytes, now: int) -> Checked:
    """Verify one record; it becomes a row whenever its header is good."""
    arrival = look_at(record, assessment=assessment, space=space)
    kept = arrival.record
    if kept is None:
        return Checked(arrival, None)
    header = kept.head
    instance, form = _about(kept)
    row = StoredRow(
        assessment=assessment,
        space=space,
        writer=header.writer,
        seq=header.seq,
        id=arrival.id,
        prev=header.prev,
        kind=header.kind,
        tick=header.tick,
        instance=instance,
        form=form,
        header=kept.header,
        signature=kept.signature,
        salt=kept.salt,
        body=kept.body,
        why=arrival.refusal.why if arrival.refusal is not None else "",
        size=kept.size,
        link=link,
        arrived_ms=now,
    )
    return Checked(arrival, row, attachments_of(kept))


def _about(record: Record) -> tuple[str, bytes]:
    """Return the submission and the form version a record is about, as far as its body says so openly."""
    if record.body is None:
        return "", b""
    value = record.value()
    if not isinstance(value, dict):
        return "", b""
    instance, form = value.get("instance", ""), value.get("form", "")
    known = instance if isinstance(instance, str) and len(instance) <= MAX_INSTANCE else ""
    try:
        return known, from_text(form, length=ID_SIZE) if isinstance(form, str) and form else b""
    except RecordRefused:
        return known, b""


def as_record(row: StoredRow) -> Record:
    """Return a row as the record that travels."""
    return Record(row.header, row.signature, row.salt, row.body)


def completed(before: dict[bytes, StoredRow], good: dict[bytes, Checked]) -> list[StoredRow]:
    """Return the given rows whose bodies were lacking here, in key order."""
    given = [good[identity].row for identity, row in before.items() if row.body is None]
    found = [row for row in given if row is not None and row.body is not None]
    return sorted(found, key=lambda row: (row.writer, row.seq, row.id))


def named(assessment: bytes, space: bytes, kept: Iterable[Checked]) -> list[NamedAttachment]:
    """Return which of the stored records name which attachments."""
    return [
        NamedAttachment(assessment, bytes(name.sha256), each.arrival.id, space, name.size)
        for each in kept
        for name in each.names
    ]


def founding(kept: Iterable[Checked]) -> list[tuple[bytes, bytes]]:
    """Return (assessment, rights space) of the root records among `kept`."""
    return [
        (each.row.id, each.row.space)
        for each in kept
        if each.row is not None and each.row.id == each.row.assessment and each.row.body is not None
    ]


def past_fork(log: Mapping[int, set[bytes]], seq: int) -> int:
    """Return how many records a log holds from its fork on, when a record numbered `seq` would lie there too."""
    fork = min((number for number, ids in log.items() if len(ids) > 1), default=None)
    if fork is None or seq < fork:
        return 0
    return sum(len(ids) for number, ids in log.items() if number >= fork)


def once_each(checked: Iterable[Checked]) -> dict[bytes, Checked]:
    """Return id -> what to store, the one with a body where a record was given twice."""
    good: dict[bytes, Checked] = {}
    for each in checked:
        before = good.get(each.arrival.id)
        if each.row is not None and (before is None or before.row is None or before.row.body is None):
            good[each.arrival.id] = each
    return good


def results_of(checked: Sequence[Checked], done: Inserted, standings: Mapping[bytes, Standing]) -> list[Result]:
    """Return one result for each given record; a record given twice is known the second time."""
    results: list[Result] = []
    seen = set(done.known)
    for each in checked:
        results.append(_result(each, seen, done.left_out, standings))
        if results[-1].status is not Status.REFUSED:
            seen.add(each.arrival.id)
    return results


def _result(
    each: Checked, known: set[bytes], left_out: Mapping[bytes, str], standings: Mapping[bytes, Standing]
) -> Result:
    identity = each.arrival.id
    if each.arrival.refusal is not None:
        return each.arrival.refusal
    if identity in left_out:
        return Result(identity, Status.REFUSED, left_out[identity])
    if identity in known:
        return Result(identity, Status.KNOWN)
    return result_of(identity, standings[identity])
