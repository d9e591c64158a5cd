"""Backups: three by rotation inside the workspace, copies of everything to another place, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup file.

    Args:
        path: Where it lies.
        made: ISO 8601 time (UTC).
        size: Bytes.
        complete: Media are inside (a copy for another place); else only database and keys.
        outside: It was written outside the workspace folder.
    """

    path: Path
    made: str
    size: int
    complete: bool
    outside: bool


class Backups:
    """Make and list backups of the opened workspace. Every method blocks."""

    def make(self) -> BackupInfo:
        """Make a backup in the workspace's own folder and keep the newest three."""
        raise NotImplementedError

    def copy_to(self, target: Path, *, on_progress: Callable[[int, int], None] | None = None) -> BackupInfo:
        """Write a complete copy, media too, to a file or into a folder (a stick); never over an existing file."""
        raise NotImplementedError

    def list(self) -> tuple[BackupInfo, ...]:
        """Return the workspace's own backups, newest first."""
        raise NotImplementedError

    def last_outside(self) -> str | None:
        """Return the ISO 8601 time of the last complete copy outside this folder, None when there was none."""
        raise NotImplementedError


def restore(backup: Path, folder: Path) -> None:
    """Bring a backup back as the workspace in `folder`; what was there is set aside under `backups/`, not removed.

    The writer's key is never in a backup: the restored workspace gets a new writer before its next record.

    Raises:
        StorageError: `backup-unreadable`, `workspace-in-use`, `disk-full`.
    """
    raise NotImplementedError
