"""Which nodes of the plan an expression reads, and from which shared ancestor: found without evaluating it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms.model.formula import Formula, ModelText
from forms.model.names import CHOICE_NAMES
from forms.model.plan import ModelNode
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import PARENT, Call, Expr, Filter, KindTest, NameTest, Path, Step, Text
from forms.xpath.parse import parse
from forms.xpath.walk import calls, children

# Functions that ask how many nodes there are or where they stand, not what is in them.
COUNTING = frozenset({"count", "position", "name", "local-name", "namespace-uri", "boolean", "not", "indexed-repeat"})
# Functions whose result is the nodes of their first argument.
PASSING = frozenset({"randomize", "indexed-repeat"})


@dataclass(frozen=True, slots=True)
class Read:
    """One node an expression reads.

    Args:
        node: What is read; a group or repeat stands for the number of its instances and their places.
        pivot: Lowest node above both the reader and `node` whose instance the path shares with the reader.
    """

    node: ModelNode
    pivot: ModelNode

    @property
    def is_local(self) -> bool:
        """Whether it reads one node of the reader's own repeat instances, never one of another row."""
        return len(self.node.repeats) <= len(self.pivot.repeats)

    @classmethod
    def between(cls, node: ModelNode, reader: ModelNode) -> Read:
        """Return the read of a node in the reader's own repeat instances, as far as they share them."""
        ancestors = {each.index for each in reader.chain()}
        return cls(node, next(each for each in node.chain() if each.index in ancestors))


def reads(expr: Expr, at: ModelNode, root: ModelNode) -> frozenset[Read]:
    """Return what an expression without names reads when it stands at a node."""
    reader = _Reader(at, root)
    reader.visit(expr, [Read(at, at)], counting=False)
    return frozenset(reader.found)


def targets(expr: Expr, at: ModelNode, root: ModelNode) -> tuple[ModelNode, ...]:
    """Return the nodes that a path written at a node leads to; () for what is no path of the main instance."""
    if not isinstance(expr, Path | Filter):
        return ()
    cursors = _Reader(at, root).cursors(expr, [Read(at, at)])
    return tuple(dict.fromkeys(cursor.node for cursor in cursors or ()))


class Reading:
    """Tells what formulas read, also through the labels of choices and the texts that they tell."""

    def __init__(self, nodes: Sequence[ModelNode], texts: Mapping[str, ModelText]) -> None:
        self._nodes = nodes
        self.root = nodes[0]
        self._texts = texts

    def of(self, formula: Formula, at: ModelNode) -> frozenset[Read]:
        """Return what a formula reads when it stands at a node; what fills a shape is known without following it."""
        if formula.shape is not None:
            return frozenset(Read(self._nodes[index], self.root) for index in formula.holes)
        found = reads(formula.expr, at, self.root)
        return found if not formula.speaks else found.union(*(self._told(call, at) for call in calls(formula.expr)))

    def _told(self, call: Call, at: ModelNode) -> frozenset[Read]:
        last = call.arguments[-1] if call.arguments else None
        if call.name == "jr:itext":
            names = [last.value] if isinstance(last, Text) else list(self._texts)
            outputs = [output for name in names if name in self._texts for output in self._texts[name].formulas()]
            return frozenset().union(*(reads(output.expr, self.root, self.root) for output in outputs))
        if call.name not in CHOICE_NAMES or not isinstance(last, Text):
            return frozenset()
        try:
            path = parse(last.value.strip())
        except XPathSyntaxError:
            return frozenset()
        return frozenset().union(*(self._labels(question, at) for question in targets(path, at, self.root)))

    def _labels(self, question: ModelNode, at: ModelNode) -> set[Read]:
        """Return what the labels of a question's choices show, as it is read from another node."""
        choices = question.choices
        if choices is None:
            return set()
        # Whether there is such a question, where it is repeated.
        found = {Read.between(repeat, at) for repeat in question.repeats if repeat not in at.repeats}
        if choices.instance is not None or choices.nodeset is None:
            return found.union(*(reads(output.expr, self.root, self.root) for output in choices.outputs))
        above = {each.index for each in at.chain()}
        for read in reads(choices.nodeset.expr, question, self.root):
            pivot = next(each for each in read.pivot.chain() if each.index in above)
            found.add(Read(read.node, pivot))
            place = read.node.places.get(choices.label)
            if place is not None:
                found.add(Read(read.node.children[place], pivot))
        return found


