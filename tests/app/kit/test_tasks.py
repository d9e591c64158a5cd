"""Work off the interface thread: results, failures, progress and stopping come back to it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.kit import tasks


def never(failure: Exception) -> None:
    """Fail the test: nothing should have gone wrong."""
    raise failure


def test_work_runs_elsewhere_and_reports_here(qtbot: QtBot, look: QApplication) -> None:
    """The function runs on another thread, the callback on the interface thread."""
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()
    tasks.run(
        threading.get_ident,
        on_done=lambda there: seen.append((there, threading.get_ident())),
        on_error=never,
        parent=look,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != here
    assert seen[0][1] == here


def test_every_failure_comes_to_one_place(qtbot: QtBot, look: QApplication) -> None:
    """What the function raises is handed over, not lost."""
    seen: list[Exception] = []

    def fail() -> None:
        raise ValueError("broken")

    tasks.run(fail, on_error=seen.append, parent=look)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ValueError)


def test_progress_and_arguments_reach_the_work(qtbot: QtBot, look: QApplication) -> None:
    """`progress` calls back here; positional and named arguments are passed on."""
    moved: list[object] = []
    done: list[int] = []

    def work(first: int, *, second: int, progress: Callable[[object], None], is_cancelled: Callable[[], bool]) -> int:
        progress("half")
        assert not is_cancelled()
        return first + second

    tasks.run(work, 1, second=2, on_done=done.append, on_error=never, on_progress=moved.append, parent=look)
    qtbot.waitUntil(lambda: bool(done))
    assert (done, moved) == ([3], ["half"])


def test_a_stopped_task_reports_nothing(qtbot: QtBot, look: QApplication) -> None:
    """Work that was asked to stop sees it, and its result is dropped."""
    go_on, seen = threading.Event(), threading.Event()
    done: list[object] = []

    def work(*, progress: Callable[[object], None], is_cancelled: Callable[[], bool]) -> None:
        go_on.wait(5)
        if is_cancelled():
            seen.set()

    task = tasks.run(work, on_done=done.append, on_error=never, on_progress=lambda _: None, parent=look)
    with qtbot.waitSignal(task.finished, timeout=5000):
        task.cancel()
        go_on.set()
    assert seen.is_set()
    assert not done


def test_a_window_that_is_gone_gets_nothing(qtbot: QtBot, look: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    """When the parent is deleted first, nothing is called and nothing fails."""
    parent = QObject()
    go_on = threading.Event()
    done: list[object] = []
    tasks.run(lambda: go_on.wait(5), on_done=done.append, on_error=never, parent=parent)
    parent.deleteLater()
    del parent
    qtbot.wait(20)
    go_on.set()
    assert tasks.wait()
    qtbot.wait(20)
    assert not done
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
