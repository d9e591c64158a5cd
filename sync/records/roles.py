"""Who may write and read what: one table for roles, kinds and types of space."""

from __future__ import annotations

from enum import Enum

from sync.records import kinds
from sync.records.kinds import (
    accept,
    admit,
    correction,
    current,
    details,
    form_same,
    form_version,
    invite,
    review,
    space,
    space_key,
    submission,
    writer,
)


class Role(Enum):
    """What a person is in an assessment."""

    STEWARD = "steward"
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    HUB = "hub"
    OBSERVER = "observer"
    FOCAL_PERSON = "focal-person"


class SpaceType(Enum):
    """What a space is for."""

    RIGHTS = "rights"
    PLAN = "plan"
    TEAM = "team"
    NAMES = "names"


EVERYBODY = frozenset(Role)
_STEWARDS = frozenset({Role.STEWARD})
_LEADERS = frozenset({Role.STEWARD, Role.COORDINATOR})
_WRITERS = _LEADERS | {Role.INTERVIEWER, Role.HUB}

# Kind -> the spaces it stands in, and the roles that may write it. Root and steward records are the root key's alone.
_MAY_WRITE: dict[str, tuple[frozenset[SpaceType], frozenset[Role]]] = {
    space.KIND: (frozenset({SpaceType.RIGHTS}), _STEWARDS),
    accept.KIND: (frozenset({SpaceType.RIGHTS}), _STEWARDS),
    current.KIND: (frozenset({SpaceType.RIGHTS}), _STEWARDS),
    invite.KIND: (frozenset({SpaceType.RIGHTS}), _LEADERS),
    space_key.KIND: (frozenset({SpaceType.RIGHTS}), _LEADERS),
    admit.KIND: (frozenset({SpaceType.RIGHTS}), EVERYBODY),
    writer.KIND: (frozenset({SpaceType.RIGHTS}), EVERYBODY),
    details.KIND: (frozenset({SpaceType.PLAN}), _LEADERS),
    form_version.KIND: (frozenset({SpaceType.PLAN}), _LEADERS),
    form_same.KIND: (frozenset({SpaceType.PLAN}), _LEADERS),
    submission.KIND: (frozenset({SpaceType.TEAM, SpaceType.NAMES}), _WRITERS),
    correction.KIND: (frozenset({SpaceType.TEAM, SpaceType.NAMES}), _WRITERS),
    review.KIND: (frozenset({SpaceType.TEAM}), _LEADERS | {Role.HUB}),
}
# Who may invite whom; stewards are named by the root key only.
MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.STEWARD: EVERYBODY - {Role.STEWARD},
    Role.COORDINATOR: frozenset({Role.INTERVIEWER, Role.OBSERVER, Role.HUB}),
}
# Roles for which every team space is open; others read the open ones and those they were invited to.
READS_EVERY_TEAM = frozenset({Role.STEWARD, Role.COORDINATOR, Role.HUB})
READS_OPEN_TEAMS = READS_EVERY_TEAM | {Role.INTERVIEWER, Role.OBSERVER}


def may_write(roles: frozenset[Role], kind: str, type_of_space: SpaceType) -> bool:
    """Tell whether somebody with these roles may write a kind into a space of that type.

    A kind this version does not know is nobody's business here: it is kept and counted, never folded.
    """
    known = _MAY_WRITE.get(kind)
    if known is None:
        return kind not in kinds.KINDS
    spaces, writers = known
    return type_of_space in spaces and bool(roles & writers)


def may_invite(roles: frozenset[Role], role: Role) -> bool:
    """Tell whether somebody with these roles may invite into a role."""
    return any(role in MAY_INVITE.get(mine, frozenset()) for mine in roles)
