"""Interviews being filled: every answer an event in its own transaction, a snapshot now and then.

Nothing of a draft leaves the laptop. Methods that return a Future only put work into the writer's queue and may be
called from the interface thread; when the Future is done, the change is on the disk. All others block.
"""

from __future__ import annotations

import json
import mimetypes
import re
import secrets
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

from app.storage.core import Core, iso, raw_id, text_id
from app.storage.errors import StorageError, WorkspaceBroken
from app.storage.forms import Forms
from app.storage.sqlcipher import Row
from app.storage.submissions import Submissions
from forms.submission import Submission
from sync.records.submissions import Remarks

REMOVED_DAYS = 30  # how long "Recently removed" keeps a draft
DIGEST = 16  # bytes of a snapshot's own check
EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did in an interview.

    Args:
        kind: "answer" (ref, value), "add" (ref of the repeat range; value: ref of the new instance), "remove" (ref),
            "language" (value), "position" (ref of the page shown), "comment" (ref, value: why there is no answer).
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
    """What is needed to go on with a draft.

    Args:
        saved: The last snapshot; None before the first one (take one right after starting: values drawn once, such as
            the instanceID, live only in it).
        events: What was done after the snapshot, oldest first.
        base: For a correction without snapshot: the finished interview to open with `Interview.edit`.
        remarks: Of that interview: which of its questions were left out and why, and how it ended.
    """

    info: DraftInfo
    saved: bytes | None
    events: tuple[Event, ...]
    base: Submission | None = None
    remarks: Remarks = field(default_factory=Remarks)


COLUMNS = """
    draft.id, draft.assessment, draft.version, coalesce(form_version.title, '') as form_title, draft.title,
    draft.person, draft.started, draft.changed, draft.done, draft.total, draft.missing, draft.position,
    draft.language, draft.corrects, draft.removed
    from draft left join form_version on form_version.id = draft.version
"""


