"""Receipts: signed by the holder, the same every time, for one purpose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import ProtocolRefused
from sync.protocol.receipts import Receipt, read_receipt, sign_receipt
from sync.records import limits
from sync.records.canonical import Octets, decode, encode
from sync.records.keys import public_of, sign

SEED, A = b"h" * 32, b"a" * 32
ITEMS = [(b"z" * 32, 5), (b"b" * 32, 9)]


@pytest.mark.parametrize("attachments", [False, True])
def test_a_receipt_reads_back(attachments: bool) -> None:
    """Holder, assessment and items by id."""
    data = sign_receipt(SEED, assessment=A, items=ITEMS, attachments=attachments)
    assert read_receipt(data, attachments=attachments) == Receipt(
        public_of(SEED), A, ((b"b" * 32, 9), (b"z" * 32, 5)), attachments
    )


def test_the_same_items_give_the_same_receipt() -> None:
    """A repeat is answered with the same bytes."""
    assert sign_receipt(SEED, assessment=A, items=ITEMS) == sign_receipt(SEED, assessment=A, items=ITEMS[::-1])


def test_a_receipt_for_records_is_none_for_attachments() -> None:
    """Each has its own first line."""
    with pytest.raises(ProtocolRefused) as error:
        read_receipt(sign_receipt(SEED, assessment=A, items=ITEMS), attachments=True)
    assert error.value.code == "bad_receipt"


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_shows(position: int, change: int) -> None:
    """Times, ids, holder and signature are all bound."""
    data = bytearray(sign_receipt(SEED, assessment=A, items=ITEMS))
    data[position % len(data)] ^= change
    with pytest.raises(ProtocolRefused):
        read_receipt(bytes(data))


def forged(**fields: object) -> bytes:
    wire = {"assessment": Octets(A), "holder": Octets(public_of(SEED)), "received": [[Octets(b"b" * 32), 9]], **fields}
    signature = Octets(sign(SEED, b"groundup-receipt-1\n", encode(wire)))
    return encode({"receipt": wire, "signature": signature})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>ok</html>",
        b"{}",
        forged(holder=Octets(public_of(b"o" * 32))),
        forged(holder=Octets(b"short")),
        forged(received=[[Octets(b"short"), 9]]),
        forged(received=[[Octets(b"b" * 32), -1]]),
        forged(received=[[Octets(b"b" * 32)]]),
        forged(received=[[Octets(b"b" * 32), 9]] * (limits.RECEIPT_ITEMS + 1)),
        b"x" * 400_000,
    ],
)
def test_odd_receipts_are_refused(data: bytes) -> None:
    """False holders, odd ids, times before time, too many items."""
    with pytest.raises(ProtocolRefused) as error:
        read_receipt(data)
    assert error.value.code == "bad_receipt"


def test_a_good_one_made_by_hand_is_read() -> None:
    """So the forged ones above fail for what was changed."""
    assert read_receipt(forged()).items == ((b"b" * 32, 9),)


def test_items_are_limited() -> None:
    """As many as a batch holds; one more is refused; the fullest receipt is read."""
    items = [(number.to_bytes(32, "big"), 2**52) for number in range(limits.RECEIPT_ITEMS + 1)]
    assert len(read_receipt(sign_receipt(SEED, assessment=A, items=items[:-1])).items) == limits.RECEIPT_ITEMS
    with pytest.raises(ProtocolRefused) as error:
        sign_receipt(SEED, assessment=A, items=items)
    assert error.value.code == "too_many_items"
    assert decode(encode([len(items)])) == [limits.RECEIPT_ITEMS + 1]
