"""Batches: what goes in comes out, within every limit; anything else is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Team

from sync.errors import ProtocolRefused
from sync.protocol.batch import Batch, decode_batch, encode_batch, encode_batches
from sync.records import limits
from sync.records.canonical import encode
from sync.records.record import Record

A, S = b"a" * 32, b"s" * 16
TEAM = Team()


def note(text: str) -> Record:
    return TEAM.founder.write(TEAM.team_space, "note", {"text": text})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50), max_size=8))
def test_a_batch_reads_back(texts: list[str]) -> None:
    """Byte for byte, with tabs, line ends and any script inside; also records whose body is not here."""
    records = [note(text) for text in texts]
    records += [record.without_body() for record in records[:2]]
    batch = Batch(TEAM.id, TEAM.team_space, tuple(records))
    assert decode_batch(encode_batch(batch)) == batch


def test_no_records_make_no_batch() -> None:
    """Nothing is sent when there is nothing to send."""
    assert list(encode_batches(A, S, [])) == []


def test_batches_keep_their_limits() -> None:
    """Compressed size, in the order given, none lost."""
    records = [note(os.urandom(3_000).hex()) for _ in range(60)]
    batches = list(encode_batches(A, S, records))
    assert len(batches) > 2
    assert all(len(data) <= limits.BATCH_COMPRESSED for _, data in batches)
    assert [record for _, data in batches for record in decode_batch(data).records] == records


def test_a_batch_has_a_limited_number_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more begins the next batch; a batch with more is refused."""
    records = [note(str(number)) for number in range(5)]
    whole = encode_batch(Batch(A, S, tuple(records)))
    monkeypatch.setattr(limits, "BATCH_RECORDS", 4)
    assert [len(batch.records) for batch, _ in encode_batches(A, S, records)] == [4, 1]
    assert len(decode_batch(encode_batch(Batch(A, S, tuple(records[:4])))).records) == 4
    with pytest.raises(ProtocolRefused) as error:
        decode_batch(whole)
    assert error.value.code == "batch_too_large"


def test_one_large_record_travels_alone() -> None:
    """A megabyte that does not compress is one batch of its own."""
    large = note(os.urandom(500_000).hex())
    batches = list(encode_batches(A, S, [note("before"), large, note("after")]))
    assert [len(batch.records) for batch, _ in batches] == [1, 1, 1]
    assert len(batches[1][1]) > limits.BATCH_COMPRESSED
    assert decode_batch(batches[1][1]).records == (large,)


def test_unpacked_size_is_limited_when_packing() -> None:
    """Records that compress well are still parted at 4 MB."""
    records = [note("x" * 1_000_000) for _ in range(5)]
    batches = list(encode_batches(A, S, records))
    assert [len(batch.records) for batch, _ in batches] == [3, 2]


def test_packing_is_a_stream() -> None:
    """The first batch is there before the last record was read."""
    read = 0

    def records() -> Iterator[Record]:
        nonlocal read
        for number in range(10):
            read += 1
            yield note("x" * 900_000 + str(number))

    next(encode_batches(A, S, records()))
    assert read < 10


def packed(text: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(text)


FIRST = encode({"assessment": "YWFh", "codec": "raw", "count": 0, "space": "c3Nz"})


def test_a_bomb_is_refused_by_a_cap_of_our_own() -> None:
    """Whatever the frame says about its size; memory stays small."""
    bomb = packed(bytes(200_000_000))
    assert len(bomb) < 50_000
    with pytest.raises(ProtocolRefused) as error:
        decode_batch(bomb)
    assert error.value.code == "batch_too_large"


def test_a_frame_that_wants_much_memory_is_refused() -> None:
    """A window beyond eight megabytes is not given."""
    parameters = zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    stream = compressor.compressobj()
    data = stream.compress(FIRST + b"\n") + stream.flush()
    with pytest.raises(ProtocolRefused) as error:
        decode_batch(data)
    assert error.value.code == "bad_batch"


GOOD = note("good")
LINE = encode_batch(Batch(A, S, (GOOD,)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zstd",
        LINE[:-5],
        LINE[: len(LINE) // 2],
        packed(b""),
        packed(b"\n"),
        packed(b"[]\n"),
        packed(b"x" * 600 + b"\n"),
        packed(FIRST),
        packed(FIRST + b"\nmore\n"),
        packed(FIRST + b"\n" * 3_000_000),
        packed(FIRST.replace(b'"count":0', b'"count":1') + b"\na\tb\tc\n"),
        packed(FIRST.replace(b'"count":0', b'"count":1') + b"\na\tb\xff\tc\td\n"),
        packed(FIRST.replace(b'"count":0', b'"count":1') + b"\na\t=\tc\td\n"),
        packed(FIRST.replace(b'"count":0', b'"count":2') + b"\na\tbA\t\t\n"),
        packed(FIRST.replace(b'"space":"c3Nz"', b'"space":7') + b"\n"),
    ],
)
def test_odd_bytes_are_refused(data: bytes) -> None:
    """Cut, empty, of another shape, with a wrong count."""
    with pytest.raises(ProtocolRefused) as error:
        decode_batch(data)
    assert error.value.code == "bad_batch"


def test_another_codec_is_told() -> None:
    """So that the sender can send `raw`."""
    with pytest.raises(ProtocolRefused) as error:
        decode_batch(packed(FIRST.replace(b'"raw"', b'"columns-9"') + b"\n"))
    assert (error.value.code, error.value.facts) == ("codec_unknown", {"codec": "columns-9"})


@pytest.mark.parametrize(("header", "body"), [(limits.HEADER + 1, 2), (10, limits.BODY + 1)])
def test_parts_over_their_limits_are_refused(header: int, body: int) -> None:
    """Before anything looks into them."""
    record = Record(b"h" * header, bytes(64), bytes(16), b"b" * body)
    with pytest.raises(ProtocolRefused) as error:
        decode_batch(encode_batch(Batch(A, S, (record,))))
    assert error.value.code == "batch_too_large"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 255))
def test_a_changed_byte_never_gives_other_records(position: int, change: int) -> None:
    """It is refused, or what comes out is exactly what went in."""
    data = bytearray(LINE)
    data[position % len(data)] ^= change
    try:
        batch = decode_batch(bytes(data))
    except ProtocolRefused:
        return
    assert batch.records == (GOOD,)
