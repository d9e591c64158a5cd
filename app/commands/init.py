"""`groundup init`: make a workspace and its first person, and, when named, a first assessment."""

from __future__ import annotations

import argparse
import json
import sys

from app.commands.options import add_workspace, passphrase
from app.storage.errors import StorageError
from app.storage.workspace import Workspace


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup init", description="Make a workspace and its first person.")
    options.add_argument("--person", required=True, metavar="NAME", help="name of the person who works here")
    options.add_argument("--organisation", default="", metavar="NAME", help="organisation of that person")
    options.add_argument("--language", default="en", metavar="CODE", help="language of the window: en, fr, ar")
    options.add_argument("--assessment", metavar="NAME", help="found an assessment of that name as well")
    options.add_argument("--json", action="store_true", help="say what was made as JSON")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Make the workspace; exit 0, or 1 with a sentence when it cannot be made."""
    options = parser().parse_args(arguments)
    try:
        secret = passphrase(options)
        with Workspace.create(
            options.workspace,
            passphrase=secret,
            person=options.person,
            organisation=options.organisation,
            language=options.language,
        ) as workspace:
            assessment = workspace.assessments.create(options.assessment) if options.assessment else None
            code = workspace.recovery_code()
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        facts = {
            "workspace": str(options.workspace),
            "recovery_code": code,
            "assessment": assessment.id if assessment is not None else None,
        }
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    print(f"A workspace was made in {options.workspace}.")
    if code is None:
        print("It has no passphrase: whoever has this laptop or a copy of the folder can read everything in it.")
    else:
        print(f"Recovery code, if the passphrase is forgotten: {code}")
        print("Write it down and keep it apart from this laptop. Without passphrase and code nothing can be read.")
    return 0
