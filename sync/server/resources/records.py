"""Have lists, batches, reading, ids and lacks: what clients ask about records of a space."""

from __future__ import annotations

import itertools

from sync.errors import RecordRefused
from sync.exchange.have import HaveList
from sync.exchange.results import Result, Status
from sync.protocol.batch import Batch, decode_batch, encode_batch, encode_batches
from sync.protocol.messages import (
    BatchAnswer,
    HaveAnswer,
    IdsAnswer,
    IdsRequest,
    LacksAnswer,
    ReadRequest,
    ResultLine,
    SpaceRequest,
)
from sync.records import limits
from sync.records.canonical import Octets
from sync.records.record import Record
from sync.server.access import Principal
from sync.server.problems import Problem
from sync.server.service import Service

HELD = (Status.STORED, Status.KNOWN, Status.ASIDE)


def have(service: Service, who: Principal, request: SpaceRequest) -> HaveAnswer:
    """List what is here of a space, as far as he may fetch it. Raises Problem: 403."""
    only = who.writers(request.space)
    held = service.store.have(who.assessment, request.space)
    if only is not None:
        held = HaveList({writer: ranges for writer, ranges in held.logs.items() if writer in only})
    equal = held.digest == request.digest
    return HaveAnswer(digest=Octets(held.digest), logs=None if equal else held.to_value(), own_only=only is not None)


def ids(service: Service, who: Principal, request: IdsRequest) -> IdsAnswer:
    """List the ids of one log. Raises Problem: 403."""
    only = who.writers(request.space)
    if only is not None and request.writer not in only:
        raise Problem(403, "space_closed")
    found = service.store.ids(who.assessment, request.space, request.writer)
    return IdsAnswer(ids=tuple((seq, Octets(identity)) for seq, identity in found))


def read(service: Service, who: Principal, request: ReadRequest) -> bytes:
    """Return one batch of what he wants, as full as the limits allow; an empty one when nothing of it is here.

    Raises:
        Problem: 403; 400 for more than 2,000 ids or 10,000 logs.
    """
    only = who.writers(request.space)
    assessment, space = who.assessment, bytes(request.space)
    if len(request.ids) > limits.BATCH_RECORDS or len(request.wanted) > limits.LOGS:
        raise Problem(400, "too_many_items", limit=limits.BATCH_RECORDS)
    wanted = {bytes(writer): ranges for writer, ranges in request.wanted if only is None or bytes(writer) in only}
    by_id = (service.store.get(assessment, bytes(identity)) for identity in request.ids)
    single = (
        record
        for record in by_id
        if record is not None and record.head.space == space and (only is None or record.head.writer in only)
    )
    batches = encode_batches(assessment, space, itertools.chain(single, service.store.read(assessment, space, wanted)))
    first = next(batches, None)
    return encode_batch(Batch(assessment, space, ())) if first is None else first[1]


def batch(service: Service, who: Principal, data: bytes) -> BatchAnswer:
    """Store a batch; one result for each record, and a receipt for what is held now.

    Raises:
        ProtocolRefused: it is no batch, or over the limits.
        Problem: 403, 400.
    """
    given = decode_batch(data)
    if given.assessment != who.assessment:
        raise Problem(400, "wrong_assessment")
    who.writers(given.space)
    results: list[Result | None] = [_refusal(who, given.space, record) for record in given.records]
    allowed = [record for record, result in zip(given.records, results, strict=True) if result is None]
    stored = iter(service.store.take(given.assessment, given.space, allowed, link=who.link))
    final = [result or next(stored) for result in results]
    held = [result.id for result in final if result.status in HELD]
    return BatchAnswer(
        results=tuple(ResultLine(id=Octets(result.id), status=result.status.value, why=result.why) for result in final),
        receipt=Octets(service.receipt(given.assessment, held)),
    )


def _refusal(who: Principal, space: bytes, record: Record) -> Result | None:
    """Return the refusal of a record he may not bring; what is no record at all is left to the store."""
    try:
        allowed = who.may_give(space, record)
    except RecordRefused:
        return None
    return None if allowed else Result(record.id, Status.REFUSED, "not_yours_to_give")


def lacks(service: Service, who: Principal, request: SpaceRequest) -> LacksAnswer:
    """List records whose bodies are not here. Raises Problem: 403."""
    only = who.writers(request.space)
    missing = service.store.lacks(who.assessment, request.space, writers=only)
    return LacksAnswer(ids=tuple(Octets(identity) for identity in missing))
