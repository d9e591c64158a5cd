"""Long lists of choices: a search field over a list that paints only the rows one sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.kit import icons, theme
from app.kit.language import number_text, plural, text
from app.kit.theme import scaled
from app.kit.widgets.cards import Card
from app.kit.widgets.labels import Label
from app.questions.answer_widget import AnswerWidget
from app.questions.fields import FormLine
from app.questions.markup import to_plain
from app.questions.state import ChoiceState, Kind, QuestionState

ROWS_SHOWN = 7
ROW = 44
Index = QModelIndex | QPersistentModelIndex
CHOSEN_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def folded(words: str) -> str:
    """Return words as they are searched: no case, no accents or vowel marks."""
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class ChoiceListModel(QAbstractListModel):
    """Choices that fit what is searched."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[ChoiceState, ...] = ()
        self._labels: list[str] = []
        self._folded: list[str] = []
        self._shown: Sequence[int] = ()
        self._chosen: frozenset[str] = frozenset()

    def show_choices(self, choices: tuple[ChoiceState, ...]) -> None:
        """Take another list; nothing is searched."""
        self.beginResetModel()
        self._choices = choices
        self._labels = [to_plain(choice.label) if _is_marked(choice.label) else choice.label for choice in choices]
        self._folded = [folded(label) for label in self._labels]
        self._shown = range(len(choices))
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show only choices that hold every word searched."""
        wanted = folded(words).split()
        self.beginResetModel()
        if wanted:
            self._shown = [place for place, label in enumerate(self._folded) if all(word in label for word in wanted)]
        else:
            self._shown = range(len(self._choices))
        self.endResetModel()

    def show_chosen(self, names: tuple[str, ...]) -> None:
        """Mark what is chosen."""
        self._chosen = frozenset(names)
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1), [CHOSEN_ROLE])

    def choice(self, row: int) -> ChoiceState:
        """Return the choice of a row."""
        return self._choices[self._shown[row]]

    def row_of(self, name: str) -> int:
        """Return the row of a choice, -1 when it is not shown."""
        return next((row for row, place in enumerate(self._shown) if self._choices[place].name == name), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many choices fit."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's words, or whether it is chosen."""
        place = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._labels[place]
        if role == CHOSEN_ROLE:
            return self._choices[place].name in self._chosen
        return None


