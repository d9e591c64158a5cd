"""Predicates: by position, by comparing a child with something that stays the same, or by any expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forms.xpath.code import Compiled, ValueKind
from forms.xpath.compare import MIRRORED, TESTS
from forms.xpath.context import Context
from forms.xpath.expr import Call, Expr, NameTest, Operation, Path
from forms.xpath.numbers import text_to_number
from forms.xpath.scope import Scope
from forms.xpath.tree import Node
from forms.xpath.walk import walk

Choose = Callable[[Sequence[Node], Context], Sequence[Node]]
TextTest = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ColumnTest:
    """`column sign fixed`: a child compared with what is the same for every item."""

    column: str
    sign: str
    fixed: Compiled

    @property
    def is_equality(self) -> bool:
        """Whether an index can answer it: equality of texts."""
        return self.sign == "=" and self.fixed.kind in (ValueKind.STRING, ValueKind.NODES)

    def on_text(self, c: Context) -> TextTest:
        """Return the test of one text of the column."""
        if self.sign in ("=", "!=") and self.fixed.kind in (ValueKind.STRING, ValueKind.NODES):
            texts = self.fixed.texts(c)
            if self.sign == "=":
                return frozenset(texts).__contains__
            return lambda text: any(text != other for other in texts)
        return self._on_number(c)

    def _on_number(self, c: Context) -> TextTest:
        environment, test = c.environment, TESTS[self.sign]
        if self.fixed.kind is ValueKind.NODES:
            numbers = [text_to_number(text, environment) for text in self.fixed.texts(c)]
            return lambda text: (n := text_to_number(text, environment)) == n and any(test(n, m) for m in numbers)
        number = self.fixed.number(c)
        return lambda text: test(text_to_number(text, environment), number)


def child_name(expr: Expr) -> str | None:
    """Return the name when the expression is a plain child step, `name`."""
    if not isinstance(expr, Path) or expr.absolute or expr.start is not None or len(expr.steps) != 1:
        return None
    step = expr.steps[0]
    if step.axis != "child" or step.predicates or not isinstance(step.test, NameTest) or step.test.prefix:
        return None
    return step.test.local if step.test.local != "*" else None


def column_test(expr: Expr, scope: Scope) -> ColumnTest | None:
    """Return the comparison of a child with something fixed that the expression is, None when it is something else."""
    if not scope.is_odk or not isinstance(expr, Operation) or len(expr.operators) != 1:
        return None
    sign = expr.operators[0]
    if sign not in TESTS:
        return None
    left, right = expr.operands
    for column, other, seen in ((child_name(left), right, sign), (child_name(right), left, MIRRORED[sign])):
        if column is not None:
            fixed = scope.compile(other)
            if fixed.is_fixed and fixed.kind is not ValueKind.BOOLEAN:
                return ColumnTest(column, seen, fixed)
    return None


def conjuncts(expr: Expr) -> tuple[Expr, ...]:
    """Return the parts that must all be true."""
    return expr.operands if isinstance(expr, Operation) and expr.operators[0] == "and" else (expr,)


def counts_positions(expr: Expr) -> bool:
    """Return whether `position()` or `last()` occurs."""
    return any(
        isinstance(part, Call) and part.name in ("position", "last") and not part.arguments for part in walk(expr)
    )


def position_wanted(expr: Expr, code: Compiled, scope: Scope) -> Compiled | None:
    """Return what gives the only position wanted, for `[2]` and `[position() = 2]`; None for other predicates."""
    if code.kind is ValueKind.NUMBER:
        return code if code.is_fixed else None
    if isinstance(expr, Operation) and expr.operators == ("=",):
        for this, other in (expr.operands, reversed(expr.operands)):
            if this == Call("position"):
                number = scope.compile(other)
                return number if number.is_fixed and number.kind is not ValueKind.BOOLEAN else None
    return None


def predicate(expr: Expr, scope: Scope) -> Choose:
    """Return the closure that keeps the nodes, given in the order of their axis, for which the predicate holds."""
    code = scope.compile(expr)
    wanted = position_wanted(expr, code, scope)
    if wanted is not None:
        return _at_position(wanted)
    if code.kind is ValueKind.NUMBER:
        return _where_position(code)
    parts = conjuncts(expr)
    tests = [column_test(part, scope) for part in parts]
    if not any(tests) or counts_positions(expr):
        return _where(code)
    rest = [part for part, test in zip(parts, tests, strict=True) if test is None]
    others = [_where(scope.compile(part)) for part in rest]
    return _where_columns([test for test in tests if test is not None], others)


def _at_position(wanted: Compiled) -> Choose:
    number = wanted.number

    def closure(nodes: Sequence[Node], c: Context) -> Sequence[Node]:
        if not nodes:
            return nodes
        position = number(c)
        if 1 <= position <= len(nodes) and position == int(position):
            return (nodes[int(position) - 1],)
        return ()

    return closure


def _where_position(code: Compiled) -> Choose:
    number = code.number

    def closure(nodes: Sequence[Node], c: Context) -> Sequence[Node]:
        if not nodes:
            return nodes
        inner = c.at(nodes[0], 1, len(nodes))
        kept = []
        for position, node in enumerate(nodes, 1):
            inner.node, inner.position = node, position
            if number(inner) == position:
                kept.append(node)
        return kept

    return closure


def _where(code: Compiled) -> Choose:
    boolean = code.boolean

    def closure(nodes: Sequence[Node], c: Context) -> Sequence[Node]:
        if not nodes:
            return nodes
        inner = c.at(nodes[0], 1, len(nodes))
        kept = []
        for position, node in enumerate(nodes, 1):
            inner.node, inner.position = node, position
            if boolean(inner):
                kept.append(node)
        return kept

    return closure


def _where_columns(tests: list[ColumnTest], others: list[Choose]) -> Choose:
    def closure(nodes: Sequence[Node], c: Context) -> Sequence[Node]:
        for test in tests:
            if not nodes:
                return nodes
            nodes = _kept(nodes, test.column, test.on_text(c))
        for other in others:
            nodes = other(nodes, c)
        return nodes

    return closure


def _kept(nodes: Sequence[Node], column: str, holds: TextTest) -> list[Node]:
    kept = []
    for node in nodes:
        children = node.children
        found = (children.names or children.by_name()).get(column)
        if found is not None and (
            holds(found[0].text) if len(found) == 1 else any(holds(child.text) for child in found)
        ):
            kept.append(node)
    return kept
