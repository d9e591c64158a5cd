"""The two codes of a server: who may found assessments on it, and who may sign in to its console.

Codes have 20 letters and digits (100 bits), so a plain hash keeps them; tries are counted in the database, so that
every worker process knows about all of them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from enum import Enum

from sqlalchemy import Connection, delete, func, insert, select

from sync.server.database import Database
from sync.server.tables import login_tries, server_facts

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs; no I, O, 0, 1
CODE_LENGTH = 20
MINUTE_MS = 60_000
TRIES_PER_MINUTE = 20  # wrong codes per purpose that are looked at
TRIES_PER_ORIGIN = 5  # of which at most so many from one address, so that one of them cannot lock all others out
NO_ASSESSMENT = b""


class Purpose(Enum):
    """What a code opens."""

    FOUND = "found"
    CONSOLE = "console"


class TryResult(Enum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_MANY = "too many"


def new_code() -> str:
    """Return a fresh code in groups of five, as it is printed."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 5] for start in range(0, CODE_LENGTH, 5))


def normal_code(typed: str) -> str:
    """Return what a person typed without blanks and dashes, in capitals."""
    return "".join(typed.split()).replace("-", "").upper()


def _hash(code: str) -> bytes:
    return hashlib.sha256(b"groundup-server-code-1\n" + normal_code(code).encode()).digest()


def set_code(database: Database, purpose: Purpose, code: str) -> None:
    """Make `code` the one that opens `purpose`; the former one stops working."""

    def work(connection: Connection) -> None:
        name = f"{purpose.value} code"
        connection.execute(delete(server_facts).where(server_facts.c.name == name))
        connection.execute(insert(server_facts).values(name=name, value=_hash(code)))

    database.write(work)


def has_code(database: Database, purpose: Purpose) -> bool:
    """Tell whether a code was made for `purpose`."""
    query = select(server_facts.c.name).where(server_facts.c.name == f"{purpose.value} code")
    return database.read(lambda connection: connection.execute(query).first() is not None)


def try_code(database: Database, purpose: Purpose, typed: str, *, origin: str, clock: Callable[[], int]) -> TryResult:
    """Look at a code a person typed, unless too many wrong ones were typed in the last minute.

    The try is written down and committed before it is looked at: of any number of tries at once, none is uncounted.

    Args:
        origin: Address the try comes from.
        clock: Returns UTC milliseconds.
    """
    now, chance, origin = clock(), secrets.token_bytes(16), origin[:64]
    of_purpose = (login_tries.c.assessment == NO_ASSESSMENT, login_tries.c.purpose == purpose.value)
    this_try = (*of_purpose, login_tries.c.at_ms == now, login_tries.c.chance == chance)

    def note(connection: Connection) -> None:
        connection.execute(delete(login_tries).where(*of_purpose, login_tries.c.at_ms <= now - MINUTE_MS))
        row = {"assessment": NO_ASSESSMENT, "purpose": purpose.value, "at_ms": now, "chance": chance, "origin": origin}
        connection.execute(insert(login_tries).values(row))

    def look(connection: Connection) -> tuple[int, int, bytes | None]:
        recent = select(func.count()).select_from(login_tries).where(*of_purpose, login_tries.c.at_ms > now - MINUTE_MS)
        kept = select(server_facts.c.value).where(server_facts.c.name == f"{purpose.value} code")
        return (
            connection.execute(recent).scalar_one(),
            connection.execute(recent.where(login_tries.c.origin == origin)).scalar_one(),
            connection.execute(kept).scalar_one_or_none(),
        )

    database.write(note)
    tries, own, kept = database.read(look)
    if tries > TRIES_PER_MINUTE or own > TRIES_PER_ORIGIN:
        result = TryResult.TOO_MANY
    elif kept is not None and hmac.compare_digest(kept, _hash(typed)):
        result = TryResult.RIGHT
    else:
        return TryResult.WRONG
    database.write(lambda connection: connection.execute(delete(login_tries).where(*this_try)))
    return result
