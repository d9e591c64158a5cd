"""Find what only shows when a form is made ready to run: circles, references that lead nowhere, files without rows."""

from __future__ import annotations

from collections.abc import Sequence

from forms.definition.form import Form
from forms.errors import Finding, Severity
from forms.model.build import build_model
from forms.model.model import Files


def found_when_run(form: Form, known: Sequence[Finding], *, files: Files) -> tuple[Finding, ...]:
    """Return what making the form runnable finds, without what was already found when it was read.

    Args:
        known: The findings of opening the form.
        files: The files beside the form.
    """
    cells = {(finding.place.sheet, finding.place.cell) for finding in known if finding.severity is Severity.ERROR}
    names = {(finding.place.row, finding.facts.get("name")) for finding in known if "reference-" in finding.code}
    missing = {finding.facts.get("file") for finding in known}
    return tuple(
        finding
        for finding in build_model(form, files=files).findings
        if (finding.place.sheet, finding.place.cell) not in cells
        and (finding.place.row, finding.facts.get("name")) not in names
        and finding.facts.get("file", "") not in missing
    )
