"""Makes the rooms of the open workspace and moves between them; keeps rail and status line true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.design.view import AskView
from app.exchange.join_dialog import ask_invitation
from app.exchange.view import ExchangeView
from app.home.actions import MAY_CHANGE, Standing, change_details, read_details
from app.home.new_assessment import ask_change, ask_new
from app.home.view import HomeView
from app.interview.actions import InterviewActions
from app.interview.view import InterviewView
from app.kit import tasks
from app.kit.desk import Desk
from app.kit.explain import EXPLAINERS
from app.kit.language import isolate, moment_text, text, time_text, trimmed
from app.kit.notices import Message, Verb, ask
from app.kit.widgets.pages import Page
from app.main_window import MainWindow, Shell, saved_line, show_keys
from app.overview import NOTHING, Overview, rail_state, read_overview, sending_words
from app.preferences.view import PreferencesView
from app.review.view import InterviewsView
from app.settings import Preferences
from app.storage.assessments import AssessmentInfo
from app.storage.submissions import SubmissionRow
from app.storage.workspace import Workspace
from forms.pause import keep_out_of_sight

OPEN_ASSESSMENT = "open_assessment"  # setting: id of the assessment that was open last
POLL = 700  # ms between looks at what is still being saved


class Rooms(QObject):
    """The shell with its rooms, on one workspace."""

    preferences_changed = Signal(object)
    lock_asked = Signal()

    def __init__(
        self, window: MainWindow, workspace: Workspace, preferences: Preferences, *, now: Callable[[], datetime]
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._preferences, self._now = window, workspace, preferences, now
        self._overview = Overview((), NOTHING, None, None)
        self._saved_at: datetime | None = None
        self._was_pending = 0
        self._recent: list[Message] = []
        self._told_disk_low = False
        self._crashed: datetime | None = None
        self.interview: InterviewView | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL)
        self._timer.timeout.connect(self._look_at_disk)
        self.shell = self._make_shell()

    # beginning and rebuilding

    def begin(self, draft: str = "", *, example: bool = False) -> None:
        """Show the page the person starts with, or the draft that was open when the laptop was locked.

        Args:
            example: Choose the example assessment when it is there.
        """
        self._window.show_widget(self.shell)
        self._timer.start()
        start = {"interview": "interview", "ask": "ask"}.get(self._preferences.start_page, "home")

        def ready() -> None:
            if example:
                self._choose_example()
            self.open_room(start if self._assessment() else "home")
            if draft:
                self.open_draft(draft)
            elif self._crashed is not None:
                self.say_crash(self._crashed)

        self._read(then=ready)

    def end(self) -> None:
        """Stop looking at the workspace: it is about to be closed."""
        self._timer.stop()
        if self.interview is not None:
            self.interview.let_go()

    def rebuild(self, preferences: Preferences) -> None:
        """Make everything again after a change of language, theme or type size; the open room stays open."""
        self._preferences = preferences
        if preferences.language and preferences.language != self._workspace.profile.language:
            change = partial(self._workspace.set_profile, language=preferences.language)
            self._run(change, on_done=lambda _profile: None)
        key = self.shell.key or "home"
        if self.interview is not None:
            self.interview.put_down()
            self.interview.let_go()
            self._show_interview(self.interview.room)
            return  # the shell is made again when the interview is left
        old, room = self.shell, self.shell.room
        setting = room.focused_setting if isinstance(room, PreferencesView) else -1
        self.shell = self._make_shell()
        self._fill_rail()
        self.open_room(key)
        self._window.show_widget(self.shell)
        self._window.drop(old)
        if isinstance(self.shell.room, PreferencesView):
            self.shell.room.focus_setting(setting)

    def say_crash(self, before: datetime) -> None:
        """Say that the program was not closed properly, and offer the draft that was open.

        Before the first room is open it is only noted: opening a room clears its messages.
        """
        if self.shell.room is None:
            self._crashed = before
            return
        self._crashed = None
        draft = self._overview.last_draft
        moment = self._moment(draft.changed) if draft is not None else moment_text(before, self._now())
        lead = text("The program closed unexpectedly ({moment}).", moment=moment)
        if draft is None:
            self.shell.notices.show_message(Message("info", text("Everything that was saved is here."), lead))
            return
        name = trimmed(draft.title) or text("Interview without a name yet")
        words = text("Your draft {interview} is here.", interview=isolate(name))
        self.shell.notices.show_message(
            Message("info", words, lead), verb=text("Open it"), action=partial(self.open_draft, draft.id)
        )

    def _make_shell(self) -> Shell:
        shell = Shell(EXPLAINERS, self._recent)
        shell.room_asked.connect(self.open_room)
        shell.rail.chooser_asked.connect(self._choose_assessment)
        shell.rail.lock_asked.connect(self.lock_asked)
        shell.status.help_asked.connect(self.show_help)
        shell.status.waiting_asked.connect(lambda: self.open_room("exchange"))
        return shell

    def show_help(self) -> None:
        """Show what can be done here, and the messages of late."""
        show_keys(self._window, self.shell.notices.recent)

    # rooms

    def open_room(self, key: str) -> None:
        """Open a room by its key: home, ask, interview, finished, exchange, settings."""
        if self._assessment() is None and key not in ("home", "settings"):
            self.shell.notices.warn(text("Make an assessment first, or join one."))
            key = "home"
        self.shell.notices.clear()
        makers: dict[str, Callable[[Desk], QWidget]] = {
            "home": self._home,
            "ask": self._ask,
            "interview": lambda desk: self._interviews(desk, finished=False),
            "finished": lambda desk: self._interviews(desk, finished=True),
            "exchange": self._exchange,
            "settings": self._settings,
        }
        self.shell.show_room(key, makers[key](self._desk()))
        self._read()

    def _home(self, desk: Desk) -> QWidget:
        view = HomeView(desk)
        view.room_asked.connect(self.open_room)
        view.draft_asked.connect(self.open_draft)
        view.interview_asked.connect(self._start_some)
        view.new_asked.connect(self.new_assessment)
        view.join_asked.connect(self.join)
        view.example_left.connect(self._remove_example)
        return view

    def _ask(self, desk: Desk) -> QWidget:
        view = AskView(desk)
        view.page_changed.connect(self._page_changed)
        view.interview_asked.connect(self.start_interview)
        view.changed.connect(self._read)
        return view

    def _interviews(self, desk: Desk, *, finished: bool) -> QWidget:
        view = InterviewsView(desk, finished=finished)
        view.page_changed.connect(self._page_changed)
        view.interview_asked.connect(self.start_interview)
        view.draft_asked.connect(self.open_draft)
        view.ask_room_asked.connect(lambda: self.open_room("ask"))
        return view

    def _exchange(self, desk: Desk) -> QWidget:
        view = ExchangeView(desk)
        view.changed.connect(self._read)
        view.join_asked.connect(self.join)
        return view

    def _settings(self, desk: Desk) -> QWidget:
        view = PreferencesView(desk, self._preferences)
        view.changed.connect(self.preferences_changed)
        view.person_changed.connect(self._fill_rail)
        return view

    def _page_changed(self, page: Page) -> None:
        if page.window() is self._window:
            self.shell.place_notices(page)

    def _start_some(self) -> None:
        self.open_room("interview")

    # assessments

    def _assessment(self) -> AssessmentInfo | None:
        known = self._overview.assessments
        wanted = self._workspace.settings.get(OPEN_ASSESSMENT, "")
        return next((entry for entry in known if entry.id == wanted), known[0] if known else None)

    def _choose_assessment(self) -> None:
        menu = QMenu(self.shell)
        for entry in self._overview.assessments:
            menu.addAction(entry.name, partial(self.open_assessment, entry.id))
        if self._overview.assessments:
            menu.addSeparator()
        info = self._assessment()
        if info is not None and info.role in MAY_CHANGE and not self._workspace.read_only:
            menu.addAction(text("Change name or owner"), self.change_assessment)
        menu.addAction(text("Make an assessment"), self.new_assessment)
        menu.addAction(text("Join one by invitation"), self.join)
        chooser = self.shell.rail.chooser
        if chooser is not None:
            menu.exec(chooser.mapToGlobal(chooser.rect().bottomLeft()))

    def _choose_example(self) -> None:
        entry = next((entry for entry in self._overview.assessments if entry.example), None)
        if entry is not None:
            self._workspace.settings.set(OPEN_ASSESSMENT, entry.id)

    def open_assessment(self, assessment: str) -> None:
        """Open an assessment on its home page."""
        self._workspace.settings.set(OPEN_ASSESSMENT, assessment)
        self._read(then=lambda: self.open_room("home"))

    def new_assessment(self) -> None:
        """Ask for name and owner, make the assessment, go on to its questions."""
        profile = self._workspace.profile
        answers = ask_new(profile.organisation, self._window)
        if answers is None:
            return
        name, owner = answers

        def made(info: AssessmentInfo) -> None:
            self._workspace.settings.set(OPEN_ASSESSMENT, info.id)
            self._read(then=lambda: self.open_room("ask"))

        self._run(self._workspace.assessments.create, name, owner or None, on_done=made)

    def change_assessment(self) -> None:
        """Ask what the open assessment is to be called and who owns it, and keep that."""
        info = self._assessment()
        if info is None:
            return

        def ask_and_keep(stands: Standing) -> None:
            answers = ask_change(stands, self._window)
            if answers is not None:
                self._run(
                    change_details, self._workspace, info.id, *answers, on_done=lambda _: self.open_assessment(info.id)
                )

        self._run(read_details, self._workspace, info.id, on_done=ask_and_keep)

    def join(self) -> None:
        """Ask for an invitation and join."""
        ask_invitation(self._window, self._desk(), on_joined=lambda info: self.open_assessment(info.id))

    def _remove_example(self) -> None:
        answer = ask(
            self._window,
            text("Remove the example assessment?"),
            text("Its made-up interviews go too. Your own assessments stay as they are."),
            [Verb("keep", text("Keep it"), safe=True), Verb("remove", text("Remove the example"), removes=True)],
        )
        if answer == "remove":
            self._remove_example_now()

    def _remove_example_now(self) -> None:
        self._run(
            self._workspace.assessments.remove_example,
            on_done=lambda _nothing: self._read(then=lambda: self.open_room("home")),
        )

    # interviews

    def start_interview(self, version: str) -> None:
        """Begin an interview of a form version."""
        assessment = self._assessment()
        if assessment is not None:
            begin = partial(InterviewActions.begin, clock=self._now)
            self._run(_undisturbed, begin, self._workspace, assessment.id, version, on_done=self._show_interview)

    def open_draft(self, draft: str) -> None:
        """Go on with a draft where it was left."""
        reopen = partial(InterviewActions.reopen, clock=self._now)
        self._run(_undisturbed, reopen, self._workspace, draft, on_done=self._show_interview)

    def leave_interview(self) -> None:
        """Have the open interview hand over everything that is typed, if there is one."""
        if self.interview is not None:
            self.interview.put_down()

    def _show_interview(self, actions: InterviewActions) -> None:
        old = self.interview
        view = InterviewView(actions, now=self._now, recent=self._recent)
        view.left.connect(lambda: self._interview_left(view))
        view.finished.connect(lambda row: self._interview_finished(view, row))
        self.interview = view
        self._window.show_widget(view, keep=True)
        if old is not None:
            self._window.drop(old)

    def _interview_left(self, view: InterviewView) -> None:
        self._back_to_desk(view, "interview")

    def _interview_finished(self, view: InterviewView, row: SubmissionRow) -> None:
        self._back_to_desk(view, "finished")
        name = trimmed(row.title) or text("Interview {code}", code=row.instance.removeprefix("uuid:")[:6])
        self.shell.notices.inform(text("{interview} is finished. It is kept on this laptop.", interview=isolate(name)))

    def _back_to_desk(self, view: InterviewView, room: str) -> None:
        view.let_go()
        self.interview = None
        old = self.shell
        self.shell = self._make_shell()  # language or type size may have changed meanwhile
        self._fill_rail()
        self.open_room(room)
        self._window.show_widget(self.shell, keep=True)
        self._window.drop(view)
        self._window.drop(old)

    # rail and status line

    def _read(self, then: Callable[[], None] | None = None) -> None:
        assessment = self._assessment()

        def arrived(overview: Overview) -> None:
            self._overview = overview
            self._fill_rail()
            if then is not None:
                then()

        self._run(read_overview, self._workspace, assessment.id if assessment else "", on_done=arrived)

    def _fill_rail(self) -> None:
        info = self._assessment()
        self.shell.rail.show_state(rail_state(self._overview, info, self._workspace.profile))
        self.shell.status.show_waiting(sending_words(self._overview.outbox, self._moment))
        self._look_at_disk()

    def _look_at_disk(self) -> None:
        pending = self._workspace.writer.pending
        if self._was_pending and not pending:
            self._saved_at = self._now()
        self._was_pending = pending
        if self._workspace.writer.disk_low and not self._told_disk_low:
            self._told_disk_low = True
            self._say_disk_low()
        if self._workspace.read_only:
            self.shell.status.show_saved(text("To read only: nothing can be changed here"))
        else:
            self.shell.status.show_saved(saved_line(pending, self._saved_at, time_text), moving=pending > 0)

    def _say_disk_low(self) -> None:
        """Say once, beside the work under way, that room on the disk runs out."""
        notices = self.interview.notices if self.interview is not None else self.shell.notices
        notices.warn(
            text("Everything shown as saved is safe. Free some space soon: move large files away or empty the bin."),
            lead=text("The disk of this laptop is nearly full."),
        )

    def _desk(self) -> Desk:
        return Desk(self._workspace, self._assessment(), self.shell.notices, self.shell.undo, self._now)

    def _moment(self, iso: str) -> str:
        return moment_text(datetime.fromisoformat(iso).astimezone(self._now().tzinfo), self._now())

    def _run(self, fn: Callable[..., object], *arguments: object, on_done: Callable[..., None]) -> None:
        tasks.run(fn, *arguments, on_done=on_done, on_error=self.shell.notices.explain, parent=self)


def _undisturbed(open_it: Callable[..., InterviewActions], *arguments: object) -> InterviewActions:
    """Open an interview and have the garbage collector leave it alone. Blocks."""
    actions = open_it(*arguments)
    keep_out_of_sight()
    return actions
