"""Functions about nodes: where they stand, what they are called, how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan
from typing import Final

from forms.xpath.axes import namespaces_in_scope
from forms.xpath.code import (
    Compiled,
    NodesOf,
    ValueKind,
    nodes_code,
    number_code,
    string_code,
)
from forms.xpath.context import Context
from forms.xpath.errors import XPathError
from forms.xpath.expr import Path
from forms.xpath.functions.shuffle import Draw, seeded, shuffled
from forms.xpath.functions.signature import Function, Site
from forms.xpath.numbers import plain_number, text_to_number
from forms.xpath.tallies import EXACT, tally_of
from forms.xpath.tree import XML_NAMESPACE, Attribute, Element, Instruction, Node, document_of


def _position(site: Site) -> Compiled:
    if len(site) == 0:
        return number_code(lambda c: float(c.position), is_fixed=False)
    raw = site.nodes(0).raw

    def closure(c: Context) -> float:
        """The place among siblings of the same name."""
        nodes = raw(c)
        node = nodes[0] if nodes else None
        if not isinstance(node, Element):
            return nan
        siblings = [node] if node.parent is None else node.parent.named(node.name)
        try:
            return siblings.index(node) + 1.0
        except ValueError:  # what stands for a whole repeat is not among its instances: it would be the next one
            return len(siblings) + 1.0

    return number_code(closure, like=site.arguments)


def _last(_: Site) -> Compiled:
    return number_code(lambda c: float(c.size), is_fixed=False)


def _count(site: Site) -> Compiled:
    count = site.nodes(0).count
    tally = tally_of(site.expr(0), site.scope)
    if tally is not None:
        return number_code(
            lambda c: float(count(c) if c.tallies is None else c.tallies(tally, c).count), like=site.arguments
        )
    return number_code(lambda c: float(count(c)), like=site.arguments)


def _count_non_empty(site: Site) -> Compiled:
    texts = site.nodes(0).texts
    tally = tally_of(site.expr(0), site.scope)
    if tally is not None:
        return number_code(
            lambda c: float(
                sum(1 for text in texts(c) if text != "") if c.tallies is None else c.tallies(tally, c).filled
            ),
            like=site.arguments,
        )
    return number_code(lambda c: float(sum(1 for text in texts(c) if text != "")), like=site.arguments)


def _sum(site: Site) -> Compiled:
    """Blanks count nothing, as in JavaRosa; anything else that is no number makes the sum NaN."""
    nodes = site.nodes(0)
    texts = nodes.texts
    tally = tally_of(site.expr(0), site.scope)

    def closure(c: Context) -> float:
        if tally is not None and c.tallies is not None:
            running = c.tallies(tally, c)
            if not running.odd and running.size < EXACT:
                return float(running.total)
        environment = c.environment
        total = 0.0
        for text in texts(c):
            if text != "":
                total += text_to_number(text, environment)
        return total

    return number_code(closure, like=site.arguments)


def _core_sum(site: Site) -> Compiled:
    texts = site.nodes(0).texts
    return number_code(lambda c: sum((plain_number(text) for text in texts(c)), 0.0), like=site.arguments)


def _id(site: Site) -> Compiled:
    texts = site[0].texts

    def closure(c: Context) -> Sequence[Node]:
        """Elements whose attribute `id` is one of the words; no DTD says which attribute it is."""
        wanted = {word for text in texts(c) for word in text.split()}
        node = c.node if isinstance(c.node, Element) else c.node.parent
        assert node is not None, "texts and attributes stand in an element"
        found: list[Node] = []
        stack: list[Element] = [document_of(node)]
        while stack:
            element = stack.pop()
            if element.attributes.get("id") in wanted:
                found.append(element)
            stack.extend(child for child in reversed(element.children) if isinstance(child, Element))
        return found

    return nodes_code(closure, is_fixed=False)


def _about_node(describe: Callable[[Node], str]) -> Callable[[Site], Compiled]:
    def build(site: Site) -> Compiled:
        if len(site) == 0:
            return string_code(lambda c: describe(c.node), is_fixed=False)
        raw = site.nodes(0).raw

        def closure(c: Context) -> str:
            nodes = raw(c)
            return describe(nodes[0]) if nodes else ""

        return string_code(closure, like=site.arguments)

    return build


def _local_name(node: Node) -> str:
    if isinstance(node, Element | Attribute):
        return node.name
    return node.target if isinstance(node, Instruction) else ""


def _namespace_uri(node: Node) -> str:
    return node.namespace if isinstance(node, Element | Attribute) else ""


def _name(node: Node) -> str:
    local = _local_name(node)
    if isinstance(node, Element):
        return f"{node.prefix}:{local}" if node.prefix else local
    if isinstance(node, Attribute) and node.namespace:
        known = namespaces_in_scope(node.parent)
        prefix = next((prefix for prefix, uri in known.items() if uri == node.namespace and prefix), "")
        return f"{prefix}:{local}" if prefix else local
    return local


def _lang(site: Site) -> Compiled:
    string = site[0].string

    def closure(c: Context) -> float:
        wanted = string(c).lower()
        node: Node | None = c.node
        while node is not None:
            spoken = node.attributes.get(f"{{{XML_NAMESPACE}}}lang") if isinstance(node, Element) else None
            if spoken is not None:
                return float(spoken.lower() == wanted or spoken.lower().startswith(wanted + "-"))
            node = node.parent
        return 0.0

    code = Compiled(ValueKind.BOOLEAN)
    code.boolean = lambda c: closure(c) > 0
    return code


def _current(_: Site) -> Compiled:
    return nodes_code(lambda c: (c.current,), is_fixed=True)


def _instance(site: Site) -> Compiled:
    string = site[0].string

    def closure(c: Context) -> Sequence[Node]:
        """The node above the instance's outermost element, so that paths go on with `/root`."""
        name = string(c)
        root = c.environment.instance(name)
        if root is None:
            raise XPathError("xpath-instance-unknown", name=name)
        return (root.parent if root.parent is not None else document_of(root),)

    return nodes_code(closure, like=site.arguments)


