"""Two and three stores over any carrier reach the same set; whether a record counts depends on the set alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import Laptop, Team

from sync.errors import SyncError
from sync.exchange.have import HaveList
from sync.exchange.memory import MemoryStore
from sync.exchange.ports import Wanted
from sync.exchange.results import Result, Status
from sync.exchange.run import Report, check_known, exchange_space, only, own_writers
from sync.protocol.batch import decode_batch, encode_batches
from sync.records import limits
from sync.records.canonical import shape
from sync.records.changes import edit_of, object_of
from sync.records.fold import ObjectState, fold_object
from sync.records.kinds import KINDS
from sync.records.record import Record
from sync.records.standing import COUNTS, Standing


class StorePeer:
    """Another store as a peer; everything passes through encoded batches, as over a wire."""

    def __init__(self, store: MemoryStore, assessment: bytes, *, own: frozenset[bytes] | None = None) -> None:
        self.store, self.assessment, self.own = store, assessment, own
        self.taken = 0

    def have(self, space: bytes, digest: bytes) -> HaveList | None:
        have = only(self.store.have(self.assessment, space), self.own)
        return None if have.digest == digest else have

    def ids(self, space: bytes, writer: bytes) -> Sequence[tuple[int, bytes]]:
        return self.store.ids(self.assessment, space, writer)

    def read(self, space: bytes, wanted: Wanted) -> Iterator[Record]:
        yield from carried(self.assessment, space, self.store.read(self.assessment, space, wanted))

    def read_ids(self, space: bytes, ids: Sequence[bytes]) -> Iterator[Record]:
        found = (self.store.get(self.assessment, identity) for identity in ids)
        yield from carried(self.assessment, space, (record for record in found if record is not None))

    def send(self, space: bytes, records: Iterator[Record]) -> Iterator[Result]:
        for _, data in encode_batches(self.assessment, space, records):
            batch = decode_batch(data)
            self.taken += len(batch.records)
            yield from self.store.take(self.assessment, space, batch.records, link="wire")


def carried(assessment: bytes, space: bytes, records: Iterator[Record]) -> Iterator[Record]:
    for _, data in encode_batches(assessment, space, records):
        yield from decode_batch(data).records


def exchange(team: Team, store: MemoryStore, other: MemoryStore) -> list[Report]:
    """Exchange every space both know, rights first."""
    peer = StorePeer(other, team.id)
    reports = [exchange_space(store, peer, team.id, team.rights_space)]
    reports += [
        exchange_space(store, peer, team.id, space)
        for space in store.rights(team.id).in_order()
        if space != team.rights_space
    ]
    return reports


def everything(team: Team, store: MemoryStore) -> dict[bytes, Standing]:
    """Return how every record of a store stands."""
    spaces = store.rights(team.id).in_order()
    ids = [
        identity
        for space in spaces
        for writer in store.have(team.id, space).logs
        for _, identity in store.ids(team.id, space, writer)
    ]
    return {identity: store.standing(team.id, identity) for identity in ids}


def folded(team: Team, store: MemoryStore) -> dict[str, ObjectState]:
    """Return every changeable thing of the team space, of records that count."""
    edits: dict[str, list[object]] = {}
    for identity, standing in everything(team, store).items():
        record = store.get(team.id, identity)
        assert record is not None
        if standing != COUNTS or record.head.space != team.team_space or record.head.kind not in KINDS:
            continue
        body = shape(record.value(), KINDS[record.head.kind])
        name = object_of(body)
        if name is not None:
            edits.setdefault(name, []).append(edit_of(identity, record.head, body))
    return {name: fold_object(each) for name, each in edits.items()}  # type: ignore[arg-type]


ANSWERS = (("/data/age", "7"), ("/data/village", "Nahr"))


def test_two_stores_reach_the_same_set() -> None:
    """Each gives what the other lacks; the second exchange finds nothing to do."""
    team = Team()
    bilal = team.admits("Bilal")
    one, other = team.store(), team.store()
    one.take(team.id, team.team_space, [team.founder.finishes(f"uuid:{n}", ANSWERS) for n in range(5)])
    other.take(team.id, team.team_space, [bilal.finishes(f"uuid:b{n}", ANSWERS) for n in range(3)])
    reports = exchange(team, one, other)
    assert all(report.equal and not report.left for report in reports)
    assert (reports[2].sent, reports[2].taken) == (5, 3)
    assert everything(team, one) == everything(team, other)
    again = exchange(team, one, other)
    assert [(report.equal, report.sent, report.taken) for report in again] == [(True, 0, 0)] * 4


def test_three_stores_reach_the_same_set_through_one_in_the_middle() -> None:
    """A hub carries what it did not write."""
    team = Team()
    bilal = team.admits("Bilal")
    first, hub, last = team.store(), team.store(), team.store()
    first.take(team.id, team.team_space, [team.founder.finishes("uuid:1", ANSWERS)])
    last.take(team.id, team.team_space, [bilal.finishes("uuid:2", ANSWERS)])
    exchange(team, first, hub)
    exchange(team, last, hub)
    exchange(team, first, hub)
    assert everything(team, first) == everything(team, hub) == everything(team, last)
    assert len(folded(team, first)) == 2


def test_a_fork_unknown_to_both_is_found_by_ids() -> None:
    """Two clones wrote the same numbers: both branches end up on both sides."""
    team = Team()
    clone = Laptop(team, "Clone")
    clone.writer_seed, clone.heads = team.founder.writer_seed, dict(team.founder.heads)
    one, other = team.store(), team.store()
    one.take(team.id, team.team_space, [team.founder.finishes(f"uuid:{n}", ANSWERS) for n in range(4)])
    other.take(team.id, team.team_space, [clone.finishes(f"uuid:c{n}", ANSWERS) for n in range(2)])
    reports = exchange(team, one, other)
    assert reports[2].equal
    assert everything(team, one) == everything(team, other)
    assert len(one.ids(team.id, team.team_space, team.founder.writer)) == 6


def test_an_exchange_can_be_stopped_and_goes_on() -> None:
    """What was done stays done."""
    team = Team()
    one, other = team.store(), team.store()
    records = [team.founder.finishes(f"uuid:{n}", ANSWERS) for n in range(6)]
    one.take(team.id, team.team_space, records)
    asked = 0

    def after_three() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    peer = StorePeer(other, team.id)
    report = exchange_space(one, peer, team.id, team.team_space, is_cancelled=after_three)
    assert not report.equal
    assert (report.sent, peer.taken) == (3, 3)
    assert exchange_space(one, peer, team.id, team.team_space).equal
    assert peer.taken == 6


def test_what_is_refused_is_reported_once() -> None:
    """It is not sent again in the same exchange, and stays to be sent another time; the rest goes on."""
    team = Team()
    one, other = team.store(), team.store()
    records = [team.founder.finishes(f"uuid:{n}", ANSWERS) for n in range(3)]
    one.take(team.id, team.team_space, records)

    class Refusing(StorePeer):
        offered = 0

        def send(self, space: bytes, records: Iterator[Record]) -> Iterator[Result]:
            for record in records:
                self.offered += 1
                if record.head.seq == 2:
                    yield Result(record.id, Status.REFUSED, "server_full")
                else:
                    yield from super().send(space, iter([record]))

    peer = Refusing(other, team.id)
    report = exchange_space(one, peer, team.id, team.team_space)
    assert not report.equal
    assert report.left == [Result(records[1].id, Status.REFUSED, "server_full")]
    assert peer.offered == 3
    assert len(other.ids(team.id, team.team_space, team.founder.writer)) == 2
    assert exchange_space(one, StorePeer(other, team.id), team.id, team.team_space).equal


def test_an_interviewer_exchanges_own_names_only() -> None:
    """Others' sealed records stay where they are, and both sides agree that all is done."""
    team = Team()
    bilal = team.admits("Bilal")
    server, laptop = team.store(), team.store()
    server.take(team.id, team.names_space, [team.founder.write(team.names_space, "submission", {"a": 1})])
    mine = bilal.write(team.names_space, "submission", {"a": 2})
    laptop.take(team.id, team.names_space, [mine])
    own = own_writers(laptop.rights(team.id), bilal.person, team.names_space)
    assert own == {bilal.writer}
    assert own_writers(laptop.rights(team.id), team.founder.person, team.names_space) is None
    assert own_writers(laptop.rights(team.id), b"x" * 32, team.names_space) == frozenset()
    report = exchange_space(laptop, StorePeer(server, team.id, own=own), team.id, team.names_space, own=own)
    assert report.equal
    assert laptop.have(team.id, team.names_space).logs.keys() == {bilal.writer}
    assert len(server.have(team.id, team.names_space).logs) == 2


