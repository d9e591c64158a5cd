"""Form versions of an assessment: kept as the file that was brought, opened again from it when needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.definition.form import Form
from forms.model.model import Model
from forms.values import Sensitivity


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


class Forms:
    """Add, list and open form versions. Every method blocks: call it off the interface thread."""

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
        """
        raise NotImplementedError

    def list(self, assessment: str) -> tuple[FormVersionInfo, ...]:
        """Return every version: forms by title, newest version first."""
        raise NotImplementedError

    def get(self, version: str) -> FormVersionInfo:
        """Return one version. Raises StorageError `form-version-unknown`."""
        raise NotImplementedError

    def load(self, version: str) -> tuple[Form, Mapping[str, bytes]]:
        """Return the form with its sensitivity marks applied, and its external files."""
        raise NotImplementedError

    def source(self, version: str) -> tuple[bytes, str]:
        """Return the file as it was brought, and its name."""
        raise NotImplementedError

    def model(self, version: str) -> Model:
        """Return the runnable model; built once per opened workspace, shared by all interviews."""
        raise NotImplementedError

    def sensitivities(self, version: str) -> Mapping[str, Sensitivity]:
        """Return path without positions -> mark, for every path that is not ordinary."""
        raise NotImplementedError

    def missing_files(self, version: str) -> Sequence[str]:
        """Return names of external files the form needs and that are not here."""
        raise NotImplementedError
