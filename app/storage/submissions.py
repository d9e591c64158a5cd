"""Finished interviews: finishing splits a draft into its records, the review table reads folded rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.storage.assembling import NAMES, TEAM, Assembled, Assembling
from app.storage.author import Author, Spaces
from app.storage.core import Core, moment_text, raw_id
from app.storage.errors import StorageError
from app.storage.finishing import Said, SensitivityOf, draft_files, marker, with_files
from app.storage.form_shelf import FormShelf
from app.storage.names import Names
from app.storage.records import Records
from app.storage.sqlcipher import Connection
from app.storage.submission_table import EVERYTHING, Filter, Sort, SubmissionRow, SubmissionTable
from forms.submission import Submission, to_xml
from forms.values import Sensitivity
from sync.errors import SyncError
from sync.records.kinds import correction, submission
from sync.records.kinds.correction import CorrectionBody
from sync.records.kinds.submission import SubmissionBody
from sync.records.record import Parent, Record
from sync.records.submissions import Joined, Remarks, correct, rename_files, split, with_parts

__all__ = ["EVERYTHING", "Change", "Filter", "Sort", "Stored", "SubmissionRow", "Submissions"]

PARTS = {Sensitivity.ORDINARY: TEAM, Sensitivity.PERSONAL: NAMES}
PAGE = 200  # interviews put together in one reading while exporting


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished interview with all that is readable here.

    Args:
        submission: Ordinary answers and, when readable, personal ones, in document order.
        names_readable: Personal answers are in it, or there are none.
        has_names: A part with personal answers exists.
        conflicts: Path -> values that stand beside each other.
        left_out: Path -> why the question has no answer, as far as it is readable.
        outcome: "stopped": the person stopped before the end; "" for a completed interview.
    """

    row: SubmissionRow
    submission: Submission
    has_names: bool
    names_readable: bool
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an interview's history: who, when, which answer, from, to, why.

    Args:
        left_out: `before` and `after` are reasons why there is no answer.
    """

    who: str
    at: str
    path: str
    before: str | None
    after: str | None
    reason: str
    left_out: bool = False


class Submissions:
    """Finish interviews, list them, read them. Every method blocks: call it off the interface thread."""

    def __init__(
        self,
        core: Core,
        author: Author,
        records: Records,
        shelf: FormShelf,
        names: Names,
        assembling: Assembling,
        table: SubmissionTable,
    ) -> None:
        self._core = core
        self._author = author
        self._records = records
        self._shelf = shelf
        self._names = names
        self._assembling = assembling
        self._table = table

    # -- finishing ---------------------------------------------------------------------------------------------------

    def finish(
        self,
        draft: str,
        submission: Submission,
        sensitivity: SensitivityOf,
        *,
        title: str = "",  # noqa: ARG002 callers have it at hand; what is kept stands in the answers
        language: str = "",
        left_out: Mapping[str, str] | None = None,
        outcome: str | None = None,
    ) -> SubmissionRow:
        """Split into records (ordinary, names), write them and remove the draft, in one transaction.

        A draft that reopened a finished interview becomes a correction of what its person changed.

        Args:
            sensitivity: Path without positions -> who may read it (Interview.sensitivity_of, or a mapping of the paths
                that are not ordinary).
            title: Ignored: the name stands in the answers, at `meta/instanceName`, and goes where they go.
            left_out: Path (as in `submission`) -> why the question has no answer; kept where the answer is blank. None:
                nothing is known of reasons; a correction leaves them as they were.
            outcome: "stopped", "" for completed; None like that of `left_out`.
        Raises:
            StorageError: `draft-unknown`, `not-allowed`, `severe-answers` (nothing is lost: the draft stays).
        """
        said = Said(left_out, outcome)
        return self._core.writer.run(self._finish, draft, submission, marker(sensitivity), language, said)

    def _finish(
        self, draft: str, submission: Submission, sensitivity: Callable[[str], Sensitivity], language: str, said: Said
    ) -> SubmissionRow:
        connection = self._core.writer.connection
        row = connection.execute(
            "select assessment, version, language, corrects, heads, reason from draft where id = ? and removed is null",
            (draft,),
        ).fetchone()
        if row is None:
            raise StorageError("draft-unknown")
        files = draft_files(connection, draft)
        whole = rename_files(with_files(submission, files))
        if row["corrects"] is None:
            language = language or row["language"]
            instance = self._write(row["assessment"], row["version"], whole, sensitivity, language, said)
        else:
            instance = row["corrects"]
            heads = [bytes.fromhex(head) for head in json.loads(row["heads"])]
            self._write_correction(
                row["assessment"], row["version"], instance, heads, whole, sensitivity, row["reason"], said
            )
        connection.execute("delete from draft where id = ?", (draft,))
        return self._row(connection, row["assessment"], instance)

    def save(
        self,
        assessment: str,
        version: str,
        submission: Submission,
        sensitivity: SensitivityOf,
        *,
        title: str = "",  # noqa: ARG002 as in `finish`
        language: str = "",
        left_out: Mapping[str, str] | None = None,
        outcome: str | None = None,
    ) -> SubmissionRow:
        """Write a submission made without a draft (headless interview); as `finish`. Its attachments are stored."""

        def work() -> SubmissionRow:
            whole, said = rename_files(submission), Said(left_out, outcome)
            instance = self._write(raw_id(assessment), raw_id(version), whole, marker(sensitivity), language, said)
            return self._row(self._core.writer.connection, raw_id(assessment), instance)

        return self._core.writer.run(work)

    def _row(self, connection: Connection, assessment: bytes, instance: str) -> SubmissionRow:
        row = self._table.row(connection, assessment, instance)
        if row is None:
            raise StorageError("submission-unknown")
        return row

    def _write(
        self,
        assessment: bytes,
        version: bytes,
        whole: Submission,
        sensitivity: Callable[[str], Sensitivity],
        language: str,
        said: Said,
    ) -> str:
        """Write the records of a finished interview: the personal part first, since the ordinary one names it."""
        spaces = self._author.spaces(assessment)
        try:
            now = said.over(Remarks(), whole)
            parts = split(
                whole, sensitivity, form=version, language=language, left_out=now.left_out, outcome=now.outcome
            )
        except SyncError as error:
            raise StorageError("severe-answers") from error
        listed = []
        if parts.personal is not None:
            record = self._write_sealed(assessment, spaces, submission.KIND, parts.personal, ())
            listed.append((record.head.space, record.id))
        self._author.write(assessment, spaces.team, submission.KIND, with_parts(parts.ordinary, listed))
        return whole.instance

    def _write_sealed(
        self,
        assessment: bytes,
        spaces: Spaces,
        kind: str,
        body: SubmissionBody | CorrectionBody,
        parents: Sequence[Parent],
    ) -> Record:
        key = self._records.rights(assessment).key_of(spaces.names) if spaces.names is not None else None
        if spaces.names is None or key is None:
            raise StorageError("names-closed")
        position = self._author.position(assessment, spaces.names)
        sealed = self._names.seal(body, position=position, space_key=key.public, files=body.attachments)
        return self._author.write(assessment, spaces.names, kind, sealed, parents=parents)

    def _write_correction(
        self,
        assessment: bytes,
        version: bytes,
        instance: str,
        heads: Sequence[bytes],
        after: Submission,
        sensitivity: Callable[[str], Sensitivity],
        reason: str,
        said: Said,
    ) -> None:
        """Write what a person changed, a record for each part, on top of what was there when it was reopened."""
        connection = self._core.writer.connection
        seen = self._assembling.assemble(connection, assessment, instance, upto=heads)
        if seen is None:
            raise StorageError("submission-unknown")
        by_path = self._shelf.model(version).by_path

        def changed(path: str) -> bool:
            node = by_path.get(path)
            return node is not None and node.is_asked

        before = seen.joined
        remarks = before.remarks, said.over(before.remarks, after)
        try:
            bodies = correct(
                before.submission, after, sensitivity, form=version, changed=changed, reason=reason, remarks=remarks
            )
        except SyncError as error:
            raise StorageError("severe-answers") from error
        spaces = self._author.spaces(assessment)
        for mark, body in bodies.items():
            state = seen.states.get(PARTS[mark])
            parents = state.heads if state is not None else ()
            if mark is Sensitivity.ORDINARY:
                self._author.write(assessment, spaces.team, correction.KIND, body, parents=parents)
            else:
                self._write_sealed(assessment, spaces, correction.KIND, body, parents)

    # -- the table ---------------------------------------------------------------------------------------------------

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
        return self._table.page(assessment, where, order or Sort(), offset, limit)

    def count(self, assessment: str, *, where: Filter = EVERYTHING) -> int:
        """Return how many rows match."""
        return self._table.count(assessment, where)

    def people(self, assessment: str) -> tuple[str, ...]:
        """Return the names that occur as `who`, sorted."""
        with self._core.database.read() as connection:
            rows = connection.execute(
                "select distinct who from submission_list where assessment = ? and who <> ''", (raw_id(assessment),)
            )
            return tuple(sorted((row["who"] for row in rows), key=str.casefold))

    def columns(self, version: str) -> tuple[str, ...]:
        """Return the paths (at most 20) whose values stand in rows of this version; () while its file is not here."""
        self._core.database.check_thread()
        shelved = self._shelf.here(raw_id(version))
        return shelved.columns if shelved is not None else ()

    # -- one interview -----------------------------------------------------------------------------------------------

    def get(self, assessment: str, instance: str) -> Stored:
        """Return one submission as it stands after all corrections. Raises StorageError `submission-unknown`."""
        with self._core.database.read() as connection:
            assembled = self._assembled(connection, raw_id(assessment), instance)
            return self._stored(connection, raw_id(assessment), instance, assembled)

    def as_reopened(self, assessment: str, instance: str, heads: Sequence[bytes]) -> Joined:
        """Return one submission as it stood when these records were its heads, with its remarks."""
        with self._core.database.read() as connection:
            seen = self._assembling.assemble(connection, raw_id(assessment), instance, upto=heads)
        if seen is None:
            raise StorageError("submission-unknown")
        return seen.joined

    def heads(self, assessment: str, instance: str) -> tuple[bytes, ...]:
        """Return the records that the next change builds on, of all readable parts."""
        with self._core.database.read() as connection:
            assembled = self._assembled(connection, raw_id(assessment), instance)
        return tuple(head.id for state in assembled.states.values() for head in state.heads)

    def _assembled(self, connection: Connection, assessment: bytes, instance: str) -> Assembled:
        assembled = self._assembling.assemble(connection, assessment, instance)
        if assembled is None:
            raise StorageError("submission-unknown")
        return assembled

    def _stored(self, connection: Connection, assessment: bytes, instance: str, assembled: Assembled) -> Stored:
        return Stored(
            row=self._row(connection, assessment, instance),
            submission=assembled.joined.submission,
            has_names=assembled.has_names,
            names_readable=not assembled.names_missing,
            conflicts={
                path: tuple(value or "" for value in values) for path, values in assembled.joined.conflicts.items()
            },
            left_out=assembled.joined.remarks.left_out,
            outcome=assembled.joined.remarks.outcome,
        )

    def history(self, assessment: str, instance: str) -> tuple[Change, ...]:
        """Return its corrections, oldest first. Raises StorageError `submission-unknown`."""
        with self._core.database.read() as connection:
            rights = self._records.rights(raw_id(assessment))
            assembled = self._assembled(connection, raw_id(assessment), instance)
            changes = []
            for each in assembled.corrections:
                body = each.body
                assert isinstance(body, CorrectionBody)  # what `corrections` returns
                before = self._assembling.assemble(
                    connection, raw_id(assessment), instance, upto=(assembled.first.id, *each.header.parents)
                )
                old = dict(before.joined.submission.answers) if before is not None else {}
                person = rights.person_of(each.header.writer)
                who, at = person.name if person is not None else "", moment_text(*each.header.at)
                gone = [(path, None) for path in old if path.startswith(tuple(f"{one}/" for one in body.removed))]
                for path, value in (*body.changes, *gone):
                    changes.append(Change(who, at, path, old.get(path), value, body.reason))
                answered = dict(body.changes)
                reasons = before.joined.remarks.left_out if before is not None else {}
                for path, why in body.left_out:
                    if path not in answered:
                        changes.append(Change(who, at, path, reasons.get(path), why, body.reason, left_out=True))
        return tuple(changes)

    def iterate(self, assessment: str, version: str, *, names: bool = False) -> Iterator[Stored]:
        """Yield every submission of a version in order of listing, for export; personal answers only when asked."""
        after: tuple[int, str] = (-1, "")
        while True:
            with self._core.database.read() as connection:
                rows = connection.execute(
                    """select instance, finished_ms from submission_list where version = ?
                       and (finished_ms, instance) > (?, ?) order by finished_ms, instance limit ?""",
                    (raw_id(version), *after, PAGE),
                ).fetchall()
                page = []
                for row in rows:
                    found = self._assembling.assemble(connection, raw_id(assessment), row["instance"], names=names)
                    if found is not None:
                        page.append(self._stored(connection, raw_id(assessment), row["instance"], found))
            yield from page
            if len(rows) < PAGE:
                return
            after = (rows[-1]["finished_ms"], rows[-1]["instance"])

    def xml(self, assessment: str, instance: str, *, names: bool = True) -> bytes:
        """Return the OpenRosa XML of a submission. Raises StorageError `submission-unknown`."""
        with self._core.database.read() as connection:
            found = self._assembling.assemble(connection, raw_id(assessment), instance, names=names)
        if found is None:
            raise StorageError("submission-unknown")
        return to_xml(found.joined.submission)

    def media(self, assessment: str, instance: str, name: str) -> bytes:
        """Return the plain bytes of an attachment. Raises StorageError `media-missing`, `media-broken`."""
        with self._core.database.read() as connection:
            assembled = self._assembled(connection, raw_id(assessment), instance)
            file = next((each for each in assembled.joined.submission.attachments if each.name == name), None)
            if file is None:
                raise StorageError("media-missing", name=name)
            for each in assembled.records:
                if each.part == NAMES and any(one.sha256 == file.sha256 for one in each.body.attachments):
                    rights = self._records.rights(raw_id(assessment))
                    pieces = self._names.file(connection, rights, each.id, file.sha256, each.body.attachments)
                    if pieces is not None:
                        return b"".join(pieces)
            return self._core.media.read(file.sha256, name=name)
