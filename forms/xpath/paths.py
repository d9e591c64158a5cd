"""Location paths: plain chains of names directly, everything else step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from forms.xpath.axes import AXES, REVERSE, in_document_order, is_text
from forms.xpath.code import Compiled, NodesOf, ValueKind, nodes_code
from forms.xpath.context import Context
from forms.xpath.errors import XPathError
from forms.xpath.expr import ANY_DEPTH, PARENT, SELF, Filter, KindTest, NameTest, Path, Step
from forms.xpath.predicates import Choose, predicate
from forms.xpath.rows import rows_code
from forms.xpath.scope import Scope
from forms.xpath.single import SingleCode
from forms.xpath.tree import Attribute, Comment, Document, Element, Instruction, Node

Expand = Callable[[Sequence[Node], Context], Sequence[Node]]
Select = Callable[[Node], Sequence[Node]]
NodeTest = Callable[[Node], bool]

# From nodes in document order none of which stands inside another, these axes give nodes in document order; the first
# group again none inside another.
_STAYS_FLAT = frozenset(("child", "attribute", "namespace", "self"))
_STAYS_ORDERED = frozenset(("descendant", "descendant-or-self"))
XFORMS: Final = "http://www.w3.org/2002/xforms"  # the default namespace of forms; names without prefix mean it too


def path_code(path: Path, scope: Scope) -> Compiled:
    """Return the code of a location path."""
    fast = rows_code(path, scope, generic=lambda: _general(path, scope)) if scope.is_odk else None
    return fast or _general(path, scope)


def filter_code(expr: Filter, scope: Scope) -> Compiled:
    """Return the code of an expression with predicates."""
    base = scope.compile(expr.base)
    if base.kind is not ValueKind.NODES:
        raise XPathError("xpath-nodes-needed", name="[")
    choices = [predicate(each, scope) for each in expr.predicates]
    raw = base.raw

    def closure(c: Context) -> Sequence[Node]:
        nodes = raw(c)
        for choose in choices:
            nodes = choose(nodes, c)
        return nodes

    return nodes_code(closure, is_fixed=base.is_fixed)


def _general(path: Path, scope: Scope) -> Compiled:
    steps = _simplified(path.steps)
    if path.start is not None:
        base = scope.compile(path.start)
        if base.kind is not ValueKind.NODES:
            raise XPathError("xpath-nodes-needed", name="/")
        return nodes_code(_from(base.raw, steps, scope, is_single=False), is_fixed=base.is_fixed)
    if path.absolute:
        plain = _plain_names(steps, scope)
        if plain is not None and plain in scope.static.singles:
            return SingleCode(scope.static.singles[plain])
        return nodes_code(
            _chain_from_root(plain) if plain else _from(_root, steps, scope, is_single=True), is_fixed=True
        )
    above = 0
    while above < len(steps) and steps[above] == PARENT:
        above += 1
    plain = _plain_names(steps[above:], scope)
    if plain is not None:
        return nodes_code(_chain_from_node(above, plain), is_fixed=False)
    return nodes_code(_from(_climb(above), steps[above:], scope, is_single=True), is_fixed=False)


def _simplified(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Leave out `.` and join `//` to a following child step without predicates."""
    result: list[Step] = []
    for step in steps:
        if step == SELF:
            continue
        if step.axis == "child" and not step.predicates and result and result[-1] == ANY_DEPTH:
            result[-1] = replace(step, axis="descendant")
        else:
            result.append(step)
    return tuple(result)


def _plain_names(steps: tuple[Step, ...], scope: Scope) -> tuple[str, ...] | None:
    """Return the names when every step is a plain child name; ODK's names mean any namespace."""
    if not scope.is_odk:
        return None
    names = []
    for step in steps:
        test = step.test
        if step.axis != "child" or step.predicates or not isinstance(test, NameTest) or test.prefix:
            return None
        if test.local == "*":
            return None
        names.append(test.local)
    return tuple(names)


def _root(c: Context) -> Sequence[Node]:
    return (c.root,)


def _climb(above: int) -> NodesOf:
    def closure(c: Context) -> Sequence[Node]:
        node: Node | None = c.node
        for _ in range(above):
            if node is None:
                return ()
            node = node.parent
        return () if node is None else (node,)

    return closure if above else lambda c: (c.node,)


def _chain_from_root(names: tuple[str, ...]) -> NodesOf:
    if not names:
        return _root

    def closure(c: Context) -> Sequence[Node]:
        node: Node = c.root
        for place, name in enumerate(names):
            children = node.children
            found = (children.names or children.by_name()).get(name)
            if found is None:
                return ()
            if len(found) != 1:
                return _chain(found, names, place + 1)
            node = found[0]
        return (node,)

    return closure


