"""The frame of an interview: head, page, undo bar, foot, and the keys that mean something everywhere in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.interview.finish_page import FinishPage
from app.interview.foot import InterviewFoot
from app.interview.head import InterviewHead
from app.interview.pictures import Pictures
from app.interview.question_page import QuestionPage
from app.interview.roster_page import RosterPage
from app.kit.explain import EXPLAINERS
from app.kit.notices import Message, Notices
from app.kit.theme import scaled
from app.kit.widgets.pages import UndoBar
from app.questions import digits
from app.questions.pool import Pool
from app.questions.upload_answer import ChooseFile


class InterviewFrame(QWidget):
    """Places the parts and turns keys into wishes; knows nothing of the session.

    Signals:
        entered: Enter outside a button.
        turned: Alt and an arrow; True is forward.
        list_asked, language_asked, help_asked: Ctrl G, Ctrl L, F1.
    """

    entered = Signal()
    turned = Signal(bool)
    list_asked = Signal()
    language_asked = Signal()
    help_asked = Signal()

    def __init__(
        self, pictures: Pictures, choose: ChooseFile, recent: list[Message] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = InterviewHead()
        self.notices = Notices(explainers=EXPLAINERS, recent=recent)
        self.stack = QStackedWidget()
        pool = Pool(picture_of=pictures, choose=choose, parent=self)
        self.questions = QuestionPage(pool, picture_of=pictures)
        self.roster = RosterPage()
        self.finish = FinishPage()
        for page in (self.questions, self.roster, self.finish):
            self.stack.addWidget(page)
        undo_row = QHBoxLayout()
        undo_row.setContentsMargins(scaled(20), 0, scaled(20), scaled(8))
        self.undo = UndoBar()
        self.undo.offered.connect(lambda words: self.notices.remember(Message("accent", words)))
        undo_row.addWidget(self.undo, 1)
        undo_row.addStretch(1)
        self.foot = InterviewFoot()
        column.addWidget(self.head)
        column.addWidget(self.notices)
        column.addWidget(self.stack, 1)
        column.addLayout(undo_row)
        column.addWidget(self.foot)
        self._make_shortcuts()

    def _make_shortcuts(self) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+G", self.list_asked.emit),
            ("Ctrl+L", self.language_asked.emit),
            ("Alt+Left", lambda: self.turned.emit(self._mirrored())),
            ("Alt+Right", lambda: self.turned.emit(not self._mirrored())),
        )
        for key, action in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.questions.isAncestorOf(new):
            self.questions.follow_focus(new)

    def event(self, event: QEvent) -> bool:
        """Take F1 before the window does: here it is help on the question."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F1
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, digits pick, F1 helps, Esc does no harm."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_F1:
            self.help_asked.emit()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif not self._pick(digits.typed(event.text())):
            super().keyPressEvent(event)

    def _enter(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and hasattr(focus, "click") and self._is_button(focus):
            focus.click()
        else:
            self.entered.emit()

    def _is_button(self, widget: QWidget) -> bool:
        return not self.questions.isAncestorOf(widget) or widget.property("kind") in ("outline", "text", "filled")

    def _pick(self, digit: str) -> bool:
        block = self.questions.focused_block() if self.stack.currentWidget() is self.questions else None
        return bool(digit.isdigit() and len(digit) == 1 and block is not None and block.pick_number(int(digit)))

    def _escape(self) -> None:
        """Close what lies over the page; an answer stays as it is."""
        if self.notices.isVisible():
            self.notices.clear()
        elif self.undo.isVisible():
            self.undo.hide()
