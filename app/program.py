"""Wires the window: first run, lock page, shell and its rooms, interviews; puts preferences in force."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from app import settings
from app.first_run.actions import Answers, Made, make_workspace
from app.first_run.view import FirstRun
from app.home import crash
from app.idle import IdleWatch
from app.kit import tasks
from app.kit.collector import Collector
from app.kit.language import install_language, text, time_text
from app.kit.languages import LANGUAGES, by_code
from app.kit.theme import apply_theme
from app.lock.view import LockView, locked_reason
from app.main_window import MainWindow, show_keys
from app.preferences.actions import keep_day
from app.rooms import Rooms
from app.settings import Preferences
from app.storage.errors import WrongPassphrase
from app.storage.workspace import Workspace
from app.ways_out import WaysOut


class Program(QObject):
    """One running window on one workspace folder.

    Args:
        folder: The workspace; made by the first run when there is none.
        passphrase: Tried at once when given.
        preferences_file: Where this user's preferences are kept.
        example: Choose the example assessment when it is there.
    """

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        passphrase: str | None,
        preferences_file: Path,
        example: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__()
        self._app, self.folder, self._passphrase, self._file, self._now = app, folder, passphrase, preferences_file, now
        self._example = example
        self._collector = Collector(self)
        self.preferences = settings.load(preferences_file)
        self.window = MainWindow()
        self.window.scale_asked.connect(self._scale)
        self.window.lock_asked.connect(self.lock)
        self.window.help_asked.connect(self._help)
        self.window.closing.connect(self._close)
        self.workspace: Workspace | None = None
        self.rooms: Rooms | None = None
        self._resume = ""  # draft that was open when the laptop was locked
        self._made_now: Made | None = None  # made by the first run, its recovery code being read
        self._idle = IdleWatch(app, self)
        self._idle.idle.connect(lambda: self.lock(idle=True))
        self._ways_out = WaysOut(self.window, self)
        self._ways_out.again.connect(self._start_again)
        self._ways_out.read_only.connect(lambda words: self._open(words, read_only=True))
        self._ways_out.left.connect(self._close)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._put_in_force())

    def start(self) -> None:
        """Show the first page that fits: first run, lock page, or the workspace."""
        self._put_in_force()
        self._place_window()
        if not Workspace.exists(self.folder):
            self._first_run(Answers(language=self.preferences.language or self._system_language()))
        elif Workspace.needs_passphrase(self.folder) and self._passphrase is None:
            self._show_lock("")
        else:
            self._open(self._passphrase)
        self.window.show()

    def _help(self) -> None:
        if self.rooms is not None:
            self.rooms.show_help()
        else:
            show_keys(self.window)

    # preferences

    def change(self, preferences: Preferences) -> None:
        """Keep preferences and put them in force at once."""
        self.preferences = preferences
        self._put_in_force()
        self._keep()
        if self.workspace is not None:
            self._idle.start(preferences.lock_minutes)
        if self.rooms is not None:
            self.rooms.rebuild(preferences)

    def _put_in_force(self) -> None:
        now = self.preferences
        language = now.language or self._system_language()
        install_language(self._app, language, now.digits)
        theme = now.theme
        if theme == "system":
            dark = QGuiApplication.styleHints().colorScheme().name == "Dark"
            theme = "dark" if dark else "light"
        apply_theme(self._app, theme, now.scale, by_code(language).code)

    def _keep(self) -> None:
        tasks.run(settings.save, self.preferences, self._file, on_error=self._say_if_open, parent=self)

    def _scale(self, step: int) -> None:
        scale = 1.0 if step == 0 else self.preferences.scale + step * settings.SCALE_STEP
        wanted = self.preferences.with_scale(scale)
        if wanted == self.preferences:
            return
        self.change(wanted)
        shown = self.window.shown
        if isinstance(shown, FirstRun):
            if self._made_now is not None:
                self._show_recovery(self._made_now)
            elif not shown.is_busy:
                self._first_run(shown.answers_so_far(), shown.number)
        elif isinstance(shown, LockView):
            self._show_lock("", tries=shown.tries)

    def _system_language(self) -> str:
        return by_code(QLocale.system().name()).code

    def _place_window(self) -> None:
        if len(self.preferences.window) == 4:
            x, y, width, height = self.preferences.window
            screen = QGuiApplication.screenAt(self.window.frameGeometry().topLeft()) or QGuiApplication.primaryScreen()
            room = screen.availableGeometry()
            self.window.resize(min(width, room.width()), min(height, room.height()))
            if room.contains(x, y):
                self.window.move(x, y)

    # first run

    def _first_run(self, answers: Answers, page: int = 1) -> None:
        view = FirstRun(answers, self._system_language(), page)
        view.language_picked.connect(self._first_language)
        view.finished.connect(lambda given: self._make(view, given))
        self.window.show_widget(view)

    def _first_language(self, code: str) -> None:
        shown = self.window.shown
        answers = shown.answers if isinstance(shown, FirstRun) else Answers()
        self.change(replace(self.preferences, language=code))
        self._first_run(replace(answers, language=code))
        fresh = self.window.shown
        if isinstance(fresh, FirstRun):
            fresh.focus_chosen()

    def _make(self, view: FirstRun, answers: Answers) -> None:
        view.show_busy(True)
        self.preferences = replace(
            self.preferences,
            language=answers.language,
            backup_folder=answers.backup_folder,
            start_page=answers.start_page,
        )
        self._keep()

        def failed(failure: Exception) -> None:
            view.show_busy(False)
            self._trouble(failure)

        tasks.run(
            make_workspace,
            self.folder,
            answers,
            interface_thread=threading.get_ident(),
            fallback_name=text("Person at this laptop"),
            on_done=self._made,
            on_error=failed,
            parent=self,
        )

    def _made(self, made: Made) -> None:
        self._made_now = made
        if made.recovery_code:
            self._show_recovery(made)
        else:
            self._opened(made.workspace)

    def _show_recovery(self, made: Made) -> None:
        """Show the recovery code once; the workspace opens when it was written down."""
        view = FirstRun(Answers(), self._system_language(), 4)
        view.left.connect(lambda: self._opened(made.workspace))
        self.window.show_widget(view)
        view.show_recovery(made.recovery_code or "")

    # lock

    def _show_lock(self, reason: str, *, tries: int = 0) -> None:
        view = LockView(reason=reason, tries=tries)
        view.unlock.connect(lambda words: self._open(words, view))
        view.recover.connect(lambda words: self._open(words, view))
        view.larger_asked.connect(lambda: self._scale(1))
        view.language_asked.connect(lambda: self._choose_language(view))
        self.window.show_widget(view)
        view.focus_field()

    def _choose_language(self, view: LockView) -> None:
        menu = QMenu(view)
        for language in LANGUAGES:
            menu.addAction(language.endonym).setData(language.code)
        picked = menu.exec(view.mapToGlobal(view.rect().center()))
        if picked is not None:
            self.change(replace(self.preferences, language=str(picked.data())))
            self._show_lock("", tries=view.tries)

    def lock(self, *, idle: bool = False) -> None:
        """Save what is open, close the workspace, show the lock page; without a passphrase there is nothing to lock."""
        workspace = self.workspace
        if workspace is None or self.rooms is None:
            return
        if not workspace.profile.protected:
            if not idle:
                self.rooms.shell.notices.warn(
                    text("Set one in Settings first."), lead=text("This laptop has no passphrase.")
                )
            return
        self._resume = self.rooms.interview.room.info.id if self.rooms.interview is not None else ""
        reason = locked_reason(self.preferences.lock_minutes, time_text(self._now())) if idle else ""
        self._leave_workspace(lambda: self._show_lock(reason))

    # the workspace

    def _open(self, passphrase: str | None, view: LockView | None = None, *, read_only: bool = False) -> None:
        if view is not None:
            view.show_busy(True)

        def failed(failure: Exception) -> None:
            if view is not None and isinstance(failure, WrongPassphrase):
                view.show_wrong()
            elif isinstance(failure, WrongPassphrase):
                self._show_lock("")
            else:
                self._trouble(failure, passphrase)

        tasks.run(
            Workspace.open,
            self.folder,
            passphrase=passphrase,
            interface_thread=threading.get_ident(),
            read_only=read_only,
            on_done=self._opened,
            on_error=failed,
            parent=self,
        )

    def _opened(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.rooms = Rooms(self.window, workspace, self.preferences, now=self._now)
        self.rooms.preferences_changed.connect(self.change)
        self.rooms.lock_asked.connect(self.lock)
        self.rooms.begin(self._resume, example=self._example)
        self._resume, self._example, self._made_now = "", False, None
        self._idle.start(self.preferences.lock_minutes)
        if not workspace.read_only:
            tasks.run(
                crash.begin,
                workspace.folder,
                self._now(),
                on_done=self._say_crash,
                on_error=self._say_if_open,
                parent=self,
            )
            tasks.run(
                keep_day,
                workspace,
                self.preferences.backup_folder,
                on_error=self._say_if_open,
                parent=self,
            )

    def _say_crash(self, before: datetime | None) -> None:
        if before is not None and self.rooms is not None:
            self.rooms.say_crash(before)

    def _leave_workspace(self, then: Callable[[], None]) -> None:
        """Wait for everything to be on the disk, close the workspace, then go on."""
        workspace, rooms = self.workspace, self.rooms
        if workspace is None:
            QTimer.singleShot(0, self, then)  # not inside the event that asked for it: a window cannot close twice
            return
        self._idle.stop()
        if rooms is not None:
            rooms.leave_interview()
            rooms.end()
        self.workspace, self.rooms = None, None

        def close() -> None:
            read_only, folder = workspace.read_only, workspace.folder
            workspace.close()
            if not read_only:
                crash.end(folder)

        def failed(failure: Exception) -> None:
            self.workspace, self.rooms = workspace, rooms
            self._explain(failure)

        tasks.run(close, on_done=lambda _nothing: then(), on_error=failed, parent=self)

    def _close(self) -> None:
        place = self.window.geometry()
        self.preferences = replace(self.preferences, window=(place.x(), place.y(), place.width(), place.height()))
        self._keep()

        def end() -> None:
            tasks.wait()
            self.window.close_now()
            self._collector.end()
            self._idle.end()

        self._leave_workspace(end)

    # trouble

    def _say_if_open(self, failure: Exception) -> None:
        """Say what went wrong beside the work, if the desk is still open; never take a page over for it."""
        if self.rooms is not None:
            self.rooms.shell.notices.explain(failure)

    def _explain(self, failure: Exception) -> None:
        if self.rooms is not None:
            self.rooms.shell.notices.explain(failure)
        else:
            self._trouble(failure)

    def _trouble(self, failure: Exception, passphrase: str | None = None) -> None:
        self._ways_out.show(failure, self.folder, passphrase)

    def _start_again(self, folder: Path, passphrase: str | None) -> None:
        self.folder, self._passphrase = folder, passphrase
        self.start()
