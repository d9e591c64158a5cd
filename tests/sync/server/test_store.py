"""The server's store does what every store of records must do, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from people import Team
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError
from store_contract import ANSWERS, RecordStoreContract

from sync.exchange.results import Status
from sync.server.database import Database
from sync.server.store import SqlStore


@pytest.fixture
def clock() -> Callable[[], int]:
    """A clock that moves on by a second at each look."""
    now = [1_800_000_000_000]

    def look() -> int:
        now[0] += 1000
        return now[0]

    return look


@pytest.fixture
def store(database: Database, clock: Callable[[], int]) -> SqlStore:
    """An empty store."""
    return SqlStore(database, clock=clock)


class TestContract(RecordStoreContract):
    """The shared tests."""


class Conflict(Exception):
    """What the driver of PostgreSQL raises when two transactions met."""

    sqlstate = "40001"


def test_a_batch_is_stored_whole_after_a_conflict(store: SqlStore, database: Database) -> None:
    """A serialization failure in the middle of storing runs it again; every record is there once."""
    team = Team()
    team.fill(store)
    records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(3)]
    failures = [1, 1]

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "INSERT INTO records" in statement and failures:
            failures.pop()
            raise OperationalError(statement, {}, Conflict())

    event.listen(database.engine, "before_cursor_execute", fail)
    results = store.take(team.id, team.team_space, records)
    event.remove(database.engine, "before_cursor_execute", fail)
    assert failures == []
    assert [result.status for result in results] == [Status.STORED] * 3
    assert len(store.ids(team.id, team.team_space, team.founder.writer)) == 3


def test_the_same_batch_from_many_at_once_is_stored_once(store: SqlStore) -> None:
    """Ten workers that store the same records in different orders: every one is answered, nothing is doubled."""
    team = Team()
    team.fill(store)
    records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(20)]

    def give(turn: int) -> list[Status]:
        some = records[turn:] + records[:turn]
        return [result.status for result in store.take(team.id, team.team_space, some)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(give, range(10)))
    assert {status for answer in answers for status in answer} <= {Status.STORED, Status.KNOWN}
    assert len(store.ids(team.id, team.team_space, team.founder.writer)) == 20


def test_arrival_is_the_first_one(store: SqlStore, database: Database) -> None:
    """The time of arrival stays when a record comes again."""
    from sync.server.queries.records import arrivals_of

    team = Team()
    team.fill(store)
    record = team.founder.finishes("uuid:1", ANSWERS)

    def arrival(connection: Connection) -> dict[bytes, int]:
        return arrivals_of(connection, team.id, [record.id])

    store.take(team.id, team.team_space, [record])
    first = database.read(arrival)
    store.take(team.id, team.team_space, [record])
    assert database.read(arrival) == first


def test_nothing_is_stored_when_the_transaction_fails(store: SqlStore, database: Database) -> None:
    """A database that fails in the middle leaves no part of a batch."""
    team = Team()
    team.fill(store)
    records = [team.founder.finishes(f"uuid:{number}", ANSWERS) for number in range(3)]

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "attachment_names" in statement or "INSERT INTO records" in statement:
            raise OperationalError(statement, {}, RuntimeError("the disk is gone"))

    event.listen(database.engine, "after_cursor_execute", fail)
    with pytest.raises(OperationalError):
        store.take(team.id, team.team_space, records)
    event.remove(database.engine, "after_cursor_execute", fail)
    assert store.ids(team.id, team.team_space, team.founder.writer) == ()
