"""The six comparisons, chosen by the types of their two sides (XPath 1.0, section 3.4)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Final

from forms.xpath.code import BooleanOf, Compiled, ValueKind, texts_of
from forms.xpath.context import Context, Environment
from forms.xpath.numbers import plain_number, text_to_number
from forms.xpath.single import as_text

Test = Callable[[float, float], bool]
TESTS: Final[dict[str, Test]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
# What a comparison is when its sides are exchanged.
MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def comparison(sign: str, left: Compiled, right: Compiled) -> BooleanOf:
    """Return the closure of `left sign right`."""
    if left.is_single and _is_one(right):
        return comparison(sign, as_text(left), right)
    if right.is_single and _is_one(left):
        return comparison(sign, left, as_text(right))
    if left.kind is ValueKind.NODES and right.kind is ValueKind.NODES:
        return _nodes_nodes(sign, left, right)
    if right.kind is ValueKind.NODES:
        return comparison(MIRRORED[sign], right, left)
    if left.kind is ValueKind.NODES:
        return _nodes_other(sign, left, right)
    if sign not in ("=", "!="):
        return _numbers(sign, left, right)
    kinds = {left.kind, right.kind}
    if ValueKind.BOOLEAN in kinds:
        return _booleans(sign, left, right)
    if ValueKind.NUMBER in kinds or ValueKind.DATE in kinds:
        return _numbers(sign, left, right)
    a, b = left.string, right.string
    return (lambda c: a(c) == b(c)) if sign == "=" else (lambda c: a(c) != b(c))


def _is_one(code: Compiled) -> bool:
    """Tell whether a single leaf is compared with it as text or number: it is no boolean and no set of nodes."""
    return code.is_single or code.kind not in (ValueKind.BOOLEAN, ValueKind.NODES)


def _booleans(sign: str, left: Compiled, right: Compiled) -> BooleanOf:
    a, b = left.boolean, right.boolean
    return (lambda c: a(c) is b(c)) if sign == "=" else (lambda c: a(c) is not b(c))


def _numbers(sign: str, left: Compiled, right: Compiled) -> BooleanOf:
    a, b = left.number, right.number
    match sign:
        case "=":
            return lambda c: a(c) == b(c)
        case "!=":
            return lambda c: a(c) != b(c)
        case "<":
            return lambda c: a(c) < b(c)
        case "<=":
            return lambda c: a(c) <= b(c)
        case ">":
            return lambda c: a(c) > b(c)
        case _:
            return lambda c: a(c) >= b(c)


def _nodes_other(sign: str, nodes: Compiled, other: Compiled) -> BooleanOf:
    if sign in ("=", "!="):
        if other.kind is ValueKind.BOOLEAN:
            return _booleans(sign, nodes, other)
        if other.kind is ValueKind.STRING:
            return _nodes_text(sign, nodes, other)
    return _nodes_number(sign, nodes, other)


def _nodes_text(sign: str, nodes: Compiled, other: Compiled) -> BooleanOf:
    raw, string = nodes.raw, other.string
    if isinstance(other.constant, str):
        return _nodes_constant(sign, nodes, other.constant)
    if sign == "=":

        def equal(c: Context) -> bool:
            found = raw(c)
            if len(found) == 1:
                return found[0].text == string(c)
            return bool(found) and string(c) in texts_of(found)

        return equal

    def unequal(c: Context) -> bool:
        found = raw(c)
        if len(found) == 1:
            return found[0].text != string(c)
        return bool(found) and _any_other(texts_of(found), string(c))

    return unequal


def _nodes_constant(sign: str, nodes: Compiled, text: str) -> BooleanOf:
    raw = nodes.raw
    if sign == "=":

        def equal(c: Context) -> bool:
            found = raw(c)
            if len(found) == 1:
                return found[0].text == text
            return text in texts_of(found)

        return equal

    def unequal(c: Context) -> bool:
        found = raw(c)
        if len(found) == 1:
            return found[0].text != text
        return _any_other(texts_of(found), text)

    return unequal


def _any_other(texts: Sequence[str], text: str) -> bool:
    return any(each != text for each in texts)


def _number_reader(nodes: Compiled) -> Callable[[str, Environment], float]:
    return text_to_number if nodes.is_odk else lambda text, _: plain_number(text)


def _nodes_number(sign: str, nodes: Compiled, other: Compiled) -> BooleanOf:
    raw, number, test, read = nodes.raw, other.number, TESTS[sign], _number_reader(nodes)

    def closure(c: Context) -> bool:
        found = raw(c)
        if len(found) == 1:
            return test(read(found[0].text, c.environment), number(c))
        if not found:
            return False
        right, environment = number(c), c.environment
        return any(test(read(text, environment), right) for text in texts_of(found))

    return closure


def _nodes_nodes(sign: str, left: Compiled, right: Compiled) -> BooleanOf:
    a, b = left.texts, right.texts
    if sign == "=":
        return lambda c: bool(first := a(c)) and not set(first).isdisjoint(b(c))
    if sign == "!=":
        return lambda c: _differ(a(c), b(c))
    test, read = TESTS[sign], _number_reader(left)
    smaller_first = sign in ("<", "<=")

    def closure(c: Context) -> bool:
        environment = c.environment
        first = [n for text in a(c) if (n := read(text, environment)) == n]
        second = [n for text in b(c) if (n := read(text, environment)) == n]
        if not first or not second:
            return False
        return test(min(first), max(second)) if smaller_first else test(max(first), min(second))

    return closure


def _differ(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether some pair differs: always, unless all texts of both are one and the same."""
    if not first or not second:
        return False
    return len({*first, *second}) > 1
