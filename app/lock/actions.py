"""How wrong tries slow down. No Qt."""

from __future__ import annotations

FREE_TRIES = 2
WAIT_LEAST, WAIT_MOST = 2, 60  # seconds


def wait_after(wrong_tries: int) -> int:
    """Return the seconds to wait after a number of wrong tries: none at first, then doubling up to a minute."""
    if wrong_tries <= FREE_TRIES:
        return 0
    return int(min(WAIT_LEAST * 2 ** (wrong_tries - FREE_TRIES - 1), WAIT_MOST))
