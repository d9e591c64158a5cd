"""Bringing the last good copy back. No Qt."""

from __future__ import annotations

from pathlib import Path

from app.storage.backups import list_backups, restore
from app.storage.errors import StorageError


def restore_last(folder: Path) -> Path:
    """Bring back the newest copy that can be read and return it; blocks.

    Raises:
        StorageError: none is there (`backup-unreadable`), or none can be read.
    """
    failure = StorageError("backup-unreadable")
    for backup in list_backups(folder):
        try:
            restore(backup.path, folder)
        except StorageError as error:
            failure = error
            continue
        return backup.path
    raise failure
