"""A whole or decimal number, typed in any digits."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.questions import digits
from app.questions.answer_widget import AnswerWidget, Typing
from app.questions.fields import FormLine
from app.questions.markup import to_plain
from app.questions.state import Kind, QuestionState

WIDTH = 240
_WHOLE = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
# The range of xsd:int, which every OpenRosa server can keep.
LARGEST = 2**31 - 1


class NumberAnswer(AnswerWidget):
    """A field for a number; letters are refused at once and gently, the last good number stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = FormLine(left_to_right=True)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.line.setFixedWidth(scaled(WIDTH))
        row.addWidget(self.line)
        row.addStretch(1)
        self.setFocusProxy(self.line)
        self._typing = Typing(self, self._send)
        self._sent = ""
        self._whole = True
        self._language = "en"
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self.commit)
        self.line.returnPressed.connect(self._enter)

    def show_state(self, state: QuestionState) -> None:
        """Show the number in the digits of the interview's language."""
        self._whole = state.kind is Kind.INTEGER
        self.line.setFixedWidth(scaled(WIDTH))
        self.line.setAccessibleName(to_plain(state.label))
        self.line.setReadOnly(state.readonly)
        self.line.set_language(state.language)
        self.line.mark(wrong=bool(state.error))
        same_language = state.language == self._language
        self._language, self._sent = state.language, state.value
        if self._typing.is_waiting or (state.error and not state.value):
            return
        if same_language and _number(digits.typed_number(self.line.text()), whole=self._whole) == state.value:
            return
        self.line.setText(digits.shown_number(state.value, state.language))

    def commit(self) -> None:
        """Send on what was typed."""
        if self._typing.is_waiting:
            self._typing.flush()

    def reset(self) -> None:
        """Forget the number."""
        self._typing.forget()
        self._sent = ""
        self.line.clear()

    def _edited(self, words: str) -> None:
        self.mistyped.emit(self._fault(digits.typed_number(words)))
        self._typing.changed()

    def _fault(self, plain: str) -> str:
        if plain in ("", "-", "+", ".") or _number(plain, whole=self._whole) is not None:
            if self._whole and plain and plain.lstrip("+-").isdigit() and abs(int(plain)) > LARGEST:
                return text("This number is too large. Write a number up to {most}.", most=LARGEST)
            return ""
        if self._whole and _DECIMAL.fullmatch(plain):
            return text("Only a whole number can be written here, such as 12.")
        return text("Only a number can be written here, such as 12.")

    def _send(self) -> None:
        plain = digits.typed_number(self.line.text())
        if self._fault(plain):
            return
        number = _number(plain, whole=self._whole)
        if number is not None and number != self._sent:
            self._sent = number
            self.answered.emit(number)

    def _enter(self) -> None:
        self.commit()
        self.entered.emit()


def _number(plain: str, *, whole: bool) -> str | None:
    """Return the number as stored; "" for nothing typed; None when it is not (or not yet) one."""
    if plain == "":
        return ""
    if whole:
        return str(int(plain)) if _WHOLE.fullmatch(plain) else None
    if not _DECIMAL.fullmatch(plain):
        return None
    whole_part, point, rest = plain.lstrip("+").partition(".")
    rest = rest.rstrip("0")
    sign = "-" if whole_part.startswith("-") else ""
    whole_part = str(int(whole_part.lstrip("-") or "0"))
    return f"{sign}{whole_part}.{rest}" if point and rest else f"{sign}{whole_part}"
