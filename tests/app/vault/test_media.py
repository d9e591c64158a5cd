"""Encrypted media files."""

from __future__ import annotations

import hashlib
import os

import pytest

from app.vault.errors import StorageError
from app.vault.media import CHUNK, INCOMING, MediaVault


@pytest.fixture
def vault(tmp_path):
    """A media vault in an empty folder."""
    return MediaVault(tmp_path / "media", b"k" * 32)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_put_comes_back(vault, size):
    """Every size around the pieces' border."""
    data = os.urandom(size)
    kept = vault.put(data)
    assert (kept.sha256, kept.size) == (hashlib.sha256(data).digest(), size)
    assert vault.read(kept.sha256) == data


def test_a_file_and_pieces_give_the_same(vault, tmp_path):
    """Bytes, a file and an iterator are one and the same content."""
    data = os.urandom(150_000)
    (tmp_path / "photo").write_bytes(data)
    pieces = [data[start : start + 1000] for start in range(0, len(data), 1000)]
    assert vault.put(tmp_path / "photo") == vault.put(data) == vault.put(iter(pieces))


def test_neither_content_nor_digest_can_be_seen(vault):
    """File names are HMACs, contents encrypted, twice the same is stored once."""
    kept = vault.put(b"Amina Yusuf " * 1000)
    vault.put(b"Amina Yusuf " * 1000)
    (path,) = [path for path in vault.folder.rglob("*") if path.is_file()]
    assert b"Amina" not in path.read_bytes()
    assert kept.sha256.hex() not in str(path)
    other = MediaVault(vault.folder, b"o" * 32)
    assert other.name(kept.sha256) != path.name


@pytest.mark.parametrize("damage", ["flip", "cut", "cut at a piece", "another key"])
def test_damage_is_found(vault, damage):
    """A flipped bit, a cut end (also exactly between pieces) and another key are told, never returned as data."""
    kept = vault.put(os.urandom(2 * CHUNK))
    path = vault.path(kept.sha256)
    data = path.read_bytes()
    if damage == "flip":
        path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    elif damage == "cut":
        path.write_bytes(data[:-5])
    elif damage == "cut at a piece":
        path.write_bytes(data[: 24 + CHUNK + 17])
    else:
        path.write_bytes(MediaVault(vault.folder, b"o" * 32).put(b"x") and data[24:] + data[:24])
    with pytest.raises(StorageError) as error:
        vault.read(kept.sha256, name="photo.jpg")
    assert (error.value.code, error.value.facts) == ("media-broken", {"name": "photo.jpg"})


def test_a_missing_file_is_said_to_be_missing(vault):
    """Not here yet is another sentence than damaged."""
    with pytest.raises(StorageError) as error:
        vault.read(b"x" * 32, name="photo.jpg")
    assert error.value.code == "media-missing"


def test_pieces_arrive_across_restarts(vault):
    """A download goes on where it stopped, in a new process, and is verified as a whole."""
    data = os.urandom(100_000)
    digest = hashlib.sha256(data).digest()
    assert vault.append(digest, 0, data[:40_000]) == 40_000
    again = MediaVault(vault.folder, b"k" * 32)
    assert again.arrived(digest) == 40_000
    assert again.append(digest, 0, data[:10]) == 40_000, "a piece from elsewhere is not taken"
    assert again.append(digest, 40_000, data[40_000:]) == 100_000
    assert again.finish(digest, 100_000)
    assert again.read(digest) == data
    assert not list((vault.folder / INCOMING).iterdir())


def test_a_torn_piece_does_not_count(vault):
    """After a power cut in the middle of a piece, the whole pieces before it are still good."""
    data = os.urandom(3000)
    digest = hashlib.sha256(data).digest()
    vault.append(digest, 0, data[:1000])
    vault.append(digest, 1000, data[1000:2000])
    (partial,) = (vault.folder / INCOMING).iterdir()
    partial.write_bytes(partial.read_bytes()[:-7])
    assert vault.arrived(digest) == 1000
    vault.append(digest, 1000, data[1000:])
    assert vault.finish(digest, 3000)
    assert vault.read(digest) == data


def test_wrong_bytes_do_not_become_a_file(vault):
    """Bytes whose digest differs are thrown away."""
    digest = hashlib.sha256(b"right").digest()
    vault.append(digest, 0, b"wrong")
    assert not vault.finish(digest, 5)
    assert not vault.has(digest)
    assert vault.arrived(digest) == 0


def test_sweep_removes_only_what_nothing_names(vault):
    """Named and young files stay."""
    named, orphan = vault.put(b"named"), vault.put(b"orphan")
    assert vault.sweep({named.sha256}, older_than=3600) == 0
    assert vault.sweep({named.sha256}, older_than=-1) == 1
    assert vault.has(named.sha256)
    assert not vault.has(orphan.sha256)
