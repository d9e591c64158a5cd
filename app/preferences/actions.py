"""The settings that exist, each with its words to search by. No Qt."""

from __future__ import annotations

from pathlib import Path

from app.storage.backups import BackupInfo
from app.storage.profile import Profile
from app.storage.workspace import Workspace

SCALE_STEPS = tuple(range(100, 201, 10))  # percent


def set_person(workspace: Workspace, person: str, organisation: str) -> Profile:
    """Change the name and the organisation of the person at this laptop; blocks."""
    return workspace.set_profile(person=person, organisation=organisation)


def set_passphrase(workspace: Workspace, passphrase: str | None) -> str | None:
    """Change, set or remove the passphrase and return the recovery code, None when there is none; blocks."""
    workspace.set_passphrase(passphrase)
    return workspace.recovery_code()


def back_up(workspace: Workspace, folder: str) -> BackupInfo:
    """Make a safe copy: a complete one in `folder`, or inside the workspace when it is ""; blocks."""
    return workspace.backups.copy_to(Path(folder)) if folder else workspace.backups.make()


def keep_day(workspace: Workspace, folder: str) -> BackupInfo | None:
    """Do the day's housekeeping, with its safe copy, and a complete copy in `folder` when it is there; blocks.

    Raises:
        StorageError: damage was found (no copy was made, the older ones stay), or the folder takes no copy.
    """
    due = workspace.backups.due()
    workspace.tidy()
    return workspace.backups.copy_to(Path(folder)) if due and folder and Path(folder).is_dir() else None


def fits(words: str, wanted: str) -> bool:
    """Tell whether every word that was typed occurs in a setting's words."""
    return all(part in words.casefold() for part in wanted.casefold().split())
