"""The server's own keys: one person key, one box key, a secret for its nonces, and writer keys per assessment.

They lie in the database, because every worker process needs them and none keeps anything of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from sync.records.keys import BoxKey, box_key, new_box_key, new_seed, public_of
from sync.server.database import Database
from sync.server.tables import server_facts, writer_slots

SLOTS = 16  # logs the server may write per assessment


@dataclass(frozen=True, slots=True)
class Identity:
    """What this server is.

    Args:
        seed: Seed of its Ed25519 key: its person key, and the key its receipts are signed with.
        box: X25519 key; no space key is ever sealed to it, but an admission names one.
        nonce_secret: Makes nonces that need no row until they are used.
    """

    seed: bytes
    box: BoxKey
    nonce_secret: bytes

    @property
    def public(self) -> bytes:
        """Return the public key the server is known by."""
        return public_of(self.seed)


def load_identity(database: Database) -> Identity:
    """Return the server's identity, made at its first start."""
    return Identity(
        seed=_fact(database, "identity seed", new_seed),
        box=box_key(_fact(database, "box key", lambda: new_box_key().private)),
        nonce_secret=_fact(database, "nonce secret", lambda: secrets.token_bytes(32)),
    )


def slot_seed(database: Database, assessment: bytes, slot: int) -> bytes:
    """Return the seed of the writer the server uses in one slot (0 to 15) of an assessment, made at first use."""
    if not 0 <= slot < SLOTS:
        raise ValueError(f"no slot {slot}")
    place = (writer_slots.c.assessment == assessment, writer_slots.c.slot == slot)

    def make(connection: Connection) -> None:
        insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
        row = {"assessment": assessment, "slot": slot, "seed": new_seed()}
        connection.execute(insert(writer_slots).values(row).on_conflict_do_nothing())

    def read(connection: Connection) -> bytes | None:
        return connection.execute(select(writer_slots.c.seed).where(*place)).scalar_one_or_none()

    found = database.read(read)
    if found is None:
        database.write(make)
        found = database.read(read)
    assert found is not None
    return found


def renew_writers(database: Database) -> None:
    """Forget all writer keys: after a restore the server never goes on with a log whose end it may have forgotten."""
    database.write(lambda connection: connection.execute(delete(writer_slots)))


def _fact(database: Database, name: str, make: Callable[[], bytes]) -> bytes:
    """Return a fact about the server, made once; of two workers that make it at once, one wins."""
    query = select(server_facts.c.value).where(server_facts.c.name == name)

    def keep(connection: Connection) -> None:
        insert = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
        connection.execute(insert(server_facts).values(name=name, value=make()).on_conflict_do_nothing())

    def read(connection: Connection) -> bytes | None:
        return connection.execute(query).scalar_one_or_none()

    found = database.read(read)
    if found is None:
        database.write(keep)
        found = database.read(read)
    assert found is not None
    return found
