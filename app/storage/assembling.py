"""A finished interview put together from its records: what stands now, what stood at an earlier moment, its history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.storage.form_shelf import FormShelf
from app.storage.names import Names
from app.storage.record_rows import RECORD_COLUMNS, record_from
from app.storage.sqlcipher import Connection
from forms.submission import plain_path
from sync.errors import RecordRefused
from sync.records.canonical import from_text, shape
from sync.records.changes import FORM, edit_of
from sync.records.fold import Edit, ObjectState, fold_object
from sync.records.header import Header
from sync.records.kinds import KINDS, correction, submission
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.correction import CorrectionBody
from sync.records.kinds.form_version import FormVersionBody
from sync.records.kinds.submission import SubmissionBody
from sync.records.submissions import Joined, join

TEAM, NAMES = "team", "names"  # parts of a submission
FOLDED = (submission.KIND, correction.KIND)


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A record of one part of a submission, opened.

    Args:
        part: TEAM or NAMES.
        standing: "counts", "waits", "aside".
        at: (UTC milliseconds, zone in minutes).
    """

    id: bytes
    part: str
    header: Header
    body: SubmissionBody | CorrectionBody
    standing: str
    why: str
    mine: bool
    held: bool

    @property
    def edit(self) -> Edit:
        """What it says."""
        return edit_of(self.id, self.header, self.body)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A submission as it stands.

    Args:
        records: Opened records of both parts, in order of listing.
        states: Part -> state, of parts that have records.
        version: Id of the form version's record.
        has_names: A part with personal answers exists, readable or not.
        names_missing: It exists and is not readable here.
    """

    joined: Joined
    records: tuple[PartRecord, ...]
    states: dict[str, ObjectState]
    version: bytes
    has_names: bool
    names_missing: bool

    @property
    def first(self) -> PartRecord:
        """The submission's own record (the first witness)."""
        return next(each for each in self.records if each.part == TEAM and isinstance(each.body, SubmissionBody))

    @property
    def corrections(self) -> tuple[PartRecord, ...]:
        """Corrections of either part, in order of listing."""
        return tuple(each for each in self.records if isinstance(each.body, CorrectionBody))


class Assembling:
    """Reads submissions out of records."""

    def __init__(self, shelf: FormShelf, names: Names) -> None:
        self._shelf = shelf
        self._names = names

    def records(self, connection: Connection, assessment: bytes, instance: str) -> tuple[PartRecord, ...]:
        """Return every readable record of a submission, whatever its standing, in order of listing."""
        rows = connection.execute(
            f"""select record.id, submission_record.part, standing, why, mine, held, {RECORD_COLUMNS}
                from submission_record join record on record.assessment = submission_record.assessment
                and record.id = submission_record.record
                where submission_record.assessment = ? and submission_record.instance = ?
                order by tick, record.id""",
            (assessment, instance),
        )
        found = []
        for row in rows:
            record = record_from(row)
            value = record.value() if row["part"] == TEAM else self._names.kept(connection, assessment, row["id"])
            body = _shaped(record.head.kind, value)
            if isinstance(body, (SubmissionBody, CorrectionBody)):
                found.append(
                    PartRecord(
                        row["id"],
                        row["part"],
                        record.head,
                        body,
                        row["standing"],
                        row["why"],
                        bool(row["mine"]),
                        bool(row["held"]),
                    )
                )
        return tuple(found)

    def assemble(
        self,
        connection: Connection,
        assessment: bytes,
        instance: str,
        *,
        names: bool = True,
        upto: Collection[bytes] | None = None,
    ) -> Assembled | None:
        """Return the submission of all records that count; None when its own record is not here.

        A submission whose own record is set aside is put together from the records set aside, so that it can be shown.

        Args:
            names: With the personal part, where it is readable.
            upto: Only these records and what they build on: the submission as somebody saw it.
        """
        everything = self.records(connection, assessment, instance)
        counting = tuple(each for each in everything if each.standing == "counts")
        if not _has_own(counting):
            counting = everything
        if upto is not None:
            counting = _closure(counting, upto)
        if not _has_own(counting):
            return None
        chosen = tuple(each for each in counting if names or each.part == TEAM)
        return self._joined(connection, assessment, instance, chosen, counting)

    def _joined(
        self,
        connection: Connection,
        assessment: bytes,
        instance: str,
        chosen: tuple[PartRecord, ...],
        everything: tuple[PartRecord, ...],
    ) -> Assembled:
        own = next(each for each in chosen if each.part == TEAM and isinstance(each.body, SubmissionBody))
        version = bytes(own.body.form)
        shelved = self._shelf.here(version) if len(chosen) > 1 else None
        calculated = self._calculated(version) if shelved is not None and len(chosen) > 1 else None
        states = {}
        for part in (TEAM, NAMES):
            edits = [each.edit for each in chosen if each.part == part]
            if edits:
                states[part] = fold_object(edits, is_calculated=calculated) if calculated else fold_object(edits)
        newest = states[TEAM].value(FORM)
        version = from_text(newest) if newest else version
        joined = join(
            instance,
            list(states.values()),
            form_body(connection, assessment, version),
            attachments=_attachments(chosen),
            order=shelved.leaves if shelved is not None else (),
        )
        wanted = {
            bytes(part.id) for each in chosen if isinstance(each.body, SubmissionBody) for part in each.body.parts
        }
        readable = {each.id for each in everything if each.part == NAMES}
        has_names = bool(wanted or readable)
        return Assembled(joined, chosen, states, version, has_names, bool(wanted - {each.id for each in chosen}))

    def _calculated(self, version: bytes) -> Callable[[str], bool]:
        """Return what tells fields that the engine settles again."""
        by_path = self._shelf.model(version).by_path

        def is_calculated(path: str) -> bool:
            node = by_path.get(plain_path(path))
            return node is not None and not node.is_asked and not node.children

        return is_calculated


def form_body(connection: Connection, assessment: bytes, version: bytes) -> FormVersionBody:
    """Return the body of a form version's record; an empty one while the record has not arrived."""
    row = connection.execute(
        f"select {RECORD_COLUMNS} from record where assessment = ? and id = ?", (assessment, version)
    ).fetchone()
    body = None
    if row is not None and row["body"] is not None:
        body = _shaped("form-version", record_from(row).value())
    if isinstance(body, FormVersionBody):
        return body
    return FormVersionBody(form_id="", title="", file_name="", attachments=())


def _shaped(kind: str, value: Any) -> Any:
    """Return a value as its kind's body class, None when it cannot be read as one."""
    if value is None or kind not in KINDS:
        return None
    try:
        return shape(value, KINDS[kind])
    except RecordRefused:
        return None


def _has_own(records: Sequence[PartRecord]) -> bool:
    return any(each.part == TEAM and isinstance(each.body, SubmissionBody) for each in records)


def _closure(records: Sequence[PartRecord], heads: Collection[bytes]) -> tuple[PartRecord, ...]:
    """Return the records that are heads or that heads build on."""
    by_id = {each.id: each for each in records}
    wanted, found = list(heads), set[bytes]()
    while wanted:
        identity = wanted.pop()
        if identity in by_id and identity not in found:
            found.add(identity)
            wanted.extend(by_id[identity].header.parents)
    return tuple(each for each in records if each.id in found)


def _attachments(records: Sequence[PartRecord]) -> list[AttachmentName]:
    return [name for each in records for name in each.body.attachments]
