"""A date, a time of day, or both."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import Label
from app.questions import digits
from app.questions.answer_widget import AnswerWidget
from app.questions.day_fields import DayFields
from app.questions.fields import FormLine
from app.questions.state import QuestionState


class TimeFields(QWidget):
    """Hour and minute, 24 hours, always left to right."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        clock = QWidget()
        clock.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        fields = QHBoxLayout(clock)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(scaled(6))
        self.hour = FormLine(name=text("Hour, 0 to 23"), left_to_right=True)
        self.minute = FormLine(name=text("Minute"), left_to_right=True)
        fields.addWidget(self.hour)
        fields.addWidget(Label(":", "answer", wrap=False))
        fields.addWidget(self.minute)
        self.now = Button(text("Now"), "text")
        row.addWidget(clock)
        row.addWidget(self.now)
        row.addStretch(1)
        self._language = "en"
        for field in (self.hour, self.minute):
            field.setMaxLength(2)
            field.set_centred()
            field.textEdited.connect(self.changed)
            field.returnPressed.connect(self.entered)
        self.now.clicked.connect(self._take_now)
        self.setFocusProxy(self.hour)

    def show_time(self, moment: time | None, language: str, *, readonly: bool) -> None:
        """Show a time; None leaves half-typed fields as they are."""
        self._language = language
        self.hour.setFixedWidth(scaled(64))
        self.minute.setFixedWidth(scaled(64))
        for field in (self.hour, self.minute):
            field.set_language(language)
        self.hour.setReadOnly(readonly)
        self.minute.setReadOnly(readonly)
        self.now.setVisible(not readonly)
        if moment is not None and self.value() != moment.replace(second=0, microsecond=0, tzinfo=None):
            self.hour.setText(digits.shown(f"{moment.hour:02d}", language))
            self.minute.setText(digits.shown(f"{moment.minute:02d}", language))

    def clear_fields(self) -> None:
        """Empty both fields."""
        self.hour.clear()
        self.minute.clear()

    def is_empty(self) -> bool:
        """Tell whether nothing is filled."""
        return not self.hour.text().strip() and not self.minute.text().strip()

    def is_whole(self) -> bool:
        """Tell whether both fields are filled."""
        return bool(self.hour.text().strip()) and len(self.minute.text().strip()) == 2

    def value(self) -> time | None:
        """Return the time in the fields; None while it is none."""
        hour, minute = digits.typed(self.hour.text()).strip(), digits.typed(self.minute.text()).strip()
        if not (hour.isdigit() and minute.isdigit()) or int(hour) > 23 or int(minute) > 59:
            return None
        return time(int(hour), int(minute))

    def mark(self, *, wrong: bool) -> None:
        """Give the fields the edge of an error, or take it away."""
        for field in (self.hour, self.minute):
            field.mark(wrong=wrong)

    def _take_now(self) -> None:
        now = datetime.now().astimezone()
        self.hour.setText(digits.shown(f"{now.hour:02d}", self._language))
        self.minute.setText(digits.shown(f"{now.minute:02d}", self._language))
        self.changed.emit()


class DateAnswer(AnswerWidget):
    """A date as day, month and year; `month-year` and `year` ask for less."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.fields = DayFields()
        column.addWidget(self.fields)
        self._sent = ""
        self._first: QWidget = self.fields.day
        self.fields.changed.connect(self._changed)
        self.fields.entered.connect(self.entered)

    def show_state(self, state: QuestionState) -> None:
        """Show the date."""
        parts = 1 if "year" in state.appearance else 2 if "month-year" in state.appearance else 3
        self._first = (self.fields.year, self.fields.month, self.fields.day)[parts - 1]
        self._sent = state.value
        self.fields.show_day(_day(state.value), state.language, parts=parts, readonly=state.readonly)
        self.fields.mark(wrong=bool(state.error))

    def focus_answer(self) -> None:
        """Go to the first field."""
        self._first.setFocus()

    def reset(self) -> None:
        """Empty the fields."""
        self._sent = ""
        self.fields.clear_fields()

    def _changed(self) -> None:
        day = self.fields.value()
        wrong = day is None and self.fields.is_whole()
        self.mistyped.emit(text("There is no such day. Look at the day, month and year again.") if wrong else "")
        value = day.isoformat() if day is not None else ""
        if (day is not None or self.fields.is_empty()) and value != self._sent:
            self._sent = value
            self.answered.emit(value)


class TimeAnswer(AnswerWidget):
    """A time of day, kept with the zone of the laptop as other OpenRosa programs do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.fields = TimeFields()
        column.addWidget(self.fields)
        self._sent = ""
        self.fields.changed.connect(self._changed)
        self.fields.entered.connect(self.entered)
        self.setFocusProxy(self.fields)

    def show_state(self, state: QuestionState) -> None:
        """Show the time."""
        self._sent = state.value
        self.fields.show_time(_time(state.value), state.language, readonly=state.readonly)
        self.fields.mark(wrong=bool(state.error))

    def reset(self) -> None:
        """Empty the fields."""
        self._sent = ""
        self.fields.clear_fields()

    def _changed(self) -> None:
        moment = self.fields.value()
        wrong = moment is None and self.fields.is_whole()
        self.mistyped.emit(text("Write a time from 00:00 to 23:59.") if wrong else "")
        value = f"{moment:%H:%M}:00.000{_zone(None, moment)}" if moment is not None else ""
        if (moment is not None or self.fields.is_empty()) and value != self._sent:
            self._sent = value
            self.answered.emit(value)


class DateTimeAnswer(AnswerWidget):
    """A date and a time of day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(10))
        self.day, self.clock = DayFields(), TimeFields()
        column.addWidget(self.day)
        column.addWidget(self.clock)
        self._sent = ""
        for fields in (self.day, self.clock):
            fields.changed.connect(self._changed)
            fields.entered.connect(self.entered)
        self.setFocusProxy(self.day)

    def show_state(self, state: QuestionState) -> None:
        """Show both."""
        day, _, clock = state.value.partition("T")
        self._sent = state.value
        self.day.show_day(_day(day), state.language, parts=3, readonly=state.readonly)
        self.clock.show_time(_time(clock), state.language, readonly=state.readonly)
        self.day.mark(wrong=bool(state.error))
        self.clock.mark(wrong=bool(state.error))

    def reset(self) -> None:
        """Empty the fields."""
        self._sent = ""
        self.day.clear_fields()
        self.clock.clear_fields()

    def _changed(self) -> None:
        day, moment = self.day.value(), self.clock.value()
        fault = ""
        if day is None and self.day.is_whole():
            fault = text("There is no such day. Look at the day, month and year again.")
        elif moment is None and self.clock.is_whole():
            fault = text("Write a time from 00:00 to 23:59.")
        self.mistyped.emit(fault)
        if day is not None and moment is not None:
            value = f"{day.isoformat()}T{moment:%H:%M}:00.000{_zone(day, moment)}"
        elif self.day.is_empty() and self.clock.is_empty():
            value = ""
        else:
            return
        if value != self._sent:
            self._sent = value
            self.answered.emit(value)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _time(value: str) -> time | None:
    try:
        return time.fromisoformat(value[:5])
    except ValueError:
        return None


def _zone(day: date | None, moment: time) -> str:
    """Return the laptop's offset from UTC at that moment: "+03:00"."""
    local = datetime.combine(day or datetime.now().astimezone().date(), moment).astimezone()
    return local.isoformat()[-6:]
