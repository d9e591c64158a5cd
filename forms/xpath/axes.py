"""The thirteen axes over the light tree, and document order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from forms.xpath.expr import Axis
from forms.xpath.tree import (
    XML_NAMESPACE,
    XMLNS,
    Attribute,
    Document,
    Element,
    LeafText,
    NamespaceNode,
    Node,
    TextNode,
)

REVERSE: Final = frozenset(("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"))


def child_nodes(node: Node) -> Sequence[Node]:
    """Return all children of a node, the text of a leaf as a node."""
    if not isinstance(node, Element):
        return ()
    if node.children or not node.value:
        return node.children
    return (LeafText(node),)


def _child(node: Node) -> Iterable[Node]:
    return child_nodes(node)


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _self(node: Node) -> Iterable[Node]:
    return (node,)


def _ancestor(node: Node) -> Iterator[Node]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestor(node)


def _descendant(node: Node) -> Iterator[Node]:
    stack = [iter(child_nodes(node))]
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
            continue
        yield found
        if isinstance(found, Element):
            stack.append(iter(child_nodes(found)))


def _descendant_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _descendant(node)


def _siblings(node: Node) -> tuple[list[Node], int]:
    """Return the children of the parent and the place of the node; attributes and the root have no siblings."""
    if node.parent is None or isinstance(node, Attribute):
        return [], 0
    siblings = list(child_nodes(node.parent))
    return siblings, next(place for place, sibling in enumerate(siblings) if sibling is node or sibling == node)


def _following_sibling(node: Node) -> Iterable[Node]:
    siblings, place = _siblings(node)
    return siblings[place + 1 :]


def _preceding_sibling(node: Node) -> Iterable[Node]:
    siblings, place = _siblings(node)
    return reversed(siblings[:place])


def _following(node: Node) -> Iterator[Node]:
    if isinstance(node, Attribute):
        yield from _descendant(node.parent)
        node = node.parent
    for above in _ancestor_or_self(node):
        for sibling in _following_sibling(above):
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    for above in _ancestor_or_self(node.parent if isinstance(node, Attribute) else node):
        for sibling in _preceding_sibling(above):
            yield from reversed(list(_descendant_or_self(sibling)))


def _attribute(node: Node) -> Iterable[Node]:
    if not isinstance(node, Element):
        return ()
    return [Attribute(node, name) for name in node.attributes if not name.startswith("{" + XMLNS)]


def _namespace(node: Node) -> Iterable[Node]:
    if not isinstance(node, Element) or isinstance(node, Document):
        return ()
    return [NamespaceNode(node, prefix, uri) for prefix, uri in namespaces_in_scope(node).items() if uri]


def namespaces_in_scope(element: Element) -> dict[str, str]:
    """Return prefix -> URI of the namespaces declared on the element and above it."""
    found = {"xml": XML_NAMESPACE}
    chain = [above for above in _ancestor_or_self(element) if isinstance(above, Element)]
    for above in reversed(chain):
        for name, uri in above.attributes.items():
            if name.startswith("{" + XMLNS):
                found[name.rpartition("}")[2]] = uri
    return found


AXES: Final[Mapping[Axis, Callable[[Node], Iterable[Node]]]] = {
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "attribute": _attribute,
    "child": _child,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "namespace": _namespace,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "self": _self,
}


def in_document_order(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes without repetitions, in document order; several trees one after the other."""
    unique = list(dict.fromkeys(nodes))
    if len(unique) < 2:
        return unique
    places: dict[int, dict[Node, int]] = {}
    trees: dict[int, int] = {}

    def key(node: Node) -> tuple[tuple[int, int], ...]:
        steps: list[tuple[int, int]] = []
        while (parent := node.parent) is not None:
            steps.append(_place(node, parent, places))
            node = parent
        steps.append((trees.setdefault(id(node), len(trees)), 0))
        return tuple(reversed(steps))

    return sorted(unique, key=key)


def _place(node: Node, parent: Element, places: dict[int, dict[Node, int]]) -> tuple[int, int]:
    """Return what orders a node among its siblings: namespaces, then attributes, then children."""
    if isinstance(node, NamespaceNode):
        return (0, 0)
    if isinstance(node, Attribute):
        return (1, list(parent.attributes).index(node.expanded))
    if isinstance(node, LeafText):
        return (2, 0)
    known = places.get(id(parent))
    if known is None:
        known = places[id(parent)] = {child: place for place, child in enumerate(parent.children)}
    return (2, known.get(node, len(known)))


def is_text(node: Node) -> bool:
    """Return whether a node is what `text()` selects."""
    return type(node) is TextNode or type(node) is LeafText
