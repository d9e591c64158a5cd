"""Save finished interviews as a file: one layout over all versions of a form, personal answers only when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.storage.errors import StorageError
from app.storage.forms import FormVersionInfo
from app.storage.submissions import Filter, Stored
from app.storage.workspace import Workspace
from forms.analysis.save_as import About, write_csv, write_xlsx
from forms.analysis.tables import Entry, Layout, Table, tables
from forms.analysis.versions import Merged, asked_table, merged
from forms.messages import CATALOGUE


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose.

    Args:
        kind: "xlsx" or "csv".
        form_id: One form; None takes every form of the assessment.
        labels: The form's words instead of names and codes.
        language: Language of the labels as the form names it, "" its default.
        personal: Also the answers that tell who a person is.
        where: Only these interviews.
        page_language: Language of the page about the file.
        not_asked: What a CSV says where a version of the form did not have the question.
    """

    kind: str = "xlsx"
    form_id: str | None = None
    labels: bool = False
    language: str = ""
    personal: bool = False
    where: Filter | None = None
    page_language: str = "en"
    not_asked: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The file's bytes, its ending ("xlsx", "csv", "zip"), and how many interviews and forms stand in it."""

    data: bytes
    ending: str
    interviews: int
    forms: int


def export(
    workspace: Workspace, assessment: str, choices: Choices, *, clock: Callable[[], datetime] = datetime.now
) -> Written:
    """Return the file.

    Raises:
        StorageError: `export-empty` when the assessment has no such form; what reading may raise.
    """
    info = workspace.assessments.get(assessment)
    versions = [item for item in workspace.forms.list(assessment) if choices.form_id in (None, item.form_id)]
    if not versions:
        raise StorageError("export-empty", name=info.name)
    by_form: dict[str, list[FormVersionInfo]] = {}
    for version in versions:
        by_form.setdefault(version.form_id, []).append(version)
    made: list[Table] = []
    titles = []
    interviews = 0
    for group in by_form.values():
        some, count = _form_tables(workspace, assessment, group, choices)
        made += some
        interviews += count
        titles.append(group[0].title)
    about = About(
        assessment=info.name,
        organisation=info.owner,
        form=", ".join(titles),
        made=clock().strftime("%Y-%m-%d %H:%M"),
        interviews=interviews,
        language=choices.page_language,
        personal_included=choices.personal,
        not_asked=choices.not_asked,
    )
    if choices.kind == "csv":
        data, ending = write_csv(made, about)
    else:
        data, ending = write_xlsx(made, about), "xlsx"
    return Written(data, ending, interviews, len(by_form))


def _form_tables(
    workspace: Workspace, assessment: str, versions: Sequence[FormVersionInfo], choices: Choices
) -> tuple[Sequence[Table], int]:
    """Return the tables of one form over its versions, newest first, and how many interviews they hold."""
    for version in versions:
        workspace.forms.load(version.id)  # raises where one has not arrived: its interviews would be left out unsaid
    both = merged(workspace.sameness.identified(assessment, versions[0].form_id)[::-1])
    hidden: set[str] = set()
    if not choices.personal:
        for version in versions:
            hidden.update(both.path(version.id, path) for path in workspace.forms.sensitivities(version.id))
    wanted = None
    if choices.where is not None:
        rows = workspace.submissions.page(assessment, where=choices.where, limit=10**9)
        wanted = {row.instance for row in rows}
    entries = [
        _entry(both, version.id, stored, personal=choices.personal)
        for version in reversed(versions)
        for stored in workspace.submissions.iterate(assessment, version.id, names=choices.personal)
        if wanted is None or stored.row.instance in wanted
    ]
    layout = Layout(
        labels=choices.labels,
        language=choices.language,
        hidden=frozenset(hidden),
        top=versions[0].title,
    )
    made = tables(both.form, entries, layout)
    asked = _asked(both, versions, choices.page_language)
    return (*made, *([asked] if asked.rows else [])), len(entries)


def _entry(both: Merged, version: str, stored: Stored, *, personal: bool) -> Entry:
    """Return an interview as it stands in the form over all versions."""
    return Entry(
        both.submission(version, stored.submission),
        _facts(stored, personal=personal),
        {both.path(version, path): reason for path, reason in stored.left_out.items()},
        stored.outcome,
        both.asked[version],
    )


def _asked(both: Merged, versions: Sequence[FormVersionInfo], language: str) -> Table:
    """Return the page that says which version asked what, the oldest first; without rows when all asked the same."""

    def words(sentence: str) -> str:
        return CATALOGUE.text(sentence, language)

    return asked_table(
        both,
        {version.id: version.version or str(version.number) for version in reversed(versions)},
        title=words("Questions by version"),
        headings=(words("Question"), words("Label")),
        yes=words("asked"),
    )


def _facts(stored: Stored, *, personal: bool) -> dict[str, str]:
    """Return what stands before the answers of a row."""
    row = stored.row
    facts = {
        "_instance": row.instance,
        "_form_version": row.form_version,
        "_interviewer": row.who,
        "_finished": row.finished,
        "_language": row.language,
        "_status": row.status,
    }
    if personal:
        facts["_title"] = row.title
    return facts
