"""Sums and counts over the instances of a repeat, kept up instance by instance instead of being added up each time.

`sum(/data/person/age)`, `count(/data/person[sex = 'f'])`: what each instance gives is remembered; only instances in
which something changed are asked again. Only whole numbers are kept up, since their sum does not depend on the order;
as long as an instance gives anything else, everything is added up as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from forms.xpath.code import TallyPlace, ValueKind
from forms.xpath.context import Context
from forms.xpath.expr import SELF, Call, Expr, NameTest, Negation, Number, Operation, Path, Step, Text
from forms.xpath.numbers import text_to_number
from forms.xpath.predicates import Choose, counts_positions, position_wanted, predicate
from forms.xpath.scope import Scope
from forms.xpath.tree import Element, Node

EXACT: Final = 2**53  # below it every whole number is itself, and so is every sum of them
# Functions whose result follows from their arguments alone.
_STEADY: Final = frozenset(
    """abs ceiling coalesce concat contains count-selected ends-with floor if int normalize-space not number round
    selected starts-with string string-length substring-after substring-before""".split()  # noqa: SIM905
)
Way = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What is added up over the instances of one repeat.

    Args:
        repeat: Index in the plan of the repeat.
        above: Names on the way to the element that holds the instances.
        name: Name of the repeat.
        watched: Indexes in the plan of the questions inside that decide what an instance gives.
        choices: Predicates of the repeat.
        inner: Names on the way from an instance to what is added up; () for the instance itself.
    """

    repeat: int
    above: Way
    name: str
    watched: frozenset[int]
    choices: tuple[Choose, ...]
    inner: Way

    def nodes(self, instance: Element, c: Context) -> Sequence[Node]:
        """Return the nodes that one instance gives."""
        found: Sequence[Node] = (instance,)
        for choose in self.choices:
            found = choose(found, c)
        for name in self.inner:
            found = [
                child for node in found for child in (node.children.names or node.children.by_name()).get(name, ())
            ]
        return found


Part = tuple[int, int, int, int, int]  # what one instance adds to each figure of `Running`


def tally_of(expr: Expr, scope: Scope) -> Tally | None:
    """Return what an expression adds up over the instances of a repeat of which there is one in the form's instance.

    None for anything but an absolute path of plain names whose predicates compare leaves of the instance itself with
    constants.
    """
    if not isinstance(expr, Path) or not expr.absolute or not scope.static.tallies:
        return None
    names = [_plain_name(step) for step in expr.steps]
    for length in range(2, len(names) + 1):
        way = tuple(name for name in names[:length] if name is not None)
        place = scope.static.tallies.get(way) if len(way) == length else None
        if place is not None:
            return _tally(expr.steps, length, place, scope)
    return None


def _plain_name(step: Step) -> str | None:
    if step.axis != "child" or not isinstance(step.test, NameTest) or step.test.prefix or step.test.local == "*":
        return None
    return step.test.local


def _tally(steps: tuple[Step, ...], length: int, place: TallyPlace, scope: Scope) -> Tally | None:
    repeat, inner = steps[length - 1], steps[length:]
    if any(step.predicates for step in (*steps[: length - 1], *inner)):
        return None
    way = tuple(name for step in inner if (name := _plain_name(step)) is not None)
    read = {way} if way else set()
    for expr in repeat.predicates:
        if not _is_steady(expr, read) or counts_positions(expr):
            return None
        code = scope.compile(expr)
        if code.kind is ValueKind.NUMBER or position_wanted(expr, code, scope) is not None:
            return None
    if len(way) != len(inner) or not read <= place.leaves.keys():
        return None
    names = tuple(name for step in steps[:length] if (name := _plain_name(step)) is not None)
    choices = tuple(predicate(expr, scope) for expr in repeat.predicates)
    return Tally(place.repeat, names[:-1], names[-1], frozenset(place.leaves[each] for each in read), choices, way)


def _is_steady(expr: Expr, read: set[Way]) -> bool:
    """Tell whether an expression at an instance reads nothing but leaves of it, whose ways are added to `read`."""
    match expr:
        case Text() | Number():
            return True
        case Operation():
            return expr.operators[0] != "|" and all(_is_steady(part, read) for part in expr.operands)
        case Negation():
            return _is_steady(expr.operand, read)
        case Call():
            return expr.name in _STEADY and all(_is_steady(part, read) for part in expr.arguments)
        case Path() if not expr.absolute and expr.start is None:
            steps = expr.steps[1:] if expr.steps[:1] == (SELF,) else expr.steps
            names = [_plain_name(step) for step in steps if not step.predicates]
            way = tuple(name for name in names if name is not None)
            read.add(way)
            return bool(way) and len(way) == len(steps)
        case _:
            return False


class Running:
    """A tally over the instances of one interview.

    Attributes:
        count: Relevant nodes.
        filled: Those whose text is not blank.
        total: Sum of those that are whole numbers.
        size: Sum of their absolute values.
        odd: Number of those that are filled with anything else.
    """

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.count = self.filled = self.total = self.size = self.odd = 0
        self._parts: dict[Element, Part] = {}
        self._changed: dict[Element, bool] | None = None  # instance -> is it gone; None: nothing was asked yet

    def touch(self, instance: Element, *, is_gone: bool = False) -> None:
        """Note that an instance is new, changed, or gone."""
        if self._changed is not None:
            self._changed[instance] = is_gone or self._changed.get(instance, False)

    def refresh(self, c: Context) -> None:
        """Ask the instances again in which something changed."""
        if self._changed is None:
            self._changed = dict.fromkeys(self._instances(c), False)
        if not self._changed:
            return
        for instance, is_gone in self._changed.items():
            self._add(self._parts.pop(instance, None), -1)
            if not is_gone:
                self._parts[instance] = part = self._part(instance, c)
                self._add(part, 1)
        self._changed.clear()

    def _instances(self, c: Context) -> Sequence[Element]:
        node: Element | None = c.root
        for name in self.tally.above:
            node = None if node is None else node.child(name)
        return () if node is None else node.named(self.tally.name)

    def _add(self, part: Part | None, sign: int) -> None:
        if part is not None:
            self.count += sign * part[0]
            self.filled += sign * part[1]
            self.total += sign * part[2]
            self.size += sign * part[3]
            self.odd += sign * part[4]

    def _part(self, instance: Element, c: Context) -> Part:
        count = filled = total = size = odd = 0
        for node in self.tally.nodes(instance, c):
            if not node.relevant:
                continue
            count += 1
            text = node.text
            if text == "":
                continue
            filled += 1
            number = text_to_number(text, c.environment)
            if number.is_integer() and abs(number) < EXACT:
                total += int(number)
                size += abs(int(number))
            else:
                odd += 1
        return count, filled, total, size, odd
