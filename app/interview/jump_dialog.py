"""The jump list: every question with its state, filtered and searched; Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.interview.questions_model import ROW_ROLE, QuestionsModel, Row
from app.interview.sections import Section
from app.interview.states import ICONS, state_words
from app.kit import icons, theme
from app.kit.language import number_text, text
from app.kit.notices import Dialog
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.questions import digits
from app.questions.fields import FormLine

WIDTH, ROW, HEAD = 720, 44, 38
Index = QModelIndex | QPersistentModelIndex


class _RowPainter(QStyledItemDelegate):
    """Paints headings and questions: icon, number, words, answer, state word."""

    def __init__(self, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a heading or of a question."""
        row: Row = index.data(ROW_ROLE)
        return QSize(scaled(200), scaled(ROW if row.line else HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row, mirrored with the list."""
        row: Row = index.data(ROW_ROLE)
        colours = theme.current()
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        right = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.line is not None:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            lit = bool(state & QStyle.StateFlag.State_MouseOver)
            painter.fillRect(area, colours.colour("accent_soft" if chosen else "sunken" if lit else "surface"))
        else:
            painter.fillRect(area, colours.colour("sunken"))
        painter.setPen(QPen(colours.colour("hair"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._paint_words(painter, row, area.adjusted(scaled(14), 0, -scaled(14), 0), right=right)
        painter.restore()

    def _paint_words(self, painter: QPainter, row: Row, area: QRectF, *, right: bool) -> None:
        colours = theme.current()
        icon, tone = ICONS[row.state]
        side = scaled(18)
        at = area.right() - side if right else area.left()
        icons.paint(painter, icon, QRectF(at, area.center().y() - side / 2, side, side), tone)
        gap = side + scaled(10)
        area = area.adjusted(0, 0, -gap, 0) if right else area.adjusted(gap, 0, 0, 0)
        words = state_words(row.state)
        if row.line is not None and row.answer:
            words = digits.shown(row.answer, self._language)
        painter.setFont(theme.font("table", self._language))
        metrics = QFontMetrics(painter.font())
        room = min(metrics.horizontalAdvance(words) + scaled(4), int(area.width() * 0.42))
        trail = QRectF(area.left() if right else area.right() - room, area.top(), room, area.height())
        painter.setPen(colours.colour(tone if not row.answer and tone != "accent" else "quiet"))
        self._draw(painter, trail, metrics.elidedText(words, Qt.TextElideMode.ElideRight, room), right=not right)
        lead = area.adjusted(room + scaled(12), 0, 0, 0) if right else area.adjusted(0, 0, -room - scaled(12), 0)
        if row.line is not None:
            painter.setFont(theme.font("table"))
            number = scaled(34)
            spot = QRectF(lead.right() - number if right else lead.left(), lead.top(), number, lead.height())
            painter.setPen(colours.colour("quiet"))
            self._draw(painter, spot, number_text(row.line.number), right=right)
            lead = lead.adjusted(0, 0, -number, 0) if right else lead.adjusted(number, 0, 0, 0)
        painter.setFont(theme.font("body" if row.line else "table_strong", self._language))
        painter.setPen(colours.colour("text"))
        metrics = QFontMetrics(painter.font())
        self._draw(
            painter, lead, metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, int(lead.width())), right=right
        )

    def _draw(self, painter: QPainter, area: QRectF, words: str, *, right: bool) -> None:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter), words)


class JumpDialog(Dialog):
    """Search and filter above the list; `chosen` is the reference to go to."""

    chosen = Signal(str)

    def __init__(self, sections: tuple[Section, ...], current: str, language: str, parent: QWidget) -> None:
        super().__init__(text("Questions"), width=WIDTH, parent=parent)
        self.model = QuestionsModel(sections, self)
        self._filter = "all"
        self.search = FormLine(name=text("Search in questions and answers"))
        self.search.setPlaceholderText(text("Search in questions and answers"))
        self.search.textChanged.connect(lambda _words: self._show())
        self.search.installEventFilter(self)
        self.body.addWidget(self.search)
        self.body.addLayout(self._make_filters())
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_RowPainter(language, self))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(text("Questions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(scaled(180))
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.list.installEventFilter(self)
        self.body.addWidget(self.list, 1)
        self.close_button = self.add_verb(text("Close"), role="reject")
        self.close_button.clicked.connect(self.reject)
        room = parent.window().size()
        self.resize(min(scaled(WIDTH), room.width() - scaled(40)), min(scaled(620), room.height() - scaled(40)))
        self.setMinimumWidth(min(scaled(WIDTH), room.width() - scaled(40)))
        self._choose(max(self.model.row_of(current), self.model.first_question()))
        self.search.setFocus()

    def _make_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        group = QButtonGroup(self)
        self.filters: dict[str, Button] = {}
        for kind, words in (
            ("all", text("All")),
            ("missing", text("Not answered")),
            ("to_fix", text("To look at again")),
        ):
            button = Button(words, "chip")
            button.setCheckable(True)
            button.setChecked(kind == "all")
            button.clicked.connect(lambda _on=False, kind=kind: self._set_filter(kind))
            group.addButton(button)
            row.addWidget(button)
            self.filters[kind] = button
        row.addStretch(1)
        return row

    def _set_filter(self, kind: str) -> None:
        self._filter = kind
        self._show()

    def _show(self) -> None:
        self.model.show_rows(self._filter, self.search.text())
        self._choose(self.model.first_question())

    def _choose(self, row: int) -> None:
        if row >= 0:
            index = self.model.index(row)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up walk from the search field too; Enter goes to the chosen question."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key, row = event.key(), self.list.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(row)
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._choose(self.model.first_question(row + step, step))
            return True
        return super().eventFilter(watched, event)

    def _go(self, number: int) -> None:
        if 0 <= number < self.model.rowCount():
            line = self.model.row(number).line
            if line is not None:
                self.accept()
                self.chosen.emit(line.ref)
