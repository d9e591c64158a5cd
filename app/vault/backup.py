"""Backup files: a zip without compression of encrypted parts, written aside, verified before it is believed."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from app.vault.errors import StorageError, WorkspaceNewer, from_system
from app.vault.files import flush_file, flush_folder

SUFFIX = ".groundup-backup"
FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024  # bytes copied at a time; progress is told after each
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself: when it was made, whether media are inside, name -> (SHA-256 hex, bytes)."""

    made: str
    complete: bool
    parts: dict[str, tuple[str, int]]


def write(
    target: Path,
    parts: Iterable[tuple[str, Path]],
    *,
    complete: bool,
    made: datetime,
    on_progress: Progress | None = None,
) -> Manifest:
    """Write a backup of files that are already encrypted and do not change meanwhile.

    Args:
        parts: (name inside the backup, file).
        complete: Media are among the parts.
    Raises:
        StorageError: `backup-exists`, `disk-full`, `workspace-read-only`.
    """
    parts = list(parts)
    if target.exists():
        raise StorageError("backup-exists", file=target.name)
    aside = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    try:
        total = sum(path.stat().st_size for _, path in parts)
        with open(aside, "xb") as file:
            manifest = _fill(file, parts, Manifest(_text(made), complete, {}), total, on_progress)
            file.flush()
            flush_file(file.fileno())
        os.replace(aside, target)
        flush_folder(target.parent)
    except OSError as error:
        raise from_system(error, target.parent) from error
    finally:
        aside.unlink(missing_ok=True)
    return manifest


def _fill(
    file: IO[bytes], parts: list[tuple[str, Path]], manifest: Manifest, total: int, on_progress: Progress | None
) -> Manifest:
    done = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, path in parts:
            digest, size = hashlib.sha256(), 0
            with open(path, "rb") as source, archive.open(name, "w", force_zip64=True) as inside:
                while piece := source.read(PIECE):
                    inside.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    done += len(piece)
                    if on_progress is not None:
                        on_progress(done, total)
            manifest.parts[name] = (digest.hexdigest(), size)
        archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "made": manifest.made, "complete": manifest.complete,
                                               "parts": manifest.parts}))  # fmt: skip
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says about itself, without reading its parts.

    Raises:
        StorageError: `backup-unreadable`. WorkspaceNewer: made by a newer program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise StorageError("backup-unreadable", file=path.name) from error
    except FileNotFoundError as error:
        raise StorageError("backup-unreadable", file=path.name) from error
    except OSError as error:
        raise from_system(error, path.parent) from error


def unpack(path: Path, folder: Path) -> Manifest:
    """Write every part below `folder` (which is new and empty), each compared with its digest, all durable.

    Raises: as `read_manifest`; `backup-unreadable` also for a part that is missing, cut or changed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            for name, (digest, size) in manifest.parts.items():
                _unpack_part(archive, name, folder / name, digest, size)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise StorageError("backup-unreadable", file=path.name) from error
    except OSError as error:
        raise from_system(error, folder) from error
    return manifest


def _unpack_part(archive: zipfile.ZipFile, name: str, target: Path, digest: str, size: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    counted, seen = hashlib.sha256(), 0
    with archive.open(name) as inside, open(target, "xb") as file:
        while piece := inside.read(PIECE):
            seen += len(piece)
            if seen > size:
                break
            file.write(piece)
            counted.update(piece)
        flush_file(file.fileno())
    flush_folder(target.parent)
    if seen != size or counted.hexdigest() != digest:
        raise ValueError(name)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as inside:
        written = json.loads(inside.read(64 * 1024 * 1024))
    if int(written["format"]) > FORMAT:
        raise WorkspaceNewer
    parts = {str(name): (str(digest), int(size)) for name, (digest, size) in written["parts"].items()}
    for name in parts:
        pieces = name.split("/")
        if name.startswith("/") or "\\" in name or ":" in name or any(piece in ("", ".", "..") for piece in pieces):
            raise ValueError(name)
    return Manifest(str(written["made"]), bool(written["complete"]), parts)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
