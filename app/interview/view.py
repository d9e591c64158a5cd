"""The interview: head, one page after the other, foot; every key of the person ends here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.interview.actions import InterviewActions
from app.interview.ending import Ending
from app.interview.finish_page import FinishPage
from app.interview.foot import InterviewFoot
from app.interview.head import InterviewHead
from app.interview.keeping import Kept
from app.interview.people import People
from app.interview.pictures import Pictures
from app.interview.question_page import QuestionPage
from app.interview.reason_dialog import ask_reason
from app.interview.roster_page import RosterPage
from app.interview.tools import Tools
from app.interview.uploads import Uploads
from app.interview.words import Words
from app.kit.explain import EXPLAINERS
from app.kit.language import text
from app.kit.notices import Message, Notices, announce
from app.kit.theme import scaled
from app.kit.widgets.pages import UndoBar
from app.questions import digits
from app.questions.form_language import shown_name
from app.questions.markup import to_plain
from app.questions.pool import Pool
from app.questions.state import QuestionState
from app.questions.upload_answer import ChooseFile, choose_file
from forms.errors import AnswerRefused
from forms.messages import sentence
from forms.session.changes import ChangeList
from forms.session.pages import FINISH, Page

log = logging.getLogger(__name__)
# A section may begin with notes; so many questions are tried before the keyboard goes to Next.
FIRST_TRIED = 8


class InterviewView(QWidget):
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.room, self._now = actions, now
        self.words = Words(actions)
        self.page: Page = actions.first_page()
        self._errors: set[str] = set()
        self._told_hidden = False
        self._was_shown = False
        self._said_failure = False
        self._pictures = Pictures(actions.files)
        self._uploads = Uploads(actions, self._explain, self)
        self._make_frame(choose)
        self.people = People(actions, self.words, self.roster, self.undo, self)
        self.tools = Tools(actions, self.words, self.notices, self)
        self.ending = Ending(actions, self.foot.finish_button, self._explain, self)
        self._connect()
        self._make_shortcuts()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._show_head)
        actions.listen(self._on_changes)
        actions.keeping.listener = self._hear_kept
        self._show_language()
        self._show_page(focus=False)
        self.foot.show_kept(actions.keeping.kept)

    # frame

    def _make_frame(self, choose: ChooseFile) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = InterviewHead()
        self.notices = Notices(explainers=EXPLAINERS)
        self.stack = QStackedWidget()
        pool = Pool(picture_of=self._pictures, choose=choose, parent=self)
        self.questions = QuestionPage(pool, picture_of=self._pictures)
        self.roster = RosterPage()
        self.finish = FinishPage()
        for page in (self.questions, self.roster, self.finish):
            self.stack.addWidget(page)
        undo_row = QHBoxLayout()
        undo_row.setContentsMargins(scaled(20), 0, scaled(20), scaled(8))
        self.undo = UndoBar()
        undo_row.addWidget(self.undo, 1)
        undo_row.addStretch(1)
        self.foot = InterviewFoot()
        column.addWidget(self.head)
        column.addWidget(self.notices)
        column.addWidget(self.stack, 1)
        column.addLayout(undo_row)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.head.left.connect(self.leave)
        self.head.questions_asked.connect(self.open_jump_list)
        self.head.language_asked.connect(self.choose_language)
        self.foot.back.connect(self.go_back)
        self.foot.forward.connect(self.go_on)
        self.foot.left_out.connect(self.leave_out)
        self.foot.stopped.connect(self.ending.stop_here)
        self.foot.kept_as_draft.connect(self.leave)
        self.questions.answered.connect(self._answer)
        self.questions.entered.connect(self.advance)
        self.questions.file_chosen.connect(self._uploads.keep)
        self.questions.preview_wanted.connect(self._uploads.preview)
        self.questions.reason_wanted.connect(self._ask_reason)
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
        self._kept.connect(self._show_kept, Qt.ConnectionType.QueuedConnection)

    def _make_shortcuts(self) -> None:
        for keys, action in (
            ("Ctrl+G", self.open_jump_list),
            ("Ctrl+L", self.choose_language),
            ("Alt+Left", lambda: self._along(forward=self._mirrored())),
            ("Alt+Right", lambda: self._along(forward=not self._mirrored())),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _along(self, *, forward: bool) -> None:
        if forward:
            self.go_on()
        else:
            self.go_back()

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.questions.isAncestorOf(new):
            self.questions.follow_focus(new)

    # keys

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
            self.show_help()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif not self._pick(digits.typed(event.text())):
            super().keyPressEvent(event)

    def _enter(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and hasattr(focus, "click") and self._is_button(focus):
            focus.click()
        else:
            self.advance()

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

    # pages

    def _state(self, ref: str) -> QuestionState:
        return self.words.state(ref, compact=self.page.kind == "list", shows_error=ref in self._errors)

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
        self._offer_left_out()
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
        if not self._may_leave():
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

    def _may_leave(self) -> bool:
        """Check the page; show errors above the answers and go to the first one."""
        if self.stack.currentWidget() is not self.questions:
            return True
        wrong = [block.state.ref for block in self.questions.blocks if block.fault and block.state is not None]
        self._errors = {ref for ref in self.page.refs if self.words.error(ref)}
        wrong += [ref for ref in self.page.refs if ref in self._errors and ref not in wrong]
        self.questions.refresh()
        self._offer_left_out()
        if not wrong:
            return True
        first = min(wrong, key=self.page.refs.index)
        self.questions.focus_question(first)
        block = self.questions.block(first)
        if block is not None:
            announce(self, block.fault or self.words.error(first), urgent=True)
        return False

    def _offer_left_out(self) -> None:
        self.foot.offer_left_out(
            self.page.kind in ("question", "list") and any(self.words.is_missing(ref) for ref in self._errors)
        )

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
        if self.page.kind in ("question", "list"):
            self._refresh_questions(changes)
        self._late.start()

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
        if self._errors:
            self._errors = {ref for ref in self._errors if self.words.error(ref)}
            self._offer_left_out()

    def _show_preview(self, ref: str, name: str, image: QImage) -> None:
        block = self.questions.block(ref)
        if block is not None:
            block.show_preview(name, image)

    def leave_out(self) -> None:
        """Go on without the required answers of this page, saying why."""
        missing = [ref for ref in self.page.refs if ref in self._errors and self.words.is_missing(ref)]
        if missing and all(self._ask_reason(ref) for ref in missing):
            self.go_on()

    def _ask_reason(self, ref: str) -> bool:
        reason = ask_reason(self, to_plain(self._state(ref).label))
        if reason:
            self.room.set_reason(ref, reason)
            self._errors.discard(ref)
            self.questions.refresh([ref])
        return bool(reason)

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
