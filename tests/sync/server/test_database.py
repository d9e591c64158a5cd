"""The database runs units of work again after conflicts, and its tables are what the migrations make."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.server.database import RETRIES, Database, open_database
from sync.server.tables import metadata, server_facts


class Injected(Exception):
    """What a driver raises, with the state a database would report."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.sqlstate = state


def failing(times: int, state: str) -> Callable[[Connection], int]:
    """Return a unit of work that writes a row, then fails `times` times before it succeeds."""
    turns: list[int] = []

    def work(connection: Connection) -> int:
        turns.append(1)
        connection.execute(insert(server_facts).values(name=f"fact {len(turns)}", value=b"x"))
        if len(turns) <= times:
            raise OperationalError("insert", {}, Injected(state))
        return len(turns)

    return work


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_write_runs_again_after_conflict(database: Database, state: str) -> None:
    """A serialization failure or a deadlock runs the transaction again; what the failed turn wrote is gone."""
    assert database.write(failing(2, state)) == 3
    names = database.read(lambda connection: connection.execute(select(server_facts.c.name)).scalars().all())
    assert names == ["fact 3"]


def test_write_gives_up_after_the_last_try(database: Database) -> None:
    """A conflict that never ends is reported."""
    with pytest.raises(OperationalError):
        database.write(failing(RETRIES, "40001"))


def test_other_failures_are_not_tried_again(database: Database) -> None:
    """A unit of work that breaks a rule of the tables runs once."""
    turns: list[int] = []

    def work(connection: Connection) -> None:
        turns.append(1)
        connection.execute(insert(server_facts), [{"name": "a", "value": b""}, {"name": "a", "value": b""}])

    with pytest.raises(DBAPIError):
        database.write(work)
    assert len(turns) == 1


def test_tables_equal_migrations(database: Database) -> None:
    """The migrations make exactly the tables that the code knows."""
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_again_keeps_rows(database_url: str) -> None:
    """A second start of the server finds what the first one stored."""
    first = open_database(database_url)
    first.write(lambda connection: connection.execute(insert(server_facts).values(name="kept", value=b"1")))
    first.close()
    second = open_database(database_url)
    kept = second.read(lambda connection: connection.execute(select(server_facts.c.value)).scalar_one())
    second.close()
    assert kept == b"1"


def test_every_key_starts_with_assessment() -> None:
    """Rows of an assessment are found and kept unique by its id first, so that they can be spread over machines."""
    of_the_server = {"server_facts", "console_sessions"}
    for table in metadata.sorted_tables:
        if table.name in of_the_server:
            continue
        assert next(iter(table.primary_key.columns)).name == "assessment", table.name
        for index in table.indexes:
            assert next(iter(index.columns)).name == "assessment", index.name


def test_two_writers_wait_for_each_other(database: Database) -> None:
    """Transactions that meet on one row both succeed in the end."""
    failures: list[DBAPIError] = []

    def add(turn: int) -> None:
        def work(connection: Connection) -> Any:
            connection.execute(insert(server_facts).values(name=f"row {turn}", value=b""))
            time.sleep(0.05)

        try:
            database.write(work)
        except DBAPIError as error:
            failures.append(error)

    threads = [threading.Thread(target=add, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    count = database.read(lambda connection: len(connection.execute(select(server_facts)).all()))
    assert count == 4


def test_busy_sqlite_file_is_a_conflict(tmp_path: Any) -> None:
    """Another process that holds the file for a moment does not fail a write."""
    database = open_database(f"sqlite:///{tmp_path}/server.db")
    database.engine.dispose()
    other = sqlite3.connect(tmp_path / "server.db", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, lambda: other.execute("COMMIT"))
    release.start()
    database.write(lambda connection: connection.execute(insert(server_facts).values(name="late", value=b"")))
    release.join()
    other.close()
    database.close()
