"""Whole exchanges between laptops and a real server process."""

from __future__ import annotations

import hashlib

import pytest
from device import Device
from people import Laptop, Team
from processes import Server

from sync.errors import SyncError
from sync.exchange.memory import MemoryStore
from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName

ANSWERS = (("/data/age", "7"), ("/data/village", "Nahr"))


def photo(device: Device, data: bytes) -> AttachmentName:
    return AttachmentName(sha256=Octets(hashlib.sha256(data).digest()), size=len(data), type="image/jpeg")


def keep(device: Device, data: bytes) -> None:
    sha256 = hashlib.sha256(data).digest()
    device.store.append(device.team.id, sha256, 0, data)
    assert device.store.finish(device.team.id, sha256)


def test_first_exchange_founds_the_assessment(shared_server: Server, founder: Device) -> None:
    """The server admits itself with the invitation it is given; everything is there and confirmed."""
    team = founder.team
    records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(5)]
    founder.put(team.team_space, *records)
    outcome = founder.exchange(shared_server.url)
    assert outcome.equal
    assert outcome.refused == []
    assert {record.id for record in records} <= founder.confirmed.keys()
    rights = founder.store.rights(team.id)
    assert rights.people[outcome.server].name == "Groundup server"


def test_second_exchange_moves_nothing(shared_server: Server, founder: Device) -> None:
    """Equal have lists end an exchange with almost no bytes."""
    founder.put(founder.team.team_space, founder.team.founder.finishes("uuid:1", ANSWERS))
    founder.exchange(shared_server.url)
    again = founder.exchange(shared_server.url)
    assert again.equal
    assert (again.sent, again.received, again.moved) == (0, 0, 0)


def test_records_reach_another_laptop(shared_server: Server, founder: Device) -> None:
    """What one laptop sent, another one receives, with its photo."""
    team = founder.team
    other = team.admits("Bilal", role="coordinator")
    team.fill(founder.store)
    data = bytes(range(256)) * 1200
    record = team.founder.finishes("uuid:1", ANSWERS, attachments=(photo(founder, data),))
    founder.put(team.team_space, record)
    keep(founder, data)
    sent = founder.exchange(shared_server.url)
    assert sent.files_sent == 1
    assert hashlib.sha256(data).digest() in founder.confirmed
    second = Device(other, MemoryStore())
    team.fill(second.store)
    got = second.exchange(shared_server.url, can_found=False)
    assert got.files_received == 1
    assert second.store.get(team.id, record.id) == record
    assert b"".join(second.store.open(team.id, hashlib.sha256(data).digest())) == data


def test_unknown_assessment_without_the_right_to_bring_it(shared_server: Server, team: Team) -> None:
    """An interviewer cannot bring an assessment to a server; the sentence says so."""
    laptop = team.admits("Bilal")
    device = Device(laptop, team.store())
    with pytest.raises(SyncError) as error:
        device.exchange(shared_server.url, can_found=False)
    assert error.value.code == "assessment_not_there"


def test_joined_by_file_brings_its_admission(shared_server: Server, founder: Device) -> None:
    """A laptop that joined without a network is let in with its invitation and brings its admission itself."""
    team = founder.team
    founder.exchange(shared_server.url)
    invited = team.founder.invites()
    founder.put(team.rights_space, invited.record)
    founder.exchange(shared_server.url)
    laptop = Laptop(team, "Bilal")
    device = Device(laptop, MemoryStore())
    team.fill(device.store)
    device.store.take(team.id, team.rights_space, [invited.record])
    device.put(team.rights_space, laptop.joins(invited))
    device.invitation = invited.seed
    device.put(team.team_space, laptop.finishes("uuid:b", ANSWERS))
    outcome = device.exchange(shared_server.url, can_found=False)
    assert outcome.equal
    assert set(device.own) <= device.confirmed.keys()


