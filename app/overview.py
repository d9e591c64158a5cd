"""What rail and status line say of the workspace: the assessments, what waits to be sent, who works here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.kit.language import text
from app.kit.waiting import waiting_words
from app.kit.widgets.loop import Station, Step
from app.kit.widgets.rail import RailState
from app.storage.assessments import AssessmentInfo
from app.storage.drafts import DraftInfo
from app.storage.outbox import Outbox
from app.storage.profile import Profile
from app.storage.workspace import Workspace

NOTHING = Outbox(0, 0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Overview:
    """What rail and status line need to know of the workspace."""

    assessments: tuple[AssessmentInfo, ...]
    outbox: Outbox
    here: Outbox | None
    last_draft: DraftInfo | None


def read_overview(workspace: Workspace, assessment: str) -> Overview:
    """Gather the overview; blocks."""
    known = workspace.assessments.list()
    drafts = workspace.drafts.list()
    opened = any(entry.id == assessment for entry in known)
    here = workspace.outbox.summary(assessment) if opened else None
    return Overview(known, workspace.outbox.summary(), here, drafts[0] if drafts else None)


def rail_state(overview: Overview, info: AssessmentInfo | None, profile: Profile) -> RailState:
    """Return what the rail shows of the open assessment, None before there is one."""
    has_forms = bool(info and info.forms)
    stations = (
        Station("ask", "file-pen", text("Ask"), Step.DONE if has_forms else Step.NOW),
        Station("interview", "clipboard-pen", text("Interview"), Step.NOW if has_forms else Step.AHEAD),
    )
    waiting = overview.here.submissions if overview.here is not None and info is not None and not info.example else 0
    return RailState(
        assessment=info.name if info else "",
        line=info.owner if info else "",
        stations=stations if info else (),
        counts={"interview": info.drafts if info else 0, "exchange": waiting},
        person=profile.person,
        role=role_words(info.role) if info else profile.organisation,
    )


def sending_words(outbox: Outbox, moment: Callable[[str], str]) -> str:
    """Return what the status line says about sending.

    Args:
        moment: Words a time ("today 14:05") from ISO 8601.
    """
    waits = waiting_words(outbox)
    if outbox.last_sent is None:
        return waits or text("Nothing waits to be sent")
    if not waits:
        return text("Everything is sent. Last sent {moment}", moment=moment(outbox.last_sent))
    return text("{waits}. Last sent {moment}", waits=waits, moment=moment(outbox.last_sent))


def role_words(role: str) -> str:
    """Return a role as people say it."""
    return {
        "steward": text("Data keeper"),
        "coordinator": text("Coordinator"),
        "interviewer": text("Interviewer"),
        "hub": text("Server"),
        "observer": text("Observer"),
    }.get(role, role)
