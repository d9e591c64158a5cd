"""What an answer must be, as a short note: "0 to 120", "at most 3 answers", "9 digits"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from forms.definition.elements import Question
from forms.model.plan import ModelNode
from forms.paper.telling import Telling
from forms.paper.told import FLIPPED, Fixed, spoken
from forms.paper.values import Untold, is_self
from forms.values import DataType, number_to_text
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import SELF, Call, Expr, Negation, Number, Operation, Path, Reference, Text
from forms.xpath.parse import parse
from forms.xpath.walk import transform

LONGEST_MESSAGE: Final = 240  # characters of an author's message that is printed instead of the rule
_DIGITS: Final = re.compile(r"\^?(?:\\d|\[0-9\])(?:\{(\d+)(?:,(\d+))?\})\$?")
_DAYS: Final = frozenset({DataType.DATE, DataType.DATE_TIME})


@dataclass(frozen=True, slots=True)
class Range:
    """Least and most of a number, None where there is none; the flags say that the end itself is not allowed."""

    least: float | None = None
    most: float | None = None
    is_above: bool = False
    is_below: bool = False


def range_of(node: ModelNode, telling: Telling) -> Range:
    """Return the range that a constraint sets, as far as it compares the answer with numbers."""
    found, _ = _split(node, telling)
    return found


def limits(node: ModelNode, telling: Telling, message: str) -> str:
    """Return the note for a question; "" where anything is allowed.

    Args:
        message: What the author wrote to be said when the answer is not allowed, "" for nothing.
    """
    question = node.element
    if not isinstance(question, Question) or question.constraint is None:
        return ""
    found, rest = _split(node, telling)
    whole = question.data_type is DataType.INTEGER
    parts = [_range_words(found, telling, whole=whole)] if found != Range() else []
    others = [words for part in rest if (words := _short_words(part, node, telling))]
    if len(others) < len(rest) and message and len(message) <= LONGEST_MESSAGE:
        return "; ".join([*parts, message])
    if len(others) == len(rest):
        return "; ".join([*parts, *others])
    return "; ".join([*parts, *(_rule_words(part, node, telling) for part in rest)])


def _split(node: ModelNode, telling: Telling) -> tuple[Range, list[Expr]]:
    """Return the range in a constraint, and what else it asks."""
    question = node.element
    if not isinstance(question, Question) or question.constraint is None:
        return Range(), []
    try:
        expr = _with_self(parse(question.constraint.source), node, telling)
    except XPathSyntaxError:
        return Range(), []
    least: tuple[float, bool] | None = None
    most: tuple[float, bool] | None = None
    rest: list[Expr] = []
    for part in _conjuncts(expr):
        bound = _bound(part)
        if bound is None or question.choices is not None:
            rest.append(part)
        elif bound[0] in (">", ">="):
            found = (bound[1], bound[0] == ">")
            least = found if least is None else max(least, found)
        else:
            found = (bound[1], bound[0] == "<")
            most = found if most is None else min(most, (found[0], found[1]))
    return Range(least and least[0], most and most[0], bool(least and least[1]), bool(most and most[1])), rest


def _with_self(expr: Expr, node: ModelNode, telling: Telling) -> Expr:
    """Return a constraint with `.` in the place of the question's own name."""

    def own(part: Expr) -> Expr:
        named = isinstance(part, Reference | Path) and telling.numbers.target(part, node) is node
        return Path((SELF,)) if named else part

    return transform(expr, own)


def _conjuncts(expr: Expr) -> Sequence[Expr]:
    if isinstance(expr, Operation) and expr.operators[0] == "and":
        return [part for operand in expr.operands for part in _conjuncts(operand)]
    return [expr]


def _bound(expr: Expr) -> tuple[str, float] | None:
    """Return (operator, number) of `. <= 120`, also written the other way round."""
    if not isinstance(expr, Operation) or len(expr.operators) != 1 or expr.operators[0] not in ("<", "<=", ">", ">="):
        return None
    left, right, operator = expr.operands[0], expr.operands[1], expr.operators[0]
    if is_self(right):
        left, right, operator = right, left, FLIPPED[operator]
    number = _number(right)
    return (operator, number) if is_self(left) and number is not None else None


