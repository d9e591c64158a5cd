"""A workspace in memory for tests of the interview: drafts, forms, finished interviews; the disk can fail on demand."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.storage.drafts import DraftInfo, DraftState, Event
from app.storage.errors import DiskFull
from forms.definition.form import Form
from forms.model.build import build_model
from forms.model.model import Model
from forms.submission import Submission
from forms.xlsform.open import open_form

STARTED = "2026-07-30T14:00:00+00:00"


@dataclass
class FakeDrafts:
    """Keeps events and snapshots of one draft; `held` keeps futures open, `full` makes them fail."""

    info: DraftInfo
    events: list[Event] = field(default_factory=list)
    saved: bytes | None = None
    upto: int = 0
    held: list[Future[None]] | None = None
    full: bool = False
    files: dict[str, bytes] = field(default_factory=dict)

    def load(self, draft: str) -> DraftState:
        """Return the draft as it lies on the disk."""
        assert draft == self.info.id
        return DraftState(self.info, self.saved, tuple(self.events[self.upto :]))

    def create(self, assessment: str, version: str, *, language: str = "") -> DraftInfo:
        """Return the only draft."""
        self.info = replace(self.info, assessment=assessment, version=version, language=language)
        return self.info

    def record(self, draft: str, event: Event) -> Future[None]:
        """Keep an event."""
        if not self.full:
            self.events.append(event)
            if event.kind == "position":
                self.info = replace(self.info, position=event.ref)
        return self._future()

    def snapshot(
        self, draft: str, saved: bytes, *, title: str = "", done: int = 0, total: int = 0, missing: int = 0
    ) -> Future[None]:
        """Keep the whole state."""
        if not self.full:
            self.saved, self.upto = saved, len(self.events)
            self.info = replace(self.info, title=title, done=done, total=total, missing=missing)
        return self._future()

    def _future(self) -> Future[None]:
        future: Future[None] = Future()
        if self.full:
            future.set_exception(DiskFull())
        elif self.held is not None:
            self.held.append(future)
        else:
            future.set_result(None)
        return future

    def attach(self, draft: str, source: Path, *, file_name: str) -> str:
        """Keep a file under a harmless name."""
        name = f"file{len(self.files) + 1}{Path(file_name).suffix}"
        self.files[name] = source.read_bytes()
        return name

    def media(self, draft: str, name: str) -> bytes:
        """Return a kept file."""
        return self.files[name]


@dataclass
class FakeForms:
    """One form version."""

    form: Form
    files: Mapping[str, bytes]
    built: Model

    def model(self, version: str) -> Model:
        """Return the model."""
        return self.built

    def load(self, version: str) -> tuple[Form, Mapping[str, bytes]]:
        """Return the form and its files."""
        return self.form, self.files

    def read_files(self, version: str) -> Mapping[str, bytes]:
        """Return its files."""
        return self.files


@dataclass
class FakeSubmissions:
    """Takes finished interviews."""

    finished: list[Submission] = field(default_factory=list)
    said: list[dict[str, object]] = field(default_factory=list)
    full: bool = False

    def page(self, *_arguments: object, **_options: object) -> tuple[object, ...]:
        """No interview was finished before."""
        return ()

    def finish(self, draft: str, submission: Submission, sensitivity: object, **said: object) -> Submission:
        """Take a finished interview."""
        if self.full:
            raise DiskFull
        self.finished.append(submission)
        self.said.append(said)
        return submission


@dataclass(frozen=True)
class _Named:
    """Something with an id and a name."""

    id: str = "a"
    name: str = "Nadipur floods"
    person: str = "Ada"
    language: str = "en"


class FakeSettings(dict[str, object]):
    """Settings of the person."""

    def set(self, name: str, value: object) -> None:
        """Keep a setting."""
        self[name] = value


@dataclass
class FakeAssessments:
    """One assessment."""

    def get(self, assessment: str) -> _Named:
        """Return the assessment."""
        return _Named()


class FakeWorkspace:
    """What the interview asks of a workspace."""

    def __init__(self, form: Form, files: Mapping[str, bytes] | None = None) -> None:
        files = files or {}
        self.profile = _Named(id="p")
        self.settings = FakeSettings()
        self.assessments = FakeAssessments()
        self.forms = FakeForms(form, files, build_model(form, files=files))
        self.submissions = FakeSubmissions()
        self.drafts = FakeDrafts(
            DraftInfo(
                id="d", assessment="a", version="v", form_title=form.title, title="", person="Ada", started=STARTED,
                changed=STARTED, done=0, total=0, missing=0, position="", language="", corrects=None, removed=None,
            )
        )  # fmt: skip


def workspace_of(data: bytes, *, name: str = "form.xlsx", files: Mapping[str, bytes] | None = None) -> FakeWorkspace:
    """Return a workspace that holds one form."""
    opened = open_form(data, file_name=name, files=files or {})
    assert opened.form is not None, opened.findings
    return FakeWorkspace(opened.form, files)
