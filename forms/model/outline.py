"""Lay out the plan of an instance: every element of the form in document order, and the meta group."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.actions import Attribute
from forms.definition.elements import Control, Element, Group, Node, Question
from forms.definition.entity_elements import with_entities
from forms.definition.form import Form
from forms.model.plan import ModelNode
from forms.xpath.code import TallyPlace
from forms.xpath.scope import PREFIXES

META = "meta"


def outline(form: Form) -> tuple[ModelNode, ...]:
    """Return the nodes of the plan in document order, without formulas."""
    nodes: list[ModelNode] = []
    root = Group(name=form.root, children=_with_meta(form), attributes=form.attributes)
    _lay(root, None, 0, nodes)
    for node in tuple(nodes):
        if node.element.attributes:
            _lay_attributes(node, {**PREFIXES, **form.namespaces}, nodes)
    return tuple(nodes)


def _lay_attributes(owner: ModelNode, prefixes: Mapping[str, str], nodes: list[ModelNode]) -> None:
    """Give an element of the plan its attributes; they stand behind all elements."""
    owner.attributes = tuple(
        ModelNode(
            index=len(nodes) + place,
            name=f"@{attribute.name}",
            path=f"{owner.path}/@{attribute.name}",
            element=_as_question(attribute),
            parent=owner,
            position=-1 - place,
            depth=owner.depth + 1,
            repeats=owner.repeats,
            key=attribute_key(attribute.name, prefixes),
        )
        for place, attribute in enumerate(owner.element.attributes)
    )
    nodes += owner.attributes


def attribute_key(name: str, prefixes: Mapping[str, str]) -> str:
    """Return how an element keeps an attribute: "local", or "{uri}local" where its prefix is known."""
    prefix, _, local = name.rpartition(":")
    return f"{{{prefixes[prefix]}}}{local}" if prefix in prefixes else local


def _as_question(attribute: Attribute) -> Question:
    """Return an attribute as what it is to rules: a question that nobody is asked."""
    return Question(
        name=f"@{attribute.name}",
        kind="calculate",
        control=Control.NONE,
        calculation=attribute.calculation,
        default=attribute.value or None,
        actions=attribute.actions,
        place=attribute.place,
    )


def _with_meta(form: Form) -> tuple[Node, ...]:
    """Return the form's elements and the meta group; a group of that name takes the meta questions in.

    Entities become elements of the meta group of the root or of the section they belong to.
    """
    children = with_entities(form, ()) if form.entities else form.children
    meta: list[Node] = [*form.meta, Question(name="instanceID", kind="calculate", control=Control.NONE)]
    if form.instance_name is not None:
        meta.append(
            Question(name="instanceName", kind="calculate", control=Control.NONE, calculation=form.instance_name)
        )
    own = next((child for child in children if isinstance(child, Group) and child.name == META), None)
    known = () if own is None else own.children
    names = {child.name for child in known}
    whole = Group(name=META, children=(*known, *(node for node in meta if node.name not in names)))
    if own is None:
        return (*children, whole)
    return tuple(whole if child is own else child for child in children)


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


def singles(nodes: tuple[ModelNode, ...]) -> dict[tuple[str, ...], int]:
    """Return the names on the way to each leaf that every instance has exactly once -> its index."""
    ways: dict[int, tuple[str, ...]] = {}
    found: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for node in nodes:
        if node.repeats or node.is_attribute:
            continue
        way = ways[node.index] = (*(() if node.parent is None else ways[node.parent.index]), node.name)
        if way in found:
            twice.add(way)
        found[way] = node.index
    return {way: index for way, index in found.items() if way not in twice and not nodes[index].is_group}


def _is_of_entity(node: ModelNode) -> bool:
    """Tell whether a node is the declaration of an entity or its label: nobody can name those."""
    return any(each.name == "entity" and each.parent is not None and each.parent.name == META for each in node.chain())


def tally_places(nodes: tuple[ModelNode, ...]) -> dict[tuple[str, ...], TallyPlace]:
    """Return the names on the way to each repeat that stands once -> what is known of it and its leaves."""
    found: dict[tuple[str, ...], TallyPlace] = {}
    twice: set[tuple[str, ...]] = set()
    for node in nodes:
        if node.is_repeat and len(node.repeats) == 1:
            way = tuple(node.path.split("/")[1:])
            if way in found:
                twice.add(way)
            found[way] = TallyPlace(node.index, _leaves(node))
    return {way: place for way, place in found.items() if way not in twice}


def _leaves(repeat: ModelNode) -> dict[tuple[str, ...], int]:
    """Return the names on the way from an instance to each leaf that it has exactly once -> index of the leaf."""
    found: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for node in repeat.walk():
        if node is not repeat and len(node.repeats) == 1:
            way = tuple(node.path.removeprefix(repeat.path).split("/")[1:])
            if way in found:
                twice.add(way)
            found[way] = node.index
    groups = {node.index for node in repeat.walk() if node.is_group}
    return {way: index for way, index in found.items() if way not in twice and index not in groups}


class Names:
    """Which node a `${name}` means."""

    def __init__(self, nodes: tuple[ModelNode, ...]) -> None:
        found: dict[str, list[ModelNode]] = {}
        for node in nodes[1:]:
            if not _is_of_entity(node):
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
