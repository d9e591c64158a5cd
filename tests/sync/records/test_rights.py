"""Rights: who is admitted, what each role may do, what is set aside until a steward accepts it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from people import AT, Invited, Laptop, Team

from sync.errors import SyncError
from sync.records.canonical import Octets
from sync.records.certificates import certify
from sync.records.founding import wrap_key
from sync.records.header import Header
from sync.records.keys import box_key, open_sealed, public_of
from sync.records.kinds import admit, current, invite, space, space_key, steward, writer
from sync.records.kinds.root import RootBody
from sync.records.record import Record, head_of, make_record, parent_of
from sync.records.rights import Access
from sync.records.rights_fold import fold_rights
from sync.records.roles import EVERYBODY, Role, SpaceType, may_write
from sync.records.standing import COUNTS, Standing, State


@pytest.fixture
def team() -> Team:
    return Team()


def by_root(team: Team, kind: str, body: Any) -> Record:
    return make_record(
        writer=team.root_seed,
        assessment=team.id,
        space=team.rights_space,
        kind=kind,
        body=body,
        at=AT,
        salt=b"r" * 16,
        head=head_of(team.rights_records[1]),
        parents=[parent_of(team.rights_records[1])],
    )


def named(team: Team, laptop: Laptop) -> steward.StewardBody:
    certificate = certify(laptop.person_seed, assessment=team.id, writer=laptop.writer, box=laptop.box.public)
    return steward.StewardBody(
        person=Octets(laptop.person),
        name=laptop.name,
        writer=Octets(laptop.writer),
        box=Octets(laptop.box.public),
        certificate=certificate,
    )


def test_founding_gives_a_steward_and_four_spaces(team: Team) -> None:
    """The founder is steward; rights, plan, team and names are there and travel in that order."""
    rights = team.rights()
    person = rights.person_of(team.founder.writer)
    assert person is not None
    assert (person.name, person.roles) == ("Amina", {Role.STEWARD})
    assert rights.in_order() == (team.rights_space, team.plan_space, team.team_space, team.names_space)
    assert rights.spaces_for(person.key) == rights.in_order()
    assert set(rights.standings.values()) == {COUNTS}
    assert [each.name for each in rights] == ["Amina"]
    assert rights.with_role(Role.STEWARD) == (person,)
    names = rights.names_space(team.team_space)
    assert names is not None
    assert names.id == team.names_space
    assert rights.names_space(team.plan_space) is None


def test_the_founder_reads_the_names(team: Team) -> None:
    """The key of the names space is wrapped for the founder's box key and opens."""
    key = team.rights().key_of(team.names_space)
    assert key is not None
    private = open_sealed(team.founder.box, key.wraps[team.founder.box.public])
    assert box_key(private).public == key.public == team.founding.names_key.public
    assert team.rights().key_of(team.team_space) is None


def test_without_its_root_there_are_no_rights(team: Team) -> None:
    """The root record must be there, and be one."""
    with pytest.raises(SyncError) as error:
        fold_rights(team.rights_records[1].id, team.rights_records)
    assert error.value.code == "assessment_unknown"


def test_an_invitation_admits_a_person(team: Team) -> None:
    """The joiner's own record makes him a member in the invitation's role."""
    laptop = team.admits("Bilal")
    rights = team.rights()
    person = rights.person_of(laptop.writer)
    assert person is not None
    assert (person.name, person.roles, person.writers) == ("Bilal", {Role.INTERVIEWER}, (laptop.writer,))
    assert person.boxes == (laptop.box.public,)
    assert rights.spaces_for(person.key) == rights.in_order()


