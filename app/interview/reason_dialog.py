"""Asks why an answer is left out; usual reasons are one key away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.kit.language import text
from app.kit.notices import Dialog
from app.kit.widgets.answer_row import AnswerRow
from app.kit.widgets.fields import Field, TextField


class ReasonDialog(Dialog):
    """Rows of usual reasons and a field for any other; `reason` is the answer."""

    def __init__(self, question: str, parent: QWidget) -> None:
        super().__init__(text("Why is there no answer?"), question, width=520, parent=parent)
        self.reason = ""
        self.body.setSpacing(0)
        reasons = (
            text("The person does not know"),
            text("The person does not want to say"),
            text("It could not be recorded"),
            text("It does not fit this person"),
        )
        self.rows: list[AnswerRow] = []
        for place, words in enumerate(reasons):
            row = AnswerRow(words, words, key=str(place + 1), first=place == 0, last=place == len(reasons) - 1)
            row.picked.connect(self._take)
            self.rows.append(row)
            self.body.addWidget(row)
        self.body.addSpacing(12)
        self.line = TextField(fit="field", name=text("Another reason"))
        self.body.addWidget(Field(text("Another reason"), self.line))
        self.cancel_button = self.add_verb(text("Back to the question"), role="reject")
        self.cancel_button.clicked.connect(self.reject)
        self.done_button = self.add_verb(text("Leave it out"), kind="filled")
        self.done_button.setEnabled(False)
        self.line.textChanged.connect(lambda words: self.done_button.setEnabled(bool(words.strip())))
        self.done_button.clicked.connect(lambda: self._take(self.line.text()))
        self.line.returnPressed.connect(self._enter)
        self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits take a reason."""
        words = event.text()
        if words.isdigit() and 1 <= int(words) <= len(self.rows) and not self.line.hasFocus():
            self._take(self.rows[int(words) - 1].value)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((row for row in self.rows if row.hasFocus()), None)
            if focused is not None:
                self._take(focused.value)
            return
        super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.line.text().strip():
            self._take(self.line.text())

    def _take(self, words: object) -> None:
        self.reason = str(words).strip()
        self.accept()


def ask_reason(parent: QWidget, question: str) -> str:
    """Return why the answer is left out; "" when the person went back."""
    dialog = ReasonDialog(question, parent)
    dialog.exec()
    reason = dialog.reason
    dialog.deleteLater()
    return reason
