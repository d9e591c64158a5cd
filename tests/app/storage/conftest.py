"""Workspaces for the tests of storage: cheap keys, a clock that stands still until it is moved."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from workbooks import form_workbook

from app.storage.workspace import Workspace
from app.vault.keys import CHEAPEST
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview

FORM = """
survey
| type | name | label | sensitivity |
| start | start | | |
| end | end | | |
| text | who | Your name | personal |
| integer | age | Age | |
| select_one water | water | Water | |
| image | face | Photo of the person | personal |
| image | hut | Photo of the place | |
| begin repeat | child | Child | |
| text | first | First name | personal |
| integer | years | Age | |
| end repeat | | | |
choices
| list_name | name | label |
| water | well | Open well |
| water | tap | Tap |
settings
| form_id | title | version | instance_name |
| needs | Needs | 3 | concat("Home of ", ${who}) |
"""


class Clock:
    """A laptop's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=3)))

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move it by so many days, hours, seconds."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """A clock at half past nine."""
    return Clock()


@pytest.fixture
def make(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Workspace]]:
    """Makes workspaces; closes them at the end."""
    made: list[Workspace] = []

    def create(person: str = "Amina", passphrase: str | None = "open sesame") -> Workspace:
        folder = tmp_path / f"workspace {len(made)}"
        made.append(Workspace.create(folder, passphrase=passphrase, person=person, cost=CHEAPEST, clock=clock))
        return made[-1]

    yield create
    for workspace in made:
        workspace.close()


@pytest.fixture
def workspace(make: Callable[..., Workspace]) -> Workspace:
    """A workspace of Amina."""
    return make()


class Filling:
    """Fills interviews of the form above in one workspace."""

    def __init__(self, workspace: Workspace, assessment: str, version: str, clock: Clock) -> None:
        self.workspace, self.assessment, self.version, self.clock = workspace, assessment, version, clock

    def environment(self, seed: int = 0) -> SessionEnvironment:
        """Return an environment with the test's clock."""
        return SessionEnvironment(
            clock=self.clock,
            zone=self.clock.now.tzinfo,
            random=random.Random(seed or random.random()),
            properties={},
            last_saved=None,
        )

    def start(self) -> Interview:
        """Begin an interview."""
        return Interview.start(self.workspace.forms.model(self.version), environment=self.environment())

    def finish(self, **answers: str):
        """Fill and finish one interview; return its row."""
        interview = self.start()
        for name, value in answers.items():
            interview.answer(f"/data/{name}", value)
        draft = self.workspace.drafts.create(self.assessment, self.version)
        self.clock.move(minutes=10)
        return self.workspace.submissions.finish(draft.id, interview.finish(), interview.sensitivity_of)

    def correct(self, instance: str, reason: str = "heard wrong", **answers: str):
        """Reopen, change and finish; return the row."""
        draft = self.workspace.drafts.correct(instance, reason=reason)
        self.clock.move(minutes=5)
        return self.finish_correction(draft.id, **answers)

    def finish_correction(self, draft: str, **answers: str):
        """Change answers of a reopened interview and finish it; return the row."""
        interview = self.reopened(draft)
        for name, value in answers.items():
            interview.answer(f"/data/{name}", value)
        return self.workspace.submissions.finish(draft, interview.finish(), interview.sensitivity_of)

    def reopened(self, draft: str) -> Interview:
        """Return the interview of a draft that corrects a finished one."""
        base = self.workspace.drafts.load(draft).base
        assert base is not None
        return Interview.edit(self.workspace.forms.model(self.version), base, environment=self.environment())

    def answers(self, instance: str) -> dict[str, str]:
        """Return the readable answers of a finished interview."""
        return dict(self.workspace.submissions.get(self.assessment, instance).submission.answers)


@pytest.fixture
def filling(workspace: Workspace, clock: Clock) -> Filling:
    """Amina's workspace with an assessment and the form."""
    assessment = workspace.assessments.create("Needs of the north")
    version = workspace.forms.add_version(assessment.id, form_workbook(FORM), "needs.xlsx")
    return Filling(workspace, assessment.id, version.id, clock)