class _RowPainter(QStyledItemDelegate):
    """Paints a row like an answer row: box, words."""

    many = False
    language = "en"

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return one row's size."""
        return QSize(scaled(120), scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, box and words, mirrored with the list."""
        colours = theme.current()
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        chosen = bool(index.data(CHOSEN_ROLE))
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, colours.colour("accent_soft" if chosen else "sunken" if hover else "surface"))
        painter.setPen(QPen(colours.colour("hair"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        right = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        side, edge = float(scaled(24)), float(scaled(14))
        left = area.right() - edge - side if right else area.left() + edge
        box = QRectF(left, area.center().y() - side / 2, side, side)
        self._paint_box(painter, box, chosen=chosen)
        words = area.adjusted(edge if right else edge * 2 + side, 0, -(edge * 2 + side) if right else -edge, 0)
        font = theme.font("answer_chosen" if chosen else "answer", self.language)
        painter.setFont(font)
        painter.setPen(colours.colour("text"))
        flags = (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(flags | Qt.AlignmentFlag.AlignAbsolute), str(index.data()))
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRectF, *, chosen: bool) -> None:
        colours = theme.current()
        painter.setPen(QPen(colours.colour("accent" if chosen else "line"), 1.5))
        painter.setBrush(colours.colour("accent" if chosen else "surface"))
        if self.many:
            painter.drawRoundedRect(box, scaled(5), scaled(5))
            if chosen:
                inset = scaled(4)
                icons.paint(painter, "check", box.adjusted(inset, inset, -inset, -inset), "on_accent")
            return
        painter.drawEllipse(box)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("on_accent"))
            painter.drawEllipse(box.center(), box.width() * 0.19, box.width() * 0.19)


class ChoiceListAnswer(AnswerWidget):
    """One or many out of hundreds or thousands: type some letters, Down, Space (or Enter on one hit)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(10))
        self.chosen_words = Label("", "answer", "text")
        self.chosen_words.hide()
        self.search = FormLine(name=text("Search in the answers"))
        self.search.setPlaceholderText(text("Search in the answers"))
        self.search.installEventFilter(self)
        self._card = Card(padding=0)
        self._card.setProperty("kind", "choice")
        self._card.body.setContentsMargins(1, 1, 1, 1)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self._model = ChoiceListModel(self)
        self._painter = _RowPainter(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._painter)
        self.list.clicked.connect(lambda index: self._pick(index.row()))
        self._card.body.addWidget(self.list)
        column.addWidget(self.chosen_words)
        column.addWidget(self.search)
        column.addWidget(self._card)
        self._state: QuestionState | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(80)
        self._wait.timeout.connect(self._search)
        self.search.textEdited.connect(lambda _words: self._wait.start())

    def show_state(self, state: QuestionState) -> None:
        """Show the list and what is chosen."""
        old, self._state = self._state, state
        self.search.set_language(state.language)
        self._painter.many = state.kind is Kind.MANY
        self._painter.language = state.language
        if old is None or old.ref != state.ref or old.choices != state.choices:
            self._model.show_choices(state.choices)
            self._search()
        self.list.setEnabled(not state.readonly)
        self.list.setAccessibleName(to_plain(state.label))
        self._model.show_chosen(state.chosen)
        labels = {choice.name: choice.label for choice in state.choices} if state.value else {}
        words = [to_plain(labels.get(name, name)) for name in state.chosen]
        self.chosen_words.setVisible(bool(words))
        if words:
            self.chosen_words.setText(text("Chosen: {answers}", answers=", ".join(words)))

    def reset(self) -> None:
        """Forget the question."""
        self._state = None
        self.search.clear()

    def focus_answer(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def foot_words(self) -> str:
        """How many answers fit what is searched."""
        count = self._model.rowCount()
        if self._state is None or not self.search.text().strip():
            return plural("{n} answer to choose from", "{n} answers to choose from", count)
        return plural("{n} answer has these letters", "{n} answers have these letters", count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the list, Up at its top comes back, Space picks, Enter on a hit picks."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.search:
            if key == Qt.Key.Key_Down and self._model.rowCount():
                self._enter_list()
                return True
            if enter and self.search.text().strip() and self._take_only_hit():
                return True
            if enter and not self.search.text().strip():
                self.entered.emit()
                return True
            return super().eventFilter(watched, event)
        row = self.list.currentIndex().row()
        if key == Qt.Key.Key_Space and row >= 0:
            self._pick(row)
            return True
        if key == Qt.Key.Key_Up and row <= 0:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if enter:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def _take_only_hit(self) -> bool:
        self._wait.stop()
        self._search()
        if self._model.rowCount() != 1:
            if self._model.rowCount():
                self._enter_list()
            return True
        self._pick(0)
        self.search.clear()
        self._search()
        return True

    def _enter_list(self) -> None:
        state = self._state
        row = self._model.row_of(state.chosen[0]) if state is not None and state.chosen else 0
        self.list.setCurrentIndex(self._model.index(max(row, 0)))
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _search(self) -> None:
        self._model.search(self.search.text())
        shown = min(max(self._model.rowCount(), 1), ROWS_SHOWN)
        self.list.setFixedHeight(scaled(ROW) * shown)
        self.list.setAccessibleDescription(number_text(self._model.rowCount()))
        state = self._state
        if state is not None and state.chosen:
            row = self._model.row_of(state.chosen[0])
            if row >= 0:
                self.list.scrollTo(self._model.index(row))

    def _pick(self, row: int) -> None:
        state = self._state
        if state is None or state.readonly or not 0 <= row < self._model.rowCount():
            return
        name = self._model.choice(row).name
        chosen = set(state.chosen)
        if state.kind is Kind.ONE:
            self.answered.emit(name)
            return
        chosen ^= {name}
        self.answered.emit(" ".join(choice.name for choice in state.choices if choice.name in chosen))


def _is_marked(label: str) -> bool:
    return any(sign in label for sign in "<*_#&\\[\n")
