"""What the home page knows: what exists, what waits, who was heard, and which step comes next. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.storage.assessments import AssessmentInfo
from app.storage.drafts import DraftInfo
from app.storage.forms import FormVersionInfo
from app.storage.outbox import Outbox
from app.storage.submissions import Filter
from app.storage.workspace import Workspace

PEOPLE_SHOWN = 6
MAY_CHANGE = ("steward", "coordinator")  # roles that may change name and owner


class Next(Enum):
    """The step the home page proposes."""

    FIRST_ASSESSMENT = "first_assessment"
    FIRST_FORM = "first_form"
    LOOK_AT_CONFLICTS = "look_at_conflicts"
    GO_ON = "go_on"
    FIRST_INTERVIEW = "first_interview"
    SEND = "send"
    CONNECT = "connect"
    NEXT_INTERVIEW = "next_interview"


@dataclass(frozen=True, slots=True)
class HomeState:
    """What the page shows.

    Args:
        heard: (who did the interviews, how many), most first, at most PEOPLE_SHOWN.
        to_look_at: Interviews with a conflict or waiting for a person.
        unsent: Finished interviews no server has confirmed yet.
        has_server: The assessment is joined to a server.
        last_copy: ISO 8601 time of the last safe copy outside this laptop, None for never.
    """

    forms: tuple[FormVersionInfo, ...]
    drafts: tuple[DraftInfo, ...]
    finished: int
    to_look_at: int
    outbox: Outbox
    has_server: bool
    heard: tuple[tuple[str, int], ...]
    last_copy: str | None

    @property
    def in_use(self) -> tuple[FormVersionInfo, ...]:
        """Return the newest version of every form."""
        return tuple(form for form in self.forms if form.latest)


def read_state(workspace: Workspace, assessment: str) -> HomeState:
    """Gather the page's state; blocks, off the interface thread only."""
    submissions = workspace.submissions
    people = [(who, submissions.count(assessment, where=Filter(who=(who,)))) for who in submissions.people(assessment)]
    people.sort(key=lambda entry: (-entry[1], entry[0]))
    return HomeState(
        forms=workspace.forms.list(assessment),
        drafts=workspace.drafts.list(assessment),
        finished=submissions.count(assessment),
        to_look_at=submissions.count(assessment, where=Filter(status=("conflict", "aside"))),
        outbox=workspace.outbox.summary(assessment),
        has_server=workspace.outbox.server(assessment) is not None,
        heard=tuple(people[:PEOPLE_SHOWN]),
        last_copy=workspace.backups.last_outside(),
    )


def next_step(state: HomeState | None, put_off: frozenset[Next] = frozenset(), *, example: bool = False) -> Next | None:
    """Return the step to propose: what blocks others first, then what waits, then the work itself.

    Args:
        state: None when there is no assessment.
        put_off: Steps the person said "Not now" to.
        example: The example is never sent.
    """
    if state is None:
        return Next.FIRST_ASSESSMENT
    wanted: list[Next] = []
    if not state.in_use:
        wanted.append(Next.FIRST_FORM)
    else:
        if state.to_look_at:
            wanted.append(Next.LOOK_AT_CONFLICTS)
        if state.drafts:
            wanted.append(Next.GO_ON)
        if not state.finished:
            wanted.append(Next.FIRST_INTERVIEW)
        elif not example and state.outbox.submissions:
            wanted.append(Next.SEND if state.has_server else Next.CONNECT)
        wanted.append(Next.NEXT_INTERVIEW)
    return next((step for step in wanted if step not in put_off), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every value that stands of an assessment's name and owner; more than one where two people changed it at once."""

    names: tuple[str, ...]
    owners: tuple[str, ...]


def read_details(workspace: Workspace, assessment: str) -> Standing:
    """Return what stands now; blocks."""
    info = workspace.assessments.get(assessment)
    values = workspace.assessments.values(assessment)
    return Standing(values.get("name") or (info.name,), values.get("owner") or (info.owner,))


def change_details(workspace: Workspace, assessment: str, name: str, owner: str) -> AssessmentInfo:
    """Call it by another name, say who owns it (the person, when left empty); blocks. What is the same writes nothing.

    Raises:
        StorageError: `not-allowed`, the role does not allow it.
    """
    workspace.assessments.rename(assessment, name)
    return workspace.assessments.set_owner(assessment, owner or workspace.profile.person)
