"""Why answers are missing, and that a person stopped: from the keyboard to records, server, console and exports."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from processes import Server, groundup
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from workbooks import form_workbook

from app.commands.console import Console
from app.interview.actions import InterviewActions
from app.interview.view import InterviewView
from app.kit import tasks
from app.kit.fonts import load_fonts
from app.kit.language import install_language
from app.kit.theme import apply_theme
from app.review.actions import read_interview
from app.storage.submissions import Stored
from app.storage.workspace import Workspace

FORM = """
survey
| type    | name    | label              | required | sensitivity |
| text    | village | Which village?     | yes      |             |
| text    | who     | What is your name? | yes      | personal    |
| integer | age     | How old are you?   | yes      |             |
| text    | words   | Anything else?     | yes      |             |
settings
| form_title | form_id |
| Household  | hh      |
"""
AFRAID = "Xyzzy is afraid of her brother"


@pytest.fixture
def work() -> Iterator[Callable[..., Any]]:
    """A thread that is not the interface's."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda fn, *arguments, **options: pool.submit(fn, *arguments, **options).result(60)


class Desk:
    """An interview in its window, with hands on the keyboard."""

    def __init__(self, qtbot: QtBot, actions: InterviewActions) -> None:
        self.qtbot, self.view, self.window = qtbot, InterviewView(actions), QMainWindow()
        self.window.setCentralWidget(self.view)
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.wait(20)

    def press(self, key: Qt.Key) -> None:
        """Press a key on whatever has the keyboard."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.view, key)
        self.qtbot.wait(10)

    def type(self, words: str) -> None:
        """Type where the keyboard is."""
        for letter in words:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)

    def tab_to(self, wanted: QWidget) -> None:
        """Press Tab until a control has the keyboard."""
        for _ in range(40):
            if QApplication.focusWidget() is wanted:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {wanted}")

    def in_dialog(self, deed: Callable[[QWidget], None]) -> None:
        """Do something in the dialog that the next key opens."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(20, look)
            else:
                deed(dialog)

        QTimer.singleShot(20, look)

    def leave_out(self, reason: str) -> None:
        """Go on without an answer, and say why in own words."""

        def say(dialog: QWidget) -> None:
            for _ in range(10):
                if QApplication.focusWidget() is dialog.line:  # type: ignore[attr-defined]
                    break
                self.press(Qt.Key.Key_Tab)
            self.type(reason)
            self.press(Qt.Key.Key_Return)

        self.press(Qt.Key.Key_Return)
        self.in_dialog(say)
        self.tab_to(self.view.foot.left_out_button)
        self.press(Qt.Key.Key_Space)
        self.window.activateWindow()  # no window manager does it here
        self.qtbot.waitUntil(lambda: self.view.isAncestorOf(QApplication.focusWidget() or self.window))

    def stop(self) -> None:
        """They stopped here: finish with what there is."""

        def finish(dialog: QWidget) -> None:
            button = next(each for each in dialog.findChildren(QPushButton) if "Finish" in each.text())
            self.tab_to(button)
            self.press(Qt.Key.Key_Space)

        self.in_dialog(finish)
        self.tab_to(self.view.foot.stopped_button)
        with self.qtbot.waitSignal(self.view.finished, timeout=20_000):
            self.press(Qt.Key.Key_Space)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The program's fonts, theme and English."""
    load_fonts()
    install_language(qapp, "en")
    apply_theme(qapp, "light", 1.0, "en")
    yield qapp
    tasks.wait()
    qapp.processEvents()


@pytest.mark.slow
def test_a_stopped_interview_keeps_its_reasons_through_the_whole_house(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path, work: Callable[..., Any]
) -> None:
    """Two answers are left out by keyboard, the person stops; a correction by keyboard takes one reason away."""
    place = tmp_path / "laptop"
    workspace = work(Workspace.create, place, passphrase=None, person="Ada")
    assessment = work(workspace.assessments.create, "Floods").id
    version = work(workspace.forms.add_version, assessment, form_workbook(FORM), "household.xlsx").id
    work(workspace.close)

    workspace = work(Workspace.open, place, passphrase=None, interface_thread=threading.get_ident())
    desk = Desk(qtbot, work(InterviewActions.begin, workspace, assessment, version))
    desk.type("Char Uttor")
    desk.press(Qt.Key.Key_Return)
    desk.leave_out(AFRAID)
    desk.leave_out("She does not know")
    desk.view.go_to("")
    desk.stop()
    (row,) = work(workspace.submissions.page, assessment)
    assert {"left-out", "stopped"} <= set(row.flags)

    reading = work(read_interview, workspace, assessment, row.instance, "en")
    assert [(each.question, each.left_out) for each in reading.answers] == [
        ("Which village?", ""),
        ("What is your name?", AFRAID),
        ("How old are you?", "She does not know"),
        ("Anything else?", "The person stopped here."),
    ]
    assert reading.stored.outcome == "stopped"

    draft = work(workspace.drafts.correct, row.instance, reason="asked her mother").id
    desk = Desk(qtbot, work(InterviewActions.reopen, workspace, draft))
    assert not desk.view.room.violations()
    desk.view.go_to("/data/age")
    desk.type("34")
    desk.press(Qt.Key.Key_Return)
    desk.view.go_to("")
    desk.tab_to(desk.view.foot.finish_button)
    with qtbot.waitSignal(desk.view.finished, timeout=20_000):
        desk.press(Qt.Key.Key_Return)
    stored: Stored = work(workspace.submissions.get, assessment, row.instance)
    assert dict(stored.left_out) == {"/data/who": AFRAID, "/data/words": "The person stopped here."}
    assert (stored.outcome, dict(stored.submission.answers)["/data/age"]) == ("stopped", "34")
    work(workspace.close)

    exported(place, tmp_path)
    with Server(tmp_path / "server") as server:
        groundup("exchange", "--server", server.url, workspace=place)
        on_the_console(server)
    assert AFRAID.encode() not in b"".join(
        path.read_bytes() for path in (tmp_path / "server").rglob("*") if path.is_file()
    )


def exported(place: Path, tmp_path: Path) -> None:
    """The laptop's file says it; the reason about the name only in the file with personal answers."""
    plain, personal = tmp_path / "plain.csv", tmp_path / "personal.csv"
    groundup("export", "Floods", "--to", "csv", "--out", str(plain), workspace=place)
    groundup("export", "Floods", "--to", "csv", "--personal", "--out", str(personal), workspace=place)
    (line,) = csv.DictReader(io.StringIO(plain.read_text(encoding="utf-8-sig")))
    assert (line["_outcome"], line["_left_out"]) == ("stopped", "words: The person stopped here.")
    (line,) = csv.DictReader(io.StringIO(personal.read_text(encoding="utf-8-sig")))
    assert line["_left_out"] == f"who: {AFRAID}; words: The person stopped here."


def on_the_console(server: Server) -> None:
    """The server's page and workbook say it too, except what only the laptop reads."""
    with Console(server.url, server.console_code()) as console:
        (assessment,) = console.assessments()
        (key,) = console.submissions(assessment)
        page = console.get(f"/console/{assessment}/submissions/{key}").text
        (book,) = console.workbooks(assessment)
    assert "The person stopped before the end." in page
    assert re.search("Left out: \u2068The person stopped here.\u2069", page)
    assert "does not know" not in page
    names, line = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].values
    told = dict(zip(names, line, strict=True))
    assert (told["_outcome"], told["_left_out"]) == ("stopped", "words: The person stopped here.")
