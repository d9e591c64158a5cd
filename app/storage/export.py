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
from forms.analysis.versions import merged


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
    """

    kind: str = "xlsx"
    form_id: str | None = None
    labels: bool = False
    language: str = ""
    personal: bool = False
    where: Filter | None = None
    page_language: str = "en"


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
    form = merged([workspace.forms.load(version.id)[0] for version in versions])
    hidden: set[str] = set()
    if not choices.personal:
        for version in versions:
            hidden.update(workspace.forms.sensitivities(version.id))
    wanted = None
    if choices.where is not None:
        rows = workspace.submissions.page(assessment, where=choices.where, limit=10**9)
        wanted = {row.instance for row in rows}
    entries = [
        Entry(stored.submission, _facts(stored, personal=choices.personal), stored.left_out, stored.outcome)
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
    return tables(form, entries, layout), len(entries)


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
