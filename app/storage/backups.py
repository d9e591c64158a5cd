"""Backups: three by rotation inside the workspace, copies of everything to another place, and the way back."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.storage.core import Core
from app.storage.database import FILE_NAME
from app.storage.errors import StorageError, WorkspaceBroken, WorkspaceMissing, from_system
from app.storage.profile import Settings
from app.vault import backup, keyring, writer_key
from app.vault.files import flush_folder, make_private, write_durably
from app.vault.lock import Lock

FOLDER = "backups"
MEDIA = "media"
LOCK = "workspace.lock"
KEPT = 3
RESTORING = "restoring"  # folder of a restore under way; finished at the next opening when the power was cut
READY = "ready"
LAST_OUTSIDE = "backup.last_outside"
MAKING = "making-"  # folder of a backup that is being made
MAKING_SECONDS = 3600.0  # an older one belongs to a program that was killed
PAGE_BYTES = 4096  # of the database; no whole one is smaller
Parts = list[tuple[str, Path]]


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

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core = core
        self._settings = settings
        self._folder = core.folder / FOLDER

    def make(self) -> BackupInfo:
        """Make a backup in the workspace's own folder and keep the newest three."""
        self._core.database.check_thread()
        try:
            make_private(self._folder)
            self._tidy()
        except OSError as error:
            raise from_system(error, self._folder) from error
        info = self._write(self._free_name(self._folder), complete=False, outside=False, on_progress=None)
        others = [each for each in self.list() if each.path != info.path]
        others.sort(key=lambda each: each.made <= info.made, reverse=True)  # those of a clock that ran ahead go first
        for old in others[KEPT - 1 :]:
            old.path.unlink(missing_ok=True)
        return info

    def _tidy(self) -> None:
        """Remove what a program that was killed while making a backup left behind."""
        for left in self._folder.glob(f"{MAKING}*"):
            if time.time() - left.stat().st_mtime > MAKING_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        for part in self._folder.glob(f"*{backup.SUFFIX}.*.new"):
            if time.time() - part.stat().st_mtime > MAKING_SECONDS:
                part.unlink(missing_ok=True)

    def copy_to(self, target: Path, *, on_progress: Callable[[int, int], None] | None = None) -> BackupInfo:
        """Write a complete copy, media too, to a file or into a folder (a stick); never over an existing file."""
        self._core.database.check_thread()
        path = self._free_name(target) if target.is_dir() else target
        info = self._write(path, complete=True, outside=True, on_progress=on_progress)
        self._settings.set(LAST_OUTSIDE, info.made)
        return info

    def list(self) -> tuple[BackupInfo, ...]:
        """Return the workspace's own backups, newest first; a file that is none is passed over."""
        return list_backups(self._core.folder)

    def last_outside(self) -> str | None:
        """Return the ISO 8601 time of the last complete copy outside this folder, None when there was none."""
        found = self._settings.get(LAST_OUTSIDE)
        return str(found) if found else None

    def due(self, *, hours: float = 20.0) -> bool:
        """Say whether the newest own backup is older than so many hours, or there is none."""
        newest = next(iter(self.list()), None)
        if newest is None:
            return True
        age = self._core.clock().astimezone(UTC) - datetime.fromisoformat(newest.made)
        return abs(age.total_seconds()) > hours * 3600  # a clock set back makes it due, too

    def _free_name(self, folder: Path) -> Path:
        stamp = self._core.clock().astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
        names = [f"{stamp}{extra}{backup.SUFFIX}" for extra in ("", *(f"-{number}" for number in range(2, 1000)))]
        return next(folder / name for name in names if not (folder / name).exists())

    def _write(
        self, target: Path, *, complete: bool, outside: bool, on_progress: Callable[[int, int], None] | None
    ) -> BackupInfo:
        aside = self._folder / f"{MAKING}{secrets.token_hex(4)}"
        try:
            make_private(aside)
            self._core.database.copy_to(aside / FILE_NAME)
            shutil.copyfile(self._core.folder / keyring.FILE_NAME, aside / keyring.FILE_NAME)
            parts = [(name, aside / name) for name in (FILE_NAME, keyring.FILE_NAME)]
            if complete:
                parts += self._media_parts()
            manifest = backup.write(target, parts, complete=complete, made=self._core.clock(), on_progress=on_progress)
        except OSError as error:
            raise from_system(error, target.parent) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return BackupInfo(target, manifest.made, target.stat().st_size, complete, outside)

    def _media_parts(self) -> Parts:
        folder = self._core.media.folder
        files = sorted(path for path in folder.glob("??/*") if path.is_file()) if folder.is_dir() else []
        return [(f"{MEDIA}/{path.parent.name}/{path.name}", path) for path in files]


