"""Keep the folded tables in step with the records: assessments, form versions, the table of finished interviews.

Everything here runs inside the piece of work that changed the records, so that a reader never sees one without the
other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from app.storage.assembling import FOLDED, NAMES, TEAM, Assembled, Assembling
from app.storage.core import Core, moment_text
from app.storage.form_shelf import FormShelf
from app.storage.names import Names
from app.storage.profile import person_keys
from app.storage.record_rows import RECORD_COLUMNS, record_from
from app.storage.sqlcipher import Connection, Row
from app.storage.submission_row import folded_row
from app.storage.submission_table import SubmissionTable
from sync.errors import RecordRefused
from sync.records.canonical import shape
from sync.records.changes import edit_of
from sync.records.fold import fold_object
from sync.records.keys import public_of
from sync.records.kinds import details, form_version, review
from sync.records.kinds.details import DetailsBody
from sync.records.kinds.form_version import FormVersionBody
from sync.records.kinds.steward import StewardBody
from sync.records.record import Record
from sync.records.rights import Rights
from sync.records.roles import Role, SpaceType

ROLE_ORDER = (
    Role.STEWARD,
    Role.COORDINATOR,
    Role.HUB,
    Role.INTERVIEWER,
    Role.OBSERVER,
    Role.FOCAL_PERSON,
)


class Folding:
    """Folds what changed."""

    def __init__(
        self, core: Core, shelf: FormShelf, names: Names, assembling: Assembling, table: SubmissionTable
    ) -> None:
        self._core = core
        self._shelf = shelf
        self._names = names
        self._assembling = assembling
        self._table = table

    def changed(self, connection: Connection, rights: Rights, ids: Sequence[bytes], *, rights_moved: bool) -> None:
        """Fold records that are new or stand in another way than before."""
        if rights_moved:
            self._fold_rights(connection, rights)
        instances: dict[str, None] = {}
        details_changed = False
        for row in _rows(connection, rights.assessment, ids):
            record = record_from(row)
            if row["kind"] == details.KIND:
                details_changed = True
            elif row["kind"] == form_version.KIND:
                self._fold_form(connection, rights.assessment, row, record)
            elif row["kind"] in (*FOLDED, review.KIND):
                instances.update(dict.fromkeys(self._note(connection, rights, row, record)))
        if details_changed:
            self._fold_details(connection, rights)
        if rights_moved:
            instances.update(dict.fromkeys(self._open_names(connection, rights)))
        self.fold_submissions(connection, rights, instances)

    # -- assessments -------------------------------------------------------------------------------------------------

    def _fold_rights(self, connection: Connection, rights: Rights) -> None:
        """Write the assessment's own row, this person's role in it and its spaces."""
        me = rights.people.get(public_of(person_keys(self._core).seed))
        role = next((role.value for role in ROLE_ORDER if me is not None and role in me.roles), "")
        root = connection.execute(
            "select at, zone from record where assessment = ? and id = ?", (rights.assessment, rights.assessment)
        ).fetchone()
        connection.execute(
            """insert into assessment (id, name, owner, example, role, founder, founded) values (?, '', '', 0, ?, ?, ?)
               on conflict (id) do update set role = excluded.role, founder = excluded.founder""",
            (rights.assessment, role, self._founder(connection, rights), moment_text(root["at"], root["zone"])),
        )
        for space in rights.spaces.values():
            connection.execute(
                """insert into space (assessment, space, kind, label) values (?, ?, ?, ?)
                   on conflict do update set kind = excluded.kind, label = excluded.label""",
                (rights.assessment, space.id, space.type.value, space.name),
            )

    def _founder(self, connection: Connection, rights: Rights) -> str:
        row = connection.execute(
            f"""select {RECORD_COLUMNS} from record where assessment = ? and kind = 'rights-steward'
                and standing = 'counts' order by tick, id limit 1""",
            (rights.assessment,),
        ).fetchone()
        stewards = rights.with_role(Role.STEWARD)
        if row is None:
            return stewards[0].name if stewards else ""
        return str(shape(record_from(row).value(), StewardBody).name)

    def _fold_details(self, connection: Connection, rights: Rights) -> None:
        """Write name and owner of the assessment, and how many of both are in conflict."""
        edits = []
        for row in connection.execute(
            f"""select id, {RECORD_COLUMNS} from record
                where assessment = ? and kind = ? and standing = 'counts'""",
            (rights.assessment, details.KIND),
        ):
            record = record_from(row)
            edits.append(edit_of(row["id"], record.head, shape(record.value(), DetailsBody)))
        state = fold_object(edits)
        connection.execute(
            """update assessment set name = ?, owner = coalesce(nullif(?, ''), founder), conflicts = ? where id = ?""",
            (
                state.value(details.NAME) or "",
                state.value(details.OWNER) or "",
                len(state.conflicts),
                rights.assessment,
            ),
        )

    # -- forms -------------------------------------------------------------------------------------------------------

    def _fold_form(self, connection: Connection, assessment: bytes, row: Row, record: Record) -> None:
        if row["standing"] != "counts":
            connection.execute("delete from form_version where id = ?", (row["id"],))
            return
        body = shape(record.value(), FormVersionBody)
        digests = [bytes(name.sha256).hex() for name in body.attachments]
        files = [[name, digests[number]] for name, number in body.files if 0 <= number < len(digests)]
        if not digests:
            return
        connection.execute(
            """insert into form_version (id, assessment, form_id, version, title, languages, questions, file_name,
                   sha256, files, marks, columns, added, tick)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?) on conflict do nothing""",
            (
                row["id"], assessment, body.form_id, body.version, body.title or body.form_id,
                json.dumps(body.languages or ("",)), body.questions, body.file_name, bytes.fromhex(digests[0]),
                json.dumps(files), json.dumps(body.marks), moment_text(row["at"], row["zone"]), row["tick"],
            ),
        )  # fmt: skip

    def form_arrived(self, connection: Connection, rights: Rights, sha256: bytes) -> None:
        """Fold anew the interviews of form versions whose file has just come."""
        for version in connection.execute(
            "select id from form_version where assessment = ? and sha256 = ?", (rights.assessment, sha256)
        ).fetchall():
            rows = connection.execute(
                "select instance from submission_list where assessment = ? and version = ?",
                (rights.assessment, version["id"]),
            )
            self.fold_submissions(connection, rights, [row["instance"] for row in rows.fetchall()])

    # -- finished interviews -----------------------------------------------------------------------------------------

    def _note(self, connection: Connection, rights: Rights, row: Row, record: Record) -> Iterable[str]:
        """Write down which interview a record belongs to; return its instance when that can be read."""
        where = rights.spaces.get(record.head.space)
        sealed = where is not None and where.type is SpaceType.NAMES
        if not sealed:
            value = _value(record)
        else:
            value = self._names.kept(connection, rights.assessment, row["id"])
            if value is None:
                value = self._names.open(record, self._names.box_keys(rights, record.head.space))
                if value is not None:
                    self._names.keep(connection, rights.assessment, row["id"], value)
        instance = value.get("instance") if isinstance(value, dict) else None
        if not isinstance(instance, str):
            return ()
        if row["kind"] in FOLDED:
            connection.execute(
                """insert into submission_record (assessment, instance, record, part) values (?, ?, ?, ?)
                   on conflict do nothing""",
                (rights.assessment, instance, row["id"], NAMES if sealed else TEAM),
            )
        return (instance,)

    def _open_names(self, connection: Connection, rights: Rights) -> Iterable[str]:
        """Try once more what could not be opened before: a key may have come."""
        if not self._names.readable:
            return ()
        found: dict[str, None] = {}
        for space in rights.spaces_of(SpaceType.NAMES):
            rows = connection.execute(
                f"""select id, kind, {RECORD_COLUMNS} from record
                    where assessment = ? and space = ? and body is not null and kind in ('submission', 'correction')
                    and id not in (select record from names_part where assessment = ?)""",
                (rights.assessment, space.id, rights.assessment),
            ).fetchall()
            for row in rows:
                found.update(dict.fromkeys(self._note(connection, rights, row, record_from(row))))
        return found

    def fold_submissions(self, connection: Connection, rights: Rights, instances: Iterable[str]) -> None:
        """Write the rows of these interviews anew."""
        for instance in instances:
            assembled = self._assembling.assemble(connection, rights.assessment, instance)
            if assembled is not None:
                self._write_row(connection, rights, instance, assembled)

    def _write_row(self, connection: Connection, rights: Rights, instance: str, assembled: Assembled) -> None:
        shelved = self._shelf.here(assembled.version)
        row, values = folded_row(assembled, rights, shelved, has_media=self._core.media.has)
        personal = row.pop("personal_title")
        row["title_box"] = self._table.title_box(str(personal), instance)
        row["assessment"], row["instance"] = rights.assessment, instance
        names = ", ".join(row)
        places = ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row)
        connection.execute(
            f"insert into submission_list ({names}) values ({places}) on conflict do update set {changes}", row
        )
        connection.execute(
            "delete from submission_value where assessment = ? and instance = ?", (rights.assessment, instance)
        )
        connection.executemany(
            "insert into submission_value (assessment, instance, path, value) values (?, ?, ?, ?)",
            [(rights.assessment, instance, path, value) for path, value in values.items()],
        )


def _rows(connection: Connection, assessment: bytes, ids: Sequence[bytes]) -> list[Row]:
    """Return the rows of records in order of listing, with what folding asks of them."""
    return connection.execute(
        f"""select id, kind, tick, at, zone, standing, {RECORD_COLUMNS} from record
            where assessment = ? and id in (select unhex(value) from json_each(?)) order by tick, id""",
        (assessment, json.dumps([identity.hex() for identity in ids])),
    ).fetchall()


def _value(record: Record) -> Any | None:
    try:
        return record.value()
    except RecordRefused:
        return None
