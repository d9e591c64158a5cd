"""One submission as the console shows it, its XML, and all submissions of a form as a file to download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from forms.analysis.save_as import About, write_csv, write_xlsx
from forms.analysis.tables import Entry, Layout, plain, tables
from forms.definition.edit import mark_sensitivity
from forms.definition.elements import Choice, Control, Group, Question
from forms.definition.form import Form
from forms.errors import InstanceRefused
from forms.submission import Submission, plain_path, to_xml
from forms.xlsform.open import open_form
from sync.errors import RecordRefused
from sync.records.canonical import from_text, shape, to_text
from sync.records.changes import FORM, edit_of
from sync.records.fold import fold_object
from sync.records.kinds import correction, submission
from sync.records.kinds.attachment import AttachmentName
from sync.records.kinds.correction import CorrectionBody
from sync.records.kinds.form_version import FormVersionBody, sensitivities
from sync.records.kinds.submission import SubmissionBody
from sync.records.rights import Rights
from sync.records.submissions import Remarks, join
from sync.server.console.arrivals import Arrivals, instance_name, submission_body, team_spaces
from sync.server.console.words import Words
from sync.server.intake import as_record
from sync.server.problems import Problem
from sync.server.queries import attachments as files
from sync.server.queries import records as rows
from sync.server.queries.records import StoredRow
from sync.server.service import Service

BODIES: Mapping[str, type[Any]] = {submission.KIND: SubmissionBody, correction.KIND: CorrectionBody}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of the page of a submission: a section's heading, or a question and its answer.

    Args:
        file: Hash of the attachment the answer names, as it stands in addresses; "" for none.
        file_here: All its bytes are here.
        left_out: Why there is no answer, in the words of who asked; "" when nobody said.
    """

    label: str
    path: str = ""
    answer: str = ""
    section: bool = False
    file: str = ""
    file_here: bool = False
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A submission as its page shows it; `aside` is the reason when it is set aside, `stopped` how it ended."""

    key: str
    name: str
    form: str
    person: str
    arrived: datetime
    aside: str
    personal: bool
    stopped: bool
    rows: Sequence[AnswerLine]


@dataclass(frozen=True, slots=True)
class Whole:
    """A submission joined from its records, with its form version."""

    submission: Submission
    form: FormVersionBody
    form_id: bytes
    first: StoredRow
    remarks: Remarks


class Submissions:
    """Reads submissions of one server."""

    def __init__(self, service: Service, arrivals: Arrivals) -> None:
        self._service = service
        self._arrivals = arrivals
        self._opened: dict[bytes, Form] = {}

    def whole(self, assessment: bytes, record: bytes) -> Whole:
        """Return the submission that a record is the ordinary part of.

        Raises:
            Problem: 404, there is none, or its form has not arrived.
        """
        rights = self._service.store.rights(assessment)
        row = self._service.database.read(lambda connection: rows.by_ids(connection, assessment, [record])).get(record)
        if row is None or row.kind != submission.KIND or row.space not in team_spaces(rights):
            raise Problem(404, "not_found")
        joined = self._joined(assessment, rights, row)
        if joined is None:
            raise Problem(404, "form_missing")
        return joined

    def xml(self, assessment: bytes, record: bytes) -> bytes:
        """Return a submission as OpenRosa XML. Raises Problem: 404, also when its paths make none."""
        try:
            return to_xml(self.whole(assessment, record).submission)
        except InstanceRefused as error:
            raise Problem(404, "not_found") from error

    def view(self, assessment: bytes, record: bytes, words: Words) -> View:
        """Return what the page of a submission shows. Raises Problem: 404."""
        whole = self.whole(assessment, record)
        rights = self._service.store.rights(assessment)
        person = rights.person_of(whole.first.writer)
        standing = self._service.store.standing(assessment, record)
        body = submission_body(whole.first)
        form = self.form(assessment, whole.form_id, whole.form)
        return View(
            key=to_text(record),
            name=instance_name(whole.submission.answers),
            form=whole.form.title,
            person="" if person is None else person.name,
            arrived=datetime.fromtimestamp(whole.first.arrived_ms / 1000, words.zone),
            aside=standing.why,
            personal=body is not None and bool(body.parts),
            stopped=whole.remarks.outcome == submission.STOPPED,
            rows=list(self._lines(assessment, whole, form)),
        )

    def form(self, assessment: bytes, form_id: bytes, body: FormVersionBody) -> Form | None:
        """Return an opened form version; None while its file is on the way, or when it cannot be opened."""
        if form_id in self._opened:
            return self._opened[form_id]
        source = self._bytes(assessment, bytes(body.attachments[0].sha256)) if body.attachments else None
        if source is None:
            return None
        needed = {name: body.attachments[number] for name, number in body.files if 0 <= number < len(body.attachments)}
        found = {name: self._bytes(assessment, bytes(each.sha256)) for name, each in needed.items()}
        beside = {name: data for name, data in found.items() if data is not None}
        form = open_form(source, file_name=body.file_name, files=beside).form
        if form is None:
            return None
        known = {path for path, _ in form.questions()}
        marks = {path: mark for path, mark in sensitivities(body.marks).items() if path in known}
        form = mark_sensitivity(form, marks)
        if len(beside) == len(found):  # else its lists lack what arrives in a minute
            self._opened[form_id] = form
        return form

    def download(
        self, assessment: bytes, form_id: bytes, *, kind: str, labels: bool, words: Words
    ) -> tuple[bytes, str, str]:
        """Return all submissions of a form version as a file: its bytes, its ending, a name for it.

        Args:
            kind: "xlsx" or "csv".
            labels: The form's words instead of names and codes.
        Raises:
            Problem: 404, no such form version, or its file has not arrived.
        """
        rights = self._service.store.rights(assessment)
        body = self._arrivals.form_versions(assessment, rights).get(form_id)
        form = None if body is None else self.form(assessment, form_id, body)
        if body is None or form is None:
            raise Problem(404, "form_missing")
        entries = list(self._entries(assessment, rights, form_id, words))
        made = tables(form, entries, Layout(labels=labels))
        name, owner = self._arrivals.name_and_owner(assessment, rights)
        about = About(
            assessment=name,
            organisation=owner,
            form=f"{body.title} {body.version}".strip(),
            made=words.now.strftime("%Y-%m-%d %H:%M %Z"),
            interviews=len(entries),
            language=words.language,
        )
        title = f"{body.form_id}-{words.now:%Y-%m-%d}"
        if kind == "xlsx":
            return write_xlsx(made, about), "xlsx", title
        data, ending = write_csv(made, about)
        return data, ending, title

    def file(self, assessment: bytes, sha256: bytes) -> tuple[bytes, str]:
        """Return the bytes and media type of a complete attachment of a readable submission. Raises Problem: 404."""
        rights = self._service.store.rights(assessment)
        teams = set(team_spaces(rights))

        def look(connection: Connection) -> list[StoredRow]:
            ids = files.records_naming(connection, assessment, sha256)
            return [row for row in rows.by_ids(connection, assessment, ids).values() if row.space in teams]

        names = [name for row in self._service.database.read(look) for name in _attachments(row)]
        found = next((name for name in names if name.sha256 == sha256), None)
        data = self._bytes(assessment, sha256) if found is not None else None
        if found is None or data is None:
            raise Problem(404, "attachment_missing")
        return data, found.type

    def _joined(self, assessment: bytes, rights: Rights, row: StoredRow) -> Whole | None:
        """Join a submission from its ordinary part and the corrections of it that count, like any laptop does."""
        about = self._service.database.read(
            lambda connection: rows.of_instance(connection, assessment, row.instance, [row.space])
        )
        parts = [each for each in about if each.kind in BODIES and each.body is not None]
        counting = self._arrivals.counting(assessment, parts)
        if row.id not in {each.id for each in counting}:
            counting = [row]  # set aside: shown by itself
        return _join(row, counting, self._arrivals.form_versions(assessment, rights))

    def _entries(self, assessment: bytes, rights: Rights, form_id: bytes, words: Words) -> Iterator[Entry]:
        """Yield every submission of a form version that counts, joined with its corrections, in order of listing."""
        teams = team_spaces(rights)
        versions = self._arrivals.form_versions(assessment, rights)
        found = self._service.database.read(
            lambda connection: [row for kind in BODIES for row in rows.of_kind(connection, assessment, kind, teams)]
        )
        parts: dict[tuple[bytes, str], list[StoredRow]] = {}
        for row in self._arrivals.counting(assessment, found):
            parts.setdefault((row.space, row.instance), []).append(row)
        for counting in parts.values():
            first = counting[0]
            whole = _join(first, counting, versions) if first.kind == submission.KIND else None
            if whole is None or whole.form_id != form_id:
                continue
            person = rights.person_of(first.writer)
            arrived = datetime.fromtimestamp(first.arrived_ms / 1000, words.zone)
            facts = {
                "_instance": first.instance,
                "_person": "" if person is None else person.name,
                "_arrived": arrived.isoformat(timespec="seconds"),
            }
            yield Entry(whole.submission, facts, whole.remarks.left_out, whole.remarks.outcome)

    def _lines(self, assessment: bytes, whole: Whole, form: Form | None) -> Iterator[AnswerLine]:
        named = {each.name: each.sha256 for each in whole.submission.attachments}
        hashes = list(named.values())
        complete = self._service.database.read(lambda connection: files.complete(connection, assessment, hashes))
        nodes = {} if form is None else dict(form.walk())
        shown: list[str] = []
        for path, text in whole.submission.answers:
            steps = path.split("/")
            for section in ("/".join(steps[:length]) for length in range(3, len(steps))):
                if section in shown:
                    continue
                shown.append(section)
                group = nodes.get(plain_path(section))
                label = _label(group, form)
                if label or section != plain_path(section):
                    yield AnswerLine(label=_with_number(label or section.split("/")[-1], section), section=True)
            node = nodes.get(plain_path(path))
            if isinstance(node, Question) and node.control is Control.NOTE and not text:
                continue
            sha = named.get(text)
            yield AnswerLine(
                label=_label(node, form) or steps[-1].partition(":")[0],
                path=path,
                answer=_answer(node, text, form),
                file=to_text(sha) if sha is not None else "",
                file_here=sha in complete,
                left_out=whole.remarks.left_out.get(path, ""),
            )

    def _bytes(self, assessment: bytes, sha256: bytes) -> bytes | None:
        try:
            return b"".join(self._service.media.read(assessment, sha256))
        except FileNotFoundError:
            return None


def _join(first: StoredRow, counting: Sequence[StoredRow], versions: Mapping[bytes, FormVersionBody]) -> Whole | None:
    """Join the records of one submission; None while its form version has not arrived."""
    records = {each.id: as_record(each) for each in counting}
    bodies = {each.id: shape(records[each.id].value(), BODIES[each.kind]) for each in counting}
    state = fold_object(edit_of(each.id, records[each.id].head, bodies[each.id]) for each in counting)
    text = state.value(FORM)
    form_id = from_text(text) if text else b""
    if form_id not in versions:
        return None
    named = [name for each in counting for name in bodies[each.id].attachments]
    joined = join(first.instance, [state], versions[form_id], attachments=named)
    return Whole(joined.submission, versions[form_id], form_id, first, joined.remarks)


def _attachments(row: StoredRow) -> tuple[AttachmentName, ...]:
    try:
        return tuple(shape(as_record(row).value(), BODIES[row.kind]).attachments)
    except (RecordRefused, KeyError):
        return ()


def _label(node: object, form: Form | None) -> str:
    """Return the words of a question or group in the form's default language."""
    if form is None or not isinstance(node, Question | Group):
        return ""
    return plain(node.label, form.default_language, form.default_language)


def _with_number(label: str, section: str) -> str:
    instance = section.rsplit("/", 1)[-1].partition(":")[2]
    return f"{label} · {instance}" if instance else label


def _answer(node: object, text: str, form: Form | None) -> str:
    """Return an answer with its choices' words beside their names."""
    if form is None or not isinstance(node, Question) or node.choices is None or node.choices.list_name is None:
        return text
    found = form.choice_lists.get(node.choices.list_name)
    words = _choice_words(form, found.choices if found is not None else ())
    return ", ".join(words.get(name, name) for name in text.split(" ")) if text else ""


def _choice_words(form: Form, choices: Sequence[Choice]) -> Mapping[str, str]:
    return {
        choice.name: plain(choice.label, form.default_language, form.default_language) or choice.name
        for choice in choices
    }
