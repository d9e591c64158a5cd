"""Write files so that a power cut leaves the old one or the new one; keep a reserve for full disks."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

RESERVE_BYTES = 4 * 1024 * 1024  # enough to finish a checkpoint and to export after the disk is full


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file by `data`: written aside, flushed, renamed, folder flushed."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with open(aside, "xb") as file:
            file.write(data)
            flush_file(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_file(descriptor: int) -> None:
    """Wait until the file's bytes are on the disk itself (macs need to be told twice)."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Wait until names in the folder are on the disk; Windows has no such call and does it by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_reserve(path: Path) -> bool:
    """Make the reserve file if there is room for it; random bytes, so that no file system stores it smaller."""
    if path.exists() and path.stat().st_size >= RESERVE_BYTES:
        return True
    try:
        write_durably(path, secrets.token_bytes(RESERVE_BYTES))
    except OSError:
        return False
    return True


def release_reserve(path: Path) -> bool:
    """Give the reserve back to the disk; say whether there was one."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


def make_private(folder: Path) -> None:
    """Make a folder only this user can look into (on Windows the profile folder's own rights hold)."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        os.chmod(folder, 0o700)
