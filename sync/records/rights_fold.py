"""Fold the records of a rights space into rights: the least set that follows from the root record.

Every round lets those records count that are allowed by what counts already; nothing that counts is ever taken back
within a fold, and what is decided for all at once (forks, uses of an invitation) is read from the whole set. So the
result depends on the set alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sync.errors import RecordRefused, SyncError
from sync.records.canonical import shape
from sync.records.certificates import is_certified, is_proved
from sync.records.header import KEY_SIZE, SPACE_SIZE, Header
from sync.records.kinds import KINDS, RIGHTS_PREFIX
from sync.records.kinds.accept import AcceptBody
from sync.records.kinds.admit import AdmitBody
from sync.records.kinds.current import CurrentBody
from sync.records.kinds.invite import InviteBody
from sync.records.kinds.root import KIND as ROOT
from sync.records.kinds.root import RULES, RootBody
from sync.records.kinds.space import SpaceBody
from sync.records.kinds.space_key import KeyBody
from sync.records.kinds.steward import StewardBody
from sync.records.kinds.writer import WriterBody
from sync.records.record import Record
from sync.records.rights import Invitation, Person, Rights, Space, SpaceKey
from sync.records.roles import Role, SpaceType, may_invite, may_write
from sync.records.standing import COUNTS, Link, Standing, State, chain_standing


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rights record, read as far as it can be read."""

    id: bytes
    header: Header
    body: Any
    chain: Standing


@dataclass(slots=True)
class _Member:
    name: str
    roles: set[Role] = field(default_factory=set)
    spaces: set[bytes] = field(default_factory=set)
    writers: list[bytes] = field(default_factory=list)
    boxes: list[bytes] = field(default_factory=list)


def fold_rights(assessment: bytes, records: Iterable[Record]) -> Rights:
    """Return the rights that follow from a set of records.

    Args:
        assessment: Id of the root record.
        records: Every record of the rights space that is here, in any order, signatures checked.
    Raises:
        SyncError: `assessment_unknown`, the root record is not among them.
    """
    return _Fold(assessment, records).run()


