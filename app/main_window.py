"""The window and its shell: rail, rooms, notices under the title, undo bar, status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.notices import Dialog, Explainer, Message, Notices
from app.kit.theme import scale, scaled
from app.kit.widgets.focus_ring import QUIET, FocusRing
from app.kit.widgets.labels import Hair, Label
from app.kit.widgets.pages import Page, StatusLine, UndoBar
from app.kit.widgets.rail import Rail

RECENT_SHOWN = 6
NARROW_BELOW = 1200  # px at 100 % type
LEAST = QSize(1024, 560)  # a screen of 1024×600 less its title bar
FIRST = QSize(1366, 768)


class Shell(QWidget):
    """Rail and the open room; the owner makes the rooms and fills rail and status line."""

    room_asked = Signal(str)

    def __init__(self, explainers: tuple[Explainer, ...], recent: list[Message], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail()
        self.rail.opened.connect(self.room_asked)
        row.addWidget(self.rail)
        row.addWidget(Hair(upright=True))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row.addLayout(column, 1)
        self.notices = Notices(explainers=explainers, recent=recent)
        self.rooms = QStackedWidget()
        column.addWidget(self.rooms, 1)
        undo_row = QHBoxLayout()
        undo_row.setContentsMargins(scaled(24), 0, scaled(24), scaled(8))
        self.undo = UndoBar()
        self.undo.offered.connect(lambda words: self.notices.remember(Message("accent", words)))
        undo_row.addWidget(self.undo, 1)
        undo_row.addStretch(1)
        column.addLayout(undo_row)
        self.status = StatusLine()
        column.addWidget(self.status)
        self.room: QWidget | None = None
        self.key = ""

    def show_room(self, key: str, room: QWidget) -> None:
        """Put a room in place of the one before."""
        old = self.room
        self.room, self.key = room, key
        page = getattr(room, "page", room)
        if isinstance(page, Page):
            self.place_notices(page)
        self.rooms.addWidget(room)
        self.rooms.setCurrentWidget(room)
        self.rail.set_open("interview" if key == "finished" else key)
        if old is not None:
            focus = self.focusWidget()  # a stack gives it to the new page itself while that has no control yet
            held = focus is None or focus is room or old.isAncestorOf(focus)
            self.rooms.removeWidget(old)
            old.hide()
            old.deleteLater()
            if held:
                self.focus_rail()

    def focus_rail(self) -> None:
        """Put the focus on the open room's row, so that it never falls on whatever comes next."""
        item = self.rail.items.get("interview" if self.key == "finished" else self.key)
        if item is not None:
            item.setProperty(QUIET, True)
            item.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_notices(self, page: Page) -> None:
        """Put the message bar under the title of a page."""
        page.column.insertWidget(1, self.notices)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the rail when the window is narrow for its type size."""
        super().resizeEvent(event)
        self.rail.set_narrow(event.size().width() / scale() < NARROW_BELOW)


class MainWindow(QMainWindow):
    """The one window; shows the first run, the lock page, the shell or an interview.

    Signals:
        scale_asked: +1, -1 or 0 (back to 100 %) for the type size.
        lock_asked: lock now.
        closing: the person closes the window; the owner saves and then calls `close_now`.
    """

    scale_asked = Signal(int)
    lock_asked = Signal()
    help_asked = Signal()
    closing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Groundup")
        self._may_close = False
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setMinimumSize(LEAST)
        self.resize(FIRST)
        self.ring = FocusRing(self)
        for keys, action in (
            ("Ctrl++", lambda: self.scale_asked.emit(1)),
            ("Ctrl+=", lambda: self.scale_asked.emit(1)),
            ("Ctrl+-", lambda: self.scale_asked.emit(-1)),
            ("Ctrl+0", lambda: self.scale_asked.emit(0)),
            ("Ctrl+Shift+L", self.lock_asked.emit),
            ("F1", self.help_asked.emit),
        ):
            self._shortcut(keys, action)

    def _shortcut(self, keys: str, action: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(action)

    @property
    def shown(self) -> QWidget | None:
        """Return what the window shows."""
        return self._stack.currentWidget()

    def show_widget(self, widget: QWidget, *, keep: bool = False) -> None:
        """Show a widget in place of all others; `keep` leaves those alive to come back to."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if not keep:
            others = [self._stack.widget(place) for place in range(self._stack.count())]
            for other in others:
                if other is not widget:
                    self.drop(other)

    def drop(self, widget: QWidget) -> None:
        """Forget a widget that was kept."""
        if self._stack.indexOf(widget) >= 0:
            self._stack.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being saved before the window goes."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.closing.emit()

    def close_now(self) -> None:
        """Close; everything is saved."""
        self._may_close = True
        self.close()


def saved_line(pending: int, at: datetime | None, clock: Callable[[datetime], str]) -> str:
    """Return what the status line says about the disk."""
    if pending:
        return text("Saving…")
    if at is None:
        return text("Everything is saved on this laptop")
    return text("Saved on this laptop, {time}", time=clock(at))


def show_keys(parent: QWidget, recent: Sequence[Message] = ()) -> None:
    """Show what can be done here with the keyboard, and the messages of late."""
    dialog = Dialog(text("What can I do here?"), text("Everything works without a mouse."), parent=parent)
    for keys, words in (
        ("Tab", text("to the next button or field; Shift Tab goes back")),
        ("Enter", text("presses the button or opens the row")),
        ("Space", text("ticks and chooses")),
        ("Ctrl +  Ctrl −  Ctrl 0", text("larger type, smaller type, 100 %")),
        ("Ctrl Shift L", text("locks this laptop at once")),
        ("F1", text("this help")),
    ):
        row = QHBoxLayout()
        row.setSpacing(scaled(16))
        label = Label(keys, "table_strong", wrap=False)
        label.setFixedWidth(scaled(150))
        row.addWidget(label)
        row.addWidget(Label(words, "table"), 1)
        dialog.body.addLayout(row)
    if recent:
        dialog.body.addWidget(Hair())
        dialog.body.addWidget(Label(text("Recent messages"), "section"))
    for message in reversed(recent[-RECENT_SHOWN:]):
        dialog.body.addWidget(Label(f"{message.lead} {message.words}".strip(), "table"))
    close = dialog.add_verb(text("Close"), role="reject", kind="filled")
    close.clicked.connect(dialog.accept)
    close.setFocus()
    dialog.exec()
    dialog.deleteLater()
