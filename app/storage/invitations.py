"""Invite people into an assessment and join one by invitation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.storage.assessments import AssessmentInfo, Assessments
from app.storage.author import Author
from app.storage.core import Core, raw_id, text_id
from app.storage.errors import StorageError
from app.storage.names import Names
from app.storage.record_rows import RECORD_COLUMNS, record_from
from app.storage.records import Records
from sync.errors import SyncError
from sync.records.canonical import Octets, from_text, to_text
from sync.records.certificates import admission
from sync.records.keys import invitation_seed, new_invitation_code, public_of, seal_to, six_words
from sync.records.kinds import admit, invite, space_key
from sync.records.kinds.invite import InviteBody
from sync.records.kinds.space_key import KeyBody
from sync.records.record import Record
from sync.records.rights import Rights
from sync.records.roles import Role, SpaceType

FORMAT = "groundup-invitation-1"
FILE_LIMIT = 64 * 1024 * 1024  # bytes of an invitation file looked at
NAMES_READERS = frozenset({Role.STEWARD, Role.COORDINATOR})  # who is given the names key when he joins


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

    def __init__(self, core: Core, author: Author, records: Records, assessments: Assessments, names: Names) -> None:
        self._core = core
        self._author = author
        self._records = records
        self._assessments = assessments
        self._names = names

    def create(self, assessment: str, *, role: str = "interviewer", uses: int = 1, days: int = 30) -> Invitation:
        """Write the invitation's record and return its code and file.

        Args:
            days: How many days from today it is good.
        Raises:
            StorageError: `not-allowed`, this person may not invite anybody into that role.
        """
        self._core.database.check_thread()
        code = new_invitation_code()
        key = public_of(invitation_seed(code))
        last_day = (self._core.clock() + timedelta(days=days)).date().isoformat()
        body = InviteBody(key=Octets(key), role=Role(role).value, uses=uses, last_day=last_day)
        self._core.writer.run(self._invite, raw_id(assessment), body)
        return self._invitation(assessment, code, body)

    def _invite(self, assessment: bytes, body: InviteBody) -> None:
        rights = self._records.rights(assessment)
        me = rights.people.get(public_of(self._author.person().seed))
        if me is None or not any(rights.may_invite(writer, Role(body.role)) for writer in me.writers):
            raise StorageError("not-allowed")
        self._author.write(assessment, rights.space, invite.KIND, body)

    def _invitation(self, assessment: str, code: str, body: InviteBody) -> Invitation:
        info = self._assessments.get(assessment)
        with self._core.database.read() as connection:
            server = connection.execute(
                "select server_url from assessment where id = ?", (raw_id(assessment),)
            ).fetchone()["server_url"]
            rows = connection.execute(
                f"""select {RECORD_COLUMNS} from record join space
                    on space.assessment = record.assessment and space.space = record.space
                    where record.assessment = ? and space.kind in ('rights', 'plan')
                    order by space.kind <> 'rights', tick, id""",
                (raw_id(assessment),),
            )
            records = [record_from(row) for row in rows]
        said = {
            "format": FORMAT,
            "code": code,
            "assessment": assessment,
            "name": info.name,
            "role": body.role,
            "uses": body.uses,
            "last_day": body.last_day,
            "server": server,
            "records": [_written(record) for record in records],
        }
        return _read(said, json.dumps(said, ensure_ascii=False).encode())[0]

    def read(self, data: bytes) -> Invitation:
        """Return what an invitation file says, before joining. Raises StorageError `invitation-unreadable`."""
        return _parsed(data)[0]

    def join(self, invitation: bytes | str, *, assessment: str | None = None) -> AssessmentInfo:
        """Join: take in the file's rights and plan records, write this person's own admission.

        Args:
            invitation: Bytes of the file, or the code when the rights records are already here (fetched from a server).
            assessment: Id, needed with a code alone when several assessments are here.
        Raises:
            StorageError: `invitation-unreadable`, `invitation-over`, `invitation-used`, `code-wrong`.
        """
        self._core.database.check_thread()
        if isinstance(invitation, str):
            return self._join_by_code(invitation, assessment)
        said, records = _parsed(invitation)
        self._core.writer.run(self._take_and_admit, said, records)
        return self._assessments.get(said.assessment)

    def _join_by_code(self, code: str, assessment: str | None) -> AssessmentInfo:
        seed = _seed(code)
        known = (raw_id(assessment),) if assessment is not None else self._records.assessments()
        for each in known:
            try:
                invited = self._records.rights(each).invitation_with(public_of(seed)) is not None
            except SyncError:
                continue
            if invited:
                self._core.writer.run(self._admit, each, seed)
                return self._assessments.get(text_id(each))
        raise StorageError("code-wrong")

    def _take_and_admit(self, said: Invitation, records: Sequence[Record]) -> None:
        assessment = raw_id(said.assessment)
        spaces = dict.fromkeys(record.head.space for record in records)
        for space in spaces:
            self._records.take(assessment, space, [record for record in records if record.head.space == space])
        try:
            self._records.rights(assessment)
        except SyncError as error:
            raise StorageError("invitation-unreadable") from error
        if said.server:
            self._core.writer.connection.execute(
                "update assessment set server_url = coalesce(server_url, ?) where id = ?", (said.server, assessment)
            )
        self._admit(assessment, _seed(said.code))

    def _admit(self, assessment: bytes, seed: bytes) -> None:
        """Write this person's admission, unless one is here already."""
        rights = self._records.rights(assessment)
        invited = rights.invitation_with(public_of(seed))
        if invited is None:
            raise StorageError("code-wrong")
        person = self._author.person()
        me = public_of(person.seed)
        if me in rights.people:
            return
        today = self._core.clock().date().isoformat()
        if not invited.is_open(today):
            over = today > invited.last_day
            raise StorageError("invitation-over", day=invited.last_day) if over else StorageError("invitation-used")
        name = self._core.writer.connection.execute(
            "select person from profile where id = ?", (self._core.keys.profile,)
        ).fetchone()["person"]
        writer = self._author.seed()
        body = admission(
            invitation_seed=seed,
            invitation=invited.id,
            person_seed=person.seed,
            person=me,
            name=name,
            writer=public_of(writer),
            box=person.box_public,
            assessment=assessment,
        )
        parents = [self._records.parent(assessment, invited.id)]
        self._author.write_with(writer, assessment, rights.space, admit.KIND, body, parents=parents, may_wait=True)
        self._core.writer.connection.execute(
            "update assessment set invitation_seed = ? where id = ?", (seed, assessment)
        )

    def share_names(self, assessment: bytes) -> None:
        """Wrap the names keys this person holds for leaders who joined and have none; part of a piece of work."""
        rights = self._records.rights(assessment)
        me = rights.people.get(public_of(self._author.person().seed))
        if me is None or not me.roles & NAMES_READERS:
            return
        for space in rights.spaces_of(SpaceType.NAMES):
            for body in self._missing_wraps(rights, space.id):
                self._author.write(assessment, rights.space, space_key.KIND, body)

    def _missing_wraps(self, rights: Rights, space: bytes) -> list[KeyBody]:
        mine = {key.public: key for key in self._names.box_keys(rights, space)}
        readers = [person for person in rights if person.roles & NAMES_READERS]
        bodies = []
        for epoch in rights.keys.get(space, ()):
            held = mine.get(epoch.public)
            boxes = [box for person in readers for box in person.boxes if box not in epoch.wraps]
            if held is not None and boxes:
                wraps = tuple((Octets(box), Octets(seal_to(box, held.private))) for box in boxes)
                bodies.append(KeyBody(space=Octets(space), epoch=epoch.epoch, public=Octets(epoch.public), wraps=wraps))
        return bodies