def test_an_open_invitation_is_found_by_its_key(team: Team) -> None:
    """It is open until it is used up or its last day has passed."""
    invited = team.founder.invites(last_day="2026-05-01")
    found = team.rights(invited.record).invitation_with(public_of(invited.seed))
    assert found is not None
    assert found.is_open("2026-05-01")
    assert not found.is_open("2026-05-02")
    used = team.rights(invited.record, Laptop(team, "Bilal").joins(invited)).invitations[invited.record.id]
    assert not used.is_open("2026-05-01")
    assert team.rights().invitation_with(b"x" * 32) is None


def test_more_admissions_than_uses_are_all_set_aside(team: Team) -> None:
    """Nobody is taken over another; a steward's acceptance decides, and only for those it names."""
    invited = team.founder.invites(uses=2)
    laptops = [Laptop(team, name) for name in ("Bilal", "Celine", "Daud")]
    admissions = [laptop.joins(invited) for laptop in laptops]
    assert team.rights(invited.record, *admissions[:2]).roles_of(laptops[1].writer) == {Role.INTERVIEWER}
    rights = team.rights(invited.record, *admissions)
    assert [rights.standings[each.id].why for each in admissions] == ["invitation_overused"] * 3
    assert all(rights.person_of(laptop.writer) is None for laptop in laptops)
    assert rights.introduced >= {laptop.writer for laptop in laptops}
    accepted = team.rights(invited.record, *admissions, team.founder.accepts(*admissions[1:]))
    assert [accepted.person_of(each.writer) is not None for each in laptops] == [False, True, True]


def test_the_same_person_twice_is_one_use(team: Team) -> None:
    """A second laptop that joins with the same code and person key takes nobody's place."""
    invited = team.founder.invites(uses=1)
    first = Laptop(team, "Bilal")
    second = Laptop(team, "Bilal again", person_seed=first.person_seed)
    rights = team.rights(invited.record, first.joins(invited), second.joins(invited))
    person = rights.people[first.person]
    assert set(person.writers) == {first.writer, second.writer}
    assert person.name in ("Bilal", "Bilal again")


def test_an_admission_after_the_last_day_is_set_aside(team: Team) -> None:
    """By the joiner's own statement of the day; a steward may accept it."""
    invited = team.founder.invites(last_day="2025-10-09")
    at = (1_760_046_600_000, 0)  # 2025-10-09 21:50 UTC
    laptop = Laptop(team, "Bilal")
    assert team.rights(invited.record, laptop.joins(invited, at=at)).person_of(laptop.writer) is not None
    late = Laptop(team, "Celine")
    admission = late.joins(invited, at=(at[0], 180))  # the next day already where she is
    rights = team.rights(invited.record, admission)
    assert rights.standings[admission.id].why == "invitation_over"
    assert team.rights(invited.record, admission, team.founder.accepts(admission)).person_of(late.writer) is not None


def test_a_clock_beyond_all_days_is_late(team: Team) -> None:
    """A time no calendar holds does not stop the fold."""
    invited = team.founder.invites()
    admission = Laptop(team, "Bilal").joins(invited, at=(2**53 - 1, 0))
    assert team.rights(invited.record, admission).standings[admission.id].why == "invitation_over"


@pytest.mark.parametrize("field", ["name", "box", "person", "certificate", "proof", "invitation"])
def test_a_changed_admission_admits_nobody(team: Team, field: str) -> None:
    """Invitation key and person key have signed every field; not even a steward can let it count."""
    invited, other = team.founder.invites(), team.founder.invites()
    laptop = Laptop(team, "Bilal")
    good = msgspec.convert(laptop.joins(invited).value(), dict[str, Any])
    changes = {"name": "Mallory", "invitation": other.record.id}
    body = {**good, field: changes.get(field, b"x" * 32)}
    if isinstance(body[field], bytes):
        body[field] = Octets(body[field])
    laptop.heads.clear()
    forged = laptop.write(team.rights_space, admit.KIND, body, parents=[invited.record])
    rights = team.rights(invited.record, other.record, forged, team.founder.accepts(forged))
    assert rights.standings[forged.id].why == "bad_admission"
    assert laptop.writer not in rights.introduced


