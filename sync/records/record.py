"""A record: the bytes that were signed, kept and forwarded as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sync.errors import RecordRefused
from sync.records.canonical import decode, encode
from sync.records.header import (
    FIRST_LINE,
    SALT_SIZE,
    Header,
    body_hash,
    decode_header,
    encode_header,
    record_id,
)
from sync.records.keys import public_of, sign, signed_by

SIGNATURE_SIZE = 64


@dataclass(frozen=True)
class Record:
    """One record as it travels and is kept.

    Args:
        header: Bytes that were signed.
        signature: 64 bytes.
        salt: 16 random bytes; None when the body is not here.
        body: Canonical JSON; None when refused, dropped or erased.
    """

    header: bytes
    signature: bytes
    salt: bytes | None = None
    body: bytes | None = None

    @cached_property
    def id(self) -> bytes:
        """Id of the record, 32 bytes."""
        return record_id(self.header)

    @cached_property
    def head(self) -> Header:
        """The header's fields. Raises RecordRefused."""
        return decode_header(self.header)

    @property
    def size(self) -> int:
        """Number of bytes of all its parts."""
        return len(self.header) + len(self.signature) + len(self.salt or b"") + len(self.body or b"")

    def value(self) -> Any:
        """Return the body's value. Raises RecordRefused: `body_missing`, or it is no canonical JSON."""
        if self.body is None:
            raise RecordRefused("body_missing")
        return decode(self.body)

    def without_body(self) -> Record:
        """Return the record with header and signature alone."""
        return Record(self.header, self.signature)


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last record of a log: what the next one builds on."""

    seq: int
    id: bytes
    tick: int


@dataclass(frozen=True, slots=True)
class Parent:
    """A record the author builds on."""

    id: bytes
    tick: int


def make_record(
    *,
    writer: bytes,
    assessment: bytes,
    space: bytes,
    kind: str,
    body: Any,
    at: tuple[int, int],
    salt: bytes,
    head: LogHead | None = None,
    parents: Iterable[Parent] = (),
) -> Record:
    """Return a new signed record, the next of its log.

    Args:
        writer: The writer's seed (32 bytes); its public key is the writer.
        assessment: Id of the root record; empty for the root itself.
        body: A body class of `kinds`, a plain value, or bytes already encoded (sealed bodies).
        at: (UTC milliseconds, zone in minutes).
        salt: 16 random bytes, fresh for every record.
        head: Last record of this writer in this space; None for the first.
        parents: Records of the same space the author had seen and builds on.
    Raises:
        RecordRefused: a field is out of its range or over a limit.
    """
    from_parents = {parent.id: parent.tick for parent in parents}
    data = body if isinstance(body, bytes) else encode(body)
    decode(data)
    if len(salt) != SALT_SIZE:
        raise RecordRefused("bad_salt")
    ticks = [*from_parents.values(), head.tick if head else 0]
    header = encode_header(
        Header(
            assessment=assessment,
            space=space,
            writer=public_of(writer),
            seq=head.seq + 1 if head else 1,
            prev=head.id if head else b"",
            parents=tuple(sorted(from_parents)),
            kind=kind,
            tick=1 + max(ticks),
            at=at,
            body=body_hash(salt, data),
            size=len(data),
        )
    )
    return Record(header, sign(writer, FIRST_LINE, header), salt, data)


def head_of(record: Record) -> LogHead:
    """Return the record as the head of its log."""
    return LogHead(record.head.seq, record.id, record.head.tick)


def parent_of(record: Record) -> Parent:
    """Return the record as something another one builds on."""
    return Parent(record.id, record.head.tick)


def verify_header(record: Record) -> Header:
    """Return the header after checking form and signature; the body is not looked at.

    Raises:
        RecordRefused: `newer`, `bad_header`, `bad_signature`, or as `canonical.decode`.
    """
    header = record.head
    if len(record.signature) != SIGNATURE_SIZE or not signed_by(
        header.writer, FIRST_LINE, record.header, record.signature
    ):
        raise RecordRefused("bad_signature")
    return header


def check_body(record: Record) -> None:
    """Check that the body is the one the header names, and canonical JSON.

    Raises:
        RecordRefused: `body_missing`, `bad_salt`, `body_differs`, or as `canonical.decode`.
    """
    if record.body is None or record.salt is None:
        raise RecordRefused("body_missing")
    if len(record.salt) != SALT_SIZE:
        raise RecordRefused("bad_salt")
    if len(record.body) != record.head.size or body_hash(record.salt, record.body) != record.head.body:
        raise RecordRefused("body_differs")
    value = decode(record.body)
    if not isinstance(value, dict):
        raise RecordRefused("bad_body", detail="object")


def verify(record: Record) -> Header:
    """Return the header after checking form, signature and body. Raises RecordRefused."""
    header = verify_header(record)
    check_body(record)
    return header
