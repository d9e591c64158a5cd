"""The first records of an assessment: root, steward, spaces, key of the names, name and owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sync.records.canonical import Octets
from sync.records.certificates import certify
from sync.records.header import SALT_SIZE, SPACE_SIZE
from sync.records.keys import BoxKey, box_key, public_of, seal_to
from sync.records.kinds import details, root, space, space_key, steward
from sync.records.record import Record, head_of, make_record, parent_of

Random = Callable[[int], bytes]  # number of bytes -> that many random bytes (secrets.token_bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who founds.

    Args:
        root_seed: From the owner code (`keys.owner_seed`).
        person_seed, writer_seed: Seeds of the founder's person and first writer.
        box: Public box key.
        name: The person's name as typed.
    """

    root_seed: bytes
    person_seed: bytes
    writer_seed: bytes
    box: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """A new assessment.

    Args:
        assessment: Its id.
        rights, plan, team, names: Ids of its spaces.
        names_key: Key of the names space; its private half is also in a record, sealed to the founder.
        records: (space, record) in the order in which they build on each other.
    """

    assessment: bytes
    rights: bytes
    plan: bytes
    team: bytes
    names: bytes
    names_key: BoxKey
    records: tuple[tuple[bytes, Record], ...]


def found(founder: Founder, *, name: str, owner: str, at: tuple[int, int], random: Random) -> Founding:
    """Return a new assessment with one team space open to all and the space of its names.

    Args:
        name: Of the assessment. owner: Organisation that owns it.
        at: (UTC milliseconds, zone in minutes).
        random: Source of ids, salts and the names key.
    """
    rights, plan, team, names = (random(SPACE_SIZE) for _ in range(4))
    names_key = box_key(random(32))
    by_root = _Log(b"", rights, founder.root_seed, at, random)
    records = [by_root.write(root.KIND, root.RootBody())]
    assessment = records[0].id
    by_root = replace(by_root, assessment=assessment)
    records.append(by_root.write(steward.KIND, _steward(founder, assessment), after=records[0], parent=records[0]))
    by_founder = _Log(assessment, rights, founder.writer_seed, at, random)
    for kind, body in _opening(plan, team, names, names_key, founder.box):
        after = records[-1] if len(records) > 2 else None
        records.append(by_founder.write(kind, body, after=after, parent=records[-1]))
    facts = details.DetailsBody(changes=((details.NAME, name), (details.OWNER, owner)))
    described = replace(by_founder, space=plan).write(details.KIND, facts)
    return Founding(
        assessment=assessment,
        rights=rights,
        plan=plan,
        team=team,
        names=names,
        names_key=names_key,
        records=(*((rights, record) for record in records), (plan, described)),
    )


@dataclass(frozen=True, slots=True)
class _Log:
    """Where a writer writes."""

    assessment: bytes
    space: bytes
    seed: bytes
    at: tuple[int, int]
    random: Random

    def write(self, kind: str, body: Any, *, after: Record | None = None, parent: Record | None = None) -> Record:
        """Return the record that follows `after` in this log and builds on `parent`."""
        return make_record(
            writer=self.seed,
            assessment=self.assessment,
            space=self.space,
            kind=kind,
            body=body,
            at=self.at,
            salt=self.random(SALT_SIZE),
            head=head_of(after) if after is not None else None,
            parents=(parent_of(parent),) if parent is not None else (),
        )


def _steward(founder: Founder, assessment: bytes) -> steward.StewardBody:
    writer = public_of(founder.writer_seed)
    return steward.StewardBody(
        person=Octets(public_of(founder.person_seed)),
        name=founder.name,
        writer=Octets(writer),
        box=Octets(founder.box),
        certificate=certify(founder.person_seed, assessment=assessment, writer=writer, box=founder.box),
    )


def _opening(
    plan: bytes, team: bytes, names: bytes, names_key: BoxKey, founder_box: bytes
) -> tuple[tuple[str, space.SpaceBody | space_key.KeyBody], ...]:
    return (
        (space.KIND, space.SpaceBody(space=Octets(plan), type="plan")),
        (space.KIND, space.SpaceBody(space=Octets(team), type="team")),
        (space.KIND, space.SpaceBody(space=Octets(names), type="names", of=Octets(team))),
        (space_key.KIND, wrap_key(names, names_key, epoch=1, boxes=(founder_box,))),
    )


def wrap_key(names: bytes, key: BoxKey, *, epoch: int, boxes: tuple[bytes, ...]) -> space_key.KeyBody:
    """Return the body that gives a names space's key to the holders of these box keys."""
    return space_key.KeyBody(
        space=Octets(names),
        epoch=epoch,
        public=Octets(key.public),
        wraps=tuple((Octets(box), Octets(seal_to(box, key.private))) for box in boxes),
    )