def _number(expr: Expr) -> float | None:
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Negation):
        inner = _number(expr.operand)
        return None if inner is None else -inner
    if isinstance(expr, Text):
        try:
            return float(expr.value)
        except ValueError:
            return None
    return None


def _range_words(found: Range, telling: Telling, *, whole: bool) -> str:
    least, most = found.least, found.most
    above, below = found.is_above, found.is_below
    if whole and least is not None:
        least, above = (floor(least) + 1 if above else ceil(least)), False
    if whole and most is not None:
        most, below = (ceil(most) - 1 if below else floor(most)), False
    low = "" if least is None else number_to_text(least)
    high = "" if most is None else number_to_text(most)
    say = telling.speech.say
    if low and high and not above and not below:
        return say("exactly", least=low) if low == high else say("between", least=low, most=high)
    parts = []
    if low:
        parts.append(say("above" if above else "least", least=low))
    if high:
        parts.append(say("below" if below else "most", most=high))
    return telling.speech.listed(parts, "and")


def _short_words(part: Expr, node: ModelNode, telling: Telling) -> str:
    """Return the short note for one rule of its own kind (days, ticks, digits), "" for any other."""
    question = node.element
    assert isinstance(question, Question)
    if isinstance(part, Call) and part.name == "regex" and len(part.arguments) == 2 and is_self(part.arguments[0]):
        pattern = part.arguments[1]
        match = _DIGITS.fullmatch(pattern.value) if isinstance(pattern, Text) else None
        if match is None:
            return ""
        if match[2] is None:
            return telling.speech.say("digits-exact", count=match[1])
        return telling.speech.say("digits-between", least=match[1], most=match[2])
    if not isinstance(part, Operation) or len(part.operators) != 1:
        return ""
    left, right, operator = part.operands[0], part.operands[1], part.operators[0]
    if is_self(right):
        left, right, operator = right, left, FLIPPED.get(operator, operator)
    is_today = isinstance(right, Call) and right.name in ("today", "now")
    if is_self(left) and question.data_type in _DAYS and is_today and operator in ("<=", "<", ">=", ">"):
        return telling.speech.say("not-after-today" if operator in ("<=", "<") else "not-before-today")
    return _ticks(left, operator, right, telling)


def _ticks(left: Expr, operator: str, right: Expr, telling: Telling) -> str:
    """Return the note for a bound on the number of ticks."""
    if not isinstance(left, Call) or left.name != "count-selected" or not isinstance(right, Number):
        return ""
    if len(left.arguments) != 1 or not is_self(left.arguments[0]):
        return ""
    number = round(right.value)
    if operator in ("<", "<="):
        number -= operator == "<"
        return telling.speech.say("ticks-most-one" if number == 1 else "ticks-most", most=number)
    if operator in (">", ">="):
        number += operator == ">"
        return telling.speech.say("ticks-least-one" if number == 1 else "ticks-least", least=number)
    return ""


def _rule_words(part: Expr, node: ModelNode, telling: Telling) -> str:
    """Return one rule in words, as written where there are none."""
    question = node.element
    assert isinstance(question, Question)
    short = _short_words(part, node, telling)
    if short:
        return short
    refused = isinstance(part, Call) and part.name == "not" and len(part.arguments) == 1
    inner = part.arguments[0] if isinstance(part, Call) and refused else part
    try:
        told = telling.boolean(inner, node)
        if not isinstance(told, Fixed):
            words = spoken(told, telling.speech)
            return telling.speech.say("must-not" if refused else "must", condition=words)
        if told.is_so is not refused:
            return ""
    except Untold:
        pass
    assert question.constraint is not None
    return telling.speech.say("must-written", condition=telling.as_written(question.constraint.source, node))
