"""The exchange itself, and joining by code: the network's side of the page and of the commands. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.exchange.actions import Entry, keep_entry
from app.storage.assessments import AssessmentInfo
from app.storage.workspace import Workspace
from sync.client.joining import join
from sync.client.run import Account, Founding, Outcome
from sync.client.run import exchange as exchange_with
from sync.client.transport import LinkFailed, Transport
from sync.errors import SyncError, sentence, words
from sync.exchange.results import Result
from sync.records.canonical import from_text, to_text
from sync.records.header import ID_SIZE

MAY_FOUND = ("steward", "coordinator")  # roles that may invite a server into an assessment
SERVER_DAYS = 1  # a server uses its invitation at once


@dataclass(frozen=True, slots=True)
class Moved:
    """How far an exchange is: bytes of bytes, both ways together."""

    done: int
    total: int


def exchange(
    workspace: Workspace,
    assessment: str,
    *,
    progress: Callable[[object], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    founding_code: str = "",
) -> Entry:
    """Send and receive with the assessment's server; blocks.

    Args:
        founding_code: Asked for by servers that other machines reach, when they see an assessment for the first time.
    Raises:
        SyncError: `server_missing`, none was named; or no exchange was possible. StorageError.
    """
    server = workspace.outbox.server(assessment)
    if server is None:
        raise SyncError("server_missing")
    language = workspace.profile.language
    outcome = _run(workspace, assessment, server.url, progress, is_cancelled, founding_code)
    return Entry(
        at=_now(),
        sent=outcome.sent,
        received=outcome.received,
        attachments=outcome.files_sent + outcome.files_received,
        bytes=outcome.moved,
        refused=(
            *(_refusal(workspace, assessment, result) for result in outcome.refused),
            *(sentence(error, language) for _, error in outcome.files_refused),
        ),
    )


def _refusal(workspace: Workspace, assessment: str, result: Result) -> str:
    """Return which interview was refused and why."""
    why = words(result.why or result.status.value, workspace.profile.language)
    name = workspace.outbox.name_of(assessment, result.id)
    return f"{name}: {why}" if name else why


def exchange_noted(
    workspace: Workspace,
    assessment: str,
    *,
    progress: Callable[[object], None],
    is_cancelled: Callable[[], bool],
    founding_code: str = "",
) -> Entry:
    """Exchange as `exchange` does, and keep a line of how it ended for the page; blocks."""
    try:
        entry = exchange(
            workspace, assessment, progress=progress, is_cancelled=is_cancelled, founding_code=founding_code
        )
    except SyncError as error:
        failed = sentence(error, workspace.profile.language)
        keep_entry(workspace, assessment, Entry(_now(), 0, 0, 0, 0, (), failed))
        raise
    keep_entry(workspace, assessment, entry)
    return entry


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _run(
    workspace: Workspace,
    assessment: str,
    url: str,
    progress: Callable[[object], None],
    is_cancelled: Callable[[], bool],
    founding_code: str,
) -> Outcome:
    device, identity = workspace.device, from_text(assessment, length=ID_SIZE)
    keys = device.keys(identity)
    account = Account(
        writer=keys.writer, person=keys.person, invitation=keys.invitation, token=keys.token, server=keys.server
    )
    role = workspace.assessments.get(assessment).role

    def invite() -> str:
        return workspace.invitations.create(assessment, role="hub", uses=1, days=SERVER_DAYS).code

    with Transport(url) as transport:
        outcome = exchange_with(
            device,
            transport,
            identity,
            account,
            device,
            founding=Founding(invite, founding_code) if role in MAY_FOUND else None,
            expected=workspace.outbox.summary(assessment).bytes,
            progress=lambda done, total, _stage: progress(Moved(done, total)),
            is_cancelled=is_cancelled,
            entered=lambda server, token: device.entered(identity, token=token, server=server),
        )
    if not outcome.cancelled:
        device.exchanged(identity)
    return outcome


def join_by_code(workspace: Workspace, code: str, url: str) -> AssessmentInfo:
    """Fetch the rights of an assessment from a server with an invitation's code and join; blocks.

    Raises:
        SyncError: the code fits nothing there, or the link failed before the assessment was here. StorageError.
    """
    with Transport(url) as transport:
        found = join(workspace.device, transport, code)
    info = workspace.invitations.join(code, assessment=to_text(found.assessment))
    workspace.outbox.set_server(info.id, url, identity=found.server)
    try:
        exchange(workspace, info.id)
    except LinkFailed:
        return info  # joined; the admission waits in the outbox and goes with the next exchange
    return workspace.assessments.get(info.id)
