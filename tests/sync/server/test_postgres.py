"""The whole server on PostgreSQL, and two of its processes on one database and one folder."""

from __future__ import annotations

import hashlib
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from device import Device
from people import Team
from postgres import fresh_postgres_database
from processes import Server

from sync.exchange.memory import MemoryStore
from sync.records.canonical import Octets
from sync.records.kinds.attachment import AttachmentName

ANSWERS = (("/data/age", "7"),)


@pytest.mark.slow
def test_two_workers_on_one_database(postgres_cluster: str, tmp_path: Path) -> None:
    """Laptops that talk to different processes at once end with the same records, files and receipts."""
    team = Team("postgres")
    laptops = [team.admits(f"Person {number}", role="coordinator") for number in range(3)]
    devices = [Device(laptop, MemoryStore()) for laptop in (team.founder, *laptops)]
    for number, device in enumerate(devices):
        team.fill(device.store)
        data = random.Random(number).randbytes(150_000)
        sha256 = hashlib.sha256(data).digest()
        name = AttachmentName(sha256=Octets(sha256), size=len(data), type="image/jpeg")
        records = [device.laptop.finishes(f"uuid:{number}/{each}", ANSWERS) for each in range(40)]
        records.append(device.laptop.finishes(f"uuid:{number}/photo", ANSWERS, attachments=(name,)))
        device.put(team.team_space, *records)
        device.store.append(team.id, sha256, 0, data)
        assert device.store.finish(team.id, sha256)
    with fresh_postgres_database(postgres_cluster) as url:
        words = ("--db", url, "--media", str(tmp_path / "media"))
        with Server(tmp_path / "one", words=words) as one, Server(tmp_path / "two", words=words) as two:
            devices[0].exchange(one.url)
            with ThreadPoolExecutor(4) as pool:
                list(
                    pool.map(
                        lambda pair: pair[0].exchange(pair[1].url), zip(devices, [one, two, one, two], strict=True)
                    )
                )
            for device in devices:
                assert device.exchange(two.url).equal
                assert set(device.own) <= device.confirmed.keys()
            digests = {device.store.have(team.id, team.team_space).digest for device in devices}
            assert len(digests) == 1
            assert all(not device.store.missing(team.id, team.team_space) for device in devices)
            client = requests.Session()
            client.post(f"{one.url}/console/sign-in", data={"code": one.console_code()}, timeout=20)
            page = client.get(f"{two.url}/console/assessments", timeout=20)
            assert "164" in page.text, "signed in at one process, read at the other"
