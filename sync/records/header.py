"""A record's header: what is signed, and its id."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from sync.errors import RecordRefused
from sync.records import limits
from sync.records.canonical import Octets, decode, encode, shape

VERSION = 1
FIRST_LINE = b"groundup-record-1\n"
ID_SIZE = KEY_SIZE = HASH_SIZE = 32
SPACE_SIZE = SALT_SIZE = 16
MAX_SEQ = limits.INTEGER
ZONE_MINUTES = 24 * 60  # no zone is further from UTC than this
_KIND = re.compile("[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a writer signs.

    Args:
        assessment: Id of the root record (32 bytes); empty in the root itself.
        space: 16 random bytes.
        writer: Ed25519 public key (32 bytes).
        seq: Number in the log of this writer in this space, from 1.
        prev: Id of the record `seq` - 1 of this log, empty for 1.
        parents: Ids in the same space that the author had seen and builds on, sorted.
        kind: Name of the body's kind.
        tick: 1 + the highest tick among `prev` and `parents`.
        at: (UTC milliseconds, zone in minutes) of the writer's clock: a statement, never an order or a right.
        body: SHA-256(salt + body).
        size: Number of bytes of the body.
        v: Format; fixes bytes, hash and signature.
    """

    assessment: bytes
    space: bytes
    writer: bytes
    seq: int
    prev: bytes
    parents: tuple[bytes, ...]
    kind: str
    tick: int
    at: tuple[int, int]
    body: bytes
    size: int
    v: int = VERSION


class _Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The header as JSON."""

    assessment: Octets
    at: tuple[int, int]
    body: Octets
    kind: str
    parents: tuple[Octets, ...]
    prev: Octets
    seq: int
    size: int
    space: Octets
    tick: int
    v: int
    writer: Octets


def encode_header(header: Header) -> bytes:
    """Return the bytes that are signed.

    Raises:
        RecordRefused: a field is out of its range, or the whole is over the limit.
    """
    _check(header)
    data = encode(
        _Wire(
            assessment=Octets(header.assessment),
            at=header.at,
            body=Octets(header.body),
            kind=header.kind,
            parents=tuple(Octets(parent) for parent in header.parents),
            prev=Octets(header.prev),
            seq=header.seq,
            size=header.size,
            space=Octets(header.space),
            tick=header.tick,
            v=header.v,
            writer=Octets(header.writer),
        )
    )
    if len(data) > limits.HEADER:
        raise RecordRefused("too_large", size=len(data), limit=limits.HEADER)
    return data


def decode_header(data: bytes) -> Header:
    """Return the header in these bytes.

    Raises:
        RecordRefused: `newer` for a format of a later Groundup, else what is wrong with it.
    """
    value = decode(data, limit=limits.HEADER)
    if isinstance(value, dict) and isinstance(value.get("v"), int) and value["v"] > VERSION:
        raise RecordRefused("newer", version=value["v"])
    try:
        wire = shape(value, _Wire)
    except RecordRefused as error:
        raise RecordRefused("bad_header", **error.facts) from error
    header = Header(
        assessment=bytes(wire.assessment),
        space=bytes(wire.space),
        writer=bytes(wire.writer),
        seq=wire.seq,
        prev=bytes(wire.prev),
        parents=tuple(bytes(parent) for parent in wire.parents),
        kind=wire.kind,
        tick=wire.tick,
        at=wire.at,
        body=bytes(wire.body),
        size=wire.size,
        v=wire.v,
    )
    _check(header)
    return header


def record_id(header: bytes) -> bytes:
    """Return the id of the record with these header bytes."""
    return hashlib.sha256(FIRST_LINE + header).digest()


def body_hash(salt: bytes, body: bytes) -> bytes:
    """Return what the header says about its body."""
    return hashlib.sha256(salt + body).digest()


def _check(header: Header) -> None:
    """Refuse a field out of its range; `detail` names it."""
    wrong = next((name for name, good in _rules(header) if not good), None)
    if wrong is not None:
        raise RecordRefused("bad_header", detail=wrong)


def _rules(header: Header) -> tuple[tuple[str, bool], ...]:
    parents = header.parents
    return (
        ("v", header.v == VERSION),
        ("assessment", len(header.assessment) in (0, ID_SIZE)),
        ("space", len(header.space) == SPACE_SIZE),
        ("writer", len(header.writer) == KEY_SIZE),
        ("seq", 1 <= header.seq <= MAX_SEQ),
        ("prev", len(header.prev) == (0 if header.seq == 1 else ID_SIZE)),
        ("parents", len(parents) <= limits.PARENTS and all(len(parent) == ID_SIZE for parent in parents)),
        ("parents", all(first < second for first, second in pairwise(parents))),
        ("kind", len(header.kind) <= limits.KIND and _KIND.fullmatch(header.kind) is not None),
        ("tick", 1 <= header.tick <= MAX_SEQ),
        ("at", header.at[0] >= 0 and abs(header.at[1]) <= ZONE_MINUTES),
        ("body", len(header.body) == HASH_SIZE),
        ("size", 0 <= header.size <= limits.BODY),
    )
