"""Where a module can be changed a little, and the changes: each a slip that a person could make."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
# Nothing that runs depends on them: how a value is shown to a programmer, what is only for the type checker.
SKIPPED_FUNCTIONS = frozenset({"__repr__"})
SKIPPED_NAMES = frozenset({"__slots__", "__all__"})
SKIPPED_CALLS = frozenset({"cast", "TypeVar", "NewType"})
MARK = "XX"  # put before a changed text


@dataclass(frozen=True)
class Site:
    """One possible change of a module.

    Args:
        number: Place among all changes of the module, as `sites` lists them.
        line: First line of what is changed.
        lines: Lines that are run when the changed code is: those of the statement, or of the function for a default.
        at_import: It is in no function: whatever imports the module may show it.
        what: What is changed, in words.
    """

    number: int
    line: int
    lines: tuple[int, int]
    what: str
    at_import: bool = False


Change = tuple[ast.AST, str, tuple[int, int], bool, Callable[[], None]]


def sites(source: str) -> list[Site]:
    """Return every change that can be made to a module, in order of its text."""
    found = _Finder().changes(ast.parse(source))
    return [
        Site(number, node.lineno, lines, what, at_import)  # type: ignore[attr-defined]
        for number, (node, what, lines, at_import, _) in enumerate(found)
    ]


def changed(source: str, number: int) -> ast.Module:
    """Return the module with one change made, by its number in `sites`."""
    tree = ast.parse(source)
    _Finder().changes(tree)[number][4]()
    return ast.fix_missing_locations(tree)


class _Finder:
    """Walks a module and collects changes as actions on its tree."""

    def __init__(self) -> None:
        self._found: list[Change] = []
        self._lines = (0, 0)
        self._functions = 0  # around the place that is looked at

    def changes(self, tree: ast.Module) -> list[Change]:
        self._block(tree.body)
        return self._found

    def _note(self, node: ast.AST, what: str, change: Callable[[], None]) -> None:
        self._found.append((node, what, self._lines, self._functions == 0, change))

    # statements

    def _block(self, body: list[ast.stmt]) -> None:
        for place, statement in enumerate(body):
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue  # a docstring
            self._statement(statement, body, place)

    def _statement(self, node: ast.stmt, body: list[ast.stmt], place: int) -> None:
        if isinstance(node, ast.FunctionDef):
            self._function(node)
            return
        if isinstance(node, ast.ClassDef):
            if not any(ast.unparse(base).startswith("Protocol") for base in node.bases):
                self._block(node.body)
            return
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert) or _is_for_types(node):
            return
        before = self._lines
        self._lines = (node.lineno, _head_end(node))
        if _can_go(node):
            self._note(node, f"left out: {_short(node)}", lambda: body.__setitem__(place, ast.Pass()))
        if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
            self._note(node, f"return None instead of {_short(node.value)}", _setter(node, "value", ast.Constant(None)))
        if isinstance(node, ast.If):
            self._note(node, f"not ({_short(node.test)})", lambda: setattr(node, "test", _negated(node.test)))
        if isinstance(node, ast.AugAssign):
            self._operator(node, node.op, lambda op: setattr(node, "op", op))
        for expr in _expressions(node):
            self._expression(expr)
        self._lines = before
        for name in ("body", "orelse", "finalbody"):
            self._block(getattr(node, name, []))
        for handler in getattr(node, "handlers", []):
            self._block(handler.body)
        for case in getattr(node, "cases", []):
            if case.guard is not None:
                self._lines = (case.pattern.lineno, case.guard.lineno)
                self._expression(case.guard)
                self._lines = before
            self._block(case.body)

    def _function(self, node: ast.FunctionDef) -> None:
        if node.name in SKIPPED_FUNCTIONS:
            return
        before = self._lines
        self._lines = (node.body[0].lineno, node.end_lineno or node.lineno)
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self._expression(default)
        self._lines = before
        self._functions += 1
        self._block(node.body)
        self._functions -= 1

    # expressions

    def _expression(self, node: ast.expr) -> None:
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in SKIPPED_CALLS:
                for argument in node.args[1:]:
                    self._expression(argument)
                return
        elif isinstance(node, ast.Compare):
            for place, op in enumerate(node.ops):
                for other in COMPARED[type(op)]:
                    what = f"{_sign(op)} becomes {_sign(other())} in {_short(node)}"
                    self._note(node, what, lambda place=place, other=other: node.ops.__setitem__(place, other()))
        elif isinstance(node, ast.BoolOp):
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            self._note(node, f"{_sign(other())} in {_short(node)}", _setter(node, "op", other()))
        elif isinstance(node, ast.BinOp):
            self._operator(node, node.op, lambda op: setattr(node, "op", op))
        elif isinstance(node, ast.UnaryOp):
            if isinstance(node.op, ast.Not | ast.USub):
                self._note(node, f"without {_sign(node.op)} in {_short(node)}", _replacer(node, node.operand))
        elif isinstance(node, ast.IfExp):
            self._note(node, f"not ({_short(node.test)})", lambda: setattr(node, "test", _negated(node.test)))
        elif isinstance(node, ast.Constant):
            self._constant(node)
        for comprehension in getattr(node, "generators", []):
            for place, test in enumerate(comprehension.ifs):
                what = f"not ({_short(test)}) in a comprehension"
                self._note(test, what, lambda ifs=comprehension.ifs, place=place: _negate_at(ifs, place))
        for child in _parts(node):
            self._expression(child)

    def _operator(self, node: ast.AST, op: ast.operator, put: Callable[[ast.operator], None]) -> None:
        other = COUNTED.get(type(op))
        if other is not None:
            self._note(node, f"{_sign(op)} becomes {_sign(other())} in {_short(node)}", lambda: put(other()))

    def _constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._note(node, f"{value} becomes {not value}", _setter(node, "value", not value))
        elif isinstance(value, int | float):
            self._note(node, f"{value} becomes {value + 1}", _setter(node, "value", value + 1))
        elif isinstance(value, str):
            self._note(node, f"{value!r} becomes {MARK + value!r}", _setter(node, "value", MARK + value))


def _is_for_types(node: ast.stmt) -> bool:
    """Tell whether a statement is only for the type checker, or names attributes."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.AnnAssign):
        return node.value is None
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        return isinstance(target, ast.Name) and (target.id in SKIPPED_NAMES or _is_alias(node.value))
    return False


