"""How a record fits its log and what it builds on, and whether its body can be folded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from people import FORM, Team

from sync.records import limits
from sync.records.canonical import Octets
from sync.records.header import Header
from sync.records.judge import attachments_of, body_standing
from sync.records.kinds.submission import SubmissionBody
from sync.records.roles import SpaceType
from sync.records.standing import COUNTS, WAITS, Link, chain_standing

SPACE, WRITER = b"s" * 16, b"w" * 32
PREV, PARENT = b"p" * 32, b"q" * 32
HEADER = Header(
    assessment=b"a" * 32,
    space=SPACE,
    writer=WRITER,
    seq=3,
    prev=PREV,
    parents=(PARENT,),
    kind="note",
    tick=8,
    at=(0, 0),
    body=b"h" * 32,
    size=2,
)
LINKS = {PREV: Link(SPACE, WRITER, 2, 4), PARENT: Link(SPACE, b"v" * 32, 9, 7)}


def chain(header: Header = HEADER, links: dict[bytes, Link] | None = None, forked_at: int | None = None) -> Any:
    return chain_standing(header, link_of=(LINKS if links is None else links).get, forked_at=forked_at)


def test_a_record_that_fits_counts() -> None:
    """Record before, parents and tick are right; so is the first of a log."""
    assert chain() == COUNTS
    assert chain(replace(HEADER, seq=1, prev=b"", parents=(), tick=1), {}) == COUNTS


@pytest.mark.parametrize("missing", [PREV, PARENT])
def test_a_record_waits_for_each_it_builds_on(missing: bytes) -> None:
    """The one before in its log, or a parent."""
    assert chain(links={key: link for key, link in LINKS.items() if key != missing}) == WAITS


@pytest.mark.parametrize(
    ("identity", "link", "why"),
    [
        (PREV, Link(SPACE, b"v" * 32, 2, 4), "bad_prev"),
        (PREV, Link(SPACE, WRITER, 1, 4), "bad_prev"),
        (PREV, Link(b"t" * 16, WRITER, 2, 4), "parent_elsewhere"),
        (PARENT, Link(b"t" * 16, WRITER, 2, 7), "parent_elsewhere"),
        (PARENT, Link(SPACE, WRITER, 1, 6), "bad_tick"),
        (PARENT, Link(SPACE, WRITER, 1, 8), "bad_tick"),
    ],
)
def test_what_does_not_fit_is_set_aside(identity: bytes, link: Link, why: str) -> None:
    """Another log, another number, another space, a tick too low or too high."""
    assert chain(links={**LINKS, identity: link}).why == why


def test_what_follows_a_fork_is_set_aside() -> None:
    """The records at the fork count, those behind it do not."""
    assert chain(forked_at=3) == COUNTS
    assert chain(forked_at=2).why == "forked"


def body(**fields: Any) -> dict[str, Any]:
    return {"form": FORM, "instance": "uuid:1", "answers": [], **fields}


ATTACHMENT = {"digest": Octets(b"d" * 32), "size": 5, "type": "image/png"}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"later": [1]}, ""),
        ({"attachments": [ATTACHMENT]}, ""),
        ({"attachments": [ATTACHMENT] * limits.ATTACHMENTS}, ""),
        ({"attachments": [ATTACHMENT] * (limits.ATTACHMENTS + 1)}, "too_many_attachments"),
        ({"attachments": [{**ATTACHMENT, "size": limits.ATTACHMENT}]}, ""),
        ({"attachments": [{**ATTACHMENT, "size": limits.ATTACHMENT + 1}]}, "attachment_too_large"),
        ({"attachments": [{**ATTACHMENT, "size": -1}]}, "bad_body"),
        ({"attachments": [{**ATTACHMENT, "digest": Octets(b"d")}]}, "bad_body"),
        ({"attachments": "none"}, "bad_body"),
        ({"instance": 5}, "bad_body"),
        ({"answers": [["/data/a"]]}, "bad_body"),
    ],
)
def test_bodies_of_known_kinds_are_looked_at(fields: dict[str, Any], why: str) -> None:
    """A body of another shape or over a limit is kept and set aside."""
    team = Team()
    record = team.founder.write(team.team_space, "submission", body(**fields))
    assert body_standing(record, SpaceType.TEAM).why == why
    assert (attachments_of(record) == ()) is (why != "" or "attachments" not in fields)


def test_in_names_only_sealed_bodies_count() -> None:
    """A plain body there would lie open for carriers: it is set aside; a sealed one counts."""
    team = Team()
    plain = team.founder.write(team.names_space, "submission", body())
    assert body_standing(plain, SpaceType.NAMES).why == "not_sealed"
    sealed = team.founder.seals(SubmissionBody(form=FORM, instance="uuid:1", answers=()))
    assert body_standing(sealed, SpaceType.NAMES) == COUNTS


def test_a_record_without_body_has_nothing_to_fold() -> None:
    """It is told as missing and names no attachments."""
    team = Team()
    record = team.founder.write(team.team_space, "submission", body()).without_body()
    assert body_standing(record, SpaceType.TEAM).why == "body_missing"
    assert attachments_of(record) == ()


def test_bodies_of_unknown_kinds_are_kept_as_they_are() -> None:
    """Whatever stands in them."""
    team = Team()
    record = team.founder.write(team.plan_space, "theme", {"anything": [1, {"a": None}]})
    assert body_standing(record, SpaceType.PLAN) == COUNTS
