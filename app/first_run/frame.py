"""The frame of the first pages: mark and "2 of 4" above, the page, a white foot with one filled button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kit.language import number_text, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import IconLabel, IconLine, Label
from app.kit.widgets.pages import Foot, ScrollPage

MOST = 880
PAGES = 4
RING = 6  # px around scrolling parts, so that focus rings are not cut


class Mark(QWidget):
    """The mark and the program's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(12))
        row.addWidget(IconLabel("mark", "accent", 26))
        row.addWidget(Label("Groundup", "section", wrap=False))


class WizardFrame(QWidget):
    """Head, middle and foot of one page; signals say what the person pressed."""

    went_on = Signal()
    went_back = Signal()
    skipped = Signal()

    def __init__(self, number: int, middle: QWidget, go_on: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        ground = QHBoxLayout()
        ground.setContentsMargins(scaled(24), scaled(20), scaled(24), scaled(12))
        inner = QWidget()
        inner.setMaximumWidth(scaled(MOST + 2 * RING))
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(scaled(14))
        lines.addLayout(self._head(number))
        lines.addWidget(middle, 1)
        ground.addWidget(inner, 1)
        column.addLayout(ground, 1)
        column.addWidget(self._foot(number, go_on))
        self.middle = middle

    def _head(self, number: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(scaled(RING), 0, scaled(RING), 0)
        row.addWidget(Mark())
        row.addStretch(1)
        words = text("{page} of {pages}", page=number_text(number), pages=number_text(PAGES)) if number else ""
        row.addWidget(Label(words, "table", "quiet", wrap=False))
        return row

    def _foot(self, number: int, go_on: str) -> Foot:
        foot = Foot()
        holder = QWidget()
        holder.setMaximumWidth(scaled(MOST))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(12))
        if number > 1:
            self.back = Button(text("Back"), "outline", fit="field", icon_name="arrow-left")
            self.back.clicked.connect(self.went_back)
            row.addWidget(self.back)
        if number == 1:
            note = IconLine("wifi-off", text("No network needed. Everything stays on this laptop."), "table")
            row.addWidget(note, 1)
        else:
            row.addStretch(1)
        if number > 1:
            self.skip = Button(text("Skip"), "text", fit="field")
            self.skip.clicked.connect(self.skipped)
            row.addWidget(self.skip)
        self.next = Button(go_on, "filled", fit="field", icon_name="arrow-right", trailing_icon=True)
        self.next.clicked.connect(self.went_on)
        row.addWidget(self.next)
        foot.row.addWidget(holder, 1)
        return foot


class FormPage(QWidget):
    """A page of a few fields: heading, sentence, then `body` in a scrolling part."""

    def __init__(self, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        for words, role, tone in ((heading, "question", "text"), (sentence, "sentence", "quiet")):
            label = Label(words, role, tone)
            label.setContentsMargins(scaled(RING), 0, scaled(RING), 0)
            column.addWidget(label)
        column.addSpacing(scaled(4))
        scroll = ScrollPage(edge=RING, spacing=16, name=heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(scaled(16))
        scroll.body.addLayout(self.body)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
