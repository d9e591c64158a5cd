"""Keep a finished headless interview in the workspace; loaded only when `groundup fill --save` asks for it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from app.storage.errors import StorageError
from app.storage.workspace import Workspace
from forms.definition.form import Form
from forms.session.interview import Interview
from forms.submission import Submission


def keep(
    options: argparse.Namespace,
    passphrase: str | None,
    data: bytes,
    files: Callable[[str], bytes | None],
    submission: Submission,
    interview: Interview,
) -> str | None:
    """Write the submission into the assessment, under the version of the form with the same bytes, added if new.

    Returns:
        A sentence when it could not be kept, else None.
    """
    try:
        with Workspace.open(options.workspace, passphrase=passphrase) as workspace:
            assessment = _assessment(workspace, options.assessment)
            if assessment is None:
                return "Name the assessment to keep the interview in: --assessment NAME."
            beside = {name: found for name in _names(interview.form) if (found := files(name)) is not None}
            version = workspace.forms.add_version(assessment, data, options.form.name, files=beside).id
            model = workspace.forms.model(version)
            workspace.submissions.save(
                assessment,
                version,
                submission,
                model.sensitivity_of,
                title=interview.title,
                language=interview.language,
            )
    except StorageError as error:
        return str(error)
    return None


def _assessment(workspace: Workspace, name: str | None) -> str | None:
    """Return the assessment of that name, made when there is none; without a name the only one, None when unclear."""
    known = workspace.assessments.list()
    if name is None:
        return known[0].id if len(known) == 1 else None
    if any(name in (info.name, info.id) for info in known):
        return workspace.assessments.find(name).id
    made = workspace.assessments.create(name)
    print(f"A new assessment was made: {made.name}. It belongs to {made.owner}.", file=sys.stderr)
    return made.id


def _names(form: Form) -> list[str]:
    return [external.name for external in form.external]
