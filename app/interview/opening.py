"""How a draft becomes an interview again: the session from its snapshot, the later events done again. No Qt; blocks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.interview.draft_state import Room, reasons_after_removal
from app.questions.form_language import language_of
from app.storage.drafts import DraftInfo, DraftState, Event
from app.storage.submissions import Filter
from app.storage.workspace import Workspace
from forms.definition.form import Form
from forms.errors import AnswerRefused
from forms.model.model import Model
from forms.session.changes import ChangeList, Listener
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.submission import Submission
from sync.records.kinds.submission import STOPPED
from sync.records.submissions import Remarks

log = logging.getLogger(__name__)


class Relay:
    """Passes the session's changes on to whoever listens now; to nobody while a draft is being opened."""

    def __init__(self) -> None:
        self.target: Listener | None = None

    def __call__(self, changes: ChangeList) -> None:
        if self.target is not None:
            self.target(changes)


@dataclass(slots=True)
class Opened:
    """What the blocking part of opening found."""

    info: DraftInfo
    interview: Interview
    relay: Relay
    environment: SessionEnvironment
    files: Mapping[str, bytes]
    position: str
    reasons: dict[str, str]
    seen: set[str]
    stopped: bool
    assessment_name: str = ""
    replayed: int = 0
    is_new: bool = field(default=False)


def language_setting(form: Form) -> str:
    """Return under which name the last language of a form is kept among the person's settings."""
    return f"asked_in:{form.form_id}"


def language_to_ask_in(workspace: Workspace, version: str) -> str:
    """Return the form's language asked in last by this person, else the person's own when the form has it, else ""."""
    form = workspace.forms.model(version).form
    last = workspace.settings.get(language_setting(form), "")
    if last in form.languages:
        return str(last)
    named = [name for name in form.languages if name]
    own = workspace.profile.language
    return next((name for name in named if language_of(name).code == own), "") if len(named) > 1 else ""


def environment_of(
    workspace: Workspace, info: DraftInfo, model: Model, clock: Callable[[], datetime]
) -> SessionEnvironment:
    """Return what the session asks of the world: clock, zone, who asks, the newest finished interview."""
    zone = clock().tzinfo
    assert zone is not None, "the clock gives aware datetimes"
    return SessionEnvironment(
        clock=clock,
        zone=zone,
        properties={"username": workspace.profile.person, "deviceid": f"groundup:{workspace.profile.id}"},
        last_saved=_last_saved(workspace, info, model),
    )


def _last_saved(workspace: Workspace, info: DraftInfo, model: Model) -> Submission | None:
    """Return the newest finished interview of the same form, None when there is none."""
    where = Filter(form_id=model.form.form_id)
    rows = workspace.submissions.page(info.assessment, where=where, limit=1)
    if not rows:
        return None
    return workspace.submissions.get(info.assessment, rows[0].instance).submission


def interview_of(model: Model, state: DraftState, environment: SessionEnvironment, relay: Relay) -> Interview:
    """Return the session of a draft: from its snapshot, the finished interview it corrects, or a new one."""
    if state.saved is not None:
        return Interview.restore(model, state.saved, environment=environment, listener=relay)
    if state.base is not None:
        return Interview.edit(model, state.base, environment=environment, listener=relay)
    return Interview.start(model, environment=environment, language=state.info.language or None, listener=relay)


def room_of_base(interview: Interview, remarks: Remarks) -> Room:
    """Return the room of a finished interview that is opened again: its reasons by reference."""
    refs = {interview.path_of(node.ref): node.ref for node in interview.questions()} if remarks.left_out else {}
    reasons = {refs[path]: words for path, words in remarks.left_out.items() if path in refs}
    return Room(reasons, [], remarks.outcome == STOPPED)


def goes_on(info: DraftInfo, *, was_blank: bool) -> bool:
    """Tell whether an answer means that the person did not stop after all; a correction alone does not mean it."""
    return was_blank and info.corrects is None


def replay(opened: Opened, event: Event) -> None:
    """Do again what was done after the last snapshot."""
    interview = opened.interview
    try:
        if event.kind == "answer":
            was_blank = not interview.question(event.ref).value
            interview.answer(event.ref, event.value)
            if event.value:
                opened.reasons.pop(event.ref, None)
                opened.stopped = opened.stopped and not goes_on(opened.info, was_blank=was_blank)
        elif event.kind == "add":
            interview.add_repeat(event.ref)
        elif event.kind == "remove":
            interview.remove_repeat(event.ref)
            opened.reasons = reasons_after_removal(opened.reasons, event.ref)
        elif event.kind == "language" and event.value is not None:
            interview.set_language(event.value)
        elif event.kind == "position":
            opened.position = event.ref
            opened.seen.add(event.ref)
        elif event.kind == "comment":
            opened.reasons.pop(event.ref, None)
            if event.value:
                opened.reasons[event.ref] = event.value
    except AnswerRefused as refused:
        # The clock or an outside list may have moved on; what was taken once stays in the event for a person to see.
        log.warning("an event of the draft was not taken again: %s", refused.code)
