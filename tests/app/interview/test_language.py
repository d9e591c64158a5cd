"""Changing the language of the questions in place."""

from __future__ import annotations

from dataclasses import replace

from fake_workspace import workspace_of
from PySide6.QtCore import Qt
from workbooks import form_workbook

from app.interview.actions import InterviewActions

FORM = """
survey
| type           | name | label::English (en)  | label::Arabic (ar)  |
| text           | who  | Who are you?         | من أنت؟             |
| integer        | age  | How old are you?     | كم عمرك؟            |
| select_one yn  | ok   | Is it well?          | هل هذا جيد؟         |
choices
| list_name | name | label::English (en) | label::Arabic (ar) |
| yn        | y    | Yes                 | نعم                |
| yn        | n    | No                  | لا                 |
"""


def test_language_changes_in_place(open_room):
    """Ctrl L: same question, same answer, other words, other direction."""
    room = open_room(FORM)
    room.view.go_to("/data/ok")
    room.press(Qt.Key.Key_2)
    room.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    block = room.view.questions.blocks[0]
    assert room.page() == "ok"
    assert block.heading.accessibleName() == "هل هذا جيد؟"
    assert [row.text() for row in block.answer.rows if row.isChecked()] == ["لا"]
    assert room.view.questions.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert room.view.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_digits_are_those_of_the_language(open_room):
    """A number is shown and taken in Arabic digits and kept in ASCII ones."""
    room = open_room(FORM, language="Arabic (ar)")
    room.view.go_to("/data/age")
    room.type("٣٤")
    room.view.questions.commit()
    assert room.value("age") == "34"
    room.view.go_to("/data/who")
    room.view.go_to("/data/age")
    assert room.view.questions.blocks[0].answer.line.text() == "٣٤"


def test_arabic_digit_picks_a_choice(open_room):
    """The key of an Arabic keyboard picks like the Latin one."""
    room = open_room(FORM, language="Arabic (ar)")
    room.view.go_to("/data/ok")
    room.type("١")
    assert room.value("ok") == "y"


def test_language_survives_reopening(open_room):
    """The draft opens in the language it was asked in."""
    room = open_room(FORM)
    room.view.set_language("Arabic (ar)")
    again = open_room(workspace=room.workspace)
    assert again.actions.interview.language == "Arabic (ar)"


def test_next_interview_begins_in_the_language_asked_last(open_room):
    """Who changed the language once need not change it again."""
    room = open_room(FORM)
    assert room.actions.interview.language == "English (en)"
    room.view.set_language("Arabic (ar)")
    actions = InterviewActions.begin(room.workspace, "a", "v")
    assert actions.info.language == "Arabic (ar)"


def test_first_interview_begins_in_the_language_of_the_person(open_room):
    """Where the form has the language of the window, it is asked in it."""
    workspace = workspace_of(form_workbook(FORM))
    workspace.profile = replace(workspace.profile, language="ar")
    assert InterviewActions.begin(workspace, "a", "v").info.language == "Arabic (ar)"