def _is_alias(value: ast.expr) -> bool:
    """Tell whether a value is a type: `Files = Mapping[str, bytes] | None`."""
    if isinstance(value, ast.BinOp):
        return (
            isinstance(value.op, ast.BitOr)
            and _is_alias(value.left)
            and (_is_alias(value.right) or _is_none(value.right) or isinstance(value.right, ast.Name))
        )
    return isinstance(value, ast.Subscript) and ast.unparse(value.value) in (
        "Callable", "Mapping", "Sequence", "Literal", "tuple", "dict", "list"
    )  # fmt: skip


def _can_go(node: ast.stmt) -> bool:
    """Tell whether a statement can be left out without a name being missing for it."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
    return isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break | ast.Delete)


def _head_end(node: ast.stmt) -> int:
    """Return the last line of a statement without the blocks below it."""
    inner = getattr(node, "body", None) or getattr(node, "cases", None)
    if not inner:
        return node.end_lineno or node.lineno
    first = inner[0].pattern if isinstance(inner[0], ast.match_case) else inner[0]
    return max(node.lineno, first.lineno - 1)


def _expressions(node: ast.stmt) -> Iterator[ast.expr]:
    """Yield the expressions of a statement's own line, without annotations and blocks."""
    if isinstance(node, ast.AnnAssign):
        if node.value is not None:
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword):
            yield child.value
        elif isinstance(child, ast.comprehension):
            yield from (child.iter, *child.ifs)
        elif isinstance(child, ast.arguments):
            yield from child.defaults
            yield from (default for default in child.kw_defaults if default is not None)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), copy.deepcopy(test))


def _negate_at(tests: list[ast.expr], place: int) -> None:
    tests[place] = _negated(tests[place])


def _setter(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _replacer(node: ast.UnaryOp, operand: ast.expr) -> Callable[[], None]:
    """Drop a sign: two of `not` and `not` in its place keep the truth, two of `-` the number."""

    def replace() -> None:
        node.operand = ast.UnaryOp(node.op, copy.deepcopy(operand))

    return replace


def _sign(op: ast.AST) -> str:
    """Return an operator as it is written."""
    words = {ast.Not: "not", ast.USub: "-", ast.And: "and", ast.Or: "or"}
    if type(op) in words:
        return words[type(op)]
    a, b = ast.Name("a"), ast.Name("b")
    shown = ast.Compare(a, [op], [b]) if isinstance(op, ast.cmpop) else ast.BinOp(a, op, b)  # type: ignore[arg-type]
    return ast.unparse(shown)[2:-2]


def _short(node: ast.AST) -> str:
    """Return code in one line of at most 60 characters."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "..."


def spread(sizes: Sequence[int], count: int) -> list[int]:
    """Return how many of `count` each part gets by its size; they add up to `count`."""
    total = sum(sizes)
    shares = [count * size // total for size in sizes]
    for place in sorted(range(len(sizes)), key=lambda place: -(count * sizes[place] % total))[: count - sum(shares)]:
        shares[place] += 1
    return shares
