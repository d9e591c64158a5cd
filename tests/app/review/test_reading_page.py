"""The reading page of a finished interview: why an answer is missing, and how it ended."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.kit.desk import Desk
from app.kit.language import install_language
from app.kit.notices import Notices
from app.kit.widgets.pages import UndoBar
from app.review.actions import Answer, Reading
from app.review.reading_page import ReadingPage
from app.storage.submissions import Stored, SubmissionRow
from forms.submission import Submission

NOW = datetime(2026, 7, 30, 14, 5, tzinfo=UTC)


def words_of(qtbot: QtBot, *, left_out: str = "", outcome: str = "") -> list[str]:
    """Return every word of the page, in the order in which it was built, without marks of direction."""
    row = SubmissionRow("uuid:1", "v", "F", "", "", "sent", "R", "", "2026-07-29T10:19:00+00:00", "", "", True, 0)
    stored = Stored(row, Submission("f", "", "uuid:1", ()), False, True, outcome=outcome)
    answers = (Answer("", "How old?", "", "/data/age", left_out=left_out),)
    desk = Desk(None, None, Notices(), UndoBar(), lambda: NOW)  # type: ignore[arg-type]
    page = ReadingPage(Reading(stored, answers, ()), desk)
    qtbot.addWidget(page)
    return [label.text().replace("\u2068", "").replace("\u2069", "") for label in page.findChildren(QLabel)]


def test_the_reason_stands_under_its_question(qtbot: QtBot, look: QApplication) -> None:
    """Question, then why it was left out, beside "No answer"."""
    words = words_of(qtbot, left_out="She does not know")
    place = words.index("How old?")
    assert words[place : place + 3] == ["How old?", "Left out: She does not know", "No answer"]


def test_a_stopped_interview_says_so(qtbot: QtBot, look: QApplication) -> None:
    """In words, above the answers; nothing of it for one that went to its end."""
    said = "The person stopped before the end. What was answered until then is here."
    assert said in words_of(qtbot, outcome="stopped")
    assert said not in words_of(qtbot)


@pytest.mark.parametrize(("language", "reason"), [("fr", "Laissé sans réponse : 9"), ("ar", "تُرك بلا إجابة: 9")])
def test_both_are_said_in_the_windows_language(qtbot: QtBot, look: QApplication, language: str, reason: str) -> None:
    """The words are ours, the reason stays as it was written."""
    install_language(look, language)
    words = words_of(qtbot, left_out="9", outcome="stopped")
    assert reason in words
    assert not any("stopped" in each for each in words)
