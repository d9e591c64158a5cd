"""A page of questions: one, or a section shown together; blocks and their widgets are reused from page to page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kit.theme import scaled
from app.kit.widgets.pages import ScrollPage
from app.questions.block import QuestionBlock
from app.questions.choices_answer import PictureOf
from app.questions.pool import Pool
from app.questions.state import QuestionState
from app.questions.words import FormWords

WIDEST = 800
# A long section shows its first questions at once and builds the others while the person reads.
AT_ONCE, AT_A_TIME = 4, 3

StateOf = Callable[[str], QuestionState]


class QuestionPage(ScrollPage):
    """Signals: as of its blocks."""

    answered = Signal(str, str)
    mistyped = Signal(str, str)
    entered = Signal()
    file_chosen = Signal(str, str)
    preview_wanted = Signal(str, str, QSize)
    reason_wanted = Signal(str)

    def __init__(self, pool: Pool, *, picture_of: PictureOf | None = None, parent: QWidget | None = None) -> None:
        super().__init__(most=WIDEST, spacing=10, parent=parent)
        self._pool, self._picture_of = pool, picture_of
        self.around = FormWords("section", "quiet")
        self.around.hide()
        self.title = FormWords("question")
        self.title.hide()
        self.body.addWidget(self.around)
        self.body.addWidget(self.title)
        self._column = QVBoxLayout()
        self._column.setSpacing(scaled(24))
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self.blocks: list[QuestionBlock] = []
        self._rest: list[QuestionBlock] = []
        self._state_of: StateOf | None = None
        self._refs: list[str] = []
        self._waiting: list[str] = []
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._build_more)

    # in

    def show_page(
        self, refs: Sequence[str], state_of: StateOf, *, joined: bool, around: str, title: str, language: str
    ) -> None:
        """Show questions; blocks already there stay when they show one of them.

        Args:
            state_of: Gives the state of a reference now.
            joined: They are a section shown together; else one question, which takes the block of the one before.
            around: Whom the page is about ("Amina, 2 of 5"), "" for nobody.
            title: Heading of a section shown together, "" for a single question.
        """
        self._state_of = state_of
        turned = self._refs and not any(ref in self._refs for ref in refs)
        if turned:
            self.content.hide()  # laid out once, when all of it is there
        self.around.show_words(around, language)
        self.title.show_words(title, language)
        self._refs = list(refs)
        for block in list(self.blocks):
            if block.state is not None and block.state.ref not in self._refs and (joined or len(self.blocks) > 1):
                self._put_away(block)
        self._waiting = list(refs)
        self._build(AT_ONCE)
        if turned:
            self.content.show()

    def refresh(self, refs: Sequence[str] | None = None) -> None:
        """Show the states of some questions anew (all when None)."""
        if self._state_of is None:
            return
        for block in self.blocks:
            if block.state is not None and (refs is None or block.state.ref in refs):
                block.show_state(self._state_of(block.state.ref))

    def block(self, ref: str) -> QuestionBlock | None:
        """Return the block of a question, building what still waits; None when it is not on this page."""
        if ref in self._waiting:
            self._build(len(self._waiting))
        return next((block for block in self.blocks if block.state is not None and block.state.ref == ref), None)

    def commit(self) -> None:
        """Send on at once whatever was typed."""
        for block in list(self.blocks):
            block.commit()

    def focused_block(self) -> QuestionBlock | None:
        """Return the block that has the keyboard, else the first."""
        focus = self.window().focusWidget()
        for block in self.blocks:
            if focus is not None and block.isAncestorOf(focus):
                return block
        return self.blocks[0] if self.blocks else None

    def focus_question(self, ref: str) -> bool:
        """Put the keyboard into the answer of a question and scroll to it; False when nothing there takes it."""
        block = self.block(ref)
        if block is None:
            return False
        self.body.activate()
        block.focus_answer()
        focus = self.window().focusWidget()
        if focus is None or not block.isAncestorOf(focus):
            return False
        if len(self.blocks) > 1:
            self.ensureWidgetVisible(block, 0, scaled(16))
        self.show_widget(focus)
        return True

    def follow_focus(self, widget: QWidget) -> None:
        """Scroll until the widget with the keyboard is seen."""
        if self.content.isAncestorOf(widget):
            self.show_widget(widget)

    # building

    def _build(self, count: int) -> None:
        """Build the next blocks of the page, in order."""
        todo, self._waiting = self._waiting[:count], self._waiting[count:]
        for ref in todo:
            self._place(ref, self._refs.index(ref))
        if self._waiting:
            self._more.start()

    def _build_more(self) -> None:
        self._build(AT_A_TIME)

    def _place(self, ref: str, place: int) -> None:
        assert self._state_of is not None
        state = self._state_of(ref)
        block = next((each for each in self.blocks if each.state is not None and each.state.ref == ref), None)
        if block is None and not state.compact and self.blocks:
            block = self.blocks[0]  # a single question takes the block of the one before
        if block is None:
            block = self._rest.pop() if self._rest else self._new_block()
            self._column.insertWidget(place, block)
            self.blocks.insert(place, block)
            block.show_state(state)  # while it is hidden: each part shown by itself would lay the whole page out
            block.show()
        else:
            block.show_state(state)

    def _new_block(self) -> QuestionBlock:
        block = QuestionBlock(self._pool, picture_of=self._picture_of)
        block.answered.connect(self.answered)
        block.mistyped.connect(self.mistyped)
        block.entered.connect(self.entered)
        block.file_chosen.connect(self.file_chosen)
        block.preview_wanted.connect(self.preview_wanted)
        block.reason_wanted.connect(self.reason_wanted)
        return block

    def _put_away(self, block: QuestionBlock) -> None:
        block.commit()
        self.blocks.remove(block)
        self._column.removeWidget(block)
        block.release()
        block.hide()
        self._rest.append(block)
