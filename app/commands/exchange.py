"""`groundup exchange`: send and receive with the server of one assessment or of all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from app.commands.options import add_workspace, first_line, passphrase
from app.exchange.actions import Entry
from app.exchange.work import Moved, exchange
from app.storage.assessments import AssessmentInfo
from app.storage.errors import StorageError
from app.storage.workspace import Workspace
from sync.client.transport import LinkFailed, checked_address
from sync.errors import SyncError, sentence


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup exchange", description="Send and receive.")
    options.add_argument("--server", metavar="URL", help="address of the server; remembered for the assessment")
    options.add_argument("--assessment", metavar="NAME", help="only this one (default: every one with a server)")
    options.add_argument(
        "--founding-code-file", type=Path, metavar="FILE", help="file with the code a server printed at its first start"
    )
    options.add_argument("--json", action="store_true", help="say what was exchanged as JSON")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Exchange; 0 when everything went to its end, 1 with a sentence for what did not."""
    options = parser().parse_args(arguments)
    try:
        code = first_line(options.founding_code_file).strip() if options.founding_code_file else ""
        if options.server is not None:
            checked_address(options.server)  # a slip of the pen must not take the place of the server that is known
        with Workspace.open(options.workspace, passphrase=passphrase(options)) as workspace:
            chosen = _chosen(workspace, options.assessment, options.server)
            lines = [_one(workspace, info, options.server, code, quiet=options.json) for info in chosen]
    except LinkFailed as error:
        print(sentence(error, "en"), file=sys.stderr)
        return 1
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if not lines:
        print("No assessment here has a server yet. Give its address with --server.", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"exchanges": lines}, ensure_ascii=False))
    return 1 if any(line["failed"] or line["refused"] for line in lines) else 0


def _chosen(workspace: Workspace, name: str | None, server: str | None) -> list[AssessmentInfo]:
    if name is not None:
        return [workspace.assessments.find(name)]
    everything = [info for info in workspace.assessments.list() if not info.example]
    if server is not None:
        return everything
    return [info for info in everything if workspace.outbox.server(info.id) is not None]


def _one(
    workspace: Workspace, info: AssessmentInfo, server: str | None, code: str, *, quiet: bool
) -> dict[str, object]:
    """Exchange one assessment and return what happened, saying it in words unless `quiet`."""
    try:
        if server is not None:
            workspace.outbox.set_server(info.id, server)
        entry = exchange(workspace, info.id, founding_code=code, progress=_progress(info.name, quiet=quiet))
    except SyncError as error:
        failed = sentence(error, workspace.profile.language)
        if not quiet:
            print(f"{info.name}: {failed}", file=sys.stderr)
            if error.code == "founding_code_wrong":
                print("Write the code into a file and name it with --founding-code-file.", file=sys.stderr)
        return _line(info, None, error.code, failed)
    if not quiet:
        print(
            f"{info.name}: {entry.sent} records sent, {entry.received} received, {entry.attachments} files, "
            f"{entry.bytes} bytes."
        )
        for reason in entry.refused:
            print(f"{info.name}: {reason}", file=sys.stderr)
    return _line(info, entry, "", "")


def _line(info: AssessmentInfo, entry: Entry | None, code: str, failed: str) -> dict[str, object]:
    return {
        "assessment": info.name,
        "id": info.id,
        "sent": entry.sent if entry else 0,
        "received": entry.received if entry else 0,
        "attachments": entry.attachments if entry else 0,
        "bytes": entry.bytes if entry else 0,
        "refused": list(entry.refused) if entry else [],
        "code": code,
        "failed": failed,
    }


def _progress(name: str, *, quiet: bool) -> Callable[[object], None]:
    """Return what shows progress on a terminal; nothing is shown where nobody looks."""
    shown = sys.stderr.isatty() and not quiet

    def show(moved: object) -> None:
        if shown and isinstance(moved, Moved):
            print(f"\r{name}: {moved.done} of {moved.total} bytes", end="", file=sys.stderr, flush=True)

    return show
