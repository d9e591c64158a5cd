"""Finished interviews: finishing splits a draft into its records, the review table reads folded rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms.submission import Submission
from forms.values import Sensitivity

SensitivityOf = Callable[[str], Sensitivity] | Mapping[str, Sensitivity]


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One finished interview as the review table shows it.

    Args:
        instance: OpenRosa instanceID, "uuid:…".
        version: Id of the form version's record.
        form_title, form_version: Of that version.
        title: Instance name; "" when it has none or it is personal and the names are not readable here.
        status: "finished" (not sent), "sent", "conflict", "aside" (waiting for a person).
        who: Name of the person who finished it.
        started, finished: ISO 8601 times with zone; started "" when the form does not record it.
        place: First place answered (label or position), "" when none.
        language: Language asked in.
        mine: Finished on this laptop by this person.
        corrected: Number of corrections folded in.
        flags: Code words of what to look at: "short", "conflict", "aside", "missing-media".
        labels: Words people put on it.
        values: Path -> value of at most 20 columns chosen for the form.
    """

    instance: str
    version: str
    form_title: str
    form_version: str
    title: str
    status: str
    who: str
    started: str
    finished: str
    place: str
    language: str
    mine: bool
    corrected: int
    flags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows; everything given must hold.

    Args:
        text: Part of title, who, place or a column's value, any case.
        version: Form version id; `form_id` for all versions of a form.
        status: Any of these.
        who: Any of these names.
        flag: Has this flag.
        finished_from, finished_to: ISO 8601 dates, both included.
        values: Path -> any of these values.
    """

    text: str = ""
    version: str | None = None
    form_id: str | None = None
    status: Sequence[str] = ()
    who: Sequence[str] = ()
    flag: str | None = None
    finished_from: str | None = None
    finished_to: str | None = None
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Sort:
    """Order of rows: "finished", "started", "who", "title", "status", "place", "form"; ties by instance."""

    by: str = "finished"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished interview with all that is readable here.

    Args:
        submission: Ordinary answers and, when readable, personal ones, in document order.
        names_readable: Personal answers are in it, or there are none.
        has_names: A part with personal answers exists.
        conflicts: Path -> values that stand beside each other.
    """

    row: SubmissionRow
    submission: Submission
    has_names: bool
    names_readable: bool
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an interview's history: who, when, which answer, from, to, why."""

    who: str
    at: str
    path: str
    before: str | None
    after: str | None
    reason: str


class Submissions:
    """Finish interviews, list them, read them. Every method blocks: call it off the interface thread."""

    def finish(
        self, draft: str, submission: Submission, sensitivity: SensitivityOf, *, title: str = "", language: str = ""
    ) -> SubmissionRow:
        """Split into records (ordinary, names), write them and remove the draft, in one transaction.

        Args:
            sensitivity: Path without positions -> who may read it (Interview.sensitivity_of, or a mapping).
            title: Instance name, kept with the names when the mark of its path `meta/instanceName` says so.
        """
        raise NotImplementedError

    def save(
        self,
        assessment: str,
        version: str,
        submission: Submission,
        sensitivity: SensitivityOf,
        *,
        title: str = "",
        language: str = "",
    ) -> SubmissionRow:
        """Write a submission made without a draft (headless interview); as `finish`."""
        raise NotImplementedError

    def page(
        self,
        assessment: str,
        *,
        where: Filter = EVERYTHING,
        order: Sort | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> tuple[SubmissionRow, ...]:
        """Return one page of rows."""
        raise NotImplementedError

    def count(self, assessment: str, *, where: Filter = EVERYTHING) -> int:
        """Return how many rows match."""
        raise NotImplementedError

    def people(self, assessment: str) -> tuple[str, ...]:
        """Return the names that occur as `who`, sorted."""
        raise NotImplementedError

    def columns(self, version: str) -> tuple[str, ...]:
        """Return the paths (at most 20) whose values stand in rows of this version."""
        raise NotImplementedError

    def get(self, assessment: str, instance: str) -> Stored:
        """Return one submission as it stands after all corrections. Raises StorageError `submission-unknown`."""
        raise NotImplementedError

    def history(self, assessment: str, instance: str) -> tuple[Change, ...]:
        """Return its corrections, oldest first."""
        raise NotImplementedError

    def iterate(self, assessment: str, version: str, *, names: bool = False) -> Iterator[Stored]:
        """Yield every submission of a version in order of listing, for export; personal answers only when asked."""
        raise NotImplementedError

    def xml(self, assessment: str, instance: str, *, names: bool = True) -> bytes:
        """Return the OpenRosa XML of a submission."""
        raise NotImplementedError

    def media(self, assessment: str, instance: str, name: str) -> bytes:
        """Return the plain bytes of an attachment. Raises StorageError `media-missing`."""
        raise NotImplementedError
