"""Receipts: a holder's signed word that it holds records or attachments, with the time of their first arrival."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from sync.errors import ProtocolRefused, RecordRefused
from sync.records import limits
from sync.records.canonical import Octets, decode, encode, shape
from sync.records.header import HASH_SIZE, KEY_SIZE
from sync.records.keys import public_of, sign, signed_by

RECORDS_LINE = b"groundup-receipt-1\n"
ATTACHMENTS_LINE = b"groundup-attachments-1\n"
_MAX_BYTES = 300_000  # 2,000 items with their times


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a holder confirmed.

    Args:
        holder: Public key of the holder (32 bytes): a writer or person key of a hub or laptop.
        assessment: Id of the root record.
        items: (record id or attachment SHA-256, UTC milliseconds of its first arrival), by id.
        attachments: The items are attachments.
    """

    holder: bytes
    assessment: bytes
    items: tuple[tuple[bytes, int], ...]
    attachments: bool = False


class _Wire(msgspec.Struct, frozen=True, kw_only=True):
    assessment: Octets
    holder: Octets
    received: tuple[tuple[Octets, int], ...]


class _Signed(msgspec.Struct, frozen=True, kw_only=True):
    receipt: _Wire
    signature: Octets


def sign_receipt(
    seed: bytes, *, assessment: bytes, items: Iterable[tuple[bytes, int]], attachments: bool = False
) -> bytes:
    """Return the bytes of a signed receipt; the same items always give the same bytes.

    Args:
        seed: The holder's seed.
    Raises:
        ProtocolRefused: `too_many_items`.
    """
    received = tuple((Octets(item), at) for item, at in sorted(items))
    if len(received) > limits.RECEIPT_ITEMS:
        raise ProtocolRefused("too_many_items", limit=limits.RECEIPT_ITEMS)
    wire = _Wire(assessment=Octets(assessment), holder=Octets(public_of(seed)), received=received)
    signature = Octets(sign(seed, _line(attachments), encode(wire)))
    return encode(_Signed(receipt=wire, signature=signature))


def read_receipt(data: bytes, *, attachments: bool = False) -> Receipt:
    """Return a receipt after checking its signature; the caller says which holder it expects.

    Raises:
        ProtocolRefused: `bad_receipt`.
    """
    try:
        signed = shape(decode(data, limit=_MAX_BYTES), _Signed)
    except RecordRefused as error:
        raise ProtocolRefused("bad_receipt") from error
    wire = signed.receipt
    good = (
        len(wire.holder) == KEY_SIZE
        and len(wire.received) <= limits.RECEIPT_ITEMS
        and all(len(item) == HASH_SIZE and at >= 0 for item, at in wire.received)
        and signed_by(wire.holder, _line(attachments), encode(wire), signed.signature)
    )
    if not good:
        raise ProtocolRefused("bad_receipt")
    items = tuple((bytes(item), at) for item, at in wire.received)
    return Receipt(bytes(wire.holder), bytes(wire.assessment), items, attachments)


def _line(attachments: bool) -> bytes:
    return ATTACHMENTS_LINE if attachments else RECORDS_LINE
