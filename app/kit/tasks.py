"""Work off the interface thread: one pool, results and every failure come back to the interface thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

T = TypeVar("T")
Progress = Callable[[object], None]
log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of work under way; `cancel` asks it to stop, `is_cancelled` is what the work asks."""

    _done = Signal(object)
    _failed = Signal(object)
    progressed = Signal(object)
    finished = Signal()

    def __init__(
        self, parent: QObject, on_done: Callable[[Any], None] | None, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(parent)
        self._cancelled = False
        self.work: QRunnable | None = None
        self._on_done, self._on_error = on_done, on_error
        self._done.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._report_failure, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; its result is dropped when it never asks."""
        self._cancelled = True

    def is_cancelled(self) -> bool:
        """Tell whether `cancel` was called; safe from any thread."""
        return self._cancelled

    def _report(self, result: object) -> None:
        self.finished.emit()
        self.deleteLater()
        if self._on_done is not None and not self._cancelled:
            self._on_done(result)

    def _report_failure(self, failure: Exception) -> None:
        self.finished.emit()
        self.deleteLater()
        if not self._cancelled:
            self._on_error(failure)


class _Work(QRunnable):
    """The pool's side of a task."""

    def __init__(self, task: Task, fn: Callable[[], object]) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python's object and Qt's must not both free it; the task keeps it
        self._task, self._fn = task, fn

    def run(self) -> None:
        """Call the function and hand its result or its failure back; a window that is gone wants neither."""
        try:
            result = self._fn()
        except Exception as failure:  # noqa: BLE001 - the one place that carries every failure to the window
            self._hand(self._task._failed, failure)
        else:
            self._hand(self._task._done, result)

    def _hand(self, signal: Any, value: object) -> None:
        try:
            signal.emit(value)
        except RuntimeError:
            log.debug("the window that asked for this work is gone")


def run(
    fn: Callable[..., T],
    *arguments: object,
    on_done: Callable[[T], None] | None = None,
    on_error: Callable[[Exception], None],
    parent: QObject,
    on_progress: Progress | None = None,
    **options: object,
) -> Task:
    """Run a function on a worker thread and report to the interface thread.

    Args:
        fn: Called as `fn(*arguments, **options)`; with `on_progress` it also gets `progress=` (call it with anything)
            and `is_cancelled=`. It never touches a widget.
        on_done: Gets the result.
        on_error: Gets whatever `fn` raised; usually `notices.explain`.
        parent: Whose life the callbacks share; nothing is called once it is gone.
    """
    task = Task(parent, on_done, on_error)
    if on_progress is not None:
        task.progressed.connect(on_progress, Qt.ConnectionType.QueuedConnection)
        options |= {"progress": task.progressed.emit, "is_cancelled": task.is_cancelled}
    task.work = _Work(task, lambda: fn(*arguments, **options))
    QThreadPool.globalInstance().start(task.work)
    return task


def wait(milliseconds: int = 10_000) -> bool:
    """Wait for all work under way; True when all of it ended in time. For closing and tests."""
    return QThreadPool.globalInstance().waitForDone(milliseconds)
