"""What the first pages gather, and how it becomes a workspace. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.storage.example import create_example
from app.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said on the first pages.

    Args:
        start_page: "home", "interview" or "ask".
        passphrase: None for none on purpose.
        backup_folder: "" for no other place.
        example: Bring the example assessment in.
    """

    language: str = "en"
    person: str = ""
    organisation: str = ""
    start_page: str = "home"
    passphrase: str | None = None
    backup_folder: str = ""
    example: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """The workspace that was made, and its recovery code when there is a passphrase."""

    workspace: Workspace
    recovery_code: str | None


def purpose_of(start_page: str) -> str:
    """Return the profile's purpose for what the person is going to do."""
    return {"interview": "ask", "ask": "design"}.get(start_page, "both")


def make_workspace(folder: Path, answers: Answers, *, interface_thread: int, fallback_name: str) -> Made:
    """Make the workspace, and the example when it is wanted; blocks.

    Args:
        fallback_name: Stands as the person's name when none was given.
    """
    workspace = Workspace.create(
        folder,
        passphrase=answers.passphrase,
        person=answers.person or fallback_name,
        organisation=answers.organisation,
        language=answers.language,
        purpose=purpose_of(answers.start_page),
        interface_thread=interface_thread,
    )
    if answers.example:
        create_example(workspace)
    return Made(workspace, workspace.recovery_code())
