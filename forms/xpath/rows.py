"""Paths over a secondary instance that has a column table: `instance('x')/root/item[name = …]/label` by its indexes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forms.xpath.cells import cell_code, rows_where
from forms.xpath.code import Compiled, NodesOf, ValueKind
from forms.xpath.context import Context, Rows
from forms.xpath.expr import Call, Expr, NameTest, Operation, Path, Step, Text
from forms.xpath.predicates import (
    ColumnTest,
    column_test,
    conjuncts,
    counts_positions,
    position_wanted,
)
from forms.xpath.scope import Scope
from forms.xpath.tree import Node

Numbers = Sequence[int]  # rows, from 0, rising
Narrow = Callable[[Numbers, Rows, Context], Numbers]


def rows_code(path: Path, scope: Scope, *, generic: Callable[[], Compiled]) -> Compiled | None:
    """Return the code of a path over a table, None when it is no such path.

    Args:
        generic: Compiles the path the long way, for an instance that turns out to have no table.
    """
    instance = _instance_id(path)
    if instance is None:
        return None
    narrows = [_narrow(each, scope) for each in path.steps[1].predicates]
    if not all(narrows):
        return None
    columns = [_name(step) for step in path.steps[2:]]
    if any(name is None for name in columns) or len(columns) > 1:
        return None
    return RowsCode(
        _Lookup(instance, [narrow for narrow in narrows if narrow is not None]),
        columns[0] if columns else None,
        generic,
    )


def _instance_id(path: Path) -> str | None:
    start = path.start
    if not isinstance(start, Call) or start.name != "instance" or len(start.arguments) != 1 or len(path.steps) < 2:
        return None
    argument = start.arguments[0]
    if not isinstance(argument, Text) or _name(path.steps[0]) != "root" or path.steps[1].test != NameTest("item"):
        return None
    return argument.value if path.steps[1].axis == "child" else None


def _name(step: Step) -> str | None:
    """Return the name of a plain child step."""
    if step.axis != "child" or step.predicates or not isinstance(step.test, NameTest) or step.test.prefix:
        return None
    return step.test.local if step.test.local != "*" else None


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Finds rows: all of an instance, narrowed by each predicate in turn."""

    instance: str
    narrows: Sequence[Narrow]

    def find(self, rows: Rows, c: Context) -> Numbers:
        """Return the rows that are left."""
        numbers: Numbers = range(len(rows))
        for narrow in self.narrows:
            numbers = narrow(numbers, rows, c)
        return numbers


class RowsCode(Compiled):
    """Code of a path over a table; texts come from the columns, elements are made only when nodes are asked for."""

    __slots__ = ("_column", "_generic", "_long", "_lookup")

    def __init__(self, lookup: _Lookup, column: str | None, generic: Callable[[], Compiled]) -> None:
        super().__init__(ValueKind.NODES, is_fixed=True)
        self._lookup = lookup
        self._column = column
        self._generic = generic
        self._long: Compiled | None = None

    def long_way(self) -> Compiled:
        """Return the code that goes through elements."""
        if self._long is None:
            self._long = self._generic()
            self._long.is_odk = self.is_odk
        return self._long

    def numbers(self, c: Context) -> Numbers | None:
        """Return the rows selected; None for an instance without a table, or a path that goes on to a column."""
        rows = c.environment.rows(self._lookup.instance)
        return None if rows is None or self._column is not None else self._lookup.find(rows, c)

    def make_raw(self) -> NodesOf:
        """Make the closure that gives elements."""
        lookup, column = self._lookup, self._column

        def raw(c: Context) -> Sequence[Node]:
            rows = c.environment.rows(lookup.instance)
            if rows is None:
                return self.long_way().raw(c)
            items = [rows.element(number) for number in lookup.find(rows, c)]
            if column is None:
                return items
            return [child for item in items for child in item.named(column)]

        return raw

    def make_texts(self) -> Callable[[Context], list[str]]:
        """Make the closure that gives the texts of a column."""
        lookup, column = self._lookup, self._column
        if column is None:
            return super().make_texts()

        def texts(c: Context) -> list[str]:
            rows = c.environment.rows(lookup.instance)
            if rows is None:
                return self.long_way().texts(c)
            cells = rows.column(column)
            return [] if cells is None else [cells[number] for number in lookup.find(rows, c)]

        return texts

    def make_string(self) -> Callable[[Context], str]:
        """Make the closure that gives the first text of a column."""
        lookup, column = self._lookup, self._column
        if column is None:
            return super().make_string()

        def string(c: Context) -> str:
            rows = c.environment.rows(lookup.instance)
            if rows is None:
                return self.long_way().string(c)
            cells = rows.column(column)
            numbers = lookup.find(rows, c) if cells is not None else ()
            return cells[numbers[0]] if cells is not None and numbers else ""

        return string

    def make_boolean(self) -> Callable[[Context], bool]:
        """Make the closure that says whether there is a row."""
        count = self.count
        return lambda c: count(c) > 0

    def make_count(self) -> Callable[[Context], int]:
        """Make the closure that counts rows; of a column, its elements."""
        if self._column is not None:
            return super().make_count()
        lookup = self._lookup

        def count(c: Context) -> int:
            rows = c.environment.rows(lookup.instance)
            return self.long_way().count(c) if rows is None else len(lookup.find(rows, c))

        return count


