"""The rights of an assessment as they stand: people, writers, spaces, invitations, keys, and what they allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sync.records.header import Header
from sync.records.roles import (
    READS_EVERY_TEAM,
    READS_OPEN_TEAMS,
    Role,
    SpaceType,
    may_invite,
    may_write,
)
from sync.records.standing import COUNTS, Standing, State

NOBODY: frozenset[Role] = frozenset()


class Access(Enum):
    """What of a space somebody may fetch."""

    ALL = "all"
    OWN = "own"  # logs of his own writers only
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who was admitted.

    Args:
        key: Public person key.
        name: As typed at the first admission.
        roles: Of all his admissions.
        spaces: Team spaces his invitations named.
        writers, boxes: Public keys of his laptops, oldest first.
    """

    key: bytes
    name: str
    roles: frozenset[Role]
    spaces: frozenset[bytes]
    writers: tuple[bytes, ...]
    boxes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A space; see `kinds.space` for its fields."""

    id: bytes
    type: SpaceType
    name: str = ""
    of: bytes = b""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation that counts.

    Args:
        id: Of its record.
        key: Public key behind its code.
        used: How many people have admitted themselves with it, accepted or not.
    """

    id: bytes
    key: bytes
    role: Role
    spaces: tuple[bytes, ...]
    uses: int
    last_day: str
    used: int

    def is_open(self, day: str) -> bool:
        """Tell whether somebody may still join with it on that day ("2026-12-31")."""
        return day <= self.last_day and self.used < self.uses


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceKey:
    """The key of a `names` space in one epoch.

    Args:
        wraps: Reader's box key -> the private half sealed to it.
    """

    space: bytes
    epoch: int
    public: bytes
    wraps: Mapping[bytes, bytes]


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The fold of a rights space.

    Args:
        assessment: Id of the root record.
        root: Public root key.
        space: Id of the rights space.
        people: Person key -> person.
        writers: Writer key -> person key, of writers that count (the root key is none of them).
        introduced: Writers somebody introduced, also those whose admission is set aside: their records are forwarded.
        spaces: Space id -> space, the rights space among them.
        invitations: Record id -> invitation.
        keys: Space id -> its keys by epoch; the last one is sealed to.
        accepted: Ids a steward accepted.
        standings: Record id -> how each rights record stands.
        unknown_kinds: Kinds starting `rights-` that this version does not know: exchange stops.
        seen_at: `at` of the newest `rights-current` in order of listing: "rights as of"; None when there is none.
    """

    assessment: bytes
    root: bytes
    space: bytes
    people: Mapping[bytes, Person]
    writers: Mapping[bytes, bytes]
    introduced: frozenset[bytes]
    spaces: Mapping[bytes, Space]
    invitations: Mapping[bytes, Invitation]
    keys: Mapping[bytes, tuple[SpaceKey, ...]]
    accepted: frozenset[bytes]
    standings: Mapping[bytes, Standing] = field(default_factory=dict)
    unknown_kinds: tuple[str, ...] = ()
    seen_at: tuple[int, int] | None = None

    def person_of(self, writer: bytes) -> Person | None:
        """Return whose writer this is."""
        person = self.writers.get(writer)
        return self.people.get(person) if person is not None else None

    def roles_of(self, writer: bytes) -> frozenset[Role]:
        """Return the roles of a writer's person; none for a writer that does not count."""
        person = self.person_of(writer)
        return person.roles if person is not None else NOBODY

    def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody in a role, by key."""
        return tuple(person for _, person in sorted(self.people.items()) if role in person.roles)

    def spaces_of(self, type_of_space: SpaceType) -> tuple[Space, ...]:
        """Return the spaces of a type, by id."""
        return tuple(space for _, space in sorted(self.spaces.items()) if space.type is type_of_space)

    def names_space(self, team: bytes) -> Space | None:
        """Return the space that holds the personal answers of a team space."""
        return next((space for space in self.spaces_of(SpaceType.NAMES) if space.of == team), None)

    def key_of(self, space: bytes) -> SpaceKey | None:
        """Return the key personal answers are sealed to now; None when the space has none yet."""
        keys = self.keys.get(space, ())
        return keys[-1] if keys else None

    def invitation_with(self, key: bytes) -> Invitation | None:
        """Return the invitation whose code gives this public key."""
        return next((each for _, each in sorted(self.invitations.items()) if each.key == key), None)

    def may_invite(self, writer: bytes, role: Role) -> bool:
        """Tell whether a writer's person may invite somebody into a role."""
        return may_invite(self.roles_of(writer), role)

    def access(self, person: bytes, space: bytes) -> Access:
        """Say what of a space a person may fetch and carry; the one place where this is decided."""
        somebody, where = self.people.get(person), self.spaces.get(space)
        if somebody is None or where is None:
            return Access.NONE
        if where.type in (SpaceType.RIGHTS, SpaceType.PLAN):
            return Access.ALL
        if where.type is SpaceType.TEAM:
            return Access.ALL if self._is_member(somebody, where) else Access.NONE
        team = self.spaces.get(where.of)
        if somebody.roles & READS_EVERY_TEAM or any(self.holds_key(box, space) for box in somebody.boxes):
            return Access.ALL
        return Access.OWN if team is not None and self._is_member(somebody, team) else Access.NONE

    def access_of_invitation(self, space: bytes) -> Access:
        """Say what somebody may fetch who shows an open invitation and is not admitted yet: rights and plan."""
        where = self.spaces.get(space)
        early = where is not None and where.type in (SpaceType.RIGHTS, SpaceType.PLAN)
        return Access.ALL if early else Access.NONE

    def spaces_for(self, person: bytes) -> tuple[bytes, ...]:
        """Return the spaces a person exchanges, in the order in which they travel: rights, plan, team, names."""
        return tuple(space for space in self.in_order() if self.access(person, space) is not Access.NONE)

    def in_order(self) -> tuple[bytes, ...]:
        """Return all spaces in the order in which they travel."""
        order = list(SpaceType)
        return tuple(sorted(self.spaces, key=lambda space: (order.index(self.spaces[space].type), space)))

    def holds_key(self, box: bytes, space: bytes) -> bool:
        """Tell whether the newest key of a `names` space was sealed to this box key."""
        key = self.key_of(space)
        return key is not None and box in key.wraps

    def standing(self, header: Header, record: bytes, chain: Standing) -> Standing:
        """Say how a record stands, of any space.

        Args:
            record: Its id.
            chain: How it fits what it builds on (`standing.chain_standing`).
        """
        if header.space == self.space:
            return self.standings.get(record, chain)
        if header.writer not in self.writers:
            known = header.writer in self.introduced
            return Standing(State.ASIDE, "not_admitted" if known else "unknown_writer")
        where = self.spaces.get(header.space)
        if where is None:
            return Standing(State.ASIDE, "unknown_space")
        if record in self.accepted:
            return chain if chain.state is State.WAITS else COUNTS
        if chain.state is not State.COUNTS:
            return chain
        if not may_write(self.roles_of(header.writer), header.kind, where.type):
            return Standing(State.ASIDE, "outside_role")
        if self.access(self.writers[header.writer], header.space) is Access.NONE:
            return Standing(State.ASIDE, "outside_space")
        return COUNTS

    def _is_member(self, person: Person, team: Space) -> bool:
        if person.roles & READS_EVERY_TEAM or team.id in person.spaces:
            return True
        return team.open and bool(person.roles & READS_OPEN_TEAMS)

    def __iter__(self) -> Iterator[Person]:
        """Yield everybody, by key."""
        return iter(person for _, person in sorted(self.people.items()))
