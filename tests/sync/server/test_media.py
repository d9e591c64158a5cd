"""Attachments in a folder: pieces, resuming, verification."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sync.server.media import FolderMedia, open_media

ASSESSMENT = b"a" * 32
DATA = bytes(range(256)) * 40
SHA = hashlib.sha256(DATA).digest()
ANNA, OMAR = b"anna" * 8, b"omar" * 8


@pytest.fixture
def media(tmp_path: Path) -> FolderMedia:
    """An empty folder of attachments."""
    return FolderMedia(tmp_path / "media")


def test_pieces_make_the_whole(media: FolderMedia) -> None:
    """Pieces in order become the attachment; the offset tells where to go on."""
    assert media.offset(ASSESSMENT, SHA, ANNA) == 0
    assert media.write(ASSESSMENT, SHA, ANNA, 0, DATA[:1000]) == 1000
    assert media.offset(ASSESSMENT, SHA, ANNA) == 1000
    assert not media.has(ASSESSMENT, SHA)
    media.write(ASSESSMENT, SHA, ANNA, 1000, DATA[1000:])
    assert media.finish(ASSESSMENT, SHA, ANNA, len(DATA))
    assert media.has(ASSESSMENT, SHA)
    assert b"".join(media.read(ASSESSMENT, SHA)) == DATA
    assert b"".join(media.read(ASSESSMENT, SHA, 5000)) == DATA[5000:]


def test_repeated_piece_changes_nothing(media: FolderMedia) -> None:
    """A piece whose answer was lost is sent again to the same place."""
    media.write(ASSESSMENT, SHA, ANNA, 0, DATA[:1000])
    assert media.write(ASSESSMENT, SHA, ANNA, 0, DATA[:1000]) == 1000
    assert media.write(ASSESSMENT, SHA, ANNA, 500, DATA[500:]) == len(DATA)
    assert media.finish(ASSESSMENT, SHA, ANNA, len(DATA))


def test_hole_is_refused(media: FolderMedia) -> None:
    """A piece behind the end of what is here is not written."""
    media.write(ASSESSMENT, SHA, ANNA, 0, DATA[:10])
    with pytest.raises(ValueError, match="hole"):
        media.write(ASSESSMENT, SHA, ANNA, 11, DATA[11:])
    assert media.offset(ASSESSMENT, SHA, ANNA) == 10


def test_wrong_bytes_are_thrown_away(media: FolderMedia) -> None:
    """What is not its hash never becomes an attachment, and the next try begins anew."""
    media.write(ASSESSMENT, SHA, ANNA, 0, b"x" * len(DATA))
    assert not media.finish(ASSESSMENT, SHA, ANNA, len(DATA))
    assert not media.has(ASSESSMENT, SHA)
    assert media.offset(ASSESSMENT, SHA, ANNA) == 0


def test_wrong_size_is_thrown_away(media: FolderMedia) -> None:
    """A record that names another size than the bytes have is not believed."""
    media.write(ASSESSMENT, SHA, ANNA, 0, DATA)
    assert not media.finish(ASSESSMENT, SHA, ANNA, len(DATA) + 1)


def test_senders_do_not_meet(media: FolderMedia) -> None:
    """What one laptop sends is not touched by what another sends under the same hash."""
    media.write(ASSESSMENT, SHA, ANNA, 0, DATA[:5000])
    media.write(ASSESSMENT, SHA, OMAR, 0, b"y" * 5000)
    media.write(ASSESSMENT, SHA, ANNA, 5000, DATA[5000:])
    assert media.finish(ASSESSMENT, SHA, ANNA, len(DATA))
    media.write(ASSESSMENT, SHA, OMAR, 5000, b"y" * 5000)
    assert b"".join(media.read(ASSESSMENT, SHA)) == DATA


def test_finishing_again_is_fine(media: FolderMedia) -> None:
    """The last answer may be lost and asked for again."""
    media.write(ASSESSMENT, SHA, ANNA, 0, DATA)
    assert media.finish(ASSESSMENT, SHA, ANNA, len(DATA))
    assert media.finish(ASSESSMENT, SHA, ANNA, len(DATA))


def test_missing_attachment_is_told_at_once(media: FolderMedia) -> None:
    """Reading what is not here fails before the first byte."""
    with pytest.raises(FileNotFoundError):
        media.read(ASSESSMENT, SHA)


def test_unknown_kind_of_store_is_refused() -> None:
    """A URL this version cannot use is named, not taken for a folder."""
    with pytest.raises(ValueError, match="s3"):
        open_media("s3://bucket")
