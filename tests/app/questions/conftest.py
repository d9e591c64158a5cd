"""A question block on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.kit.fonts import load_fonts
from app.kit.language import install_language
from app.kit.theme import LIGHT, apply_theme, current, interface_language, scale
from app.questions.block import QuestionBlock
from app.questions.pool import Pool
from app.questions.state import ChoiceState, Kind, QuestionState


class Asked:
    """A block in a window; answers come back into its state as the session would give them."""

    def __init__(self, qtbot: QtBot, state: QuestionState, file: str = "") -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.pool = Pool(choose=lambda *_words: file, parent=self.window)
        self.block = QuestionBlock(self.pool)
        column = QVBoxLayout(self.window)
        column.addWidget(self.block)
        self.state = state
        self.answers: list[str] = []
        self.entered = 0
        self.block.answered.connect(self._answer)
        self.block.entered.connect(self._enter)
        self.block.show_state(state)
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.block.focus_answer()

    def _answer(self, ref: str, value: str) -> None:
        assert ref == self.state.ref
        self.answers.append(value)
        self.show(value=value)

    def _enter(self) -> None:
        self.entered += 1

    def show(self, **changes: object) -> None:
        """Show the question changed."""
        from dataclasses import replace

        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.block.show_state(self.state)

    @property
    def answer(self):  # type: ignore[no-untyped-def]
        """The answer widget."""
        return self.block.answer

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, words: str) -> None:
        """Type letters of any script where the keyboard is."""
        for letter in words:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)


Ask = Callable[..., Asked]


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The program's fonts, theme and English."""
    if not qapp.styleSheet() or interface_language() != "en" or current() != LIGHT or scale() != 1.0:
        load_fonts()
        install_language(qapp, "en")
        apply_theme(qapp, "light", 1.0, "en")
    yield qapp
    qapp.processEvents()


@pytest.fixture
def ask(qtbot: QtBot, dressed: QApplication) -> Ask:
    """Return a function that puts a question on the screen."""

    def asked(kind: Kind, *, choices: str | int = "", file: str = "", **facts: object) -> Asked:
        if isinstance(choices, int):
            made = tuple(ChoiceState(f"c{number}", f"Village {number}") for number in range(1, choices + 1))
        else:
            made = tuple(ChoiceState(word.lower(), word) for word in choices.split())
        state = QuestionState(ref="/data/q", kind=kind, label="A question", choices=made, **facts)  # type: ignore[arg-type]
        return Asked(qtbot, state, file)

    return asked
