"""The storage catalogue: what can go wrong with a workspace, each a code, its facts and its English sentence.

Sentences say what happened, what was kept and what to do. They are translated with the catalogue of `app/locale`.
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
from forms.messages import fill

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

SENTENCES = {
    "passphrase-wrong": "This passphrase does not open the workspace. Nothing was changed. Try again, or use the "
    "recovery code.",
    "passphrase-missing": "This workspace is protected by a passphrase. Give it to go on.",
    "workspace-missing": "There is no workspace in {folder}. Make one first, or choose another folder.",
    "workspace-exists": "There is already a workspace in {folder}. It was left as it is. Open it, or choose another "
    "folder.",
    "workspace-newer": "This workspace was last used by a newer Groundup. Nothing was changed. Update Groundup on this "
    "laptop to open it.",
    "workspace-in-use": "Another Groundup window has this workspace open. Go to that window, or close it and "
    "try again.",
    "workspace-broken": "The workspace's file is damaged and cannot be opened. It was left as it is. Bring back the "
    "last good backup of this workspace.",
    "workspace-read-only": "Nothing can be written in {folder}. What is there can be read. Copy the folder to this "
    "laptop, or ask for the right to write there.",
    "keys-broken": "The file with the workspace's keys is damaged or missing. Bring back the last good backup.",
    "disk-full": "The disk is full. Everything shown as saved is safe; the last answer is not saved yet. Free some "
    "space and try again.",
    "disk-failed": "The disk did not answer as it should ({reason}). Everything shown as saved is safe. Copy the "
    "workspace to another disk.",
    "backup-unreadable": "This file is no complete backup of Groundup. Nothing was changed. Try another backup.",
    "backup-exists": "{file} is already there and was left as it is. Choose another name.",
    "assessment-unknown": "There is no assessment called {name} here.",
    "assessment-ambiguous": "Several assessments are called {name}. Say which by its identifier.",
    "form-version-unknown": "This form version is not on this laptop yet. Send and receive, then try again.",
    "form-file-missing": "The file of this form version has not arrived yet. Send and receive, then try again.",
    "form-unreadable": "The file {file} of this form version cannot be read by this Groundup. It is kept. Update "
    "Groundup and try again.",
    "draft-unknown": "This draft is not here any more. It may have been finished or removed.",
    "submission-unknown": "This interview is not on this laptop.",
    "media-missing": "The file {name} is not on this laptop yet.",
    "media-broken": "The file {name} is damaged and cannot be shown.",
    "not-allowed": "Your role in this assessment does not allow this. Ask a coordinator.",
    "severe-answers": "This interview holds very sensitive answers, which this version cannot keep apart yet. The "
    "draft is kept on this laptop.",
    "names-closed": "Names are not readable with this profile.",
    "invitation-unreadable": "This is no invitation of Groundup, or it was damaged on the way. Ask for it again.",
    "invitation-over": "This invitation was good until {day}. Ask for a new one.",
    "invitation-used": "This invitation has been used as often as it may. Ask for a new one.",
    "code-wrong": "This code fits no invitation here. Compare it with the one you were given.",
    "already-joined": "You have already joined this assessment.",
    "closed": "The workspace is closed.",
    "interface-thread": "A storage call was made on the interface thread. This is a fault of the program.",
}


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
    return fill(SENTENCES[error.code], error.facts)