def list_backups(folder: Path) -> tuple[BackupInfo, ...]:
    """Return the backups inside a workspace folder, newest first; works without opening the workspace."""
    found = []
    for path in (folder / FOLDER).glob(f"*{backup.SUFFIX}"):
        with contextlib.suppress(StorageError):
            manifest = backup.read_manifest(path)
            found.append(BackupInfo(path, manifest.made, path.stat().st_size, manifest.complete, False))
    return tuple(sorted(found, key=lambda info: (info.made, info.path.name), reverse=True))


def restore(source: Path, folder: Path) -> None:
    """Bring a backup back as the workspace in `folder`; what was there is set aside under `backups/`, not removed.

    The writer's key is never in a backup: the restored workspace gets a new writer before its next record.

    Raises:
        StorageError: `backup-unreadable`, `workspace-in-use`, `disk-full`.
    """
    if not source.is_file():
        raise StorageError("backup-unreadable", file=source.name)
    try:
        make_private(folder)
        lock = Lock(folder / LOCK)
        try:
            waiting = folder / RESTORING
            shutil.rmtree(waiting, ignore_errors=True)
            make_private(waiting)
            manifest = backup.unpack(source, waiting)
            if not {FILE_NAME, keyring.FILE_NAME} <= manifest.parts.keys():
                raise StorageError("backup-unreadable", file=source.name)
            stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
            write_durably(waiting / READY, f"replaced-{stamp}-{secrets.token_hex(2)}".encode())
            finish_restore(folder)
        finally:
            lock.release()
            if not (folder / RESTORING / READY).exists():
                shutil.rmtree(folder / RESTORING, ignore_errors=True)
    except OSError as error:
        raise from_system(error, folder) from error


def finish_restore(folder: Path) -> bool:
    """Do what is left of a restore whose parts are all unpacked; each step may be done again. The lock is held."""
    waiting = folder / RESTORING
    if not (waiting / READY).is_file():
        return False
    writer_key.forget(folder)
    aside = folder / FOLDER / (waiting / READY).read_text(encoding="ascii")
    make_private(aside)
    for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", keyring.FILE_NAME):
        new_is_here = name in (FILE_NAME, keyring.FILE_NAME) and not (waiting / name).exists()
        if (folder / name).exists() and not new_is_here:
            os.replace(folder / name, aside / name)
    for path in sorted((waiting / MEDIA).glob("*/*")):
        target = folder / MEDIA / path.parent.name / path.name
        make_private(target.parent)
        os.replace(path, target)
        flush_folder(target.parent)
    for name in (keyring.FILE_NAME, FILE_NAME):
        if (waiting / name).exists():
            os.replace(waiting / name, folder / name)
    flush_folder(folder)
    (waiting / READY).unlink()
    shutil.rmtree(waiting, ignore_errors=True)
    if not any(aside.iterdir()):
        aside.rmdir()
    return True


def require(folder: Path) -> None:
    """Look whether a workspace lies in the folder.

    Raises:
        WorkspaceMissing: none does. WorkspaceBroken: its file was cut; SQLite would begin a new database in it.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise WorkspaceMissing(folder=str(folder))
    if path.stat().st_size < PAGE_BYTES:
        raise WorkspaceBroken(folder=str(folder))
