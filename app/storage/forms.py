"""Form versions of an assessment: kept as the file that was brought, opened again from it when needed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.storage.assembling import form_body
from app.storage.author import Author
from app.storage.core import Core, raw_id, text_id
from app.storage.errors import StorageError
from app.storage.form_body import body_of
from app.storage.form_shelf import FormShelf
from app.storage.sqlcipher import Row
from forms.definition.edit import mark_sensitivity
from forms.definition.form import Form
from forms.errors import FormRefused, Severity
from forms.model.model import Model
from forms.values import Sensitivity
from forms.xlsform.open import open_form
from sync.records.kinds import form_version
from sync.records.kinds.form_version import FormVersionBody
from sync.records.record import Parent


@dataclass(frozen=True, slots=True)
class FormVersionInfo:
    """One version of a form in use.

    Args:
        id: Base64url text of the record's id.
        assessment: Id of its assessment.
        form_id: The form's `form_id`; versions of one form share it.
        version: The form's `version` setting, "" when it has none.
        number: 1, 2, 3… by order of listing among versions of this form.
        title: Title of the form, else its form_id.
        languages: As the form names them; ("",) when it names none.
        questions: Number of questions asked (with a control).
        file_name: Name of the file that was brought.
        added: ISO 8601 time.
        drafts: Interviews being filled with it here.
        finished: Finished interviews known here.
        latest: No later version of this form is here.
    """

    id: str
    assessment: str
    form_id: str
    version: str
    number: int
    title: str
    languages: tuple[str, ...]
    questions: int
    file_name: str
    added: str
    drafts: int
    finished: int
    latest: bool


COLUMNS = """
    form_version.id, form_version.assessment, form_version.form_id, form_version.version, form_version.title,
    form_version.languages, form_version.questions, form_version.file_name, form_version.added,
    (select count(*) from form_version as other where other.assessment = form_version.assessment
        and other.form_id = form_version.form_id
        and (other.tick, other.id) <= (form_version.tick, form_version.id)) as number,
    not exists (select 1 from form_version as other where other.assessment = form_version.assessment
        and other.form_id = form_version.form_id
        and (other.tick, other.id) > (form_version.tick, form_version.id)) as latest,
    (select count(*) from draft where draft.version = form_version.id and draft.removed is null) as drafts,
    (select count(*) from submission_list where submission_list.version = form_version.id) as finished
    from form_version
"""


class Forms:
    """Add, list and open form versions. Every method blocks: call it off the interface thread."""

    def __init__(self, core: Core, author: Author, shelf: FormShelf) -> None:
        self._core = core
        self._author = author
        self._shelf = shelf

    def add_version(
        self,
        assessment: str,
        data: bytes,
        file_name: str,
        *,
        files: Mapping[str, bytes] | None = None,
        sensitivity: Mapping[str, Sensitivity] | None = None,
    ) -> FormVersionInfo:
        """Put a form into use as a new version; the same bytes again return the version that is there.

        Args:
            data: The workbook or XForm as brought.
            files: External files by bare name (CSV, media).
            sensitivity: Path without positions -> mark, beside those written in the form.
        Raises:
            FormRefused: the file is no form.
            FormsError: `path-unknown`, a mark names no question.
        """
        self._core.database.check_thread()
        files, marks = dict(files or {}), dict(sensitivity or {})
        opened = open_form(data, file_name=file_name, files=files)
        if opened.form is None:
            fatal = next(finding for finding in opened.findings if finding.severity is Severity.FATAL)
            raise FormRefused(fatal.code, **fatal.facts)
        form = mark_sensitivity(opened.form, marks)
        kept = [self._core.media.put(data), *(self._core.media.put(files[name]) for name in sorted(files))]
        body = body_of(form, file_name, kept, files, marks)
        version = self._core.writer.run(self._add, raw_id(assessment), body)
        return self.get(version)

    def _add(self, assessment: bytes, body: FormVersionBody) -> str:
        """Write the version on top of the latest one of this form, unless that is made of the same files and marks."""
        connection = self._core.writer.connection
        latest = connection.execute(
            """select id, tick from form_version where assessment = ? and form_id = ?
               order by tick desc, id desc limit 1""",
            (assessment, body.form_id),
        ).fetchone()
        if latest is not None and form_body(connection, assessment, latest["id"]) == body:
            return text_id(latest["id"])
        plan = self._author.spaces(assessment).plan
        parents = [Parent(*latest)] if latest is not None else []
        return text_id(self._author.write(assessment, plan, form_version.KIND, body, parents=parents).id)

    def list(self, assessment: str) -> tuple[FormVersionInfo, ...]:
        """Return every version: forms by title, newest version first."""
        with self._core.database.read() as connection:
            rows = connection.execute(f"select {COLUMNS} where assessment = ?", (raw_id(assessment),))
            found = [_info(row) for row in rows]
        newest = {info.form_id: info.title for info in found if info.latest}
        return tuple(sorted(found, key=lambda info: (newest[info.form_id].casefold(), info.form_id, -info.number)))

    def get(self, version: str) -> FormVersionInfo:
        """Return one version. Raises StorageError `form-version-unknown`."""
        with self._core.database.read() as connection:
            row = connection.execute(f"select {COLUMNS} where id = ?", (raw_id(version),)).fetchone()
        if row is None:
            raise StorageError("form-version-unknown")
        return _info(row)

    def load(self, version: str) -> tuple[Form, Mapping[str, bytes]]:
        """Return the form with its sensitivity marks applied, and its external files.

        Raises:
            StorageError: `form-version-unknown`; `form-file-missing`, its file has not arrived yet.
        """
        self._core.database.check_thread()
        there = self._shelf.open(raw_id(version))
        return there.form, there.files

    def read_files(self, version: str) -> Mapping[str, bytes]:
        """Return the files beside a form that are here, without opening the form.

        Raises:
            StorageError: `form-version-unknown`.
        """
        self._core.database.check_thread()
        return self._shelf.files(raw_id(version))

    def source(self, version: str) -> tuple[bytes, str]:
        """Return the file as it was brought, and its name. Raises as `load`."""
        return self._shelf.source(raw_id(version))

    def model(self, version: str) -> Model:
        """Return the runnable model; built once per opened workspace, shared by all interviews. Raises as `load`."""
        self._core.database.check_thread()
        return self._shelf.model(raw_id(version))

    def sensitivities(self, version: str) -> Mapping[str, Sensitivity]:
        """Return path without positions -> mark, for every path that is not ordinary, calculated ones too."""
        nodes = self.model(version).by_path.values()
        return {node.path: node.sensitivity for node in nodes if node.sensitivity is not Sensitivity.ORDINARY}

    def missing_files(self, version: str) -> Sequence[str]:
        """Return names of external files the form needs and that are not here."""
        form, files = self.load(version)
        return tuple(dict.fromkeys(needed.name for needed in form.external if needed.name not in files))


def _info(row: Row) -> FormVersionInfo:
    values = dict(row)
    values["id"], values["assessment"] = text_id(row["id"]), text_id(row["assessment"])
    values["languages"], values["latest"] = tuple(json.loads(row["languages"])), bool(row["latest"])
    return FormVersionInfo(**values)
