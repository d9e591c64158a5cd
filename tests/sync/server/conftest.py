"""Databases for the server's tests: SQLite in a file, and PostgreSQL on loopback where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import fresh_postgres_database, running_postgres

from sync.server.database import Database, open_database


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """A PostgreSQL cluster of this test run."""
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once per kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/server/server.db"
        return
    with fresh_postgres_database(request.getfixturevalue("postgres_cluster")) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with this version's tables."""
    opened = open_database(database_url)
    yield opened
    opened.close()
