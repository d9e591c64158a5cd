"""Where to go on after an answer: the first question that the answer does not rule out.

Each choice is tried by itself: what is asked later is decided with only this answer known (and everything it skips
blank); a question that may still be asked ends the search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from forms.definition.elements import Question
from forms.model.plan import ModelNode
from forms.paper.numbers import FALSE, TRUE, Numbers
from forms.paper.telling import holds
from forms.paper.values import is_self
from forms.values import number_to_text
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, Number, Operation, Text
from forms.xpath.parse import parse

# Questions behind one that are looked at; longer skips are told by the "only if" lines alone.
FARTHEST: Final = 4_000
MOST_LOOKS: Final = 300_000  # conditions looked at for one form; then no further hints are sought
_COMPARED: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})

Known = Mapping[int, str]  # index of a question -> its answer


class Jumps:
    """Finds the go-to hints of a form."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._order = [node for node in numbers.nodes if node.index in numbers.said]
        self._place = {node.index: place for place, node in enumerate(self._order)}
        self._parsed: dict[str, Expr | None] = {}
        self._readers = self._read()
        self._looks = 0

    def after(self, node: ModelNode, codes: Sequence[str]) -> dict[str, ModelNode | None]:
        """Return code -> where to go on, for choices that skip what follows; None is the end of the form.

        A jump that would leave a repeat ends there: it gets no hint.
        """
        if node.index not in self._place or node.index not in self._readers or self._looks > MOST_LOOKS:
            return {}
        found: dict[str, ModelNode | None] = {}
        skipped: dict[str, int] = {}
        for code in codes:
            known: dict[int, str] = {node.index: code}
            place = self._place[node.index] + 1
            first = place
            while place < len(self._order) and place - first < FARTHEST:
                asked = self._order[place]
                if self._asked(asked, known) is not False:
                    break
                known[asked.index] = ""
                place += 1
            if place == first or place - first >= FARTHEST:
                continue
            target = self._order[place] if place < len(self._order) else None
            if _inside(target) != _inside(node) and _inside(node):
                continue
            found[code] = target
            skipped[code] = place - first
        if 2 * len(found) > len(codes):  # the "only if" line just below says it better than an arrow at most choices
            found = {code: target for code, target in found.items() if skipped[code] > 1}
        return found

    def _read(self) -> set[int]:
        """Return the questions that some condition reads: only these can skip anything."""
        found: set[int] = set()
        for node in self._numbers.nodes:
            expr = self._relevant(node)
            stack = [] if expr is None else [expr]
            while stack:
                part = stack.pop()
                target = self._numbers.target(part, node)
                if target is not None:
                    found.add(target.index)
                elif isinstance(part, Call):
                    stack += part.arguments
                elif isinstance(part, Operation):
                    stack += part.operands
        return found

    def _relevant(self, node: ModelNode) -> Expr | None:
        written = node.element.relevant
        if written is None:
            return None
        if written.source not in self._parsed:
            try:
                self._parsed[written.source] = parse(written.source)
            except XPathSyntaxError:
                self._parsed[written.source] = None
        return self._parsed[written.source]

    def _asked(self, node: ModelNode, known: Known) -> bool | None:
        """Return whether a question is asked, None where the known answers do not decide it."""
        result: bool | None = True
        for each in node.chain():
            expr = self._relevant(each)
            if expr is None:
                continue
            self._looks += 1
            truth = self._truth(expr, each, known)
            if truth is False:
                return False
            result = result and truth
        return result

    def _truth(self, expr: Expr, at: ModelNode, known: Known) -> bool | None:
        match expr:
            case Operation() if expr.operators[0] in ("and", "or"):
                decisive = expr.operators[0] == "or"
                truths = [self._truth(operand, at, known) for operand in expr.operands]
                if decisive in truths:
                    return decisive
                return None if None in truths else not decisive
            case Operation() if len(expr.operators) == 1 and expr.operators[0] in _COMPARED:
                left, right = (self._value(operand, at, known) for operand in expr.operands)
                return None if left is None or right is None else holds(left, expr.operators[0], right)
            case Call(name="not", arguments=(inner,)):
                truth = self._truth(inner, at, known)
                return None if truth is None else not truth
            case Call(name="selected", arguments=(chosen, wanted)):
                value, code = self._value(chosen, at, known), self._value(wanted, at, known)
                if value is None or code is None:
                    return None
                return code in value.split()
        if expr in (TRUE, FALSE):
            return expr == TRUE
        return None

    def _value(self, expr: Expr, at: ModelNode, known: Known) -> str | None:
        if isinstance(expr, Text):
            return expr.value
        if isinstance(expr, Number):
            return number_to_text(expr.value)
        if isinstance(expr, Call) and expr.name in ("string", "number") and len(expr.arguments) == 1:
            return self._value(expr.arguments[0], at, known)
        target = None if is_self(expr) else self._numbers.target(expr, at)
        if target is None or not isinstance(target.element, Question):
            return None
        return known.get(target.index)


def _inside(node: ModelNode | None) -> tuple[int, ...]:
    """Return the repeats a question stands in."""
    return () if node is None else tuple(repeat.index for repeat in node.repeats if repeat is not node)
