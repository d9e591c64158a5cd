"""`groundup backup`: a copy of the workspace, in its own folder or, complete with media, in another place."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.commands.options import add_workspace, passphrase
from app.storage.errors import StorageError, WorkspaceInUse, WorkspaceReadOnly
from app.storage.workspace import Workspace


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup backup", description="Copy the workspace.")
    options.add_argument(
        "--to",
        type=Path,
        metavar="PLACE",
        help="file or folder of another place for a complete copy with media; without it a backup inside the "
        "workspace, of which the newest three are kept",
    )
    options.add_argument("--json", action="store_true", help="say what was written as JSON")
    add_workspace(options)
    return options


def open_for_backup(options: argparse.Namespace) -> Workspace:
    """Open the workspace, only to read while a window has it open (then the copy's time is not remembered there)."""
    secret = passphrase(options)
    try:
        return Workspace.open(options.workspace, passphrase=secret)
    except (WorkspaceInUse, WorkspaceReadOnly):
        return Workspace.open(options.workspace, passphrase=secret, read_only=True)


def main(arguments: list[str]) -> int:
    """Make the backup; exit 0, or 1 with a sentence. Works while a window is open."""
    options = parser().parse_args(arguments)
    try:
        with open_for_backup(options) as workspace:
            made = workspace.backups.copy_to(options.to) if options.to is not None else workspace.backups.make()
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"file": str(made.path), "bytes": made.size, "complete": made.complete, "made": made.made}))
    else:
        print(f"{made.path} ({made.size} bytes)")
    return 0
