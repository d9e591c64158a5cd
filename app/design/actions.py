"""Bringing a form in: open the file, gather what it needs, list what is to fix, put it into use. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.storage.forms import FormVersionInfo
from app.storage.workspace import Workspace
from forms.definition.elements import Control
from forms.errors import Finding, Severity
from forms.lint.personal import suggest
from forms.lint.trial import found_when_run
from forms.messages import cure, place_words, what
from forms.values import Sensitivity
from forms.xlsform.guard import open_form_guarded
from forms.xlsform.opened import Opened

FILE_MISSING = "file-missing"  # code of the finding about a file that is not beside the form
# Worst first, as the list shows them.
GROUPS = (Severity.FATAL, Severity.ERROR, Severity.WARNING, Severity.REPAIRED)


@dataclass(frozen=True, slots=True)
class PersonalQuestion:
    """A question whose answer may tell who a person is.

    Args:
        path: Path without positions.
        words: Its label, else its name.
        written: The form itself marks it; the person cannot take that back here.
        sensitivity: How it is marked.
    """

    path: str
    words: str
    written: bool
    sensitivity: Sensitivity


@dataclass(frozen=True, slots=True)
class Import:
    """A file on its way to become a form version.

    Args:
        path: Where it lies.
        data: Its bytes.
        files: External files found or added, by bare name.
        missing: Names of external files that are not here yet.
        personal: Questions marked or proposed as personal.
        number: What the next version of this form would be.
    """

    path: Path
    data: bytes
    opened: Opened
    files: Mapping[str, bytes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    personal: tuple[PersonalQuestion, ...] = ()
    number: int = 1
    questions: int = 0

    @property
    def can_be_used(self) -> bool:
        """Tell whether nothing stops the form from working."""
        stops = (Severity.FATAL, Severity.ERROR)
        return self.opened.form is not None and not any(entry.severity in stops for entry in self.opened.findings)

    @property
    def severe(self) -> tuple[str, ...]:
        """Return the words of the questions whose answers are very sensitive: they keep an interview from finishing."""
        return tuple(entry.words for entry in self.personal if entry.sensitivity is Sensitivity.SEVERE)

    @property
    def opens(self) -> bool:
        """Tell whether there is a form at all."""
        return self.opened.form is not None


def read_file(workspace: Workspace, assessment: str, path: Path, added: Mapping[str, bytes] | None = None) -> Import:
    """Open a file a person brought; files of the same folder that it names are taken along.

    Raises:
        OSError: the file cannot be read.
    """
    data = path.read_bytes()
    opened = without_added(open_form_guarded(path), added or {})
    form = opened.form
    if form is None:
        return Import(path=path, data=data, opened=opened)
    files = dict(added or {})
    missing: list[str] = []
    for name in dict.fromkeys(entry.name for entry in form.external):
        if name in files:
            continue
        beside = _beside(path, name)
        if beside is not None:
            files[name] = beside.read_bytes()
        else:
            missing.append(name)
    running = found_when_run(form, opened.findings, files=files)  # circles, columns and rows that files lack
    opened = replace(opened, findings=(*opened.findings, *running))
    versions = [entry for entry in workspace.forms.list(assessment) if entry.form_id == form.form_id]
    return Import(
        path=path,
        data=data,
        opened=opened,
        files=files,
        missing=tuple(missing),
        personal=_personal(opened),
        number=max((entry.number for entry in versions), default=0) + 1,
        questions=sum(1 for _path, question in form.questions() if question.control is not Control.NONE),
    )


def without_added(opened: Opened, added: Mapping[str, bytes]) -> Opened:
    """Return what was opened without the findings of files that the person added from elsewhere."""
    kept = tuple(
        entry for entry in opened.findings if not (entry.code == FILE_MISSING and entry.facts.get("file") in added)
    )
    return replace(opened, findings=kept)


def add_files(found: Import, paths: Sequence[Path]) -> Import:
    """Return the import with more external files; those it does not name are left out.

    Raises:
        OSError: one cannot be read.
    """
    files = dict(found.files)
    for path in paths:
        if path.name in found.missing:
            files[path.name] = path.read_bytes()
    return replace(found, files=files, missing=tuple(name for name in found.missing if name not in files))


def put_into_use(workspace: Workspace, assessment: str, found: Import, personal: Mapping[str, bool]) -> FormVersionInfo:
    """Keep the form as a new version.

    Args:
        personal: Path -> ticked, of the proposed questions.
    """
    marks = {
        question.path: question.sensitivity
        for question in found.personal
        if not question.written and personal.get(question.path, False)
    }
    return workspace.forms.add_version(assessment, found.data, found.path.name, files=found.files, sensitivity=marks)


def grouped(findings: Sequence[Finding]) -> tuple[tuple[Severity, tuple[Finding, ...]], ...]:
    """Return findings by severity, worst first, empty groups left out."""
    groups = ((severity, tuple(entry for entry in findings if entry.severity is severity)) for severity in GROUPS)
    return tuple((severity, entries) for severity, entries in groups if entries)


def list_text(found: Import, language: str) -> str:
    """Return the findings as plain text to send to whoever made the form."""
    lines = [found.path.name]
    for _severity, entries in grouped(found.opened.findings):
        for entry in entries:
            place = place_words(entry.place, language)
            lines.append("\t".join((entry.severity.value, place, what(entry, language), cure(entry, language))))
    return "\n".join(lines)


def _beside(path: Path, name: str) -> Path | None:
    """Return the file of that bare name in the form's folder or its media folder, if it is there."""
    if Path(name).name != name:
        return None
    for folder in (path.parent, path.parent / f"{path.stem}-media", path.parent / "media"):
        candidate = folder / name
        if candidate.is_file():
            return candidate
    return None


def _personal(opened: Opened) -> tuple[PersonalQuestion, ...]:
    form = opened.form
    if form is None:
        return ()
    proposed = set(suggest(form))
    found: list[PersonalQuestion] = []
    for path, question in form.questions():
        written = question.sensitivity is not Sensitivity.ORDINARY
        if written or path in proposed:
            parts = question.label.parts(form.default_language, form.default_language)
            words = "".join(part if isinstance(part, str) else "…" for part in parts).strip() or question.name
            mark = question.sensitivity if written else Sensitivity.PERSONAL
            found.append(PersonalQuestion(path, words, written, mark))
    return tuple(found)
