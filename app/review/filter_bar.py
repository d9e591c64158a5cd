"""What narrows the table of finished interviews: a search field and chips for state, form and person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.kit import icons
from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.fields import TextField
from app.kit.widgets.marks import Chip
from app.review.actions import RoomState
from app.storage.submissions import Filter


class FilterBar(QWidget):
    """The field and the chips; `changed` carries the filter they say together."""

    changed = Signal(object)

    def __init__(self, state: RoomState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(8))
        self.search = TextField(fit="bar", name=text("Find in finished interviews"))
        self.search.setPlaceholderText(text("Find"))
        self.search.addAction(icons.icon("search"), TextField.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(scaled(64))
        self.search.setMaximumWidth(scaled(220))
        self.search.textChanged.connect(lambda _words: self.changed.emit(self.where()))
        row.addWidget(self.search, 1)
        self.state = Chip(
            text("State"),
            [
                (text("Finished, not sent"), "finished"),
                (text("Sent"), "sent"),
                (text("Two versions"), "conflict"),
                (text("Waiting for a person"), "aside"),
            ],
        )
        self.form = Chip(text("Form"), [(form.title, form.form_id) for form in state.forms])
        self.who = Chip(text("By"), [(who or text("Without a name"), who) for who in state.people])
        for chip in (self.state, self.form, self.who):
            chip.chosen.connect(lambda _value: self.changed.emit(self.where()))
            row.addWidget(chip)
        row.addStretch(1)

    def where(self) -> Filter:
        """Return the filter."""
        status, form, who = self.state.value, self.form.value, self.who.value
        return Filter(
            text=self.search.text().strip(),
            status=(str(status),) if status is not None else (),
            form_id=str(form) if form is not None else None,
            who=(str(who),) if who is not None else (),
        )
