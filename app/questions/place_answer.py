"""A place: typed latitude and longitude, altitude and accuracy folded; or why it could not be recorded."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.fields import Field
from app.kit.widgets.labels import IconLine
from app.questions import digits
from app.questions.answer_widget import AnswerWidget, Typing
from app.questions.fields import FormLine
from app.questions.state import QuestionState

LATITUDE, LONGITUDE = 90.0, 180.0
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
# Two numbers in one paste, as maps give them: "23.81, 90.41".
_PAIR = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,; \t]\s*([+-]?\d+(?:\.\d+)?)\s*")


class PlaceAnswer(AnswerWidget):
    """Four fields; both coordinates pasted into the first are taken apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(scaled(12))
        self.lines: list[FormLine] = []
        names = (
            (text("Latitude"), text("North is positive, such as 23.8103")),
            (text("Longitude"), text("East is positive, such as 90.4125")),
            (text("Altitude in metres (optional)"), ""),
            (text("Accuracy in metres (optional)"), ""),
        )
        for place, (name, example) in enumerate(names):
            line = FormLine(left_to_right=True)
            self.lines.append(line)
            grid.addWidget(Field(name, line, help_text=example), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            line.textEdited.connect(self._edited)
            line.editingFinished.connect(self.commit)
            line.returnPressed.connect(self._enter)
        column.addLayout(grid)
        hint_row = QHBoxLayout()
        hint_row.addWidget(
            IconLine(
                "map-pin", text("No position device is used here. Read the numbers from a phone or a map."), "table"
            )
        )
        column.addLayout(hint_row)
        self._typing = Typing(self, self._send)
        self._sent = ""
        self.setFocusProxy(self.lines[0])

    def show_state(self, state: QuestionState) -> None:
        """Show the four numbers; coordinates keep Latin digits in every language."""
        self._sent = state.value
        for line in self.lines:
            line.setReadOnly(state.readonly)
            line.set_language(state.language)
            line.mark(wrong=bool(state.error))
        if self._typing.is_waiting or self._stored() == state.value:
            return
        numbers = [*state.value.split(), "", "", "", ""][:4]
        for place, (line, number) in enumerate(zip(self.lines, numbers, strict=True)):
            line.setText("" if place >= 2 and number in ("0", "0.0") else number)

    def commit(self) -> None:
        """Send on what was typed."""
        if self._typing.is_waiting:
            self._typing.flush()

    def reset(self) -> None:
        """Empty the fields."""
        self._typing.forget()
        self._sent = ""
        for line in self.lines:
            line.clear()

    def _edited(self) -> None:
        match = _PAIR.fullmatch(digits.typed(self.lines[0].text()))
        if match and not self.lines[1].text():
            self.lines[0].setText(match[1])
            self.lines[1].setText(match[2])
        self.mistyped.emit("")
        self._typing.changed()

    def _fault(self) -> str:
        most = (LATITUDE, LONGITUDE, None, None)
        for line, limit in zip(self.lines, most, strict=True):
            plain = digits.typed_number(line.text())
            if plain and not _NUMBER.fullmatch(plain):
                return text("Only numbers can be written here, such as 23.8103.")
            if plain and limit is not None and abs(float(plain)) > limit:
                if limit == LATITUDE:
                    return text("A latitude lies between -90 and 90.")
                return text("A longitude lies between -180 and 180.")
        return ""

    def _stored(self) -> str | None:
        """Return the stored text of the fields; None while it is no place yet."""
        numbers = [digits.typed_number(line.text()) for line in self.lines]
        if not any(numbers):
            return ""
        if self._fault() or not numbers[0] or not numbers[1]:
            return None
        return " ".join(number or "0" for number in numbers)

    def _send(self) -> None:
        self.mistyped.emit(self._fault())
        stored = self._stored()
        if stored is not None and stored != self._sent:
            self._sent = stored
            self.answered.emit(stored)

    def _enter(self) -> None:
        self.commit()
        self.entered.emit()
