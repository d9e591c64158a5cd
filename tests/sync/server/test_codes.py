"""Founding and console codes: right ones open, wrong ones are counted in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sync.server.codes import (
    MINUTE_MS,
    TRIES_PER_MINUTE,
    TRIES_PER_ORIGIN,
    Purpose,
    TryResult,
    has_code,
    new_code,
    set_code,
    try_code,
)
from sync.server.database import Database

NOW = 1_800_000_000_000


def attempt(database: Database, typed: str, *, origin: str = "10.0.0.1", now: int = NOW) -> TryResult:
    return try_code(database, Purpose.CONSOLE, typed, origin=origin, clock=lambda: now)


def test_right_code_opens_however_it_is_typed(database: Database) -> None:
    """Blanks, dashes and small letters do not matter."""
    code = new_code()
    assert not has_code(database, Purpose.CONSOLE)
    set_code(database, Purpose.CONSOLE, code)
    assert has_code(database, Purpose.CONSOLE)
    assert attempt(database, code) is TryResult.RIGHT
    assert attempt(database, " " + code.lower().replace("-", " ")) is TryResult.RIGHT


def test_code_of_another_purpose_is_wrong(database: Database) -> None:
    """The founding code does not open the console."""
    founding, console = new_code(), new_code()
    set_code(database, Purpose.FOUND, founding)
    set_code(database, Purpose.CONSOLE, console)
    assert attempt(database, founding) is TryResult.WRONG


def test_without_a_code_nothing_opens(database: Database) -> None:
    """A server that never made a code refuses even an empty one."""
    assert attempt(database, "") is TryResult.WRONG


def test_new_code_replaces_the_former(database: Database) -> None:
    """After a new code was made the old one is wrong."""
    old, new = new_code(), new_code()
    set_code(database, Purpose.CONSOLE, old)
    set_code(database, Purpose.CONSOLE, new)
    assert attempt(database, old) is TryResult.WRONG
    assert attempt(database, new) is TryResult.RIGHT


def test_one_origin_is_stopped_and_another_is_not(database: Database) -> None:
    """After some wrong codes from one address even the right one waits there; elsewhere it opens."""
    code = new_code()
    set_code(database, Purpose.CONSOLE, code)
    for _ in range(TRIES_PER_ORIGIN):
        assert attempt(database, "wrong") is TryResult.WRONG
    assert attempt(database, code) is TryResult.TOO_MANY
    assert attempt(database, code, origin="10.0.0.2") is TryResult.RIGHT
    assert attempt(database, code, now=NOW + MINUTE_MS + 1) is TryResult.RIGHT


def test_right_codes_are_not_counted(database: Database) -> None:
    """A person who signs in often is never stopped."""
    code = new_code()
    set_code(database, Purpose.CONSOLE, code)
    assert {attempt(database, code) for _ in range(TRIES_PER_MINUTE + 5)} == {TryResult.RIGHT}


def test_many_tries_at_once_are_all_counted(database: Database) -> None:
    """Tries from many addresses in the same moment do not slip past the limit."""
    set_code(database, Purpose.CONSOLE, new_code())
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda turn: attempt(database, "x", origin=f"10.0.1.{turn}"), range(40)))
    assert results.count(TryResult.WRONG) <= TRIES_PER_MINUTE
    assert TryResult.RIGHT not in results
