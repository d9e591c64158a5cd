"""What the console shows about assessments and arrivals, read from records; no HTML and no request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TypeVar

from sqlalchemy import Connection

from sync.errors import RecordRefused
from sync.records.canonical import shape, to_text
from sync.records.changes import edit_of
from sync.records.fold import ObjectState, fold_object
from sync.records.kinds import details, form_version, submission
from sync.records.kinds.form_version import FormVersionBody
from sync.records.kinds.submission import SubmissionBody
from sync.records.rights import Rights
from sync.records.roles import SpaceType
from sync.records.standing import State
from sync.server.access import console_spaces
from sync.server.intake import as_record
from sync.server.queries import attachments as files
from sync.server.queries import records as rows
from sync.server.queries.records import StoredRow
from sync.server.service import Service

T = TypeVar("T")
JUDGED_AT_ONCE = 500  # records held in memory while they are judged
PAGE = 25  # rows of the table of arrivals
DAYS = 5  # bars of the chart
BAR_HEIGHT, BAR_STEP = 88, 54  # drawing units of the chart
INSTANCE_NAME = "/meta/instanceName"


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment of the list; `key` is its id as it stands in addresses."""

    key: str
    name: str
    owner: str
    submissions: int
    waiting: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures above the table of arrivals."""

    submissions: int
    people: int
    writers: int
    writers_today: int
    waiting: int
    waiting_bytes: int
    aside: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One interview that arrived; `name` and `person` are "" where unknown, `short` begins its identity."""

    key: str
    short: str
    arrived: datetime
    name: str
    person: str
    form: str
    files: int
    files_here: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart: how many interviews arrived, and where its bar stands."""

    day: datetime
    count: int
    x: int
    height: int


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form version of the assessment, as the downloads offer it."""

    key: str
    form_id: str
    title: str
    version: str
    submissions: int


@dataclass(slots=True)
class _Judged:
    """Which submissions are set aside, as long as rights and forks are the same."""

    rights: Rights
    forks: int
    aside: dict[bytes, bool]