def test_a_laptop_the_server_has_not_heard_of(shared_server: Server, founder: Device) -> None:
    """Before the inviting laptop has sent its invitation, the joiner is told that the server does not know him yet."""
    team = founder.team
    founder.exchange(shared_server.url)
    invited = team.founder.invites()
    laptop = Laptop(team, "Early")
    device = Device(laptop, MemoryStore())
    team.fill(device.store)
    device.store.take(team.id, team.rights_space, [invited.record])
    device.put(team.rights_space, laptop.joins(invited))
    device.invitation = invited.seed
    with pytest.raises(SyncError) as error:
        device.exchange(shared_server.url, can_found=False)
    assert error.value.code == "writer_unknown"


def test_new_laptop_of_a_known_person_is_let_in(shared_server: Server, founder: Device) -> None:
    """A new writer is vouched for by the person key, also towards the server."""
    team = founder.team
    founder.exchange(shared_server.url)
    laptop = Laptop(team, "Amina again", person_seed=team.founder.person_seed)
    device = Device(laptop, MemoryStore())
    team.fill(device.store)
    device.put(team.rights_space, laptop.introduces_itself(parents=[team.founded[-2]]))
    outcome = device.exchange(shared_server.url, can_found=False)
    assert outcome.equal
    assert set(device.own) <= device.confirmed.keys()


def test_lost_receipts_are_asked_for_again(shared_server: Server, founder: Device) -> None:
    """Records whose receipt never arrived are confirmed later, without sending them again."""
    team = founder.team
    record = team.founder.finishes("uuid:1", (*ANSWERS, ("/data/note", "x" * 5000)))
    founder.put(team.team_space, record)
    founder.exchange(shared_server.url)
    signed = list(founder.receipts)
    founder.confirmed.clear()
    founder.receipts.clear()
    again = founder.exchange(shared_server.url)
    assert record.id in founder.confirmed
    assert again.moved < 1000
    assert founder.receipts[-1] in signed


def test_a_header_alone_is_not_confirmed(shared_server: Server, founder: Device) -> None:
    """A record whose body the server lacks gets no receipt; the next exchange brings the body, then it does."""
    team = founder.team
    founder.exchange(shared_server.url)
    record = team.founder.finishes("uuid:1", ANSWERS)
    bare = Device(team.founder, MemoryStore())
    team.fill(bare.store)
    bare.store.take(team.id, team.team_space, [record.without_body()])
    bare.own = [record.id]
    bare.exchange(shared_server.url)
    assert record.id not in bare.confirmed
    founder.put(team.team_space, record)
    founder.exchange(shared_server.url)
    assert record.id in founder.confirmed
    other = Device(team.founder, MemoryStore())
    team.fill(other.store)
    other.exchange(shared_server.url)
    assert other.store.get(team.id, record.id) == record


def test_a_token_that_is_over_is_renewed(shared_server: Server, founder: Device) -> None:
    """An unknown token costs a sign-in, nothing else."""
    founder.exchange(shared_server.url)
    founder.token = "no-such-token"
    assert founder.exchange(shared_server.url).equal


def test_another_server_at_the_same_address_is_noticed(shared_server: Server, founder: Device) -> None:
    """A server with another key than before is not given anything."""
    founder.exchange(shared_server.url)
    founder.server = b"\1" * 32
    with pytest.raises(SyncError) as error:
        founder.exchange(shared_server.url)
    assert error.value.code == "server_changed"


def test_names_of_others_are_not_given(shared_server: Server, founder: Device) -> None:
    """An interviewer fetches his own personal answers only; the coordinator fetches all of them, unreadable or not."""
    team = founder.team
    first, second = team.admits("Bilal"), team.admits("Chandra")
    team.fill(founder.store)
    founder.exchange(shared_server.url)
    devices = []
    for laptop in (first, second):
        device = Device(laptop, MemoryStore())
        team.fill(device.store)
        device.put(team.names_space, laptop.seals({"answers": [["/data/name", laptop.name]]}))
        assert device.exchange(shared_server.url, can_found=False).equal
        devices.append(device)
    assert devices[1].store.get(team.id, devices[0].own[0]) is None
    founder.exchange(shared_server.url)
    assert all(founder.store.get(team.id, device.own[0]) is not None for device in devices)
