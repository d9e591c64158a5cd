"""Several versions of one form seen as one, so that no answer of an older version is left out of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.definition.elements import ChoiceList, Group, Node, Question
from forms.definition.form import Form


def merged(versions: Sequence[Form]) -> Form:
    """Return the first form with what only later ones of the sequence have, each at the end of its group.

    Args:
        versions: At least one; the newest first, so that its order, labels and types lead.
    """
    result = versions[0]
    for older in versions[1:]:
        lists = {**older.choice_lists, **result.choice_lists}
        for name in result.choice_lists.keys() & older.choice_lists.keys():
            lists[name] = _with_choices(result.choice_lists[name], older.choice_lists[name])
        languages = tuple(dict.fromkeys((*result.languages, *older.languages)))
        children = _with_nodes(result.children, older.children)
        result = replace(result, children=children, choice_lists=lists, languages=languages)
    return result


def _with_choices(newer: ChoiceList, older: ChoiceList) -> ChoiceList:
    known = {choice.name for choice in newer.choices}
    return replace(newer, choices=(*newer.choices, *(choice for choice in older.choices if choice.name not in known)))


def _with_nodes(newer: Sequence[Node], older: Sequence[Node]) -> tuple[Node, ...]:
    """Return the newer nodes, groups merged with groups of the same kind and name, then the older ones left over."""
    result: list[Node] = []
    rest = {(type(node), node.name): node for node in older}
    for node in newer:
        match = rest.pop((type(node), node.name), None)
        if isinstance(node, Group) and isinstance(match, Group):
            result.append(replace(node, children=_with_nodes(node.children, match.children)))
        else:
            result.append(node)
    names = {node.name for node in result if isinstance(node, Question)}
    result += [node for node in rest.values() if not (isinstance(node, Question) and node.name in names)]
    return tuple(result)
