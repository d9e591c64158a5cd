"""`groundup join`: join an assessment with an invitation's file, or with its code and the server's address."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.commands.options import add_workspace, passphrase
from app.exchange.actions import read_invitation
from app.exchange.work import join_by_code
from app.storage.assessments import AssessmentInfo
from app.storage.errors import StorageError
from app.storage.workspace import Workspace
from sync.errors import SyncError, sentence


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup join", description="Join an assessment by invitation.")
    options.add_argument("invitation", help="invitation file, or the code (with --server)")
    options.add_argument("--server", metavar="URL", help="address of the server; remembered for the assessment")
    options.add_argument("--person", metavar="NAME", help="name of the person; needed where no workspace is yet")
    options.add_argument("--organisation", default="", metavar="NAME", help="organisation of that person")
    options.add_argument("--language", default="en", metavar="CODE", help="language of the window: en, fr, ar")
    options.add_argument("--json", action="store_true", help="say what was joined as JSON")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Join; exit 0, or 1 with a sentence. A workspace is made where there is none and --person is given."""
    options = parser().parse_args(arguments)
    try:
        with _workspace(options) as workspace:
            try:
                info = _join(workspace, options.invitation, options.server)
            except SyncError as error:
                print(sentence(error, workspace.profile.language), file=sys.stderr)
                return 1
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        facts = {"assessment": info.id, "name": info.name, "owner": info.owner, "role": info.role, "words": info.words}
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    print(f"Joined {info.name} of {info.owner} as {info.role}.")
    print(f"Compare these words with the person who invited you: {info.words}")
    return 0


def _workspace(options: argparse.Namespace) -> Workspace:
    """Open the workspace; make it where there is none and a person is named."""
    secret = passphrase(options)
    if options.person and not Workspace.exists(options.workspace):
        return Workspace.create(
            options.workspace,
            passphrase=secret,
            person=options.person,
            organisation=options.organisation,
            language=options.language,
        )
    return Workspace.open(options.workspace, passphrase=secret)


def _join(workspace: Workspace, invitation: str, server: str | None) -> AssessmentInfo:
    path = Path(invitation)
    if not path.is_file():
        if server is None:
            raise StorageError("invitation-unreadable")
        return join_by_code(workspace, invitation, server)
    said = read_invitation(workspace, path)
    info = workspace.invitations.join(said.file)
    address = server or said.server
    if address is not None:
        workspace.outbox.set_server(info.id, address)
    return info
