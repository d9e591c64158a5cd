"""Arithmetic, `and`, `or`, the union, and the comparisons as code."""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import copysign, fmod, inf, isinf, isnan, nan
from typing import Final

from forms.xpath.axes import in_document_order
from forms.xpath.code import BooleanOf, Compiled, NumberOf, ValueKind, boolean_code, nodes_code, number_code
from forms.xpath.compare import TESTS, comparison
from forms.xpath.context import Context
from forms.xpath.tree import Node


def divide(a: float, b: float) -> float:
    """Return a div b as IEEE 754 says: by zero infinite or NaN."""
    if b != 0.0:
        return a / b
    if a == 0.0 or isnan(a) or isnan(b):
        return nan
    return copysign(inf, a) * copysign(1.0, b)


def modulo(a: float, b: float) -> float:
    """Return the remainder with the sign of the first, NaN for what has none."""
    if b == 0.0 or isinf(a) or isnan(a) or isnan(b):
        return nan
    return fmod(a, b)


ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": modulo,
}


def operation_code(operators: tuple[str, ...], operands: tuple[Compiled, ...]) -> Compiled:
    """Return the code of a chain of operators of one level, joined from the left."""
    first = operators[0]
    if first == "and":
        return boolean_code(_all_of([operand.boolean for operand in operands]), like=operands)
    if first == "or":
        return boolean_code(_any_of([operand.boolean for operand in operands]), like=operands)
    if first == "|":
        return nodes_code(_union(operands), like=operands)
    if first in TESTS:
        return _comparisons(operators, operands)
    return number_code(_arithmetic(operators, [operand.number for operand in operands]), like=operands)


def _all_of(parts: list[BooleanOf]) -> BooleanOf:
    if len(parts) == 2:
        a, b = parts
        return lambda c: a(c) and b(c)

    def closure(c: Context) -> bool:
        for part in parts:  # noqa: SIM110 (a generator would cost a frame)
            if not part(c):
                return False
        return True

    return closure


def _any_of(parts: list[BooleanOf]) -> BooleanOf:
    if len(parts) == 2:
        a, b = parts
        return lambda c: a(c) or b(c)

    def closure(c: Context) -> bool:
        for part in parts:  # noqa: SIM110 (a generator would cost a frame)
            if part(c):
                return True
        return False

    return closure


def _union(operands: tuple[Compiled, ...]) -> Callable[[Context], list[Node]]:
    parts = [operand.raw for operand in operands]
    return lambda c: in_document_order(node for part in parts for node in part(c))


def _comparisons(operators: tuple[str, ...], operands: tuple[Compiled, ...]) -> Compiled:
    left = operands[0]
    for sign, right in zip(operators, operands[1:], strict=True):
        is_odk = left.is_odk
        left = boolean_code(comparison(sign, left, right), like=(left, right))
        left.is_odk = is_odk
    return left


def _arithmetic(operators: tuple[str, ...], parts: list[NumberOf]) -> NumberOf:
    if len(parts) > 2:
        return _long_arithmetic(operators, parts)
    a, b = parts
    match operators[0]:
        case "+":
            return lambda c: a(c) + b(c)
        case "-":
            return lambda c: a(c) - b(c)
        case "*":
            return lambda c: a(c) * b(c)
        case "div":
            return lambda c: divide(a(c), b(c))
        case _:
            return lambda c: modulo(a(c), b(c))


def _long_arithmetic(operators: tuple[str, ...], parts: list[NumberOf]) -> NumberOf:
    first = parts[0]
    rest = [(ARITHMETIC[sign], part) for sign, part in zip(operators, parts[1:], strict=True)]

    def closure(c: Context) -> float:
        result = first(c)
        for combine, part in rest:
            result = combine(result, part(c))
        return result

    return closure


def negation_code(operand: Compiled) -> Compiled:
    """Return the code of the unary minus."""
    number = operand.number
    code = number_code(lambda c: -number(c), like=(operand,))
    if operand.kind is ValueKind.NUMBER and isinstance(operand.constant, float):
        code.constant = -operand.constant
    return code
