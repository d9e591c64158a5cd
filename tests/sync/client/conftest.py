"""A real server process on loopback, and a laptop's side made of stores in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from device import Device
from people import Team
from processes import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server with an empty folder, of one test alone."""
    with Server(tmp_path / "server") as running:
        yield running


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server for all tests of a file; each brings its own assessment."""
    with Server(tmp_path_factory.mktemp("shared") / "server") as running:
        yield running


@pytest.fixture
def team(request: pytest.FixtureRequest) -> Team:
    """An assessment with its founder, another one for each test."""
    return Team(request.node.name)


@pytest.fixture
def founder(team: Team) -> Device:
    """The founder's laptop."""
    return Device(team.founder, team.store())
