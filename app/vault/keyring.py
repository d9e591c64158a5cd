"""The file `profiles.json`: the data key and, apart from it, the names key, wrapped for each profile.

A profile without passphrase holds its keys in clear: whoever has the folder has the data. The first-run page says so.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.vault import keys
from app.vault.errors import StorageError, WorkspaceNewer, WrongPassphrase, from_system
from app.vault.files import write_durably

FILE_NAME = "profiles.json"
FORMAT = 1
DATA = b"groundup data key"
NAMES = b"groundup names key"


@dataclass(frozen=True, slots=True)
class Keys:
    """What opening gives: the profile, the data key, and the names key if this profile may read names."""

    profile: str
    data: bytes
    names: bytes | None


@dataclass(frozen=True, slots=True)
class Wrap:
    """Keys wrapped by one secret; `salt` and `cost` only where the secret is a passphrase."""

    data: bytes
    names: bytes | None
    salt: bytes = b""
    cost: keys.Cost | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One profile's line: exactly one of `passphrase` and `clear`; `recovery` beside a passphrase."""

    profile: str
    passphrase: Wrap | None = None
    recovery: Wrap | None = None
    clear: Wrap | None = None


@dataclass(frozen=True, slots=True)
class Keyring:
    """All profiles of a workspace."""

    entries: tuple[Entry, ...]

    @property
    def needs_passphrase(self) -> bool:
        """No profile is open without one."""
        return all(entry.clear is None for entry in self.entries)

    def protected(self, profile: str) -> bool:
        """Say whether a passphrase guards the profile."""
        return any(entry.passphrase is not None for entry in self.entries if entry.profile == profile)

    def open(self, secret: str | None) -> Keys:
        """Return the keys for a passphrase, a recovery code, or None where no passphrase is set.

        Raises:
            WrongPassphrase: nothing fits; code `passphrase-missing` when one is needed and none was given.
        """
        for entry in self.entries:
            if entry.clear is not None and not secret:
                return Keys(entry.profile, entry.clear.data, entry.clear.names)
        if not secret:
            raise WrongPassphrase("passphrase-missing")
        letters = keys.read_code(secret)
        for entry in self.entries:
            if letters is not None and entry.recovery is not None:
                found = _opened(entry, entry.recovery, keys.code_key(letters))
                if found is not None:
                    return found
            if entry.passphrase is not None and entry.passphrase.cost is not None:
                key = keys.stretch(secret, entry.passphrase.salt, entry.passphrase.cost)
                found = _opened(entry, entry.passphrase, key)
                if found is not None:
                    return found
            if entry.clear is not None:
                return Keys(entry.profile, entry.clear.data, entry.clear.names)
        raise WrongPassphrase

    def with_profile(
        self, opened: Keys, *, passphrase: str | None, code: str | None, cost: keys.Cost | None = None
    ) -> Keyring:
        """Return the keyring in which this profile's keys are wrapped anew; other profiles stay.

        Args:
            passphrase: None or "" keeps the keys in clear.
            code: Recovery code to wrap them by as well.
            cost: Work of argon2id; measured on this machine when None.
        """
        others = tuple(entry for entry in self.entries if entry.profile != opened.profile)
        if not passphrase:
            return replace(self, entries=(*others, Entry(opened.profile, clear=Wrap(opened.data, opened.names))))
        salt, cost = secrets.token_bytes(keys.SALT_BYTES), cost or keys.calibrate()
        by_passphrase = _wrap(opened, keys.stretch(passphrase, salt, cost))
        letters = keys.read_code(code) if code else None
        entry = Entry(
            opened.profile,
            passphrase=replace(by_passphrase, salt=salt, cost=cost),
            recovery=_wrap(opened, keys.code_key(letters)) if letters else None,
        )
        return replace(self, entries=(*others, entry))


def _about(purpose: bytes, profile: str) -> bytes:
    return purpose + b"\n" + profile.encode()


def _wrap(opened: Keys, key: bytes) -> Wrap:
    names = keys.seal(key, opened.names, _about(NAMES, opened.profile)) if opened.names is not None else None
    return Wrap(keys.seal(key, opened.data, _about(DATA, opened.profile)), names)


def _opened(entry: Entry, wrap: Wrap, key: bytes) -> Keys | None:
    try:
        data = keys.unseal(key, wrap.data, _about(DATA, entry.profile))
        names = keys.unseal(key, wrap.names, _about(NAMES, entry.profile)) if wrap.names is not None else None
    except keys.DoesNotOpen:
        return None
    return Keys(entry.profile, data, names)


def load(folder: Path) -> Keyring:
    """Read the keyring of a workspace.

    Raises:
        StorageError: `keys-broken`. WorkspaceNewer: a format this program does not know.
    """
    try:
        return from_bytes((folder / FILE_NAME).read_bytes())
    except FileNotFoundError as error:
        raise StorageError("keys-broken") from error
    except OSError as error:
        raise from_system(error, folder) from error


def save(folder: Path, keyring: Keyring) -> None:
    """Write the keyring durably."""
    try:
        write_durably(folder / FILE_NAME, to_bytes(keyring))
    except OSError as error:
        raise from_system(error, folder) from error


def from_bytes(data: bytes) -> Keyring:
    """Return the keyring written in `data`. Raises as `load`."""
    try:
        written = json.loads(data)
        if int(written["format"]) > FORMAT:
            raise WorkspaceNewer
        return Keyring(tuple(_entry(item) for item in written["profiles"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise StorageError("keys-broken") from error


def to_bytes(keyring: Keyring) -> bytes:
    """Return the file's bytes."""
    profiles = [
        {"profile": entry.profile}
        | {
            kind: _wrap_to_json(wrap)
            for kind, wrap in (("passphrase", entry.passphrase), ("recovery", entry.recovery), ("clear", entry.clear))
            if wrap is not None
        }
        for entry in keyring.entries
    ]
    return json.dumps({"format": FORMAT, "profiles": profiles}, indent=1).encode()


def _wrap_to_json(wrap: Wrap) -> dict[str, Any]:
    written: dict[str, Any] = {"data": base64.b64encode(wrap.data).decode()}
    if wrap.names is not None:
        written["names"] = base64.b64encode(wrap.names).decode()
    if wrap.cost is not None:
        written["salt"] = base64.b64encode(wrap.salt).decode()
        written["operations"], written["memory"] = wrap.cost.operations, wrap.cost.memory
    return written


def _entry(item: dict[str, Any]) -> Entry:
    return Entry(
        str(item["profile"]),
        passphrase=_wrap_from_json(item.get("passphrase")),
        recovery=_wrap_from_json(item.get("recovery")),
        clear=_wrap_from_json(item.get("clear")),
    )


def _wrap_from_json(written: dict[str, Any] | None) -> Wrap | None:
    if written is None:
        return None
    cost = keys.Cost(int(written["operations"]), int(written["memory"])) if "operations" in written else None
    names = base64.b64decode(written["names"], validate=True) if "names" in written else None
    salt = base64.b64decode(written.get("salt", ""), validate=True)
    if cost is not None and not (len(salt) == keys.SALT_BYTES and cost.is_sane):
        raise ValueError("no work that this program ever asked for")
    return Wrap(base64.b64decode(written["data"], validate=True), names, salt, cost)
