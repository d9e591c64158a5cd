"""The first look at a record that arrives, before anything is stored."""

from __future__ import annotations

from people import Team

from sync.exchange.intake import look_at, result_of
from sync.exchange.results import Result, Status
from sync.records import limits
from sync.records.record import Record
from sync.records.standing import COUNTS, WAITS, Standing, State

TEAM = Team()
NOTE = TEAM.founder.write(TEAM.team_space, "note", {"text": "water"})


def test_a_good_record_is_stored_as_it_came() -> None:
    """Nothing is refused."""
    arrival = look_at(NOTE, assessment=TEAM.id, space=TEAM.team_space)
    assert (arrival.id, arrival.record, arrival.refusal) == (NOTE.id, NOTE, None)


def test_a_header_over_the_limit_is_refused_unread() -> None:
    """Its bytes are hashed for the answer, not looked into."""
    record = Record(b"[" * (limits.HEADER + 1), bytes(64))
    arrival = look_at(record, assessment=TEAM.id, space=TEAM.team_space)
    assert (arrival.record, arrival.refusal) == (None, Result(record.id, Status.REFUSED, "too_large"))


def test_a_header_alone_is_stored() -> None:
    """Its body was dropped or erased where it comes from."""
    arrival = look_at(NOTE.without_body(), assessment=TEAM.id, space=TEAM.team_space)
    assert (arrival.record, arrival.refusal) == (NOTE.without_body(), None)


def test_half_a_body_is_none() -> None:
    """A salt without its body is no body: the header stays."""
    half = Record(NOTE.header, NOTE.signature, NOTE.salt, None)
    arrival = look_at(half, assessment=TEAM.id, space=TEAM.team_space)
    assert (arrival.record, arrival.refusal) == (
        NOTE.without_body(),
        Result(NOTE.id, Status.REFUSED, "body_missing"),
    )


def test_a_record_of_another_assessment_is_refused() -> None:
    """Also the root of another one."""
    for record, space in ((NOTE, TEAM.team_space), (TEAM.rights_records[0], TEAM.rights_space)):
        arrival = look_at(record, assessment=b"o" * 32, space=space)
        assert (arrival.record, arrival.refusal) == (None, Result(record.id, Status.REFUSED, "other_space"))


def test_results_of_stored_records() -> None:
    """A record that waits, or whose body is not here, is stored; one that is set aside says why."""
    assert result_of(b"i", COUNTS) == result_of(b"i", WAITS) == Result(b"i", Status.STORED)
    assert result_of(b"i", Standing(State.ASIDE, "body_missing")) == Result(b"i", Status.STORED)
    assert result_of(b"i", Standing(State.ASIDE, "forked")) == Result(b"i", Status.ASIDE, "forked")
