"""Predicates over a column table, evaluated row by row on its cells, without making elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.xpath.code import BooleanOf, Compiled, NodesOf, StringOf, ValueKind
from forms.xpath.context import Context, Rows
from forms.xpath.errors import XPathError
from forms.xpath.expr import Call, Expr, Negation, Operation
from forms.xpath.functions import function
from forms.xpath.functions.signature import Site
from forms.xpath.operators import negation_code, operation_code
from forms.xpath.predicates import child_name
from forms.xpath.scope import Scope
from forms.xpath.tree import Node

# Functions that look at the context node or at the expression of their arguments: they need elements.
_NEED_ELEMENTS: Final = frozenset(("id", "lang", "indexed-repeat", "position", "last"))


class RowContext(Context):
    """A context at one row of a table.

    Attributes:
        row: Number of the row, from 0.
        columns: Name -> cells, of every column the predicate reads.
    """

    __slots__ = ("columns", "row", "rows")

    def __init__(self, outer: Context, rows: Rows, columns: dict[str, Sequence[str]]) -> None:
        super().__init__(
            outer.node,
            outer.environment,
            current=outer.current,
            root=outer.root,
            singles=outer.singles,
            holes=outer.holes,
        )
        self.rows = rows
        self.columns = columns
        self.row = 0


class _Cell(Compiled):
    """Code of a column's name: its text is a cell; only its truth needs the element."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        super().__init__(ValueKind.STRING, is_fixed=False)
        self._name = name

    def make_string(self) -> StringOf:
        """Make the closure that gives the cell."""
        name = self._name

        def string(c: Context) -> str:
            assert isinstance(c, RowContext)
            return c.columns[name][c.row]

        return string

    def make_raw(self) -> NodesOf:
        """Make the closure that gives the cell's element."""
        name = self._name

        def raw(c: Context) -> Sequence[Node]:
            assert isinstance(c, RowContext)
            return c.rows.element(c.row).named(name)

        return raw

    def make_boolean(self) -> BooleanOf:
        """Make the closure that says whether there is such an element."""
        raw = self.raw
        return lambda c: len(raw(c)) > 0


def cell_code(expr: Expr, scope: Scope, columns: set[str]) -> Compiled | None:
    """Return code that reads cells of a `RowContext`, None for an expression that needs elements.

    Args:
        columns: Gains the names of the columns read.
    """
    name = child_name(expr)
    if name is not None:
        columns.add(name)
        return _Cell(name)
    match expr:
        case Operation():
            parts = _all(expr.operands, scope, columns)
            return None if parts is None else operation_code(expr.operators, parts)
        case Negation():
            operand = cell_code(expr.operand, scope, columns)
            return None if operand is None else negation_code(operand)
        case Call() if expr.arguments:
            return _call(expr, scope, columns)
        case _:
            code = scope.compile(expr)
            return code if code.is_fixed else None


def _all(exprs: tuple[Expr, ...], scope: Scope, columns: set[str]) -> tuple[Compiled, ...] | None:
    parts = []
    for expr in exprs:
        code = cell_code(expr, scope, columns)
        if code is None:
            return None
        parts.append(code)
    return tuple(parts)


def _call(call: Call, scope: Scope, columns: set[str]) -> Compiled | None:
    if call.name in _NEED_ELEMENTS:
        return None
    arguments = _all(call.arguments, scope, columns)
    if arguments is None:
        return None
    try:
        return function(call.name, is_odk=True, given=len(arguments)).build(Site(call, arguments, scope))
    except XPathError:
        return None  # compiled the long way it says what is wrong, if it is reached


def rows_where(code: Compiled, names: set[str], numbers: Sequence[int], rows: Rows, c: Context) -> list[int] | None:
    """Return the rows for which the code is true; None when the table lacks a column it reads."""
    columns: dict[str, Sequence[str]] = {}
    for name in names:
        cells = rows.column(name)
        if cells is None:
            return None
        columns[name] = cells
    inner = RowContext(c, rows, columns)
    boolean = code.boolean
    kept = []
    for number in numbers:
        inner.row = number
        if boolean(inner):
            kept.append(number)
    return kept
