"""Write a syntax tree as text; reading it again gives an equal tree."""

from __future__ import annotations

from math import isinf

from forms.values import number_to_text
from forms.xpath.expr import (
    ANY_DEPTH,
    LEVELS,
    NEGATION_LEVEL,
    PARENT,
    SELF,
    Call,
    Expr,
    Filter,
    KindTest,
    NameTest,
    Negation,
    Number,
    Operation,
    Path,
    Reference,
    Step,
    Text,
)

# Larger than any double: read as infinity.
_INFINITY = "1" + "0" * 309


def print_expression(expr: Expr) -> str:
    """Return the expression as text, so that `parse(print_expression(e)) == e`.

    A text with both kinds of quotes, which no single literal can hold, becomes a `concat(...)`.
    """
    match expr:
        case Number():
            return _INFINITY if isinf(expr.value) else number_to_text(expr.value)
        case Text():
            return _quoted(expr.value)
        case Reference():
            return "${" + ("last-saved#" if expr.last_saved else "") + expr.name + "}"
        case Call():
            return f"{expr.name}({', '.join(map(print_expression, expr.arguments))})"
        case Negation():
            return "-" + _operand(expr.operand, NEGATION_LEVEL)
        case Operation():
            return _operation(expr)
        case Filter():
            return _start(expr.base) + _predicates(expr.predicates)
        case Path():
            return _path(expr)


def _quoted(text: str) -> str:
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    pieces = text.split('"')
    return "concat(" + ", '\"', ".join(f'"{piece}"' for piece in pieces) + ")"


def _operation(expr: Operation) -> str:
    level = LEVELS[expr.operators[0]]
    parts = [_operand(expr.operands[0], level + 1)]
    for operator, operand in zip(expr.operators, expr.operands[1:], strict=True):
        parts.append(f" {operator} ")
        parts.append(_operand(operand, level + 1))
    return "".join(parts)


def _operand(expr: Expr, floor: int) -> str:
    text = print_expression(expr)
    match expr:
        case Operation() if LEVELS[expr.operators[0]] < floor:
            return f"({text})"
        case Negation() if floor > NEGATION_LEVEL:
            return f"({text})"
        case Path(steps=()):
            return f"({text})"  # "/ * 2" would read as a path
        case _:
            return text


def _start(expr: Expr) -> str:
    text = print_expression(expr)
    return text if isinstance(expr, Number | Text | Reference | Call) else f"({text})"


def _path(path: Path) -> str:
    if path.start is None:
        text = "/" if path.absolute else ""
    elif isinstance(path.start, Filter):
        text = print_expression(path.start) + "/"
    else:
        text = _start(path.start) + "/"
    for place, step in enumerate(path.steps):
        if step == ANY_DEPTH and text.endswith("/") and not text.endswith("//") and place + 1 < len(path.steps):
            text += "/"
        else:
            text += _step(step) + ("/" if place + 1 < len(path.steps) else "")
    return text


def _step(step: Step) -> str:
    if step == SELF:
        return "."
    if step == PARENT:
        return ".."
    axis = {"child": "", "attribute": "@"}.get(step.axis, step.axis + "::")
    return axis + _test(step.test) + _predicates(step.predicates)


def _test(test: NameTest | KindTest) -> str:
    if isinstance(test, NameTest):
        return f"{test.prefix}:{test.local}" if test.prefix else test.local
    return f"{test.kind}({_quoted(test.target) if test.target is not None else ''})"


def _predicates(predicates: tuple[Expr, ...]) -> str:
    return "".join(f"[{print_expression(predicate)}]" for predicate in predicates)
