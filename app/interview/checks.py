"""Whether a page may be left: wrong answers stop it, missing ones may be left out with a reason."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.interview.actions import InterviewActions
from app.interview.foot import InterviewFoot
from app.interview.question_page import QuestionPage
from app.interview.reason_dialog import ask_reason
from app.interview.words import Words
from app.kit.notices import announce
from app.questions.markup import to_plain
from forms.session.pages import Page


class Checks(QObject):
    """Shows errors above the answers of a page.

    Signals:
        passed: What was missing is left out with a reason; the page may be left now.
    """

    passed = Signal()

    def __init__(
        self, room: InterviewActions, words: Words, questions: QuestionPage, foot: InterviewFoot, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._room, self._words, self._questions, self._foot, self._window = room, words, questions, foot, parent
        self.errors: set[str] = set()  # references whose errors are shown

    def may_leave(self, page: Page) -> bool:
        """Check a page; show errors above the answers and go to the first one."""
        questions, words = self._questions, self._words
        wrong = [block.state.ref for block in questions.blocks if block.fault and block.state is not None]
        self.errors = {ref for ref in page.refs if words.error(ref)}
        wrong += [ref for ref in page.refs if ref in self.errors and ref not in wrong]
        questions.refresh()
        self.offer_left_out(page)
        if not wrong:
            return True
        first = min(wrong, key=page.refs.index)
        questions.focus_question(first)
        block = questions.block(first)
        if block is not None:
            announce(self._window, block.fault or words.error(first), urgent=True)
        return False

    def look_again(self, page: Page) -> None:
        """Forget errors that an answer mended."""
        if self.errors:
            self.errors = {ref for ref in self.errors if self._words.error(ref)}
            self.offer_left_out(page)

    def offer_left_out(self, page: Page) -> None:
        """Offer to leave the page's missing answers out, when it was tried to go on without them."""
        self._foot.offer_left_out(
            page.kind in ("question", "list") and any(self._words.is_missing(ref) for ref in self.errors)
        )

    def leave_out(self, page: Page) -> None:
        """Go on without the required answers of a page, saying why."""
        missing = [ref for ref in page.refs if ref in self.errors and self._words.is_missing(ref)]
        if missing and all(self.ask_reason(ref) for ref in missing):
            self.passed.emit()

    def ask_reason(self, ref: str) -> bool:
        """Ask why an answer is left out; False when the person went back to it."""
        reason = ask_reason(self._window, to_plain(self._room.interview.question(ref).label))
        if reason:
            self._room.set_reason(ref, reason)
            self.errors.discard(ref)
            self._questions.refresh([ref])
        return bool(reason)
