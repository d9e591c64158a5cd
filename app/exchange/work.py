"""The exchange itself, and joining by code: the network's side of the page. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.exchange.actions import Entry
from app.storage.assessments import AssessmentInfo
from app.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Moved:
    """How far an exchange is: bytes of bytes, both ways together."""

    done: int
    total: int


def exchange(
    workspace: Workspace, assessment: str, *, progress: Callable[[object], None], is_cancelled: Callable[[], bool]
) -> Entry:
    """Send and receive with the assessment's server; blocks."""
    raise NotImplementedError


def join_by_code(workspace: Workspace, code: str, url: str) -> AssessmentInfo:
    """Fetch the rights of an assessment from a server with an invitation's code and join; blocks."""
    raise NotImplementedError
