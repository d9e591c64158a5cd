"""Go through a syntax tree: its parts, its references, its calls; and make changed copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from forms.xpath.expr import Call, Expr, Filter, Negation, Operation, Path, Reference, Step


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the expressions directly inside an expression, predicates of its steps included."""
    match expr:
        case Call():
            return expr.arguments
        case Operation():
            return expr.operands
        case Negation():
            return (expr.operand,)
        case Filter():
            return (expr.base, *expr.predicates)
        case Path():
            inside = tuple(predicate for step in expr.steps for predicate in step.predicates)
            return inside if expr.start is None else (expr.start, *inside)
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield the expression and all expressions inside it, outer ones first."""
    stack = [expr]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))


def references(expr: Expr) -> tuple[Reference, ...]:
    """Return every `${name}` in the order written, repeated where it is repeated."""
    return tuple(part for part in walk(expr) if isinstance(part, Reference))


def paths(expr: Expr) -> tuple[Path, ...]:
    """Return every location path, outer ones before those in their predicates."""
    return tuple(part for part in walk(expr) if isinstance(part, Path))


def calls(expr: Expr) -> tuple[Call, ...]:
    """Return every function call, outer ones first."""
    return tuple(part for part in walk(expr) if isinstance(part, Call))


def transform(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return a copy where every expression, inner ones first, is replaced by what `change` makes of it.

    Parts that do not change are shared. A path that comes to stand where another path starts is joined to it:
    replacing `${x}` in `${x}/name` by a path gives one path.
    """
    return change(_with_changed_parts(expr, change))


def _with_changed_parts(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    def all_of(parts: tuple[Expr, ...]) -> tuple[Expr, ...]:
        changed = tuple(transform(part, change) for part in parts)
        return parts if all(new is old for new, old in zip(changed, parts, strict=True)) else changed

    match expr:
        case Call():
            arguments = all_of(expr.arguments)
            return expr if arguments is expr.arguments else Call(expr.name, arguments)
        case Operation():
            operands = all_of(expr.operands)
            return expr if operands is expr.operands else Operation(expr.operators, operands)
        case Negation():
            operand = transform(expr.operand, change)
            return expr if operand is expr.operand else Negation(operand)
        case Filter():
            base = transform(expr.base, change)
            predicates = all_of(expr.predicates)
            return expr if base is expr.base and predicates is expr.predicates else Filter(base, predicates)
        case Path():
            return _changed_path(expr, change, all_of)
        case _:
            return expr


def _changed_path(
    path: Path, change: Callable[[Expr], Expr], all_of: Callable[[tuple[Expr, ...]], tuple[Expr, ...]]
) -> Path:
    steps: list[Step] = []
    for step in path.steps:
        predicates = all_of(step.predicates)
        steps.append(step if predicates is step.predicates else replace(step, predicates=predicates))
    same = all(new is old for new, old in zip(steps, path.steps, strict=True))
    start = path.start and transform(path.start, change)
    if same and start is path.start:
        return path
    if isinstance(start, Path) and start is not path.start:
        return Path((*start.steps, *steps), absolute=start.absolute, start=start.start)
    return Path(tuple(steps), absolute=path.absolute, start=start)
