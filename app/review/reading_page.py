"""One finished interview: its answers in reading order, and what was corrected."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kit.desk import Desk
from app.kit.language import digits_text, isolate, left_to_right, moment_text, plural, text, trimmed
from app.kit.theme import scaled
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card, Notice
from app.kit.widgets.labels import Hair, Label
from app.kit.widgets.marks import Pill
from app.kit.widgets.pages import Page, ScrollPage
from app.review.actions import Answer, Reading
from app.review.table_model import minutes_of, state_words
from app.storage.submissions import Change
from sync.records.kinds.submission import STOPPED

READING_MOST = 960


class ReadingPage(Page):
    """The answers of one interview."""

    left = Signal()
    correct_asked = Signal(str)

    def __init__(self, reading: Reading, desk: Desk, parent: QWidget | None = None) -> None:
        row = reading.stored.row
        title = trimmed(row.title) or text("Interview {code}", code=row.instance.removeprefix("uuid:")[:6])
        super().__init__(title, "", parent)
        self._desk = desk
        self.header.show_title(title, self._line(reading))
        words, kind, icon_name = state_words(row)
        self.header.add_action(Pill(words, kind, icon_name))
        correct = Button(text("Correct it"), icon_name="pencil")
        correct.clicked.connect(lambda: self.correct_asked.emit(row.instance))
        self.header.add_action(correct)
        self.back = Button(text("Back to the list"), "filled", icon_name="arrow-left")
        self.back.clicked.connect(self.left)
        self.header.add_action(self.back)
        scroll = ScrollPage(most=READING_MOST, name=text("Answers"))
        self.set_middle(scroll)
        if reading.stored.has_names and not reading.stored.names_readable:
            scroll.body.addWidget(Notice("info", text("Answers that tell who the person is are locked for you.")))
        if reading.stored.outcome == STOPPED:
            words = text("The person stopped before the end. What was answered until then is here.")
            scroll.body.addWidget(Notice("info", words))
        scroll.body.addWidget(self._answers(reading.answers))
        if reading.history:
            scroll.body.addWidget(self._history(reading))
        scroll.body.addStretch(1)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, reading: Reading) -> str:
        row = reading.stored.row
        finished = moment_text(datetime.fromisoformat(row.finished), self._desk.now())  # by the clock where it was done
        parts = [row.form_title, row.who, finished]
        minutes = minutes_of(row)
        if minutes:
            parts.append(plural("{n} minute", "{n} minutes", minutes))
        return " · ".join(isolate(part) for part in parts if part)

    def _answers(self, answers: tuple[Answer, ...]) -> Card:
        card = Card(padding=14)
        card.body.setSpacing(0)
        for place, answer in enumerate(answers):
            if answer.heading:
                heading = Label(answer.heading, "section")
                heading.setContentsMargins(0, scaled(12 if place else 0), 0, scaled(6))
                card.body.addWidget(heading)
            card.body.addWidget(Hair())
            card.body.addLayout(self._answer(answer))
        if not answers:
            card.body.addWidget(Label(text("No answers are readable here."), "body", "quiet"))
        return card

    def _answer(self, answer: Answer) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, scaled(8), 0, scaled(8))
        row.setSpacing(scaled(24))
        asked = QVBoxLayout()
        asked.setAlignment(Qt.AlignmentFlag.AlignTop)
        asked.setSpacing(scaled(2))
        asked.addWidget(Label(answer.question, "table", "quiet"))
        if answer.left_out:
            reason = text("Left out: {reason}", reason=isolate(answer.left_out))
            asked.addWidget(Label(reason, "small", "warn"))
        row.addLayout(asked, 1)
        lines = QVBoxLayout()
        lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = _shown(answer.answer) or text("No answer")
        lines.addWidget(Label(words, "name" if answer.answer else "body", "text" if answer.answer else "quiet"))
        if answer.conflicts:
            both = text("Two people answered: {answers}", answers=" / ".join(map(isolate, answer.conflicts)))
            lines.addWidget(Label(both, "small", "warn"))
        row.addLayout(lines, 1)
        return row

    def _history(self, reading: Reading) -> Card:
        card = Card(text("What was corrected"))
        for change in reading.history:
            card.body.addWidget(Hair())
            card.body.addWidget(Label(_change_words(change), "table"))
            moment = self._moment(change.at)
            why = f"{isolate(change.who)} · {moment}"  # the reason stands with the personal part of a correction
            if change.reason:
                why = text("{who}, {moment}: {reason}", who=change.who, moment=moment, reason=change.reason)
            card.body.addWidget(Label(why, "small", "quiet"))
        return card

    def _moment(self, iso: str) -> str:
        return moment_text(datetime.fromisoformat(iso).astimezone(self._desk.now().tzinfo), self._desk.now())


def _change_words(change: Change) -> str:
    """Return what was changed, from what to what."""
    nothing = text("no reason") if change.left_out else text("no answer")
    question = isolate(change.path.rsplit("/", 1)[-1])
    before, after = isolate(change.before or nothing), isolate(change.after or nothing)
    if change.left_out:
        return text(
            "{question}: the reason for no answer, from {before} to {after}",
            question=question,
            before=before,
            after=after,
        )
    return text("{question}: from {before} to {after}", question=question, before=before, after=after)


def _shown(answer: str) -> str:
    """Return numbers, dates and coordinates in the digits of the language, left to right; words as they are."""
    plain = not answer or any(letter.isalpha() for letter in answer)
    return answer if plain else left_to_right(digits_text(answer))
