"""The interview: head, one page after the other, foot; every key of the person ends here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from app.interview.actions import InterviewActions
from app.interview.checks import Checks
from app.interview.ending import Ending
from app.interview.frame import InterviewFrame
from app.interview.keeping import Kept
from app.interview.people import People
from app.interview.pictures import Pictures
from app.interview.tools import Tools
from app.interview.troubles import Troubles
from app.interview.uploads import Uploads
from app.interview.words import Words
from app.kit.language import text
from app.kit.notices import Message, announce
from app.questions.form_language import shown_name
from app.questions.markup import to_plain
from app.questions.state import QuestionState
from app.questions.upload_answer import ChooseFile, choose_file
from forms.errors import AnswerRefused
from forms.messages import sentence
from forms.session.changes import ChangeList
from forms.session.pages import FINISH, Page

log = logging.getLogger(__name__)
# A section may begin with notes; so many questions are tried before the keyboard goes to Next.
FIRST_TRIED = 8


class InterviewView(InterviewFrame):
    """One interview on the screen. Can be made again over the same actions, such as for another type size.

    Signals:
        left: The person goes away; everything is on the disk and the draft stays.
        finished: The row of the finished interview.
        question_shown: Reference of the page shown ("" for the last page).
    """

    left = Signal()
    finished = Signal(object)
    question_shown = Signal(str)
    _kept = Signal(object)

    def __init__(
        self,
        actions: InterviewActions,
        *,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        choose: ChooseFile = choose_file,
        recent: list[Message] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._pictures = Pictures(actions.files)
        super().__init__(self._pictures, choose, recent, parent)
        self.room, self._now = actions, now
        self.words = Words(actions)
        self.page: Page = actions.first_page()
        self._told_hidden = False
        self._was_shown = False
        self._said_failure = False
        self._uploads = Uploads(actions, self._explain, self)
        self.people = People(actions, self.words, self.roster, self.undo, self)
        self.tools = Tools(actions, self.words, self.notices, self)
        self.ending = Ending(actions, self.foot.finish_button, self._explain, self)
        self.checks = Checks(actions, self.words, self.questions, self.foot, self)
        self.troubles = Troubles(actions)
        self._connect()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._show_head)
        actions.listen(self._on_changes)
        actions.keeping.listener = self._hear_kept
        self._show_language()
        self._show_page(focus=False)
        self._tell_troubles()
        self.foot.show_kept(actions.keeping.kept)

    # wiring

    def _connect(self) -> None:
        self.head.left.connect(self.leave)
        self.head.questions_asked.connect(self.open_jump_list)
        self.head.language_asked.connect(self.choose_language)
        self.foot.back.connect(self.go_back)
        self.foot.forward.connect(self.go_on)
        self.foot.left_out.connect(lambda: self.checks.leave_out(self.page))
        self.checks.passed.connect(self.go_on)
        self.foot.stopped.connect(self.ending.stop_here)
        self.foot.kept_as_draft.connect(self.leave)
        self.questions.answered.connect(self._answer)
        self.questions.entered.connect(self.advance)
        self.questions.file_chosen.connect(self._uploads.keep)
        self.questions.preview_wanted.connect(self._uploads.preview)
        self.questions.reason_wanted.connect(self.checks.ask_reason)
        self._uploads.kept.connect(self._answer)
        self._uploads.previewed.connect(self._show_preview)
        self.roster.opened.connect(self.go_to)
        self.people.page_asked.connect(self._turn_to)
        self.people.shown_again.connect(self._show_again)
        self.people.answered.connect(self._answer)
        self.tools.question_chosen.connect(self.go_to)
        self.tools.language_chosen.connect(self.set_language)
        self.ending.left.connect(self.left)
        self.ending.finished.connect(self.finished)
        self.ending.refused.connect(self._show_page)
        self.finish.opened.connect(self.go_to)
        self.entered.connect(self.advance)
        self.help_asked.connect(self.show_help)
        self.list_asked.connect(self.open_jump_list)
        self.language_asked.connect(self.choose_language)
        self.turned.connect(self._along)
        self._kept.connect(self._show_kept, Qt.ConnectionType.QueuedConnection)

    def _along(self, forward: bool) -> None:
        if forward:
            self.go_on()
        else:
            self.go_back()

    # pages

    def _state(self, ref: str) -> QuestionState:
        return self.words.state(ref, compact=self.page.kind == "list", shows_error=ref in self.checks.errors)

    def _show_page(self, *, focus: bool = True, focus_ref: str = "") -> None:
        """Show the page anew: its widgets, the head, the foot."""
        page = self.page
        if page.kind == "finish":
            self._show_finish()
        elif page.kind == "repeat":
            self.people.show_page(page)
            self.stack.setCurrentWidget(self.roster)
        else:
            self.questions.show_page(
                page.refs,
                self._state,
                joined=page.kind == "list",
                around=self.words.around(page),
                title=self.words.title_of(page),
                language=self.words.language.code,
            )
            self.questions.verticalScrollBar().setValue(0)
            self.stack.setCurrentWidget(self.questions)
        self.foot.show_page(first=self.room.pages.previous(page) is None, last=page.kind == "finish")
        self.checks.offer_left_out(page)
        self._show_head()
        if focus:
            self._focus_page(focus_ref)
        self.question_shown.emit(page.ref)

    def _focus_page(self, ref: str = "") -> None:
        page = self.page
        if page.kind == "finish":
            if not self.finish.focus_page():
                self.foot.finish_button.setFocus(Qt.FocusReason.TabFocusReason)
            announce(self, self.finish.title.text())
        elif page.kind == "repeat":
            self.roster.focus_page()
        elif page.refs:
            if not any(self.questions.focus_question(each) for each in ([ref] if ref else page.refs[:FIRST_TRIED])):
                self.foot.next_button.setFocus(Qt.FocusReason.TabFocusReason)
            announce(self, to_plain(self._state(ref or page.refs[0]).label))

    def _show_head(self) -> None:
        section, place, done, total = self.words.place(self.page)
        self.head.show_names(self.words.title(), self.room.assessment_name)
        self.head.show_place(section, place, done=done, total=total)

    def _show_again(self, page: Page, focus: bool) -> None:
        """Show a list of people anew after it changed."""
        self.page = page
        self._show_page(focus=focus)

    def _show_finish(self) -> None:
        self.finish.show_summary(
            self.words.problems(),
            self.words.sections(),
            self.room.count(),
            minutes=self.words.minutes(self._now()),
        )
        self.stack.setCurrentWidget(self.finish)

    # going

    def go_on(self) -> None:
        """Go to the next page when this one may be left; finish on the last."""
        self.questions.commit()
        if self.page.kind == "finish":
            self.ending.finish()
            return
        self.people.take_typed()
        if self.stack.currentWidget() is self.questions and not self.checks.may_leave(self.page):
            return
        self._turn_to(self.room.pages.next(self.page))

    def advance(self) -> None:
        """Go to the next answer of a section, from its last one and from a single question to the next page."""
        block = self.questions.focused_block() if self.page.kind == "list" else None
        if block is not None and block.state is not None and block.state.ref in self.page.refs:
            block.commit()
            behind = self.page.refs[self.page.refs.index(block.state.ref) + 1 :]
            if any(self.questions.focus_question(ref) for ref in behind):
                return
        self.go_on()

    def go_back(self) -> None:
        """Go to the page before; wrong answers are kept and said on the last page."""
        self.questions.commit()
        self.people.take_typed()
        before = self.room.pages.previous(self.page)
        if before is not None:
            self._turn_to(before)

    def go_to(self, ref: str) -> None:
        """Go to the page of a question; "" is the last page."""
        self.questions.commit()
        self.people.take_typed()
        page = self.room.pages.page_of(ref) if ref else FINISH
        if page is not None:
            self._turn_to(page, ref)

    def _turn_to(self, page: Page, ref: str = "") -> None:
        self.page = page
        self.notices.clear()
        self.room.set_position(page)
        self._show_page(focus_ref=ref if ref in page.refs else "")

    # changing

    def _answer(self, ref: str, value: str) -> None:
        try:
            self.room.answer(ref, value)
        except AnswerRefused as refused:
            self.notices.show_message(Message("warn", sentence(refused, self.words.language.code)))
            self.questions.refresh([ref])

    def _on_changes(self, changes: ChangeList) -> None:
        """Show what one action changed, and nothing else."""
        if changes.language:
            return
        if changes.hidden_answers and not self._told_hidden:
            self._told_hidden = True
            self.notices.show_message(
                Message("info", text("Hidden answers stay in the draft and come back if the question comes back."))
            )
        self._tell_troubles()
        if self.page.kind in ("question", "list"):
            self._refresh_questions(changes)
        self._late.start()

    def _tell_troubles(self) -> None:
        """Say once what in the form does not work."""
        message = self.troubles.news()
        if message is not None:
            self.notices.show_message(message)

    def _refresh_questions(self, changes: ChangeList) -> None:
        moved = changes.shown or changes.hidden or changes.repeats
        now = self.room.pages.page_of(self.page.ref) if moved else self.page
        if now is not None and now.ref == self.page.ref and now != self.page:
            self.page = now
            self.questions.show_page(
                now.refs,
                self._state,
                joined=now.kind == "list",
                around=self.words.around(now),
                title=self.words.title_of(now),
                language=self.words.language.code,
            )
        self.questions.refresh([ref for ref in self.page.refs if ref in changes.refs])
        self.checks.look_again(self.page)

    def _show_preview(self, ref: str, name: str, image: QImage) -> None:
        block = self.questions.block(ref)
        if block is not None:
            block.show_preview(name, image)

    # jump list, language, help

    def open_jump_list(self) -> None:
        """Open the list of all questions."""
        self.questions.commit()
        self.tools.open_jump_list(self.page.refs[0] if self.page.refs else "")

    def choose_language(self) -> None:
        """Offer the other languages of the form."""
        self.tools.choose_language(self.head.language_button)

    def set_language(self, name: str) -> None:
        """Ask in another language: same question, same answer, same place on the page."""
        self.questions.commit()
        place = self.questions.verticalScrollBar().value()
        focused = self.questions.focused_block()
        ref = focused.state.ref if focused is not None and focused.state is not None else ""
        self.room.set_language(name)
        self._show_language()
        self._show_page(focus_ref=ref if ref in self.page.refs else "")
        self.questions.verticalScrollBar().setValue(place)

    def _show_language(self) -> None:
        """Turn the page to the direction of the language asked in."""
        names = self.room.interview.languages
        self.words.refresh_language()
        right = self.words.language.right_to_left
        direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        for page in (self.questions, self.roster):
            page.setLayoutDirection(direction)
        self.head.show_language(shown_name(self.room.interview.language) if len(names) > 1 else "")

    def show_help(self) -> None:
        """Show what helps with this question: the note to the interviewer, and the keys."""
        block = self.questions.focused_block() if self.stack.currentWidget() is self.questions else None
        if block is not None:
            block.unfold_note()
        self.tools.show_keys()

    # keeping, leaving, finishing

    def _hear_kept(self, kept: Kept) -> None:
        """Carry news from the writer's thread to the window, if it is still there."""
        try:
            self._kept.emit(kept)
        except RuntimeError:
            log.debug("the interview that asked is gone")

    def _show_kept(self, kept: Kept) -> None:
        self.foot.show_kept(self.room.keeping.kept)
        failed = kept.failure is not None
        if failed and not self._said_failure and isinstance(kept.failure, Exception):
            self._explain(kept.failure)
        self._said_failure = failed

    def _explain(self, failure: Exception) -> None:
        self.notices.explain(failure)

    def put_down(self) -> None:
        """Put everything on its way to the disk without waiting; for locking and closing."""
        self.questions.commit()
        self.people.take_typed()
        self.room.snapshot()

    def let_go(self) -> None:
        """Hear no more of the session and of the disk: the view is about to be dropped."""
        self.room.keeping.listener = None
        self.room.listen(None)

    def leave(self) -> None:
        """Wait until everything is on the disk, then say `left`; the draft stays."""
        self.questions.commit()
        self.people.take_typed()
        self.ending.leave()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where the person answers."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self, self._focus_page)

    def changeEvent(self, event: QEvent) -> None:
        """Send what was typed when the window is left."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.questions.commit()
        super().changeEvent(event)
