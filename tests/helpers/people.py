"""Made-up people and laptops of one assessment, with keys from fixed seeds; writes records as a laptop would."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from sync.exchange.memory import MemoryStore
from sync.records.canonical import Octets
from sync.records.certificates import admission, certify
from sync.records.founding import Founder, Founding, found
from sync.records.header import SALT_SIZE
from sync.records.keys import BoxKey, box_key, public_of
from sync.records.kinds import accept, admit, correction, invite, submission, writer
from sync.records.record import LogHead, Record, head_of, make_record, parent_of
from sync.records.rights import Rights
from sync.records.rights_fold import fold_rights
from sync.records.sealing import Position, seal_body

AT = (1_760_000_000_000, 120)
FORM = Octets(b"f" * 32)


def randomness(seed: str) -> Callable[[int], bytes]:
    """Return a source of bytes that look random and are the same in every run."""
    count = 0

    def draw(length: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_256(f"{seed}/{count}".encode()).digest(length)

    return draw


class Laptop:
    """One writer of one person: knows its own logs' heads."""

    def __init__(self, team: Team, name: str, *, person_seed: bytes | None = None, seed: str | None = None) -> None:
        self.team = team
        self.name = name
        self.random = randomness(seed or name)
        self.person_seed = person_seed or self.random(32)
        self.writer_seed = self.random(32)
        self.box: BoxKey = box_key(self.random(32))
        self.heads: dict[bytes, LogHead] = {}

    @property
    def writer(self) -> bytes:
        return public_of(self.writer_seed)

    @property
    def person(self) -> bytes:
        return public_of(self.person_seed)

    def write(
        self, space: bytes, kind: str, body: Any, *, parents: Iterable[Record] = (), at: tuple[int, int] = AT
    ) -> Record:
        """Return the next record of this laptop's log in a space."""
        record = make_record(
            writer=self.writer_seed,
            assessment=self.team.id,
            space=space,
            kind=kind,
            body=body,
            at=at,
            salt=self.random(SALT_SIZE),
            head=self.heads.get(space),
            parents=[parent_of(parent) for parent in parents],
        )
        self.heads[space] = head_of(record)
        return record

    def invites(self, *, role: str = "interviewer", uses: int = 1, last_day: str = "2099-12-31") -> Invited:
        """Return a fresh invitation: its record and the seed behind its code."""
        seed = self.random(32)
        body = invite.InviteBody(key=Octets(public_of(seed)), role=role, uses=uses, last_day=last_day)
        return Invited(self.write(self.team.rights_space, invite.KIND, body, parents=[self.team.founded[-2]]), seed)

    def joins(self, invited: Invited, *, at: tuple[int, int] = AT) -> Record:
        """Return this laptop's admission."""
        body = admission(
            invitation_seed=invited.seed,
            invitation=invited.record.id,
            person_seed=self.person_seed,
            person=self.person,
            name=self.name,
            writer=self.writer,
            box=self.box.public,
            assessment=self.team.id,
        )
        return self.write(self.team.rights_space, admit.KIND, body, parents=[invited.record], at=at)

    def introduces_itself(self, *, parents: Iterable[Record] = ()) -> Record:
        """Return the record of a further laptop of a person who was admitted before."""
        certificate = certify(self.person_seed, assessment=self.team.id, writer=self.writer, box=self.box.public)
        body = writer.WriterBody(
            person=Octets(self.person),
            writer=Octets(self.writer),
            box=Octets(self.box.public),
            certificate=certificate,
        )
        return self.write(self.team.rights_space, writer.KIND, body, parents=parents)

    def accepts(self, *records: Record) -> Record:
        """Return the acceptance of records that were set aside."""
        ids = tuple(Octets(record.id) for record in records)
        return self.write(self.team.rights_space, accept.KIND, accept.AcceptBody(ids=ids, why="seen"))

    def finishes(self, instance: str, answers: Iterable[tuple[str, str]], **fields: Any) -> Record:
        """Return the ordinary part of a finished interview."""
        body = submission.SubmissionBody(form=FORM, instance=instance, answers=tuple(answers), **fields)
        return self.write(self.team.team_space, submission.KIND, body)

    def corrects(
        self, instance: str, changes: Iterable[tuple[str, str | None]], on: Iterable[Record], **fields: Any
    ) -> Record:
        """Return a correction that builds on these records."""
        body = correction.CorrectionBody(instance=instance, form=FORM, changes=tuple(changes), **fields)
        return self.write(self.team.team_space, correction.KIND, body, parents=on)

    def seals(self, body: Any, **fields: Any) -> Record:
        """Return a record of the names space with this body inside."""
        space = self.team.names_space
        head = self.heads.get(space)
        sealed = seal_body(
            body,
            position=Position(self.team.id, space, self.writer, head.seq + 1 if head else 1),
            record_key=self.random(32),
            nonce=self.random(24),
            author=self.box.public,
            space=self.team.founding.names_key.public,
            **fields,
        )
        return self.write(space, submission.KIND, sealed)


class Invited:
    """An invitation and the seed behind its code."""

    def __init__(self, record: Record, seed: bytes) -> None:
        self.record = record
        self.seed = seed


class Team:
    """An assessment with its founder; `records` holds all rights records in the order in which they were written."""

    def __init__(self, seed: str = "team") -> None:
        draw = randomness(seed)
        self.root_seed = draw(32)
        self.id = b""
        self.founder = Laptop(self, "Amina", seed=f"{seed}/founder")
        self.founding: Founding = found(
            Founder(
                root_seed=self.root_seed,
                person_seed=self.founder.person_seed,
                writer_seed=self.founder.writer_seed,
                box=self.founder.box.public,
                name=self.founder.name,
            ),
            name="After the flood",
            owner="Nahr Women's Union",
            at=AT,
            random=draw,
        )
        self.id = self.founding.assessment
        self.rights_space = self.founding.rights
        self.plan_space = self.founding.plan
        self.team_space = self.founding.team
        self.names_space = self.founding.names
        self.founded = [record for _, record in self.founding.records]
        for space, record in self.founding.records:
            if record.head.writer == self.founder.writer:
                self.founder.heads[space] = head_of(record)
        self.rights_records = [record for space, record in self.founding.records if space == self.rights_space]

    def admits(self, name: str, *, role: str = "interviewer") -> Laptop:
        """Return the laptop of a new person who joined with an invitation of the founder."""
        laptop = Laptop(self, name)
        invited = self.founder.invites(role=role)
        self.rights_records += [invited.record, laptop.joins(invited)]
        return laptop

    def rights(self, *more: Record) -> Rights:
        """Return the rights that follow from all records so far and these."""
        return fold_rights(self.id, [*self.rights_records, *more])

    def fill(self, store: Any) -> None:
        """Put the rights and the plan into a store."""
        store.take(self.id, self.rights_space, self.rights_records)
        store.take(self.id, self.plan_space, [self.founded[-1]])

    def store(self) -> MemoryStore:
        """Return a store in memory with the rights and the plan."""
        store = MemoryStore()
        self.fill(store)
        return store