def test_nobody_can_admit_another_writer(team: Team) -> None:
    """The writer itself signs its admission: a stolen certificate is no use."""
    invited = team.founder.invites(uses=5)
    honest, thief = Laptop(team, "Bilal"), Laptop(team, "Thief")
    body = honest.joins(invited).value()
    copied = thief.write(team.rights_space, admit.KIND, body, parents=[invited.record])
    assert team.rights(invited.record, copied).standings[copied.id].why == "bad_admission"


def test_an_admission_waits_for_its_invitation(team: Team) -> None:
    """Its parent is missing: it waits and introduces nobody."""
    laptop = Laptop(team, "Bilal")
    invited = team.founder.invites()
    admission = laptop.joins(invited)
    rights = team.rights(admission)
    assert rights.standings[admission.id].state is State.WAITS
    assert laptop.writer not in rights.introduced


def test_an_admission_by_an_invitation_that_does_not_count_introduces_nobody(team: Team) -> None:
    """An interviewer cannot bring in writers whose records everybody would carry."""
    bilal = team.admits("Bilal")
    invited = bilal.invites()
    laptop = Laptop(team, "Friend")
    admission = laptop.joins(invited)
    rights = team.rights(invited.record, admission)
    assert rights.standings[invited.record.id].why == "outside_role"
    assert rights.standings[admission.id].why == "unknown_writer"
    assert laptop.writer not in rights.introduced
    accepted = team.rights(invited.record, admission, team.founder.accepts(invited.record))
    assert accepted.person_of(laptop.writer) is not None


def test_a_second_laptop_is_certified_by_its_person(team: Team) -> None:
    """A further writer counts for the same person; with another person's word it does not."""
    bilal = team.admits("Bilal")
    second = Laptop(team, "Bilal's second", person_seed=bilal.person_seed)
    introduction = second.introduces_itself()
    rights = team.rights(introduction)
    assert rights.people[bilal.person].writers == (bilal.writer, second.writer)
    assert rights.people[bilal.person].boxes == (bilal.box.public, second.box.public)
    stranger = Laptop(team, "Stranger")
    unknown = stranger.introduces_itself()
    assert team.rights(unknown).standings[unknown.id].why == "unknown_writer"
    false = Laptop(team, "False")
    body = writer.WriterBody(
        person=Octets(bilal.person),
        writer=Octets(false.writer),
        box=Octets(false.box.public),
        certificate=certify(false.person_seed, assessment=team.id, writer=false.writer, box=false.box.public),
    )
    forged = false.write(team.rights_space, writer.KIND, body)
    assert team.rights(forged).standings[forged.id].why == "bad_admission"


def test_a_second_laptop_of_somebody_set_aside_is_introduced(team: Team) -> None:
    """Its records are forwarded and count when the person's admission is accepted."""
    invited = team.founder.invites(last_day="2020-01-01")
    bilal = Laptop(team, "Bilal")
    second = Laptop(team, "Second", person_seed=bilal.person_seed)
    records = [invited.record, bilal.joins(invited), second.introduces_itself()]
    rights = team.rights(*records)
    assert second.writer in rights.introduced
    assert rights.standings[records[2].id].why == "not_admitted"
    assert team.rights(*records, team.founder.accepts(records[1])).person_of(second.writer) is not None


def test_only_the_root_key_names_stewards(team: Team) -> None:
    """A steward's own record that names one never counts, accepted or not; the root key's does."""
    zoe = Laptop(team, "Zoe")
    by_steward = team.founder.write(team.rights_space, steward.KIND, named(team, zoe))
    rights = team.rights(by_steward, team.founder.accepts(by_steward))
    assert rights.standings[by_steward.id].why == "not_root"
    good = by_root(team, steward.KIND, named(team, zoe))
    assert team.rights(good).roles_of(zoe.writer) == {Role.STEWARD}


