"""`groundup restore`: bring a backup back; what was in the folder is set aside, not removed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.commands.options import add_workspace
from app.storage.backups import FOLDER, restore
from app.storage.errors import StorageError


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup restore", description="Bring a backup of a workspace back.")
    options.add_argument("backup", type=Path, metavar="FILE", help="backup made by groundup")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Restore; exit 0, or 1 with a sentence. The passphrase is the one the workspace had when the backup was made."""
    options = parser().parse_args(arguments)
    try:
        restore(options.backup, options.workspace)
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The backup is now the workspace in {options.workspace}.")
    print(f"What was there before, if anything, lies in {options.workspace / FOLDER}.")
    return 0
