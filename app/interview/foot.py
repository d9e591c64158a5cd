"""The foot of an interview: Back, what is saved, ways out, Next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.interview.keeping import Kept
from app.kit.language import text, time_text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import IconLine
from app.kit.widgets.pages import Foot

# Room for the line that says what is saved, in px at 100 % type.
SAVED_LEAST = 210


class InterviewFoot(Foot):
    """Signals: back, forward, left_out (leave the answer out with a reason), stopped, kept_as_draft."""

    back = Signal()
    forward = Signal()
    left_out = Signal()
    stopped = Signal()
    kept_as_draft = Signal()

    def __init__(self, clock: Callable[[datetime], str] = time_text, parent: QWidget | None = None) -> None:
        super().__init__(edge=20, parent=parent)
        self._clock = clock
        self.back_button = Button(text("Back"), "outline", fit="field", icon_name="arrow-left")
        self.saved = IconLine("check", text("Everything is saved on this laptop"), "table")
        self.left_out_button = Button(text("Leave it out"), "outline", fit="field")
        self.stopped_button = Button(text("They stopped here"), "outline", fit="field")
        self.draft_button = Button(text("Keep as draft"), "outline", fit="field")
        self.next_button = Button(text("Next"), "filled", fit="field", icon_name="arrow-right", trailing_icon=True)
        self.finish_button = Button(text("Finish interview"), "filled", fit="field")
        self.row.addWidget(self.back_button)
        self.row.addWidget(self.saved, 1)
        for button in (
            self.left_out_button, self.stopped_button, self.draft_button, self.next_button, self.finish_button,
        ):  # fmt: skip
            self.row.addWidget(button)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.forward)
        self.finish_button.clicked.connect(self.forward)
        self.left_out_button.clicked.connect(self.left_out)
        self.stopped_button.clicked.connect(self.stopped)
        self.draft_button.clicked.connect(self.kept_as_draft)
        self._last = False
        self.show_page(first=True, last=False)

    def show_page(self, *, first: bool, last: bool) -> None:
        """Show the buttons of a page; the first one has no Back, the last one finishes."""
        self.back_button.setVisible(not first)
        self.next_button.setVisible(not last)
        self._last = last
        self.finish_button.setVisible(last)
        self.stopped_button.setVisible(last)
        self.left_out_button.hide()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many ways out as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave "Keep as draft" out where there is no room for it: Leave, in the head, does the same."""
        shown = [self.back_button, self.stopped_button, self.draft_button, self.finish_button]
        needed = sum(button.sizeHint().width() + self.row.spacing() for button in shown) + scaled(SAVED_LEAST)
        self.draft_button.setVisible(self._last and needed <= self.width())

    def offer_left_out(self, offered: bool) -> None:
        """Offer to go on without the answer, saying why."""
        self.left_out_button.setVisible(offered)

    def show_kept(self, kept: Kept) -> None:
        """Say what is on the disk."""
        if kept.failure is not None:
            self.saved.show_line("triangle-alert", text("Not saved yet"), "warn")
        elif kept.waiting:
            self.saved.show_line("refresh-cw", text("Saving…"), "quiet")
        else:
            words = text("Everything is saved on this laptop")
            if kept.at is not None:
                words = text("Saved on this laptop, {time}", time=self._clock(kept.at))
            self.saved.show_line("check", words, "quiet")
            self.saved.icon.set_icon("check", "accent")
