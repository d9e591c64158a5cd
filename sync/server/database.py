"""Opens the server's database and runs reads and writes on it; every write may run again.

A unit of work is a function of a connection. `write` runs it in one transaction and runs it again when the database
reports a serialization failure, a deadlock or a busy file, so it must do nothing but SQL. There are no advisory locks,
no LISTEN/NOTIFY and no two-phase commit: the same code runs on SQLite, PostgreSQL and distributed PostgreSQL.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
RETRIES = 10
FIRST_PAUSE = 0.01  # seconds; doubled and shaken at each further try
SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"
POOL_SIZE = 16  # connections per process = threads that may work at once


class Database:
    """One database: SQLite or PostgreSQL by URL."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(groundup_begin="BEGIN IMMEDIATE")

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that is rolled back at its end.

        Raises:
            sqlalchemy.exc.DBAPIError: the database cannot answer.
        """
        return self._run(self.engine, work, commit=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction and commit it; run it again after a conflict with another transaction.

        Raises:
            sqlalchemy.exc.DBAPIError: the database cannot answer, or still conflicts after 10 tries.
        """
        return self._run(self._writing, work, commit=True)

    def upgrade(self) -> None:
        """Bring the tables to this version's shape."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._writing.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _run(self, engine: Engine, work: Callable[[Connection], T], *, commit: bool) -> T:
        pause = FIRST_PAUSE
        for turn in range(RETRIES):
            try:
                with engine.connect() as connection:
                    result = work(connection)
                    if commit:
                        connection.commit()
                    return result
            except DBAPIError as error:
                if not is_conflict(error) or turn == RETRIES - 1:
                    raise
            time.sleep(pause * random.uniform(0.5, 1.5))
            pause *= 2
        raise AssertionError("not reached: the last turn returns or raises")


def is_conflict(error: DBAPIError) -> bool:
    """Tell whether the same transaction may succeed when it runs again."""
    state = getattr(error.orig, "sqlstate", None)
    if state in (SERIALIZATION_FAILURE, DEADLOCK):
        return True
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False


def open_database(url: str) -> Database:
    """Open the database at `url` and bring it to this version's shape.

    Args:
        url: "sqlite:///path" or "postgresql://user@host/name"; PostgreSQL is reached through psycopg.
    Raises:
        sqlalchemy.exc.ArgumentError: no database URL.
        sqlalchemy.exc.DBAPIError: the database cannot be reached.
        alembic.util.CommandError: a newer version made its tables.
    """
    database = Database(make_engine(make_url(url)))
    database.upgrade()
    return database


def make_engine(url: URL) -> Engine:
    """Return an engine for `url` with this server's settings."""
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_size=POOL_SIZE, max_overflow=0, connect_args={"timeout": 30})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_size=POOL_SIZE, max_overflow=0, pool_pre_ping=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Let SQLAlchemy begin transactions itself; nothing acknowledged is lost at a power cut."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("groundup_begin", "BEGIN")
    connection.exec_driver_sql(begin)
