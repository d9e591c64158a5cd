"""An interview from the first question to the end, by keyboard only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

FORM = """
survey
| type | name | label | required | constraint | constraint_message | relevant |
| text | village | Which village is this? | yes | | | |
| select_one yn | toilet | Is there a toilet? | | | | |
| select_one yn | shared | Is it shared? | | | | ${toilet} = 'yes' |
| select_multiple n | needs | What is needed most? | | | | |
| integer | age | How old are you? | yes | . >= 0 and . <= 120 | Enter an age from 0 to 120 | |
| note | thanks | Thank you, ${village}. | | | | |
choices
| list_name | name | label |
| yn | yes | Yes |
| yn | no | No |
| n | water | Clean water |
| n | food | Food |
| n | money | Money |
settings
| form_title | form_id |
| Household  | hh      |
"""


def test_whole_interview_by_keyboard(open_room, qtbot):
    """Type, pick with digits, toggle with Space, Enter goes on, finish on the last page."""
    room = open_room(FORM)
    room.type("Char Uttor")
    room.press(Qt.Key.Key_Return)
    assert room.page() == "toilet"
    room.press(Qt.Key.Key_1)
    room.press(Qt.Key.Key_Return)
    assert room.page() == "shared"
    room.press(Qt.Key.Key_2)
    room.press(Qt.Key.Key_Return)
    room.press(Qt.Key.Key_Space)
    room.press(Qt.Key.Key_Down)
    room.press(Qt.Key.Key_Down)
    room.press(Qt.Key.Key_Space)
    room.press(Qt.Key.Key_Return)
    room.type("34")
    room.press(Qt.Key.Key_Return)
    assert room.page() == "thanks"
    assert "Char Uttor" in room.view.questions.blocks[0].heading.text()
    room.press(Qt.Key.Key_Return)
    assert room.view.page.kind == "finish"
    with qtbot.waitSignal(room.view.finished):
        room.press(Qt.Key.Key_Return)
    answers = dict(room.workspace.submissions.finished[0].answers)
    assert answers["/data/village"] == "Char Uttor"
    assert answers["/data/shared"] == "no"
    assert answers["/data/needs"] == "water money"
    assert answers["/data/age"] == "34"


def test_next_says_what_is_missing(open_room):
    """A required answer that is missing keeps the page, with a sentence above the answer."""
    room = open_room(FORM)
    room.press(Qt.Key.Key_Return)
    assert room.page() == "village"
    assert room.view.questions.blocks[0].error.isVisible()
    assert room.view.foot.left_out_button.isVisible()


def test_error_goes_when_it_is_mended(open_room):
    """The sentence above the answer goes away with its reason."""
    room = open_room(FORM)
    room.press(Qt.Key.Key_Return)
    room.type("Char Uttor")
    room.view.questions.commit()
    assert not room.view.questions.blocks[0].error.isVisible()
    assert not room.view.foot.left_out_button.isVisible()


def test_broken_rule_keeps_the_page_and_the_answer(open_room):
    """The form's own words stand above the answer, which is kept."""
    room = open_room(FORM)
    room.view.go_to("/data/age")
    room.type("140")
    room.press(Qt.Key.Key_Return)
    assert room.page() == "age"
    assert "Enter an age from 0 to 120" in room.view.questions.blocks[0].error.words.text()
    assert room.value("age") == "140"


def test_letters_in_a_number_are_refused_at_once(open_room):
    """What is no number is said while typing and is no answer."""
    room = open_room(FORM)
    room.view.go_to("/data/age")
    room.type("3x")
    assert room.view.questions.blocks[0].fault
    room.press(Qt.Key.Key_Return)
    assert room.page() == "age"
    assert room.value("age") in ("", "3")


def test_alt_arrows_go_back_and_on(open_room):
    """Alt Left goes back, Alt Right goes on."""
    room = open_room(FORM)
    room.type("Char Uttor")
    room.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert room.page() == "toilet"
    room.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert room.page() == "village"


def test_alt_arrows_turn_over_in_a_right_to_left_window(open_room, dressed):
    """In a window from right to left Alt Left goes on."""
    room = open_room(FORM)
    room.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    room.type("Char Uttor")
    room.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert room.page() == "toilet"


def test_escape_keeps_the_answer(open_room):
    """Esc never loses what was typed."""
    room = open_room(FORM)
    room.type("Char")
    room.press(Qt.Key.Key_Escape)
    room.view.questions.commit()
    assert room.value("village") == "Char"


def test_letters_jump_to_a_choice(open_room):
    """A letter goes to the next choice that begins with it."""
    room = open_room(FORM)
    room.view.go_to("/data/needs")
    room.press(Qt.Key.Key_M)
    assert QApplication.focusWidget().text() == "Money"


def test_f1_shows_the_keys(open_room):
    """F1 is help here, also where the window has a shortcut of its own."""
    room = open_room(FORM)
    room.press(Qt.Key.Key_F1)
    assert room.view.notices.isVisible()


def test_hidden_answers_are_said_once(open_room):
    """When an answer hides others, one notice says that they stay."""
    room = open_room(FORM)
    room.actions.answer("/data/toilet", "yes")
    room.actions.answer("/data/shared", "no")
    room.actions.answer("/data/toilet", "no")
    assert room.view.notices.isVisible()
    room.view.notices.clear()
    room.actions.answer("/data/toilet", "yes")
    room.actions.answer("/data/toilet", "no")
    assert not room.view.notices.isVisible()


def test_jump_list_goes_to_a_searched_question(open_room, qtbot):
    """Ctrl G, some letters, Enter."""
    room = open_room(FORM)
    room.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.keyClicks(dialog.search, "needed")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert room.page() == "needs"


def test_missing_answers_stop_the_finish(open_room):
    """Finish leads to what is missing instead."""
    room = open_room(FORM)
    room.view.go_to("")
    room.view.ending.finish()
    assert not room.workspace.submissions.finished
    assert QApplication.focusWidget() is room.view.finish.buttons[0]
    room.press(Qt.Key.Key_Return)
    assert room.page() == "village"
