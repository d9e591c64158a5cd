"""Joining with a code: find the assessment on the server, fetch its rights and plan with the invitation's key."""

from __future__ import annotations

from dataclasses import dataclass

from sync.client.entry import INVITATION, SignIn, ask_identity, look_up, sign_in
from sync.client.peer import HttpPeer
from sync.client.transport import Transport
from sync.errors import SyncError
from sync.exchange.ports import RecordStore
from sync.protocol.receipts import Receipt
from sync.records import limits
from sync.records.header import MAX_SEQ
from sync.records.keys import invitation_seed
from sync.records.record import Record

MAX_RECORDS = 50_000  # of one space, held in memory while joining; more is no assessment of people


@dataclass(frozen=True, slots=True)
class Found:
    """The assessment an invitation belongs to: its id, the invitation's record, and the server's public key."""

    assessment: bytes
    invitation: bytes
    server: bytes


def join(store: RecordStore, transport: Transport, code: str) -> Found:
    """Fetch the rights and the plan of the assessment a code invites into; the caller then writes his admission.

    Raises:
        KeyRefused: `code_shape`. Refused: `invitation_unknown`, `invitation_closed`.
        SyncError: the link failed, or what came is no assessment.
    """
    seed = invitation_seed(code)
    server = bytes(ask_identity(transport).server)
    found = look_up(transport, server, seed)
    assessment = bytes(found.assessment)
    token = sign_in(transport, server, assessment, SignIn(INVITATION, seed))
    peer = HttpPeer(
        transport,
        assessment=assessment,
        server=server,
        renew=lambda: None,
        keep_receipt=_no_receipt,
    )
    for space in token.spaces:
        _fetch(store, peer, assessment, bytes(space))
    if assessment not in store.assessments():
        raise SyncError("assessment_unknown")
    return Found(assessment, bytes(found.invitation), server)


def _fetch(store: RecordStore, peer: HttpPeer, assessment: bytes, space: bytes) -> None:
    """Take in everything the server has of a space; the root record first, so that the others have a home."""
    held = peer.have(space, b"")
    if held is None:
        return
    records: list[Record] = []
    for record in peer.read(space, {writer: [(1, MAX_SEQ)] for writer in held.logs}):
        records.append(record)
        if len(records) > MAX_RECORDS:
            raise SyncError("have_too_long", limit=MAX_RECORDS)
    records.sort(key=lambda record: record.id != assessment)
    for start in range(0, len(records), limits.BATCH_RECORDS):
        store.take(assessment, space, records[start : start + limits.BATCH_RECORDS], link="peer")


def _no_receipt(_signed: bytes, _receipt: Receipt) -> None:
    """Nothing is given while joining, so nothing is confirmed."""
