"""What all answer widgets have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.questions.state import QuestionState

# An answer that is typed is sent on when the hand rests, and now and then while it does not.
REST_MS, LONGEST_MS = 250, 8_000


class AnswerWidget(QWidget):
    """Shows one answer and says when the person changed it.

    Signals:
        answered: The answer as stored text, "" for blank.
        mistyped: Why what is typed is no answer, as a sentence; "" when it is one again.
        entered: The person is done here and wants to go on.
    """

    answered = Signal(str)
    mistyped = Signal(str)
    entered = Signal()

    def show_state(self, state: QuestionState) -> None:
        """Show a question's answer; what is being typed and means the same is left as it is."""
        raise NotImplementedError

    def commit(self) -> None:
        """Send on at once what was typed and not sent yet."""

    def focus_answer(self) -> None:
        """Put the keyboard where the answer is given."""
        self.setFocus()

    @property
    def foot_words(self) -> str:
        """A short sentence for below the answer, such as how many are chosen; "" for none."""
        return ""

    def reset(self) -> None:
        """Forget everything of the question shown before; the widget goes to another one."""


class Typing(QObject):
    """Waits until the hand rests, then sends on; never longer than some seconds."""

    def __init__(self, parent: QObject, send: Callable[[], None]) -> None:
        super().__init__(parent)
        self._send = send
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.flush)
        self._since = QElapsedTimer()

    @property
    def is_waiting(self) -> bool:
        """Tell whether something typed was not sent yet."""
        return self._timer.isActive()

    def changed(self) -> None:
        """Note that something was typed."""
        if not self._timer.isActive():
            self._since.start()
        elif self._since.elapsed() > LONGEST_MS:
            self.flush()
            return
        self._timer.start()

    def flush(self) -> None:
        """Send now."""
        self._timer.stop()
        self._send()

    def forget(self) -> None:
        """Send nothing."""
        self._timer.stop()
