"""Look at a record that arrives before anything is stored: form, signature, place, body; pure, shared by all stores."""

from __future__ import annotations

from dataclasses import dataclass

from sync.errors import RecordRefused
from sync.exchange.results import Result, Status
from sync.records import limits
from sync.records.header import Header, record_id
from sync.records.kinds.root import KIND as ROOT
from sync.records.record import Record, check_body, verify_header
from sync.records.standing import Standing, State


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record that arrived.

    Args:
        id: SHA-256 over its header bytes.
        record: What to store; None when nothing is. Its body is gone when it was refused.
        refusal: The result when it, or its body, is refused; else None.
    """

    id: bytes
    record: Record | None
    refusal: Result | None = None


def look_at(record: Record, *, assessment: bytes, space: bytes) -> Arrival:
    """Check a record that was sent for a space of an assessment.

    A header with a good signature is stored even if its body is not: one bad body never blocks a log.
    """
    identity = record_id(record.header)
    try:
        if len(record.header) > limits.HEADER:
            raise RecordRefused("too_large", size=len(record.header), limit=limits.HEADER)
        header = verify_header(record)
    except RecordRefused as error:
        status = Status.NEWER if error.code == "newer" else Status.REFUSED
        return Arrival(identity, None, Result(identity, status, "" if error.code == "newer" else error.code))
    if not _belongs(header, identity, assessment, space):
        return Arrival(identity, None, Result(identity, Status.REFUSED, "other_space"))
    if record.body is None and record.salt is None:
        return Arrival(identity, record)
    try:
        check_body(record)
    except RecordRefused as error:
        return Arrival(identity, record.without_body(), Result(identity, Status.REFUSED, error.code))
    return Arrival(identity, record)


def result_of(identity: bytes, standing: Standing) -> Result:
    """Return the result for a record that was stored."""
    if standing.state is State.ASIDE and standing.why != "body_missing":
        return Result(identity, Status.ASIDE, standing.why)
    return Result(identity, Status.STORED)


def _belongs(header: Header, identity: bytes, assessment: bytes, space: bytes) -> bool:
    if header.space != space:
        return False
    if header.assessment:
        return header.assessment == assessment
    return identity == assessment and header.kind == ROOT and header.seq == 1
