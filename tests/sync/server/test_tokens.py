"""Tokens, nonces and sign-ins on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sync.server.database import Database
from sync.server.queries.tokens import (
    TokenHolder,
    console_session_is_good,
    end_console_session,
    keep_console_session,
    keep_token,
    new_token,
    token_holder,
    use_nonce,
)

ASSESSMENT, OTHER = b"a" * 32, b"b" * 32
HOLDER = TokenHolder(ASSESSMENT, b"k" * 32, "writer")


def test_a_token_is_good_in_its_assessment_until_it_ends(database: Database) -> None:
    """Neither another assessment nor a later moment accepts it."""
    token = new_token()
    database.write(lambda connection: keep_token(connection, token, HOLDER, expires=2000, now=1000))
    assert database.read(lambda connection: token_holder(connection, ASSESSMENT, token, 1999)) == HOLDER
    assert database.read(lambda connection: token_holder(connection, ASSESSMENT, token, 2000)) is None
    assert database.read(lambda connection: token_holder(connection, OTHER, token, 1999)) is None
    assert database.read(lambda connection: token_holder(connection, ASSESSMENT, token + "x", 1999)) is None


def test_a_nonce_is_used_once(database: Database) -> None:
    """Of many that use the same number at once, one succeeds."""

    def use(_: int) -> bool:
        return database.write(lambda connection: use_nonce(connection, ASSESSMENT, b"n" * 32, expires=2000, now=1000))

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(12))) == 1


def test_a_sign_in_ends(database: Database) -> None:
    """By time, and by leaving."""
    token = new_token()
    database.write(lambda connection: keep_console_session(connection, token, expires=2000, now=1000))
    assert database.read(lambda connection: console_session_is_good(connection, token, 1999))
    assert not database.read(lambda connection: console_session_is_good(connection, token, 2000))
    database.write(lambda connection: end_console_session(connection, token))
    assert not database.read(lambda connection: console_session_is_good(connection, token, 1999))
