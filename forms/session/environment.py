"""What an interview is given from outside: clock, zone, chance, and what is known of the person and the device."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from forms.submission import Submission


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class SessionEnvironment:
    """The outside world of one interview; every part can be replaced, so that an interview can be replayed.

    Args:
        clock: Returns the moment as an aware datetime.
        zone: Local zone in which dates and times are written.
        random: Source of chance for `random()`, `uuid()` and the instanceID.
        properties: deviceid, username, phonenumber, email, simserial, subscriberid -> text (absent: blank).
        last_saved: The previous submission of the same form, read by `${last-saved#name}`.
    """

    clock: Callable[[], datetime] = _now
    zone: tzinfo = UTC
    random: random.Random = field(default_factory=random.SystemRandom)
    properties: Mapping[str, str] = field(default_factory=dict)
    last_saved: Submission | None = None
