"""The writer's private key: a file outside the database and its backups, tied to this machine and this folder.

A log's numbers may never be used twice. So a copy of the folder, a restored backup or another machine must not go on
with the old key: it does not open there, and the workspace makes a new writer before its next record.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import uuid
from pathlib import Path

from app.vault import keys
from app.vault.files import make_private, write_durably

if sys.platform == "win32":
    import winreg

    def _windows_identity() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return None


FOLDER = "keys"
FILE_NAME = "writer.key"
ABOUT = b"groundup writer key\n"


def load(folder: Path, data_key: bytes, *, machine: str | None = None) -> bytes | None:
    """Return the writer's seed (32 bytes), None when there is none for this machine and folder.

    Args:
        folder: The workspace folder.
        machine: What identifies the machine; asked of the system when None.
    """
    path = folder / FOLDER / FILE_NAME
    try:
        box = path.read_bytes()
        return keys.unseal(keys.derive(data_key, "writer key file"), box, _ties(folder, machine))
    except (OSError, keys.DoesNotOpen):
        return None


def save(folder: Path, data_key: bytes, seed: bytes, *, machine: str | None = None) -> None:
    """Keep a new writer's seed for this machine and folder. Raises OSError."""
    make_private(folder / FOLDER)
    box = keys.seal(keys.derive(data_key, "writer key file"), seed, _ties(folder, machine))
    write_durably(folder / FOLDER / FILE_NAME, box)


def forget(folder: Path) -> None:
    """Remove the key, so that a new writer is made before the next record."""
    (folder / FOLDER / FILE_NAME).unlink(missing_ok=True)


def _ties(folder: Path, machine: str | None) -> bytes:
    """Return what the key is bound to: machine, the folder's place, and the folder itself (its number on the disk)."""
    place = (folder / FOLDER).resolve()
    number = place.stat().st_ino
    return ABOUT + json.dumps([machine or machine_identity(), str(place), number]).encode()


def machine_identity() -> str:
    """Return text that stays the same on this machine and differs on others."""
    found: str | None = None
    if sys.platform == "win32":
        found = _windows_identity()
    elif sys.platform == "darwin":
        found = _mac_identity()
    else:
        for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
            path = Path(name)
            if path.is_file() and (text := path.read_text(encoding="ascii", errors="replace").strip()):
                found = text
                break
    return found or f"{platform.node()} {uuid.getnode():x}"


def _mac_identity() -> str | None:
    command = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    lines = [line for line in told.splitlines() if "IOPlatformUUID" in line]
    return lines[0].split("=")[-1].strip(' "') if lines else None
