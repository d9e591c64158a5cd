"""The rail at the leading edge: mark, assessment chooser, rooms on the loop's line, person and lock; wide or narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.kit import icons, theme
from app.kit.language import isolate, number_text, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import IconButton
from app.kit.widgets.labels import Hair, IconLabel, Label
from app.kit.widgets.loop import Station, Step, line_pen, paint_station

WIDE, NARROW = 208, 64
ITEM_HEIGHT, STATION_HEIGHT, CHOOSER_HEIGHT = 36, 42, 50
NODE, NODE_ICON = 28.0, 15.0
NODE_CENTRE = 30.0  # px from the leading edge of an item to the middle of its node
RETURN_LINE = 7.0


@dataclass(frozen=True, slots=True)
class RailState:
    """What the rail shows.

    Args:
        assessment: Name of the open one; "" when there is none.
        line: Quiet line below the name.
        stations: Rooms on the loop, in order.
        counts: Room key -> number that waits; 0 shows nothing.
        person, role: Who works here.
    """

    assessment: str
    line: str
    stations: tuple[Station, ...]
    counts: dict[str, int]
    person: str
    role: str


class RailItem(QAbstractButton):
    """One painted row: icon or node, words, a count where something waits."""

    def __init__(
        self, key: str, icon_name: str, words: str, *, narrow: bool, count: int = 0, warm: bool = False
    ) -> None:
        super().__init__()
        self.key, self._icon_name, self._count, self._warm = key, icon_name, count, warm
        self.narrow = narrow
        self._hover = False
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        waiting = text("{room}, {count} waiting", room=words, count=number_text(count)) if count else words
        self.setAccessibleName(waiting)
        if narrow:
            self.setToolTip(waiting)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        lines = 1
        if not self.narrow:
            room = scaled(WIDE - 16 - 46 - (34 if self._count else 10))
            width = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
            lines = 2 if width > room else 1
        height = max(scaled(ITEM_HEIGHT), lines * QFontMetrics(theme.font("strong")).height() + scaled(4))
        return QSize(scaled(44), height)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the row."""
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop lighting the row."""
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, drawing, words and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        self.paint_drawing(painter)
        self.paint_words(painter)
        painter.end()

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the open page's white row, or the lit one."""
        colours = theme.current()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(colours.colour("hair"), 1.0))
            painter.setBrush(colours.colour("surface"))
            painter.drawRoundedRect(area, scaled(8), scaled(8))
        elif self._hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("sunken"))
            painter.drawRoundedRect(area, scaled(8), scaled(8))

    def paint_drawing(self, painter: QPainter) -> None:
        """Paint the icon."""
        side = scaled(18)
        x = self.lead(scaled(10) + side / 2) if not self.narrow else self.width() / 2
        area = QRectF(x - side / 2, (self.height() - side) / 2, side, side)
        icons.paint(painter, self._icon_name, area, "accent" if self.isChecked() else "quiet")

    def paint_words(self, painter: QPainter) -> None:
        """Paint the name, and the count at the trailing end (a small token on the icon in the narrow rail)."""
        colours = theme.current()
        if not self.narrow:
            painter.setFont(theme.font("strong" if self.isChecked() else "body"))
            painter.setPen(colours.colour("text"))
            lead, trail = float(scaled(self.words_lead())), float(scaled(34 if self._count else 4))
            area = QRectF(self.rect())
            area = area.adjusted(trail, 0, -lead, 0) if self.mirrored() else area.adjusted(lead, 0, -trail, 0)
            side = Qt.AlignmentFlag.AlignRight if self.mirrored() else Qt.AlignmentFlag.AlignLeft
            flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(area, int(flags | Qt.TextFlag.TextWordWrap), self.text())
        if not self._count:
            return
        words = number_text(self._count)
        painter.setFont(theme.font("label"))
        width = max(QFontMetrics(theme.font("label")).horizontalAdvance(words) + scaled(10), scaled(20))
        height = scaled(20)
        if self.narrow:
            x = self.lead(scaled(40))
            area = QRectF(x - width / 2, scaled(1), width, scaled(17))
        else:
            x = self.lead(self.width() - scaled(8) - width / 2)
            area = QRectF(x - width / 2, (self.height() - height) / 2, width, height)
        if self._warm or self.narrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("warn_soft" if self._warm else "sunken"))
            painter.drawRoundedRect(area, scaled(6), scaled(6))
        painter.setPen(colours.colour("warn" if self._warm else "quiet"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    def words_lead(self) -> float:
        """Return px from the leading edge to the words."""
        return 38.0

    def mirrored(self) -> bool:
        """Tell whether the window runs right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def lead(self, distance: float) -> float:
        """Return the x that lies `distance` px from the leading edge."""
        return self.width() - distance if self.mirrored() else distance


class StationItem(RailItem):
    """A room on the loop: its node, and its part of the line."""

    def __init__(
        self, station: Station, *, narrow: bool, count: int, before: Station | None, last: bool, alone: bool
    ) -> None:
        super().__init__(station.key, station.icon_name, station.name, narrow=narrow, count=count)
        self._station, self._before, self._last, self._alone = station, before, last, alone
        words = {Step.DONE: text("done"), Step.NOW: text("now"), Step.AHEAD: text("ahead")}[station.step]
        self.setAccessibleDescription(words)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(scaled(44), max(scaled(STATION_HEIGHT), super().sizeHint().height()))

    def words_lead(self) -> float:
        """Return px from the leading edge to the words."""
        return 54.0

    def paint_drawing(self, painter: QPainter) -> None:
        """Paint line, way back and node."""
        centre = QPointF(self.lead(scaled(NODE_CENTRE)) if not self.narrow else self.width() / 2, self.height() / 2)
        if self._before is not None:
            painter.setPen(line_pen(walked=self._before.step is Step.DONE))
            painter.drawLine(QPointF(centre.x(), 0), centre)
        if not self._last:
            painter.setPen(line_pen(walked=self._station.step is Step.DONE))
            painter.drawLine(centre, QPointF(centre.x(), self.height()))
        if not self._alone:
            self._paint_return(painter, centre)
        paint_station(painter, self._station, centre, float(scaled(NODE)), float(scaled(NODE_ICON)))

    def _paint_return(self, painter: QPainter, centre: QPointF) -> None:
        """Paint the part of the way back from the last station to the first, near the leading edge."""
        x = self.lead(scaled(RETURN_LINE) if not self.narrow else scaled(3))
        toward = 1.0 if centre.x() > x else -1.0
        painter.setPen(line_pen(walked=False))
        edge = centre.x() - toward * scaled(NODE) / 2
        if self._before is None:
            painter.drawLine(QPointF(x, centre.y()), QPointF(edge, centre.y()))
            painter.drawLine(QPointF(x, centre.y()), QPointF(x, self.height()))
            painter.setPen(QPen(theme.current().colour("line"), 1.5))
            tip = QPointF(edge - toward * 1.5, centre.y())
            side = float(scaled(3))
            painter.drawLine(tip, QPointF(tip.x() - toward * side, tip.y() - side))
            painter.drawLine(tip, QPointF(tip.x() - toward * side, tip.y() + side))
        elif self._last:
            painter.drawLine(QPointF(x, 0), QPointF(x, centre.y()))
            painter.drawLine(QPointF(x, centre.y()), QPointF(edge, centre.y()))
        else:
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))


class Chooser(RailItem):
    """The open assessment; opens the list of all."""

    def __init__(self, name: str, line: str, *, narrow: bool) -> None:
        super().__init__("chooser", "chevrons-up-down", name, narrow=narrow)
        self.setCheckable(False)
        self._line = line
        self.setAccessibleName(text("Assessment: {name}", name=name))
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        tall = QFontMetrics(theme.font("table_strong")).height() + QFontMetrics(theme.font("small")).height()
        return QSize(scaled(44), max(scaled(CHOOSER_HEIGHT), tall + scaled(12)))

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the white box."""
        colours = theme.current()
        painter.setPen(QPen(colours.colour("hair"), 1.0))
        painter.setBrush(colours.colour("sunken" if self._hover else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(8), scaled(8))

    def paint_drawing(self, painter: QPainter) -> None:
        """Paint the double chevron at the trailing end (in the middle when narrow)."""
        side = scaled(16)
        x = self.width() / 2 if self.narrow else self.lead(self.width() - scaled(18))
        icons.paint(painter, self._icon_name, QRectF(x - side / 2, (self.height() - side) / 2, side, side))

    def paint_words(self, painter: QPainter) -> None:
        """Paint name and line; a long name ends in an ellipsis, the tooltip has it whole."""
        if self.narrow:
            return
        colours = theme.current()
        area = QRectF(self.rect()).adjusted(scaled(12), scaled(6), -scaled(12), -scaled(6))
        area = area.adjusted(scaled(18), 0, 0, 0) if self.mirrored() else area.adjusted(0, 0, -scaled(18), 0)
        side = Qt.AlignmentFlag.AlignRight if self.mirrored() else Qt.AlignmentFlag.AlignLeft
        half = area.height() * (0.54 if self._line else 1.0)
        for words, role, tone, part in (
            (self.text(), "table_strong", "text", QRectF(area.left(), area.top(), area.width(), half)),
            (self._line, "small", "quiet", QRectF(area.left(), area.top() + half, area.width(), area.height() - half)),
        ):
            font = theme.font(role)
            painter.setFont(font)
            painter.setPen(colours.colour(tone))
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(part.width()))
            flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(part, int(flags), isolate(shown))


class Rail(QWidget):
    """The whole rail; `show_state` makes its rows."""

    opened = Signal(str)
    chooser_asked = Signal()
    lock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._state: RailState | None = None
        self._group = QButtonGroup(self)
        self._open = "home"
        self.narrow = False
        self.chooser: Chooser | None = None
        self.items: dict[str, RailItem] = {}

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons and words."""
        if narrow != self.narrow:
            self.narrow = narrow
            if self._state is not None:
                self.show_state(self._state)

    def set_open(self, key: str) -> None:
        """Mark the room that is open."""
        self._open = key
        for name, item in self.items.items():
            item.setChecked(name == key)

    def show_state(self, state: RailState) -> None:
        """Make the rows."""
        focused = next((key for key, item in self.items.items() if item.hasFocus()), "")
        self._state = state
        self._empty()
        self.setFixedWidth(scaled(NARROW if self.narrow else WIDE))
        self._column.addWidget(self._top(state))
        self._column.addWidget(self._rooms(state), 1)
        self._column.addWidget(Hair())
        self._column.addWidget(self._person(state))
        self.set_open(self._open)
        if focused in self.items:
            self.items[focused].setFocus()

    def _empty(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        self.items = {}
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _top(self, state: RailState) -> QWidget:
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(scaled(8), scaled(14), scaled(8), scaled(2))
        lines.setSpacing(scaled(14))
        head = QHBoxLayout()
        head.setSpacing(scaled(10))
        head.addSpacing(scaled(6 if self.narrow else 9))
        head.addWidget(IconLabel("mark", "accent", 26))
        if not self.narrow:
            head.addWidget(Label("Groundup", "section", wrap=False))
            head.addStretch(1)
        lines.addLayout(head)
        words = state.assessment or text("No assessment yet")
        self.chooser = Chooser(words, state.line, narrow=self.narrow)
        self.chooser.clicked.connect(self.chooser_asked)
        lines.addWidget(self.chooser)
        return holder

    def _rooms(self, state: RailState) -> QWidget:
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(scaled(8), scaled(6), scaled(8), scaled(6))
        lines.setSpacing(0)
        self._add(lines, RailItem("home", "house", text("Home"), narrow=self.narrow))
        lines.addSpacing(scaled(8))
        for place, station in enumerate(state.stations):
            self._add(
                lines,
                StationItem(
                    station,
                    narrow=self.narrow,
                    count=state.counts.get(station.key, 0),
                    before=state.stations[place - 1] if place else None,
                    last=place == len(state.stations) - 1,
                    alone=len(state.stations) < 2,
                ),
            )
        lines.addSpacing(scaled(10))
        lines.addWidget(Hair())
        lines.addSpacing(scaled(8))
        waiting = state.counts.get("exchange", 0)
        self._add(
            lines,
            RailItem(
                "exchange", "arrow-up-down", text("Send and receive"), narrow=self.narrow, count=waiting, warm=True
            ),
        )
        self._add(lines, RailItem("settings", "sliders-horizontal", text("Settings"), narrow=self.narrow))
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder.setProperty("ground", "clear")
        scroll.setWidget(holder)
        return scroll

    def _add(self, lines: QVBoxLayout, item: RailItem) -> None:
        item.clicked.connect(lambda _checked=False, key=item.key: self.opened.emit(key))
        self._group.addButton(item)
        self.items[item.key] = item
        lines.addWidget(item)

    def _person(self, state: RailState) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8))
        row.setSpacing(scaled(8))
        if not self.narrow:
            lines = QVBoxLayout()
            lines.setSpacing(0)
            lines.addWidget(Label(state.person, "table_strong"))
            if state.role:
                lines.addWidget(Label(state.role, "small", "quiet"))
            row.addLayout(lines, 1)
        lock = IconButton("lock", text("Lock this laptop (Ctrl Shift L)"), framed=False)
        lock.clicked.connect(self.lock_asked)
        row.addWidget(lock)
        return holder
