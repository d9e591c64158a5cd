"""Gather the secondary instances of a form: its choice lists and the files beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from forms.definition.elements import Choice, ChoiceList, ChoiceSource
from forms.definition.form import ExternalFile, Form
from forms.definition.text import Text
from forms.errors import NOWHERE, Finding, Severity
from forms.model.external import ExternalRefused, read_table
from forms.model.formula import ModelText
from forms.model.model import Files
from forms.model.tables import Table


@dataclass(frozen=True, slots=True)
class Lists:
    """Secondary instances by id, where selects find theirs, and what is wrong with them."""

    tables: Mapping[str, Table]
    by_file: Mapping[str, str]
    external_lists: Mapping[str, str]
    findings: tuple[Finding, ...]

    def instance_of(self, source: ChoiceSource) -> str:
        """Return the id of the instance a select takes its choices from."""
        if source.file is not None:
            return self.by_file.get(source.file, source.file)
        name = source.list_name or ""
        return name if name in self.tables else self.external_lists.get(name, "")


def gather(form: Form, files: Files, label: Callable[[Text], ModelText]) -> Lists:
    """Return the tables of a form.

    Args:
        label: Makes a choice's label runnable.
    """
    tables: dict[str, Table] = {"": Table({})}  # for a select whose list does not exist
    findings: list[Finding] = []
    for name, choices in form.choice_lists.items():
        tables[name] = _from_list(choices, form, label)
    external_lists: dict[str, str] = {}
    for name, choices in form.external_choices.items():
        external_lists[name] = name if name not in tables else f"external {name}"
        tables[external_lists[name]] = _from_list(choices, form, label)
    for name, written in form.instances.items():
        if name not in tables:
            tables[name] = _from_xml(name, written, findings)
    by_file: dict[str, str] = {}
    for external in form.external:
        if external.used_by == "media":
            continue
        by_file[external.name] = external.instance
        if external.instance not in tables:
            tables[external.instance] = _from_file(external, files, findings)
    for source in _file_sources(form):
        if source not in by_file:
            by_file[source] = source
            tables[source] = _from_file(ExternalFile(source, source, "select"), files, findings)
    return Lists(tables, by_file, external_lists, tuple(findings))


def _from_xml(name: str, written: str, findings: list[Finding]) -> Table:
    """Return an instance that stands in the form as XML."""
    try:
        return read_table(f"{name}.xml", written.encode("utf-8"))
    except ExternalRefused as error:
        findings.append(Finding(error.code, Severity.ERROR, NOWHERE, error.facts))
        return Table({}, is_missing=True)


def _file_sources(form: Form) -> Iterable[str]:
    for _, question in form.questions():
        if question.choices is not None and question.choices.file is not None:
            yield question.choices.file


def _from_list(choices: ChoiceList, form: Form, label: Callable[[Text], ModelText]) -> Table:
    rows = choices.choices
    headings = dict.fromkeys(heading for choice in rows for heading in choice.columns)
    columns: dict[str, list[str]] = {
        "itextId": [f"{choices.name}-{number}" for number in range(len(rows))],
        "name": [choice.name for choice in rows],
        "label": [_plain(choice, form) for choice in rows],
    }
    for heading in headings:
        if heading not in columns:
            columns[heading] = [choice.columns.get(heading, "") for choice in rows]
    return Table(columns, labels=[label(choice.label) for choice in rows], leaves_blanks_out=True)


def _plain(choice: Choice, form: Form) -> str:
    """Return a label's words in the form's default language, as expressions over the list see them."""
    parts = choice.label.parts(form.default_language, form.default_language)
    return "".join(part for part in parts if isinstance(part, str))


def _from_file(external: ExternalFile, files: Files, findings: list[Finding]) -> Table:
    data = files(external.name) if callable(files) else files.get(external.name)
    if data is None:
        findings.append(Finding("file-missing", Severity.WARNING, NOWHERE, {"file": external.name}))
        return Table({}, is_missing=True)
    try:
        return read_table(external.name, data)
    except ExternalRefused as error:
        findings.append(Finding(error.code, Severity.ERROR, NOWHERE, error.facts))
        return Table({}, is_missing=True)
