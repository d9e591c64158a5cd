"""Who asks, and what of which spaces he may fetch and give: the one place where the server decides it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sync.records.canonical import to_text
from sync.records.kinds.admit import KIND as ADMIT
from sync.records.record import Record
from sync.records.rights import Access, Rights
from sync.records.roles import SpaceType
from sync.server.problems import Problem
from sync.server.queries.tokens import TokenHolder, token_holder
from sync.server.service import Service

WRITER, PERSON, INVITATION = "writer", "person", "invitation"
NONCE_BYTES = 32
_RANDOM, _TIME, _MAC = 8, 8, 16  # bytes of a nonce: chance, when it ends, proof that it is ours


@dataclass(frozen=True)
class Principal:
    """Whoever holds a token: a writer of the assessment, a person with a new writer, somebody with an invitation."""

    holder: TokenHolder
    rights: Rights

    @property
    def assessment(self) -> bytes:
        """Return the assessment the token is for."""
        return self.holder.assessment

    @property
    def link(self) -> str:
        """Return the name under which records of unknown writers are counted."""
        return self.holder.key.hex()

    def access(self, space: bytes) -> Access:
        """Say what of a space he may fetch and give."""
        if self.holder.kind == INVITATION:
            open_still = self.rights.invitation_with(self.holder.key) is not None
            return self.rights.access_of_invitation(space) if open_still else Access.NONE
        person = self.person()
        return Access.NONE if person is None else self.rights.access(person, space)

    def person(self) -> bytes | None:
        """Return the person key of whoever asks; None when he is (no longer) admitted."""
        if self.holder.kind == PERSON:
            return self.holder.key if self.holder.key in self.rights.people else None
        return self.rights.writers.get(self.holder.key)

    def spaces(self) -> tuple[bytes, ...]:
        """Return the spaces he reads, in the order in which they travel."""
        return tuple(space for space in self.rights.in_order() if self.access(space) is not Access.NONE)

    def writers(self, space: bytes) -> frozenset[bytes] | None:
        """Return the writers whose logs of a space he may fetch; None for all of them.

        Raises:
            Problem: 403, none at all.
        """
        access = self.access(space)
        if access is Access.NONE:
            raise Problem(403, "space_closed")
        if access is Access.ALL:
            return None
        person = self.person()
        return frozenset(self.rights.people[person].writers) if person is not None else frozenset()

    def may_give(self, space: bytes, record: Record) -> bool:
        """Tell whether he may bring this record; its signature decides who wrote it, not he."""
        header = record.head
        if self.holder.kind == INVITATION:
            return header.kind == ADMIT and self._admits_with_invitation(record)
        own = self.writers(space)
        return own is None or header.writer in own

    def _admits_with_invitation(self, record: Record) -> bool:
        invitation = self.rights.invitation_with(self.holder.key)
        value = record.value()
        return invitation is not None and isinstance(value, dict) and value.get("invitation") == to_text(invitation.id)


def console_spaces(rights: Rights) -> tuple[bytes, ...]:
    """Return the spaces the console reads: everything the server may read, which names spaces are not."""
    readable = (SpaceType.RIGHTS, SpaceType.PLAN, SpaceType.TEAM)
    return tuple(space for space in rights.in_order() if rights.spaces[space].type in readable)


def principal_of(service: Service, assessment: bytes, headers: Mapping[str, str]) -> Principal:
    """Return who shows the token in the Authorization header.

    Raises:
        Problem: 401, no token or none that is good here.
        SyncError: `assessment_unknown`.
    """
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Problem(401, "token_needed")
    now = service.clock()
    holder = service.database.read(lambda connection: token_holder(connection, assessment, token, now))
    if holder is None:
        raise Problem(401, "token_over")
    return Principal(holder, service.store.rights(assessment))


def new_nonce(service: Service, assessment: bytes, lasts_ms: int) -> tuple[bytes, int]:
    """Return a fresh nonce for an assessment and when it ends (UTC milliseconds)."""
    expires = service.clock() + lasts_ms
    start = secrets.token_bytes(_RANDOM) + expires.to_bytes(_TIME, "big")
    return start + _nonce_mac(service, assessment, start), expires


def nonce_expiry(service: Service, assessment: bytes, nonce: bytes) -> int | None:
    """Return when a nonce of ours ends; None when it is over or was not given out for this assessment."""
    start = nonce[: _RANDOM + _TIME]
    if len(nonce) != NONCE_BYTES or not hmac.compare_digest(_nonce_mac(service, assessment, start), nonce[-_MAC:]):
        return None
    expires = int.from_bytes(start[_RANDOM:], "big")
    return expires if expires > service.clock() else None


def _nonce_mac(service: Service, assessment: bytes, start: bytes) -> bytes:
    return hmac.new(service.identity.nonce_secret, assessment + start, hashlib.sha256).digest()[:_MAC]
