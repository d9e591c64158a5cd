"""Tokens and codes never reach the log."""

from __future__ import annotations

import logging

import pytest

from sync.server.log import STRUCK, Redactor, redact

SECRET = "q8Jx-secret_Value99"


@pytest.mark.parametrize(
    "line",
    [
        f"Authorization: Bearer {SECRET}",
        f"GET /console/sign-in?code={SECRET} HTTP/1.1",
        f'127.0.0.1 - "GET /x?a=1&token={SECRET}&b=2" 200',
        f"POST /key/{SECRET}/submission",
        f"cookie: groundup-session={SECRET}; groundup-language=ar",
    ],
)
def test_secret_is_struck_out(line: str) -> None:
    """The secret is gone, the rest of the line stays."""
    shown = redact(line)
    assert SECRET not in shown
    assert STRUCK in shown
    assert shown.startswith(line[: line.index(SECRET)])


def test_arguments_and_tracebacks_are_redacted() -> None:
    """What is formatted later, or stands in an exception, is struck out as well."""
    try:
        raise ValueError(f"bad header Bearer {SECRET}")
    except ValueError as error:
        record = logging.LogRecord(
            "x", 40, __file__, 1, "sent %s", (f"Bearer {SECRET}",), (type(error), error, error.__traceback__)
        )
    Redactor().filter(record)
    assert SECRET not in logging.Formatter().format(record)
