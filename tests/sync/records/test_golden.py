"""Golden bytes: every kind as its first version wrote it is read, verified and made again for ever."""

from __future__ import annotations

import pytest
from golden import FOLDER, NAMES_KEY, SPACES, golden_records, read_all, write_line
from people import Laptop, Team

from sync.exchange.memory import MemoryStore
from sync.records.canonical import shape
from sync.records.keys import open_sealed
from sync.records.kinds import KINDS
from sync.records.kinds.sealed import SealedBody
from sync.records.record import verify
from sync.records.sealing import open_body, position_of
from sync.records.standing import COUNTS

GOLDEN = read_all()
MADE = golden_records()


def test_every_kind_has_its_golden_bytes() -> None:
    """A kind without a file could change unseen: run tests/data/make_records.py."""
    assert {record.head.kind for record in GOLDEN.values()} >= set(KINDS)
    assert MADE.keys() == GOLDEN.keys()


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_golden_bytes_verify(name: str) -> None:
    """Signature, hash and canonical form hold; the body is read as its class."""
    record = GOLDEN[name]
    verify(record)
    if record.head.space == SPACES["names"]:
        body = shape(record.value(), SealedBody)
        inside = open_body(body, position=position_of(record.head), keys=[NAMES_KEY])
        assert shape(inside, KINDS[record.head.kind]).instance.startswith("uuid:")
    elif record.head.kind in KINDS:
        shape(record.value(), KINDS[record.head.kind])


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_golden_bytes_are_made_again(name: str) -> None:
    """The same content and keys give the same bytes today."""
    assert write_line(MADE[name]) == (FOLDER / f"{name}.record").read_bytes()


def test_all_golden_records_count_together() -> None:
    """They make a whole assessment, whatever the order in which they come."""
    root = GOLDEN["rights-root-1"]
    store = MemoryStore()
    store.take(root.id, SPACES["rights"], [root])
    for record in reversed(GOLDEN.values()):
        store.take(root.id, record.head.space, [record])
    assert {name: store.standing(root.id, record.id) for name, record in GOLDEN.items()} == dict.fromkeys(
        GOLDEN, COUNTS
    )


def test_the_golden_key_of_the_names_opens() -> None:
    """The founder's box key unwraps the private half."""
    body = shape(GOLDEN["rights-key-1"].value(), KINDS["rights-key"])
    founder = Laptop(Team(), "Amina", seed="golden Amina")
    wraps = {bytes(box): bytes(sealed) for box, sealed in body.wraps}
    assert open_sealed(founder.box, wraps[founder.box.public]) == NAMES_KEY.private
