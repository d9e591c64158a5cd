"""The whole of a large real form in Arabic, keys only."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shared import shared_path

from app.questions.choice_list import ChoiceListAnswer
from app.questions.choices_answer import AcknowledgeAnswer, ChoicesAnswer
from app.questions.date_answer import DateAnswer
from app.questions.number_answer import NumberAnswer
from app.questions.place_answer import PlaceAnswer
from app.questions.text_answer import TextAnswer

MOST_KEYS = 900


def give(room, block):
    """Answer the question that has the keyboard."""
    answer = block.answer
    if isinstance(answer, ChoicesAnswer):
        room.press(Qt.Key.Key_1)
    elif isinstance(answer, ChoiceListAnswer):
        room.press(Qt.Key.Key_Down)
        room.press(Qt.Key.Key_Space)
    elif isinstance(answer, NumberAnswer):
        room.type("٣٠")
    elif isinstance(answer, TextAnswer):
        room.type("أمينة")
    elif isinstance(answer, AcknowledgeAnswer):
        room.press(Qt.Key.Key_Space)
    elif isinstance(answer, PlaceAnswer):
        room.type("23.8")
        room.press(Qt.Key.Key_Tab)
        room.type("90.4")
    elif isinstance(answer, DateAnswer):
        if answer.fields.day.isVisible():
            room.type("30")
            room.press(Qt.Key.Key_Tab)
        for _ in range(7):
            room.press(Qt.Key.Key_Down)
        room.press(Qt.Key.Key_Tab)
        room.type("2026")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_real_form_in_arabic_by_keys(open_room, qtbot, monkeypatch):
    """Every page is left with Enter; what cannot be answered so is left out with a reason; the end is reached."""
    data = shared_path("forms_real/unhcr_rms_capi_4_languages.xlsx").read_bytes()
    room = open_room(data, language="العربية (ar)")
    reasons = []
    monkeypatch.setattr("app.interview.checks.ask_reason", lambda *words: reasons.append(words[1]) or "لا يعرف")
    view = room.view
    for _ in range(MOST_KEYS):
        if view.page.kind == "finish":
            break
        before = (view.page, QApplication.focusWidget())
        focused = [each for each in view.questions.blocks if each.isAncestorOf(QApplication.focusWidget())]
        if view.page.kind == "repeat":
            room.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
            continue
        if focused and focused[0].state.error and isinstance(focused[0].answer, NumberAnswer):
            room.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            room.type("٥")
        elif focused and not focused[0].state.value and not focused[0].state.readonly:
            give(room, focused[0])
        room.press(Qt.Key.Key_Return)
        if (view.page, QApplication.focusWidget()) == before and view.foot.left_out_button.isVisible():
            view.foot.left_out_button.setFocus()
            room.press(Qt.Key.Key_Return)
    stuck = [(ref, view.words.error(ref)) for ref in view.page.refs if view.words.error(ref)]
    assert view.page.kind == "finish", f"{stuck} {QApplication.focusWidget()} {room.workspace.drafts.events[-6:]}"
    answers = [each for each in room.workspace.drafts.events if each.kind == "answer"]
    assert len(answers) > 40
    assert len(reasons) < 10
