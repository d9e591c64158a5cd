"""What every noun of storage shares: database, writer, media, keys, the clock, and how ids are written."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from app.storage.database import Database
from app.storage.writer import Writer
from app.vault.keyring import Keys
from app.vault.media import MediaVault

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Core:
    """The opened workspace below its nouns."""

    folder: Path
    database: Database
    writer: Writer
    media: MediaVault
    keys: Keys
    clock: Clock

    def now(self) -> str:
        """Return the laptop's time as ISO 8601 with zone, to the millisecond."""
        return iso(self.clock())


def system_clock() -> datetime:
    """Return the time now, aware of the zone."""
    return datetime.now().astimezone()


def iso(moment: datetime) -> str:
    """Return ISO 8601 with zone, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")


def milliseconds(moment: datetime) -> int:
    """Return UTC milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def stamp(moment: datetime) -> tuple[int, int]:
    """Return what a record's header says of a moment: (UTC milliseconds, zone in minutes).

    A clock without a battery stands at 1970, and east of Greenwich that is before the first moment a header can name.
    """
    offset = moment.utcoffset()
    return max(0, milliseconds(moment)), round(offset.total_seconds() / 60) if offset is not None else 0


def moment_text(at: int, zone: int) -> str:
    """Return ISO 8601 of a header's moment, in the zone it names; "" for a moment no calendar has (a broken clock)."""
    try:
        return iso(datetime.fromtimestamp(at / 1000, timezone(timedelta(minutes=zone))))
    except (OverflowError, ValueError, OSError):
        return ""


def text_id(raw: bytes) -> str:
    """Return an id as base64url without padding, as records write it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw_id(text: str) -> bytes:
    """Return the bytes of an id; b"" (which is no id of anything) for text that is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
