"""Takes pictures of every screen, to be looked at by a person beside the pictures of the look.

Set GROUNDUP_PICTURES to a folder and run `pytest tests/app/test_pictures.py`; nothing of it is committed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from desk import calm, close_program, copy_of, open_program
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from walk import settle

from app.design.view import AskView
from app.exchange.invite_dialog import show_invitation
from app.exchange.join_dialog import JoinDialog
from app.home.new_assessment import new_assessment_dialog
from app.interview.view import InterviewView
from app.program import Program
from app.review.save_dialog import SaveDialog
from app.review.view import InterviewsView
from app.rooms import Rooms
from app.settings import Preferences
from app.storage.forms import FormVersionInfo
from app.storage.invitations import Invitation
from forms.session.chance import fill_by_chance
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview

SIZES = ((1024, 600), (1366, 768))
LANGUAGES = ("en", "ar", "fr")
ROOMS = ("home", "ask", "interview", "finished", "exchange", "settings")
INTERVIEW_PAGES = 12
SEED = 3


def folder() -> Path | None:
    """Return where pictures go, None when none are wanted."""
    named = os.environ.get("GROUNDUP_PICTURES")
    return Path(named) if named else None


class Camera:
    """Takes the pictures of one size, language and theme.

    Args:
        example: A closed workspace with the example; copies of it are opened.
        form: A form to bring in, with something to fix.
    """

    def __init__(
        self,
        app: QApplication,
        target: Path,
        scratch: Path,
        *,
        example: Path,
        form: Path | None,
        size: tuple[int, int],
        preferences: Preferences,
    ) -> None:
        self._app, self._scratch, self._example, self._form = app, scratch, example, form
        self._size, self._preferences = size, preferences
        look = "" if preferences.theme == "light" else f"_{preferences.theme}"
        scale = "" if preferences.scale == 1.0 else f"_{round(preferences.scale * 100)}"
        self._target = target / f"{preferences.language}_{size[0]}x{size[1]}{look}{scale}"
        self._target.mkdir(parents=True, exist_ok=True)
        self._number = 0

    def take_all(self) -> int:
        """Take every picture and return how many there are."""
        self._first_run()
        self._desk()
        return self._number

    def _first_run(self) -> None:
        program = self._open(self._scratch / "fresh")
        wizard = program.window.shown
        for number in (1, 2, 3, 4):
            wizard.show_page(number)  # type: ignore[union-attr]
            self._take(program.window, f"first_run_{number}")
        wizard.show_recovery("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2")  # type: ignore[union-attr]
        self._take(program.window, "first_run_recovery")
        program._show_lock("")
        program.window.shown.show_wrong()  # type: ignore[union-attr]
        self._take(program.window, "lock")
        program._trouble(FileNotFoundError(2, "gone", "workspace.db"))
        self._take(program.window, "trouble")
        close_program(self._app, program)

    def _desk(self) -> None:
        program = self._open(copy_of(self._example, self._scratch / f"desk_{self._target.name}"))
        rooms = program.rooms
        assert rooms is not None
        for key in ROOMS:
            rooms.open_room(key)
            self._take(program.window, key)
        self._reading(program, rooms)
        self._import(program, rooms)
        self._dialogs(program, rooms)
        self._interview(program, rooms)
        rooms.open_room("home")
        self._take(program.window, "home_with_draft")
        rooms._remove_example_now()
        self._take(program.window, "home_empty")
        close_program(self._app, program)

    def _reading(self, program: Program, rooms: Rooms) -> None:
        rooms.open_room("finished")
        calm(self._app)
        view = rooms.shell.room
        assert isinstance(view, InterviewsView)
        view._open_row(view.table_model.index(0, 0))
        self._take(program.window, "reading")

    def _import(self, program: Program, rooms: Rooms) -> None:
        if self._form is None:
            return
        rooms.open_room("ask")
        calm(self._app)
        view = rooms.shell.room
        assert isinstance(view, AskView)
        view.bring(self._form)
        self._take(program.window, "to_fix")

    def _dialogs(self, program: Program, rooms: Rooms) -> None:
        desk = rooms._desk()
        forms = self._forms(program, rooms)
        self._take_dialog(new_assessment_dialog("Shetu Jonokollan", program.window), "new_assessment")
        self._take_dialog(JoinDialog(desk, lambda _info: None, program.window), "join")
        self._take_dialog(SaveDialog(forms, "30 interviews will stand in the file.", program.window), "save_as")
        invitation = Invitation(
            "ABCD-EFGH-JKLM-NPQR", desk.assessment_id, "Nadipur", "ink river lamp stone bird salt", "interviewer", 1,
            "2026-09-01", None, b"",
        )  # fmt: skip
        self._catch(lambda: show_invitation(invitation, desk, program.window), "invitation")

    def _interview(self, program: Program, rooms: Rooms) -> None:
        rooms.start_interview(self._forms(program, rooms)[0].id)
        calm(self._app)
        guide: Interview | None = None
        for number in range(1, INTERVIEW_PAGES + 1):
            self._take(program.window, f"interview_{number:02}")
            view = rooms.interview
            if view is not None:
                guide = guide or _filled(view)
                for ref in view.page.refs:
                    value = guide.question(ref).value
                    if value:
                        view.room.answer(ref, value)
                calm(self._app)
                self._take(program.window, f"interview_{number:02}_answered")
                view.go_on()
                calm(self._app)
        if rooms.interview is not None:
            rooms.interview.go_to("")
            self._take(program.window, "interview_last_page")
            rooms.interview.leave()
        calm(self._app)

    def _forms(self, program: Program, rooms: Rooms) -> tuple[FormVersionInfo, ...]:
        workspace = program.workspace
        assert workspace is not None
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(workspace.forms.list, rooms._desk().assessment_id).result()

    def _open(self, folder: Path) -> Program:
        file = self._scratch / f"{folder.name}.json"
        program = open_program(self._app, folder, file, chosen=self._preferences)
        program.window.resize(*self._size)
        return program

    def _take(self, widget: QWidget, name: str) -> None:
        calm(self._app)
        settle(self._app)
        self._number += 1
        assert widget.grab().save(str(self._target / f"{self._number:02}_{name}.png"))

    def _take_dialog(self, dialog: QDialog, name: str) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        dialog.show()
        self._take(dialog, name)
        dialog.close()
        dialog.deleteLater()

    def _catch(self, show: Callable[[], None], name: str) -> None:
        """Take the picture of a dialog that runs its own loop, then close it."""

        def take() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QDialog)
            self._number += 1
            assert dialog.grab().save(str(self._target / f"{self._number:02}_{name}.png"))
            dialog.reject()

        QTimer.singleShot(200, take)
        show()


def _filled(view: InterviewView) -> Interview:
    """Return a second session of the same form, answered by chance."""
    guide = Interview.start(
        view.room.interview.model, environment=SessionEnvironment(random=random.Random(SEED)), language=None
    )
    fill_by_chance(guide, random.Random(SEED), thinks_again=False)
    return guide


def variants() -> list[tuple[tuple[int, int], Preferences]]:
    """Return the sizes and preferences that pictures are taken of."""
    plain = Preferences(theme="light")
    made = [(size, replace(plain, language=language)) for language in LANGUAGES for size in SIZES]
    made.append((SIZES[1], replace(plain, language="en", theme="dark")))
    made.append((SIZES[1], replace(plain, language="en", theme="contrast")))
    made.append((SIZES[1], replace(plain, language="en", scale=1.5)))
    return made
