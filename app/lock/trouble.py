"""Pages for a workspace that cannot be opened: what happened, what was kept, the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kit.language import left_to_right, text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import IconLabel, Label
from app.kit.widgets.pages import ScrollPage

WIDTH = 640


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out: its key and its words; the first one is the filled button."""

    key: str
    words: str


def ways_out(code: str) -> tuple[WayOut, ...]:
    """Return the ways out of a failure to open the workspace, the best first."""
    again = WayOut("again", text("Try again"))
    other = WayOut("other", text("Open another folder"))
    leave = WayOut("leave", text("Close the program"))
    if code in ("workspace-broken", "keys-broken", "disk-failed"):
        return (WayOut("restore", text("Bring back the last good copy")), again, other, leave)
    if code == "workspace-read-only":
        return (WayOut("read_only", text("Open it to read only")), again, other, leave)
    if code == "workspace-newer":
        return (other, leave)
    return (again, other, leave)


class TroublePage(QWidget):
    """Title, sentence, ways out."""

    chosen = Signal(str)

    def __init__(self, code: str, sentence: str, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollPage(most=WIDTH, edge=24, spacing=10, name=text("What happened"))
        column.addWidget(scroll)
        scroll.body.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(scaled(12))
        head.addWidget(IconLabel("mark", "accent", 26))
        head.addWidget(Label("Groundup", "section", wrap=False))
        head.addStretch(1)
        scroll.body.addLayout(head)
        scroll.body.addSpacing(scaled(12))
        first, _dot, rest = sentence.partition(". ")
        scroll.body.addWidget(Label(first.rstrip(".") + ".", "question"))
        if rest:
            scroll.body.addWidget(Label(rest, "sentence", "quiet"))
        scroll.body.addWidget(Label(left_to_right(folder), "small", "quiet"))
        scroll.body.addSpacing(scaled(12))
        self.buttons: dict[str, Button] = {}
        for place, way in enumerate(ways_out(code)):
            button = Button(way.words, "outline" if place else "filled", fit="field")
            button.clicked.connect(lambda _checked=False, key=way.key: self.chosen.emit(key))
            self.buttons[way.key] = button
            scroll.body.addWidget(button)
        scroll.body.addStretch(1)
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.TabFocusReason)
