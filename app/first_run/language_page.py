"""First page: the language, each written in its own script; the window turns at once."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.first_run.frame import RING
from app.kit import icons, theme
from app.kit.language import number_text, text
from app.kit.languages import LANGUAGES, Language, by_code
from app.kit.theme import scaled
from app.kit.widgets.fields import TextField
from app.kit.widgets.labels import Label
from app.kit.widgets.pages import ScrollPage

CARD_WIDTH, CARD_HEIGHT, GAP = 206, 68, 10


class LanguageCard(QAbstractButton):
    """One language: a round box, its name in its own script, its English name below."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.setCheckable(True)
        self.setText(language.endonym)
        self.setAccessibleName(f"{language.endonym}, {language.name}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hover = False
        self.setMinimumSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the size of a card; tall scripts get what they need."""
        tall = QFontMetrics(theme.font("key", self.language.code)).height()
        return QSize(scaled(120), max(scaled(CARD_HEIGHT), tall + scaled(36)))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the card."""
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop lighting the card."""
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and names; the names keep their own direction, the card follows the window."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = 2.0 if chosen else 1.0
        painter.setPen(QPen(colours.colour("accent" if chosen else "line"), edge))
        painter.setBrush(colours.colour("accent_soft" if chosen else "sunken" if self._hover else "surface"))
        inset = edge / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), scaled(10), scaled(10))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = float(scaled(20))
        lead = float(scaled(14))
        box = QRectF(self.width() - lead - side if mirrored else lead, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(colours.colour("accent" if chosen else "line"), 1.5))
        painter.setBrush(colours.colour("accent" if chosen else "surface"))
        painter.drawEllipse(box)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("on_accent"))
            painter.drawEllipse(box.center(), side * 0.2, side * 0.2)
        room = scaled(14 + 20 + 12)
        area = QRectF(self.rect()).adjusted(
            scaled(8) if mirrored else room, scaled(8), -room if mirrored else -scaled(8), -scaled(8)
        )
        side_flag = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side_flag | Qt.AlignmentFlag.AlignAbsolute
        upper = QRectF(area.left(), area.top(), area.width(), area.height() - scaled(18))
        font = theme.font("key", self.language.code)
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colours.colour("text"))
        painter.drawText(upper, int(flags | Qt.AlignmentFlag.AlignVCenter), self.language.endonym)
        painter.setFont(theme.font("small", "en"))
        painter.setPen(colours.colour("quiet"))
        lower = QRectF(area.left(), area.bottom() - scaled(18), area.width(), scaled(18))
        painter.drawText(lower, int(flags | Qt.AlignmentFlag.AlignVCenter), self.language.name)
        painter.end()


class LanguagePage(QWidget):
    """Grid of languages with a search field below."""

    picked = Signal(str)

    def __init__(self, chosen: str, system: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        sentence = text("The program changes at once. You can change it later. Interviews have their own language.")
        for words, role, tone in (
            (text("Which language do you read best?"), "question", "text"),
            (sentence, "sentence", "quiet"),
        ):
            label = Label(words, role, tone)
            label.setContentsMargins(scaled(RING), 0, scaled(RING), 0)
            column.addWidget(label)
        self._scroll = ScrollPage(edge=RING, spacing=0, name=text("Languages"))
        self._grid = QGridLayout()
        self._grid.setSpacing(scaled(GAP))
        self._scroll.body.addLayout(self._grid)
        self._scroll.body.addStretch(1)
        column.addWidget(self._scroll, 1)
        self._group = QButtonGroup(self)
        self.cards: list[LanguageCard] = []
        for language in LANGUAGES:
            card = LanguageCard(language, self._scroll.content)
            card.setChecked(language.code == chosen)
            card.clicked.connect(lambda _checked=False, code=language.code: self.picked.emit(code))
            self._group.addButton(card)
            self.cards.append(card)
        self._columns = 0
        column.addSpacing(scaled(6))
        column.addLayout(self._search_row(system))

    def _search_row(self, system: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(scaled(RING), 0, scaled(RING), 0)
        words = text("Find a language, {count} in all", count=number_text(len(LANGUAGES)))
        self.search = TextField(fit="field", name=words)
        self.search.setPlaceholderText(words)
        self.search.setMaximumWidth(scaled(430))
        self.search.addAction(icons.icon("search"), TextField.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _words: self._arrange())
        row.addWidget(self.search, 1)
        row.addStretch(1)
        row.addWidget(
            Label(
                text("This laptop is set to {language}", language=by_code(system).endonym), "table", "quiet", wrap=False
            )
        )
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the number of columns to the width."""
        super().resizeEvent(event)
        columns = max(1, (self.width() - scaled(12)) // scaled(CARD_WIDTH + GAP))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def show_chosen(self) -> None:
        """Scroll to the chosen language and put the focus there."""
        for card in self.cards:
            if card.isChecked():
                card.setFocus(Qt.FocusReason.OtherFocusReason)
                self._scroll.show_widget(card)

    def _arrange(self) -> None:
        wanted = _plain(self.search.text())
        for card in self.cards:
            self._grid.removeWidget(card)
        place = 0
        for card in self.cards:
            fits = wanted in _plain(f"{card.language.endonym} {card.language.name} {card.language.code}")
            if not fits:
                card.hide()
            else:
                self._grid.addWidget(card, place // max(self._columns, 1), place % max(self._columns, 1))
                card.show()
                place += 1
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)


def _plain(words: str) -> str:
    """Return words without case and accents, so that "francais" finds "français"."""
    parted = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
