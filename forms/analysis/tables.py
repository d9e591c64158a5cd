"""Turn finished interviews into flat tables: one for the interviews, one for each repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from forms.definition.elements import Choice, Control, Node, Question, Repeat
from forms.definition.form import Form
from forms.definition.text import Text
from forms.submission import Submission, plain_path
from forms.values import DataType, Sensitivity


class Blank(Enum):
    """Why a cell has nothing to show, other than that nothing was answered (None)."""

    NOT_ASKED = "not asked"  # the version of the form that was filled did not have this question


NOT_ASKED: Final = Blank.NOT_ASKED
Cell = str | float | Blank | None
NUMERIC = (DataType.INTEGER, DataType.DECIMAL)
MANY = (Control.SELECT_MULTIPLE, Control.RANK)
PLACE_PARTS = ("latitude", "longitude", "altitude", "precision")
INDEX, PARENT, PARENT_TABLE = "_index", "_parent_index", "_parent_table"
OUTCOME, LEFT_OUT, COMPLETED = "_outcome", "_left_out", "completed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished interview as a row.

    Args:
        facts: What is known about it, heading -> text.
        left_out: Path of a question -> why it has no answer.
        outcome: "stopped" when the person stopped before the end; "" for a completed interview.
        asked: Paths of the questions that its version of the form has; None: all of them.
    """

    submission: Submission
    facts: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    asked: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the tables are to look.

    Args:
        labels: Headings and choices as the form words them, instead of names.
        language: The form's language for labels; "" is the form's default.
        split_many: Give each choice of a choose-many question its own 1/0 column besides the joined one.
        hidden: Paths (without repeat positions) to leave out; None leaves out every personal and severe question.
        top: Name of the interviews' table; "" is the name of the form's root element.
    """

    labels: bool = False
    language: str = ""
    split_many: bool = True
    hidden: Collection[str] | None = None
    top: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length under headings; `name` is the repeat's name, or the form's root for the first table."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class _Column:
    path: str
    question: Question
    heading: str
    choices: tuple[Choice, ...]


def tables(form: Form, entries: Iterable[Entry], layout: Layout | None = None) -> tuple[Table, ...]:
    """Return the interviews' table and one per repeat, in document order; repeats point to their parents by `_index`.

    Args:
        form: The version the interviews were made with.
        entries: In the order they are to stand.
        layout: Names and all questions that are not personal when not given.
    """
    layout = layout or Layout()
    plan = _plan(form, layout)
    rows: dict[str, list[tuple[Cell, ...]]] = {path: [] for path in plan}
    listed = _with_remarks(list(entries), plan)
    fact_names = tuple(dict.fromkeys(name for entry in listed for name in entry.facts))
    for entry in listed:
        _add_rows(form, plan, rows, entry, fact_names, layout)
    result = []
    for path, columns in plan.items():
        top = path == f"/{form.root}"
        keys = (INDEX, *fact_names) if top else (INDEX, PARENT_TABLE, PARENT)
        headings = [heading for column in columns for heading in _headings(column, layout)]
        result.append(Table(_table_name(form, path, layout), (*keys, *headings), tuple(rows[path])))
    return tuple(result)


def _with_remarks(entries: list[Entry], plan: Mapping[str, list[_Column]]) -> list[Entry]:
    """Return the entries with outcome and reasons among their facts, each where some interview has any.

    Reasons of questions that have no column stay out, like the questions.
    """
    headings = {column.path: column.heading for columns in plan.values() for column in columns}
    outcomes = any(entry.outcome for entry in entries)
    reasons = [
        "; ".join(
            f"{_place(path, headings[plain_path(path)])}: {reason}"
            for path, reason in entry.left_out.items()
            if plain_path(path) in headings
        )
        for entry in entries
    ]
    made = []
    for entry, reason in zip(entries, reasons, strict=True):
        more = {OUTCOME: entry.outcome or COMPLETED} if outcomes else {}
        if any(reasons):
            more[LEFT_OUT] = reason
        made.append(replace(entry, facts={**entry.facts, **more}))
    return made


def _place(path: str, heading: str) -> str:
    """Return a heading with the repeat instances around it: `hh:2 age`."""
    around = [step for step in path.split("/") if plain_path(f"/{step}") != f"/{step}"]
    return " ".join((*around, heading))


def _table_name(form: Form, path: str, layout: Layout) -> str:
    if layout.top and path == f"/{form.root}":
        return layout.top
    return path.rsplit("/", 1)[1]


def _plan(form: Form, layout: Layout) -> dict[str, list[_Column]]:
    """Return table path -> its columns; names that stand twice in one table are told apart by their group."""
    plan: dict[str, list[_Column]] = {f"/{form.root}": []}
    hidden = personal_paths(form) if layout.hidden is None else layout.hidden
    for path, question, table in _questions(form.children, f"/{form.root}", f"/{form.root}", plan):
        if path in hidden or question.control is Control.NOTE:
            continue
        plan[table].append(_Column(path, question, "", _choices(form, question)))
    for table, columns in plan.items():
        named = Counter(_heading(form, column, table, layout, short=True) for column in columns)
        for position, column in enumerate(columns):
            heading = _heading(form, column, table, layout, short=True)
            if named[heading] > 1:
                heading = _heading(form, column, table, layout, short=False)
            columns[position] = _Column(column.path, column.question, heading, column.choices)
    return plan


def personal_paths(form: Form) -> frozenset[str]:
    """Return the paths of the questions marked personal or severe."""
    return frozenset(path for path, question in form.questions() if question.sensitivity is not Sensitivity.ORDINARY)


def _questions(
    nodes: Sequence[Node], prefix: str, table: str, plan: dict[str, list[_Column]]
) -> Iterator[tuple[str, Question, str]]:
    """Yield (path, question, table path), adding each repeat's table to the plan as it is met."""
    for node in nodes:
        path = f"{prefix}/{node.name}"
        if isinstance(node, Question):
            yield path, node, table
        else:
            inner = path if isinstance(node, Repeat) else table
            plan.setdefault(inner, [])
            yield from _questions(node.children, path, inner, plan)


