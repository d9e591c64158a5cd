"""Everything that can go wrong with a workspace, each a code, its facts and its English sentence.

The exceptions stand in `app.vault.errors`, the sentences in `app.vault.sentences`; SQLite's complaints are translated
here, at the edge.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from app.storage.sqlcipher import DatabaseError
from app.vault.errors import (
    DiskFailed,
    DiskFull,
    StorageError,
    WorkspaceBroken,
    WorkspaceExists,
    WorkspaceInUse,
    WorkspaceMissing,
    WorkspaceNewer,
    WorkspaceReadOnly,
    WrongPassphrase,
    from_system,
)
from app.vault.sentences import SENTENCES

__all__ = [
    "SENTENCES",
    "DiskFailed",
    "DiskFull",
    "StorageError",
    "WorkspaceBroken",
    "WorkspaceExists",
    "WorkspaceInUse",
    "WorkspaceMissing",
    "WorkspaceNewer",
    "WorkspaceReadOnly",
    "WrongPassphrase",
    "from_database",
    "from_system",
    "sentence",
]
LEAST_FREE = 1024 * 1024  # bytes; a failed write on a disk with less free is called a full disk


def from_database(error: DatabaseError, folder: Path) -> StorageError:
    """Return our error for one of SQLite's; one we cannot explain is a fault of ours and comes back as DiskFailed."""
    name = str(getattr(error, "sqlite_errorname", None) or "")
    if name == "SQLITE_FULL":
        return DiskFull()
    if name.startswith("SQLITE_IOERR"):
        return DiskFull() if _nearly_full(folder) else DiskFailed(reason=name)
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return WorkspaceBroken(folder=str(folder))
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return WorkspaceReadOnly(folder=str(folder))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return WorkspaceInUse(folder=str(folder))
    return DiskFailed(reason=name or type(error).__name__)


def _nearly_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE
    except OSError:
        return False


def sentence(error: StorageError) -> str:
    """Return the English sentence of an error, its facts filled in."""
    return str(error)
