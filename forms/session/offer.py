"""The choices a select offers now, and whether an answer is still among them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from forms.model.plan import ModelChoices, ModelSearch
from forms.model.tables import Table
from forms.session.evaluation import Evaluation, found_label
from forms.session.nodes import ChoiceItem, QuestionNode, chosen
from forms.xpath.tree import Element

SORT_COLUMN = "sortby"  # as ODK Collect calls it


def available(evaluation: Evaluation, node: QuestionNode, answer: str) -> str:
    """Return the part of a kept answer that is still on offer; the whole answer where nothing filters the choices."""
    choices = node.model_node.choices
    if choices is None or choices.nodeset is None or answer == "":
        return answer
    names = chosen(node.question, answer)
    if choices.search is not None:
        own = {item.name for item in _own_choices(evaluation, node, choices.search)}
        kept = [name for name in names if name in own or _offers(evaluation, node, choices, name)]
        return answer if len(kept) == len(names) else " ".join(kept)
    if choices.item is not None and choices.instance is not None:
        kept = [name for name in names if _offers(evaluation, node, choices, name)]
    else:
        offered = {_child(item, choices.value) for item in evaluation.elements(node, choices.nodeset)}
        kept = [name for name in names if name in offered]
    return answer if len(kept) == len(names) else " ".join(kept)


def _offers(evaluation: Evaluation, node: QuestionNode, choices: ModelChoices, name: str) -> bool:
    """Ask the filter only at the rows of that name: the length of the list does not matter."""
    assert choices.instance is not None
    table = evaluation.model.tables[choices.instance]
    rows = table.select(choices.value, name)
    if choices.item is None:
        return len(rows) > 0
    return any(evaluation.holds_at(table.element(row), node, choices.item) for row in rows)


def place_of(evaluation: Evaluation, node: QuestionNode, name: str) -> int | None:
    """Return where a choice stands in its list, without making the whole list; None when it is not on offer."""
    choices = node.model_node.choices
    if choices is None or name == "":
        return None
    if choices.instance is None:
        return next((place for place, item in enumerate(node.choices) if item.name == name), None)
    if choices.search is not None:
        return next((place for place, item in enumerate(node.choices) if item.name == name), None)
    rows = evaluation.model.tables[choices.instance].select(choices.value, name)
    return rows[0] if rows and available(evaluation, node, name) else None


def offered(evaluation: Evaluation, node: QuestionNode) -> tuple[ChoiceItem, ...]:
    """Return every choice on offer in the order to show them."""
    choices = node.model_node.choices
    if choices is None:
        return ()
    if choices.instance is None:
        items = _from_repeat(evaluation, node, choices)
    else:
        table = evaluation.model.tables[choices.instance]
        if choices.search is not None:
            return _searched(evaluation, node, choices, choices.search)
        items = [_item(evaluation, node, choices, table, row) for row in _rows(evaluation, node, choices, table)]
    if choices.randomize and choices.seed is None:
        _shuffle(items, f"{evaluation.shuffle_seed}{node.path}")
    return tuple(items)


def _searched(
    evaluation: Evaluation, node: QuestionNode, choices: ModelChoices, search: ModelSearch
) -> tuple[ChoiceItem, ...]:
    """Return the form's own choices and among them the rows found: alike ones once, by `sortby` where there is one."""
    table = evaluation.model.tables[choices.instance or ""]
    rows = _rows(evaluation, node, choices, table)
    if table.column(SORT_COLUMN) is not None:
        rows = sorted(rows, key=lambda row: _order(table.cell(SORT_COLUMN, row)))
    found: dict[tuple[str, str], ChoiceItem] = {}
    shown, files = evaluation.shown_columns(node, search), evaluation.media(search.columns)
    for row in rows:
        name, label = table.cell(choices.value, row), found_label(table, row, shown)
        media = {kind: file for kind, column in files.items() if (file := table.cell(column, row))}
        found.setdefault((name, label), ChoiceItem(name, label, media, table.row(row)))
    own = _own_choices(evaluation, node, search)
    return (*own[: search.query], *found.values(), *own[search.query :])


def _own_choices(evaluation: Evaluation, node: QuestionNode, search: ModelSearch) -> list[ChoiceItem]:
    """Return the choices of the form's own list, without the one that names the columns."""
    table = evaluation.model.tables[search.instance]
    rows = [row for row in range(len(table)) if row != search.query]
    return [
        ChoiceItem(
            table.cell("name", row),
            evaluation.text(node, table.labels[row]),
            evaluation.media(table.labels[row]),
            table.row(row),
        )
        for row in rows
    ]


def _order(text: str) -> tuple[int, float, str]:
    """Return the place of a row by its cell in the column `sortby`: numbers by size, then texts."""
    try:
        return 0, float(text), ""
    except ValueError:
        return 1, 0.0, text


def _rows(evaluation: Evaluation, node: QuestionNode, choices: ModelChoices, table: Table) -> Sequence[int]:
    return range(len(table)) if choices.nodeset is None else evaluation.rows_selected(node, choices.nodeset)


def _item(evaluation: Evaluation, node: QuestionNode, choices: ModelChoices, table: Table, row: int) -> ChoiceItem:
    media = evaluation.media(table.labels[row]) if table.labels else {}
    name = table.cell(choices.value, row)
    return ChoiceItem(name, evaluation.row_label(node, table, row), media, table.row(row))


def _from_repeat(evaluation: Evaluation, node: QuestionNode, choices: ModelChoices) -> list[ChoiceItem]:
    if choices.nodeset is None:
        return []
    items = []
    for element in evaluation.elements(node, choices.nodeset):
        value = _child(element, choices.value)
        if value:
            items.append(ChoiceItem(value, _child(element, choices.label)))
    return items


def _child(item: Element, name: str) -> str:
    child = item.child(name)
    return "" if child is None else child.text


def _shuffle(items: list[ChoiceItem], seed: str) -> None:
    """Shuffle for good: the same interview and question always give the same order, in every instance of a repeat."""
    random.Random(seed).shuffle(items)
