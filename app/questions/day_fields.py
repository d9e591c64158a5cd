"""Day, month and year as three fields of the language, with a calendar; the parts of a date answer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button, IconButton
from app.kit.widgets.fields import Choice
from app.kit.widgets.labels import Label
from app.questions import digits
from app.questions.calendar_popup import CalendarPopup
from app.questions.fields import FormLine, field_font, mark

MONTHS = 12


class DayFields(QWidget):
    """Three fields that together are a day; says `changed` whenever any of them does."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        self.day = FormLine(name=text("Day"))
        self.month = Choice(text("Month"), [("", 0)], fit="field")
        self.year = FormLine(name=text("Year"))
        self.calendar = IconButton("calendar-days", text("Choose on a calendar"))
        self.calendar.setProperty("fit", "field_icon")
        self.today = Button(text("Today"), "text")
        self.words = Label("", "body", "quiet", wrap=False)
        for widget in (self.day, self.month, self.year, self.calendar, self.today, self.words):
            row.addWidget(widget)
        row.addStretch(1)
        self.day.setMaxLength(2)
        self.year.setMaxLength(4)
        self._language = ""
        self._parts = 3
        for field in (self.day, self.year):
            field.textEdited.connect(self.changed)
            field.returnPressed.connect(self.entered)
        self.month.picked.connect(self.changed)
        self.calendar.clicked.connect(self._open)
        self.today.clicked.connect(lambda: self._choose(QDate.currentDate()))
        self.setFocusProxy(self.day)
        self.resize_fields()

    def resize_fields(self) -> None:
        """Give the fields their widths at the type scale in force."""
        self.day.setFixedWidth(scaled(64))
        self.month.setMinimumWidth(scaled(150))
        self.year.setFixedWidth(scaled(92))
        side = scaled(46)
        self.calendar.setFixedSize(side, side)

    def show_day(self, day: date | None, language: str, *, parts: int, readonly: bool) -> None:
        """Show a day; None leaves half-typed fields as they are.

        Args:
            parts: 3 for a whole date, 2 for month and year, 1 for the year alone.
        """
        self.resize_fields()
        self._parts = parts
        self.day.setVisible(parts == 3)
        self.month.setVisible(parts >= 2)
        # A proxy that is hidden would stop Tab for the whole window.
        self.setFocusProxy(self.day if parts == 3 else self.month if parts == 2 else self.year)
        self.calendar.setVisible(parts == 3 and not readonly)
        self.today.setVisible(not readonly)
        if language != self._language:
            self._language = language
            self._fill_months()
            self.month.setFont(field_font(language))
        for field in (self.day, self.year):
            field.set_language(language)
        self.day.setReadOnly(readonly)
        self.year.setReadOnly(readonly)
        self.month.setEnabled(not readonly)
        if day is not None and self.value() != day:
            self.day.setText(digits.shown(str(day.day), language))
            self.month.select(day.month)
            self.year.setText(digits.shown(f"{day.year:04d}", language))
        self._say()

    def clear_fields(self) -> None:
        """Empty every field."""
        self.day.clear()
        self.month.setCurrentIndex(0)
        self.year.clear()
        self.words.setText("")

    def is_empty(self) -> bool:
        """Tell whether nothing is filled."""
        day = self.day.text().strip() if self._parts == 3 else ""
        month = int(self.month.currentData() or 0) if self._parts >= 2 else 0
        return not day and not month and not self.year.text().strip()

    def is_whole(self) -> bool:
        """Tell whether every field that is shown is filled, the year with four digits."""
        day = self._parts < 3 or bool(self.day.text().strip())
        month = self._parts < 2 or bool(self.month.currentData())
        return day and month and len(self.year.text().strip()) == 4

    def value(self) -> date | None:
        """Return the day in the fields; None while it is none."""
        day = digits.typed(self.day.text()).strip() if self._parts == 3 else "1"
        year = digits.typed(self.year.text()).strip()
        month = int(self.month.currentData() or 0) if self._parts >= 2 else 1
        if not (day.isdigit() and year.isdigit() and len(year) == 4 and month):
            return None
        try:
            return date(int(year), month, int(day))
        except ValueError:
            return None

    def mark(self, *, wrong: bool) -> None:
        """Give the fields the edge of an error, or take it away."""
        for field in (self.day, self.month, self.year):
            mark(field, wrong=wrong)

    def _say(self) -> None:
        """Repeat a whole date in words: the day of the week."""
        day = self.value()
        words = ""
        if day is not None and self._parts == 3:
            words = digits.locale(self._language).toString(QDate(day.year, day.month, day.day), "dddd")
        self.words.setText(words)

    def _fill_months(self) -> None:
        kept = self.month.currentData()
        locale = digits.locale(self._language)
        self.month.clear()
        self.month.addItem("", 0)
        for number in range(1, MONTHS + 1):
            self.month.addItem(locale.standaloneMonthName(number), number)
        self.month.select(kept)

    def _choose(self, day: QDate) -> None:
        self.day.setText(digits.shown(str(day.day()), self._language))
        self.month.select(day.month())
        self.year.setText(digits.shown(f"{day.year():04d}", self._language))
        self._say()
        self.changed.emit()

    def _open(self) -> None:
        """Open the calendar below its button."""
        day = self.value()
        popup = CalendarPopup(QDate(day.year, day.month, day.day) if day else None, self._language, self)
        popup.chosen.connect(self._choose)
        popup.chosen.connect(lambda _day: self.year.setFocus(Qt.FocusReason.TabFocusReason))
        popup.open_below(self.calendar)