class Arrivals:
    """Reads one server's arrivals.

    Args:
        zone: Zone in which days begin.
    """

    def __init__(self, service: Service, zone: tzinfo | None) -> None:
        self._service = service
        self._zone = zone
        self._judged: dict[bytes, _Judged] = {}

    def assessments(self) -> list[AssessmentLine]:
        """Return every assessment, by name."""
        lines = [self._line(assessment) for assessment in self._service.store.assessments()]
        return sorted(lines, key=lambda line: (line.name.casefold(), line.key))

    def _line(self, assessment: bytes) -> AssessmentLine:
        rights = self._service.store.rights(assessment)
        name, owner = self.name_and_owner(assessment, rights)
        count, waiting, heard = self._read(
            lambda connection: (
                rows.count(connection, assessment, submission.KIND, team_spaces(rights)),
                files.missing(connection, assessment, console_spaces(rights)),
                rows.last_heard(connection, assessment),
            )
        )
        last = self._moment(max(heard.values())) if heard else None
        return AssessmentLine(to_text(assessment), name, owner, count, len(waiting), last)

    def name_and_owner(self, assessment: bytes, rights: Rights) -> tuple[str, str]:
        """Return the assessment's name and the organisation that owns it, as its plan says."""
        state = self._details(assessment, rights)
        return state.value(details.NAME) or "", state.value(details.OWNER) or ""

    def _details(self, assessment: bytes, rights: Rights) -> ObjectState:
        found = self._read(lambda connection: rows.of_kind(connection, assessment, details.KIND, plan_spaces(rights)))
        return fold_object(
            edit_of(row.id, as_record(row).head, shape(as_record(row).value(), details.DetailsBody))
            for row in self.counting(assessment, found)
        )

    def counting(self, assessment: bytes, found: Sequence[StoredRow]) -> list[StoredRow]:
        """Return those of the rows that count."""
        standings = self._service.store.standings(assessment, found)
        return [row for row in found if standings[row.id].state is State.COUNTS]

    def summary(self, assessment: bytes, now: datetime) -> Summary:
        """Return the figures of an assessment."""
        rights = self._service.store.rights(assessment)
        teams = team_spaces(rights)
        ids, writers, missing, heard = self._read(
            lambda connection: (
                rows.ids_of_kind(connection, assessment, submission.KIND, teams),
                rows.writers_of_kind(connection, assessment, submission.KIND, teams),
                files.missing(connection, assessment, console_spaces(rights)),
                rows.last_heard(connection, assessment),
            )
        )
        laptops = {writer: at for writer, at in heard.items() if self._is_laptop(rights, writer)}
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Summary(
            submissions=len(ids),
            people=len({rights.writers[writer] for writer in writers if writer in rights.writers}),
            writers=len(laptops),
            writers_today=sum(self._moment(at) >= midnight for at in laptops.values()),
            waiting=len(missing),
            waiting_bytes=sum(size for _, size in missing),
            aside=self._count_aside(assessment, rights, teams, ids),
            last=self._moment(max(laptops.values())) if laptops else None,
        )

    def _count_aside(self, assessment: bytes, rights: Rights, teams: Sequence[bytes], ids: Sequence[bytes]) -> int:
        """Return how many of the records are set aside; what was judged before is judged again only after a change."""
        forks = self._read(lambda connection: rows.fork_count(connection, assessment, teams))
        judged = self._judged.get(assessment)
        if judged is None or judged.rights is not rights or judged.forks != forks:
            judged = self._judged[assessment] = _Judged(rights, forks, {})
        fresh = [identity for identity in ids if identity not in judged.aside]
        for start in range(0, len(fresh), JUDGED_AT_ONCE):
            some = fresh[start : start + JUDGED_AT_ONCE]
            found = self._read(lambda connection: rows.by_ids(connection, assessment, some))  # noqa: B023 - used at once
            for identity, standing in self._service.store.standings(assessment, list(found.values())).items():
                if standing.state is not State.WAITS:
                    judged.aside[identity] = standing.state is State.ASIDE
        return sum(judged.aside.get(identity, False) for identity in ids)

    def page(self, assessment: bytes, first: int) -> list[Arrival]:
        """Return up to 25 arrivals from number `first` (0 is the newest)."""
        rights = self._service.store.rights(assessment)
        teams = team_spaces(rights)
        found = self._read(
            lambda connection: rows.newest(connection, assessment, submission.KIND, teams, limit=PAGE, offset=first)
        )
        named = self._read(lambda connection: files.of_records(connection, assessment, [row.id for row in found]))
        standings = self._service.store.standings(assessment, found)
        titles = {form: body.title for form, body in self.form_versions(assessment, rights).items()}
        return [
            self._arrival(row, rights, titles, named.get(row.id, []), standings[row.id].state is State.ASIDE)
            for row in found
        ]

    def _arrival(
        self,
        row: StoredRow,
        rights: Rights,
        titles: Mapping[bytes, str],
        named: Sequence[tuple[bytes, bool]],
        aside: bool,
    ) -> Arrival:
        body = submission_body(row)
        person = rights.person_of(row.writer)
        return Arrival(
            key=to_text(row.id),
            short=row.instance.removeprefix("uuid:")[:8],
            arrived=self._moment(row.arrived_ms),
            name="" if body is None else instance_name(body.answers),
            person="" if person is None else person.name,
            form="" if body is None else titles.get(bytes(body.form), ""),
            files=len(named),
            files_here=sum(here for _, here in named),
            aside=aside,
        )

    def days(self, assessment: bytes, now: datetime) -> list[Bar]:
        """Return the bars of the last days, the present one last; none when nothing has arrived in them."""
        rights = self._service.store.rights(assessment)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        days = [midnight - timedelta(days=back) for back in reversed(range(DAYS))]
        since = int(days[0].timestamp() * 1000)
        times = self._read(
            lambda connection: rows.arrival_times(connection, assessment, submission.KIND, team_spaces(rights), since)
        )
        dates = [self._moment(at).date() for at in times]
        counts = [dates.count(day.date()) for day in days]
        highest = max(counts, default=0)
        if not highest:
            return []
        return [
            Bar(day, count, 18 + BAR_STEP * number, round(BAR_HEIGHT * count / highest))
            for number, (day, count) in enumerate(zip(days, counts, strict=True))
        ]

    def forms(self, assessment: bytes) -> list[FormLine]:
        """Return the form versions of an assessment, in order of listing, with their numbers of interviews."""
        rights = self._service.store.rights(assessment)
        used = self._read(
            lambda connection: rows.counts_by_form(connection, assessment, submission.KIND, team_spaces(rights))
        )
        return [
            FormLine(to_text(form), body.form_id, body.title, body.version, used.get(form, 0))
            for form, body in self.form_versions(assessment, rights).items()
        ]

    def form_versions(self, assessment: bytes, rights: Rights) -> dict[bytes, FormVersionBody]:
        """Return record id -> form version, of those that count, in order of listing."""
        found = self._read(
            lambda connection: rows.of_kind(connection, assessment, form_version.KIND, plan_spaces(rights))
        )
        return {row.id: shape(as_record(row).value(), FormVersionBody) for row in self.counting(assessment, found)}

    def _is_laptop(self, rights: Rights, writer: bytes) -> bool:
        person = rights.person_of(writer)
        return person is not None and person.key != self._service.identity.public

    def _moment(self, milliseconds: int) -> datetime:
        return datetime.fromtimestamp(milliseconds / 1000, self._zone)

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self._service.database.read(work)


def team_spaces(rights: Rights) -> list[bytes]:
    """Return the team spaces the console reads."""
    return [space for space in console_spaces(rights) if rights.spaces[space].type is SpaceType.TEAM]


def plan_spaces(rights: Rights) -> list[bytes]:
    """Return the plan spaces."""
    return [space for space in console_spaces(rights) if rights.spaces[space].type is SpaceType.PLAN]


def submission_body(row: StoredRow) -> SubmissionBody | None:
    """Return the body of a submission's record; None when it is not here or cannot be read."""
    record = as_record(row)
    if record.body is None:
        return None
    try:
        return shape(record.value(), SubmissionBody)
    except RecordRefused:
        return None


def instance_name(answers: Sequence[tuple[str, str]]) -> str:
    """Return the interview's name among its answers, "" when it has none."""
    return next((text for path, text in answers if path.endswith(INSTANCE_NAME)), "")
