"""A number between two ends: a slider that is empty until it is moved, and its twin to type in."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kit import theme
from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.labels import Label
from app.questions import digits
from app.questions.answer_widget import AnswerWidget, Typing
from app.questions.fields import FormLine
from app.questions.markup import to_plain
from app.questions.state import QuestionState

HANDLE, TRACK, HEIGHT = 24, 6, 44
MOST_TICKS = 20


class Slider(QWidget):
    """Steps on a line; no handle while nothing is chosen. The field beside it is its twin for screen readers."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._steps, self._place = 1, -1

    def show_place(self, place: int, steps: int) -> None:
        """Show the handle at a step, 0 to `steps`; -1 for nowhere."""
        self.setFixedHeight(scaled(HEIGHT))
        self._place, self._steps = place, max(steps, 1)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by a step, in the direction they point; Home and End go to the ends."""
        forward, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            forward, back = back, forward
        step = {forward: 1, Qt.Key.Key_Up: 1, back: -1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            step = None
        if step is not None:
            self._move(max(self._place, 0) + step if self._place >= 0 else 0)
        elif event.key() == Qt.Key.Key_Home:
            self._move(0)
        elif event.key() == Qt.Key.Key_End:
            self._move(self._steps)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the handle where the pointer is."""
        self._move(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the handle along."""
        self._move(self._at(event.position().x()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, the part up to the handle, the ticks, the handle."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half, track = scaled(HANDLE) / 2, scaled(TRACK)
        middle = self.height() / 2
        line = QRectF(half, middle - track / 2, self.width() - 2 * half, track)
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.setBrush(colours.colour("sunken"))
        painter.drawRoundedRect(line, track / 2, track / 2)
        if self._steps <= MOST_TICKS:
            for step in range(self._steps + 1):
                x = self._x(step)
                painter.drawLine(round(x), round(middle + track), round(x), round(middle + track * 1.8))
        if self._place >= 0:
            x = self._x(self._place)
            start = line.right() if self._mirrored() else line.left()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("accent"))
            painter.drawRoundedRect(QRectF(min(start, x), line.top(), abs(x - start), track), track / 2, track / 2)
            painter.setPen(QPen(colours.colour("surface"), 2))
            painter.drawEllipse(QRectF(x - half, middle - half, 2 * half, 2 * half))
        painter.end()

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _x(self, step: int) -> float:
        half = scaled(HANDLE) / 2
        share = min(max(step / self._steps, 0), 1)
        return half + (self.width() - 2 * half) * (1 - share if self._mirrored() else share)

    def _at(self, x: float) -> int:
        half = scaled(HANDLE) / 2
        share = (x - half) / max(self.width() - 2 * half, 1)
        return round((1 - share if self._mirrored() else share) * self._steps)

    def _move(self, place: int) -> None:
        place = min(max(place, 0), self._steps)
        if place != self._place:
            self._place = place
            self.update()
            self.moved.emit(place)


class RangeAnswer(AnswerWidget):
    """Slider and field; the ends are written below the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        row = QHBoxLayout()
        row.setSpacing(scaled(16))
        self.slider = Slider()
        self.line = FormLine(left_to_right=True)
        self.line.set_centred()
        row.addWidget(self.slider, 1)
        row.addWidget(self.line)
        ends = QHBoxLayout()
        ends.setContentsMargins(scaled(7), 0, 0, 0)
        self._least, self._most = Label("", "body", "quiet", wrap=False), Label("", "body", "quiet", wrap=False)
        ends.addWidget(self._least)
        ends.addStretch(1)
        ends.addWidget(self._most)
        self._room = QWidget()
        ends.addWidget(self._room)
        column.addLayout(row)
        column.addLayout(ends)
        self.setFocusProxy(self.slider)
        self._start, self._end, self._step = Decimal(1), Decimal(10), Decimal(1)
        self._language, self._sent, self._readonly = "en", "", False
        self._typing = Typing(self, self._send)
        self.slider.moved.connect(self._moved)
        self.line.textEdited.connect(lambda _words: self._typing.changed())
        self.line.editingFinished.connect(self.commit)
        self.line.returnPressed.connect(self._enter)
        self.slider.installEventFilter(self)

    def show_state(self, state: QuestionState) -> None:
        """Show the ends and the value."""
        self._start = _decimal(state.parameters.get("start", ""), Decimal(1))
        self._end = _decimal(state.parameters.get("end", ""), Decimal(10))
        step = _decimal(state.parameters.get("step", ""), Decimal(1)).copy_abs()
        self._step = step if step else Decimal(1)
        self._language, self._sent, self._readonly = state.language, state.value, state.readonly
        self.line.setFixedWidth(scaled(92))
        self._room.setFixedWidth(scaled(92 + 16))
        self.line.set_language(state.language)
        self.line.mark(wrong=bool(state.error))
        self.line.setReadOnly(state.readonly)
        self.slider.setEnabled(not state.readonly)
        name = to_plain(state.label)
        self.line.setAccessibleName(name)
        self.slider.setAccessibleName(name)
        self.slider.setAccessibleDescription(state.value)
        self._least.setText(digits.shown_number(_text(self._start), state.language))
        self._most.setText(digits.shown_number(_text(self._end), state.language))
        self.slider.show_place(self._place(state.value), int(abs(self._end - self._start) / self._step))
        if not self._typing.is_waiting and digits.typed_number(self.line.text()) != state.value:
            self.line.setText(digits.shown_number(state.value, state.language))

    def commit(self) -> None:
        """Send on what was typed."""
        if self._typing.is_waiting:
            self._typing.flush()

    def reset(self) -> None:
        """Forget the value."""
        self._typing.forget()
        self._sent = ""
        self.line.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the slider goes on; a digit starts the field."""
        if watched is self.slider and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
            if digits.typed(event.text()).isdigit() and not self._readonly:
                self.line.setFocus()
                self.line.setText(event.text())
                self._typing.changed()
                return True
        return super().eventFilter(watched, event)

    def _place(self, value: str) -> int:
        if not value:
            return -1
        return int(abs(_decimal(value, self._start) - self._start) / self._step)

    def _moved(self, place: int) -> None:
        sign = 1 if self._end >= self._start else -1
        value = _text(self._start + sign * place * self._step)
        self.line.setText(digits.shown_number(value, self._language))
        self.mistyped.emit("")
        if value != self._sent:
            self._sent = value
            self.answered.emit(value)

    def _send(self) -> None:
        plain = digits.typed_number(self.line.text())
        try:
            value = Decimal(plain) if plain else None
        except InvalidOperation:
            value = Decimal("NaN")
        least, most = min(self._start, self._end), max(self._start, self._end)
        if value is not None and (value.is_nan() or not least <= value <= most):
            self.mistyped.emit(
                text(
                    "Write a number from {least} to {most}.",
                    least=digits.shown_number(_text(least), self._language),
                    most=digits.shown_number(_text(most), self._language),
                )
            )
            return
        self.mistyped.emit("")
        stored = "" if value is None else _text(value)
        if stored != self._sent:
            self._sent = stored
            self.answered.emit(stored)

    def _enter(self) -> None:
        self.commit()
        self.entered.emit()


def _decimal(words: str, otherwise: Decimal) -> Decimal:
    try:
        value = Decimal(words)
    except InvalidOperation:
        return otherwise
    return value if value.is_finite() else otherwise


def _text(value: Decimal) -> str:
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
