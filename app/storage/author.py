"""Write records as this person on this laptop: the current writer, its logs, and a new writer where one is needed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.storage.core import Core, stamp
from app.storage.errors import StorageError
from app.storage.profile import PersonKeys, person_keys
from app.storage.records import Records
from app.vault import writer_key
from sync.records.canonical import Octets
from sync.records.certificates import certify
from sync.records.founding import Founder, found
from sync.records.header import SALT_SIZE
from sync.records.keys import new_seed, public_of
from sync.records.kinds import writer as writer_kind
from sync.records.record import Parent, Record, make_record
from sync.records.rights import Rights
from sync.records.roles import SpaceType
from sync.records.sealing import Position


@dataclass(frozen=True, slots=True)
class Spaces:
    """The spaces this person writes into, of one assessment; `names` is None where the team has none."""

    rights: bytes
    plan: bytes
    team: bytes
    names: bytes | None


class Author:
    """Makes and stores this person's records. Everything here runs inside a piece of the writer's work."""

    def __init__(self, core: Core, records: Records) -> None:
        self._core = core
        self._records = records
        self._seed: bytes | None = None

    def person(self) -> PersonKeys:
        """Return the person's own keys."""
        return person_keys(self._core)

    def spaces(self, assessment: bytes) -> Spaces:
        """Return the spaces of an assessment. Raises StorageError `not-allowed` when this person has no team."""
        rights = self._records.rights(assessment)
        me = public_of(self.person().seed)
        plan = next(iter(rights.spaces_of(SpaceType.PLAN)), None)
        readable = rights.spaces_for(me)
        team = next((space for space in rights.spaces_of(SpaceType.TEAM) if space.id in readable), None)
        if plan is None or team is None:
            raise StorageError("not-allowed")
        names = rights.names_space(team.id)
        return Spaces(rights.space, plan.id, team.id, names.id if names is not None else None)

    def seed(self) -> bytes:
        """Return the seed of the current writer; a new one when the key file does not belong here or was retired."""
        if self._seed is None:
            self._seed = writer_key.load(self._core.folder, self._core.keys.data)
        if self._seed is not None and self._is_current(public_of(self._seed)):
            return self._seed
        self._seed = new_seed()
        writer_key.save(self._core.folder, self._core.keys.data, self._seed)
        self._core.writer.connection.execute(
            "insert into own_writer (writer, profile, created) values (?, ?, ?)",
            (public_of(self._seed), self._core.keys.profile, self._core.now()),
        )
        return self._seed

    def _is_current(self, public: bytes) -> bool:
        row = self._core.writer.connection.execute(
            "select retired from own_writer where writer = ?", (public,)
        ).fetchone()
        return row is not None and row["retired"] is None

    def write(self, assessment: bytes, space: bytes, kind: str, body: Any, *, parents: Iterable[Parent] = ()) -> Record:
        """Write the next record of this writer's log in a space and fold it.

        Raises:
            StorageError: `not-allowed`, the record would be set aside by this person's rights.
        """
        seed = self.introduced(assessment)
        return self.write_with(seed, assessment, space, kind, body, parents=parents)

    def write_with(
        self,
        seed: bytes,
        assessment: bytes,
        space: bytes,
        kind: str,
        body: Any,
        *,
        parents: Iterable[Parent] = (),
        may_wait: bool = False,
    ) -> Record:
        """Write a record with a given key (the root key, or the current writer before it is admitted).

        Args:
            assessment: b"" for the root record.
            may_wait: An admission may be set aside until a steward accepts it.
        """
        public = public_of(seed)
        record = make_record(
            writer=seed,
            assessment=assessment,
            space=space,
            kind=kind,
            body=body,
            at=stamp(self._core.clock()),
            salt=secrets.token_bytes(SALT_SIZE),
            head=self._records.log_head(assessment, space, public) if assessment else None,
            parents=parents,
        )
        self._records.keep_own(assessment or record.id, record, may_wait=may_wait)
        return record

    def found(self, *, person: str, root_seed: bytes, name: str, owner: str) -> bytes:
        """Write the first records of a new assessment, this person its steward; return its id.

        Args:
            root_seed: Of the owner code whose key names stewards.
        """
        mine = self.person()
        founder = Founder(
            root_seed=root_seed, person_seed=mine.seed, writer_seed=self.seed(), box=mine.box_public, name=person
        )
        at = stamp(self._core.clock())
        founding = found(founder, name=name, owner=owner, at=at, random=secrets.token_bytes)
        for _, record in founding.records:
            self._records.keep_own(founding.assessment, record)
        return founding.assessment

    def position(self, assessment: bytes, space: bytes) -> Position:
        """Return where this writer's next record of a space will stand; its introduction is written first."""
        seed = self.introduced(assessment)
        head = self._records.log_head(assessment, space, public_of(seed))
        return Position(assessment, space, public_of(seed), head.seq + 1 if head is not None else 1)

    def introduced(self, assessment: bytes) -> bytes:
        """Return the seed of the current writer after its introduction, which is written where it lacks.

        Raises:
            StorageError: `not-allowed`, this person is not in the assessment.
        """
        seed = self.seed()
        self._introduce(assessment, seed)
        return seed

    def _introduce(self, assessment: bytes, seed: bytes) -> None:
        rights = self._records.rights(assessment)
        public, person = public_of(seed), self.person()
        me = public_of(person.seed)
        if public in rights.introduced:
            return
        if not self._is_known(rights, me):
            raise StorageError("not-allowed")
        body = writer_kind.WriterBody(
            person=Octets(me),
            writer=Octets(public),
            box=Octets(person.box_public),
            certificate=certify(person.seed, assessment=assessment, writer=public, box=person.box_public),
        )
        self.write_with(seed, assessment, rights.space, writer_kind.KIND, body)

    def _is_known(self, rights: Rights, me: bytes) -> bool:
        """Say whether a former writer of this person was introduced, even if the admission is set aside."""
        rows = self._core.writer.connection.execute("select writer from own_writer")
        return me in rights.people or any(row["writer"] in rights.introduced for row in rows)
