"""A text: one line, several lines, or digits only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.kit.language import text
from app.questions import digits
from app.questions.answer_widget import AnswerWidget, Typing
from app.questions.fields import FormBox, FormLine
from app.questions.markup import to_plain
from app.questions.state import QuestionState

LINES = 5


class TextAnswer(AnswerWidget):
    """A line of text; `numbers` takes digits and separators only and keeps leading zeros."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.line = FormLine()
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._typing = Typing(self, self._send)
        self._sent = ""
        self._digits_only = False
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self.commit)
        self.line.returnPressed.connect(self._enter)

    def show_state(self, state: QuestionState) -> None:
        """Show the text; the line being typed is not disturbed."""
        self._digits_only = "numbers" in state.appearance
        self.line.setAccessibleName(to_plain(state.label))
        self.line.setReadOnly(state.readonly)
        masked = "masked" in state.appearance
        self.line.setEchoMode(QLineEdit.EchoMode.Password if masked else QLineEdit.EchoMode.Normal)
        self.line.set_language(state.language)
        self.line.mark(wrong=bool(state.error))
        self._sent = state.value
        if self._typing.is_waiting or self.line.text() == state.value:
            return
        self.line.setText(state.value)
        self.line.setCursorPosition(len(state.value))

    def commit(self) -> None:
        """Send on what was typed."""
        if self._typing.is_waiting:
            self._typing.flush()

    def reset(self) -> None:
        """Forget the text."""
        self._typing.forget()
        self._sent = ""
        self.line.clear()

    def _edited(self, words: str) -> None:
        if self._digits_only:
            kept = "".join(letter for letter in digits.typed(words) if letter.isdigit() or letter in "+-.,/ ()")
            self.mistyped.emit("" if kept == digits.typed(words) else text("Only numbers can be written here."))
            if kept != words:
                place = self.line.cursorPosition()
                self.line.setText(kept)
                self.line.setCursorPosition(min(place, len(kept)))
        self._typing.changed()

    def _send(self) -> None:
        if self.line.text() != self._sent:
            self._sent = self.line.text()
            self.answered.emit(self._sent)

    def _enter(self) -> None:
        self.commit()
        self.entered.emit()


class LongTextAnswer(AnswerWidget):
    """Several lines; Enter makes a new line, Ctrl Enter goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.box = FormBox(lines=LINES)
        column.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._typing = Typing(self, self._send)
        self._sent = ""
        self._quiet = False
        self.box.textChanged.connect(self._edited)
        self.box.installEventFilter(self)

    def show_state(self, state: QuestionState) -> None:
        """Show the text; what is being typed is not disturbed."""
        self.box.setAccessibleName(to_plain(state.label))
        self.box.setReadOnly(state.readonly)
        self.box.mark(wrong=bool(state.error))
        self._sent = state.value
        if not self._typing.is_waiting and self.box.toPlainText() != state.value:
            self._quiet = True
            self.box.setPlainText(state.value)
            self._quiet = False
        self.box.set_language(state.language)

    def commit(self) -> None:
        """Send on what was typed."""
        if self._typing.is_waiting:
            self._typing.flush()

    def reset(self) -> None:
        """Forget the text."""
        self._typing.forget()
        self._quiet = True
        self.box.clear()
        self._quiet = False
        self._sent = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on with Ctrl Enter; send when the focus leaves."""
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        if self._quiet:
            return
        self.box.follow()
        self._typing.changed()

    def _send(self) -> None:
        words = self.box.toPlainText()
        if words != self._sent:
            self._sent = words
            self.answered.emit(words)