def _randomize(site: Site) -> Compiled:
    nodes = site.nodes(0).nodes
    if len(site) == 1:
        return nodes_code(lambda c: shuffled(nodes(c), c.environment.random), is_fixed=False)
    seed = site[1].string

    def closure(c: Context) -> Sequence[Node]:
        text = seed(c)
        draw: Draw = seeded(text, text_to_number(text, c.environment))
        return shuffled(nodes(c), draw)

    return nodes_code(closure, like=site.arguments)


def _indexed_repeat(site: Site) -> Compiled:
    """`indexed-repeat(node, repeat, index, …)`: each repeat is narrowed to one instance, outer ones first."""
    if len(site) % 2 == 0:
        raise XPathError("xpath-arguments", name="indexed-repeat", least=3, most="", given=len(site))
    pairs = [(site.nodes(place), site[place + 1]) for place in range(1, len(site), 2)]
    # After each repeat comes the next one inside it, after the last the node asked for.
    insides = [_inside(site, place, place - 2) for place in range(3, len(site), 2)]
    insides.append(_inside(site, 0, len(site) - 2))
    indexes = [_index_of(index) for _, index in pairs]
    first = pairs[0][0].raw

    def closure(c: Context) -> Sequence[Node]:
        nodes = first(c)
        for index, inside in zip(indexes, insides, strict=True):
            position = index(c)
            if not 1 <= position <= len(nodes):
                return ()
            nodes = inside(nodes[position - 1], c)
        return nodes

    return nodes_code(closure, like=site.arguments)


def _index_of(code: Compiled) -> Callable[[Context], int]:
    """Return what gives a wanted place from 1; a question that does not exist gives none."""
    string = code.string
    if code.kind is not ValueKind.NODES:
        return lambda c: _index(string(c))
    raw = code.raw
    return lambda c: _index(string(c)) if raw(c) else 0


def _index(text: str) -> int:
    """A blank index means the first instance, as in JavaRosa; one that is no whole number means none."""
    if text.strip() == "":
        return 1
    number = plain_number(text)
    return int(number) if not isnan(number) and number == int(number) else 0


def _inside(site: Site, place: int, outer: int) -> Callable[[Node, Context], Sequence[Node]]:
    """Return how to find the nodes of one argument below an instance of the repeat of another argument."""
    path, above = site.expr(place), site.expr(outer)
    if isinstance(path, Path) and isinstance(above, Path) and _begins_with(path, above):
        rest = site.scope.compile(Path(path.steps[len(above.steps) :])).raw
        return lambda node, c: rest(c.at(node))
    raw: NodesOf = site.nodes(place).raw
    return lambda node, c: [found for found in raw(c) if _is_within(found, node)]


def _begins_with(path: Path, above: Path) -> bool:
    count = len(above.steps)
    same_start = path.absolute == above.absolute and path.start == above.start
    return same_start and len(path.steps) > count and path.steps[:count] == above.steps


def _is_within(node: Node, outer: Node) -> bool:
    above: Node | None = node
    while above is not None:
        if above is outer:
            return True
        above = above.parent
    return False


FUNCTIONS: Final = {
    "position": Function(0, 1, _position),
    "last": Function(0, 0, _last),
    "count": Function(1, 1, _count),
    "count-non-empty": Function(1, 1, _count_non_empty),
    "sum": Function(1, 1, _sum),
    "id": Function(1, 1, _id),
    "local-name": Function(0, 1, _about_node(_local_name)),
    "namespace-uri": Function(0, 1, _about_node(_namespace_uri)),
    "name": Function(0, 1, _about_node(_name)),
    "lang": Function(1, 1, _lang),
    "current": Function(0, 0, _current),
    "instance": Function(1, 1, _instance),
    "randomize": Function(1, 2, _randomize),
    "indexed-repeat": Function(3, None, _indexed_repeat),
}
CORE: Final = ("last", "count", "id", "local-name", "namespace-uri", "name", "lang", "current")
CORE_ONLY: Final = {"position": Function(0, 0, _position), "sum": Function(1, 1, _core_sum)}