def _narrow(expr: Expr, scope: Scope) -> Narrow | None:
    """Return the closure of one predicate over rows; None for one that asks for positions other than `[n]`."""
    code = scope.compile(expr)
    wanted = position_wanted(expr, code, scope)
    if wanted is not None:
        return _at_position(wanted)
    if code.kind is ValueKind.NUMBER or counts_positions(expr):
        return None
    narrows = [_part(each, scope) for each in sorted(conjuncts(expr), key=lambda each: not _is_indexed(each, scope))]
    return narrows[0] if len(narrows) == 1 else _one_after_the_other(narrows)


def _is_indexed(expr: Expr, scope: Scope) -> bool:
    test = column_test(expr, scope)
    return (test is not None and test.is_equality) or _alternatives(expr, scope) is not None


def _part(expr: Expr, scope: Scope) -> Narrow:
    """Return the closure of one condition: by the index, by a column, by cells, or by elements."""
    test = column_test(expr, scope)
    if test is not None:
        return _by_column(test)
    tests = _alternatives(expr, scope)
    if tests is not None:
        return _by_alternatives(tests)
    columns: set[str] = set()
    cells = cell_code(expr, scope, columns)
    elements = _by_elements(scope.compile(expr))
    return elements if cells is None else _by_cells(cells, columns, elements)


def _alternatives(expr: Expr, scope: Scope) -> list[ColumnTest] | None:
    """Return the equalities joined by `or` that the expression is, None when it is something else."""
    if not isinstance(expr, Operation) or expr.operators[0] != "or":
        return None
    tests = [column_test(each, scope) for each in expr.operands]
    found = [test for test in tests if test is not None and test.is_equality]
    return found if len(found) == len(tests) else None


def _at_position(wanted: Compiled) -> Narrow:
    def closure(numbers: Numbers, _: Rows, c: Context) -> Numbers:
        position = wanted.number(c)
        if 1 <= position <= len(numbers) and position == int(position):
            return (numbers[int(position) - 1],)
        return ()

    return closure


def _one_after_the_other(narrows: list[Narrow]) -> Narrow:
    def closure(numbers: Numbers, rows: Rows, c: Context) -> Numbers:
        for narrow in narrows:
            if not numbers:
                return numbers
            numbers = narrow(numbers, rows, c)
        return numbers

    return closure


def _by_column(test: ColumnTest) -> Narrow:
    def closure(numbers: Numbers, rows: Rows, c: Context) -> Numbers:
        cells = rows.column(test.column)
        if cells is None:
            return ()
        if test.is_equality and isinstance(numbers, range):
            texts = test.fixed.texts(c)
            return rows.select(test.column, texts[0]) if len(texts) == 1 else _select_all(rows, test.column, texts)
        holds = test.on_text(c)
        return [number for number in numbers if holds(cells[number])]

    return closure


def _select_all(rows: Rows, column: str, texts: Sequence[str]) -> Numbers:
    return sorted({number for text in texts for number in rows.select(column, text)})


def _by_alternatives(tests: list[ColumnTest]) -> Narrow:
    """Each equality by the index; only rows not yet ruled out are kept."""

    def closure(numbers: Numbers, rows: Rows, c: Context) -> Numbers:
        found: set[int] = set()
        for test in tests:
            if rows.column(test.column) is not None:
                for text in test.fixed.texts(c):
                    found.update(rows.select(test.column, text))
        return sorted(found) if isinstance(numbers, range) else [number for number in numbers if number in found]

    return closure


def _by_cells(code: Compiled, columns: set[str], elements: Narrow) -> Narrow:
    def closure(numbers: Numbers, rows: Rows, c: Context) -> Numbers:
        kept = rows_where(code, columns, numbers, rows, c) if numbers else ()
        return elements(numbers, rows, c) if kept is None else kept

    return closure


def _by_elements(code: Compiled) -> Narrow:
    boolean = code.boolean

    def closure(numbers: Numbers, rows: Rows, c: Context) -> Numbers:
        if not numbers:
            return numbers
        inner = c.at(rows.element(numbers[0]), 1, len(numbers))
        kept = []
        for number in numbers:
            inner.node = rows.element(number)
            if boolean(inner):
                kept.append(number)
        return kept

    return closure
