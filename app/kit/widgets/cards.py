"""Boxes: a card, a notice, the next step, an empty page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button, IconButton
from app.kit.widgets.labels import IconLabel, Label

NOTICE_ICONS = {
    "info": "info", "warn": "triangle-alert", "error": "octagon-alert", "accent": "circle-check", "voice": "quote",
}  # fmt: skip


class Card(QFrame):
    """A white box with a hair edge; `body` is the layout to put things in."""

    def __init__(self, title: str = "", *, aside: str = "", padding: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        side = scaled(padding + 4)
        self.body.setContentsMargins(side, scaled(padding), side, scaled(padding))
        self.body.setSpacing(scaled(8))
        self.heading: Label | None = None
        if title:
            row = QHBoxLayout()
            self.heading = Label(title, "section")
            row.addWidget(self.heading, 1)
            if aside:
                row.addWidget(Label(aside, "small", "quiet", wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
            self.body.addLayout(row)
            self.body.addSpacing(scaled(2))


class Notice(QFrame):
    """A sentence on a soft ground: info, warn, error, accent; may carry a bold first part and buttons."""

    dismissed = Signal()

    def __init__(
        self, kind: str, words: str, *, lead: str = "", closable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("notice", kind)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(scaled(12), scaled(9), scaled(12), scaled(9))
        self.row.setSpacing(scaled(10))
        self._icon = IconLabel(NOTICE_ICONS[kind], kind, 17)
        self.row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(scaled(2))
        self.lead = Label(lead, "table_strong")
        if not lead:
            self.lead.hide()  # showing a widget that has no parent yet would open a window
        self.words = Label(words, "table")
        if not words:
            self.words.hide()
        lines.addWidget(self.lead)
        lines.addWidget(self.words)
        self.row.addLayout(lines, 1)
        if closable:
            close = IconButton("x", text("Close this message"), framed=False)
            close.clicked.connect(self.dismissed)
            close.clicked.connect(self.hide)
            self.row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def add_button(self, button: Button) -> None:
        """Put a button at the trailing end of the notice."""
        self.row.insertWidget(2, button, 0, Qt.AlignmentFlag.AlignVCenter)


class NextStep(QFrame):
    """The one suggestion of the home page: sentence, reason, Not now, and the filled button."""

    accepted = Signal()
    put_off = Signal()

    def __init__(self, sentence: str, reason: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "next")
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(20), scaled(16), scaled(20), scaled(16))
        row.setSpacing(scaled(12))
        lines = QVBoxLayout()
        lines.setSpacing(scaled(3))
        lines.addWidget(Label(text("Next step"), "label", "quiet"))
        lines.addWidget(Label(sentence, "key"))
        lines.addWidget(Label(reason, "body", "quiet"))
        row.addLayout(lines, 1)
        later = Button(text("Not now"), "text")
        later.clicked.connect(self.put_off)
        self.button = Button(verb, "filled")
        self.button.clicked.connect(self.accepted)
        row.addWidget(later, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


class EmptyState(Card):
    """An empty page: what this is for in one sentence, and one button to start."""

    started = Signal()

    def __init__(
        self, sentence: str, verb: str = "", *, icon_name: str = "plus", parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=20, parent=parent)
        self.body.setSpacing(scaled(12))
        self.body.addWidget(Label(sentence, "sentence"))
        self.button: Button | None = None
        if verb:
            self.button = Button(verb, "outline", icon_name=icon_name)
            self.button.clicked.connect(self.started)
            self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
