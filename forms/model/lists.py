"""Gather the secondary instances of a form: its choice lists and the files beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.definition.elements import Choice, ChoiceList, ChoiceSource, Question
from forms.definition.form import Form
from forms.definition.text import Text as Words
from forms.errors import NOWHERE, Finding, Place, Severity
from forms.model.csv_file import ExternalRefused
from forms.model.external import read_table
from forms.model.formula import ModelText
from forms.model.model import Files
from forms.model.tables import Labels, Table
from forms.xpath.expr import Call, Text

ITEMSETS = "itemsets.csv"  # the external_choices sheet as ODK Collect reads it
NAMES_SHOWN = 12  # column names that a finding lists before it says that there are more


@dataclass(frozen=True, slots=True)
class Lists:
    """Secondary instances by id, where selects find theirs, and what is wrong with them."""

    tables: Mapping[str, Table]
    by_file: Mapping[str, str]
    external_lists: Mapping[str, str]
    findings: tuple[Finding, ...]

    def instance_of(self, source: ChoiceSource, *, is_external: bool = False) -> str:
        """Return the id of the instance a select takes its choices from.

        Args:
            is_external: A list of the sheet external_choices comes before another of its name.
        """
        if source.file is not None:
            return self.by_file.get(source.file, source.file)
        name = source.list_name or ""
        if is_external and name in self.external_lists:
            return self.external_lists[name]
        return name if name in self.tables else self.external_lists.get(name, "")


def gather(form: Form, files: Files, label: Callable[[Words], ModelText]) -> Lists:
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
    places = {source.file: question.place for question, source in reversed(_from_files(form))}
    for external in form.external:
        if external.used_by == "media":
            continue
        instance = external.instance if external.instance not in form.choice_lists else external.name
        by_file[external.name] = instance
        if instance not in tables:
            place = places.get(external.name, external.place)
            tables[instance] = _from_file(external.name, files, place, findings)
    for question, source in _from_files(form):
        name = source.file or ""
        if name not in by_file:
            by_file[name] = name
            tables[name] = _from_file(name, files, question.place, findings)
        _check_columns(question, source, tables[by_file[name]], findings)
    _from_itemsets(form, files, tables, external_lists, findings)
    return Lists(tables, by_file, external_lists, tuple(findings))


def _from_itemsets(
    form: Form, files: Files, tables: dict[str, Table], external_lists: dict[str, str], findings: list[Finding]
) -> None:
    """Add the lists of external selects that are in no sheet: an XForm has them in the file itemsets.csv."""
    wanted: dict[str, Place] = {}
    for _, question in form.questions():
        name = question.choices.list_name if question.choices is not None else None
        if question.kind == "select_one_external" and name and name not in external_lists and name not in tables:
            wanted.setdefault(name, question.place)
    if not wanted:
        return
    whole = _from_file(ITEMSETS, files, next(iter(wanted.values())), findings)
    for name in wanted:
        rows = whole.select("list_name", name)
        columns = {heading: [texts[row] for row in rows] for heading, texts in whole.columns.items()}
        spoken = {heading.partition("::")[2]: texts for heading, texts in columns.items() if _is_label(heading)}
        labels = [
            ModelText({language: (texts[place],) for language, texts in spoken.items() if texts[place]})
            for place in range(len(rows))
        ]
        external_lists[name] = name
        tables[name] = Table(columns, labels=labels, is_missing=whole.is_missing)


def _is_label(heading: str) -> bool:
    return heading == "label" or heading.startswith("label::")


def _from_xml(name: str, written: str, findings: list[Finding]) -> Table:
    """Return an instance that stands in the form as XML."""
    try:
        return read_table(f"{name}.xml", written.encode("utf-8"))
    except ExternalRefused as error:
        findings.append(Finding(error.code, Severity.ERROR, NOWHERE, error.facts))
        return Table({}, is_missing=True)


def _from_files(form: Form) -> list[tuple[Question, ChoiceSource]]:
    """Return the selects whose choices are in a file."""
    return [
        (question, question.choices)
        for _, question in form.questions()
        if question.choices is not None and question.choices.file is not None
    ]


def _check_columns(question: Question, source: ChoiceSource, table: Table, findings: list[Finding]) -> None:
    """Note a file in which a select finds nothing to store or to show."""
    if table.is_missing:
        return
    name = source.file or ""
    if not len(table):
        findings.append(Finding("file-without-rows", Severity.WARNING, question.place, {"file": name}))
        return
    # A place without a title is shown by its id.
    needed = (source.value,) if name.lower().endswith(".geojson") else (source.value, source.label)
    columns = _some(table.columns)
    for column in needed:
        if table.column(column) is None:
            facts = {"file": name, "column": column, "columns": columns}
            findings.append(Finding("file-column-missing", Severity.ERROR, question.place, facts))


def _some(names: Iterable[str]) -> str:
    """Return the first names as a list of words, and a mark where there are more."""
    listed = list(names)
    return ", ".join(listed[:NAMES_SHOWN]) + (", …" if len(listed) > NAMES_SHOWN else "")


def columns_missing(call: Call, tables: Mapping[str, Table], place: Place) -> list[Finding]:
    """Return a warning for each column a pulldata() names as a word and its file does not have: it reads as blank."""
    words = [argument.value if isinstance(argument, Text) else "" for argument in call.arguments]
    if call.name != "pulldata" or len(words) != 4:
        return []
    bare = words[0].removesuffix(".csv")
    table = tables.get(f"{bare}.csv", tables.get(bare))
    if table is None or not len(table):
        return []
    facts = {"file": f"{words[0].removesuffix('.csv')}.csv", "columns": _some(table.columns)}
    return [
        Finding("pulldata-column-missing", Severity.WARNING, place, {**facts, "column": column})
        for column in words[1:3]
        if column and table.column(column) is None
    ]


def _from_list(choices: ChoiceList, form: Form, label: Callable[[Words], ModelText]) -> Table:
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
    labels: Sequence[ModelText]
    labels = [label(choice.label) for choice in rows] if any(map(_shows_answers, rows)) else Labels(rows)
    return Table(columns, labels=labels, leaves_blanks_out=True)


def _shows_answers(choice: Choice) -> bool:
    """Tell whether a choice's label has an output."""
    return any(not isinstance(part, str) for parts in choice.label.by_language.values() for part in parts)


def _plain(choice: Choice, form: Form) -> str:
    """Return a label's words in the form's default language, as expressions over the list see them."""
    parts = choice.label.parts(form.default_language, form.default_language)
    return "".join(part for part in parts if isinstance(part, str))


def _from_file(name: str, files: Files, place: Place, findings: list[Finding]) -> Table:
    data = files(name) if callable(files) else files.get(name)
    if data is None:
        findings.append(Finding("file-missing", Severity.WARNING, place, {"file": name}))
        return Table({}, is_missing=True)
    try:
        table = read_table(name, data)
    except ExternalRefused as error:
        findings.append(Finding(error.code, Severity.ERROR, place, error.facts))
        return Table({}, is_missing=True)
    if table.is_guessed:
        findings.append(Finding("file-not-unicode", Severity.WARNING, place, {"file": name}))
    return table
