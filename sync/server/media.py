"""Keeps attachments in a folder: unfinished ones grow piece by piece, finished ones are verified and durable.

Every sender has an unfinished file of its own, so nobody can write into what another one sends or what was verified.
Only what equals its hash becomes an attachment; anything else is thrown away and begins anew. Names in the folder are
hashes; no name a person gave is ever used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

READ_SIZE = 256 * 1024  # bytes held in memory per transfer


class MediaStore(Protocol):
    """Where attachments lie: a folder, later any object store."""

    def offset(self, assessment: bytes, sha256: bytes, sender: bytes) -> int:
        """Return how many bytes of an unfinished attachment are here, from its start."""
        ...

    def write(self, assessment: bytes, sha256: bytes, sender: bytes, offset: int, data: bytes) -> int:
        """Write a piece at `offset`, which is at most the present size; return the new size."""
        ...

    def finish(self, assessment: bytes, sha256: bytes, sender: bytes, size: int) -> bool:
        """Verify the whole and make it durable; when it is not what its hash says, drop it and return False."""
        ...

    def has(self, assessment: bytes, sha256: bytes) -> bool:
        """Tell whether the finished attachment is here."""
        ...

    def read(self, assessment: bytes, sha256: bytes, offset: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a finished attachment from `offset` on, in pieces.

        Raises:
            FileNotFoundError: it is not here.
        """
        ...


class FolderMedia:
    """Attachments in a folder of this machine or of a network disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def offset(self, assessment: bytes, sha256: bytes, sender: bytes) -> int:
        """Return how many bytes of an unfinished attachment are here, from its start."""
        try:
            return self._part(assessment, sha256, sender).stat().st_size
        except FileNotFoundError:
            return 0

    def write(self, assessment: bytes, sha256: bytes, sender: bytes, offset: int, data: bytes) -> int:
        """Write a piece at `offset`, which is at most the present size; return the new size."""
        part = self._part(assessment, sha256, sender)
        part.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "r+b") as file:
            if offset > file.seek(0, os.SEEK_END):
                raise ValueError("a piece would leave a hole")
            file.seek(offset)
            file.write(data)
            return max(file.tell(), file.seek(0, os.SEEK_END))

    def finish(self, assessment: bytes, sha256: bytes, sender: bytes, size: int) -> bool:
        """Verify the whole and make it durable; when it is not what its hash says, drop it and return False."""
        part, whole = self._part(assessment, sha256, sender), self._whole(assessment, sha256)
        try:
            with part.open("r+b") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
                if digest == sha256 and file.tell() == size:
                    os.fsync(file.fileno())
                    os.replace(part, whole)
                    _sync_folder(whole.parent)
                    return True
        except FileNotFoundError:
            return whole.exists()  # finished before: the answer to an earlier request was lost
        part.unlink(missing_ok=True)
        return False

    def has(self, assessment: bytes, sha256: bytes) -> bool:
        """Tell whether the finished attachment is here."""
        return self._whole(assessment, sha256).exists()

    def read(self, assessment: bytes, sha256: bytes, offset: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a finished attachment from `offset` on, in pieces."""
        file = self._whole(assessment, sha256).open("rb")  # opened here, so that a missing file is told at once
        return _pieces(file, offset)

    def _whole(self, assessment: bytes, sha256: bytes) -> Path:
        name = sha256.hex()
        return self._folder / assessment.hex() / name[:2] / name

    def _part(self, assessment: bytes, sha256: bytes, sender: bytes) -> Path:
        return self._whole(assessment, sha256).with_suffix(f".{sender[:8].hex()}.part")


def _pieces(file: BinaryIO, offset: int) -> Iterator[bytes]:
    with file:
        file.seek(offset)
        while piece := file.read(READ_SIZE):
            yield piece


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_media(url: str) -> MediaStore:
    """Open the store at `url`: a folder's path or a file:// URL.

    Raises:
        ValueError: the URL names a kind of store this version cannot use.
    """
    if "://" not in url:
        return FolderMedia(Path(url))
    if url.startswith("file://"):
        return FolderMedia(Path(url.removeprefix("file://")))
    raise ValueError(url.partition("://")[0])