def test_the_root_key_cannot_name_somebody_who_did_not_agree(team: Team) -> None:
    """The person key certifies the writer that is named."""
    zoe = Laptop(team, "Zoe")
    body = msgspec.structs.replace(named(team, zoe), box=Octets(b"b" * 32))
    record = by_root(team, steward.KIND, body)
    assert team.rights(record).standings[record.id].why == "not_root"


def test_a_second_root_is_none(team: Team) -> None:
    """There is one root, and its id is the assessment's."""
    record = team.founder.write(team.rights_space, "rights-root", RootBody())
    assert team.rights(record).standings[record.id].why == "not_root"


def test_the_root_key_writes_nothing_else(team: Team) -> None:
    """It is no person's writer."""
    record = by_root(team, space.KIND, space.SpaceBody(space=Octets(b"n" * 16), type="team"))
    rights = team.rights(record)
    assert rights.standings[record.id].why == "unknown_writer"
    assert b"n" * 16 not in rights.spaces


@pytest.mark.parametrize(
    ("role", "into", "good"),
    [
        ("coordinator", "interviewer", True),
        ("coordinator", "hub", True),
        ("coordinator", "observer", True),
        ("coordinator", "coordinator", False),
        ("coordinator", "steward", False),
        ("interviewer", "interviewer", False),
        ("hub", "interviewer", False),
        ("observer", "observer", False),
    ],
)
def test_who_may_invite_whom(team: Team, role: str, into: str, good: bool) -> None:
    """Coordinators invite those who work with them; nobody else invites; stewards are never invited."""
    somebody = team.admits("Bilal", role=role)
    invited = somebody.invites(role=into)
    rights = team.rights(invited.record)
    assert (rights.standings[invited.record.id] == COUNTS) is good
    assert (invited.record.id in rights.invitations) is good
    assert rights.may_invite(somebody.writer, Role(into)) is good


@pytest.mark.parametrize("into", ["coordinator", "interviewer", "hub", "observer", "focal-person"])
def test_a_steward_invites_into_every_role_but_his_own(team: Team, into: str) -> None:
    """Every role that exists; never steward."""
    assert team.rights(team.founder.invites(role=into).record).invitations
    assert not team.rights().may_invite(team.founder.writer, Role.STEWARD)


@pytest.mark.parametrize(
    "body",
    [
        invite.InviteBody(key=Octets(b"k" * 32), role="king", uses=1, last_day="2099-01-01"),
        invite.InviteBody(key=Octets(b"k" * 31), role="hub", uses=1, last_day="2099-01-01"),
        invite.InviteBody(key=Octets(b"k" * 32), role="hub", uses=0, last_day="2099-01-01"),
        invite.InviteBody(key=Octets(b"k" * 32), role="hub", uses=1, last_day="for ever"),
        space.SpaceBody(space=Octets(b"s" * 15), type="team"),
        space_key.KeyBody(space=Octets(b"s" * 16), epoch=1, public=Octets(b""), wraps=()),
        space_key.KeyBody(space=Octets(b"s" * 16), epoch=0, public=Octets(b"p" * 32), wraps=()),
        {"key": 5},
    ],
)
def test_bodies_that_make_no_sense_are_set_aside(team: Team, body: Any) -> None:
    """Whoever wrote them; no acceptance changes it."""
    kinds = {space.SpaceBody: space.KIND, space_key.KeyBody: space_key.KIND}
    record = team.founder.write(team.rights_space, kinds.get(type(body), invite.KIND), body)
    rights = team.rights(record, team.founder.accepts(record))
    assert rights.standings[record.id].why == "bad_body"


def test_an_interviewer_opens_no_space(team: Team) -> None:
    """Spaces are opened by stewards; a steward may accept one."""
    bilal = team.admits("Bilal")
    record = bilal.write(
        team.rights_space,
        space.KIND,
        space.SpaceBody(space=Octets(b"n" * 16), type="team"),
    )
    assert b"n" * 16 not in team.rights(record).spaces
    assert b"n" * 16 in team.rights(record, team.founder.accepts(record)).spaces


