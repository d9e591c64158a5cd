"""Lay out the plan of an instance: every element of the form in document order, and the meta group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.definition.elements import Control, Element, Group, Node, Question
from forms.definition.form import Form
from forms.model.plan import ModelNode

META = "meta"


def outline(form: Form) -> tuple[ModelNode, ...]:
    """Return the nodes of the plan in document order, without formulas."""
    nodes: list[ModelNode] = []
    _lay(Group(name=form.root, children=_with_meta(form)), None, 0, nodes)
    return tuple(nodes)


def _with_meta(form: Form) -> tuple[Node, ...]:
    """Return the form's elements and the meta group; a group of that name takes the meta questions in."""
    meta: list[Node] = [Question(name="instanceID", kind="calculate", control=Control.NONE)]
    if form.instance_name is not None:
        meta.append(
            Question(name="instanceName", kind="calculate", control=Control.NONE, calculation=form.instance_name)
        )
    meta += form.meta
    own = next((child for child in form.children if isinstance(child, Group) and child.name == META), None)
    known = () if own is None else own.children
    names = {child.name for child in known}
    whole = Group(name=META, children=(*known, *(node for node in meta if node.name not in names)))
    if own is None:
        return (*form.children, whole)
    return tuple(whole if child is own else child for child in form.children)


def _lay(element: Element, parent: ModelNode | None, position: int, nodes: list[ModelNode]) -> ModelNode:
    node = ModelNode(
        index=len(nodes),
        name=element.name,
        path=f"{parent.path if parent else ''}/{element.name}",
        element=element,
        parent=parent,
        position=position,
        depth=0 if parent is None else parent.depth + 1,
    )
    node.repeats = parent.repeats if parent else ()
    if node.is_repeat:
        node.repeats = (*node.repeats, node)
    nodes.append(node)
    if isinstance(element, Question):
        node.sensitivity = element.sensitivity
    if isinstance(element, Group):
        node.children = tuple(_lay(child, node, place, nodes) for place, child in enumerate(element.children))
        places: dict[str, int] = {}
        for place, child in enumerate(node.children):
            places.setdefault(child.name, place)
        node.places = places
    return node


class Names:
    """Which node a `${name}` means."""

    def __init__(self, nodes: tuple[ModelNode, ...]) -> None:
        found: dict[str, list[ModelNode]] = {}
        for node in nodes[1:]:
            found.setdefault(node.name, []).append(node)
        self._found: Mapping[str, list[ModelNode]] = found

    def find(self, name: str, at: ModelNode) -> ModelNode | None:
        """Return the node of that name; of several the one that shares most ancestors with `at`, then the first."""
        candidates = self._found.get(name)
        if not candidates:
            return None
        if len(candidates) == 1:
            return candidates[0]
        ancestors = {node.index for node in at.chain()}
        return max(candidates, key=lambda node: sum(each.index in ancestors for each in node.chain()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)
