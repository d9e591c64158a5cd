"""How a device gets in: the server's identity, founding, signing in, finding an assessment by an invitation's code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from sync.client.transport import NotOurs, Transport
from sync.errors import ProtocolRefused, SyncError
from sync.protocol import paths
from sync.protocol.batch import encode_batches
from sync.protocol.messages import (
    LOOKUP_LINE,
    TOKEN_LINE,
    Found,
    Founded,
    Identity,
    Lookup,
    LookupAnswer,
    Nonce,
    NonceRequest,
    Token,
    TokenRequest,
    decode_message,
    encode_message,
    lookup_message,
    token_message,
)
from sync.protocol.paths import common_version
from sync.records.canonical import Octets
from sync.records.header import KEY_SIZE
from sync.records.keys import public_of, sign
from sync.records.record import Record

Message = TypeVar("Message", bound=msgspec.Struct)
WRITER, PERSON, INVITATION = "writer", "person", "invitation"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A key to sign in with: its seed and what it is ("writer", "person" or "invitation")."""

    kind: str
    seed: bytes


def read_message(transport: Transport, data: bytes, kind: type[Message]) -> Message:
    """Return the message in an answer. Raises NotOurs: it is none."""
    try:
        return decode_message(data, kind, limit=len(data))
    except ProtocolRefused as error:
        raise NotOurs("not_a_server", host=transport.host, status=200) from error


def post(transport: Transport, path: str, message: msgspec.Struct, kind: type[Message]) -> Message:
    """Send a message and return the answer. Raises as `Transport.ask`."""
    return read_message(transport, transport.ask("POST", path, body=encode_message(message)).body, kind)


def ask_identity(transport: Transport, known: bytes | None = None) -> Identity:
    """Ask who the server is.

    Args:
        known: The public key it had before; None at the first contact.
    Raises:
        ProtocolRefused: `protocol_unknown`. NotOurs: `server_changed`, it has another key than before.
    """
    identity = read_message(transport, transport.ask("GET", paths.IDENTITY).body, Identity)
    common_version(identity.versions)
    if len(identity.server) != KEY_SIZE:
        raise NotOurs("not_a_server", host=transport.host, status=200)
    if known is not None and identity.server != known:
        raise NotOurs("server_changed", host=transport.host)
    return identity


def ask_nonce(transport: Transport, assessment: bytes) -> Nonce:
    """Ask for a number to sign; it also says whether the assessment is there."""
    return post(transport, paths.NONCE, NonceRequest(assessment=Octets(assessment)), Nonce)


def sign_in(transport: Transport, server: bytes, assessment: bytes, key: SignIn) -> Token:
    """Sign in and let the transport show the token from now on. Raises Refused: the key opens nothing there."""
    nonce = ask_nonce(transport, assessment)
    public = public_of(key.seed)
    message = token_message(server=server, assessment=assessment, key=public, nonce=nonce.nonce)
    request = TokenRequest(
        assessment=Octets(assessment),
        kind=key.kind,
        key=Octets(public),
        nonce=nonce.nonce,
        signature=Octets(sign(key.seed, TOKEN_LINE, message)),
    )
    token = post(transport, paths.TOKEN, request, Token)
    transport.token = token.token
    return token


def found(
    transport: Transport,
    server: bytes,
    *,
    assessment: bytes,
    rights_space: bytes,
    rights: Iterable[Record],
    invitation: bytes,
    invitation_seed: bytes,
    code: str = "",
) -> None:
    """Bring an assessment to a server that does not have it.

    Args:
        rights: Every record of the rights space, the root record first.
        invitation, invitation_seed: Id and key of a `rights-invite` in role hub, for the server itself.
        code: Founding code, "" where none is needed.
    Raises:
        Refused: `founding_code_wrong`, `too_many_tries`, `invitation_unusable`.
        SyncError: `server_changed`, another server than before admitted itself.
    """
    request = Found(
        assessment=Octets(assessment),
        invitation=Octets(invitation),
        invitation_seed=Octets(invitation_seed),
        batches=tuple(Octets(data) for _, data in encode_batches(assessment, rights_space, rights)),
        code=code,
    )
    answer = post(transport, paths.FOUND, request, Founded)
    if answer.server != server:
        raise SyncError("server_changed", host=transport.host)


def look_up(transport: Transport, server: bytes, invitation_seed: bytes) -> LookupAnswer:
    """Ask which assessment an invitation's key belongs to. Raises Refused: `invitation_unknown`."""
    nonce = ask_nonce(transport, b"")
    key = public_of(invitation_seed)
    message = lookup_message(server=server, key=key, nonce=nonce.nonce)
    request = Lookup(key=Octets(key), nonce=nonce.nonce, signature=Octets(sign(invitation_seed, LOOKUP_LINE, message)))
    return post(transport, paths.LOOKUP, request, LookupAnswer)