def test_acceptance_by_others_than_stewards_is_none(team: Team) -> None:
    """An interviewer cannot accept a friend, nor his own record."""
    bilal = team.admits("Bilal")
    invited = team.founder.invites(last_day="2020-01-01")
    late = Laptop(team, "Late").joins(invited)
    accepting = bilal.accepts(late)
    rights = team.rights(invited.record, late, accepting, bilal.accepts(accepting))
    assert rights.standings[late.id].why == "invitation_over"
    assert rights.standings[accepting.id].why == "outside_role"


def test_an_unknown_writers_rights_record_is_set_aside(team: Team) -> None:
    """Somebody nobody introduced says nothing about rights."""
    record = Laptop(team, "Stranger").invites().record
    assert team.rights(record).standings[record.id].why == "unknown_writer"


def test_records_of_other_assessments_and_spaces_are_not_looked_at(team: Team) -> None:
    """They are no part of these rights."""
    other = Team("other")
    assert team.rights(*other.rights_records, team.founded[-1]) == team.rights()


def test_rights_as_of_the_newest_statement_of_a_steward(team: Team) -> None:
    """`rights-current` gives its time; one of an interviewer does not."""
    assert team.rights().seen_at is None
    bilal = team.admits("Bilal")
    body = current.CurrentBody(heads=((Octets(team.founder.writer), 4, Octets(b"i" * 32)),))
    first = team.founder.write(team.rights_space, current.KIND, body, at=(5_000, 0))
    second = team.founder.write(team.rights_space, current.KIND, body, at=(4_000, 0))
    false = bilal.write(team.rights_space, current.KIND, body, parents=[second], at=(9_000, 0))
    assert team.rights(first, second, false).seen_at == (4_000, 0)


def test_a_key_of_a_later_epoch_is_the_one_to_seal_to(team: Team) -> None:
    """Readers of earlier epochs keep their keys; more wraps of one key are put together."""
    key = box_key(b"n" * 32)
    bilal = team.admits("Bilal", role="coordinator")
    body = wrap_key(team.names_space, key, epoch=2, boxes=(team.founder.box.public,))
    more = wrap_key(team.names_space, key, epoch=2, boxes=(bilal.box.public,))
    records = [
        team.founder.write(team.rights_space, space_key.KIND, body),
        team.founder.write(team.rights_space, space_key.KIND, more),
    ]
    rights = team.rights(*records)
    newest = rights.key_of(team.names_space)
    assert newest is not None
    assert (newest.epoch, newest.public) == (2, key.public)
    assert newest.wraps.keys() == {team.founder.box.public, bilal.box.public}
    assert [each.epoch for each in rights.keys[team.names_space]] == [1, 2]
    assert rights.holds_key(bilal.box.public, team.names_space)
    assert not team.rights().holds_key(bilal.box.public, team.names_space)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("coordinator", ("all", "all", "all", "all")),
        ("hub", ("all", "all", "all", "all")),
        ("interviewer", ("all", "all", "all", "own")),
        ("observer", ("all", "all", "all", "own")),
        ("focal-person", ("all", "all", "none", "none")),
    ],
)
def test_what_each_role_may_fetch(team: Team, role: str, expected: tuple[str, ...]) -> None:
    """Rights and plan by all; team by those who work in it; names by carriers and leaders, else one's own."""
    laptop = team.admits("Bilal", role=role)
    rights = team.rights()
    found = tuple(rights.access(laptop.person, each).value for each in rights.in_order())
    assert found == expected
    assert rights.access(b"x" * 32, team.plan_space) is Access.NONE
    assert rights.access(laptop.person, b"x" * 16) is Access.NONE