class Drafts:
    """Keep interviews being filled."""

    def __init__(self, core: Core, forms: Forms, submissions: Submissions) -> None:
        self._core = core
        self._forms = forms
        self._submissions = submissions

    def create(self, assessment: str, version: str, *, language: str = "") -> DraftInfo:
        """Begin a draft of a form version. Raises StorageError `form-version-unknown`."""
        self._forms.get(version)
        return self._core.writer.run(self._insert, assessment, version, language, None, "")

    def _insert(self, assessment: str, version: str, language: str, corrects: str | None, reason: str) -> DraftInfo:
        draft, now, profile = secrets.token_hex(16), self._core.now(), self._core.keys.profile
        self._core.writer.connection.execute(
            """insert into draft
               (id, assessment, version, profile, person, started, changed, language, corrects, reason)
               select ?, ?, ?, id, person, ?, ?, ?, ?, ? from profile where id = ?""",
            (draft, raw_id(assessment), raw_id(version), now, now, language, corrects, reason, profile),
        )
        return self.get(draft)

    def record(self, draft: str, event: Event) -> Future[None]:
        """Queue one event; its own transaction. The Future is done when it is on the disk. Does not block.

        The Future raises StorageError `draft-unknown` when the draft was finished or removed meanwhile.
        """
        return self._core.writer.submit(self._record, draft, event)

    def _record(self, draft: str, event: Event) -> None:
        connection = self._core.writer.connection
        at = event.at or self._core.now()
        position = event.ref if event.kind == "position" else None
        language = event.value if event.kind == "language" else None
        done = connection.execute(
            """update draft set changed = ?, position = coalesce(?, position), language = coalesce(?, language)
               where id = ? and removed is null""",
            (at, position, language, draft),
        )
        if done.rowcount != 1:
            raise StorageError("draft-unknown")
        connection.execute(
            """insert into draft_event (draft, number, kind, ref, value, at)
               select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? from draft_event where draft = ?""",
            (draft, event.kind, event.ref, event.value, at, draft),
        )

    def snapshot(
        self, draft: str, saved: bytes, *, title: str = "", done: int = 0, total: int = 0, missing: int = 0
    ) -> Future[None]:
        """Queue the state after all events recorded so far (Interview.save()). Does not block.

        Raises in the Future as `record`.
        """
        return self._core.writer.submit(self._snapshot, draft, saved, (title, done, total, missing))

    def _snapshot(self, draft: str, saved: bytes, shown: tuple[str, int, int, int]) -> None:
        done = self._core.writer.connection.execute(
            """update draft set saved = ?, title = ?, done = ?, total = ?, missing = ?, changed = ?, saved_upto =
               (select coalesce(max(number), 0) from draft_event where draft = draft.id)
               where id = ? and removed is null""",
            (_sealed(saved), *shown, self._core.now(), draft),
        )
        if done.rowcount != 1:
            raise StorageError("draft-unknown")

    def list(self, assessment: str | None = None, *, removed: bool = False) -> tuple[DraftInfo, ...]:
        """Return live drafts (or the recently removed), last changed first; of all assessments when None."""
        state = "is not null" if removed else "is null"
        where, values = f"draft.removed {state}", tuple[bytes, ...]()
        if assessment is not None:
            where, values = f"{where} and draft.assessment = ?", (raw_id(assessment),)
        with self._core.database.read() as connection:
            rows = connection.execute(f"select {COLUMNS} where {where} order by draft.changed desc, draft.id", values)
            return tuple(_info(row) for row in rows)

    def get(self, draft: str) -> DraftInfo:
        """Return one draft. Raises StorageError `draft-unknown`."""
        with self._core.database.read() as connection:
            row = connection.execute(f"select {COLUMNS} where draft.id = ?", (draft,)).fetchone()
        if row is None:
            raise StorageError("draft-unknown")
        return _info(row)

    def load(self, draft: str) -> DraftState:
        """Return what is needed to go on with it. Raises StorageError `draft-unknown`."""
        with self._core.database.read() as connection:
            info = self.get(draft)
            saved, upto, heads = connection.execute(
                "select saved, saved_upto, heads from draft where id = ?", (draft,)
            ).fetchone()
            rows = connection.execute(
                "select kind, ref, value, at from draft_event where draft = ? and number > ? order by number",
                (draft, upto),
            )
            events = tuple(Event(*row) for row in rows)
            base, remarks = None, Remarks()
            if info.corrects is not None:
                heads = [bytes.fromhex(head) for head in json.loads(heads)]
                reopened = self._submissions.as_reopened(info.assessment, info.corrects, heads)
                base, remarks = reopened.submission, reopened.remarks
            snapshot = _unsealed(saved, self._core.folder) if saved is not None else None
        return DraftState(info, snapshot, events, base, remarks)

    def correct(self, instance: str, *, reason: str) -> DraftInfo:
        """Reopen a finished interview as a draft that will become a correction; returns the open one if there is.

        Raises:
            StorageError: `submission-unknown`.
        """
        return self._core.writer.run(self._correct, instance, reason)

    def _correct(self, instance: str, reason: str) -> DraftInfo:
        connection = self._core.writer.connection
        there = connection.execute(
            "select id from draft where corrects = ? and removed is null", (instance,)
        ).fetchone()
        if there is not None:
            return self.get(there["id"])
        row = connection.execute(
            "select assessment, version, language from submission_list where instance = ?", (instance,)
        ).fetchone()
        if row is None:
            raise StorageError("submission-unknown")
        draft = self._insert(text_id(row["assessment"]), text_id(row["version"]), row["language"], instance, reason)
        stored = self._submissions.get(draft.assessment, instance)
        heads = json.dumps([head.hex() for head in self._submissions.heads(draft.assessment, instance)])
        connection.execute("update draft set heads = ? where id = ?", (heads, draft.id))
        connection.executemany(
            "insert into draft_media (draft, name, sha256, size, type) values (?, ?, ?, ?, ?)",
            [(draft.id, file.name, file.sha256, file.size, file.media_type) for file in stored.submission.attachments],
        )
        return draft

    def attach(self, draft: str, source: Path | bytes, *, file_name: str, media_type: str = "") -> str:
        """Keep a file encrypted and return the name that becomes the answer (unique in the draft, harmless).

        The file is durable when this returns. The source file stays where it is. Nothing of `file_name` but its ending
        is kept: file names tell more than people think.
        """
        self._core.database.check_thread()
        kept = self._core.media.put(source)
        ending = Path(file_name).suffix.lower()
        ending = ending if EXTENSION.fullmatch(ending) else ""
        kind = media_type or mimetypes.guess_type(f"x{ending}")[0] or "application/octet-stream"
        name = f"{secrets.token_hex(6)}{ending}"
        self._core.writer.run(self._attach, (draft, name, kept.sha256, kept.size, kind))
        return name

    def _attach(self, row: tuple[str, str, bytes, int, str]) -> None:
        if self.get(row[0]).removed is not None:
            raise StorageError("draft-unknown")
        self._core.writer.connection.execute(
            "insert into draft_media (draft, name, sha256, size, type) values (?, ?, ?, ?, ?)", row
        )

    def media(self, draft: str, name: str) -> bytes:
        """Return the plain bytes of a file of this draft. Raises StorageError `media-missing`, `media-broken`."""
        with self._core.database.read() as connection:
            row = connection.execute(
                "select sha256 from draft_media where draft = ? and name = ?", (draft, name)
            ).fetchone()
        if row is None:
            raise StorageError("media-missing", name=name)
        info = self.get(draft)
        if info.corrects is not None and not self._core.media.has(row["sha256"]):
            return self._submissions.media(info.assessment, info.corrects, name)
        return self._core.media.read(row["sha256"], name=name)

    def discard(self, draft: str) -> None:
        """Remove a draft; it stays in *Recently removed* for 30 days. Raises StorageError `draft-unknown`."""
        self._core.writer.run(self._mark, draft, self._core.now())

    def restore(self, draft: str) -> DraftInfo:
        """Take back `discard`. Raises StorageError `draft-unknown`."""
        self._core.writer.run(self._mark, draft, None)
        return self.get(draft)

    def _mark(self, draft: str, removed: str | None) -> None:
        done = self._core.writer.connection.execute("update draft set removed = ? where id = ?", (removed, draft))
        if done.rowcount != 1:
            raise StorageError("draft-unknown")

    def purge(self) -> int:
        """Remove for good what was removed more than 30 days ago; return how many drafts."""
        border = self._core.clock() - timedelta(days=REMOVED_DAYS)
        return self._core.writer.run(self._purge, iso(border))

    def _purge(self, border: str) -> int:
        return self._core.writer.connection.execute(
            "delete from draft where removed is not null and julianday(removed) < julianday(?)", (border,)
        ).rowcount


def _sealed(saved: bytes) -> bytes:
    """Return a snapshot behind its digest: SQLCipher reads damaged overflow pages as zeros without a word (seen)."""
    return blake2b(saved, digest_size=DIGEST).digest() + saved


def _unsealed(kept: bytes, folder: Path) -> bytes:
    digest, saved = kept[:DIGEST], kept[DIGEST:]
    if blake2b(saved, digest_size=DIGEST).digest() != digest:
        raise WorkspaceBroken(folder=str(folder))
    return saved


def _info(row: Row) -> DraftInfo:
    values = dict(row)
    values["assessment"], values["version"] = text_id(row["assessment"]), text_id(row["version"])
    return DraftInfo(**values)
