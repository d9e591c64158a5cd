"""Send and receive: what waits, the server, what happened, invitations. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.storage.assessments import AssessmentInfo, Member
from app.storage.invitations import Invitation
from app.storage.outbox import Outbox, Server
from app.storage.workspace import Workspace

Progress = Callable[[object], None]
ROLES = ("interviewer", "coordinator", "observer", "steward")
MAY_INVITE = ("steward", "coordinator")
LOG = "exchange_log"  # setting: the last exchanges of an assessment, newest first
LOG_KEPT = 30


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """What the page shows before and after an exchange.

    Args:
        server: None while none was chosen.
        log: Lines of earlier exchanges, newest first.
    """

    info: AssessmentInfo
    outbox: Outbox
    server: Server | None
    members: tuple[Member, ...]
    log: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange that ended: when, what went and came, what was refused.

    Args:
        at: ISO 8601 time.
        sent, received, attachments, bytes: Counts of records, files and bytes.
        refused: Sentences, one per item that was refused.
        failed: Sentence of the failure that ended it early; "" when it went to its end.
    """

    at: str
    sent: int
    received: int
    attachments: int
    bytes: int
    refused: tuple[str, ...] = ()
    failed: str = ""


def read_state(workspace: Workspace, assessment: str) -> ExchangeState:
    """Gather what the page shows; blocks."""
    return ExchangeState(
        info=workspace.assessments.get(assessment),
        outbox=workspace.outbox.summary(assessment),
        server=workspace.outbox.server(assessment),
        members=workspace.assessments.members(assessment),
        log=read_log(workspace, assessment),
    )


def read_log(workspace: Workspace, assessment: str) -> tuple[Entry, ...]:
    """Return earlier exchanges of an assessment, newest first."""
    stored = workspace.settings.get(LOG, {})
    lines = stored.get(assessment, []) if isinstance(stored, dict) else []
    return tuple(
        Entry(**{**line, "refused": tuple(line.get("refused", ()))}) for line in lines if isinstance(line, dict)
    )


def keep_entry(workspace: Workspace, assessment: str, entry: Entry) -> None:
    """Put an exchange on top of the list of earlier ones; does not block."""
    stored = workspace.settings.get(LOG, {})
    everything = dict(stored) if isinstance(stored, dict) else {}
    line = {
        "at": entry.at,
        "sent": entry.sent,
        "received": entry.received,
        "attachments": entry.attachments,
        "bytes": entry.bytes,
        "refused": list(entry.refused),
        "failed": entry.failed,
    }
    everything[assessment] = [line, *everything.get(assessment, [])][:LOG_KEPT]
    workspace.settings.set(LOG, everything)


def clean_address(words: str) -> str | None:
    """Return a server's address with its scheme and without a closing slash; None when it cannot be one."""
    plain = words.strip().rstrip("/")
    if not plain or any(letter.isspace() for letter in plain):
        return None
    if "://" not in plain:
        local = plain.split("/")[0].split(":")[0] in ("localhost", "127.0.0.1", "[::1]")
        plain = f"{'http' if local else 'https'}://{plain}"
    scheme, _mark, rest = plain.partition("://")
    if scheme.casefold() not in ("http", "https") or not rest or rest.startswith("/"):
        return None
    return f"{scheme.casefold()}://{rest}"


def set_server(workspace: Workspace, assessment: str, url: str) -> Server:
    """Remember the server of an assessment; blocks."""
    return workspace.outbox.set_server(assessment, url)


def invite(workspace: Workspace, assessment: str, role: str, uses: int, days: int) -> Invitation:
    """Make an invitation; blocks."""
    return workspace.invitations.create(assessment, role=role, uses=uses, days=days)


def write_invitation(invitation: Invitation, target: Path) -> Path:
    """Write an invitation's file.

    Raises:
        OSError: it cannot be written.
    """
    target.write_bytes(invitation.file)
    return target


def read_invitation(workspace: Workspace, path: Path) -> Invitation:
    """Return what an invitation file says before joining; blocks.

    Raises:
        OSError, StorageError: it cannot be read.
    """
    return workspace.invitations.read(path.read_bytes())


def join_by_file(workspace: Workspace, invitation: Invitation) -> AssessmentInfo:
    """Join with an invitation's file and remember its server; blocks."""
    info = workspace.invitations.join(invitation.file)
    if invitation.server:
        workspace.outbox.set_server(info.id, invitation.server)
    return info
