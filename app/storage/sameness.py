"""What is the same over the versions of a form: ids worked out from the forms, and what people decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.storage.author import Author
from app.storage.core import Core, raw_id, text_id
from app.storage.errors import StorageError
from app.storage.form_shelf import FormShelf
from app.storage.record_rows import RECORD_COLUMNS, record_from
from app.storage.sqlcipher import Connection, Row
from forms.definition.comparison import Comparison, compare
from forms.definition.identity import Identified, Version, identify, is_choice
from sync.records.canonical import Octets, shape
from sync.records.changes import edit_of
from sync.records.fold import Edit, ObjectState, fold_object
from sync.records.kinds import form_same
from sync.records.kinds.form_same import FormSameBody


class Sameness:
    """Ids over versions. Every method blocks: call it off the interface thread."""

    def __init__(self, core: Core, author: Author, shelf: FormShelf) -> None:
        self._core = core
        self._author = author
        self._shelf = shelf

    def identified(self, assessment: str, form_id: str) -> tuple[Identified, ...]:
        """Return the versions of a form with the ids of their things, the oldest first; keys are the versions' ids.

        Versions whose file has not arrived yet are left out. Where two people decided differently and unknowingly,
        neither counts until one of them decides again (`conflicts`).
        """
        self._core.database.check_thread()
        versions = [
            Version(text_id(row["id"]), there.form)
            for row in self._versions(assessment, form_id)
            if (there := self._shelf.here(row["id"])) is not None
        ]
        decisions: dict[tuple[str, str], str] = {}
        for key, state in self._states(assessment).items():
            for thing, held in state.fields.items():
                if not held.is_conflict and held.value is not None:
                    decisions[key, thing] = held.value
        return identify(versions, decisions)

    def compared(self, version: str) -> Comparison | None:
        """Return what became of everything since the version before; None for the first version of a form.

        Raises:
            StorageError: `form-version-unknown`; `form-file-missing`, its file has not arrived yet.
        """
        self._shelf.open(raw_id(version))
        row = self._row(version)
        known = self.identified(text_id(row["assessment"]), row["form_id"])
        place = [each.key for each in known].index(version)
        return compare(known[place - 1], known[place]) if place else None

    def decide(self, version: str, thing: str, same_as: str | None) -> None:
        """Decide what a thing of a version is the same as: an id of an earlier version, `NEW`, or None to undo.

        Raises:
            StorageError: `form-version-unknown`; `form-thing-unknown`, the version has no such thing;
                `form-id-unknown`, no earlier version has a thing of this sort with that id; `not-allowed`.
        """
        self._core.database.check_thread()
        row = self._row(version)
        known = {each.key: each for each in self.identified(text_id(row["assessment"]), row["form_id"])}
        if version not in known or thing not in known[version].ids:
            raise StorageError("form-thing-unknown", name=thing)
        if same_as and not _was_before(list(known.values()), version, thing, same_as):
            raise StorageError("form-id-unknown", name=same_as)
        self._core.writer.run(self._decide, row["assessment"], version, thing, same_as)

    def _decide(self, assessment: bytes, version: str, thing: str, same_as: str | None) -> None:
        state = self._state(self._core.writer.connection, assessment, version)
        held = state.fields.get(thing)
        if (held.values if held is not None else (None,)) == (same_as,):
            return
        plan = self._author.spaces(assessment).plan
        body = FormSameBody(version=Octets(raw_id(version)), changes=((thing, same_as),))
        self._author.write(assessment, plan, form_same.KIND, body, parents=state.heads)

    def conflicts(self, assessment: str) -> Mapping[tuple[str, str], tuple[str | None, ...]]:
        """Return (version, thing) -> the decisions that stand beside each other; deciding once more settles it."""
        return {
            (key, thing): held.values
            for key, state in self._states(assessment).items()
            for thing, held in state.fields.items()
            if held.is_conflict
        }

    # -- what the records say ----------------------------------------------------------------------------------------

    def _versions(self, assessment: str, form_id: str) -> Sequence[Row]:
        with self._core.database.read() as connection:
            return connection.execute(
                "select id from form_version where assessment = ? and form_id = ? order by tick, id",
                (raw_id(assessment), form_id),
            ).fetchall()

    def _row(self, version: str) -> Row:
        with self._core.database.read() as connection:
            row: Row | None = connection.execute(
                "select assessment, form_id from form_version where id = ?", (raw_id(version),)
            ).fetchone()
        if row is None:
            raise StorageError("form-version-unknown")
        return row

    def _states(self, assessment: str) -> dict[str, ObjectState]:
        with self._core.database.read() as connection:
            return _folded(connection, raw_id(assessment))

    def _state(self, connection: Connection, assessment: bytes, version: str) -> ObjectState:
        return _folded(connection, assessment).get(version) or fold_object(())


def _was_before(known: Sequence[Identified], version: str, thing: str, same_as: str) -> bool:
    """Tell whether a version before has a thing with that id that is of the same sort: a choice, or an element."""
    for each in known:
        if each.key == version:
            return False
        if any(id_ == same_as and is_choice(other) == is_choice(thing) for other, id_ in each.ids.items()):
            return True
    return False


def _folded(connection: Connection, assessment: bytes) -> dict[str, ObjectState]:
    """Return version -> what people decided about its things."""
    rows = connection.execute(
        f"select id, {RECORD_COLUMNS} from record where assessment = ? and kind = ? and standing = 'counts'",
        (assessment, form_same.KIND),
    )
    edits: dict[str, list[Edit]] = {}
    found: dict[str, ObjectState] = {}
    for row in rows:
        record = record_from(row)
        body = shape(record.value(), FormSameBody)
        edits.setdefault(text_id(body.version), []).append(edit_of(row["id"], record.head, body))
    for key, some in edits.items():
        found[key] = fold_object(some)
    return found
