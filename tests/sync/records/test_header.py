"""The header: one encoding, every limit, the id."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from sync.errors import RecordRefused
from sync.records import limits
from sync.records.canonical import decode, encode
from sync.records.header import Header, body_hash, decode_header, encode_header, record_id

GOOD = Header(
    assessment=b"a" * 32,
    space=b"s" * 16,
    writer=b"w" * 32,
    seq=2,
    prev=b"p" * 32,
    parents=(b"c" * 32, b"d" * 32),
    kind="submission",
    tick=9,
    at=(1_760_000_000_000, -210),
    body=b"h" * 32,
    size=40,
)


def test_a_header_reads_back() -> None:
    """Encoding and decoding give the same header, and the bytes are canonical."""
    data = encode_header(GOOD)
    assert decode_header(data) == GOOD
    assert encode(decode(data)) == data


@pytest.mark.parametrize(
    "change",
    [
        {"v": 0},
        {"assessment": b"a" * 31},
        {"space": b"s" * 15},
        {"writer": b"w" * 33},
        {"seq": 0, "prev": b""},
        {"seq": 1},
        {"seq": 2, "prev": b""},
        {"seq": limits.INTEGER + 1},
        {"parents": (b"d" * 32, b"c" * 32)},
        {"parents": (b"c" * 32, b"c" * 32)},
        {"parents": (b"c" * 31,)},
        {"kind": ""},
        {"kind": "Rights"},
        {"kind": "1"},
        {"kind": "x" * (limits.KIND + 1)},
        {"tick": 0},
        {"at": (-1, 0)},
        {"at": (0, 1441)},
        {"body": b""},
        {"size": -1},
        {"size": limits.BODY + 1},
    ],
)
def test_a_field_out_of_its_range_is_refused(change: dict[str, Any]) -> None:
    """Each limit holds for what we make and for what arrives."""
    with pytest.raises(RecordRefused):
        encode_header(replace(GOOD, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 1, "prev": b""},
        {"assessment": b""},
        {"parents": ()},
        {"kind": "x" * limits.KIND},
        {"at": (0, 1440)},
        {"size": limits.BODY},
        {"size": 0},
        {"seq": limits.INTEGER},
    ],
)
def test_a_field_at_its_limit_is_taken(change: dict[str, Any]) -> None:
    """The limit itself is inside."""
    header = replace(GOOD, **change)
    assert decode_header(encode_header(header)) == header


def test_parents_are_limited() -> None:
    """Sixty-four parents are taken, sixty-five are not."""
    parents = tuple(bytes([number]) * 32 for number in range(limits.PARENTS + 1))
    assert decode_header(encode_header(replace(GOOD, parents=parents[:-1]))).parents == parents[:-1]
    with pytest.raises(RecordRefused):
        encode_header(replace(GOOD, parents=parents))


def test_a_large_header_is_refused_unread() -> None:
    """More than 4 kB are not looked at."""
    with pytest.raises(RecordRefused) as error:
        decode_header(b'"' + b"x" * limits.HEADER + b'"')
    assert error.value.code == "too_large"


def test_a_header_over_its_limit_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole is limited too."""
    monkeypatch.setattr(limits, "HEADER", len(encode_header(GOOD)) - 1)
    with pytest.raises(RecordRefused) as error:
        encode_header(GOOD)
    assert error.value.code == "too_large"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("v", 2, "newer"),
        ("v", "1", "bad_header"),
        ("v", 0, "bad_header"),
        ("more", 1, "bad_header"),
        ("seq", "2", "bad_header"),
        ("at", [1], "bad_header"),
        ("writer", "x", "bad_header"),
        ("parents", {}, "bad_header"),
    ],
)
def test_bytes_of_another_shape_are_refused(field: str, value: object, code: str) -> None:
    """A later format is told apart from a broken one."""
    wire = decode(encode_header(GOOD))
    with pytest.raises(RecordRefused) as error:
        decode_header(encode({**wire, field: value}))
    assert error.value.code == code


@pytest.mark.parametrize("data", [b"[]", b"null", b'{"v":1}'])
def test_other_values_are_no_header(data: bytes) -> None:
    """Only an object with all fields is one."""
    with pytest.raises(RecordRefused) as error:
        decode_header(data)
    assert error.value.code == "bad_header"


def test_id_and_body_hash_are_what_the_format_says() -> None:
    """The id has its own first line; the body's hash begins with the salt."""
    assert record_id(b"x") == hashlib.sha256(b"groundup-record-1\nx").digest()
    assert body_hash(b"salt", b"body") == hashlib.sha256(b"saltbody").digest()
