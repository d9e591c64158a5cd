"""Values inside expressions in words: "Q5", "the number of answers ticked in Q7", "Q5 + Q6"."""

from __future__ import annotations

from typing import Final

from forms.definition.elements import Control, Question
from forms.model.plan import ModelNode
from forms.paper.numbers import Numbers
from forms.paper.speech import Speech
from forms.values import DataType, number_to_text
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import SELF, Call, Expr, Negation, Number, Operation, Path, Text
from forms.xpath.parse import parse

DEEPEST: Final = 3  # calculations told inside each other
LONGEST_INSIDE: Final = 70  # characters of a calculation told in the place of its name; longer ones are named
_SIGNS: Final = {"+": "+", "-": "−", "*": "×", "div": "÷"}
_AGGREGATES: Final = {"sum": "sum", "min": "smallest", "max": "largest"}
# Functions that change how a value is kept, not what a person would say of it.
TRANSPARENT: Final = frozenset(
    {"number", "string", "int", "once", "boolean-from-string", "date", "date-time", "jr:choice-name", "choice-name"}
)


class Untold(Exception):
    """The expression has no plain words."""


def is_self(expr: Expr) -> bool:
    """Tell whether an expression is `.`."""
    return isinstance(expr, Path) and not expr.absolute and expr.start is None and expr.steps == (SELF,)


class Values:
    """Says values; `at` is always the element an expression belongs to."""

    def __init__(self, numbers: Numbers, speech: Speech) -> None:
        self.numbers = numbers
        self.speech = speech
        self.named: dict[int, ModelNode] = {}
        self._open: list[int] = []

    def value(self, expr: Expr, at: ModelNode) -> str:
        """Return a value in words.

        Raises:
            Untold: there are none.
        """
        match expr:
            case Number():
                return number_to_text(expr.value)
            case Text():
                return expr.value
            case Negation():
                return f"−{self.value(expr.operand, at)}"
            case Operation():
                return self._sum(expr, at)
            case Call():
                return self._call(expr, at)
            case _ if is_self(expr):
                return self.speech.say("the-answer")
        target = self.numbers.target(expr, at)
        if target is None:
            raise Untold
        return self.speech.say("the-answer") if target is at else self.name(target)

    def name(self, target: ModelNode) -> str:
        """Return how the paper names an element; a calculation is told by what it is worked out from.

        Raises:
            Untold: it has neither a place on the paper nor plain words.
        """
        said = self.numbers.said.get(target.index)
        if said is not None:
            return said
        element = target.element
        if not isinstance(element, Question):
            raise Untold
        if element.preload is not None and element.preload[1] in ("today", "start", "end"):
            return self.speech.say("interview-day")
        told = self._inside(target)
        if told is not None:
            return told
        if self._open:
            raise Untold
        return self.by_name(target)

    def by_name(self, target: ModelNode) -> str:
        """Return the name of a value that is worked out by the program, and note that it was used."""
        self.named[target.index] = target
        return self.speech.aside(self.speech.quoted(target.name))

    def _inside(self, target: ModelNode) -> str | None:
        """Return what a value is worked out from, None where that is not short and plain."""
        calculation = self.calculation(target)
        if calculation is None or len(self._open) >= DEEPEST or target.index in self._open:
            return None
        self._open.append(target.index)
        try:
            told = self.value(calculation, target)
        except Untold:
            return None
        finally:
            self._open.pop()
        if len(told) > LONGEST_INSIDE:
            return None
        return f"({told})" if isinstance(calculation, Operation) else told

    def calculation(self, target: ModelNode) -> Expr | None:
        """Return the calculation of an element that is not asked; None where it has none that can be read."""
        element = target.element
        if not isinstance(element, Question) or element.calculation is None or target.index in self.numbers.said:
            return None
        if element.control not in (Control.NONE, Control.NOTE, Control.INPUT):
            return None
        try:
            return parse(element.calculation.source)
        except XPathSyntaxError:
            return None

    def _sum(self, expr: Operation, at: ModelNode) -> str:
        if expr.operators == ("mod",):
            facts = {"a": self.value(expr.operands[0], at), "b": self.value(expr.operands[1], at)}
            return self.speech.say("remainder", **facts)
        if any(operator not in _SIGNS for operator in expr.operators):
            raise Untold
        texts = []
        for operand in expr.operands:
            words = self.value(operand, at)
            texts.append(f"({words})" if isinstance(operand, Operation) else words)
        result = texts[0]
        for operator, text in zip(expr.operators, texts[1:], strict=True):
            result += f" {_SIGNS[operator]} {text}"
        return result

    def _call(self, call: Call, at: ModelNode) -> str:
        arguments = call.arguments
        if call.name in TRANSPARENT and arguments:
            return self.value(arguments[0], at)
        if call.name in ("today", "now"):
            return self.speech.say("interview-day" if call.name == "today" else "now")
        if call.name in ("position", "index"):
            return self.speech.say("row-number")
        if call.name == "count-selected" and len(arguments) == 1:
            if is_self(arguments[0]):
                return self.speech.say("self-ticked-count")
            return self.speech.say("ticked-count", a=self.value(arguments[0], at))
        if call.name in ("count", "count-non-empty") and len(arguments) == 1:
            return self._count(arguments[0], at)
        if call.name in _AGGREGATES and len(arguments) == 1:
            return self._aggregate(call, at)
        if call.name == "string-length" and len(arguments) == 1:
            return self.speech.say("length", a=self.value(arguments[0], at))
        if call.name == "indexed-repeat" and len(arguments) == 3:
            subject, row = (self.value(arguments[place], at) for place in (0, 2))
            if row == self.speech.say("row-number"):
                return self.speech.say("same-row", a=subject)
            return self.speech.say("in-row", a=subject, b=row)
        if call.name == "coalesce" and len(arguments) == 2:
            return self.speech.say("fallback", a=self.value(arguments[0], at), b=self.value(arguments[1], at))
        raise Untold

    def _count(self, counted: Expr, at: ModelNode) -> str:
        target = self.numbers.target(counted, at)
        if target is None:
            raise Untold
        repeat = next((node for node in reversed(target.repeats) if node.index in self.numbers.said), None)
        if repeat is None:
            raise Untold
        return self.speech.say("row-count", a=self.numbers.said[repeat.index])

    def _aggregate(self, call: Call, at: ModelNode) -> str:
        target = self.numbers.target(call.arguments[0], at)
        if target is None or not target.repeats or target.index not in self.numbers.said:
            raise Untold
        return self.speech.say(_AGGREGATES[call.name], a=self.numbers.said[target.index])


def takes_many(question: Question) -> bool:
    """Tell whether several choices may be ticked."""
    return question.data_type in (DataType.SELECT_MULTIPLE, DataType.RANK)
