"""An interview on the screen over a workspace in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fake_workspace import FakeWorkspace, workspace_of
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from workbooks import form_workbook

from app.interview.actions import InterviewActions
from app.interview.view import InterviewView
from app.kit import tasks
from app.kit.fonts import load_fonts
from app.kit.language import install_language
from app.kit.theme import LIGHT, apply_theme, current, interface_language, scale

NOW = datetime(2026, 7, 30, 14, 5, tzinfo=UTC)


class Room:
    """An interview with its window."""

    def __init__(self, qtbot: QtBot, workspace: FakeWorkspace, actions: InterviewActions) -> None:
        self.qtbot, self.workspace, self.actions = qtbot, workspace, actions
        self.window = QMainWindow()
        self.view = InterviewView(actions, now=lambda: NOW, choose=lambda *_words: self.chosen_file)
        self.chosen_file = ""
        self.window.setCentralWidget(self.view)
        self.window.resize(1024, 600)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.wait(20)

    def value(self, path: str) -> str:
        """Return the answer at a path below the root."""
        return self.actions.interview.question(f"/data/{path}").value

    def page(self) -> str:
        """Return the last step of the page's reference, "" for the last page."""
        return self.view.page.ref.rpartition("/")[2]

    def press(self, key: object, *modifiers: object) -> None:
        """Press a key on whatever has the keyboard."""
        target = QApplication.focusWidget() or self.view
        if modifiers:
            self.qtbot.keyClick(target, key, modifiers[0])
        else:
            self.qtbot.keyClick(target, key)
        self.qtbot.wait(10)

    def type(self, words: str) -> None:
        """Type words where the keyboard is, letters of any script."""
        for letter in words:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The program's fonts, theme and English."""
    if not qapp.styleSheet() or interface_language() != "en" or current() != LIGHT or scale() != 1.0:
        load_fonts()
        install_language(qapp, "en")
        apply_theme(qapp, "light", 1.0, "en")
    yield qapp
    tasks.wait()
    qapp.processEvents()


OpenRoom = Callable[..., Room]


@pytest.fixture
def open_room(qtbot: QtBot, dressed: QApplication) -> OpenRoom:
    """Return a function that begins an interview of a form written as text, or goes on in a workspace."""

    def opened(form: str | bytes = "", *, workspace: FakeWorkspace | None = None, language: str | None = None) -> Room:
        if workspace is None:
            workspace = workspace_of(form_workbook(form) if isinstance(form, str) else form)
            actions = InterviewActions.begin(workspace, "a", "v", language=language, clock=lambda: NOW)  # type: ignore[arg-type]
        else:
            actions = InterviewActions.reopen(workspace, "d", clock=lambda: NOW)  # type: ignore[arg-type]
        return Room(qtbot, workspace, actions)

    return opened
