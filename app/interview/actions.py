"""What a person can do in an interview: answer, add, remove, go on later, finish. No Qt.

The session lives on the interface thread; storage gets every change as one event through the writer's queue. Methods
that block say so and run as tasks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.interview.draft_state import reasons_after_removal, room_of, with_room
from app.interview.keeping import Keeping
from app.interview.opening import (
    Opened,
    Relay,
    environment_of,
    goes_on,
    interview_of,
    language_setting,
    language_to_ask_in,
    replay,
    room_of_base,
)
from app.interview.sections import Counted, count_questions, instance_name
from app.storage.drafts import Event
from app.storage.errors import StorageError
from app.storage.submissions import SubmissionRow
from app.storage.workspace import Workspace
from forms.errors import AnswerRefused
from forms.session.changes import ChangeList, Listener
from forms.session.interview import Interview
from forms.session.nodes import RepeatInstance, RepeatRange
from forms.session.pages import FINISH, Page, Pages
from forms.session.validate import Violation
from forms.submission import Submission
from sync.records.kinds.submission import STOPPED
from sync.records.submissions import Remarks

log = logging.getLogger(__name__)
# After so many events the whole state is kept again, so that reopening replays few.
EVENTS_PER_SNAPSHOT = 40


@dataclass(frozen=True, slots=True)
class Removed:
    """What is needed to take back the removal of a person.

    Args:
        range_ref: The repeat it stood in.
        title: Words that named it.
        before: The whole session before.
        answers: (path below the instance, text) of what was answered.
        step: Number of the change that removed it.
    """

    range_ref: str
    title: str
    before: bytes
    answers: tuple[tuple[str, str], ...]
    step: int


class InterviewActions:
    """One interview being filled. Make it with `begin` or `reopen`, both off the interface thread."""

    def __init__(self, workspace: Workspace, opened: Opened, clock: Callable[[], datetime]) -> None:
        self._workspace = workspace
        self._clock = clock
        self._environment = opened.environment
        self.info = opened.info
        self.interview = opened.interview
        self.files = opened.files
        self.assessment_name = opened.assessment_name
        self.reasons = opened.reasons
        self.seen = opened.seen
        self.stopped = opened.stopped
        self.position = opened.position
        self.keeping = Keeping(clock)
        self._relay = opened.relay
        self._since_snapshot = opened.replayed
        self._step = 0
        self._remarks = Remarks()
        if opened.is_new or opened.replayed:
            self.snapshot()

    # opening (blocks)

    @classmethod
    def begin(
        cls,
        workspace: Workspace,
        assessment: str,
        version: str,
        *,
        language: str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> InterviewActions:
        """Begin a new interview of a form version, in the language this person asked it in last. Blocks."""
        asked_in = language if language is not None else language_to_ask_in(workspace, version)
        draft = workspace.drafts.create(assessment, version, language=asked_in)
        return cls.reopen(workspace, draft.id, clock=clock)

    @classmethod
    def reopen(
        cls, workspace: Workspace, draft: str, *, clock: Callable[[], datetime] | None = None
    ) -> InterviewActions:
        """Go on with a draft where it was left. Blocks.

        Raises:
            StorageError: the draft or its form version is not here. InstanceRefused: the draft fits another form.
        """
        clock = clock or _now
        state = workspace.drafts.load(draft)
        model = workspace.forms.model(state.info.version)
        files = workspace.forms.read_files(state.info.version)
        environment = environment_of(workspace, state.info, model, clock)
        relay = Relay()
        interview = interview_of(model, state, environment, relay)
        room = room_of(state.saved) if state.saved is not None else room_of_base(interview, state.remarks)
        opened = Opened(
            info=state.info,
            interview=interview,
            relay=relay,
            environment=environment,
            files=files,
            position=state.info.position,
            reasons=dict(room.reasons),
            seen=set(room.seen),
            stopped=room.stopped,
            assessment_name=workspace.assessments.get(state.info.assessment).name,
            replayed=len(state.events),
            is_new=state.saved is None,
        )
        for event in state.events:
            replay(opened, event)
        return cls(workspace, opened, clock)

    def listen(self, listener: Listener | None) -> None:
        """Tell one listener what every action changed."""
        self._relay.target = listener

    # asking

    @property
    def pages(self) -> Pages:
        """The flow of pages."""
        return Pages(self.interview.root)

    @property
    def title(self) -> str:
        """What the interview is called: the form's own name for it, else ""."""
        return self.interview.title

    def first_page(self) -> Page:
        """Return the page to open with: where the person was, else the first."""
        if self.position:
            found = self.pages.page_of(self.position)
            if found is not None:
                return found
            if self.position == FINISH_POSITION:
                return FINISH
        return self.pages.first()

    def violations(self) -> tuple[Violation, ...]:
        """Return what keeps the interview from being finished: wrong answers, and missing ones without a reason."""
        return tuple(
            each for each in self.interview.validate() if each.kind != "required" or each.ref not in self.reasons
        )

    def left_out(self) -> tuple[tuple[str, str], ...]:
        """Return (ref, reason) of required answers that are missing with a reason, in document order."""
        missing = [each.ref for each in self.interview.validate() if each.kind == "required"]
        return tuple((ref, self.reasons[ref]) for ref in missing if ref in self.reasons)

    def count(self) -> Counted:
        """Return how many questions are relevant, answered, missing."""
        return count_questions(self.interview.root, self.reasons)

    @property
    def outcome(self) -> str:
        """How the interview ends: "stopped" when the person said so and answers are missing, "" for completed."""
        counted = self.count()
        return STOPPED if self.stopped and counted.answered < counted.relevant else ""

    # changing (never blocks)

    def answer(self, ref: str, value: str) -> None:
        """Answer a question and put the answer on its way to the disk.

        Raises:
            AnswerRefused: it is no possible answer; nothing happened.
        """
        was_blank = not self.interview.question(ref).value
        self.interview.answer(ref, value)
        if value:
            self.reasons.pop(ref, None)
            self.stopped = self.stopped and not goes_on(self.info, was_blank=was_blank)
        self._record(Event("answer", ref, value, self._at()))

    def add(self, range_ref: str) -> str:
        """Add a person to a repeat and return its reference."""
        ref = self.interview.add_repeat(range_ref)
        self._record(Event("add", range_ref, ref, self._at()))
        return ref

    def remove(self, ref: str) -> Removed:
        """Remove a person; `take_back` undoes it."""
        instance = self.interview.node(ref)
        if not isinstance(instance, RepeatInstance):
            raise AnswerRefused("not_a_repeat", ref=ref)
        removed = Removed(
            range_ref=instance.range.ref,
            title=instance_name(instance),
            before=self._saved(),
            answers=tuple((node.ref.removeprefix(ref), node.answer) for node in instance.questions() if node.answer),
            step=self._step + 1,
        )
        self.interview.remove_repeat(ref)
        self.reasons = reasons_after_removal(self.reasons, ref)
        self._record(Event("remove", ref, None, self._at()))
        return removed

    def take_back(self, removed: Removed) -> str:
        """Bring a removed person back, to its old place when nothing happened since; return where it stands."""
        if removed.step == self._step:
            room = room_of(removed.before)
            self.interview = Interview.restore(
                self.interview.model, removed.before, environment=self._environment, listener=self._relay
            )
            self.reasons = dict(room.reasons)
            self.snapshot()
            self._relay(ChangeList(repeats=(removed.range_ref,)))
            return removed.range_ref
        ref = self.add(removed.range_ref)
        self._give_answers(ref, removed.answers)
        return ref

    def _give_answers(self, ref: str, answers: tuple[tuple[str, str], ...]) -> None:
        """Answer again what was answered, as far as it may be; nested people are added first."""
        for path, value in answers:
            self._make_room(ref + path)
            try:
                self.answer(ref + path, value)
            except AnswerRefused as refused:
                log.info("an answer of a removed person was not taken back: %s", refused.code)

    def _make_room(self, ref: str) -> None:
        """Add the instances a reference needs."""
        place = ref.find("[")
        while place >= 0:
            end = ref.index("]", place)
            range_ref, wanted = ref[:place], int(ref[place + 1 : end])
            try:
                range_ = self.interview.node(range_ref)
            except AnswerRefused:
                return
            while isinstance(range_, RepeatRange) and range_.can_add and len(range_.instances) < wanted:
                self.add(range_ref)
            place = ref.find("[", end)

    def set_language(self, name: str) -> None:
        """Ask in another language of the form."""
        self.interview.set_language(name)
        self._workspace.settings.set(language_setting(self.interview.form), name)
        self._record(Event("language", "", name, self._at()))

    def set_position(self, page: Page) -> None:
        """Remember the page shown."""
        self.position = page.ref or FINISH_POSITION
        self.seen.update(page.refs or (page.ref,))
        self._record(Event("position", self.position, None, self._at()))

    def set_reason(self, ref: str, words: str) -> None:
        """Say why an answer is left out; "" takes the reason back."""
        if words.strip():
            self.reasons[ref] = words.strip()
        else:
            self.reasons.pop(ref, None)
        self._record(Event("comment", ref, words.strip() or None, self._at()))
        self._relay(ChangeList(refs=frozenset({ref})))

    # keeping

    def snapshot(self) -> None:
        """Put the whole state on its way to the disk."""
        self._since_snapshot = 0
        counted = self.count()
        future = self._workspace.drafts.snapshot(
            self.info.id,
            self._saved(),
            title=self.title,
            done=counted.answered,
            total=counted.relevant,
            missing=counted.missing,
        )
        self.keeping.watch(future, whole=True)

    def _saved(self) -> bytes:
        return with_room(self.interview.save(), reasons=self.reasons, seen=sorted(self.seen), stopped=self.stopped)

    def _record(self, event: Event) -> None:
        self._step += 1
        self._since_snapshot += 1
        self.keeping.watch(self._workspace.drafts.record(self.info.id, event))
        if self._since_snapshot >= EVENTS_PER_SNAPSHOT or self.keeping.has_gap:
            self.snapshot()

    def _at(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")

    def wait_until_kept(self, timeout: float | None = 30.0) -> None:
        """Wait until every change is on the disk. Blocks.

        Raises:
            StorageError: the last change could not be kept.
        """
        if not self.keeping.wait(timeout):
            raise StorageError("disk-failed", reason="timeout")
        failure = self.keeping.kept.failure
        if failure is not None:
            raise failure

    # files (block)

    def attach(self, path: Path) -> str:
        """Keep a file encrypted and return the name that becomes the answer. Blocks."""
        return self._workspace.drafts.attach(self.info.id, path, file_name=path.name)

    def media(self, name: str) -> bytes:
        """Return the bytes of a kept file. Blocks."""
        return self._workspace.drafts.media(self.info.id, name)

    # finishing

    def submission(self) -> Submission:
        """Set the end time and return what will be finished, noting reasons and outcome; on the interface thread."""
        submission = self.interview.finish()
        self._remarks = Remarks(_by_path(self.interview, self.reasons), self.outcome)
        return submission

    def stop_here(self, words: str) -> None:
        """Note that the person stopped, which is also the reason of every missing required answer."""
        self.stopped = True
        for each in self.violations():
            if each.kind == "required":
                self.reasons[each.ref] = words
        self.snapshot()

    def finish(self, submission: Submission) -> SubmissionRow:
        """Turn the draft into a finished interview, in one transaction; reasons and outcome go along. Blocks.

        Raises:
            StorageError: nothing changed; the draft is still here.
        """
        self.wait_until_kept()
        return self._workspace.submissions.finish(
            self.info.id,
            submission,
            self.interview.sensitivity_of,
            title=self.title,
            language=self.interview.language,
            left_out=self._remarks.left_out,
            outcome=self._remarks.outcome,
        )


FINISH_POSITION = "finish"


def _now() -> datetime:
    return datetime.now().astimezone()


def _by_path(interview: Interview, reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons of relevant questions without an answer, by their path in the submission."""
    blank = (node.ref for node in interview.questions() if node.ref in reasons and node.relevant and not node.value)
    return {interview.path_of(ref): reasons[ref] for ref in blank}
