"""The person of this workspace: name, keys, and settings of their own."""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import dataclass, replace
from typing import Any

from nacl import bindings

from app.storage.core import Core
from app.storage.database import tables
from app.storage.errors import StorageError, WorkspaceBroken
from app.storage.sqlcipher import Connection
from app.vault import keys
from app.vault.keyring import Keys

BOX_ABOUT = b"groundup box key"


@dataclass(frozen=True, slots=True)
class Profile:
    """The person who opened the workspace.

    Args:
        id: Random hex text.
        person: Name as typed.
        organisation: "" when none was given.
        language: Interface language, "en", "fr", "ar".
        purpose: "ask", "design" or "both": sets the home page only.
        protected: A passphrase guards it.
    """

    id: str
    person: str
    organisation: str
    language: str
    purpose: str
    protected: bool


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The person's own keys: Ed25519 seed, X25519 public key, and the box's private key when names are readable."""

    seed: bytes
    box_public: bytes
    box_private: bytes | None


def insert(
    connection: Connection, opened: Keys, *, person: str, organisation: str, language: str, purpose: str, created: str
) -> None:
    """Write a new person with fresh keys."""
    box_public, box_private = bindings.crypto_box_keypair()
    row = {
        "id": opened.profile,
        "person": person,
        "organisation": organisation,
        "language": language,
        "purpose": purpose,
        "created": created,
        "person_seed": secrets.token_bytes(32),
        "box_public": box_public,
        "box_seed": keys.seal(opened.names or opened.data, box_private, BOX_ABOUT),
    }
    tables(connection).table("profile").insert(row)


def load(core: Core, *, protected: bool) -> Profile:
    """Return the profile that opened the workspace. Raises StorageError `keys-broken` when the database lacks it."""
    with core.database.read() as connection:
        row = connection.execute(
            "select id, person, organisation, language, purpose from profile where id = ?", (core.keys.profile,)
        ).fetchone()
    if row is None:
        raise StorageError("keys-broken")
    person, organisation, language, purpose = row["person"], row["organisation"], row["language"], row["purpose"]
    return Profile(row["id"], person, organisation, language, purpose, protected)


def change(core: Core, profile: Profile, **fields: str) -> Profile:
    """Keep changed fields of the profile (person, organisation, language, purpose)."""

    def keep() -> None:
        tables(core.writer.connection).table("profile").update(profile.id, fields)

    if fields:
        core.writer.run(keep)
    return replace(profile, **fields)  # type: ignore[arg-type]


def person_keys(core: Core) -> PersonKeys:
    """Return the person's own keys."""
    with core.database.read() as connection:
        row = connection.execute(
            "select person_seed, box_public, box_seed from profile where id = ?", (core.keys.profile,)
        ).fetchone()
    try:
        private = keys.unseal(core.keys.names or core.keys.data, row["box_seed"], BOX_ABOUT)
    except keys.DoesNotOpen:
        private = None
    return PersonKeys(row["person_seed"], row["box_public"], private)


class Settings:
    """Settings of this user on this laptop: JSON values by name. `get` never touches the disk."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._guard = threading.Lock()
        with core.database.read() as connection:
            rows = connection.execute("select name, value from setting where profile = ?", (core.keys.profile,))
            try:
                self._values: dict[str, Any] = {row["name"]: json.loads(row["value"]) for row in rows}
            except ValueError as error:  # a damaged page reads as zeros
                raise WorkspaceBroken(folder=str(core.folder)) from error

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting."""
        with self._guard:
            return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Queue a setting to be kept; does not block. In a read-only workspace it lasts until closing."""
        text = json.dumps(value)
        with self._guard:
            self._values[name] = json.loads(text)
        if self._core.database.write_connection is not None:
            self._core.writer.submit(self._keep, name, text)

    def _keep(self, name: str, text: str) -> None:
        row = {"profile": self._core.keys.profile, "name": name, "value": text}
        tables(self._core.writer.connection).table("setting").upsert(row, pk=("profile", "name"))
