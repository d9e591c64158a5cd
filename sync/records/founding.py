"""The first records of an assessment: root, steward, spaces, key of the names, name and owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    first = make_record(
        writer=founder.root_seed,
        assessment=b"",
        space=rights,
        kind=root.KIND,
        body=root.RootBody(),
        at=at,
        salt=random(SALT_SIZE),
    )
    assessment = first.id
    second = make_record(
        writer=founder.root_seed,
        assessment=assessment,
        space=rights,
        kind=steward.KIND,
        body=_steward(founder, assessment),
        at=at,
        salt=random(SALT_SIZE),
        head=head_of(first),
        parents=(parent_of(first),),
    )
    names_key = box_key(random(32))
    records = [first, second]
    for kind, body in _opening(plan, team, names, names_key, founder.box):
        records.append(
            make_record(
                writer=founder.writer_seed,
                assessment=assessment,
                space=rights,
                kind=kind,
                body=body,
                at=at,
                salt=random(SALT_SIZE),
                head=head_of(records[-1]) if len(records) > 2 else None,
                parents=(parent_of(records[-1]),),
            )
        )
    described = make_record(
        writer=founder.writer_seed,
        assessment=assessment,
        space=plan,
        kind=details.KIND,
        body=details.DetailsBody(changes=((details.NAME, name), (details.OWNER, owner))),
        at=at,
        salt=random(SALT_SIZE),
    )
    return Founding(
        assessment=assessment,
        rights=rights,
        plan=plan,
        team=team,
        names=names,
        names_key=names_key,
        records=(*((rights, record) for record in records), (plan, described)),
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
