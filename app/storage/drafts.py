"""Interviews being filled: every answer an event in its own transaction, a snapshot now and then.

Nothing of a draft leaves the laptop. Methods that return a Future only put work into the writer's queue and may be
called from the interface thread; when the Future is done, the change is on the disk. All others block.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did in an interview.

    Args:
        kind: "answer" (ref, value), "add" (ref of the repeat range; value: ref of the new instance), "remove" (ref),
            "language" (value), "position" (ref of the page shown).
        ref: Place in the instance, `/data/hh[2]/age`.
        value: Storage text; None blanks the answer.
        at: ISO 8601 time with zone, as the laptop's clock says.
    """

    kind: str
    ref: str = ""
    value: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """One draft as lists show it.

    Args:
        id: Random hex text.
        version: Id of its form version.
        form_title: Title of that version.
        title: What the interview is called so far (instance name), "" when nothing yet.
        person: Who began it.
        started, changed: ISO 8601 times.
        done, total: Relevant questions answered and about how many there are; 0, 0 when not known yet.
        missing: Required answers still missing, as last counted.
        position: Ref of the page shown last, "" at the start.
        language: Language asked in.
        corrects: instanceID of the finished interview this corrects, None for a first interview.
        removed: ISO 8601 time when it was removed (kept 30 days), None for a live draft.
    """

    id: str
    assessment: str
    version: str
    form_title: str
    title: str
    person: str
    started: str
    changed: str
    done: int
    total: int
    missing: int
    position: str
    language: str
    corrects: str | None
    removed: str | None


@dataclass(frozen=True, slots=True)
class DraftState:
    """What is needed to go on with a draft: the last snapshot (None: start anew) and the events after it."""

    info: DraftInfo
    saved: bytes | None
    events: tuple[Event, ...]


class Drafts:
    """Keep interviews being filled."""

    def create(self, assessment: str, version: str, *, language: str = "") -> DraftInfo:
        """Begin a draft of a form version."""
        raise NotImplementedError

    def record(self, draft: str, event: Event) -> Future[None]:
        """Queue one event; its own transaction. The Future is done when it is on the disk. Does not block."""
        raise NotImplementedError

    def snapshot(
        self, draft: str, saved: bytes, *, title: str = "", done: int = 0, total: int = 0, missing: int = 0
    ) -> Future[None]:
        """Queue the state after all events recorded so far (Interview.save()). Does not block."""
        raise NotImplementedError

    def list(self, assessment: str | None = None, *, removed: bool = False) -> tuple[DraftInfo, ...]:
        """Return live drafts (or the recently removed), last changed first; of all assessments when None."""
        raise NotImplementedError

    def get(self, draft: str) -> DraftInfo:
        """Return one draft. Raises StorageError `draft-unknown`."""
        raise NotImplementedError

    def load(self, draft: str) -> DraftState:
        """Return what is needed to go on with it."""
        raise NotImplementedError

    def correct(self, instance: str, *, reason: str) -> DraftInfo:
        """Reopen a finished interview as a draft that will become a correction; returns the open one if there is."""
        raise NotImplementedError

    def attach(self, draft: str, source: Path | bytes, *, file_name: str, media_type: str = "") -> str:
        """Keep a file encrypted and return the name that becomes the answer (unique in the draft, harmless).

        The file is durable when this returns. The source file stays where it is.
        """
        raise NotImplementedError

    def media(self, draft: str, name: str) -> bytes:
        """Return the plain bytes of a file of this draft. Raises StorageError `media-missing`."""
        raise NotImplementedError

    def discard(self, draft: str) -> None:
        """Remove a draft; it stays in *Recently removed* for 30 days."""
        raise NotImplementedError

    def restore(self, draft: str) -> DraftInfo:
        """Take back `discard`."""
        raise NotImplementedError
