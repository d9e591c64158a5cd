"""Runs the real window without a screen or a hand: waits for pages, presses keys, keeps pictures, starts the server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from PySide6.QtCore import QEventLoop, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import settings
from app.interview.view import InterviewView
from app.kit import tasks
from app.main_window import MainWindow
from app.program import Program
from app.start import make_application
from app.storage.workspace import Workspace

Result = TypeVar("Result")
MOST_TABS = 400
QUIET_ROUNDS = 6  # rounds of the event loop without work elsewhere that count as settled
WAIT = 30.0  # seconds that anything may take before it counts as stuck
LEAST_COLOURS = 4  # a painted page has more colours than an empty one
Modifier = Qt.KeyboardModifier


class Stuck(Exception):
    """Something that was waited for did not happen; the text names it."""


class Driver:
    """The program's window on a workspace, driven from code; use it in a `with`.

    Args:
        folder: The workspace; when there is none, the first run is shown.
        passphrase: Tried at once.
        language, theme: Preferences of this window; None leaves what was kept.
        size: Of the window in px.
        pictures: Where `picture` keeps them; None keeps none.
    """

    def __init__(
        self,
        folder: Path,
        *,
        passphrase: str | None = None,
        language: str | None = None,
        theme: str | None = None,
        size: tuple[int, int] = (1366, 768),
        pictures: Path | None = None,
    ) -> None:
        qInstallMessageHandler(_say)
        self.app = make_application()
        self.pictures = pictures
        preferences = folder.parent / f"{folder.name}-preferences.json"
        now = settings.load(preferences)
        if language is not None:
            now = replace(now, language=language)
        if theme is not None:
            now = replace(now, theme=theme)
        settings.save(now, preferences)
        self.program = Program(self.app, folder, passphrase=passphrase, preferences_file=preferences)
        self.window: MainWindow = self.program.window
        self.window.resize(*size)

    def __enter__(self) -> Self:
        """Show the window."""
        self.program.start()
        self.window.activateWindow()
        self.spin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the window as a person would and wait until everything is kept."""
        self.window.close()
        deadline = time.monotonic() + WAIT
        while self.window.isVisible() and time.monotonic() < deadline:
            self.spin()
        if self.window.isVisible() and error is None:
            raise Stuck("the window does not close")

    def spin(self, milliseconds: int = 10) -> None:
        """Let the window work."""
        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)

    def until(self, condition: Callable[[], bool], what: str, seconds: float = WAIT) -> None:
        """Let the window work until the condition holds.

        Raises:
            Stuck: it did not within the time.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise Stuck(f"waited {seconds:.0f} s for {what}")
            self.spin()
            time.sleep(0.002)
        self.spin()

    def open_room(self, key: str) -> QWidget:
        """Open a room and wait until it has read what it shows."""
        rooms = self.program.rooms
        assert rooms is not None
        rooms.open_room(key)
        self.until(lambda: rooms.shell.key == key and rooms.shell.room is not None, f"the room {key}")
        self.settle()
        assert rooms.shell.room is not None
        return rooms.shell.room

    def settle(self) -> None:
        """Wait until nothing runs off the interface thread any more and its results are shown."""
        quiet, deadline = 0, time.monotonic() + WAIT
        while quiet < QUIET_ROUNDS and time.monotonic() < deadline:
            self.spin()
            quiet = quiet + 1 if tasks.wait(2) else 0

    def pause(self, milliseconds: int) -> None:
        """Let the window work for a while: what it does by a clock of its own shows no other end."""
        deadline = time.monotonic() + milliseconds / 1000
        while time.monotonic() < deadline:
            self.spin()
            time.sleep(0.005)

    def interview(self) -> InterviewView:
        """Return the open interview."""
        shown = self.window.shown
        if not isinstance(shown, InterviewView):
            raise Stuck("no interview is open")
        return shown

    def press(self, key: Qt.Key, modifiers: Modifier = Modifier.NoModifier) -> None:
        """Press a key on whatever has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.spin(1)

    def type(self, words: str) -> None:
        """Type words where the keyboard is; other scripts as an input method would hand them over."""
        target = QApplication.focusWidget() or self.window
        if words.isascii() and "\n" not in words:
            QTest.keyClicks(target, words)
        else:
            event = QInputMethodEvent()
            event.setCommitString(words)
            QApplication.sendEvent(target, event)
        self.spin(1)

    def tab_to(self, is_there: Callable[[QWidget], bool]) -> None:
        """Press Tab until the keyboard is where it should be.

        Raises:
            Stuck: it never gets there; the text lists the last stops.
        """
        trail: list[str] = []
        if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # without a window manager nobody gives the keyboard back after a dialog
            self.spin()
        for _ in range(MOST_TABS):
            focus = QApplication.focusWidget()
            if focus is not None and is_there(focus):
                return
            trail.append(f"{type(focus).__name__} {focus.accessibleName()[:20] if focus else ''}")
            self.press(Qt.Key.Key_Tab)
        raise Stuck("the keyboard does not get there with Tab: " + " · ".join(trail[-20:]))

    def aside(self, work: Callable[[Workspace], Result]) -> Result:
        """Run something that blocks on another thread, as the window's own tasks do, and return its result."""
        workspace = self.program.workspace
        assert workspace is not None
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(work, workspace)
            self.until(future.done, "the workspace")
            return future.result()

    def picture(self, name: str = "") -> QImage:
        """Return a picture of the window, kept as NAME.png when pictures are kept.

        Raises:
            Stuck: nothing was painted.
        """
        self.spin()
        image = self.window.grab().toImage()
        across = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        if len(across) < LEAST_COLOURS:
            raise Stuck(f"the page {name} is empty")
        if name and self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            image.save(str(self.pictures / f"{name}.png"))
        return image


def _say(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Pass Qt's own messages on, but for the one that the platform without a screen says of every window."""
    if "propagateSizeHints" not in words:
        print(words, file=sys.stderr)


def program_command() -> list[str]:
    """Return the command that starts this very program."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]


class ServerProcess:
    """`groundup serve` as its own process on loopback, with a folder of its own; use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.console_code = ""
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start it; `wait` comes before the first use."""
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "XDG_DATA_HOME": str(self.folder), "PYTHONUNBUFFERED": "1"}
        environment.pop("GROUNDUP_PASSPHRASE", None)
        self._process = subprocess.Popen(
            [*program_command(), "serve", "--port", "0", "--db", f"sqlite:///{self.folder / 'server.db'}",
             "--media", str(self.folder / "media")],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        return self

    def wait(self) -> None:
        """Wait until it says where it listens.

        Raises:
            Stuck: it ended before.
        """
        said = ""
        assert self._process is not None
        assert self._process.stdout is not None
        while not (self.url and self.console_code):
            line = self._process.stdout.readline()
            if not line:
                raise Stuck("the server did not start: " + said)
            said += line
            if found := re.search(r"server: (http\S+)", line):
                self.url = found.group(1)
            if found := re.search(r"Console code[^:]*: (\S+)", line):
                self.console_code = found.group(1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it politely."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=WAIT)
