"""Send and receive: what waits, the server, the exchange under way, earlier ones, the team."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.exchange import actions
from app.exchange.actions import Entry, ExchangeState
from app.exchange.founding_dialog import ask_founding_code
from app.exchange.invite_dialog import ask_role
from app.exchange.work import Moved, exchange_noted
from app.kit import tasks
from app.kit.desk import Desk
from app.kit.language import bytes_text, isolate, left_to_right, moment_text, number_text, plural, text
from app.kit.tasks import Task
from app.kit.theme import scaled
from app.kit.waiting import waiting_words
from app.kit.widgets.buttons import Button
from app.kit.widgets.cards import Card
from app.kit.widgets.fields import Field, TextField
from app.kit.widgets.labels import Hair, IconLabel, Label
from app.kit.widgets.marks import Progress
from app.kit.widgets.pages import Page, ScrollPage
from sync.errors import SyncError

SPEED_AFTER = 5000  # ms before speed and time left are told


class ExchangeView(Page):
    """The page.

    Signals:
        changed: something went or came.
    """

    changed = Signal()
    join_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            text("Send and receive"), text("Everything is safe on this laptop, whatever the network does"), parent
        )
        self._desk = desk
        self._task: Task | None = None
        self._clock = QElapsedTimer()
        self._state: ExchangeState | None = None
        self._scroll = ScrollPage(name=text("Send and receive"))
        self.set_middle(self._scroll)
        self.button = Button(text("Send and receive"), "filled", icon_name="arrow-up-down")
        self.button.clicked.connect(lambda: self.start())
        self.stop = Button(text("Stop"), "text")
        self.stop.clicked.connect(lambda: self._stop(pause=False))
        self.stop.hide()
        self.pause = Button(text("Pause"), icon_name="pause")
        self.pause.clicked.connect(lambda: self._stop(pause=True))
        self.pause.hide()
        self._paused = ""
        self._began = False  # an exchange was begun here: its button gets the focus back
        self.progress = Progress("transfer", name=text("Sending and receiving"))
        self.progress.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the state again."""
        tasks.run(
            actions.read_state,
            self._desk.workspace,
            self._desk.assessment_id,
            on_done=self.show_state,
            on_error=self._desk.notices.explain,
            parent=self,
        )

    def show_state(self, state: ExchangeState) -> None:
        """Show the state."""
        self._state = state
        for kept in (self.button, self.pause, self.stop, self.progress):
            kept.setParent(self)
            kept.setVisible(False)
        body = self._scroll.body
        while body.count():
            widget = body.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(scaled(14))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(scaled(13))
        left.addWidget(self._state_card(state))
        left.addWidget(self._log_card(state))
        left.addStretch(1)
        right.addWidget(self._server_card(state))
        right.addWidget(self._team_card(state))
        right.addStretch(1)
        columns.addLayout(left, 7)
        columns.addLayout(right, 4)
        body.addWidget(holder)
        body.addStretch(1)
        if self._began:
            self._began = False
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # the exchange

    def start(self, founding_code: str = "") -> None:
        """Begin an exchange, or say what is missing.

        Args:
            founding_code: Asked for by some servers when they see an assessment for the first time.
        """
        if self._state is None or self._task is not None:
            return
        if self._state.server is None:
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            self._address_field.show_error(text("Type the server's address first."))
            return
        self._began = True
        self.progress.restart()
        self.progress.show()
        self.stop.show()
        self.pause.show()
        self._paused = ""
        self.button.set_busy(True)
        self._clock.start()
        self._headline.setText(text("Looking what is new"))
        self._task = tasks.run(
            partial(exchange_noted, founding_code=founding_code),
            self._desk.workspace,
            self._desk.assessment_id,
            on_done=self._ended,
            on_error=self._failed,
            on_progress=self._moved,
            parent=self,
        )

    def _stop(self, *, pause: bool) -> None:
        """Stop after the piece under way; what went stays there, the next start goes on from it."""
        if self._task is None:
            return
        self._paused = self.progress.words.text() if pause else ""
        self.pause.setEnabled(False)
        self.stop.setEnabled(False)
        self._headline.setText(text("Stopping after this piece"))
        self._task.finished.connect(lambda: self._stopped(pause=pause))
        self._task.cancel()

    def _stopped(self, *, pause: bool) -> None:
        self._task = None
        self._leave_busy()
        if not pause:
            self._desk.notices.inform(text("Stopped. What arrived is kept; the rest goes on next time."))
        self.refresh()
        self.changed.emit()

    def _moved(self, moved: object) -> None:
        if not isinstance(moved, Moved):
            return
        sent = text("{done} of {total}", done=bytes_text(moved.done), total=bytes_text(moved.total))
        passed = self._clock.elapsed()
        words = sent
        if passed > SPEED_AFTER and moved.done:
            speed = moved.done * 1000 / passed
            left = round((moved.total - moved.done) / max(speed, 1) / 60)
            words = text(
                "{sent} · {speed} a second · {left}",
                sent=sent,
                speed=bytes_text(round(speed)),
                left=plural("about {n} minute left", "about {n} minutes left", max(left, 1)),
            )
        self._headline.setText(text("Sending and receiving"))
        self.progress.show_progress(moved.done, moved.total, words)

    def _ended(self, entry: Entry) -> None:
        self._task = None
        self._leave_busy()
        if entry.refused:
            words = plural(
                "{n} item was refused, the others are in.",
                "{n} items were refused, the others are in.",
                len(entry.refused),
            )
            self._desk.notices.warn(words)
        else:
            self._desk.notices.inform(text("Everything went and came. {counts}", counts=self._counts(entry)))
        self.refresh()
        self.changed.emit()

    def _failed(self, failure: Exception) -> None:
        self._task = None
        self._leave_busy()
        if isinstance(failure, SyncError) and failure.code == "founding_code_wrong":
            code = ask_founding_code(self)
            if code:
                self.start(code)
                return
        self._desk.notices.explain(failure)
        self.refresh()
        self.changed.emit()

    def _leave_busy(self) -> None:
        self.button.set_busy(False)
        for button in (self.pause, self.stop):
            button.setEnabled(True)
            button.hide()

    # cards

    def _state_card(self, state: ExchangeState) -> Card:
        card = Card(padding=18)
        row = QHBoxLayout()
        row.setSpacing(scaled(16))
        row.addWidget(IconLabel("arrow-up-down", "accent", 26))
        lines = QVBoxLayout()
        lines.setSpacing(scaled(2))
        self._headline = Label(self._headline_words(state), "key")
        lines.addWidget(self._headline)
        lines.addWidget(Label(self._last_words(state), "table", "quiet"))
        row.addLayout(lines, 1)
        if not state.info.example:
            row.addWidget(self.pause)
            row.addWidget(self.stop)
            row.addWidget(self.button)
            self.button.set_words(text("Go on") if self._paused else text("Send and receive"))
            self.button.show()
        card.body.addLayout(row)
        card.body.addWidget(self.progress)
        return card

    def _headline_words(self, state: ExchangeState) -> str:
        outbox = state.outbox
        if state.info.example:
            return text("This is the example. It is never sent.")
        if self._paused:
            return text("Paused. {progress}", progress=self._paused)
        return waiting_words(outbox) or text("Nothing waits to be sent")

    def _last_words(self, state: ExchangeState) -> str:
        if state.server is None and not state.info.example:
            return text("No server is chosen. Everything stays on this laptop.")
        if state.outbox.last_sent is None:
            return text("Nothing was sent yet")
        return text("Last sent {moment}", moment=self._moment(state.outbox.last_sent))

    def _server_card(self, state: ExchangeState) -> Card:
        card = Card(text("Server"))
        self.address = TextField(left_to_right=True)
        self.address.setPlaceholderText("https://")
        if state.server is not None:
            self.address.setText(state.server.url)
        self.address.returnPressed.connect(self._keep_address)
        self._address_field = Field(
            text("Address of the server"),
            self.address,
            help_text=text("Your team gets it from whoever runs the server. Without one, everything stays here."),
        )
        card.body.addWidget(self._address_field)
        keep = Button(text("Use this server"), fit="bar")
        keep.clicked.connect(self._keep_address)
        card.body.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        if state.info.example:
            self.address.setEnabled(False)
            keep.setEnabled(False)
        return card

    def _keep_address(self) -> None:
        address = actions.clean_address(self.address.text())
        if address is None:
            self._address_field.show_error(text("This cannot be an address. It looks like https://data.example.org"))
            return
        self._address_field.show_error("")

        def kept(_server: object) -> None:
            self._desk.notices.inform(text("The server is chosen: {address}", address=left_to_right(address)))
            self.refresh()

        tasks.run(
            actions.set_server,
            self._desk.workspace,
            self._desk.assessment_id,
            address,
            on_done=kept,
            on_error=self._desk.notices.explain,
            parent=self,
        )

    def _team_card(self, state: ExchangeState) -> Card:
        card = Card(text("Who takes part"), aside=number_text(len(state.members)))
        for member in state.members[:8]:
            card.body.addWidget(Hair())
            row = QHBoxLayout()
            name = text("{name} (you)", name=isolate(member.name)) if member.is_me else member.name
            row.addWidget(Label(name, "table_name"), 1)
            row.addWidget(Label(_role_word(member.role), "small", "quiet", wrap=False))
            card.body.addLayout(row)
        card.body.addWidget(Hair())
        if state.info.role in actions.MAY_INVITE and not state.info.example:
            invite = Button(text("Invite a colleague"), fit="bar", icon_name="user-plus")
            invite.clicked.connect(lambda: ask_role(self._desk, self, self._desk.notices.explain))
            card.body.addWidget(invite, 0, Qt.AlignmentFlag.AlignLeft)
        join = Button(text("Join another assessment"), "text", fit="bar", icon_name="key-round")
        join.clicked.connect(self.join_asked)
        card.body.addWidget(join, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _log_card(self, state: ExchangeState) -> Card:
        card = Card(text("What went and came"))
        for entry in state.log:
            card.body.addWidget(Hair())
            card.body.addLayout(self._log_row(entry))
        if not state.log:
            card.body.addWidget(
                Label(
                    text("Each exchange is listed here, with what the server confirmed and what it refused."),
                    "table",
                    "quiet",
                )
            )
        words = text("Nothing is removed from this laptop by sending.")
        card.body.addWidget(Label(words, "small", "quiet"))
        return card

    def _log_row(self, entry: Entry) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        bad = bool(entry.failed or entry.refused)
        row.addWidget(
            IconLabel("octagon-alert" if bad else "circle-check", "error" if bad else "accent", 20),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        lines = QVBoxLayout()
        lines.setSpacing(scaled(1))
        lines.addWidget(Label(entry.failed or self._counts(entry), "table_name"))
        lines.addWidget(Label(self._moment(entry.at), "small", "quiet"))
        for sentence in entry.refused:
            lines.addWidget(Label(sentence, "small", "error"))
        row.addLayout(lines, 1)
        row.addWidget(Label(bytes_text(entry.bytes), "small", "quiet", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _counts(self, entry: Entry) -> str:
        sent = plural("{n} sent and confirmed", "{n} sent and confirmed", entry.sent)
        received = plural("{n} received", "{n} received", entry.received)
        files = plural("{n} file", "{n} files", entry.attachments)
        if entry.attachments:
            return text("{sent}, {received}, {files}", sent=sent, received=received, files=files)
        return text("{sent}, {received}", sent=sent, received=received)

    def _moment(self, iso: str) -> str:
        return moment_text(datetime.fromisoformat(iso).astimezone(self._desk.now().tzinfo), self._desk.now())


def _role_word(role: str) -> str:
    return {
        "steward": text("Data keeper"),
        "coordinator": text("Coordinator"),
        "interviewer": text("Interviewer"),
        "hub": text("Server"),
        "observer": text("Observer"),
    }.get(role, role)