class _Fold:
    """One run of the fold."""

    def __init__(self, assessment: bytes, records: Iterable[Record]) -> None:
        self._assessment = assessment
        unique = {record.id: record for record in records}
        root = unique.get(assessment)
        if root is None or root.head.kind != ROOT or root.head.seq != 1 or root.head.assessment:
            raise SyncError("assessment_unknown")
        self._root = root.head
        mine = [
            record
            for record in unique.values()
            if record.head.space == self._root.space and record.head.assessment == (assessment, b"")[record is root]
        ]
        self._entries = sorted(_read(mine), key=lambda entry: (entry.header.tick, entry.id))
        self._by_id = {entry.id: entry for entry in self._entries}
        self._valid: dict[bytes, bool] = {}  # admission -> proved and certified
        self._claims = self._count_claims()
        self._members: dict[bytes, _Member] = {}
        self._writers: dict[bytes, bytes] = {}
        self._introduced: set[bytes] = set()  # writers
        self._known_people: set[bytes] = set()  # whose writers those are
        self._spaces: dict[bytes, Space] = {self._root.space: Space(id=self._root.space, type=SpaceType.RIGHTS)}
        self._invitations: dict[bytes, Invitation] = {}
        self._keys: dict[tuple[bytes, int, bytes], dict[bytes, bytes]] = {}
        self._accepted: set[bytes] = set()
        self._standings: dict[bytes, Standing] = {}

    def run(self) -> Rights:
        """Let records count until nothing changes."""
        changed = True
        while changed:
            changed = False
            for entry in self._entries:
                before = (self._standings.get(entry.id), len(self._introduced))
                if before[0] == COUNTS:
                    continue
                standing = self._standing(entry)
                self._standings[entry.id] = standing
                if standing == COUNTS:
                    self._apply(entry)
                changed = changed or before != (standing, len(self._introduced))
        return self._result()

    def _count_claims(self) -> dict[bytes, set[bytes]]:
        """Return invitation id -> people who proved that they joined with it."""
        claims: dict[bytes, set[bytes]] = {}
        for entry in self._entries:
            if isinstance(entry.body, AdmitBody) and self._is_valid_admission(entry, entry.body):
                claims.setdefault(bytes(entry.body.invitation), set()).add(bytes(entry.body.person))
        return claims

    def _is_valid_admission(self, entry: _Entry, body: AdmitBody) -> bool:
        """Tell whether invitation key, person key and writer all signed this admission."""
        if entry.id not in self._valid:
            invite = self._by_id.get(bytes(body.invitation))
            self._valid[entry.id] = (
                invite is not None
                and isinstance(invite.body, InviteBody)
                and is_proved(body, assessment=self._assessment, key=invite.body.key)
                and self._is_own(entry.header, body)
            )
        return self._valid[entry.id]

    def _is_own(self, header: Header, body: AdmitBody | WriterBody) -> bool:
        """Tell whether the writer introduces itself with the word of its person."""
        return header.writer == body.writer and self._is_certified(body)

    def _is_certified(self, body: AdmitBody | WriterBody | StewardBody) -> bool:
        return len(body.box) == KEY_SIZE and is_certified(
            body.person, body.certificate, assessment=self._assessment, writer=body.writer, box=body.box
        )

    def _standing(self, entry: _Entry) -> Standing:
        """Say how a record stands by what counts now."""
        own = self._own_standing(entry)
        chain = entry.chain
        if State.WAITS in (chain.state, own.state):
            return Standing(State.WAITS)
        if entry.id in self._accepted and own.why not in _NEVER_ACCEPTED:
            return COUNTS
        return own if chain.state is State.COUNTS else chain

    def _own_standing(self, entry: _Entry) -> Standing:
        body, header = entry.body, entry.header
        if isinstance(body, Standing):
            return body
        if isinstance(body, RootBody):
            return COUNTS if entry.id == self._assessment else _aside("not_root")
        if isinstance(body, StewardBody):
            if header.writer != self._root.writer or not self._is_certified(body):
                return _aside("not_root")
            return COUNTS
        if isinstance(body, AdmitBody):
            return self._admission_standing(entry, body)
        if isinstance(body, WriterBody):
            return self._writer_standing(header, body)
        person = self._writers.get(header.writer)
        if person is None:
            return _aside("not_admitted" if header.writer in self._introduced else "unknown_writer")
        roles = frozenset(self._members[person].roles)
        if not may_write(roles, header.kind, SpaceType.RIGHTS):
            return _aside("outside_role")
        return _body_standing(body, roles)

    def _admission_standing(self, entry: _Entry, body: AdmitBody) -> Standing:
        if bytes(body.invitation) not in self._by_id:
            return _aside("unknown_writer")  # its invitation may still come
        if not self._is_valid_admission(entry, body):
            return _aside("bad_admission")
        invitation = self._invitations.get(bytes(body.invitation))
        if invitation is None:
            return _aside("unknown_writer")
        self._introduce(body)
        if invitation.used > invitation.uses:
            return _aside("invitation_overused")
        if _day(entry.header.at) > invitation.last_day:
            return _aside("invitation_over")
        return COUNTS

    def _writer_standing(self, header: Header, body: WriterBody) -> Standing:
        if not self._is_own(header, body):
            return _aside("bad_admission")
        person = bytes(body.person)
        if person in self._known_people:
            self._introduce(body)
            return COUNTS if person in self._members else _aside("not_admitted")
        return _aside("unknown_writer")

    def _apply(self, entry: _Entry) -> None:
        """Take in what a record that counts says."""
        body = entry.body
        if isinstance(body, StewardBody):
            self._introduce(body)
            self._add_writer(body, body.name, Role.STEWARD, ())
        elif isinstance(body, AdmitBody):
            invitation = self._invitations[bytes(body.invitation)]
            self._add_writer(body, body.name, invitation.role, invitation.spaces)
        elif isinstance(body, WriterBody):
            self._add_writer(body, None, None, ())
        elif isinstance(body, InviteBody):
            self._invitations[entry.id] = Invitation(
                id=entry.id,
                key=bytes(body.key),
                role=Role(body.role),
                spaces=tuple(bytes(space) for space in body.spaces),
                uses=body.uses,
                last_day=body.last_day,
                used=len(self._claims.get(entry.id, ())),
            )
        elif isinstance(body, SpaceBody):
            space = bytes(body.space)
            kind = SpaceType(body.type)
            self._spaces.setdefault(
                space, Space(id=space, type=kind, name=body.name, of=bytes(body.of), open=body.open)
            )
        elif isinstance(body, AcceptBody):
            self._accepted.update(bytes(each) for each in body.ids)
        elif isinstance(body, KeyBody):
            wraps = self._keys.setdefault((bytes(body.space), body.epoch, bytes(body.public)), {})
            for box, sealed in body.wraps:
                wraps.setdefault(bytes(box), bytes(sealed))

    def _introduce(self, body: AdmitBody | WriterBody | StewardBody) -> None:
        self._introduced.add(bytes(body.writer))
        self._known_people.add(bytes(body.person))

    def _add_writer(
        self,
        body: AdmitBody | WriterBody | StewardBody,
        name: str | None,
        role: Role | None,
        spaces: tuple[bytes, ...],
    ) -> None:
        member = self._members.setdefault(bytes(body.person), _Member(name or ""))
        writer, box = bytes(body.writer), bytes(body.box)
        if role is not None:
            member.roles.add(role)
        member.spaces.update(spaces)
        self._writers.setdefault(writer, bytes(body.person))
        if self._writers[writer] == bytes(body.person) and writer not in member.writers:
            member.writers.append(writer)
        if box not in member.boxes:
            member.boxes.append(box)

    def _result(self) -> Rights:
        people = {
            key: Person(
                key=key,
                name=member.name,
                roles=frozenset(member.roles),
                spaces=frozenset(member.spaces),
                writers=tuple(member.writers),
                boxes=tuple(member.boxes),
            )
            for key, member in self._members.items()
        }
        introduced = frozenset({*self._introduced, self._root.writer})
        # What a stranger writes stops nobody: a newer kind that lets somebody in is written by one who is in.
        kinds = {entry.header.kind for entry in self._entries if entry.header.writer in introduced} - KINDS.keys()
        founding = self._by_id[self._assessment].body
        if isinstance(founding, RootBody) and founding.rules != RULES:
            kinds.add(ROOT)  # of a newer Groundup: another set of rules
        seen = [e.header.at for e in self._entries if isinstance(e.body, CurrentBody) and self._counts(e)]
        return Rights(
            assessment=self._assessment,
            root=self._root.writer,
            space=self._root.space,
            people=people,
            writers=dict(self._writers),
            introduced=introduced,
            spaces=dict(self._spaces),
            invitations=dict(self._invitations),
            keys=self._sorted_keys(),
            accepted=frozenset(self._accepted),
            standings=dict(self._standings),
            unknown_kinds=tuple(sorted(kind for kind in kinds if kind.startswith(RIGHTS_PREFIX))),
            seen_at=seen[-1] if seen else None,
        )

    def _counts(self, entry: _Entry) -> bool:
        return self._standings[entry.id] == COUNTS

    def _sorted_keys(self) -> dict[bytes, tuple[SpaceKey, ...]]:
        """Return space -> keys by epoch; two of one epoch, made unknowingly, stand in order of their bytes."""
        keys: dict[bytes, list[SpaceKey]] = {}
        for (space, epoch, public), wraps in sorted(self._keys.items()):
            keys.setdefault(space, []).append(SpaceKey(space=space, epoch=epoch, public=public, wraps=dict(wraps)))
        return {space: tuple(each) for space, each in keys.items()}


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What no steward can let count: only the root key names stewards, and an admission without proof admits nobody.
_NEVER_ACCEPTED = frozenset({"not_root", "bad_admission", "unknown_writer", "not_admitted", "bad_body", "unknown_kind"})


