"""Media files of a workspace: encrypted by secretstream, named by HMAC, durable before anything names them."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError

from app.vault import keys
from app.vault.errors import StorageError, from_system
from app.vault.files import flush_file, flush_folder, make_private

CHUNK = 64 * 1024  # plain bytes per piece of the stream
OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
INCOMING = "incoming"  # sub-folder of files not whole yet
LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A stored file: SHA-256 and number of its plain bytes."""

    sha256: bytes
    size: int


class MediaVault:
    """Keep media of one workspace in `folder`, encrypted by a key derived from the data key."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self.folder = folder
        self._key = keys.derive(data_key, "media")
        self._name_key = keys.derive(data_key, "media names")

    def put(self, source: Path | bytes | Iterable[bytes]) -> MediaFile:
        """Keep the bytes of a file, of bytes, or of pieces; durable when this returns. Twice the same is once."""
        pieces = _pieces(source)
        digest, size = hashlib.sha256(), 0
        make_private(self.folder / INCOMING)
        aside = self.folder / INCOMING / f"{secrets.token_hex(8)}.new"
        try:
            with open(aside, "xb") as file:
                state = bindings.crypto_secretstream_xchacha20poly1305_state()
                file.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, self._key))
                for piece, last in _with_last(_even(pieces)):
                    digest.update(piece)
                    size += len(piece)
                    tag = FINAL if last else MESSAGE
                    file.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, None, tag))
                flush_file(file.fileno())
            found = MediaFile(digest.digest(), size)
            target = self.path(found.sha256)
            make_private(target.parent)
            os.replace(aside, target)
            flush_folder(target.parent)
        except OSError as error:
            raise from_system(error, self.folder) from error
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
        return found

    def path(self, sha256: bytes) -> Path:
        """Return where a file lies; the name tells nothing without the key."""
        name = self.name(sha256)
        return self.folder / name[:2] / name

    def name(self, sha256: bytes) -> str:
        """Return the file's name: hexadecimal HMAC of the digest."""
        return hmac.new(self._name_key, sha256, hashlib.sha256).hexdigest()

    def has(self, sha256: bytes) -> bool:
        """Say whether the whole file is here."""
        return self.path(sha256).is_file()

    def pieces(self, sha256: bytes, *, name: str = "") -> Iterator[bytes]:
        """Yield the plain bytes in order.

        Raises:
            StorageError: `media-missing`, or `media-broken` when a piece was changed or the end is cut off.
        """
        try:
            with open(self.path(sha256), "rb") as file:
                yield from self._decrypted(file, name)
        except FileNotFoundError as error:
            raise StorageError("media-missing", name=name) from error
        except OSError as error:
            raise from_system(error, self.folder) from error

    def _decrypted(self, file: BinaryIO, name: str) -> Iterator[bytes]:
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        tag = MESSAGE
        try:
            header = file.read(HEADER_BYTES)
            bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, self._key)
            while box := file.read(CHUNK + OVERHEAD):
                piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, box)
                yield piece
        except (CryptoError, ValueError) as error:
            raise StorageError("media-broken", name=name) from error
        if tag != FINAL:
            raise StorageError("media-broken", name=name)

    def read(self, sha256: bytes, *, name: str = "") -> bytes:
        """Return all plain bytes, compared with their digest. Raises as `pieces`."""
        data = b"".join(self.pieces(sha256, name=name))
        if hashlib.sha256(data).digest() != sha256:
            raise StorageError("media-broken", name=name)
        return data

    # -- files that arrive in pieces ---------------------------------------------------------------------------------

    def arrived(self, sha256: bytes) -> int:
        """Return how many plain bytes of a file not yet whole are durably here; a torn last piece does not count."""
        return self._scan(sha256)[1]

    def append(self, sha256: bytes, offset: int, data: bytes) -> int:
        """Add a piece at `offset`, durable when this returns; return the new number of bytes.

        A piece that starts elsewhere than at `arrived` is not taken (the number tells the sender where to go on).
        """
        end, there = self._scan(sha256)
        if offset != there or not data:
            return there
        path = self._partial(sha256)
        about = sha256 + offset.to_bytes(8, "big")
        box = keys.seal(keys.derive(self._key, "incoming"), data, about)
        try:
            make_private(path.parent)
            fresh = not path.exists()
            with open(path, "r+b" if not fresh else "xb") as file:
                file.truncate(end)
                file.seek(end)
                file.write(len(box).to_bytes(LENGTH_BYTES, "big") + box)
                flush_file(file.fileno())
            if fresh:
                flush_folder(path.parent)
        except OSError as error:
            raise from_system(error, self.folder) from error
        return there + len(data)

    def finish(self, sha256: bytes, size: int) -> bool:
        """Make a file whose bytes all arrived a stored one; False (pieces removed) when its digest or size differs."""
        if self.has(sha256):
            self._partial(sha256).unlink(missing_ok=True)
            return True
        digest, counted = hashlib.sha256(), 0
        for piece in self._partial_pieces(sha256):
            digest.update(piece)
            counted += len(piece)
        good = counted == size and digest.digest() == sha256
        if good:
            self.put(self._partial_pieces(sha256))
        if good or counted >= size:
            self._partial(sha256).unlink(missing_ok=True)
        return good

    def _partial(self, sha256: bytes) -> Path:
        return self.folder / INCOMING / f"{self.name(sha256)}.part"

    def _scan(self, sha256: bytes) -> tuple[int, int]:
        """Return (bytes of the partial file that are good, plain bytes in them)."""
        end = plain = 0
        for box_bytes, piece in self._frames(sha256):
            end += LENGTH_BYTES + box_bytes
            plain += len(piece)
        return end, plain

    def _partial_pieces(self, sha256: bytes) -> Iterator[bytes]:
        for _, piece in self._frames(sha256):
            yield piece

    def _frames(self, sha256: bytes) -> Iterator[tuple[int, bytes]]:
        key, offset = keys.derive(self._key, "incoming"), 0
        try:
            file = open(self._partial(sha256), "rb")  # noqa: SIM115 closed below; missing is no failure here
        except FileNotFoundError:
            return
        with file:
            while len(length := file.read(LENGTH_BYTES)) == LENGTH_BYTES:
                box = file.read(int.from_bytes(length, "big"))
                try:
                    piece = keys.unseal(key, box, sha256 + offset.to_bytes(8, "big"))
                except keys.DoesNotOpen:
                    return
                offset += len(piece)
                yield len(box), piece

    # -- tidying -----------------------------------------------------------------------------------------------------

    def remove(self, sha256: bytes) -> None:
        """Remove a file; nothing happens when it is not here."""
        with contextlib.suppress(FileNotFoundError):
            self.path(sha256).unlink()

    def sweep(self, named: Collection[bytes], *, older_than: float) -> int:
        """Remove files that nothing names and that were written more than `older_than` seconds ago; return how many.

        Args:
            named: Digests of every file that must stay (and of those still arriving).
        """
        names = {self.name(sha256) for sha256 in named}
        border, removed = time.time() - older_than, 0
        if not self.folder.is_dir():
            return 0
        for path in self.folder.glob("*/*"):
            if path.stem in names and path.suffix != ".new":
                continue
            if path.is_file() and path.stat().st_mtime <= border:
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _pieces(source: Path | bytes | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
    elif isinstance(source, Path):
        with open(source, "rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    else:
        yield from source


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of CHUNK (the last shorter, at least one)."""
    rest = b""
    for piece in pieces:
        rest += piece
        while len(rest) >= CHUNK:
            yield rest[:CHUNK]
            rest = rest[CHUNK:]
    yield rest


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield (piece, whether it is the last)."""
    iterator = iter(pieces)
    current = next(iterator)
    for following in iterator:
        yield current, False
        current = following
    yield current, True
