"""Sealed bodies and files: readable for author and readers of the space, in their place only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import KeyRefused
from sync.records.canonical import Octets, decode, encode, shape
from sync.records.keys import box_key, new_box_key
from sync.records.kinds.sealed import Box, SealedBody
from sync.records.sealing import (
    CHUNK,
    CHUNK_MORE,
    STREAM_HEADER,
    Position,
    open_body,
    open_file,
    record_key_of,
    seal_body,
    seal_file,
)

HERE = Position(b"a" * 32, b"s" * 16, b"w" * 32, 7)
ELSEWHERE = [
    Position(b"b" * 32, b"s" * 16, b"w" * 32, 7),
    Position(b"a" * 32, b"t" * 16, b"w" * 32, 7),
    Position(b"a" * 32, b"s" * 16, b"v" * 32, 7),
    Position(b"a" * 32, b"s" * 16, b"w" * 32, 8),
]
AUTHOR, SPACE = box_key(b"1" * 32), box_key(b"2" * 32)
KEY = b"k" * 32
BODY = {"answers": [["/data/name", "Amina"]]}


def sealed() -> SealedBody:
    return seal_body(BODY, position=HERE, record_key=KEY, nonce=b"n" * 24, author=AUTHOR.public, space=SPACE.public)


def test_author_and_readers_open_a_body() -> None:
    """Each with the own key; it travels as an ordinary body."""
    travelled = shape(decode(encode(sealed())), SealedBody)
    assert open_body(travelled, position=HERE, keys=[AUTHOR]) == BODY
    assert open_body(travelled, position=HERE, keys=[new_box_key(), SPACE]) == BODY


def test_nobody_else_opens_a_body() -> None:
    """A carrier sees neither answers nor names of fields."""
    with pytest.raises(KeyRefused) as error:
        open_body(sealed(), position=HERE, keys=[new_box_key()])
    assert error.value.code == "box_closed"
    with pytest.raises(KeyRefused):
        open_body(sealed(), position=HERE, keys=[])
    assert b"Amina" not in encode(sealed())
    assert b"/data/name" not in encode(sealed())


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_body_opens_in_its_own_place_only(elsewhere: Position) -> None:
    """Moved to another assessment, space, writer or number it stays closed."""
    with pytest.raises(KeyRefused):
        open_body(sealed(), position=elsewhere, keys=[AUTHOR])


def test_a_changed_body_stays_closed() -> None:
    """Any changed byte of nonce, text or mark shows."""
    box = sealed().box
    for position in (0, 30, len(box.sealed) - 1):
        changed = bytearray(box.sealed)
        changed[position] ^= 1
        broken = Box(author=box.author, space=box.space, key=box.key, sealed=Octets(bytes(changed)))
        with pytest.raises(KeyRefused):
            open_body(SealedBody(box=broken), position=HERE, keys=[AUTHOR])
    cut = Box(author=box.author, space=box.space, key=box.key, sealed=Octets(b"short"))
    with pytest.raises(KeyRefused):
        open_body(SealedBody(box=cut), position=HERE, keys=[AUTHOR])


def test_a_box_with_a_key_of_odd_length_stays_closed() -> None:
    """What a box holds is looked at before it is used as a key."""
    from sync.records.keys import seal_to

    odd = Box(
        author=Octets(seal_to(AUTHOR.public, b"short")),
        space=Octets(),
        key=Octets(SPACE.public),
        sealed=Octets(b"x" * 60),
    )
    with pytest.raises(KeyRefused):
        record_key_of(odd, [AUTHOR])


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_a_file_reads_back(size: int) -> None:
    """Files of any size around the chunks; their length tells the plain size and nothing else."""
    plain = bytes(number % 251 for number in range(size))
    pieces = list(seal_file([plain[:100], plain[100:]], position=HERE, record_key=KEY))
    chunks = max(1, -(-size // CHUNK))
    assert sum(map(len, pieces)) == size + STREAM_HEADER + chunks * CHUNK_MORE
    whole = b"".join(pieces)
    assert b"".join(open_file([whole[:77], whole[77:]], position=HERE, record_key=KEY)) == plain


@settings(deadline=None)
@given(st.integers(0, 10_000_000), st.integers(1, 255))
def test_a_changed_file_stays_closed(position: int, change: int) -> None:
    """Any changed byte shows."""
    data = bytearray(b"".join(seal_file([b"x" * (CHUNK + 100)], position=HERE, record_key=KEY)))
    data[position % len(data)] ^= change
    with pytest.raises(KeyRefused):
        list(open_file([bytes(data)], position=HERE, record_key=KEY))


@pytest.mark.parametrize("kept", [0, 10, STREAM_HEADER, STREAM_HEADER + CHUNK + CHUNK_MORE, -1])
def test_a_cut_file_stays_closed(kept: int) -> None:
    """Wherever it is cut, also between chunks."""
    data = b"".join(seal_file([b"x" * (CHUNK + 100)], position=HERE, record_key=KEY))
    with pytest.raises(KeyRefused):
        list(open_file([data[:kept]], position=HERE, record_key=KEY))


def test_a_file_with_more_behind_its_end_stays_closed() -> None:
    """Nothing can be added."""
    data = b"".join(seal_file([b"x" * CHUNK], position=HERE, record_key=KEY))
    with pytest.raises(KeyRefused):
        list(open_file([data + data[STREAM_HEADER:]], position=HERE, record_key=KEY))


def test_a_file_opens_in_its_own_place_only() -> None:
    """A photo cannot be hung on another record."""
    data = b"".join(seal_file([b"x"], position=HERE, record_key=KEY))
    with pytest.raises(KeyRefused):
        list(open_file([data], position=ELSEWHERE[3], record_key=KEY))
