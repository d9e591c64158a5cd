"""Invite people into an assessment and join one by invitation."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage.assessments import AssessmentInfo


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as given to a person.

    Args:
        code: What is read aloud or typed: 16 characters in groups of four.
        assessment: Id.
        name: The assessment's name, to show before joining.
        words: Six words of the assessment's id, compared before joining.
        role: What the joiner becomes.
        uses: How many may join with it.
        last_day: ISO date it is good until.
        server: Address, None when none is known.
        file: The same as the bytes of an invitation file (holds the code: give it as carefully as the code).
    """

    code: str
    assessment: str
    name: str
    words: str
    role: str
    uses: int
    last_day: str
    server: str | None
    file: bytes


class Invitations:
    """Make invitations, accept them. Every method blocks."""

    def create(self, assessment: str, *, role: str = "interviewer", uses: int = 1, days: int = 30) -> Invitation:
        """Write the invitation's record and return its code and file.

        Raises:
            StorageError: `not-allowed`, this person is neither steward nor coordinator of it.
        """
        raise NotImplementedError

    def read(self, data: bytes) -> Invitation:
        """Return what an invitation file says, before joining. Raises StorageError `invitation-unreadable`."""
        raise NotImplementedError

    def join(self, invitation: bytes | str, *, assessment: str | None = None) -> AssessmentInfo:
        """Join: take in the file's rights records, write this person's own admission.

        Args:
            invitation: Bytes of the file, or the code when the rights records are already here (fetched from a server).
            assessment: Id, needed with a code alone.
        Raises:
            StorageError: `invitation-unreadable`, `invitation-over`, `invitation-used`, `code-wrong`.
        """
        raise NotImplementedError
