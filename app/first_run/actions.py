"""What the first pages gather, and how it becomes a workspace. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


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