def _chain_from_node(above: int, names: tuple[str, ...]) -> NodesOf:
    if not names:
        return _climb(above)

    def closure(c: Context) -> Sequence[Node]:
        node: Node = c.node
        for _ in range(above):
            parent = node.parent
            if parent is None:
                return ()
            node = parent
        for place, name in enumerate(names):
            children = node.children
            found = (children.names or children.by_name()).get(name)
            if found is None:
                return ()
            if len(found) != 1:
                return _chain(found, names, place + 1)
            node = found[0]
        return (node,)

    return closure


def _chain(nodes: Sequence[Node], names: tuple[str, ...], place: int) -> Sequence[Node]:
    for name in names[place:]:
        nodes = [child for node in nodes for child in (node.children.names or node.children.by_name()).get(name, ())]
    return nodes


def _from(start: NodesOf, steps: tuple[Step, ...], scope: Scope, *, is_single: bool) -> NodesOf:
    """Return the closure that takes the steps from the nodes of `start`, which are in document order."""
    expands: list[Expand] = []
    flat, ordered = is_single, True
    for step in steps:
        is_safe = (flat and step.axis in _STAYS_FLAT | _STAYS_ORDERED) or (
            ordered and step.axis in ("self", "attribute")
        )
        expands.append(_expand(step, scope, is_safe=is_safe))
        flat = flat and step.axis in _STAYS_FLAT
    if not expands:
        return start
    if len(expands) == 1:
        only = expands[0]
        return lambda c: only(start(c), c)

    def closure(c: Context) -> Sequence[Node]:
        nodes = start(c)
        for expand in expands:
            if not nodes:
                return nodes
            nodes = expand(nodes, c)
        return nodes

    return closure


def _expand(step: Step, scope: Scope, *, is_safe: bool) -> Expand:
    """Return the closure of one step; `is_safe`: what it gives node by node is in document order as it comes."""
    select = _select(step, scope)
    choices: list[Choose] = [predicate(each, scope) for each in step.predicates]
    is_reverse = step.axis in REVERSE

    def from_one(node: Node, c: Context) -> Sequence[Node]:
        nodes = select(node)
        for choose in choices:
            nodes = choose(nodes, c)
        return nodes[::-1] if is_reverse else nodes

    def closure(nodes: Sequence[Node], c: Context) -> Sequence[Node]:
        if len(nodes) == 1:
            return from_one(nodes[0], c)
        found: list[Node] = []
        for node in nodes:
            found.extend(from_one(node, c))
        return found if is_safe else in_document_order(found)

    return closure


def _select(step: Step, scope: Scope) -> Select:
    """Return the closure that gives the nodes of axis and test, in the order of the axis."""
    test = step.test
    if isinstance(test, NameTest) and step.axis == "child" and test.local != "*" and not test.prefix and scope.is_odk:
        name = test.local
        return lambda node: (node.children.names or node.children.by_name()).get(name, ())
    axis = AXES[step.axis]
    passes = _kind_test(test) if isinstance(test, KindTest) else _name_test(step, test, scope)
    if passes is None:
        return lambda node: tuple(axis(node))
    return lambda node: [found for found in axis(node) if passes(found)]


def _kind_test(test: KindTest) -> NodeTest | None:
    if test.kind == "text":
        return is_text
    if test.kind == "comment":
        return lambda node: isinstance(node, Comment)
    if test.kind == "processing-instruction":
        target = test.target
        return lambda node: isinstance(node, Instruction) and target in (None, node.target)
    return None


def _name_test(step: Step, test: NameTest, scope: Scope) -> NodeTest:
    if step.axis in ("attribute", "namespace"):
        return _attribute_test(test, scope)
    local = test.local
    if test.prefix:
        uri = scope.namespace(test.prefix)
        if local == "*":
            return lambda node: isinstance(node, Element) and node.namespace == uri
        return lambda node: isinstance(node, Element) and node.name == local and node.namespace == uri
    if local == "*":
        return lambda node: isinstance(node, Element) and not isinstance(node, Document)
    if scope.is_odk:
        return lambda node: isinstance(node, Element) and node.name == local
    defaults = ("", XFORMS)
    return lambda node: isinstance(node, Element) and node.name == local and node.namespace in defaults


def _attribute_test(test: NameTest, scope: Scope) -> NodeTest:
    local, uri = test.local, scope.namespace(test.prefix) if test.prefix else ""
    if local == "*":
        return lambda node: isinstance(node, Attribute) and (not uri or node.namespace == uri)
    expanded = f"{{{uri}}}{local}" if uri else local
    return lambda node: isinstance(node, Attribute) and node.expanded == expanded
