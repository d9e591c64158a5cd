"""Records: made, signed, chained, verified; every change of a byte shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Laptop, Team

from sync.errors import RecordRefused
from sync.records import limits
from sync.records.canonical import encode
from sync.records.header import FIRST_LINE, Header, body_hash, encode_header
from sync.records.keys import new_seed, public_of, sign
from sync.records.record import LogHead, Parent, Record, check_body, head_of, make_record, verify, verify_header

SEED = bytes(range(32))


def made(**fields: object) -> Record:
    given: dict[str, object] = {
        "writer": SEED,
        "assessment": b"a" * 32,
        "space": b"s" * 16,
        "kind": "note",
        "body": {"text": "water"},
        "at": (1, 0),
        "salt": b"t" * 16,
        **fields,
    }
    return make_record(**given)  # type: ignore[arg-type]


def test_a_record_verifies() -> None:
    """Header, signature and body fit together; the header says what was given."""
    record = made()
    header = verify(record)
    assert header.writer == public_of(SEED)
    assert (header.seq, header.prev, header.tick, header.parents) == (1, b"", 1, ())
    assert header.size == len(record.body or b"")
    assert record.value() == {"text": "water"}
    assert record.size == len(record.header) + 64 + 16 + header.size


def test_records_of_a_log_are_chained() -> None:
    """The next record names the one before and has the next number and tick."""
    first = made()
    second = made(head=head_of(first))
    assert (second.head.seq, second.head.prev, second.head.tick) == (2, first.id, 2)


def test_the_tick_is_one_more_than_the_highest_before() -> None:
    """Of all parents and the record before; parents are sorted and each named once."""
    parents = [Parent(b"z" * 32, 4), Parent(b"b" * 32, 9), Parent(b"z" * 32, 4)]
    record = made(head=LogHead(3, b"p" * 32, 6), parents=parents)
    assert record.head.tick == 10
    assert record.head.parents == (b"b" * 32, b"z" * 32)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_of_the_header_shows(position: int, change: int) -> None:
    """A header with one other byte is refused."""
    record = made()
    data = bytearray(record.header)
    data[position % len(data)] ^= change
    with pytest.raises(RecordRefused):
        verify(Record(bytes(data), record.signature, record.salt, record.body))


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"signature": bytes(64)}, "bad_signature"),
        ({"signature": b""}, "bad_signature"),
        ({"salt": b"u" * 16}, "body_differs"),
        ({"salt": b"u" * 15}, "bad_salt"),
        ({"salt": None}, "body_missing"),
        ({"body": b'{"text":"Water"}'}, "body_differs"),
        ({"body": None}, "body_missing"),
    ],
)
def test_any_changed_part_shows(part: dict[str, bytes | None], code: str) -> None:
    """Signature, salt and body are each bound to the header."""
    record = made()
    parts = {"header": record.header, "signature": record.signature, "salt": record.salt, "body": record.body}
    with pytest.raises(RecordRefused) as error:
        verify(Record(**{**parts, **part}))  # type: ignore[arg-type]
    assert error.value.code == code


def test_a_signature_for_another_purpose_is_refused() -> None:
    """The first line is part of what is signed."""
    record = made()
    other = sign(SEED, b"groundup-receipt-1\n", record.header)
    with pytest.raises(RecordRefused) as error:
        verify_header(Record(record.header, other))
    assert error.value.code == "bad_signature"


@pytest.mark.parametrize(("body", "code"), [(b'{"a": 1}', "not_canonical"), (b"[]", "bad_body")])
def test_a_body_that_is_no_canonical_object_is_refused(body: bytes, code: str) -> None:
    """Even when its hash is right."""
    header = encode_header(
        Header(
            assessment=b"a" * 32,
            space=b"s" * 16,
            writer=public_of(SEED),
            seq=1,
            prev=b"",
            parents=(),
            kind="note",
            tick=1,
            at=(0, 0),
            body=body_hash(b"t" * 16, body),
            size=len(body),
        )
    )
    record = Record(header, sign(SEED, FIRST_LINE, header), b"t" * 16, body)
    assert verify_header(record).size == len(body)
    with pytest.raises(RecordRefused) as error:
        check_body(record)
    assert error.value.code == code


def test_a_body_at_the_limit_is_taken() -> None:
    """One megabyte is a record, one byte more is none."""
    frame = len(encode({"text": ""}))
    record = made(body={"text": "x" * (limits.BODY - frame)})
    assert verify(record).size == limits.BODY
    with pytest.raises(RecordRefused):
        made(body={"text": "x" * (limits.BODY - frame + 1)})


def test_a_record_needs_a_whole_salt() -> None:
    """Sixteen bytes, nothing else."""
    with pytest.raises(RecordRefused) as error:
        made(salt=b"short")
    assert error.value.code == "bad_salt"


def test_a_record_without_body_keeps_its_id() -> None:
    """Header and signature alone verify; asking for the body's value says that it is missing."""
    record = made().without_body()
    assert verify_header(record) == made().head
    assert record.id == made().id
    with pytest.raises(RecordRefused) as error:
        record.value()
    assert error.value.code == "body_missing"


def test_encoded_bodies_are_taken_as_they_are() -> None:
    """A body given as bytes stands in the record byte for byte."""
    assert made(body=b'{"text":"water"}') == made()


def test_two_laptops_have_their_own_logs() -> None:
    """Each numbers its own records."""
    team = Team()
    one, other = Laptop(team, "One"), Laptop(team, "Other")
    assert [each.finishes("uuid:1", ()).head.seq for each in (one, one, other)] == [1, 2, 1]


def test_seeds_are_drawn_anew() -> None:
    """Two new seeds differ."""
    assert new_seed() != new_seed()