def test_a_reader_of_the_names_fetches_all_of_them(team: Team) -> None:
    """An interviewer for whom the key was wrapped."""
    laptop = team.admits("Bilal")
    body = wrap_key(team.names_space, team.founding.names_key, epoch=1, boxes=(laptop.box.public,))
    record = team.founder.write(team.rights_space, space_key.KIND, body)
    assert team.rights(record).access(laptop.person, team.names_space) is Access.ALL


def test_a_closed_team_space_is_for_those_invited_to_it(team: Team) -> None:
    """Others neither fetch nor write it; coordinators, stewards and hubs do."""
    closed, names = Octets(b"c" * 16), Octets(b"d" * 16)
    opening = [
        team.founder.write(team.rights_space, space.KIND, space.SpaceBody(space=closed, type="team", open=False)),
        team.founder.write(
            team.rights_space, space.KIND, space.SpaceBody(space=names, type="names", of=closed, name="South")
        ),
    ]
    team.rights_records += opening
    outside, coordinator = team.admits("Bilal"), team.admits("Celine", role="coordinator")
    inside = Laptop(team, "Daud")
    seed = inside.random(32)
    body = invite.InviteBody(
        key=Octets(public_of(seed)), role="interviewer", uses=1, last_day="2099-01-01", spaces=(closed,)
    )
    invited = Invited(team.founder.write(team.rights_space, invite.KIND, body), seed)
    rights = team.rights(invited.record, inside.joins(invited))
    assert [rights.access(each.person, closed).value for each in (outside, coordinator, inside)] == [
        "none",
        "all",
        "all",
    ]
    assert [rights.access(each.person, names).value for each in (outside, coordinator, inside)] == [
        "none",
        "all",
        "own",
    ]
    record = outside.write(closed, "submission", {})
    assert rights.standing(record.head, record.id, COUNTS) == Standing(State.ASIDE, "outside_space")


def test_an_invitation_reads_rights_and_plan_only(team: Team) -> None:
    """Enough to join and to see what for."""
    rights = team.rights()
    found = [rights.access_of_invitation(each).value for each in rights.in_order()]
    assert found == ["all", "all", "none", "none"]
    assert rights.access_of_invitation(b"x" * 16) is Access.NONE


def header(team: Team, laptop: Laptop, where: bytes, kind: str) -> tuple[Header, bytes]:
    record = laptop.write(where, kind, {})
    return record.head, record.id


def test_standing_of_records_of_other_spaces(team: Team) -> None:
    """Unknown writer, writer set aside, unknown space, outside role, chain: each has its reason."""
    bilal, olga = team.admits("Bilal"), team.admits("Olga", role="observer")
    invited = team.founder.invites(last_day="2020-01-01")
    late = Laptop(team, "Late")
    rights = team.rights(invited.record, late.joins(invited))
    stranger = Laptop(team, "Stranger")
    aside = Standing(State.ASIDE, "bad_tick")
    waits = Standing(State.WAITS)
    assert rights.standing(*header(team, stranger, team.team_space, "submission"), COUNTS).why == "unknown_writer"
    assert rights.standing(*header(team, late, team.team_space, "submission"), COUNTS).why == "not_admitted"
    assert rights.standing(*header(team, bilal, b"x" * 16, "submission"), COUNTS).why == "unknown_space"
    assert rights.standing(*header(team, olga, team.team_space, "submission"), COUNTS).why == "outside_role"
    assert rights.standing(*header(team, bilal, team.team_space, "submission"), aside) == aside
    assert rights.standing(*header(team, bilal, team.team_space, "submission"), waits) == waits
    assert rights.standing(*header(team, bilal, team.team_space, "submission"), COUNTS) == COUNTS
    accepted = olga.finishes("uuid:1", ())
    rights = team.rights(invited.record, team.founder.accepts(accepted))
    assert rights.standing(accepted.head, accepted.id, aside) == COUNTS
    assert rights.standing(accepted.head, accepted.id, waits) == waits
    unknown = team.founder.write(team.rights_space, "rights-space", {})
    assert rights.standing(unknown.head, unknown.id, waits) == waits


