"""Batches of records of one space: zstd over a first line that says what it is, then one line per record.

A line is header, signature, salt and body, parted by tabs: canonical JSON holds no tab and no line end. Signature and
salt are base64url; salt and body are empty where the body is not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import zstandard

from sync.errors import ProtocolRefused, RecordRefused
from sync.records import limits
from sync.records.canonical import Octets, decode, encode, from_text, shape, to_text
from sync.records.record import Record

RAW = "raw"
LEVEL = 12  # a weak link is slower than any laptop
_WINDOW = 8 * 1024 * 1024  # bytes a frame may ask the reader to keep
_READ = 64 * 1024
_FIRST = 512  # bytes of the first line at most
_SIGNED = 200  # bytes of signature, salt and separators of a line


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one space, in the order in which they were sent."""

    assessment: bytes
    space: bytes
    records: tuple[Record, ...]


class _First(msgspec.Struct, frozen=True, kw_only=True):
    """The first line."""

    assessment: Octets
    codec: str
    count: int
    space: Octets


def encode_batches(assessment: bytes, space: bytes, records: Iterable[Record]) -> Iterator[tuple[Batch, bytes]]:
    """Yield batches with their bytes, each within the limits; a record too large for that travels alone."""
    group: list[Record] = []
    size = 0
    for record in records:
        length = record.size + _SIGNED
        if group and (len(group) == limits.BATCH_RECORDS or size + length > limits.BATCH_UNPACKED - _FIRST):
            yield from _halve(Batch(assessment, space, tuple(group)))
            group, size = [], 0
        group.append(record)
        size += length
    if group:
        yield from _halve(Batch(assessment, space, tuple(group)))


def encode_batch(batch: Batch) -> bytes:
    """Return the bytes of a batch."""
    first = encode(
        _First(assessment=Octets(batch.assessment), codec=RAW, count=len(batch.records), space=Octets(batch.space))
    )
    lines = b"".join(_line(record) for record in batch.records)
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(first + b"\n" + lines)


def decode_batch(data: bytes) -> Batch:
    """Return the records in a batch; they are not verified yet.

    Raises:
        ProtocolRefused: `batch_too_large`, `bad_batch`, or `codec_unknown` (ask for `raw`).
    """
    lines = _unpack(data).split(b"\n", limits.BATCH_RECORDS + 1)  # never more parts than a batch may have
    try:
        first = shape(decode(lines[0], limit=_FIRST), _First)
        if first.codec != RAW:
            raise ProtocolRefused("codec_unknown", codec=first.codec[:40])
        if first.count > limits.BATCH_RECORDS:
            raise ProtocolRefused("batch_too_large")
        if lines[-1] != b"" or len(lines) - 2 != first.count:
            raise ProtocolRefused("bad_batch")
        records = tuple(_record(line) for line in lines[1:-1])
    except RecordRefused as error:
        raise ProtocolRefused("bad_batch") from error
    return Batch(bytes(first.assessment), bytes(first.space), records)


def _halve(batch: Batch) -> Iterator[tuple[Batch, bytes]]:
    data = encode_batch(batch)
    records: Sequence[Record] = batch.records
    if len(data) <= limits.BATCH_COMPRESSED or len(records) == 1:
        yield batch, data
        return
    middle = len(records) // 2
    for part in (records[:middle], records[middle:]):
        yield from _halve(Batch(batch.assessment, batch.space, tuple(part)))


def _line(record: Record) -> bytes:
    salt = to_text(record.salt).encode("ascii") if record.salt is not None else b""
    return b"\t".join((record.header, to_text(record.signature).encode("ascii"), salt, record.body or b"")) + b"\n"


def _record(line: bytes) -> Record:
    parts = line.split(b"\t")
    if len(parts) != 4:
        raise ProtocolRefused("bad_batch")
    header, signature, salt, body = parts
    if len(header) > limits.HEADER or len(body) > limits.BODY:
        raise ProtocolRefused("batch_too_large")
    try:
        signature_text, salt_text = signature.decode("ascii"), salt.decode("ascii")
    except UnicodeDecodeError as error:
        raise ProtocolRefused("bad_batch") from error
    here = bool(salt or body)
    return Record(header, from_text(signature_text), from_text(salt_text) if here else None, body if here else None)


def _unpack(data: bytes) -> bytes:
    """Unpack by stream with a cap of our own; what the frame says about its size is not believed."""
    pieces: list[bytes] = []
    size = 0
    try:
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(data) as reader:
            while piece := reader.read(_READ):
                size += len(piece)
                if size > limits.BATCH_UNPACKED:
                    raise ProtocolRefused("batch_too_large")
                pieces.append(piece)
    except zstandard.ZstdError as error:
        raise ProtocolRefused("bad_batch") from error
    return b"".join(pieces)
