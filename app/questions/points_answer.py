"""A line or an area as text: one point a line, latitude and longitude."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kit.language import plural, text
from app.kit.theme import scaled
from app.kit.widgets.labels import Label
from app.questions import digits
from app.questions.answer_widget import AnswerWidget, Typing
from app.questions.fields import FormBox
from app.questions.markup import to_plain
from app.questions.state import QuestionState

LINES = 6
_POINT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)[\s,]+([+-]?\d+(?:\.\d+)?)((?:[\s,]+[+-]?\d+(?:\.\d+)?){0,2})\s*")


class PointsAnswer(AnswerWidget):
    """Points, one a line: "23.8103 90.4125"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        self.box = FormBox(lines=LINES, left_to_right=True)
        self.box.setPlaceholderText("23.8103 90.4125\n23.8110 90.4131")
        self.box.installEventFilter(self)
        column.addWidget(self.box)
        column.addWidget(
            Label(text("One point a line: latitude, longitude. Altitude and accuracy may follow."), "table", "quiet")
        )
        self.setFocusProxy(self.box)
        self._typing = Typing(self, self._send)
        self._sent, self._quiet = "", False
        self.box.textChanged.connect(self._edited)

    def show_state(self, state: QuestionState) -> None:
        """Show the points."""
        self.box.setAccessibleName(to_plain(state.label))
        self.box.setReadOnly(state.readonly)
        self.box.set_language(state.language)
        self.box.mark(wrong=bool(state.error))
        self._sent = state.value
        if self._typing.is_waiting or self._stored() == state.value:
            return
        self._quiet = True
        self.box.setPlainText("\n".join(_short(point) for point in state.value.split(";") if point.strip()))
        self._quiet = False

    def commit(self) -> None:
        """Send on what was typed."""
        if self._typing.is_waiting:
            self._typing.flush()

    def reset(self) -> None:
        """Empty the field."""
        self._typing.forget()
        self._sent, self._quiet = "", True
        self.box.clear()
        self._quiet = False

    @property
    def foot_words(self) -> str:
        """How many points there are."""
        count = len([point for point in self._sent.split(";") if point.strip()])
        return plural("{n} point", "{n} points", count) if count else ""

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
        if not self._quiet:
            self._typing.changed()

    def _stored(self) -> str | None:
        """Return the stored text; None when a line is no point."""
        points = []
        for line in digits.typed(self.box.toPlainText()).splitlines():
            if not line.strip():
                continue
            match = _POINT.fullmatch(line)
            if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
                return None
            rest = match[3].replace(",", " ").split()
            points.append(" ".join([match[1], match[2], *rest, "0", "0"][:4]))
        return ";".join(points)

    def _send(self) -> None:
        stored = self._stored()
        self.mistyped.emit(
            text("One of the lines is no point. Write it as latitude, a blank, longitude: 23.8103 90.4125.")
            if stored is None
            else ""
        )
        if stored is not None and stored != self._sent:
            self._sent = stored
            self.answered.emit(stored)


def _short(point: str) -> str:
    """Return a point without an altitude and accuracy of 0."""
    numbers = point.split()
    while len(numbers) > 2 and numbers[-1] in ("0", "0.0"):
        numbers.pop()
    return " ".join(numbers)
