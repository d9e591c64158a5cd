"""The home page: the next step, the loop, what waits, who was heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.home.actions import HomeState, Next, next_step, read_state
from app.kit import tasks
from app.kit.desk import Desk
from app.kit.language import date_text, isolate, moment_text, number_text, plural, short_date_text, text, trimmed
from app.kit.theme import scaled
from app.kit.waiting import waiting_words
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card, EmptyState, NextStep
from app.kit.widgets.labels import Hair, IconLabel, Label
from app.kit.widgets.loop import LyingLoop, Station, Step
from app.kit.widgets.marks import Progress
from app.kit.widgets.pages import Page, ScrollPage

Waits = tuple[str, str, str, str, str, Callable[[], None]]  # icon, its tone, what waits, a quiet line, verb, action


class HomeView(Page):
    """The page an assessment opens with.

    Signals:
        room_asked: key of the room to open: "ask", "interview", "finished", "exchange".
        draft_asked: id of the draft to go on with.
        interview_asked: start an interview.
        new_asked: make an assessment.
        example_left: remove the example assessment.
    """

    room_asked = Signal(str)
    draft_asked = Signal(str)
    interview_asked = Signal()
    new_asked = Signal()
    join_asked = Signal()
    example_left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        info = desk.assessment
        title = info.name if info else text("Welcome")
        line = (
            text("{owner} · {date}", owner=isolate(info.owner), date=date_text(desk.now()))
            if info
            else date_text(desk.now())
        )
        super().__init__(title, line, parent)
        self._desk = desk
        self._put_off: frozenset[Next] = frozenset()
        self._state: HomeState | None = None
        if info is not None:
            send = Button(text("Send and receive"), icon_name="arrow-up-down")
            send.clicked.connect(lambda: self.room_asked.emit("exchange"))
            if info.example:
                remove = Button(text("Remove the example"), "text", icon_name="trash-2")
                remove.clicked.connect(self.example_left)
                self.header.add_action(remove)
            else:
                self.header.add_action(send)
        self._scroll = ScrollPage(name=text("Home"))
        self.set_middle(self._scroll)
        self.refresh()

    def refresh(self) -> None:
        """Read the state again and show it."""
        if self._desk.assessment is None:
            self._show_welcome()
            return
        tasks.run(
            read_state,
            self._desk.workspace,
            self._desk.assessment_id,
            on_done=self.show_state,
            on_error=self._desk.notices.explain,
            parent=self,
        )

    def show_state(self, state: HomeState) -> None:
        """Show the state."""
        self._state = state
        self._empty()
        body = self._scroll.body
        example = bool(self._desk.assessment and self._desk.assessment.example)
        step = next_step(state, self._put_off, example=example)
        if step is not None:
            body.addWidget(self._next_card(step, state))
        body.addWidget(self._loop_card(state))
        waits, heard = self._waits_card(state), self._heard_card(state)
        if heard is None:
            body.addWidget(waits)
        else:
            row = QHBoxLayout()
            row.setSpacing(scaled(13))
            row.addWidget(waits, 1)
            row.addWidget(heard, 1)
            body.addLayout(row)
        body.addStretch(1)

    def _empty(self) -> None:
        layout = self._scroll.body
        while layout.count():
            item = layout.takeAt(0)
            inner = item.layout()
            if inner is not None:
                while inner.count():
                    widget = inner.takeAt(0).widget()
                    if widget is not None:
                        widget.deleteLater()
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show_welcome(self) -> None:
        self._empty()
        card = EmptyState(
            text("Here you will see what people told you, and what to do next. It begins with an assessment."),
            text("Make an assessment"),
        )
        card.started.connect(self.new_asked)
        join = Button(text("Join one by invitation"), "text", icon_name="key-round")
        join.clicked.connect(self.join_asked)
        card.body.addWidget(join, 0, Qt.AlignmentFlag.AlignLeft)
        self._scroll.body.addWidget(card)
        self._scroll.body.addStretch(1)

    def _next_card(self, step: Next, state: HomeState) -> NextStep:
        sentence, reason, verb, action = self._next_words(step, state)
        card = NextStep(sentence, reason, verb)
        card.accepted.connect(action)

        def put_off() -> None:
            self._put_off |= {step}
            self.show_state(state)

        card.put_off.connect(put_off)
        return card

    def _next_words(self, step: Next, state: HomeState) -> tuple[str, str, str, Callable[[], None]]:
        def room(key: str) -> Callable[[], None]:
            return lambda: self.room_asked.emit(key)

        if step is Next.FIRST_FORM:
            return (
                text("Bring in the questions"),
                text("A workbook made for Kobo, ODK or SurveyCTO opens as it is. Problems are listed with their cure."),
                text("Bring in a form"),
                room("ask"),
            )
        if step is Next.LOOK_AT_CONFLICTS:
            return (
                plural("Look at {n} interview", "Look at {n} interviews", state.to_look_at),
                text("Two people changed the same answer, or something about it waits for a person."),
                text("Look at them"),
                room("finished"),
            )
        if step is Next.GO_ON:
            draft = state.drafts[0]
            name = trimmed(draft.title) or text("the interview of {moment}", moment=self._moment(draft.started))
            return (
                text("Go on with {interview}", interview=name),
                text("Stopped {moment}. Every answer is here.", moment=self._moment(draft.changed)),
                text("Go on"),
                lambda: self.draft_asked.emit(draft.id),
            )
        if step is Next.SEND:
            return (
                plural("Send {n} interview", "Send {n} interviews", state.outbox.submissions),
                waiting_words(state.outbox),
                text("Send and receive"),
                room("exchange"),
            )
        if step is Next.CONNECT:
            return (
                text("Choose where the interviews go"),
                text("They are safe on this laptop. With a server your team sees them too."),
                text("Connect a server"),
                room("exchange"),
            )
        first = step is Next.FIRST_INTERVIEW
        return (
            text("Start the first interview") if first else text("Start the next interview"),
            text("Everything you type is saved at once. You can stop and go on at any question."),
            text("Start an interview"),
            self.interview_asked.emit,
        )

    def _loop_card(self, state: HomeState) -> Card:
        card = Card()
        in_use = state.in_use
        ask = Step.DONE if in_use else Step.NOW
        interview = Step.NOW if in_use else Step.AHEAD
        stations = [
            Station("ask", "file-pen", text("Ask"), ask),
            Station("interview", "clipboard-pen", text("Interview"), interview),
        ]
        card.body.addWidget(LyingLoop(stations))
        words = QHBoxLayout()
        words.setSpacing(0)
        for station, lines in zip(stations, (self._ask_lines(state), self._interview_lines(state)), strict=True):
            column = QVBoxLayout()
            column.setSpacing(scaled(2))
            link = Button(station.name, "plain", fit="link")
            link.setProperty("role", "section")
            link.setAccessibleName(text("Open {room}", room=station.name))
            link.clicked.connect(lambda _checked=False, key=station.key: self.room_asked.emit(key))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            for number, line in enumerate(lines):
                column.addWidget(Label(line, "small", "text" if number == 0 else "quiet"))
            column.addStretch(1)
            words.addLayout(column, 1)
        card.body.addLayout(words)
        return card

    def _ask_lines(self, state: HomeState) -> list[str]:
        if not state.in_use:
            return [text("No form in use yet")]
        lines = []
        for form in state.in_use[:2]:
            questions = plural("{n} question", "{n} questions", form.questions)
            version = text("version {number}", number=number_text(form.number))
            lines.append(
                text("{title}, {version}, {questions}", title=isolate(form.title), version=version, questions=questions)
            )
        if len(state.in_use) > 2:
            lines.append(plural("and {n} more form", "and {n} more forms", len(state.in_use) - 2))
        lines.append(text("In use since {date}", date=short_date_text(_moment(state.in_use[0].added))))
        return lines

    def _interview_lines(self, state: HomeState) -> list[str]:
        lines = [plural("{n} interview finished", "{n} interviews finished", state.finished)]
        if state.drafts:
            lines.append(plural("{n} draft", "{n} drafts", len(state.drafts)))
        return lines

    def _waits_card(self, state: HomeState) -> Card:
        card = Card(text("What waits"))
        example = bool(self._desk.assessment and self._desk.assessment.example)
        rows = self._waits(state, example=example)
        for place, row in enumerate(rows):
            if place:
                card.body.addWidget(Hair())
            card.body.addLayout(_waits_row(*row))
        if not rows:
            words = (
                text("This is the example. It is never sent.") if example else text("Nothing waits. All is done here.")
            )
            card.body.addWidget(Label(words, "body", "quiet"))
        card.body.addStretch(1)
        return card

    def _waits(self, state: HomeState, *, example: bool) -> list[Waits]:
        """Return what waits, a row each: first what a person must look at, then drafts, then what is to be sent."""
        rows: list[Waits] = []
        if state.to_look_at:
            rows.append(
                (
                    "triangle-alert",
                    "warn",
                    plural("{n} interview to look at", "{n} interviews to look at", state.to_look_at),
                    text("Two versions, or waiting for a person"),
                    text("Look"),
                    lambda: self.room_asked.emit("finished"),
                )
            )
        for draft in state.drafts[:3]:
            progress = text(
                "{done} of about {total} answered", done=number_text(draft.done), total=number_text(draft.total)
            )
            rows.append(
                (
                    "clipboard-list",
                    "quiet",
                    trimmed(draft.title) or text("Interview without a name yet"),
                    progress if draft.total else text("Started {moment}", moment=self._moment(draft.started)),
                    text("Go on"),
                    partial(self.draft_asked.emit, draft.id),
                )
            )
        if len(state.drafts) > 3:
            rows.append(
                (
                    "clipboard-list",
                    "quiet",
                    plural("{n} more draft", "{n} more drafts", len(state.drafts) - 3),
                    "",
                    text("See all"),
                    lambda: self.room_asked.emit("interview"),
                )
            )
        if (state.outbox.records or state.outbox.attachments) and not example:
            rows.append(
                (
                    "arrow-up-down",
                    "quiet",
                    waiting_words(state.outbox),
                    self._last_sent_line(state),
                    text("Send"),
                    lambda: self.room_asked.emit("exchange"),
                )
            )
        return rows

    def _heard_card(self, state: HomeState) -> Card | None:
        if not state.finished:
            return None
        card = Card(
            text("Interviews so far"), aside=plural("{n} interview finished", "{n} interviews finished", state.finished)
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(10))
        most = max((count for _who, count in state.heard), default=1)
        for row, (who, count) in enumerate(state.heard):
            name = who or text("Without a name")
            grid.addWidget(Label(name, "body"), row, 0)
            bar = Progress("list", name=text("{name}: {count}", name=name, count=number_text(count)))
            bar.show_progress(count, most, "")
            bar.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(bar, row, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Label(number_text(count), "strong", wrap=False), row, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        link = Button(text("Look at the finished interviews"), "text", fit="link")
        link.clicked.connect(lambda: self.room_asked.emit("finished"))
        card.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _last_sent_line(self, state: HomeState) -> str:
        if state.outbox.last_sent is None:
            return text("Nothing was sent yet")
        return text("Last sent {moment}", moment=self._moment(state.outbox.last_sent))

    def _moment(self, iso: str) -> str:
        return moment_text(_moment(iso).astimezone(self._desk.now().tzinfo), self._desk.now())


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def _waits_row(icon_name: str, tone: str, title: str, line: str, verb: str, action: Callable[[], None]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(scaled(12))
    row.addWidget(IconLabel(icon_name, tone, 20))
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(Label(title, "name"))
    if line:
        lines.addWidget(Label(line, "small", "quiet"))
    row.addLayout(lines, 1)
    button = Button(verb, "text", fit="bar")
    button.setAccessibleName(text("{verb}: {what}", verb=verb, what=title))
    button.clicked.connect(action)
    row.addWidget(button)
    return row
