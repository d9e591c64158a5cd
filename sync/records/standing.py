"""Whether a record counts: decided by the set of records that is here, never by when or how they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sync.records.header import Header


class State(Enum):
    """How a record stands."""

    COUNTS = "counts"
    WAITS = "waits"  # for a record it builds on
    ASIDE = "aside"  # until a person decides


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands, and the code of the reason when it is set aside."""

    state: State
    why: str = ""


COUNTS = Standing(State.COUNTS)
WAITS = Standing(State.WAITS)


@dataclass(frozen=True, slots=True)
class Link:
    """What must be known of a record that another one builds on."""

    space: bytes
    writer: bytes
    seq: int
    tick: int


LinkOf = Callable[[bytes], Link | None]


def chain_standing(header: Header, *, link_of: LinkOf, forked_at: int | None) -> Standing:
    """Say whether a record fits what it builds on and its log.

    Args:
        link_of: Id -> the record's place, None when it is not here.
        forked_at: Lowest number that two different records of this log (writer in space) share; None without a fork.
    """
    if forked_at is not None and header.seq > forked_at:
        return Standing(State.ASIDE, "forked")
    highest = 0
    missing = False
    before = (header.prev,) if header.prev else ()
    for identity in (*before, *header.parents):
        link = link_of(identity)
        if link is None:
            missing = True
            continue
        if link.space != header.space:
            return Standing(State.ASIDE, "parent_elsewhere")
        if identity in before and (link.writer != header.writer or link.seq != header.seq - 1):
            return Standing(State.ASIDE, "bad_prev")
        highest = max(highest, link.tick)
    if missing:
        return WAITS
    if header.tick != highest + 1:
        return Standing(State.ASIDE, "bad_tick")
    return COUNTS
