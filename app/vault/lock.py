"""One window per workspace: a lock on a file, given back by the system itself when a program dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.vault.errors import WorkspaceInUse, from_system

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """Hold `path` locked until `release`. Raises WorkspaceInUse when somebody else holds it."""

    def __init__(self, path: Path) -> None:
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise from_system(error, path.parent) from error
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            self._descriptor = -1
            raise WorkspaceInUse(folder=str(path.parent)) from error

    def release(self) -> None:
        """Give it back; a second call does nothing. The file stays: removing it would let two programs lock two."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