def test_unknown_rights_stop_an_exchange() -> None:
    """A newer Groundup said something about rights that this one cannot follow."""
    team = Team()
    check_known(team.rights())
    with pytest.raises(SyncError) as error:
        check_known(team.rights(team.founder.write(team.rights_space, "rights-moon", {})))
    assert error.value.code == "rights_newer"
    assert error.value.facts == {"kinds": "rights-moon"}


def test_many_records_are_taken_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more than a batch holds in one transaction."""
    monkeypatch.setattr(limits, "BATCH_RECORDS", 2)
    team = Team()
    one, other = team.store(), team.store()
    other.take(team.id, team.team_space, [team.founder.finishes(f"uuid:{n}", ANSWERS) for n in range(5)])
    report = exchange_space(one, StorePeer(other, team.id), team.id, team.team_space)
    assert (report.taken, report.equal) == (5, True)


def history() -> tuple[Team, list[tuple[bytes, Record]]]:
    """Return an assessment with everything that makes order tempting: late rights, forks, too many uses, wrong roles,
    unknown writers, corrections that conflict, ticks that lie, acceptance."""
    team = Team()
    founder = team.founder
    bilal, celine, olga = team.admits("Bilal"), team.admits("Celine"), team.admits("Olga", role="observer")
    invited = founder.invites(uses=1)
    twins = [Laptop(team, "Twin 1"), Laptop(team, "Twin 2")]
    rights = [*team.rights_records, invited.record, *(twin.joins(invited) for twin in twins)]
    clone = Laptop(team, "Clone")
    clone.writer_seed, clone.heads = bilal.writer_seed, dict(bilal.heads)
    first = founder.finishes("uuid:1", ANSWERS)
    second = bilal.finishes("uuid:1", ANSWERS)
    corrections = [
        founder.corrects("uuid:1", [("/data/age", "8")], on=[first]),
        celine.corrects("uuid:1", [("/data/age", "9")], on=[second]),
        bilal.corrects("uuid:1", [("/data/age", "1")], on=[second]),
    ]
    merged = celine.corrects("uuid:1", [("/data/village", "Bahr")], on=corrections[:2])
    forked = [clone.finishes("uuid:2", ANSWERS), clone.finishes("uuid:3", ANSWERS)]
    outside = olga.finishes("uuid:4", ANSWERS)
    late = [twin.finishes("uuid:5", ANSWERS) for twin in twins]
    stranger = Laptop(team, "Stranger").finishes("uuid:6", ANSWERS)
    lying = Laptop(team, "Liar", person_seed=bilal.person_seed)
    rights.append(lying.introduces_itself())
    head = lying.heads[team.rights_space]
    lying.heads[team.team_space] = type(head)(7, head.id, 90)
    lies = lying.finishes("uuid:7", ANSWERS)
    rights.append(founder.accepts(outside, rights[-2]))
    body = founder.write(team.team_space, "submission", {"instance": 5})
    team_records = [first, second, *corrections, merged, *forked, outside, *late, stranger, lies, body]
    return team, [(team.rights_space, r) for r in rights] + [(team.team_space, r) for r in team_records]


def shown(team: Team, store: MemoryStore, records: list[tuple[bytes, Record]]) -> tuple[object, ...]:
    """Return everything that must depend on the set alone."""
    rights = store.rights(team.id)
    return (
        rights,
        {record.id: store.standing(team.id, record.id) for _, record in records},
        folded(team, store),
        {space: store.have(team.id, space).digest for space in rights.in_order()},
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_what_counts_depends_on_the_set_alone(chance: random.Random) -> None:
    """Shuffled deliveries in batches of any size, with repeats, give equal rights, standings, folds and have lists."""
    team, records = history()
    straight, shuffled = MemoryStore(), MemoryStore()
    for space, record in records:
        straight.take(team.id, space, [record])
    deliveries = [*records[1:], *chance.sample(records, 5)]
    chance.shuffle(deliveries)
    shuffled.take(team.id, records[0][0], [records[0][1]])
    while deliveries:
        space = deliveries[0][0]
        count = chance.randint(1, 6)
        group = [each for each in deliveries if each[0] == space][:count]
        for each in group:
            deliveries.remove(each)
        shuffled.take(team.id, space, [record for _, record in group], link="any")
    assert shown(team, shuffled, records) == shown(team, straight, records)


def test_the_history_holds_every_case() -> None:
    """The shuffled history really contains each reason for setting aside."""
    team, records = history()
    store = MemoryStore()
    for space, record in records:
        store.take(team.id, space, [record])
    reasons = {store.standing(team.id, record.id).why for _, record in records}
    assert reasons == {
        "",
        "invitation_overused",
        "forked",
        "unknown_writer",
        "bad_body",
        "not_admitted",
        "parent_elsewhere",
    }
    states = folded(team, store)
    assert states["uuid:1"].conflicts == ("/data/age",)
    assert set(states["uuid:1"].fields["/data/age"].values) == {"8", "9"}
    assert states["uuid:1"].value("/data/village") == "Bahr"
    assert states["uuid:1"].witnesses == 2
    assert "uuid:4" in states


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_replicas_over_any_carriers_become_equal(chance: random.Random) -> None:
    """Two to three stores that each got some of the records exchange in random pairs, then once around: equal sets."""
    team, records = history()
    stores = [team.store() for _ in range(chance.choice((2, 3)))]
    for space, record in records:
        chance.choice(stores).take(team.id, space, [record])
    for _ in range(3):
        one, other = chance.sample(stores, 2)
        exchange(team, one, other)
    for _ in range(2):
        for one in stores:
            for other in stores:
                if one is not other:
                    exchange(team, one, other)
    first = shown(team, stores[0], [])
    assert all(shown(team, store, []) == first for store in stores[1:])
    assert all(report.equal for report in exchange(team, stores[0], stores[-1]))