def _choices(form: Form, question: Question) -> tuple[Choice, ...]:
    source = question.choices
    if source is None or source.list_name is None:
        return ()
    found = form.choice_lists.get(source.list_name) or form.external_choices.get(source.list_name)
    return found.choices if found else ()


def _heading(form: Form, column: _Column, table: str, layout: Layout, *, short: bool) -> str:
    name = column.question.name if short else column.path[len(table) + 1 :]
    if not layout.labels:
        return name
    label = plain(column.question.label, layout.language, form.default_language)
    if not label:
        return name
    return label if short else f"{label} ({name})"


def plain(text: Text, language: str, default: str) -> str:
    """Return a text without its outputs, in one line."""
    words = "".join(part if isinstance(part, str) else "…" for part in text.parts(language or default, default))
    return " ".join(words.split())


def _headings(column: _Column, layout: Layout) -> list[str]:
    headings = [column.heading]
    if column.question.data_type is DataType.GEOPOINT:
        headings += [f"{column.heading}_{part}" for part in PLACE_PARTS]
    elif layout.split_many and column.question.control in MANY:
        headings += [f"{column.heading}/{_shown(column, choice.name, layout)}" for choice in column.choices]
    return headings


def _shown(column: _Column, name: str, layout: Layout) -> str:
    """Return a choice as the layout wants it: its name, or its label."""
    if layout.labels:
        for choice in column.choices:
            if choice.name == name:
                return plain(choice.label, layout.language, layout.language) or name
    return name


def _add_rows(
    form: Form,
    plan: Mapping[str, list[_Column]],
    rows: Mapping[str, list[tuple[Cell, ...]]],
    entry: Entry,
    fact_names: Sequence[str],
    layout: Layout,
) -> None:
    """Append the rows of one interview to every table it reaches."""
    top = f"/{form.root}"
    instances = _by_instance(entry.submission, plan, top)
    indexes: dict[str, int] = {}
    for key, (table, parent, answers) in instances.items():
        index = len(rows[table]) + 1
        indexes[key] = index
        cells: list[Cell] = [index]
        if table == top:
            cells += [entry.facts.get(name, "") for name in fact_names]
        else:
            cells += [_table_name(form, instances[parent][0], layout), indexes[parent]]
        for column in plan[table]:
            if entry.asked is not None and column.path not in entry.asked:
                cells += [NOT_ASKED] * len(_headings(column, layout))
            else:
                cells += _cells(column, answers.get(column.path), layout)
        rows[table].append(tuple(cells))


def _by_instance(
    submission: Submission, plan: Mapping[str, object], top: str
) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return instance key -> (table path, key of the instance around it, answers by plain path), outer ones first."""
    found: dict[str, tuple[str, str, dict[str, str]]] = {top: (top, "", {})}
    for path, value in submission.answers:
        key, plain_path, named = top, "", ""
        for segment in path.split("/")[1:]:
            name, mark, _ = segment.partition(":")
            candidate = f"{plain_path}/{name}"
            if mark and candidate in plan:
                plain_path, named = candidate, f"{named}/{segment}"
                found.setdefault(named, (candidate, key, {}))
                key = named
            else:
                plain_path, named = f"{plain_path}/{segment}", f"{named}/{segment}"
        found[key][2][plain_path] = value
    return found


def _cells(column: _Column, value: str | None, layout: Layout) -> list[Cell]:
    """Return the cells of one answer; None (an empty cell) where nothing was answered."""
    cells: list[Cell] = [_cell(column, value, layout)]
    if column.question.data_type is DataType.GEOPOINT:
        parts = (value or "").split()
        cells += [_number(part) for part in parts[:4]] + [None] * (4 - len(parts[:4]))
    elif layout.split_many and column.question.control in MANY:
        chosen = set((value or "").split())
        cells += [(1.0 if choice.name in chosen else 0.0) if value else None for choice in column.choices]
    return cells


def _cell(column: _Column, value: str | None, layout: Layout) -> Cell:
    if not value:
        return None
    if column.question.data_type in NUMERIC:
        return _number(value)
    if layout.labels and column.question.control is Control.SELECT_ONE:
        return _shown(column, value, layout)
    if layout.labels and column.question.control in MANY:
        return ", ".join(_shown(column, name, layout) for name in value.split())
    return value


def _number(text: str) -> Cell:
    """Return the number a text stands for; the text itself where it is none or would lose digits."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if len(text.strip("-.0")) <= 15 and number == number else text
