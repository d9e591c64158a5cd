"""The frame of a page: header, scrolling middle, foot; and the status line and undo bar of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import IconLabel, IconLine, Label

PAGE_EDGE = 24
DESK_MOST = 1440
UNDO_SECONDS = 10


class Header(QFrame):
    """Title and one quiet line, actions at the trailing end; 64 px high at 100 % type."""

    def __init__(self, title: str, line: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "head")
        self.setMinimumHeight(scaled(64))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(scaled(PAGE_EDGE), scaled(6), scaled(PAGE_EDGE), scaled(6))
        self._row.setSpacing(scaled(12))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        self.title = Label(title, "title")
        self.line = Label(line, "small", "quiet")
        if not line:
            self.line.hide()  # showing a widget that has no parent yet would open a window
        lines.addWidget(self.title)
        lines.addWidget(self.line)
        lines.addStretch(1)
        self._row.addLayout(lines, 1)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the trailing end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_title(self, title: str, line: str) -> None:
        """Change title and quiet line."""
        self.title.setText(title)
        self.line.setText(line)
        self.line.setVisible(bool(line))


class ScrollPage(QScrollArea):
    """The scrolling middle of a page; put things in `body`. Content stays under `most` px wide, centred above it."""

    def __init__(
        self,
        *,
        most: int = DESK_MOST,
        edge: int = PAGE_EDGE,
        spacing: int = 13,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        ground = QWidget()
        ground.setProperty("ground", "clear")
        outer = QHBoxLayout(ground)
        outer.setContentsMargins(scaled(edge), scaled(16), scaled(edge), scaled(16))
        self.content = QWidget()
        self.content.setMaximumWidth(scaled(most))
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(scaled(spacing))
        outer.addWidget(self.content, 1)
        self.setWidget(ground)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll until a widget is seen whole, with room for its focus ring."""
        self.ensureWidgetVisible(widget, scaled(12), scaled(12))


class Page(QWidget):
    """A screen of the desk: header, place for notices, middle."""

    def __init__(self, title: str, line: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.header = Header(title, line)
        self.column.addWidget(self.header)

    def set_middle(self, widget: QWidget) -> None:
        """Put the middle part below the header."""
        self.column.addWidget(widget, 1)


class Foot(QFrame):
    """The white foot of a wizard or an interview: quiet words leading, buttons trailing."""

    def __init__(self, *, edge: int = PAGE_EDGE, height: int = 72, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "foot")
        self.setMinimumHeight(scaled(height))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(scaled(edge), scaled(12), scaled(edge), scaled(12))
        self.row.setSpacing(scaled(12))


class StatusLine(QFrame):
    """The line at the foot of the window: saved, network, what waits, help."""

    help_asked = Signal()
    waiting_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "status")
        self.setMinimumHeight(scaled(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(16), 0, scaled(16), 0)
        row.setSpacing(scaled(16))
        self.saved = IconLine("check", "")
        self.saved.words.setWordWrap(False)
        self.waiting = Button("", "quiet", fit="status", icon_name="arrow-up-down")
        self.waiting.setProperty("role", "small")
        self.waiting.clicked.connect(self.waiting_asked)
        self.help = Button(text("F1 Help"), "quiet", fit="status")
        self.help.setProperty("role", "small")
        self.help.clicked.connect(self.help_asked)
        row.addWidget(self.saved)
        row.addStretch(1)
        row.addWidget(self.waiting)
        row.addWidget(self.help)

    def show_saved(self, words: str, *, moving: bool = False) -> None:
        """Say what is on the disk: "Saving…" or "Saved on this laptop, 14:05"."""
        self.saved.show_line("refresh-cw" if moving else "check", words, "quiet")
        if not moving:
            self.saved.icon.set_icon("check", "accent")

    def show_waiting(self, words: str) -> None:
        """Say what waits to be sent."""
        self.waiting.set_words(words)
        self.waiting.setVisible(bool(words))


class UndoBar(QFrame):
    """Says what was done and offers to undo it for ten seconds; pauses while it has the focus or the pointer.

    Signals:
        offered: The words, for the recent messages.
    """

    offered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "undo")
        self.setMinimumHeight(scaled(44))
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(16), 0, scaled(8), 0)
        row.setSpacing(scaled(12))
        self._icon = IconLabel("trash-2", "canvas", 18)
        self._words = Label("", "body", "canvas")
        self._button = Button(text("Undo"), "outline")
        self._button.clicked.connect(self._undo)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._action: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._button.installEventFilter(self)
        self.hide()

    def offer(self, words: str, undo: Callable[[], None], *, icon_name: str = "trash-2") -> None:
        """Show what was done; `undo` is called when the person asks."""
        self._words.setText(words)
        self._icon.set_icon(icon_name, "canvas")
        self._button.setAccessibleDescription(words)
        self._action = undo
        self.show()
        self._timer.start(UNDO_SECONDS * 1000)
        self.offered.emit(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pause while the person is on the button."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Enter):
            self._timer.stop()
        elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.Leave) and self.isVisible():
            self._timer.start(UNDO_SECONDS * 1000)
        return super().eventFilter(watched, event)

    def _undo(self) -> None:
        action, self._action = self._action, None
        self._timer.stop()
        self.hide()
        if action is not None:
            action()
