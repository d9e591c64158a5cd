"""Assessments of a workspace: founding, naming, the organisation that owns each, and the example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssessmentInfo:
    """One assessment as the home page lists it.

    Args:
        id: Base64url text of the root record's id.
        name: Its name, from the fold of plan changes.
        owner: Organisation that owns it; the founder's name until one is given.
        example: Made by the program to look around; never sent.
        role: Role of the person of this workspace in it: "steward", "coordinator", "interviewer", "hub", "observer".
        founded: ISO 8601 time of the root record.
        forms: Number of forms (not versions).
        drafts: Interviews being filled on this laptop.
        finished: Finished interviews known here.
        conflicts: Fields of the assessment with more than one value (name or owner changed twice unknowingly).
        words: The six words compared when somebody joins.
    """

    id: str
    name: str
    owner: str
    example: bool
    role: str
    founded: str
    forms: int
    drafts: int
    finished: int
    conflicts: int
    words: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an assessment: key as base64url text, name and role as admitted."""

    person: str
    name: str
    role: str
    is_me: bool


class Assessments:
    """Found, list and change assessments. Every method blocks until it is on the disk: call it off the interface."""

    def create(self, name: str, owner: str | None = None, *, example: bool = False) -> AssessmentInfo:
        """Found an assessment: root, spaces, this person as steward, name and owner, in one transaction.

        Args:
            owner: Organisation; the profile's organisation, else the person's name, when None or blank.
        """
        raise NotImplementedError

    def list(self) -> tuple[AssessmentInfo, ...]:
        """Return every assessment, newest first, the example last."""
        raise NotImplementedError

    def get(self, assessment: str) -> AssessmentInfo:
        """Return one assessment. Raises StorageError `assessment-unknown`."""
        raise NotImplementedError

    def find(self, name: str) -> AssessmentInfo:
        """Return the one assessment of that name or id. Raises StorageError `assessment-unknown` or `-ambiguous`."""
        raise NotImplementedError

    def rename(self, assessment: str, name: str) -> AssessmentInfo:
        """Give it another name; a change record in its plan."""
        raise NotImplementedError

    def set_owner(self, assessment: str, owner: str) -> AssessmentInfo:
        """Say which organisation owns it; a change record in its plan."""
        raise NotImplementedError

    def values(self, assessment: str) -> Mapping[str, tuple[str, ...]]:
        """Return field -> every value that stands ("name", "owner"); more than one is a conflict to settle."""
        raise NotImplementedError

    def members(self, assessment: str) -> tuple[Member, ...]:
        """Return the people admitted, founder first."""
        raise NotImplementedError

    def remove_example(self) -> None:
        """Remove the example assessment with everything in it from this laptop."""
        raise NotImplementedError
