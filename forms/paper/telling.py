"""Conditions in words: `${water} = 'well' and ${people} > 5` -> "Q4 = A well and Q7 is more than 5"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from forms.definition.elements import Question
from forms.definition.text import Expression
from forms.model.names import NameUnknown
from forms.model.plan import ModelNode
from forms.paper.numbers import FALSE, TRUE, Numbers
from forms.paper.speech import Speech
from forms.paper.texts import Texts
from forms.paper.told import FLIPPED, OPPOSITE, Bound, Fixed, Picked, Plain, Told, joined, negated, spoken
from forms.paper.values import DEEPEST, LONGEST_INSIDE, Untold, Values, is_self, takes_many
from forms.values import number_to_text
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, Number, Operation, Path, Reference, Text, child
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression
from forms.xpath.walk import transform, walk

LONGEST_LABEL: Final = 60  # characters of a choice's label inside a sentence
LONGEST: Final = 700  # characters of a condition; what is longer is printed as it is written, cut
MOST_PARTS: Final = 400  # parts of an expression; what has more is not told in words
MOST_WORK: Final = 2_000  # conditions inside one condition, calculations in the place of their names included
NULL: Final = Path((child("null"),))  # how SurveyCTO writes a blank
_TEXT_TESTS: Final = {"contains": "contains", "starts-with": "starts-with", "ends-with": "ends-with"}


class Telling:
    """Says conditions of a form."""

    def __init__(self, numbers: Numbers, speech: Speech, texts: Texts) -> None:
        self.numbers = numbers
        self.speech = speech
        self.texts = texts
        self.values = Values(numbers, speech)
        self._depth = 0
        self._work = 0

    def when(self, expression: Expression | None, at: ModelNode) -> str:
        """Return when something is asked: "Only if Q3 = Yes"; "" where it always is."""
        if expression is None:
            return ""
        told = self.condition(expression.source, at)
        if told is None:
            return self.speech.say("only-if-written", condition=self.as_written(expression.source, at))
        if isinstance(told, Fixed):
            return "" if told.is_so else self.speech.say("never-asked")
        return self.speech.say("only-if", condition=spoken(told, self.speech))

    def condition(self, source: str, at: ModelNode) -> Told | None:
        """Return a condition made ready for words; None where there are no plain ones."""
        try:
            expr = parse(source)
            if sum(1 for _ in walk(expr)) > MOST_PARTS:
                return None
            self._work = 0
            told = self.boolean(expr, at)
        except (XPathSyntaxError, Untold, NameUnknown):
            return None
        return None if len(spoken(told, self.speech)) > LONGEST else told

    def as_written(self, source: str, at: ModelNode) -> str:
        """Return an expression as its author wrote it, with question numbers in the place of names."""

        def numbered(expr: Expr) -> Expr:
            if not isinstance(expr, Reference | Path) or is_self(expr):
                return expr
            target = self.numbers.target(expr, at)
            said = self.numbers.said.get(target.index) if target is not None else None
            if said is None:
                if target is not None and self.values.calculation(target) is not None:
                    self.values.by_name(target)
                return Path((child(expr.name),)) if isinstance(expr, Reference) else expr
            return Path((child(said),))

        try:
            written = print_expression(transform(parse(source), numbered))
        except XPathSyntaxError:
            written = " ".join(source.split())
        return self.speech.aside(written if len(written) <= LONGEST else written[:LONGEST] + "…")

    def boolean(self, expr: Expr, at: ModelNode) -> Told:
        """Return an expression as a condition.

        Raises:
            Untold: there are no plain words for it, or it takes too long to find them.
        """
        self._work += 1
        if self._work > MOST_WORK:
            raise Untold
        match expr:
            case Operation() if expr.operators[0] in ("and", "or"):
                parts = [self.boolean(operand, at) for operand in expr.operands]
                return joined(parts, expr.operators[0], self.speech)
            case Operation() if len(expr.operators) == 1 and expr.operators[0] in OPPOSITE:
                return self._comparison(expr.operators[0], expr.operands[0], expr.operands[1], at)
            case Call():
                return self._call(expr, at)
        inner = self._calculated(expr, at)
        told = None if inner is None else self._inside(inner, self.boolean)
        if inner is None or told is None:
            raise Untold
        return told

    def _call(self, call: Call, at: ModelNode) -> Told:
        arguments = call.arguments
        if call in (TRUE, FALSE):
            return Fixed(call == TRUE)
        if call.name == "not" and len(arguments) == 1:
            return self._negation(arguments[0], at)
        if call.name in ("boolean", "once", "boolean-from-string") and len(arguments) == 1:
            return self.boolean(arguments[0], at)
        if call.name == "selected" and len(arguments) == 2:
            return self._selected(arguments[0], arguments[1], at)
        if call.name == "if" and len(arguments) == 3:
            return self.boolean(_as_either(call), at)
        if call.name == "count-selected":
            return Bound(self.values.value(call, at), ">=", "1")
        if call.name in _TEXT_TESTS and len(arguments) == 2:
            subject, part = (self.values.value(argument, at) for argument in arguments)
            return Plain(self.speech.say(_TEXT_TESTS[call.name], a=subject, b=self.speech.quoted(part)))
        if call.name == "regex" and len(arguments) == 2 and isinstance(arguments[1], Text):
            return Plain(self.speech.say("matches", a=self.values.value(arguments[0], at), b=arguments[1].value))
        raise Untold

    def _negation(self, expr: Expr, at: ModelNode) -> Told:
        """Return the opposite of an expression; of a chain, the opposite of its parts."""
        if isinstance(expr, Operation) and expr.operators[0] in ("and", "or"):
            joint = "or" if expr.operators[0] == "and" else "and"
            return joined([self._negation(operand, at) for operand in expr.operands], joint, self.speech)
        if isinstance(expr, Operation) and expr.operators in (("=",), ("!=",)):
            return self._comparison(OPPOSITE[expr.operators[0]], expr.operands[0], expr.operands[1], at)
        if isinstance(expr, Call) and expr.name == "not" and len(expr.arguments) == 1:
            return self.boolean(expr.arguments[0], at)
        return negated(self.boolean(expr, at), self.speech)

    def _selected(self, chosen: Expr, wanted: Expr, at: ModelNode) -> Told:
        target = at if is_self(chosen) else self.numbers.target(chosen, at)
        if not isinstance(wanted, Text | Number):
            subject, value = self.values.value(chosen, at), self.values.value(wanted, at)
            return Plain(self.speech.say("ticked", a=subject, b=value))
        code = _constant(wanted)
        if target is None or not isinstance(target.element, Question):
            raise Untold
        return self._picked(target, code, at, is_so=True)

    def _picked(self, target: ModelNode, code: str, at: ModelNode, *, is_so: bool) -> Told:
        question = target.element
        assert isinstance(question, Question)
        if question.choices is None and question.calculation is not None and target.index not in self.numbers.said:
            inner = self._calculated(Path((child(target.name),), absolute=False), at, target)
            told = inner and self._inside(inner, lambda expr, place: self._with_constant("=", expr, code, place))
            return told or Picked(self.values.name(target), (code,), False, is_so)
        label = self.texts.label_of(question, code) or code
        subject = "" if target is at else self.values.name(target)
        return Picked(subject, (_short(label),), is_many=takes_many(question), is_so=is_so)

    def _comparison(self, operator: str, left: Expr, right: Expr, at: ModelNode) -> Told:
        if isinstance(left, Number | Text) or (left in (TRUE, FALSE)):
            left, right, operator = right, left, FLIPPED[operator]
        if right == NULL and self.numbers.target(right, at) is None:
            right = Text("")
        if right in (TRUE, FALSE) and operator in ("=", "!="):
            same = (right == TRUE) is (operator == "=")
            return self.boolean(left, at) if same else self._negation(left, at)
        if isinstance(right, Number | Text):
            return self._with_constant(operator, left, _constant(right), at)
        if operator in ("=", "!="):
            facts = {"a": self.values.value(left, at), "b": self.values.value(right, at)}
            return Plain(self.speech.say("same" if operator == "=" else "different", **facts))
        return Bound(self.values.value(left, at), operator, self.values.value(right, at))

    def _with_constant(self, operator: str, left: Expr, constant: str, at: ModelNode) -> Told:
        if isinstance(left, Call) and left.name in ("number", "string", "int", "once") and len(left.arguments) == 1:
            return self._with_constant(operator, left.arguments[0], constant, at)
        if isinstance(left, Call) and left.name == "if" and len(left.arguments) == 3:
            return self.boolean(_compared_branches(left, operator, constant), at)
        if isinstance(left, Call) and left.name == "string-length" and len(left.arguments) == 1:
            blank = _blank_test(operator, constant)
            if blank is not None:
                return self._with_constant(blank, left.arguments[0], "", at)
        if isinstance(left, Call) and left.name in ("selected", "not", "true", "false", "regex"):
            return self._truth_value(operator, left, constant, at)
        inner = self._calculated(left, at)
        told = inner and self._inside(inner, lambda expr, place: self._with_constant(operator, expr, constant, place))
        if told:
            return told
        if operator in ("=", "!="):
            return self._equal(left, constant, at, is_so=operator == "=")
        return Bound(self.values.value(left, at), operator, constant)

    def _equal(self, left: Expr, constant: str, at: ModelNode, *, is_so: bool) -> Told:
        if constant in ("", "NaN"):
            subject = self.values.value(left, at)
            return Plain(self.speech.say("blank" if is_so else "answered", a=subject))
        target = at if is_self(left) else self.numbers.target(left, at)
        if target is not None and isinstance(target.element, Question) and target.index in self.numbers.said:
            label = self.texts.label_of(target.element, constant) or constant
            return Picked("" if target is at else self.values.name(target), (_short(label),), False, is_so)
        return Picked(self.values.value(left, at), (constant,), False, is_so)

    def _truth_value(self, operator: str, left: Expr, constant: str, at: ModelNode) -> Told:
        """Return a comparison of a true-or-false with a constant, as `selected(${a}, 'b') = 1`."""
        if operator not in ("=", "!=") or constant not in ("0", "1", "true", "false", "True", "False"):
            raise Untold
        wanted = constant in ("1", "true", "True")
        return self.boolean(left, at) if wanted is (operator == "=") else self._negation(left, at)

    def _calculated(self, expr: Expr, at: ModelNode, target: ModelNode | None = None) -> tuple[Expr, ModelNode] | None:
        """Return the calculation behind a name that is not asked, and where it stands."""
        found = target if target is not None else self.numbers.target(expr, at)
        if found is None or found is at:
            return None
        calculation = self.values.calculation(found)
        return None if calculation is None else (calculation, found)

    def _inside(self, inner: tuple[Expr, ModelNode], tell: Callable[[Expr, ModelNode], Told]) -> Told | None:
        """Tell a calculation in the place of its name; None where that is neither short nor plain."""
        if self._depth >= DEEPEST:
            return None
        self._depth += 1
        known = dict(self.values.named)
        try:
            told = tell(*inner)
        except Untold:
            told = None
        finally:
            self._depth -= 1
        if told is None or self.values.named != known or len(spoken(told, self.speech)) > LONGEST_INSIDE:
            self.values.named = known
            return None
        return told


def _constant(expr: Expr) -> str:
    assert isinstance(expr, Number | Text)
    return number_to_text(expr.value) if isinstance(expr, Number) else expr.value


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[:LONGEST_LABEL].rstrip() + "…"


def _either(condition: Expr, so: Expr, otherwise: Expr) -> Expr:
    """Return `(condition and so) or (not condition and otherwise)`, without what is always or never so."""
    if so == TRUE:
        return condition if otherwise == FALSE else Operation(("or",), (condition, otherwise))
    if so == FALSE:
        refused = Call("not", (condition,))
        return refused if otherwise == TRUE else Operation(("and",), (refused, otherwise))
    if otherwise == FALSE:
        return Operation(("and",), (condition, so))
    if otherwise == TRUE:
        return Operation(("or",), (Call("not", (condition,)), so))
    refused = Call("not", (condition,))
    return Operation(("or",), (Operation(("and",), (condition, so)), Operation(("and",), (refused, otherwise))))


def _as_either(call: Call) -> Expr:
    """Return `if(a, b, c)`, used as a condition, as and/or."""
    condition, so, otherwise = call.arguments
    return _either(condition, _truth(so), _truth(otherwise))


def _truth(expr: Expr) -> Expr:
    """Return a constant as a condition: a number other than 0 and a text that is not empty are true."""
    if isinstance(expr, Number):
        return TRUE if expr.value else FALSE
    if isinstance(expr, Text):
        return TRUE if expr.value else FALSE
    return expr


def _compared_branches(call: Call, operator: str, constant: str) -> Expr:
    """Return `if(a, b, c) = constant` as a condition about `a`, and about `b` and `c` where they are no constants."""
    condition, *branches = call.arguments
    so, otherwise = (_branch(branch, operator, constant) for branch in branches)
    return _either(condition, so, otherwise)


def _branch(branch: Expr, operator: str, constant: str) -> Expr:
    if isinstance(branch, Number | Text):
        return TRUE if holds(_constant(branch), operator, constant) else FALSE
    return Operation((operator,), (branch, Text(constant)))


def holds(one: str, operator: str, other: str) -> bool:
    """Tell whether two constants compare as XPath compares them; a text that is no number only by = and !=."""
    try:
        left, right = float(one), float(other)
    except ValueError:
        return (one == other) is (operator == "=") if operator in ("=", "!=") else False
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]


def _blank_test(operator: str, constant: str) -> str | None:
    """Return "=" or "!=" where a comparison of a length only asks whether there is an answer."""
    if (operator, constant) in ((">", "0"), ("!=", "0"), (">=", "1")):
        return "!="
    if (operator, constant) in (("=", "0"), ("<", "1"), ("<=", "0")):
        return "="
    return None
