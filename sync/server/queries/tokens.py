"""Tokens of devices and sign-ins of the console: opaque for whoever holds them, kept as hashes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from sync.server.tables import console_sessions, nonces, tokens

TOKEN_SIZE = 32  # random bytes


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whom a token belongs to: a writer's or an invitation's public key in one assessment."""

    assessment: bytes
    key: bytes
    kind: str


def new_token() -> str:
    """Return a fresh token as text."""
    return secrets.token_urlsafe(TOKEN_SIZE)


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"groundup-token-1\n" + token.encode("utf-8", "replace")).digest()


def keep_token(connection: Connection, token: str, holder: TokenHolder, *, expires: int, now: int) -> None:
    """Keep a token's hash until `expires` (UTC milliseconds); forget those of this key that are over."""
    connection.execute(
        delete(tokens).where(
            tokens.c.assessment == holder.assessment, tokens.c.key == holder.key, tokens.c.expires_ms <= now
        )
    )
    row = {"assessment": holder.assessment, "hash": _hash(token), "key": holder.key, "kind": holder.kind}
    connection.execute(insert(tokens).values(**row, expires_ms=expires))


def token_holder(connection: Connection, assessment: bytes, token: str, now: int) -> TokenHolder | None:
    """Return whom a token belongs to; None when it is unknown, of another assessment, or over."""
    query = select(tokens.c.key, tokens.c.kind).where(
        tokens.c.assessment == assessment, tokens.c.hash == _hash(token), tokens.c.expires_ms > now
    )
    row = connection.execute(query).first()
    return None if row is None else TokenHolder(assessment, row.key, row.kind)


def use_nonce(connection: Connection, assessment: bytes, nonce: bytes, *, expires: int, now: int) -> bool:
    """Use a number once; False when it was used before."""
    connection.execute(delete(nonces).where(nonces.c.assessment == assessment, nonces.c.expires_ms <= now))
    dialect = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    row = {"assessment": assessment, "nonce": nonce, "expires_ms": expires}
    added = dialect(nonces).values(row).on_conflict_do_nothing().returning(nonces.c.nonce)
    return connection.execute(added).first() is not None


def keep_console_session(connection: Connection, token: str, *, expires: int, now: int) -> None:
    """Keep a sign-in of the console; forget those that are over."""
    connection.execute(delete(console_sessions).where(console_sessions.c.expires_ms <= now))
    connection.execute(insert(console_sessions).values(hash=_hash(token), expires_ms=expires))


def console_session_is_good(connection: Connection, token: str, now: int) -> bool:
    """Tell whether a console sign-in is known and not over."""
    query = select(console_sessions.c.hash).where(
        console_sessions.c.hash == _hash(token), console_sessions.c.expires_ms > now
    )
    return connection.execute(query).first() is not None


def end_console_session(connection: Connection, token: str) -> None:
    """Forget a console sign-in."""
    connection.execute(delete(console_sessions).where(console_sessions.c.hash == _hash(token)))
