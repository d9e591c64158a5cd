"""What the server refuses, as a status and a code of the error catalogue."""

from __future__ import annotations


class Problem(Exception):
    """A request that is answered with an error.

    Args:
        status: HTTP status.
        code: Code of `sync.errors`.
        facts: What its sentence names.
    """

    def __init__(self, status: int, code: str, **facts: str | int) -> None:
        super().__init__(status, code, facts)
        self.status = status
        self.code = code
        self.facts = facts
