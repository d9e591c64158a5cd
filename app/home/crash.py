"""Tells whether the program was closed properly last time, by a small marker kept while it is open. No Qt."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

MARKER = "open-since"


def begin(folder: Path, now: datetime) -> datetime | None:
    """Leave the marker; return when the program was opened that left one behind, None after a proper close.

    Raises:
        OSError: the marker cannot be written.
    """
    marker = folder / MARKER
    try:
        before: datetime | None = datetime.fromisoformat(marker.read_text(encoding="ascii"))
    except FileNotFoundError:
        before = None
    except ValueError:  # cut while it was written: opened, and not closed
        before = now
    aside = folder / f"{MARKER}.new"
    aside.write_text(now.isoformat(), encoding="ascii")
    os.replace(aside, marker)
    return before


def end(folder: Path) -> None:
    """Take the marker away: the program is closed properly."""
    (folder / MARKER).unlink(missing_ok=True)
