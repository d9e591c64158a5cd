"""What became of one record that was given to a store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """The answer for one record."""

    STORED = "stored"
    KNOWN = "known"
    ERASED = "erased"
    ASIDE = "aside"
    REFUSED = "refused"
    NEWER = "newer"


# After these the sender need not send the record again.
SETTLED = frozenset({Status.STORED, Status.KNOWN, Status.ERASED, Status.ASIDE})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one record.

    Args:
        id: SHA-256 over the header bytes as given, also when they were refused.
        status: See Status; `aside` records are stored and forwarded.
        why: Code of the error catalogue for `aside` and `refused`, else "".
    """

    id: bytes
    status: Status
    why: str = ""
