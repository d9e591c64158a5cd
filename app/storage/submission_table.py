"""Read the folded table of finished interviews: filters, order, pages; names stay in boxes until they are shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.storage.core import Core, raw_id, text_id
from app.storage.sqlcipher import Connection, Row
from app.vault import keys

TITLE = b"groundup title"
COLUMN_LIMIT = 20


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
        flags: Code words of what to look at: "short", "conflict", "aside", "missing-media", "left-out", "stopped".
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


ORDERS = {
    "finished": "finished_ms",
    "started": "started",
    "who": "who",
    "title": "title",
    "status": "status",
    "place": "place",
    "form": "form_title",
}


class SubmissionTable:
    """The rows of one workspace."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._title_key = keys.derive(core.keys.names, "titles") if core.keys.names is not None else None

    def page(self, assessment: str, where: Filter, order: Sort, offset: int, limit: int) -> tuple[SubmissionRow, ...]:
        """Return one page of rows."""
        with self._core.database.read() as connection:
            condition, values = self._where(connection, raw_id(assessment), where)
            way = "desc" if order.descending else "asc"
            if order.by == "title" and self._has_boxes(connection, raw_id(assessment)):
                return self._page_by_title(connection, condition, values, order, offset, limit)
            rows = connection.execute(
                f"""select * from submission_list where {condition}
                    order by {ORDERS[order.by]} {way}, instance {way} limit ? offset ?""",
                (*values, limit, offset),
            ).fetchall()
            return self._rows(connection, rows)

    def count(self, assessment: str, where: Filter) -> int:
        """Return how many rows match."""
        with self._core.database.read() as connection:
            condition, values = self._where(connection, raw_id(assessment), where)
            found = connection.execute(f"select count(*) from submission_list where {condition}", values).fetchone()
        return int(found[0])

    def row(self, connection: Connection, assessment: bytes, instance: str) -> SubmissionRow | None:
        """Return one row, None when there is none."""
        rows = connection.execute(
            "select * from submission_list where assessment = ? and instance = ?", (assessment, instance)
        ).fetchall()
        return next(iter(self._rows(connection, rows)), None)

    def title_box(self, title: str, instance: str) -> bytes | None:
        """Return a personal title encrypted by the names key; None when this profile has no names key."""
        if self._title_key is None or not title:
            return None
        return keys.seal(self._title_key, title.encode(), TITLE + instance.encode())

    def _title(self, row: Row) -> str:
        if row["title_box"] is None or self._title_key is None:
            return str(row["title"])
        try:
            return keys.unseal(self._title_key, row["title_box"], TITLE + row["instance"].encode()).decode()
        except keys.DoesNotOpen:
            return ""

    def _page_by_title(
        self, connection: Connection, condition: str, values: list[object], order: Sort, offset: int, limit: int
    ) -> tuple[SubmissionRow, ...]:
        """Order by titles some of which are boxed: in memory, since an index would tell them."""
        rows = connection.execute(
            f"select rowid, instance, title, title_box from submission_list where {condition}", values
        )
        titles = sorted(
            ((self._title(row).casefold(), row["instance"], row["rowid"]) for row in rows), reverse=order.descending
        )
        wanted = [number for _, _, number in titles[offset : offset + limit]]
        places = ", ".join("?" * len(wanted))
        found = connection.execute(f"select rowid, * from submission_list where rowid in ({places})", wanted).fetchall()
        return self._rows(connection, sorted(found, key=lambda row: wanted.index(row["rowid"])))

    def _has_boxes(self, connection: Connection, assessment: bytes) -> bool:
        found = connection.execute(
            "select exists (select 1 from submission_list where assessment = ? and title_box is not null)",
            (assessment,),
        ).fetchone()
        return bool(found[0]) and self._title_key is not None

    def _boxed_matches(self, connection: Connection, assessment: bytes, text: str) -> list[str]:
        """Return instances whose boxed title holds the text."""
        rows = connection.execute(
            "select instance, title, title_box from submission_list where assessment = ? and title_box is not null",
            (assessment,),
        )
        return [row["instance"] for row in rows if text in self._title(row).casefold()]

    def _where(self, connection: Connection, assessment: bytes, where: Filter) -> tuple[str, list[object]]:
        parts, values = ["assessment = ?"], list[object]([assessment])

        def add(condition: str, *given: object) -> None:
            parts.append(condition)
            values.extend(given)

        if where.version is not None:
            add("version = ?", raw_id(where.version))
        if where.form_id is not None:
            add("form_id = ?", where.form_id)
        if where.status:
            add(f"status in ({_marks(where.status)})", *where.status)
        if where.who:
            add(f"who in ({_marks(where.who)})", *where.who)
        if where.flag is not None:
            add("exists (select 1 from json_each(flags) where value = ?)", where.flag)
        if where.finished_from is not None:
            add("substr(finished, 1, 10) >= ?", where.finished_from)
        if where.finished_to is not None:
            add("substr(finished, 1, 10) <= ?", where.finished_to)
        for path, wanted in where.values.items():
            add(
                f"""instance in (select instance from submission_value where assessment = ? and path = ?
                    and value in ({_marks(wanted)}))""",
                assessment,
                path,
                *wanted,
            )
        if where.text:
            text = where.text.casefold()
            boxed = self._boxed_matches(connection, assessment, text) if self._has_boxes(connection, assessment) else []
            add("(instr(search, ?) > 0 or instance in (select value from json_each(?)))", text, json.dumps(boxed))
        return " and ".join(parts), values

    def _rows(self, connection: Connection, rows: Sequence[Row]) -> tuple[SubmissionRow, ...]:
        values: dict[tuple[bytes, str], dict[str, str]] = {}
        for row in rows:
            found = connection.execute(
                "select path, value from submission_value where assessment = ? and instance = ?",
                (row["assessment"], row["instance"]),
            )
            values[row["assessment"], row["instance"]] = {each["path"]: each["value"] for each in found}
        return tuple(self._row(row, values[row["assessment"], row["instance"]]) for row in rows)

    def _row(self, row: Row, values: Mapping[str, str]) -> SubmissionRow:
        return SubmissionRow(
            instance=row["instance"],
            version=text_id(row["version"]),
            form_title=row["form_title"],
            form_version=row["form_version"],
            title=self._title(row),
            status=row["status"],
            who=row["who"],
            started=row["started"],
            finished=row["finished"],
            place=row["place"],
            language=row["language"],
            mine=bool(row["mine"]),
            corrected=row["corrected"],
            flags=tuple(json.loads(row["flags"])),
            labels=tuple(json.loads(row["labels"])),
            values=values,
        )


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
