"""A form as a text table and an interview over it, so that a test reads as a story."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from workbooks import sheets_of, workbook

from forms.definition.form import Form
from forms.model.build import build_model
from forms.model.model import Model
from forms.session.changes import ChangeList
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.nodes import GroupNode, QuestionNode, RepeatRange
from forms.submission import Submission
from forms.xlsform.open import open_form

ZONE = ZoneInfo("America/Phoenix")
NOW = datetime(2026, 3, 4, 10, 30, tzinfo=ZONE)
NO_FILES: Mapping[str, bytes] = {}


def form_of(text: str, files: Mapping[str, bytes] = NO_FILES) -> Form:
    """Return the form in text tables (see `workbooks.sheets_of`); a lone table is the survey sheet."""
    if not text.strip().startswith("survey"):
        text = f"survey\n{text}"
    opened = open_form(workbook(sheets_of(text)), file_name="data.xlsx", files=files)
    assert opened.form is not None, opened.findings
    return opened.form


def model_of(text: str, files: Mapping[str, bytes] = NO_FILES) -> Model:
    """Return the runnable model of a form in text tables."""
    return build_model(form_of(text, files), files=files)


class Story:
    """An interview with a fixed clock and seeded chance; refs may leave the root out: `story["hh[1]/age"]`."""

    def __init__(self, interview: Interview, environment: SessionEnvironment, changes: list[ChangeList]) -> None:
        self.interview = interview
        self.environment = environment
        self.changes = changes

    def ref(self, ref: str) -> str:
        """Return the whole reference."""
        return ref if ref.startswith("/") else f"/{self.interview.form.root}/{ref}"

    def __getitem__(self, ref: str) -> QuestionNode:
        return self.interview.question(self.ref(ref))

    def range(self, ref: str) -> RepeatRange:
        """Return the range of a repeat."""
        node = self.interview.node(self.ref(ref))
        assert isinstance(node, RepeatRange)
        return node

    def group(self, ref: str) -> GroupNode:
        """Return a group or repeat instance."""
        node = self.interview.node(self.ref(ref))
        assert isinstance(node, GroupNode)
        return node

    def answer(self, ref: str, value: str | None) -> None:
        """Answer a question."""
        self.interview.answer(self.ref(ref), value)

    def add(self, ref: str) -> str:
        """Add a repeat instance."""
        return self.interview.add_repeat(self.ref(ref))

    def remove(self, ref: str) -> None:
        """Remove a repeat instance."""
        self.interview.remove_repeat(self.ref(ref))

    def values(self, *refs: str) -> list[str]:
        """Return the values of several questions."""
        return [self[ref].value for ref in refs]

    def names(self, ref: str) -> list[str]:
        """Return the names of the choices on offer."""
        return [item.name for item in self[ref].choices]

    @property
    def last(self) -> ChangeList:
        """The newest change list."""
        return self.changes[-1]

    def reopened(self) -> Story:
        """Return the story as it goes on after saving and reopening the draft."""
        draft = self.interview.save()
        changes: list[ChangeList] = []
        again = Interview.restore(self.interview.model, draft, environment=self.environment, listener=changes.append)
        return Story(again, self.environment, changes)

    def edited(self) -> Story:
        """Return the story of correcting the finished interview."""
        changes: list[ChangeList] = []
        submission = self.interview.finish()
        again = Interview.edit(self.interview.model, submission, environment=self.environment, listener=changes.append)
        return Story(again, self.environment, changes)


def xform(model: str, body: str = "") -> bytes:
    """Return an XForm from what stands in its model and its body."""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">'
        f"<h:head><h:title>Form</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def xform_story(model: str, body: str = "") -> Story:
    """Return a new interview over an XForm, see `xform`."""
    opened = open_form(xform(model, body), file_name="form.xml")
    assert opened.form is not None, opened.findings
    environment = environment_of()
    changes: list[ChangeList] = []
    interview = Interview.start(build_model(opened.form), environment=environment, listener=changes.append)
    return Story(interview, environment, changes)


def environment_of(
    *, now: datetime = NOW, zone: tzinfo = ZONE, seed: int = 1, properties: Mapping[str, str] | None = None
) -> SessionEnvironment:
    """Return surroundings that never differ."""
    return SessionEnvironment(clock=lambda: now, zone=zone, random=random.Random(seed), properties=properties or {})


def story(
    text: str,
    *,
    files: Mapping[str, bytes] = NO_FILES,
    language: str | None = None,
    properties: Mapping[str, str] | None = None,
    last_saved: Submission | None = None,
) -> Story:
    """Return a new interview over a form in text tables."""
    environment = environment_of(properties=properties)
    environment.last_saved = last_saved
    changes: list[ChangeList] = []
    interview = Interview.start(
        model_of(text, files), environment=environment, language=language, listener=changes.append
    )
    return Story(interview, environment, changes)
