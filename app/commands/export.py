"""`groundup export`: finished interviews of an assessment as a workbook or CSV."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.commands.options import add_workspace, passphrase
from app.storage.errors import StorageError
from app.storage.export import Choices, export
from app.storage.workspace import Workspace
from forms.messages import CATALOGUE


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(prog="groundup export", description="Save finished interviews as a file.")
    options.add_argument("assessment", help="name of the assessment")
    options.add_argument("--to", required=True, choices=["xlsx", "csv"], help="kind of file")
    options.add_argument("--out", required=True, type=Path, metavar="FILE", help="file to write")
    options.add_argument("--form", metavar="FORM_ID", help="only this form (the newest version's layout is used)")
    options.add_argument("--labels", action="store_true", help="words of the form instead of names and codes")
    options.add_argument("--language", default="", help="language of the labels, as the form names it")
    options.add_argument(
        "--not-asked", default="", metavar="TEXT", help="what a CSV says where a version did not have the question"
    )
    options.add_argument("--personal", action="store_true", help="also answers that tell who a person is")
    options.add_argument("--json", action="store_true", help="say what was written as JSON")
    add_workspace(options)
    return options


def main(arguments: list[str]) -> int:
    """Write the file; exit 0, or 1 with a sentence when there is nothing to write or the workspace cannot be opened."""
    options = parser().parse_args(arguments)
    try:
        with Workspace.open(options.workspace, passphrase=passphrase(options), read_only=True) as workspace:
            assessment = workspace.assessments.find(options.assessment)
            choices = Choices(
                kind=options.to,
                form_id=options.form,
                labels=options.labels,
                language=options.language,
                personal=options.personal,
                not_asked=options.not_asked,
            )
            written = export(workspace, assessment.id, choices)
    except (StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    out = options.out if written.ending == options.to else options.out.with_suffix(f".{written.ending}")
    out.write_bytes(written.data)
    if options.json:
        facts = {"file": str(out), "interviews": written.interviews, "forms": written.forms, "bytes": len(written.data)}
        print(json.dumps(facts, ensure_ascii=False))
    else:
        print(CATALOGUE.text("{n} interviews written to {file}", n=written.interviews, file=str(out)))
    return 0