def test_kinds_stand_in_their_spaces_only() -> None:
    """A submission is none in the plan; unknown kinds are nobody's business; rights kinds stay in rights."""
    everything = EVERYBODY
    assert may_write(everything, "submission", SpaceType.TEAM)
    assert not may_write(everything, "submission", SpaceType.PLAN)
    assert not may_write(everything, "rights-invite", SpaceType.PLAN)
    assert not may_write(everything, "rights-root", SpaceType.RIGHTS)
    assert may_write(frozenset({Role.OBSERVER}), "theme", SpaceType.PLAN)


def test_a_missing_or_unknown_body_is_set_aside(team: Team) -> None:
    """A rights record without its body says nothing; a kind of a later Groundup is told."""
    invited = team.founder.invites().record
    assert team.rights(invited.without_body()).standings[invited.id].why == "body_missing"
    later = team.founder.write(team.rights_space, "rights-moon", {})
    rights = team.rights(invited, later)
    assert rights.unknown_kinds == ("rights-moon",)
    assert rights.standings[later.id].why == "unknown_kind"
    plain = team.founder.write(team.rights_space, "note", {})
    assert team.rights(invited, later, plain).unknown_kinds == ("rights-moon",)


def test_a_stranger_cannot_stop_the_exchange(team: Team) -> None:
    """A rights record of a later kind counts as news only from a writer who was introduced."""
    stranger = Laptop(team, "Nobody")
    assert team.rights(stranger.write(team.rights_space, "rights-moon", {})).unknown_kinds == ()


def test_a_wrong_tick_is_set_aside_until_accepted(team: Team) -> None:
    """Nobody can push the order up; a steward may still accept what was said."""
    body = invite.InviteBody(key=Octets(b"k" * 32), role="hub", uses=1, last_day="2099-01-01")
    head = team.founder.heads[team.rights_space]
    record = make_record(
        writer=team.founder.writer_seed,
        assessment=team.id,
        space=team.rights_space,
        kind=invite.KIND,
        body=body,
        at=AT,
        salt=b"r" * 16,
        head=type(head)(head.seq, head.id, head.tick + 50),
    )
    assert team.rights(record).standings[record.id].why == "bad_tick"
    team.founder.heads[team.rights_space] = head
    other = Laptop(team, "Zoe")
    naming = by_root(team, steward.KIND, named(team, other))
    accepting = other.accepts(record)
    assert team.rights(record, naming, accepting).standings[record.id] == COUNTS


def test_a_forked_steward_log_is_closed_by_the_fork(team: Team) -> None:
    """Both records of one number count, later ones are set aside until another steward accepts them."""
    clone = Laptop(team, "Clone")
    clone.writer_seed, clone.heads = team.founder.writer_seed, dict(team.founder.heads)
    first, second = team.founder.invites().record, team.founder.invites().record
    other = clone.invites().record
    rights = team.rights(first, second, other)
    assert [rights.standings[each.id].why for each in (first, second, other)] == ["", "forked", ""]
    zoe = Laptop(team, "Zoe")
    naming = by_root(team, steward.KIND, named(team, zoe))
    rights = team.rights(first, second, other, naming, zoe.accepts(second))
    assert rights.standings[second.id] == COUNTS


def test_another_set_of_rules_stops_the_exchange() -> None:
    """A root of a newer Groundup is told like an unknown kind; what we can fold is folded."""
    record = make_record(
        writer=b"r" * 32,
        assessment=b"",
        space=b"s" * 16,
        kind="rights-root",
        body=RootBody(rules=2),
        at=AT,
        salt=b"r" * 16,
    )
    rights = fold_rights(record.id, [record])
    assert rights.unknown_kinds == ("rights-root",)
    assert rights.standings == {record.id: COUNTS}
