"""`groundup invite`: an invitation into an assessment, as a code and as a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.commands.options import add_workspace, passphrase
from app.storage.errors import StorageError
from app.storage.workspace import Workspace

ROLES = ("interviewer", "coordinator", "observer", "hub")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup invite", description="Invite a colleague into an assessment.")
    options.add_argument("--assessment", metavar="NAME", help="which assessment (needed when there are several)")
    options.add_argument("--role", choices=ROLES, default="interviewer", help="what the colleague becomes")
    options.add_argument("--uses", type=int, default=1, metavar="N", help="how many may join with it")
    options.add_argument("--days", type=int, default=30, metavar="N", help="how many days it is good")
    options.add_argument("--out", type=Path, metavar="FILE", help="write the invitation file here")
    options.add_argument("--json", action="store_true", help="print the invitation as JSON")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Write the invitation; exit 0, or 1 with a sentence."""
    options = parser().parse_args(arguments)
    if options.uses < 1 or options.days < 0:
        print("--uses must be at least 1 and --days at least 0.", file=sys.stderr)
        return 1
    try:
        if options.out is not None and options.out.exists():
            raise StorageError("file-exists", file=options.out.name)
        with Workspace.open(options.workspace, passphrase=passphrase(options)) as workspace:
            assessment = workspace.assessments.the_one(options.assessment)
            made = workspace.invitations.create(assessment.id, role=options.role, uses=options.uses, days=options.days)
        if options.out is not None:
            options.out.write_bytes(made.file)
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        names = ("code", "assessment", "name", "words", "role", "uses", "last_day", "server")
        print(json.dumps({name: getattr(made, name) for name in names}, ensure_ascii=False))
        return 0
    print(made.code)
    print(f"Invitation into {made.name} as {made.role}, good until {made.last_day}, {made.uses} may join with it.")
    print(f"Compare these words when joining: {made.words}")
    if options.out is not None:
        print(f"Written to {options.out}. The file holds the code: give it as carefully as the code.")
    return 0
