"""Edits of a form: each returns a new form and leaves the old one as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from forms.definition.elements import Choice, ChoiceList, Group, Node, Question
from forms.definition.form import Form
from forms.definition.text import Expression
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


def change_node(form: Form, path: str, **fields: object) -> Form:
    """Return the form with fields of the element at a path changed (`relevant=Expression("${age} > 5")`).

    Its name is changed by `forms.definition.rename`, which also changes what names it.

    Raises:
        FormsError: `path-unknown`.
    """
    if "name" in fields:
        raise ValueError("an element is renamed by rename()")
    return _with_one(form, path, lambda node: replace(node, **fields))  # type: ignore[arg-type]


def _with_one(form: Form, path: str, change: Callable[[Node], Node]) -> Form:
    """Return the form with one element replaced; raises `path-unknown` where there is none."""
    found = False

    def one(each: str, node: Node) -> Node:
        nonlocal found
        if each != path or found:
            return node
        found = True
        return change(node)

    changed = replace_nodes(form, one)
    if not found:
        raise FormsError("path-unknown", path=path)
    return changed


def insert_node(form: Form, parent: str, index: int, node: Node) -> Form:
    """Return the form with an element put into a group (or the root, `/data`) as its `index`-th child, from 0.

    Raises:
        FormsError: `path-unknown`, no group is there; `name-taken`, a sibling has its name.
    """

    def with_child(children: tuple[Node, ...]) -> tuple[Node, ...]:
        if any(child.name == node.name for child in children):
            raise FormsError("name-taken", name=node.name)
        return (*children[:index], node, *children[index:])

    return _with_children(form, parent, with_child)


def remove_node(form: Form, path: str) -> Form:
    """Return the form without an element and all that stands in it; rules that name it are left for the lint to find.

    Raises:
        FormsError: `path-unknown`.
    """
    parent, _, name = path.rpartition("/")

    def without(children: tuple[Node, ...]) -> tuple[Node, ...]:
        place = next((at for at, child in enumerate(children) if child.name == name), None)
        if place is None:
            raise FormsError("path-unknown", path=path)
        return children[:place] + children[place + 1 :]

    return _with_children(form, parent, without)


def move_node(form: Form, path: str, parent: str, index: int) -> Form:
    """Return the form with an element taken from where it is and put elsewhere; it stays the same element.

    Args:
        index: Its place among the children of the new parent, counted without itself.
    Raises:
        FormsError: `path-unknown`, also where the new parent stands inside the element; `name-taken`.
    """
    node = dict(form.walk()).get(path)
    if node is None or f"{parent}/".startswith(f"{path}/"):
        raise FormsError("path-unknown", path=path if node is None else parent)
    return insert_node(remove_node(form, path), parent, index, node)


def _with_children(form: Form, parent: str, change: Callable[[tuple[Node, ...]], tuple[Node, ...]]) -> Form:
    """Return the form with the children of a group, or of the root, changed."""
    if parent == f"/{form.root}":
        return replace(form, children=change(form.children))

    def group(node: Node) -> Node:
        if not isinstance(node, Group):
            raise FormsError("path-unknown", path=parent)
        return replace(node, children=change(node.children))

    return _with_one(form, parent, group)


def add_choice(form: Form, list_name: str, choice: Choice, *, after: str | None = None) -> Form:
    """Return the form with a choice put into a list, at its end or behind another; a new list where there is none.

    Raises:
        FormsError: `name-taken`, the list has a choice of that name.
    """
    known = form.choice_lists.get(list_name, ChoiceList(list_name, ()))
    names = [each.name for each in known.choices]
    if choice.name in names:
        raise FormsError("name-taken", name=choice.name)
    place = names.index(after) + 1 if after in names else len(names)
    choices = (*known.choices[:place], choice, *known.choices[place:])
    return replace(form, choice_lists={**form.choice_lists, list_name: replace(known, choices=choices)})


def set_setting(form: Form, name: str, text: str) -> Form:
    """Return the form with a setting changed, and what the form says of itself by it; "" takes it out."""
    settings = {**form.settings, name: text}
    if not text:
        settings.pop(name)
    form = replace(form, settings=settings)
    match name:
        case "form_title":
            return replace(form, title=text or form.form_id)
        case "form_id":
            return replace(form, form_id=text or form.form_id)
        case "version":
            return replace(form, version=text)
        case "default_language" if text in form.languages:
            return replace(form, default_language=text)
        case "instance_name":
            return replace(form, instance_name=Expression(text) if text else None)
        case _:
            return form


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
