"""Guess texts that a question may accept: random, of its type, likely to meet its constraint."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, sin, tau

from forms.definition.elements import Control, Question
from forms.model.model import Model
from forms.model.plan import ModelNode, RuleKind
from forms.model.reads import reads
from forms.session.answers import ACKNOWLEDGED, range_ends
from forms.session.nodes import QuestionNode, SessionNode
from forms.session.sample import sample
from forms.values import DataType, number_to_text
from forms.xpath.expr import Call, Expr, Number, Operation, Text
from forms.xpath.printing import print_expression
from forms.xpath.walk import walk

# Answers tried at one question before it is left blank.
MOST_TRIES = 60
# Share of answers to selects that are chosen to bring other questions into view: consent is mostly given.
LEADING = 0.6
# Share of answers that say how often something is asked which are small: people have few fields and children.
COUNTING = 0.9
REACH = 0.003  # degrees from the middle of a field to its corners
WORDS = ("water", "school", "road", "clinic", "market", "seed", "light", "shelter", "food", "work")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def candidates(
    node: QuestionNode,
    chance: random.Random,
    numbers: list[str],
    today: date,
    counting: frozenset[ModelNode],
) -> Iterator[str]:
    """Yield at most MOST_TRIES texts worth trying at a question, likely ones first."""
    question = node.question
    written = _written(node)
    make = _MAKERS.get(question.control) or _MAKERS_BY_TYPE.get(question.data_type, _text)
    if node.model_node.is_select:
        make = _select
    for _ in range(MOST_TRIES):
        yield make(_Hints(node, chance, written, numbers, today, counting))


@dataclass(frozen=True, slots=True)
class _Hints:
    node: QuestionNode
    chance: random.Random
    written: str  # the constraint, as text
    numbers: list[str]
    today: date
    counting: frozenset[ModelNode]

    @property
    def question(self) -> Question:
        return self.node.question


def _written(node: SessionNode) -> str:
    constraint = node.model_node.constraint
    return "" if constraint is None else print_expression(constraint.expr)


def _integer(hints: _Hints) -> str:
    chance = hints.chance
    if hints.node.model_node in hints.counting and chance.random() < COUNTING:
        return str(chance.randint(0, 5))
    near = [int(float(text)) + chance.choice((-1, 0, 1)) for text in _NUMBER.findall(hints.written)]
    known = [int(float(text)) for text in hints.numbers]
    pools: list[Callable[[], int]] = [
        lambda: chance.randint(1, 9),
        lambda: chance.randint(0, 99),
        lambda: 0,
        lambda: chance.randint(1, 3),
    ]
    if near:
        pools += [lambda: chance.choice(near), lambda: chance.randint(min(near), max(near))] * 2
        pools.append(lambda: 10 ** chance.randint(1, 9) - 1)
    if near and "string-length" in hints.written:
        digits = min(max(chance.choice(near), 1), 9)
        pools += [lambda: chance.randint(10 ** (digits - 1), 10**digits - 1)] * 3
    if known:
        pools.append(lambda: chance.choice(known))
    return str(chance.choice(pools)())


def _decimal(hints: _Hints) -> str:
    whole = _integer(hints)
    return whole if hints.chance.random() < 0.5 else f"{whole}.5"


def _day(hints: _Hints) -> date:
    chance = hints.chance
    today = hints.today
    quoted = [first or second for first, second in _QUOTED.findall(hints.written)]
    days = [date.fromisoformat(text) for text in quoted if re.fullmatch(r"\d{4}-[01]\d-[0-3]\d", text)]
    anchor = chance.choice([today, today, *days])
    reach = chance.choice((0, 5, 60, 700, 15_000))
    return anchor + timedelta(days=chance.randint(-reach, reach))


def _date(hints: _Hints) -> str:
    return _day(hints).isoformat()


def _time(hints: _Hints) -> str:
    return f"{hints.chance.randint(0, 23):02d}:{hints.chance.randint(0, 59):02d}:00"


def _date_time(hints: _Hints) -> str:
    return f"{_date(hints)}T{_time(hints)}"


def _text(hints: _Hints) -> str:
    chance = hints.chance
    quoted = [first or second for first, second in _QUOTED.findall(hints.written)]
    if "regex" in hints.written and quoted and chance.random() < 0.8:
        return sample(chance.choice(quoted), chance)
    lengths = [int(float(text)) for text in _NUMBER.findall(hints.written)]
    if lengths and chance.random() < 0.5:
        return str(chance.randint(1, 9)) + "".join(
            chance.choice("0123456789") for _ in range(min(chance.choice(lengths), 200) - 1)
        )
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 3)))


def counting_nodes(model: Model) -> frozenset[ModelNode]:
    """Return the questions whose answers reach the number of instances of a repeat, also through calculations."""
    wanted = [rule for rule in model.rules if rule.kind is RuleKind.COUNT]
    found: set[ModelNode] = set()
    while wanted:
        rule = wanted.pop()
        if rule.formula is None:
            continue
        for read in reads(rule.formula.expr, rule.target, model.root):
            if read.node not in found:
                found.add(read.node)
                wanted += [each for each in read.node.rules if each.kind is RuleKind.CALCULATE]
    return frozenset(found)


def leading_names(node: ModelNode) -> frozenset[str]:
    """Return the choices that bring other questions into view, as the relevance of those names them."""
    found: set[str] = set()
    for dependent in node.value_dependents:
        formula = dependent.rule.formula
        if dependent.rule.kind is RuleKind.RELEVANT and formula is not None:
            for part in walk(formula.expr):
                if isinstance(part, Operation) and part.operators[0] == "=":
                    found.update(_literals(part.operands))
                elif isinstance(part, Call) and part.name == "selected":
                    found.update(_literals(part.arguments))
    return frozenset(found)


def _literals(parts: tuple[Expr, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Text):
            yield part.value
        elif isinstance(part, Number):
            yield number_to_text(part.value)


def _select(hints: _Hints) -> str:
    names = [item.name for item in hints.node.choices]
    if not names:
        return ""
    leading = leading_names(hints.node.model_node).intersection(names)
    if leading and hints.chance.random() < LEADING:
        names = [name for name in names if name in leading]
    kind = hints.question.data_type
    if kind is DataType.RANK:
        return " ".join(hints.chance.sample(names, len(names)))
    if kind is not DataType.SELECT_MULTIPLE:
        return hints.chance.choice(names)
    return " ".join(hints.chance.sample(names, min(len(names), hints.chance.choice((1, 1, 1, 2, 2, 3, 4)))))


def _point(hints: _Hints) -> str:
    return _place(hints.chance, hints.chance.uniform(-60, 60), hints.chance.uniform(-170, 170))


def _place(chance: random.Random, latitude: float, longitude: float) -> str:
    return f"{latitude:.5f} {longitude:.5f} {chance.randint(0, 2000)} {chance.randint(3, 9)}"


def _points(hints: _Hints) -> str:
    """Return a way or a field: corners of a few hundred metres, in order around its middle."""
    chance = hints.chance
    latitude, longitude = chance.uniform(-60, 60), chance.uniform(-170, 170)
    turns = sorted(chance.uniform(0, tau) for _ in range(chance.randint(3, 5)))
    return ";".join(_place(chance, latitude + REACH * sin(turn), longitude + REACH * cos(turn)) for turn in turns)


def _file(hints: _Hints) -> str:
    endings = {"image/*": "jpg", "audio/*": "m4a", "video/*": "mp4"}
    ending = endings.get(hints.question.media_type or "", "bin")
    return f"{hints.chance.getrandbits(40):010x}.{ending}"


def _on_range(hints: _Hints) -> str:
    least, most = range_ends(hints.question.parameters)
    written = hints.question.parameters.get("step", "1")
    step = abs(float(written)) if re.fullmatch(r"-?\d+(\.\d+)?", written) and float(written) else 1.0
    steps = int(abs(most - least) / step)
    return number_to_text(round(min(least, most) + step * hints.chance.randint(0, steps), 6))


def _true(hints: _Hints) -> str:
    return hints.chance.choice(("true", "false"))


def _acknowledge(hints: _Hints) -> str:
    del hints
    return ACKNOWLEDGED


_MAKERS: Mapping[Control, Callable[[_Hints], str]] = {
    Control.TRIGGER: _acknowledge,
    Control.UPLOAD: _file,
    Control.RANGE: _on_range,
}
_MAKERS_BY_TYPE: Mapping[DataType, Callable[[_Hints], str]] = {
    DataType.INTEGER: _integer,
    DataType.DECIMAL: _decimal,
    DataType.DATE: _date,
    DataType.TIME: _time,
    DataType.DATE_TIME: _date_time,
    DataType.BOOLEAN: _true,
    DataType.GEOPOINT: _point,
    DataType.GEOTRACE: _points,
    DataType.GEOSHAPE: _points,
}
