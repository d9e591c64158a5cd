"""Sealed bodies and files of a `names` space: XChaCha20-Poly1305 with a fresh key per record, sealed to its readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nacl import bindings, exceptions

from sync.errors import KeyRefused
from sync.records.canonical import Octets, decode, encode
from sync.records.header import Header
from sync.records.keys import BoxKey, open_sealed, seal_to
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.sealed import Box, SealedBody

KEY_SIZE = bindings.crypto_aead_xchacha20poly1305_ietf_KEYBYTES
NONCE_SIZE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
CHUNK = 64 * 1024  # plain bytes of a file encrypted at a time
STREAM_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
CHUNK_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES  # bytes each encrypted chunk is longer


@dataclass(frozen=True, slots=True)
class Position:
    """Where a record will stand: additional data of everything sealed in it, so that it opens nowhere else."""

    assessment: bytes
    space: bytes
    writer: bytes
    seq: int

    def bytes(self) -> bytes:
        """Return it as bytes: all parts have fixed lengths."""
        return b"".join((self.assessment, self.space, self.writer, self.seq.to_bytes(8, "big")))


def position_of(header: Header) -> Position:
    """Return where a record stands."""
    return Position(header.assessment, header.space, header.writer, header.seq)


def seal_body(
    body: Any,
    *,
    position: Position,
    record_key: bytes,
    nonce: bytes,
    author: bytes,
    space: bytes,
    attachments: Iterable[AttachmentName] = (),
) -> SealedBody:
    """Return the sealed body of a record.

    Args:
        body: The kind's own body class.
        position: Where the record will stand.
        record_key, nonce: 32 and 24 random bytes, fresh for every record; files of it use the same key.
        author: The author's public box key.
        space: The space's public key of the newest epoch.
        attachments: Digest and size of the encrypted files, in the order of the body's own.
    """
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(encode(body), position.bytes(), nonce, record_key)
    box = Box(
        author=Octets(seal_to(author, record_key)),
        space=Octets(seal_to(space, record_key)),
        key=Octets(space),
        sealed=Octets(nonce + sealed),
    )
    return SealedBody(box=box, attachments=tuple(attachments))


def record_key_of(box: Box, keys: Iterable[BoxKey]) -> bytes:
    """Return a record's own key, opened with any of these: the author's box keys, keys of the space.

    Raises:
        KeyRefused: `box_closed`, it was sealed to none of them.
    """
    for key in keys:
        for sealed in (box.space,) if key.public == box.key else (box.author,):
            try:
                opened = open_sealed(key, sealed)
            except KeyRefused:
                continue
            if len(opened) == KEY_SIZE:
                return opened
    raise KeyRefused("box_closed")


def open_body(body: SealedBody, *, position: Position, keys: Iterable[BoxKey]) -> Any:
    """Return the value of the kind's own body.

    Args:
        keys: Box keys of this person and keys of the space that were unwrapped for him.
    Raises:
        KeyRefused: `box_closed`; RecordRefused: what is inside is no canonical JSON.
    """
    record_key = record_key_of(body.box, keys)
    nonce, sealed = body.box.sealed[:NONCE_SIZE], body.box.sealed[NONCE_SIZE:]
    try:
        plain = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes(sealed), position.bytes(), bytes(nonce), record_key
        )
    except (exceptions.CryptoError, exceptions.ValueError, exceptions.TypeError) as error:
        raise KeyRefused("box_closed") from error
    return decode(plain)


def seal_file(pieces: Iterable[bytes], *, position: Position, record_key: bytes) -> Iterator[bytes]:
    """Yield the encrypted bytes of a file (libsodium's secretstream, chunks of 64 kB, a final mark).

    Args:
        pieces: Plain bytes in pieces of any size.
    """
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    yield bindings.crypto_secretstream_xchacha20poly1305_init_push(state, record_key)
    additional = position.bytes()
    chunk: bytes | None = None
    for following in _chunks(pieces):
        if chunk is not None:
            yield _push(state, chunk, additional, bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
        chunk = following
    yield _push(state, chunk or b"", additional, bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL)


def open_file(pieces: Iterable[bytes], *, position: Position, record_key: bytes) -> Iterator[bytes]:
    """Yield the plain bytes of an encrypted file; do not use any before the last has come.

    Raises:
        KeyRefused: `box_closed`, it was changed, cut, or belongs elsewhere.
    """
    additional = position.bytes()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    ended = False
    try:
        source = _chunks(pieces, first=STREAM_HEADER, size=CHUNK + CHUNK_MORE)
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, next(source, b""), record_key)
        for chunk in source:
            if ended:
                raise KeyRefused("box_closed")
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk, additional)
            ended = tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            yield plain
    except (exceptions.CryptoError, exceptions.ValueError, exceptions.TypeError) as error:
        raise KeyRefused("box_closed") from error
    if not ended:
        raise KeyRefused("box_closed")


def _push(state: Any, chunk: bytes, additional: bytes, tag: int) -> bytes:
    return bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, additional, tag)


def _chunks(pieces: Iterable[bytes], *, first: int = CHUNK, size: int = CHUNK) -> Iterator[bytes]:
    """Yield the bytes anew: `first` bytes, then `size` at a time, the last one shorter."""
    buffer = bytearray()
    length = first
    for piece in pieces:
        buffer += piece
        while len(buffer) >= length:
            yield bytes(buffer[:length])
            del buffer[:length]
            length = size
    if buffer:
        yield bytes(buffer)
