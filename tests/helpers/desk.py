"""A workspace with the example in it, made once, and the program's window on a copy of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.first_run.actions import Answers, make_workspace
from app.kit import tasks
from app.program import Program
from app.settings import Preferences, save

NOW = datetime(2026, 8, 2, 14, 5, tzinfo=UTC)
NO_THREAD = -1  # no thread is the interface thread: the helper may block
QUIET_ROUNDS = 12  # a quick task may start another that is just as quick, each in a round of its own
LONGEST = 30.0  # seconds until work under way must have come to its end


def make_example(folder: Path, *, passphrase: str | None = None) -> Path:
    """Make a workspace with the example assessment and close it."""
    answers = Answers(person="Rehana", organisation="Shetu Jonokollan", passphrase=passphrase)
    made = make_workspace(folder, answers, interface_thread=NO_THREAD, fallback_name="Person")
    made.workspace.close()
    return folder


def copy_of(folder: Path, target: Path) -> Path:
    """Return a copy of a closed workspace."""
    shutil.copytree(folder, target)
    return target


def open_program(
    app: QApplication, folder: Path, preferences: Path, *, chosen: Preferences, passphrase: str | None = None
) -> Program:
    """Start the program on a workspace and wait until its first page is shown."""
    save(chosen, preferences)
    program = Program(app, folder, passphrase=passphrase, preferences_file=preferences, now=lambda: NOW)
    program.start()
    calm(app)
    return program


def close_program(app: QApplication, program: Program) -> None:
    """Close the program as a person does and wait until everything is on the disk."""
    program.window.close()
    wait_for(app, lambda: not program.window.isVisible())
    calm(app)
    program.window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def calm(app: QApplication) -> None:
    """Let all work under way, and what it starts in turn, come to its end."""
    quiet = 0
    end = time.monotonic() + LONGEST
    while quiet < QUIET_ROUNDS and time.monotonic() < end:
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # outside a running loop nothing else does it
        quiet = quiet + 1 if tasks.wait(5) else 0


def wait_for(app: QApplication, true: Callable[[], bool]) -> None:
    """Run the event loop until something is true.

    Raises:
        AssertionError: it did not come true in time.
    """
    end = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        app.processEvents()
        time.sleep(0.005)
