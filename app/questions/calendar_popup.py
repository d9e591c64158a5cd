"""A month to choose a day from; the three fields of a date are its twin for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.kit import theme
from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import IconButton
from app.kit.widgets.labels import Label
from app.questions import digits

CELL, HEAD = 40, 28
DAYS, WEEKS = 7, 6


class MonthGrid(QWidget):
    """Six weeks; arrows walk by day and week, Page Up and Page Down by month, Enter or a click chooses."""

    chosen = Signal(QDate)
    moved = Signal(QDate)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._locale = language, digits.locale(language)
        self._day = self._picked = QDate.currentDate()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(QSize(DAYS * scaled(CELL), scaled(HEAD) + WEEKS * scaled(CELL)))

    def show_day(self, day: QDate, *, picked: QDate | None = None) -> None:
        """Show the month of a day, the keyboard on it; `picked` is the day that is the answer now."""
        self._day = day
        if picked is not None:
            self._picked = picked
        self.setAccessibleName(self._locale.toString(day, QLocale.FormatType.LongFormat))
        self.update()
        self.moved.emit(day)

    @property
    def day(self) -> QDate:
        """The day the keyboard is on."""
        return self._day

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and choose."""
        side = -1 if self._mirrored() else 1
        key = event.key()
        days = {Qt.Key.Key_Left: -side, Qt.Key.Key_Right: side, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if key in days:
            self.show_day(self._day.addDays(days[Qt.Key(key)]))
        elif key in months:
            self.show_day(self._day.addMonths(months[Qt.Key(key)]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        column = int(event.position().x() // scaled(CELL))
        row = int((event.position().y() - scaled(HEAD)) // scaled(CELL))
        if 0 <= row < WEEKS and 0 <= column < DAYS:
            place = DAYS - 1 - column if self._mirrored() else column
            self.chosen.emit(self._first().addDays(row * DAYS + place))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of the days and the days; the answer filled, the keyboard's day ringed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        first = self._first()
        painter.setFont(theme.font("label", self._language))
        painter.setPen(colours.colour("quiet"))
        for place in range(DAYS):
            name = self._locale.standaloneDayName(first.addDays(place).dayOfWeek(), QLocale.FormatType.NarrowFormat)
            painter.drawText(self._cell(place, -1), Qt.AlignmentFlag.AlignCenter, name)
        for step in range(DAYS * WEEKS):
            self._paint_day(painter, first.addDays(step), self._cell(step % DAYS, step // DAYS))
        painter.end()

    def _paint_day(self, painter: QPainter, day: QDate, area: QRectF) -> None:
        colours = theme.current()
        inside = area.adjusted(3, 3, -3, -3)
        picked = day == self._picked
        if picked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("accent"))
            painter.drawRoundedRect(inside, scaled(8), scaled(8))
        if day == self._day and self.hasFocus():
            painter.setPen(QPen(colours.colour("focus"), scaled(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), scaled(10), scaled(10))
        same_month = day.month() == self._day.month()
        painter.setFont(theme.font("strong" if day == QDate.currentDate() or picked else "body", self._language))
        painter.setPen(colours.colour("on_accent" if picked else "text" if same_month else "line"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, digits.shown(str(day.day()), self._language))

    def _cell(self, column: int, row: int) -> QRectF:
        side = scaled(CELL)
        place = DAYS - 1 - column if self._mirrored() else column
        if row < 0:
            return QRectF(place * side, 0, side, scaled(HEAD))
        return QRectF(place * side, scaled(HEAD) + row * side, side, side)

    def _first(self) -> QDate:
        """Return the first day shown: the language's first weekday on or before the first of the month."""
        start = QDate(self._day.year(), self._day.month(), 1)
        back = (start.dayOfWeek() - self._locale.firstDayOfWeek().value) % DAYS
        return start.addDays(-back)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


class CalendarPopup(QFrame):
    """The month with its name and arrows, over the page; Esc closes it and changes nothing."""

    chosen = Signal(QDate)

    def __init__(self, day: QDate | None, language: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "card")
        self.setLayoutDirection(parent.layoutDirection())
        self._locale = digits.locale(language)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(12))
        column.setSpacing(scaled(6))
        head = QHBoxLayout()
        same = self.layoutDirection() == QApplication.layoutDirection()
        back, forward = ("arrow-left", "arrow-right") if same else ("arrow-right", "arrow-left")
        self._back = IconButton(back, text("Month before"), framed=False)
        self._forward = IconButton(forward, text("Next month"), framed=False)
        self._title = Label("", "section", wrap=False)
        head.addWidget(self._back)
        head.addStretch(1)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._forward)
        self.grid = MonthGrid(language)
        column.addLayout(head)
        column.addWidget(self.grid)
        self._back.clicked.connect(lambda: self.grid.show_day(self.grid.day.addMonths(-1)))
        self._forward.clicked.connect(lambda: self.grid.show_day(self.grid.day.addMonths(1)))
        self.grid.moved.connect(self._name)
        self.grid.chosen.connect(self._take)
        today = QDate.currentDate()
        self.grid.show_day(day or today, picked=day or QDate())

    def open_below(self, widget: QWidget) -> None:
        """Show the month below a widget, within the screen, the keyboard in it."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + scaled(4)))
        room = widget.screen().availableGeometry()
        corner.setX(min(corner.x(), room.right() - self.width()))
        if corner.y() + self.height() > room.bottom():
            corner.setY(widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - scaled(4))
        self.move(corner)
        self.show()
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def _name(self, day: QDate) -> None:
        self._title.setText(self._locale.toString(day, "MMMM yyyy"))

    def _take(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(day)
