"""Open a file as a form: tell what it is, read it, and say everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath

from forms.definition.elements import Question
from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.kinds import KINDS
from forms.errors import Finding, FormRefused, Place, Severity
from forms.pause import collector_paused
from forms.xform.itemsets import FILE as ITEMSETS
from forms.xform.itemsets import with_itemsets
from forms.xform.read import read_xform
from forms.xlsform.checks import check_form
from forms.xlsform.kind import kind_of
from forms.xlsform.limits import check_limits
from forms.xlsform.opened import Files, Opened
from forms.xlsform.workbook import read_workbook

__all__ = ["Files", "Opened", "open_form"]

NO_FILES: Files = {}
NAMED = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods", ".csv": "csv", ".xml": "xform"}


def open_form(data: bytes, *, file_name: str, files: Files = NO_FILES) -> Opened:
    """Return the form in `data` with all findings; bad input never raises.

    A file that a person brought belongs into `open_form_guarded` first: this function refuses what is over the
    limits, but shares this process with the readers it calls.

    Args:
        data: The bytes of a workbook or an XForm.
        file_name: Where the form's id comes from when it names none; its extension decides nothing.
        files: The files beside the form, by bare name; a form whose files are missing still opens.
    """
    digest = sha256(data).digest()
    findings = Findings()
    kind = "unknown"
    try:
        kind = kind_of(data)
        check_limits(data, kind)
        _check_name(file_name, kind, findings)
        with collector_paused():
            form = _read(data, kind, file_name, files, findings)
    except FormRefused as refused:
        fatal = Finding(refused.code, Severity.FATAL, _place(refused.facts), refused.facts)
        return Opened(None, (*findings.result(), fatal), kind, digest)
    except RecursionError:  # the limits on nesting stand far below; whatever slips through them is no form
        return Opened(None, (*findings.result(), Finding("file-hostile", Severity.FATAL)), kind, digest)
    return Opened(form, findings.result(), kind, digest)


def _place(facts: Mapping[str, str | int]) -> Place:
    """Return where a refusal points, as far as its facts say it."""
    sheet, line, cell = facts.get("sheet"), facts.get("line"), facts.get("cell")
    return Place(str(sheet) if sheet else None, int(line) if line else None, None, str(cell) if cell else None)


def _read(data: bytes, kind: str, file_name: str, files: Files, findings: Findings) -> Form:
    if kind == "xform":
        form = read_xform(data, findings=findings)
        needing = next((question for _, question in form.questions() if question.kind == "select_one_external"), None)
        if needing is not None:
            itemsets = files(ITEMSETS) if callable(files) else files.get(ITEMSETS)
            form = with_itemsets(form, itemsets, needing.place, findings)
        _note_not_run(form, findings)
        return check_form(form, files=files, columns=frozenset(), findings=findings)
    return read_workbook(data, file_name=file_name, files=files, findings=findings)


def _note_not_run(form: Form, findings: Findings) -> None:
    """Note the questions of an XForm that are carried and stay blank; a workbook's are noted row by row."""
    for node in (*(question for _, question in form.questions()), *form.meta):
        if isinstance(node, Question) and KINDS[node.kind].not_run:
            findings.warning("type-not-run", node.place, type=node.kind)


def _check_name(file_name: str, kind: str, findings: Findings) -> None:
    """Note a file whose name says another kind than its bytes; other programs go by the name."""
    extension = PurePath(file_name.replace("\\", "/")).suffix.lower()
    if extension in NAMED and NAMED[extension] != kind:
        findings.repaired("extension-wrong", file=PurePath(file_name.replace("\\", "/")).name, kind=kind)