def _read(records: list[Record]) -> list[_Entry]:
    """Return the records with their bodies and with how each fits its log and what it builds on."""
    links: dict[bytes, Link] = {}
    numbers: dict[tuple[bytes, int], int] = {}
    for record in records:
        header = record.head
        links[record.id] = Link(header.space, header.writer, header.seq, header.tick)
        numbers[header.writer, header.seq] = numbers.get((header.writer, header.seq), 0) + 1
    forks: dict[bytes, int] = {}
    for (writer, seq), count in numbers.items():
        if count > 1:
            forks[writer] = min(seq, forks.get(writer, seq))
    return [
        _Entry(
            record.id,
            record.head,
            _read_body(record),
            chain_standing(record.head, link_of=links.get, forked_at=forks.get(record.head.writer)),
        )
        for record in records
    ]


def _read_body(record: Record) -> Any:
    """Return the body as its class, or how the record stands because it cannot be read."""
    kind = KINDS.get(record.head.kind)
    if kind is None:
        return _aside("unknown_kind")
    try:
        return shape(record.value(), kind)
    except RecordRefused as error:
        return _aside(error.code)


def _body_standing(body: Any, roles: frozenset[Role]) -> Standing:
    """Say whether what a writer who may write this kind says in it is allowed."""
    if isinstance(body, InviteBody):
        known = body.role in {role.value for role in Role} and _DAY.fullmatch(body.last_day) is not None
        if not known or len(body.key) != KEY_SIZE or body.uses < 1:
            return _aside("bad_body")
        return COUNTS if may_invite(roles, Role(body.role)) else _aside("outside_role")
    if isinstance(body, SpaceBody) and len(body.space) != SPACE_SIZE:
        return _aside("bad_body")
    if isinstance(body, KeyBody) and (len(body.public) != KEY_SIZE or body.epoch < 1):
        return _aside("bad_body")
    return COUNTS


def _aside(why: str) -> Standing:
    return Standing(State.ASIDE, why)


def _day(at: tuple[int, int]) -> str:
    """Return the day a writer's clock showed, "2026-12-31"."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at[0], minutes=at[1])
    except OverflowError:
        return "9999-12-31"
    return moment.date().isoformat()
