"""Failures of keys, files, disks and the workspace: each a code and its facts; the sentences are in `sentences.py`."""

from __future__ import annotations

import errno
from pathlib import Path

from app.vault.sentences import SENTENCES
from forms.messages import fill

FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class StorageError(Exception):
    """A failure of the environment that a person can be told about: `code` names the sentence, `facts` fill it."""

    default_code = ""

    def __init__(self, code: str = "", **facts: str | int) -> None:
        self.code = code or self.default_code
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        """Return the English sentence, its facts filled in."""
        return fill(SENTENCES.get(self.code, self.code), self.facts)


class WrongPassphrase(StorageError):
    """Neither passphrase nor recovery code fits."""

    default_code = "passphrase-wrong"


class WorkspaceMissing(StorageError):
    """No workspace in the folder."""

    default_code = "workspace-missing"


class WorkspaceExists(StorageError):
    """A workspace is there already."""

    default_code = "workspace-exists"


class WorkspaceNewer(StorageError):
    """Its version is higher than this program knows."""

    default_code = "workspace-newer"


class WorkspaceInUse(StorageError):
    """Another window or command holds it."""

    default_code = "workspace-in-use"


class WorkspaceBroken(StorageError):
    """The database or the key file is damaged."""

    default_code = "workspace-broken"


class WorkspaceReadOnly(StorageError):
    """Nothing can be written there."""

    default_code = "workspace-read-only"


class DiskFull(StorageError):
    """No space left; what was acknowledged is safe."""

    default_code = "disk-full"


class DiskFailed(StorageError):
    """Reading or writing failed."""

    default_code = "disk-failed"


def from_system(error: OSError, folder: Path | str = "") -> StorageError:
    """Return our error for one of the operating system's."""
    if error.errno in FULL:
        return DiskFull()
    if error.errno in FORBIDDEN:
        return WorkspaceReadOnly(folder=str(folder or error.filename or ""))
    return DiskFailed(reason=error.strerror or type(error).__name__)