class _Reader:
    """Follows paths over the plan. A cursor is a Read; None as a list of cursors: outside the main instance."""

    def __init__(self, at: ModelNode, root: ModelNode) -> None:
        self._at = at
        self._root = root
        self.found: set[Read] = set()

    def visit(self, expr: Expr, context: list[Read] | None, *, counting: bool) -> None:
        """Record everything the expression reads."""
        if isinstance(expr, Path | Filter):
            self._record(self.cursors(expr, context), counting=counting)
            return
        if isinstance(expr, Call) and expr.name == "current":
            return
        inner = isinstance(expr, Call) and expr.name in COUNTING
        for place, part in enumerate(children(expr)):
            whole = isinstance(expr, Call) and expr.name == "indexed-repeat" and place == 0
            self.visit(part, context, counting=inner and not whole)

    def _record(self, cursors: Iterable[Read] | None, *, counting: bool) -> None:
        for cursor in cursors or ():
            self.found.add(cursor)
            if cursor.node.is_group and not counting and cursor.pivot is not cursor.node:
                self.found.update(Read(leaf, cursor.pivot) for leaf in cursor.node.walk() if not leaf.is_group)

    def cursors(self, expr: Expr, context: list[Read] | None) -> list[Read] | None:
        """Return where a node-set expression leads, recording what its predicates read."""
        if isinstance(expr, Filter):
            cursors = self.cursors(expr.base, context)
            self._predicates(expr.predicates, cursors)
            return cursors
        if isinstance(expr, Path):
            return self._follow(expr, context)
        if isinstance(expr, Call):
            if expr.name == "current":
                return [Read(self._at, self._at)]
            if expr.name in PASSING and expr.arguments:
                for argument in expr.arguments[1:]:
                    self.visit(argument, context, counting=True)
                return self.cursors(expr.arguments[0], context)
        self.visit(expr, context, counting=False)
        return None

    def _follow(self, path: Path, context: list[Read] | None) -> list[Read] | None:
        steps: Sequence[Step] = path.steps
        if path.absolute:
            cursors: list[Read] | None = [Read(self._root, self._root)]
            first = path.steps[0] if path.steps else None
            if first is not None and first.axis == "child":
                if not _matches(first, self._root):
                    return []
                self._predicates(first.predicates, cursors)
                steps = path.steps[1:]
        else:
            cursors = context if path.start is None else self.cursors(path.start, context)
        cursors, steps = _plainly(cursors, steps)
        for step in steps:
            if cursors is not None:
                found = dict.fromkeys(target for cursor in cursors for target in self._step(cursor, step))
                cursors = list(found)
            self._predicates(step.predicates, cursors)
        return cursors

    def _predicates(self, predicates: Iterable[Expr], cursors: list[Read] | None) -> None:
        for predicate in predicates:
            self.visit(predicate, cursors, counting=False)
            for cursor in cursors or ():
                if cursor.node.is_repeat:
                    self.found.add(cursor)

    def _step(self, cursor: Read, step: Step) -> Iterator[Read]:
        for target in self._reach(cursor, step):
            if _matches(step, target.node):
                yield target

    def _reach(self, cursor: Read, step: Step) -> Iterator[Read]:
        node, pivot = cursor.node, cursor.pivot
        axis = step.axis
        if axis == "child":
            test = step.test
            by_name = isinstance(test, NameTest) and test.local != "*"
            near = node.named(test.local) if isinstance(test, NameTest) and by_name else node.children
            yield from (Read(child, pivot) for child in near)
        elif axis == "self":
            yield cursor
        elif axis == "parent":
            if node.parent is not None:
                yield Read(node.parent, _higher(pivot, node.parent))
        elif axis in ("descendant", "descendant-or-self"):
            yield from (Read(each, pivot) for each in node.walk() if each is not node or axis != "descendant")
        elif axis in ("ancestor", "ancestor-or-self"):
            for each in node.chain():
                if each is not node or axis != "ancestor":
                    yield Read(each, _higher(pivot, each))
        elif axis in ("following-sibling", "preceding-sibling"):
            if node.parent is not None:
                above = _higher(pivot, node.parent)
                yield from (Read(each, above) for each in node.parent.children)
        elif axis == "attribute":
            yield from (Read(each, pivot) for each in node.attributes)
        elif axis in ("following", "preceding"):
            yield from (Read(each, self._root) for each in self._root.walk())


def _plainly(cursors: list[Read] | None, steps: Sequence[Step]) -> tuple[list[Read] | None, Sequence[Step]]:
    """Take the first steps from one node as long as each leads to one parent or one child; return the other steps."""
    if cursors is None or len(cursors) != 1:
        return cursors, steps
    node, pivot = cursors[0].node, cursors[0].pivot
    taken = 0
    for step in steps:
        above = node.parent
        if step == PARENT and above is not None:
            node, pivot = above, _higher(pivot, above)
        else:
            found = node.named(step.test.local) if _is_plain_child(step) and isinstance(step.test, NameTest) else ()
            if len(found) != 1:
                break
            node = found[0]
        taken += 1
    return ([Read(node, pivot)], steps[taken:]) if taken else (cursors, steps)


def _is_plain_child(step: Step) -> bool:
    return step.axis == "child" and not step.predicates


def _higher(pivot: ModelNode, node: ModelNode) -> ModelNode:
    return node if node.depth < pivot.depth else pivot


def _matches(step: Step, node: ModelNode) -> bool:
    if isinstance(step.test, KindTest):
        return step.test.kind == "node"
    assert isinstance(step.test, NameTest)
    name = node.name.removeprefix("@").rpartition(":")[2] if node.is_attribute else node.name
    return step.test.local in ("*", name)
