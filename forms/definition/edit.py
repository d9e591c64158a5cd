"""Edits of a form: each returns a new form and leaves the old one as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from forms.definition.elements import Group, Node, Question
from forms.definition.form import Form
from forms.errors import FormsError
from forms.values import Sensitivity


def replace_nodes(form: Form, change: Callable[[str, Node], Node]) -> Form:
    """Return the form with every node replaced by what `change(path, node)` returns.

    Children are changed before their group; untouched branches are shared with the old form.
    """

    def renewed(prefix: str, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        result = []
        for node in nodes:
            path = f"{prefix}/{node.name}"
            if isinstance(node, Group):
                children = renewed(path, node.children)
                if children is not node.children:
                    node = replace(node, children=children)
            result.append(change(path, node))
        unchanged = len(result) == len(nodes) and all(new is old for new, old in zip(result, nodes, strict=True))
        return nodes if unchanged else tuple(result)

    children = renewed(f"/{form.root}", form.children)
    return form if children is form.children else replace(form, children=children)


def mark_sensitivity(form: Form, marks: Mapping[str, Sensitivity]) -> Form:
    """Return the form with the questions at the given paths marked as said.

    Args:
        marks: Path of a question (`/data/hh/phone`) -> who may read its answers.
    Raises:
        FormsError: `path-unknown`, a path names no question of this form.
    """
    missing = set(marks)

    def change(path: str, node: Node) -> Node:
        if path not in marks or not isinstance(node, Question):
            return node
        missing.discard(path)
        return node if node.sensitivity is marks[path] else replace(node, sensitivity=marks[path])

    changed = replace_nodes(form, change)
    if missing:
        raise FormsError("path-unknown", path=min(missing))
    return changed
