"""Options that every command shares: which workspace, and where its passphrase comes from."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def default_workspace() -> Path:
    """Return the folder used when none is named: GROUNDUP_WORKSPACE, else the platform's data folder."""
    named = os.environ.get("GROUNDUP_WORKSPACE")
    if named:
        return Path(named)
    return data_folder() / "workspace"


def data_folder() -> Path:
    """Return the platform's folder for this program's data, whether it exists or not."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Groundup"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Groundup"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "groundup"


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add --workspace and --passphrase-file to a command's options."""
    parser.add_argument("--workspace", type=Path, default=default_workspace(), metavar="DIR", help="workspace folder")
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="file whose first line is the passphrase (else the variable GROUNDUP_PASSPHRASE)",
    )


def passphrase(options: argparse.Namespace) -> str | None:
    """Return the passphrase from the named file or the environment; None when neither is given.

    Raises:
        OSError: the file cannot be read.
    """
    if options.passphrase_file is not None:
        return first_line(options.passphrase_file)
    return os.environ.get("GROUNDUP_PASSPHRASE")


def first_line(file: Path) -> str:
    """Return the first line of a small file of text, "" when it is empty; what editors put before it is left out.

    Raises:
        OSError: the file cannot be read, or holds no text.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise OSError(f"{file} holds no text in UTF-8.") from error
    return lines[0] if lines else ""
