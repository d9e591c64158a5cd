"""What is only read: a note, a calculated text, a kind of answer this program shows but does not take."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kit.theme import scaled
from app.questions.answer_widget import AnswerWidget
from app.questions.state import QuestionState
from app.questions.words import FormWords


class NoteAnswer(AnswerWidget):
    """The value of a note below its words, when it has one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        self.words = FormWords("answer")
        column.addWidget(self.words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focus_answer(self) -> None:
        """Nothing here takes the keyboard."""

    def show_state(self, state: QuestionState) -> None:
        """Show the value."""
        self.words.show_words(state.value, state.language)
