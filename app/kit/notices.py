"""Messages: a bar under the title that never takes the focus, errors in words, questions asked with verbs."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Notice
from app.kit.widgets.focus_ring import FocusRing
from app.kit.widgets.labels import Label, repolish

log = logging.getLogger(__name__)
RECENT = 50


@dataclass(frozen=True, slots=True)
class Message:
    """One message: kind "info", "warn", "error" or "accent"; bold first part, the rest, details to fold out."""

    kind: str
    words: str
    lead: str = ""
    details: str = ""
    at: datetime | None = None


Explainer = Callable[[BaseException], Message | None]


class Notices(QWidget):
    """The bar under the title; keeps the recent messages and turns failures into sentences.

    Args:
        recent: Where messages are kept; bars that share the list share what was said.
    """

    def __init__(
        self,
        *,
        explainers: Sequence[Explainer] = (),
        recent: list[Message] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._explainers = tuple(explainers)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(scaled(24), scaled(12), scaled(24), 0)
        self._column.setSpacing(scaled(8))
        self._shown: list[Notice] = []
        self.recent: list[Message] = [] if recent is None else recent
        self.hide()

    def show_message(self, message: Message, *, verb: str = "", action: Callable[[], None] | None = None) -> None:
        """Show a message in place of the one before, announce it, and keep it among the recent ones."""
        self.clear()
        self.remember(message)
        notice = Notice(message.kind, message.words, lead=message.lead, closable=True)
        notice.dismissed.connect(self.clear)
        if verb and action is not None:
            button = Button(verb, "text", fit="bar")
            button.clicked.connect(action)
            notice.add_button(button)
        if message.details:
            more = Button(text("Details"), "text", fit="bar")
            more.clicked.connect(lambda: show_details(self, message.details))
            notice.add_button(more)
        self._column.addWidget(notice)
        self._shown.append(notice)
        self.show()
        announce(self, " ".join(part for part in (message.lead, message.words) if part))

    def remember(self, message: Message) -> None:
        """Keep a message among the recent ones without showing it here."""
        self.recent.append(message)
        del self.recent[:-RECENT]

    def inform(self, words: str) -> None:
        """Say something good or neutral."""
        self.show_message(Message("accent", words))

    def warn(self, words: str, lead: str = "") -> None:
        """Say something to look at."""
        self.show_message(Message("warn", words, lead))

    def explain(self, failure: Exception) -> None:
        """Say in words what failed; a failure nobody knows is our mistake, logged with its traceback."""
        for explainer in self._explainers:
            message = explainer(failure)
            if message is not None:
                self.show_message(message)
                return
        trace = "".join(traceback.format_exception(failure))
        log.error("a failure nobody explained\n%s", trace)
        self.show_message(
            Message(
                "error",
                text(
                    "What was saved before is safe on this laptop. Try again; if it happens again, send us the details."
                ),
                text("Something went wrong in the program."),
                trace,
            )
        )

    def clear(self) -> None:
        """Take the shown message away; it stays among the recent ones."""
        for notice in self._shown:
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self._shown = []
        self.hide()


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say words without moving the focus."""
    event = QAccessibleAnnouncementEvent(widget, words)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class Dialog(QDialog):
    """A dialog 480 px wide with a title in words; `body` is the layout between title and buttons."""

    def __init__(self, title: str, words: str = "", *, width: int = 480, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(scaled(width))
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16))
        column.setSpacing(scaled(8))
        column.addWidget(Label(title, "key"))
        self.words = Label(words, "body", "quiet")
        if not words:
            self.words.hide()  # showing a widget that has no parent yet would open a window
        column.addWidget(self.words)
        self.body = QVBoxLayout()
        self.body.setSpacing(scaled(10))
        column.addLayout(self.body, 1)
        column.addSpacing(scaled(8))
        self.buttons = QDialogButtonBox()
        column.addWidget(self.buttons)
        FocusRing(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped words need at this width, unless a size was asked for."""
        layout = self.layout()
        if layout is not None and not event.spontaneous() and not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            layout.activate()
            self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), self.minimumSizeHint().height()))
        super().showEvent(event)

    def add_verb(self, words: str, *, role: str = "accept", kind: str = "outline") -> QPushButton:
        """Add a button; roles "accept", "reject", "destroy", "action" decide its place per system."""
        roles = {
            "accept": QDialogButtonBox.ButtonRole.AcceptRole,
            "reject": QDialogButtonBox.ButtonRole.RejectRole,
            "destroy": QDialogButtonBox.ButtonRole.DestructiveRole,
            "action": QDialogButtonBox.ButtonRole.ActionRole,
        }
        button = Button(words, kind)
        self.buttons.addButton(button, roles[role])
        repolish(button)
        return button


@dataclass(frozen=True, slots=True)
class Verb:
    """One answer of a question: its key, its words, whether it is the safe one (focused, filled) or removes."""

    key: str
    words: str
    safe: bool = False
    removes: bool = False


def ask(parent: QWidget, title: str, words: str, verbs: Sequence[Verb]) -> str:
    """Ask with verbs and return the key of the chosen one; closing the dialog chooses the safe one.

    Raises:
        ValueError: none of the verbs is safe.
    """
    safe = next((verb for verb in verbs if verb.safe), None)
    if safe is None:
        raise ValueError("a question needs a safe verb")
    dialog = Dialog(title, words, parent=parent)
    chosen = [safe.key]
    for verb in verbs:
        role = "reject" if verb.safe else "destroy" if verb.removes else "accept"
        kind = "filled" if verb.safe else "danger" if verb.removes else "outline"
        button = dialog.add_verb(verb.words, role=role, kind=kind)

        def pick(_checked: bool = False, *, key: str = verb.key) -> None:
            chosen[0] = key
            dialog.accept()

        button.clicked.connect(pick)
        if verb.safe:
            button.setDefault(True)
            button.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.exec()
    dialog.deleteLater()
    return chosen[0]


def show_details(parent: QWidget, details: str) -> None:
    """Show technical details that can be copied."""
    dialog = Dialog(text("Details"), width=640, parent=parent)
    box = QPlainTextEdit(details)
    box.setReadOnly(True)
    box.setAccessibleName(text("Details"))
    box.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    box.setMinimumHeight(scaled(240))
    dialog.body.addWidget(box)
    copy = dialog.add_verb(text("Copy"), role="action")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    close = dialog.add_verb(text("Close"), role="reject", kind="filled")
    close.clicked.connect(dialog.accept)
    close.setFocus()
    dialog.exec()
    dialog.deleteLater()


def is_language_change(event: QEvent) -> bool:
    """Tell whether an event says that the language of the window changed."""
    return event.type() == QEvent.Type.LanguageChange
