"""The ways out of an interview: leave for later, finish, they stopped here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.interview.actions import InterviewActions
from app.kit import tasks
from app.kit.language import text
from app.kit.notices import Verb, ask
from app.kit.widgets.buttons import Button

Explain = Callable[[Exception], None]


class Ending(QObject):
    """Leaves and finishes; waits for the disk on another thread.

    Signals:
        left: Everything is on the disk, the draft stays.
        finished: The row of the finished interview.
        refused: Something is missing or wrong; the last page shows it.
    """

    left = Signal()
    finished = Signal(object)
    refused = Signal()

    def __init__(self, room: InterviewActions, button: Button, explain: Explain, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._button, self._explain, self._window = room, button, explain, parent

    def leave(self) -> None:
        """Say `left` once everything is on the disk."""
        self._room.snapshot()
        tasks.run(
            self._room.wait_until_kept,
            on_done=lambda _nothing: self.left.emit(),
            on_error=self._leave_unsaved,
            parent=self,
        )

    def _leave_unsaved(self, failure: Exception) -> None:
        """Say why the last answers are not on the disk; nobody is held here against their will."""
        self._explain(failure)
        chosen = ask(
            self._window,
            text("The last answers are not saved yet"),
            text("What was saved before is safe. When you leave now, the last answers are lost."),
            (
                Verb("leave", text("Leave without them"), removes=True),
                Verb("stay", text("Stay and try again"), safe=True),
            ),
        )
        if chosen == "leave":
            self.left.emit()

    def finish(self) -> None:
        """Finish when nothing is missing or wrong."""
        if self._room.violations():
            self.refused.emit()
            return
        submission = self._room.submission()
        self._room.snapshot()
        self._button.set_busy(True)

        def failed(failure: Exception) -> None:
            self._button.set_busy(False)
            self._explain(failure)

        tasks.run(self._room.finish, submission, on_done=self.finished.emit, on_error=failed, parent=self)

    def stop_here(self) -> None:
        """The person stopped: finish with what is missing left out, or keep as a draft."""
        chosen = ask(
            self._window,
            text("They stopped here"),
            text("What was answered can be finished now. Missing answers are marked: the person stopped."),
            (
                Verb("finish", text("Finish with what there is")),
                Verb("draft", text("Keep as draft"), safe=True),
            ),
        )
        if chosen != "finish":
            self.leave()
            return
        self._room.stop_here(text("The person stopped here."))
        self.finish()
