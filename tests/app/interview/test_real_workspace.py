"""The interview over the real, encrypted workspace: reopened after a stop, finished, read back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from workbooks import form_workbook

from app.interview.actions import InterviewActions
from app.interview.view import InterviewView
from app.storage.workspace import Workspace

FORM = """
survey
| type          | name   | label          | required |
| start         | start  |                |          |
| text          | who    | Who are you?   | yes      |
| begin_repeat  | person | Who lives here |          |
| text          | name   | Name?          |          |
| integer       | age    | Age?           |          |
| end_repeat    |        |                |          |
| image         | photo  | Photo?         |          |
settings
| form_title | form_id | instance_name |
| Household  | hh      | ${who}        |
"""


@pytest.fixture
def work():
    """A thread that is not the interface's."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda fn, *arguments, **options: pool.submit(fn, *arguments, **options).result(30)


@pytest.fixture
def folder(tmp_path: Path, work):
    """A workspace with one form; returns (folder, assessment, version)."""
    place = tmp_path / "workspace"
    workspace = work(Workspace.create, place, passphrase=None, person="Ada")
    assessment = work(workspace.assessments.create, "Nadipur floods")
    version = work(workspace.forms.add_version, assessment.id, form_workbook(FORM), "household.xlsx")
    work(workspace.close)
    return place, assessment.id, version.id


def opened(work, place: Path) -> Workspace:
    """Open the workspace as the window does."""
    return work(Workspace.open, place, passphrase=None, interface_thread=threading.get_ident())


def test_draft_goes_on_and_is_finished(qtbot, dressed, folder, work, tmp_path):
    """Answers, people and a photo survive closing; the finished interview has them all."""
    place, assessment, version = folder
    workspace = opened(work, place)
    actions = work(InterviewActions.begin, workspace, assessment, version)
    view = InterviewView(actions)
    qtbot.addWidget(view)
    view.show()
    actions.answer("/data/who", "Rahima")
    if not actions.interview.node("/data/person").instances:
        actions.add("/data/person")
    actions.answer("/data/person[1]/name", "Amina")
    view.go_to("/data/person[1]/age")
    draft = actions.info.id
    work(workspace.close)

    workspace = opened(work, place)
    again = work(InterviewActions.reopen, workspace, draft)
    second = InterviewView(again)
    qtbot.addWidget(second)
    second.show()
    assert second.page.ref == "/data/person[1]/age"
    assert again.interview.question("/data/who").value == "Rahima"
    assert again.interview.instance_id == actions.interview.instance_id
    source = tmp_path / "Rahima at home.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(source))
    second._uploads.keep("/data/photo", str(source))
    qtbot.waitUntil(lambda: again.interview.question("/data/photo").value != "")
    second.go_to("")
    with qtbot.waitSignal(second.finished, timeout=10_000) as heard:
        second.foot.finish_button.click()
    row = heard.args[0]
    stored = work(workspace.submissions.get, assessment, row.instance).submission
    answers = dict(stored.answers)
    assert answers["/data/who"] == "Rahima"
    assert answers["/data/person:1/name"] == "Amina"
    assert "Rahima" not in answers["/data/photo"]
    assert [file.name for file in stored.attachments] == [answers["/data/photo"]]
    assert work(workspace.drafts.list, assessment) == ()
    work(workspace.close)


def test_finished_interview_is_corrected(qtbot, dressed, folder, work):
    """A finished interview opened again has its answers; finishing it again makes a correction, not a second one."""
    place, assessment, version = folder
    workspace = opened(work, place)
    actions = work(InterviewActions.begin, workspace, assessment, version)
    actions.answer("/data/who", "Rahima")
    submission = actions.submission()
    row = work(actions.finish, submission)
    draft = work(workspace.drafts.correct, row.instance, reason="a wrong name")
    again = work(InterviewActions.reopen, workspace, draft.id)
    assert again.interview.question("/data/who").value == "Rahima"
    again.answer("/data/who", "Rahela")
    corrected = again.submission()
    work(again.finish, corrected)
    assert work(workspace.submissions.count, assessment) == 1
    stored = work(workspace.submissions.get, assessment, row.instance).submission
    assert dict(stored.answers)["/data/who"] == "Rahela"
    work(workspace.close)