def _seed(code: str) -> bytes:
    try:
        return invitation_seed(code)
    except SyncError as error:
        raise StorageError("code-wrong") from error


def _written(record: Record) -> list[str | None]:
    parts = (record.header, record.signature, record.salt, record.body)
    return [to_text(part) if part is not None else None for part in parts]


def _parsed(data: bytes) -> tuple[Invitation, tuple[Record, ...]]:
    """Return what an invitation file says and the records in it."""
    try:
        if len(data) > FILE_LIMIT:
            raise StorageError("invitation-unreadable")
        return _read(json.loads(data), data)
    except (ValueError, KeyError, TypeError, RecursionError, SyncError) as error:
        raise StorageError("invitation-unreadable") from error


def _read(said: Any, data: bytes) -> tuple[Invitation, tuple[Record, ...]]:
    if said["format"] != FORMAT:
        raise StorageError("invitation-unreadable")
    assessment = str(said["assessment"])
    records = []
    for header, signature, salt, body in said["records"]:
        record = Record(
            from_text(header),
            from_text(signature),
            from_text(salt) if salt is not None else None,
            from_text(body) if body is not None else None,
        )
        records.append(record)
        _ = record.head  # a header that cannot be read spoils the file
    invitation = Invitation(
        code=str(said["code"]),
        assessment=assessment,
        name=str(said["name"]),
        words=six_words(from_text(assessment, length=32)),
        role=str(said["role"]),
        uses=int(said["uses"]),
        last_day=str(said["last_day"]),
        server=str(said["server"]) if said["server"] else None,
        file=data,
    )
    return invitation, tuple(records)
