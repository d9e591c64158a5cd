"""One question on a page: words, hint, note to the interviewer, error, answer, what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.kit.language import text
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.labels import IconLabel, Label
from app.questions.answer_widget import AnswerWidget
from app.questions.choices_answer import ChoicesAnswer, PictureOf
from app.questions.pool import Pool, widget_for
from app.questions.state import Kind, QuestionState
from app.questions.upload_answer import UploadAnswer
from app.questions.words import FormWords

# Labels longer than this are set smaller, so that they and their answer fit a page.
LONG_LABEL, VERY_LONG_LABEL = 180, 420
# Notes longer than this are folded until they are asked for.
SHORT_NOTE = 280
WIDEST = 800


class IconRow(QFrame):
    """An icon and words of the form: the error above an answer, the note to the interviewer, the reason."""

    def __init__(
        self, icon_name: str, tone: str, role: str, *, notice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if notice:
            self.setProperty("notice", notice)
        row = QHBoxLayout(self)
        side = scaled(12) if notice else 0
        row.setContentsMargins(side, scaled(8) if notice else 0, side, scaled(8) if notice else 0)
        row.setSpacing(scaled(10))
        row.addWidget(IconLabel(icon_name, tone, 17), 0, Qt.AlignmentFlag.AlignTop)
        self.words = FormWords(role, "text" if notice else tone)
        row.addWidget(self.words, 1)
        self.hide()

    def show_words(self, words: str, language: str) -> None:
        """Show words, or nothing when there are none."""
        self.words.show_words(words, language)
        self.setVisible(bool(words.strip()))


class QuestionBlock(QFrame):
    """A question with its answer widget, taken from the pool and given back with `release`.

    Signals:
        answered: ref, stored text. mistyped: ref, sentence or "". entered: the person wants to go on.
        file_chosen: ref, path. preview_wanted: ref, file name, size. reason_wanted: ref.
    """

    answered = Signal(str, str)
    mistyped = Signal(str, str)
    entered = Signal()
    file_chosen = Signal(str, str)
    preview_wanted = Signal(str, str, QSize)
    reason_wanted = Signal(str)

    def __init__(self, pool: Pool, *, picture_of: PictureOf | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pool, self._picture_of = pool, picture_of
        self.state: QuestionState | None = None
        self.answer: AnswerWidget | None = None
        self._typed_fault = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        self.heading = FormWords("question")
        self._picture = QLabel()
        self._picture.hide()
        self.hint = FormWords("sentence", "quiet")
        self.note = IconRow("eye-off", "info", "body", notice="info")
        self.note_button = Button(text("For the interviewer"), "text", fit="link", icon_name="chevron-right")
        self.note_button.clicked.connect(self.unfold_note)
        self.error = IconRow("octagon-alert", "error", "sentence")
        self.reason = IconRow("message-square-text", "warn", "body", notice="warn")
        self._answer_box = QVBoxLayout()
        self._answer_box.setContentsMargins(0, scaled(6), 0, 0)
        for widget in (self.heading, self._picture, self.hint, self.note):
            column.addWidget(widget)
        column.addWidget(self.note_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.error, self.reason):
            column.addWidget(widget)
        column.addLayout(self._answer_box)
        column.addWidget(self._make_foot())

    def _make_foot(self) -> QWidget:
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        self.reason_button = Button(text("It could not be recorded"), "text", fit="link")
        self.reason_button.clicked.connect(self._ask_reason)
        self.foot_words = Label("", "sentence", "quiet", wrap=False)
        row.addWidget(self.reason_button)
        row.addStretch(1)
        row.addWidget(self.foot_words)
        return self._foot

    # in

    def show_state(self, state: QuestionState) -> None:
        """Show a question; only what differs from the state before is touched."""
        old, self.state = self.state, state
        if old == state and self.answer is not None:
            return
        same = old is not None and old.ref == state.ref
        if not same:
            self._typed_fault = ""
        self.heading.set_role(_role(state))
        label = text("{question} (optional)", question=state.label.strip()) if state.optional else state.label
        self.heading.show_words(label, state.language)
        self.hint.show_words(state.hint, state.language)
        self._show_picture(state, old)
        if not same or old is None or old.guidance != state.guidance:
            folded = len(state.guidance) > SHORT_NOTE
            self.note.show_words("" if folded else state.guidance, state.language)
            self.note_button.setVisible(folded)
        self._show_error()
        self.reason.show_words(text("Left out: {reason}", reason=state.reason) if state.reason else "", state.language)
        self._take_widget(state)
        assert self.answer is not None
        self.answer.show_state(state)
        self._show_foot(state)

    def _take_widget(self, state: QuestionState) -> None:
        wanted = widget_for(state)
        if type(self.answer) is wanted:
            return
        self._give_back()
        widget = self._pool.take(wanted)
        widget.answered.connect(self._say_answer)
        widget.mistyped.connect(self._say_mistyped)
        widget.entered.connect(self.entered)
        if isinstance(widget, UploadAnswer):
            widget.file_chosen.connect(self._say_file)
            widget.preview_wanted.connect(self._say_preview)
        self._answer_box.addWidget(widget)
        widget.setMaximumWidth(scaled(WIDEST))
        widget.show()
        self.heading.setBuddy(widget.focusProxy() or widget)
        self.answer = widget

    def _show_picture(self, state: QuestionState, old: QuestionState | None) -> None:
        if old is not None and old.picture == state.picture:
            return
        picture = self._picture_of(state.picture) if state.picture and self._picture_of is not None else None
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self._picture.setPixmap(picture)

    def _show_error(self) -> None:
        state = self.state
        if state is not None:
            self.error.show_words(self._typed_fault or state.error, state.language)

    def _show_foot(self, state: QuestionState) -> None:
        assert self.answer is not None
        words = self.answer.foot_words
        self.foot_words.setText(words)
        reason = state.kind in (Kind.PLACE, Kind.UPLOAD) and not state.readonly and not state.value
        self.reason_button.setVisible(reason)
        self._foot.setVisible(bool(words) or reason)

    def show_preview(self, name: str, image: QImage) -> None:
        """Show the picture of an uploaded file."""
        if isinstance(self.answer, UploadAnswer):
            self.answer.show_preview(name, image)

    # out

    @property
    def fault(self) -> str:
        """Why what is typed is no answer; "" when it is one."""
        return self._typed_fault

    def commit(self) -> None:
        """Send on at once what was typed."""
        if self.answer is not None:
            self.answer.commit()

    def focus_answer(self) -> None:
        """Put the keyboard where the answer is given."""
        if self.answer is not None:
            self.answer.focus_answer()

    def pick_number(self, number: int) -> bool:
        """Pick the choice of a key digit; True when there is one."""
        return isinstance(self.answer, ChoicesAnswer) and self.answer.pick_number(number)

    def unfold_note(self) -> None:
        """Show a folded note to the interviewer, or fold it."""
        state = self.state
        if state is None or not state.guidance:
            return
        shown = self.note.isVisibleTo(self)
        if len(state.guidance) > SHORT_NOTE:
            self.note.show_words("" if shown else state.guidance, state.language)

    def release(self) -> None:
        """Give the answer widget back to the pool."""
        self._give_back()
        self.state = None

    def _give_back(self) -> None:
        widget, self.answer = self.answer, None
        if widget is None:
            return
        widget.answered.disconnect(self._say_answer)
        widget.mistyped.disconnect(self._say_mistyped)
        widget.entered.disconnect(self.entered)
        if isinstance(widget, UploadAnswer):
            widget.file_chosen.disconnect(self._say_file)
            widget.preview_wanted.disconnect(self._say_preview)
        self._answer_box.removeWidget(widget)
        self._pool.give_back(widget)

    def _ref(self) -> str:
        return self.state.ref if self.state is not None else ""

    def _say_answer(self, value: str) -> None:
        self.answered.emit(self._ref(), value)
        if self.answer is not None and self.state is not None:
            self._show_foot(self.state)

    def _say_mistyped(self, sentence: str) -> None:
        if sentence != self._typed_fault:
            self._typed_fault = sentence
            self._show_error()
            self.mistyped.emit(self._ref(), sentence)

    def _say_file(self, path: str) -> None:
        self.file_chosen.emit(self._ref(), path)

    def _say_preview(self, name: str, size: QSize) -> None:
        self.preview_wanted.emit(self._ref(), name, size)

    def _ask_reason(self) -> None:
        self.reason_wanted.emit(self._ref())


def _role(state: QuestionState) -> str:
    """Return the type role of a question's words, by their length and company."""
    length = len(state.label)
    if state.kind is Kind.NOTE and length > LONG_LABEL:
        return "answer"
    if length > VERY_LONG_LABEL:
        return "section"
    return "key" if state.compact or length > LONG_LABEL else "question"
