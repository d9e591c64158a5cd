"""The server is killed in the middle and started again: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import threading
from collections import Counter

import pytest
from device import Device
from people import Team
from processes import Server

from sync.errors import SyncError
from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName

ROUNDS = 4


def stored(server: Server) -> Counter[bytes]:
    """Return how often each record id stands in the server's database, read behind its back."""
    (database,) = server.folder.rglob("server.db")
    with sqlite3.connect(database) as connection:
        found = Counter(row[0] for row in connection.execute("select id from records"))
    connection.close()
    return found


def texts(chance: random.Random, size: int) -> tuple[tuple[str, str], ...]:
    """Return answers that hardly compress, so that few records fill a batch."""
    return (("/data/note", chance.randbytes(size).hex()),)


class Killer:
    """Kills the server a moment after the first bytes went up."""

    def __init__(self, server: Server, *, seconds: float) -> None:
        self._url = server.url
        self._timer = threading.Timer(seconds, server.stop, kwargs={"kill": True})
        self._begun = False
        self.failure: SyncError | None = None

    def run(self, device: Device) -> None:
        """Exchange once; keep the failure when the kill hit it."""
        try:
            device.exchange(self._url, progress=self._progress, timeout=10)
        except SyncError as error:
            self.failure = error
            self._timer.join()

    def _progress(self, done: int, _total: int, _stage: str) -> None:
        if done and not self._begun:
            self._begun = True
            self._timer.start()


@pytest.mark.slow
def test_killed_in_the_middle_of_batches(server: Server, founder: Device) -> None:
    """Whatever was confirmed before the kill is in the database after it, and a second run completes the rest once."""
    team = founder.team
    founder.exchange(server.url)
    chance = random.Random(7)
    for turn in range(ROUNDS):
        records = [team.founder.finishes(f"uuid:{turn}/{number}", texts(chance, 2000)) for number in range(120)]
        founder.put(team.team_space, *records)
        before = set(founder.confirmed)
        killer = Killer(server, seconds=chance.uniform(0.02, 0.25))
        while killer.failure is None:  # until the kill hits an exchange
            killer.run(founder)
        confirmed = set(founder.confirmed) - before
        server.start()
        there = stored(server)
        assert confirmed <= there.keys(), "an acknowledged record is lost"
        assert founder.exchange(server.url).equal
        assert set(founder.own) <= founder.confirmed.keys()
        assert max(stored(server).values()) == 1


@pytest.mark.slow
def test_killed_in_the_middle_of_an_attachment(server: Server, founder: Device) -> None:
    """A photo goes on where it stopped; its receipt comes only with the whole."""
    team = founder.team
    founder.exchange(server.url)
    data = random.Random(3).randbytes(6_000_000)
    sha256 = hashlib.sha256(data).digest()
    name = AttachmentName(sha256=Octets(sha256), size=len(data), type="image/jpeg")
    founder.put(team.team_space, team.founder.finishes("uuid:1", texts(random.Random(1), 10), attachments=(name,)))
    founder.store.append(team.id, sha256, 0, data)
    founder.store.finish(team.id, sha256)
    sent: list[int] = []

    def kill_at_half(done: int, _total: int, stage: str) -> None:
        sent.append(done)
        if stage == "files" and done > len(data) // 2:
            server.stop(kill=True)

    with pytest.raises(SyncError):
        founder.exchange(server.url, progress=kill_at_half, timeout=10)
    assert sha256 not in founder.confirmed
    first = sent[-1]
    server.start()
    outcome = founder.exchange(server.url)
    assert outcome.files_sent == 1
    assert sha256 in founder.confirmed
    assert first + outcome.moved < len(data) * 1.1, "bytes that had arrived were sent again"


@pytest.mark.slow
def test_stopped_politely_finishes_what_runs(server: Server, founder: Device) -> None:
    """A stop by signal ends with status 0 and an intact database."""
    founder.put(founder.team.team_space, founder.team.founder.finishes("uuid:1", texts(random.Random(1), 10)))
    founder.exchange(server.url)
    process = server._process
    assert process is not None
    server.stop()
    assert process.returncode == 0
    server.start()
    assert founder.exchange(server.url).moved == 0


@pytest.mark.slow
def test_cancelled_in_the_middle_goes_on_later(server: Server, team: Team, founder: Device) -> None:
    """A person who presses Stop keeps what was sent; the next exchange sends the rest."""
    founder.exchange(server.url)
    chance = random.Random(5)
    records = [team.founder.finishes(f"uuid:{number}", texts(chance, 3000)) for number in range(150)]
    founder.put(team.team_space, *records)
    moved: list[int] = []
    outcome = founder.exchange(
        server.url, progress=lambda done, _t, _s: moved.append(done), is_cancelled=lambda: len(moved) > 3
    )
    assert outcome.cancelled
    assert not outcome.equal
    assert 0 < len(set(founder.own) & founder.confirmed.keys()) < len(records)
    assert founder.exchange(server.url).equal
    assert set(founder.own) <= founder.confirmed.keys()
