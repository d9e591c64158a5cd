"""Assessments of a workspace: founding, naming, the organisation that owns each, and the example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.storage.author import Author
from app.storage.core import Core, raw_id, text_id
from app.storage.errors import StorageError
from app.storage.record_rows import RECORD_COLUMNS, record_from
from app.storage.records import Records
from app.storage.sqlcipher import Row
from sync.records.canonical import shape
from sync.records.changes import edit_of
from sync.records.fold import ObjectState, fold_object
from sync.records.keys import new_owner_code, owner_seed, public_of, six_words
from sync.records.kinds import details
from sync.records.kinds.details import DetailsBody


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


COLUMNS = """
    assessment.id, assessment.name, assessment.owner, assessment.example, assessment.role, assessment.founded,
    assessment.conflicts,
    (select count(distinct form_id) from form_version where form_version.assessment = assessment.id) as forms,
    (select count(*) from draft where draft.assessment = assessment.id and removed is null) as drafts,
    (select count(*) from submission_list where submission_list.assessment = assessment.id) as finished
    from assessment
"""


class Assessments:
    """Found, list and change assessments. Every method blocks until it is on the disk: call it off the interface."""

    def __init__(self, core: Core, author: Author, records: Records) -> None:
        self._core = core
        self._author = author
        self._records = records

    def create(self, name: str, owner: str | None = None, *, example: bool = False) -> AssessmentInfo:
        """Found an assessment: root, spaces, this person as steward, name and owner, in one transaction.

        Args:
            owner: Organisation; the profile's organisation, else the person's name, when None or blank.
        """
        self._core.database.check_thread()
        code = new_owner_code()
        return self._core.writer.run(self._create, name, owner, example, code, owner_seed(code))

    def _create(self, name: str, owner: str | None, example: bool, code: str, root_seed: bytes) -> AssessmentInfo:
        connection = self._core.writer.connection
        person, organisation = connection.execute(
            "select person, organisation from profile where id = ?", (self._core.keys.profile,)
        ).fetchone()
        chosen = (owner or "").strip() or organisation or person
        assessment = self._author.found(person=person, root_seed=root_seed, name=name, owner=chosen)
        connection.execute(
            "update assessment set example = ?, owner_code = ? where id = ?", (int(example), code, assessment)
        )
        return self.get(text_id(assessment))

    def list(self) -> tuple[AssessmentInfo, ...]:
        """Return every assessment, newest first, the example last."""
        with self._core.database.read() as connection:
            rows = connection.execute(f"select {COLUMNS} order by example, julianday(founded) desc, id").fetchall()
        return tuple(_info(row) for row in rows)

    def get(self, assessment: str) -> AssessmentInfo:
        """Return one assessment. Raises StorageError `assessment-unknown`."""
        with self._core.database.read() as connection:
            row = connection.execute(f"select {COLUMNS} where id = ?", (raw_id(assessment),)).fetchone()
        if row is None:
            raise StorageError("assessment-unknown", name=assessment)
        return _info(row)

    def find(self, name: str) -> AssessmentInfo:
        """Return the one assessment of that name or id. Raises StorageError `assessment-unknown` or `-ambiguous`."""
        every = self.list()
        found_here = [info for info in every if info.id == name] or [info for info in every if info.name == name]
        found_here = found_here or [info for info in every if info.name.casefold() == name.strip().casefold()]
        if not found_here:
            raise StorageError("assessment-unknown", name=name)
        if len(found_here) > 1:
            raise StorageError("assessment-ambiguous", name=name)
        return found_here[0]

    def the_one(self, name: str | None) -> AssessmentInfo:
        """Return the named assessment, or, without a name, the only one that is not the example.

        Raises:
            StorageError: as `find`; `assessment-unnamed` when there are several to choose from, or none.
        """
        if name is not None:
            return self.find(name)
        own = [info for info in self.list() if not info.example]
        if len(own) != 1:
            raise StorageError("assessment-unnamed")
        return own[0]

    def rename(self, assessment: str, name: str) -> AssessmentInfo:
        """Give it another name; a change record in its plan. Raises StorageError `not-allowed`."""
        self._core.writer.run(self._change, raw_id(assessment), {details.NAME: name})
        return self.get(assessment)

    def set_owner(self, assessment: str, owner: str) -> AssessmentInfo:
        """Say which organisation owns it; a change record in its plan. Raises StorageError `not-allowed`."""
        self._core.writer.run(self._change, raw_id(assessment), {details.OWNER: owner})
        return self.get(assessment)

    def _change(self, assessment: bytes, fields: Mapping[str, str]) -> None:
        """Write a change of fields that differ from what stands alone; all heads are its parents."""
        state = self._state(assessment)
        changes = tuple(
            (name, value)
            for name, value in fields.items()
            if name not in state.fields or state.fields[name].values != (value,)
        )
        if changes:
            plan = self._author.spaces(assessment).plan
            body = DetailsBody(changes=changes)
            self._author.write(assessment, plan, details.KIND, body, parents=state.heads)

    def _state(self, assessment: bytes) -> ObjectState:
        with self._core.database.read() as connection:
            rows = connection.execute(
                f"select id, {RECORD_COLUMNS} from record where assessment = ? and kind = ? and standing = 'counts'",
                (assessment, details.KIND),
            )
            records = [(row["id"], record_from(row)) for row in rows]
        return fold_object(edit_of(each, record.head, shape(record.value(), DetailsBody)) for each, record in records)

    def values(self, assessment: str) -> Mapping[str, tuple[str, ...]]:
        """Return field -> every value that stands ("name", "owner"); more than one is a conflict to settle."""
        fields = self._state(raw_id(assessment)).fields
        return {name: tuple(value or "" for value in state.values) for name, state in fields.items()}

    def members(self, assessment: str) -> tuple[Member, ...]:
        """Return the people admitted, by name, each with the roles they have ("coordinator, steward")."""
        me = public_of(self._author.person().seed)
        people = self._records.rights(raw_id(assessment)).people.values()
        members = [
            Member(text_id(each.key), each.name, ", ".join(sorted(role.value for role in each.roles)), each.key == me)
            for each in people
        ]
        return tuple(sorted(members, key=lambda member: (member.name.casefold(), member.person)))

    def owner_code(self, assessment: str) -> str | None:
        """Return the owner code of an assessment founded here: it names stewards. Print it and keep it apart."""
        with self._core.database.read() as connection:
            row = connection.execute("select owner_code from assessment where id = ?", (raw_id(assessment),)).fetchone()
        return str(row["owner_code"]) if row is not None and row["owner_code"] else None

    def remove_example(self) -> None:
        """Remove the example assessment with everything in it from this laptop."""
        self._core.writer.run(self._remove_example)

    def _remove_example(self) -> None:
        connection = self._core.writer.connection
        for row in connection.execute("select id from assessment where example").fetchall():
            for table in ("record", "fork", "attachment", "receipt", "receipt_signed", "submission_value",
                          "submission_record", "names_part"):  # fmt: skip
                connection.execute(f"delete from {table} where assessment = ?", (row["id"],))
            connection.execute("delete from assessment where id = ?", (row["id"],))


def _info(row: Row) -> AssessmentInfo:
    return AssessmentInfo(
        id=text_id(row["id"]),
        name=row["name"],
        owner=row["owner"],
        example=bool(row["example"]),
        role=row["role"],
        founded=row["founded"],
        forms=row["forms"],
        drafts=row["drafts"],
        finished=row["finished"],
        conflicts=row["conflicts"],
        words=six_words(row["id"]),
    )
