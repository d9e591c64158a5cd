"""A row to choose: box, words, key digit; painted, so that hundreds of them stay light."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleStateChangeEvent,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.kit import icons, theme
from app.kit.language import digits_text, text_direction
from app.kit.theme import scaled

MIN_HEIGHT = 44
BOX = 24
SIDE = 14
GAP = 14
RADIUS = 10
KEY_WIDTH = 24


class Box(Enum):
    """Shape of the box: round chooses one, square many, number ranks."""

    ONE = "one"
    MANY = "many"
    RANK = "rank"


class AnswerRow(QAbstractButton):
    """One answer; checkable, toggled by click and Space. Rows of a group are joined."""

    picked = Signal(object)

    def __init__(
        self,
        words: str,
        value: object,
        *,
        box: Box = Box.ONE,
        key: str = "",
        first: bool = True,
        last: bool = True,
        language: str | None = None,
        picture: QPixmap | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.value = value
        self._box, self._key, self._language, self._picture = box, key, language, picture
        self._first, self._last = first, last
        self._rank = 0
        self._reason = ""
        self._hover = False
        self._heights: dict[tuple[int, float], int] = {}  # (width, type scale) -> height of the words wrapped
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(scaled(MIN_HEIGHT))
        self.clicked.connect(lambda: self.picked.emit(self.value))

    def set_words(self, words: str, language: str | None = None) -> None:
        """Change the words, such as after a switch of language."""
        self._language = language
        self._heights.clear()
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def show_choice(
        self,
        words: str,
        value: object,
        *,
        box: Box,
        key: str = "",
        language: str | None = None,
        picture: QPixmap | None = None,
    ) -> None:
        """Become the row of another choice, neither chosen nor forbidden; rows are reused."""
        self.value = value
        self._box, self._key, self._picture = box, key, picture
        self._hover = False
        self._heights.clear()
        self.set_allowed(True)
        self.set_chosen(False)
        self.set_words(words, language)

    def set_chosen(self, chosen: bool, rank: int = 0) -> None:
        """Show the row as chosen without signalling; `rank` is the place in an order, 0 for none."""
        self._rank = rank
        if self.isChecked() != chosen:
            self.setChecked(chosen)
        self.update()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Say whether the row is first or last of its group."""
        self._first, self._last = first, last
        self.update()

    def set_allowed(self, allowed: bool, reason: str = "") -> None:
        """Show that the row cannot be chosen now, with the reason for screen readers; it keeps the focus."""
        self._reason = "" if allowed else (reason or " ")
        self.setAccessibleDescription(reason)
        self.setToolTip(reason)
        self.update()

    @property
    def is_allowed(self) -> bool:
        """Tell whether the row may be chosen now."""
        return not self._reason

    def sizeHint(self) -> QSize:
        """Return the size for one line of words."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + scaled(2 * SIDE + BOX + 2 * GAP + KEY_WIDTH)
        return QSize(width, self.heightForWidth(max(width, 1)))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: words wrap."""
        return QSize(scaled(200), scaled(MIN_HEIGHT))

    def hasHeightForWidth(self) -> bool:
        """Tell that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the wrapped words (and the picture) need; layouts ask often, so it is kept."""
        key = (width, theme.scale())
        height = self._heights.get(key)
        if height is None:
            height = self._heights[key] = self._measure(width)
        return height

    def _measure(self, width: int) -> int:
        area = self._words_area(QRectF(0, 0, width, 10_000))
        rect = QFontMetrics(self._font(chosen=True)).boundingRect(
            0, 0, max(1, int(area.width())), 10_000, Qt.TextFlag.TextWordWrap, self.text()
        )
        height = rect.height() + scaled(20)
        if self._picture is not None:
            height += round(self._picture.deviceIndependentSize().height()) + scaled(8)
        return max(scaled(MIN_HEIGHT), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the page; Space toggles."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing when the row is not allowed now."""
        if self._reason and not self.isChecked():
            event.accept()
            self.setDown(False)
            return
        super().mouseReleaseEvent(event)

    def nextCheckState(self) -> None:
        """Choosing one never unchooses by itself; the group decides."""
        if self._reason and not self.isChecked():
            return
        if self._box is Box.ONE:
            self.setChecked(True)
        else:
            self.setChecked(not self.isChecked())

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
        """Paint ground and edges, box, words, key digit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_box(painter)
        colours = theme.current()
        area = self._words_area(QRectF(self.rect()))
        if self._picture is not None:
            size = self._picture.deviceIndependentSize()
            left = area.left() if not self._right_to_left() else area.right() - size.width()
            painter.drawPixmap(QPointF(left, scaled(8)), self._picture)
            area.setTop(size.height() + scaled(10))
        option = QTextOption(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(text_direction(self.text()))
        if option.textDirection() != self.layoutDirection():
            side = Qt.AlignmentFlag.AlignRight if self._right_to_left() else Qt.AlignmentFlag.AlignLeft
            option.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        painter.setFont(self._font(chosen=self.isChecked()))
        painter.setPen(colours.colour("quiet" if self._reason and not self.isChecked() else "text"))
        painter.drawText(area, self.text(), option)
        if self._key:
            painter.setFont(theme.font("small"))
            painter.setPen(colours.colour("quiet"))
            painter.drawText(self._key_area(), Qt.AlignmentFlag.AlignCenter, digits_text(self._key))
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        colours = theme.current()
        chosen = self.isChecked()
        lit = self._hover or bool(self._reason)
        ground = colours.colour("accent_soft" if chosen else "sunken" if lit else "surface")
        path = self._outline()
        painter.fillPath(path, ground)
        painter.setPen(QPen(colours.colour("accent" if chosen else "line"), 1.0))
        painter.setClipRect(self.rect())
        painter.drawPath(path)
        if not self._last and not chosen:
            painter.setPen(QPen(colours.colour("hair"), 1.0))
            y = self.height() - 0.5
            painter.drawLine(QPointF(1.5, y), QPointF(self.width() - 1.5, y))
        if chosen and colours.high_contrast:
            side = scaled(3)
            left = self.width() - side if self._right_to_left() else 0
            painter.fillRect(QRectF(left, 0, side, self.height()), colours.colour("accent"))

    def _outline(self) -> QPainterPath:
        """Return the edge: round where the group ends, open (beyond the row) where a neighbour joins."""
        radius = float(scaled(RADIUS))
        top = 0.5 if self._first else (0.0 if self.isChecked() else -radius * 2)
        bottom = self.height() - (0.5 if self._last else (0.5 if self.isChecked() else -radius * 2))
        area = QRectF(0.5, top, self.width() - 1.0, bottom - top)
        path = QPainterPath()
        if self._first == self._last or not self.isChecked():
            corner = radius if (self._first or self._last) else 0.0
            path.addRoundedRect(area, corner, corner)
            return path
        path.addRoundedRect(area, radius, radius)
        square = QRectF(area)
        if self._first:
            square.setTop(area.top() + radius)
        else:
            square.setBottom(area.bottom() - radius)
        flat = QPainterPath()
        flat.addRect(square)
        return path.united(flat)

    def _paint_box(self, painter: QPainter) -> None:
        colours = theme.current()
        area = self._box_area()
        chosen = self.isChecked()
        if self._box is Box.ONE:
            painter.setPen(QPen(colours.colour("accent" if chosen else "line"), 1.5))
            painter.setBrush(colours.colour("accent" if chosen else "surface"))
            painter.drawEllipse(area)
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.colour("on_accent"))
                dot = area.width() * 0.19
                painter.drawEllipse(area.center(), dot, dot)
        else:
            painter.setPen(QPen(colours.colour("accent" if chosen else "line"), 1.5))
            painter.setBrush(colours.colour("accent" if chosen else "surface"))
            painter.drawRoundedRect(area, scaled(5), scaled(5))
            if chosen and self._rank:
                painter.setPen(colours.colour("on_accent"))
                painter.setFont(theme.font("strong"))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, digits_text(str(self._rank)))
            elif chosen:
                inset = scaled(4)
                icons.paint(painter, "check", area.adjusted(inset, inset, -inset, -inset), "on_accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def checkStateSet(self) -> None:
        """Tell screen readers that the state changed."""
        super().checkStateSet()
        state = QAccessible.State()
        setattr(state, "checked", 1)  # noqa: B010 - the stubs do not know the bit
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(self, state))

    def _font(self, *, chosen: bool) -> QFont:
        return theme.font("answer_chosen" if chosen else "answer", self._language)

    def _right_to_left(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _box_area(self) -> QRectF:
        side = float(scaled(BOX))
        left = self.width() - scaled(SIDE) - side if self._right_to_left() else float(scaled(SIDE))
        return QRectF(left, (self.height() - side) / 2, side, side)

    def _key_area(self) -> QRectF:
        width = float(scaled(KEY_WIDTH))
        left = float(scaled(6)) if self._right_to_left() else self.width() - width - scaled(6)
        return QRectF(left, 0, width, self.height())

    def _words_area(self, whole: QRectF) -> QRectF:
        lead = scaled(SIDE + BOX + GAP)
        trail = scaled(SIDE + (KEY_WIDTH if self._key else 0))
        if self._right_to_left():
            return whole.adjusted(trail, 0, -lead, 0)
        return whole.adjusted(lead, 0, -trail, 0)
