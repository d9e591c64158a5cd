"""The messages of the protocol between a client and a server, one class each; what a class does not name is dropped.

Every message is a JSON object; bytes stand in it as base64url text without padding. Batches and attachments travel as
their own bytes, not inside messages. Paths and headers are in `paths.py`, limits in `limits.py`.

How a device gets in:

1. `GET  IDENTITY` -> `Identity`: the server's public key, protocol versions, whether founding needs a code.
2. `POST NONCE`    -> `Nonce`: a number that is signed back once; `known` says whether the assessment is here.
3. An assessment that is not here: `POST FOUND` with `Found`: the root and all rights records, and the key of an
   invitation in role `hub`; the server admits itself with it and answers `Founded`.
4. `POST TOKEN` with `TokenRequest`, signed with the writer key or the invitation key (`token_message`) -> `Token`.
   With an invitation code alone, `POST LOOKUP` with `Lookup` first tells the assessment's id.
5. Per space: `POST HAVE` -> `HaveAnswer`; `POST READ` with `ReadRequest` -> a batch; `POST BATCH` (a batch) ->
   `BatchAnswer` with one result per record and a receipt; `POST IDS` where have lists stay unequal; `POST LACKS`.
6. Attachments: HEAD gives the offset, PATCH appends a piece, GET reads from an offset; `POST MISSING` lists what the
   server lacks of a space.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from sync.errors import ProtocolRefused
from sync.protocol import limits
from sync.records.canonical import Octets, decode_octets, encode_octets

Message = TypeVar("Message", bound=msgspec.Struct)


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers.

    Args:
        server: Public key of the server's person, 32 bytes.
        versions: Protocol versions it speaks.
        founding_needs_code: A founding code is asked for.
        now: The server's UTC milliseconds, to tell a person that a clock is far off.
    """

    server: Octets
    versions: tuple[int, ...]
    founding_needs_code: bool
    now: int


class NonceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a nonce; `assessment` is empty for a lookup."""

    assessment: Octets = Octets()


class Nonce(msgspec.Struct, frozen=True, kw_only=True):
    """A random number (32 bytes) good for one signature until `expires` (the server's UTC milliseconds)."""

    nonce: Octets
    expires: int
    known: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Bring an assessment to a server.

    Args:
        assessment: Id of the root record.
        invitation: Id of a `rights-invite` record in role `hub`.
        invitation_seed: Private seed of its key.
        batches: Encoded batches of the whole rights space.
        code: Founding code, "" where none is needed.
    """

    assessment: Octets
    invitation: Octets
    invitation_seed: Octets
    batches: tuple[Octets, ...]
    code: str = ""


class Founded(msgspec.Struct, frozen=True, kw_only=True):
    """The server is admitted: id of its `rights-admit` record, and its person key."""

    admission: Octets
    server: Octets


class Lookup(msgspec.Struct, frozen=True, kw_only=True):
    """Ask which assessment an invitation code belongs to; signed with the code's key over `lookup_message`."""

    key: Octets
    nonce: Octets
    signature: Octets


class LookupAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The assessment and the invitation's record."""

    assessment: Octets
    invitation: Octets


class TokenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a token.

    Args:
        assessment: Id of the root record.
        kind: "writer" (a writer that counts) or "invitation" (an open invitation: may read rights and plan and post
            its own `rights-admit`).
        key: That public key.
        nonce: As given by the server.
        signature: Over `token_message`.
    """

    assessment: Octets
    kind: str
    key: Octets
    nonce: Octets
    signature: Octets


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Opaque bearer token, good until `expires` (the server's UTC milliseconds), and the spaces it reads, in order."""

    token: str
    expires: int
    spaces: tuple[Octets, ...]


class SpaceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Names a space (HAVE, LACKS, MISSING). `digest`: of the asker's have list; equal -> no list comes back."""

    space: Octets
    digest: Octets = Octets()


class HaveAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the server has of a space, as far as the asker may fetch it.

    Args:
        digest: Of the list (`HaveList.digest`).
        logs: `HaveList.to_value()`; None when the digests are equal.
        own_only: The list holds the asker's own logs only (`Rights.access` OWN).
    """

    digest: Octets
    logs: list[Any] | None = None
    own_only: bool = False


class IdsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the ids of one log, where have lists stay unequal."""

    space: Octets
    writer: Octets


class IdsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """(seq, id) of every record of the log, sorted."""

    ids: tuple[tuple[int, Octets], ...]


class ReadRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for records; the answer is one batch (`batch.decode_batch`), as full as the limits allow, then ask again.

    Args:
        wanted: (writer, ((first, last), …)).
        ids: Single records by id, instead of ranges.
    """

    space: Octets
    wanted: tuple[tuple[Octets, tuple[tuple[int, int], ...]], ...] = ()
    ids: tuple[Octets, ...] = ()


class ResultLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one record: see `exchange.results.Result`."""

    id: Octets
    status: str
    why: str = ""


class BatchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One result per record of a batch, in its order, and the receipt for what the server holds now.

    Args:
        receipt: Signed bytes of `receipts`; empty when nothing of the batch is held.
    """

    results: tuple[ResultLine, ...]
    receipt: Octets = Octets()


class LacksAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of records whose bodies the server lacks."""

    ids: tuple[Octets, ...]


class AttachmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment by digest and size of what travels."""

    sha256: Octets
    size: int


class MissingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Attachments of a space that the server lacks, small first."""

    attachments: tuple[AttachmentLine, ...]


class PieceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """After a piece of an attachment: how many bytes are here.

    Args:
        complete: All bytes are here and verified.
        receipt: Signed receipt for the attachment when complete.
    """

    offset: int
    complete: bool
    receipt: Octets = Octets()


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was refused: a code of `sync.errors` and its facts; the asker words it."""

    code: str
    facts: dict[str, str | int] = {}


def encode_message(message: msgspec.Struct) -> bytes:
    """Return the bytes of a message."""
    return _ENCODER.encode(message)


def decode_message(data: bytes, kind: type[Message], *, limit: int = limits.MESSAGE) -> Message:
    """Return the message in these bytes.

    Raises:
        ProtocolRefused: `too_large`, or `bad_message`.
    """
    if len(data) > limit:
        raise ProtocolRefused("too_large", size=len(data), limit=limit)
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=decode_octets)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolRefused("bad_message") from error


def token_message(*, server: bytes, assessment: bytes, key: bytes, nonce: bytes) -> bytes:
    """Return what a `TokenRequest` signs (after `TOKEN_LINE`): for this server, assessment and nonce alone."""
    return b"".join((server, assessment, key, nonce))


def lookup_message(*, server: bytes, key: bytes, nonce: bytes) -> bytes:
    """Return what a `Lookup` signs (after `LOOKUP_LINE`)."""
    return b"".join((server, key, nonce))


TOKEN_LINE = b"groundup-token-1\n"
LOOKUP_LINE = b"groundup-lookup-1\n"


_ENCODER = msgspec.json.Encoder(enc_hook=encode_octets, order="deterministic")
