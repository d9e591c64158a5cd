"""Small marks: the state pill, the filter chip, progress with its words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import IconLabel, Label, repolish


class Pill(QFrame):
    """A state as icon and word on a soft ground: accent done, info moving, warn waits, error refused, neutral open."""

    def __init__(self, words: str, kind: str = "neutral", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pill", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(scaled(22))
        tone = "quiet" if kind == "neutral" else kind
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(7), scaled(2), scaled(8), scaled(2))
        row.setSpacing(scaled(5))
        if icon_name:
            row.addWidget(IconLabel(icon_name, tone, 14))
        row.addWidget(Label(words, "label", tone, wrap=False))


class Chip(Button):
    """A filter: shows its name, or the chosen value with an x; opens a menu of values."""

    chosen = Signal(object)

    def __init__(self, name: str, values: list[tuple[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(name, "chip", icon_name="chevron-down", trailing_icon=True, parent=parent)
        self._name, self._values = name, values
        self.value: object = None
        self.clicked.connect(self._open)

    def set_value(self, value: object) -> None:
        """Choose a value of the list, or None for no filter; does not signal."""
        self.value = value
        words = next((words for words, known in self._values if known == value), self._name)
        self.set_words(words)
        self.setAccessibleName(text("{filter}: {value}", filter=self._name, value=words) if value else self._name)
        self.setProperty("chosen", "true" if value is not None else "false")
        self.set_icon("x" if value is not None else "chevron-down")
        repolish(self)

    def _open(self) -> None:
        if self.value is not None:
            self.set_value(None)
            self.chosen.emit(None)
            return
        menu = QMenu(self)
        for words, value in self._values:
            menu.addAction(words).setData(value)
        picked = menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        if picked is not None:
            self.set_value(picked.data())
            self.chosen.emit(picked.data())


class Progress(QWidget):
    """A bar that never moves back, with its words "x of y" below or beside."""

    def __init__(self, fit: str = "list", *, name: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        self.bar = QProgressBar()
        self.bar.setProperty("fit", fit)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(name)
        self.words = Label(words, "small", "quiet")
        if not words:
            self.words.hide()  # showing a widget that has no parent yet would open a window
        column.addWidget(self.bar)
        column.addWidget(self.words)

    def show_progress(self, done: float, total: float, words: str) -> None:
        """Show `done` of `total` with its sentence; an unknown total shows the words only."""
        share = round(1000 * min(done / total, 1.0)) if total > 0 else 0
        self.bar.setValue(max(self.bar.value(), share))
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.bar.setAccessibleDescription(words)

    def restart(self) -> None:
        """Go back to nothing, for a new piece of work."""
        self.bar.setValue(0)


def bounded(widget: QWidget, most: int) -> QHBoxLayout:
    """Return a row that keeps a widget under `most` px wide at the leading edge.

    Qt computes the height of wrapped words for the clamped width in rows only, in columns for the full one.
    """
    widget.setMaximumWidth(scaled(most))
    row = QHBoxLayout()
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row
