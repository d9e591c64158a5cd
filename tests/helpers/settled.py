"""Say what in an interview is not as its rules want it, working everything out anew over a copy that knows nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import isfinite

from forms.model.plan import RuleKind
from forms.session.answers import cast_result
from forms.session.core import Core
from forms.session.environment import SessionEnvironment
from forms.session.interview import Interview
from forms.session.nodes import GroupNode, QuestionNode, RepeatInstance, RepeatRange, SessionNode
from forms.session.offer import available
from forms.session.settle import MOST_ALL_INSTANCES, MOST_INSTANCES

TEXTS = ("label", "hint", "guidance")
WAITING = {"answer", "value", "number"}
FACES = ("required", "required_message", "constraint_message", "choices", "validity", "display")


def unsettled(interview: Interview) -> list[str]:
    """Return a line for every rule that does not hold and every face that is out of date; no rank, cache or index of
    the interview is trusted: each formula is evaluated in a copy made of the values alone.
    """
    core = interview.root.host
    assert isinstance(core, Core)
    twin = _twin(core)
    pairs = zip((core.root, *core.root.walk()), (twin.root, *twin.root.walk()), strict=True)
    return [line for node, fresh in pairs for line in _differences(node, fresh, twin)]


def _twin(core: Core) -> Core:
    """Return a copy of what the interview holds, of which nothing has been worked out."""
    outside = core.environment
    quiet = SessionEnvironment(outside.clock, outside.zone, random.Random(0), outside.properties, outside.last_saved)
    twin = Core(core.model, quiet, core.language)
    twin.evaluation.shuffle_seed = core.evaluation.shuffle_seed
    _copy(core.root, twin.root, twin)
    return twin


def _copy(old: GroupNode, new: GroupNode, twin: Core) -> None:
    _copy_node(old, new)
    for child, fresh in zip(old.children, new.children, strict=True):
        _copy_node(child, fresh)
        if isinstance(child, RepeatRange):
            assert isinstance(fresh, RepeatRange)
            for instance in child.instances:
                _copy(instance, twin.tree.add(fresh, name=instance.name), twin)
        elif isinstance(child, GroupNode):
            assert isinstance(fresh, GroupNode)
            _copy(child, fresh, twin)


def _copy_node(old: SessionNode, new: SessionNode) -> None:
    new.own_relevant = old.own_relevant
    new.relevant = new.element.relevant = old.relevant
    if isinstance(old, QuestionNode):
        assert isinstance(new, QuestionNode)
        new.answer = old.answer
        new.element.value = old.element.value


def _differences(node: SessionNode, fresh: SessionNode, twin: Core) -> Iterator[str]:
    wanted = dict(_wanted(node, fresh, twin))
    has = dict(_has(node))
    if node.parent is not None and not node.parent.relevant:
        for name in WAITING & wanted.keys():  # worked out when the group is shown; nobody sees it before
            del wanted[name]
    for name, value in wanted.items():
        if has[name] != value:
            yield f"{node.ref} {name}: is {has[name]!r}, should be {value!r}"


def _has(node: SessionNode) -> Iterator[tuple[str, object]]:
    """Yield what the interview shows, cached faces as they are."""
    yield "ref", node.ref
    yield "relevant", node.relevant
    yield "element", node.element.relevant
    yield "readonly", node.readonly
    for name in TEXTS:
        yield name, getattr(node, name)
    if isinstance(node, QuestionNode):
        yield "answer", node.answer
        yield "value", node.element.value
        for name in FACES:
            yield name, getattr(node, name)
    elif isinstance(node, RepeatRange):
        yield "number", len(node.instances)
    elif isinstance(node, RepeatInstance):
        yield "index", node.index


def _wanted(node: SessionNode, fresh: SessionNode, twin: Core) -> Iterator[tuple[str, object]]:
    """Yield what the rules say, evaluated in the copy."""
    relevant = _relevant(fresh, twin)
    yield "ref", fresh.ref
    yield "relevant", relevant
    yield "element", relevant
    yield "readonly", fresh.readonly
    for name in TEXTS:
        yield name, getattr(fresh, name)
    if isinstance(fresh, QuestionNode):
        answer = _answer(fresh, twin)
        yield "answer", answer
        yield "value", available(twin.evaluation, fresh, answer)
        for name in FACES:
            yield name, getattr(fresh, name)
    elif isinstance(fresh, RepeatRange):
        yield "number", _number(fresh, twin)
    elif isinstance(node, RepeatInstance):
        yield "index", node.range.instances.index(node) + 1


def _relevant(fresh: SessionNode, twin: Core) -> bool:
    formula = fresh.model_node.relevant
    rules = (rule for rule in fresh.model_node.rules if rule.kind is RuleKind.RELEVANT)
    if isinstance(fresh, RepeatRange) and any(rule.is_of_instance for rule in rules):
        formula = None  # each instance decides for itself
    own = True if formula is None else twin.evaluation.boolean(fresh, formula, otherwise=True)
    return own and (fresh.parent is None or fresh.parent.relevant)


def _answer(fresh: QuestionNode, twin: Core) -> str:
    """Return what a calculation gives; what a person may have written or chance has drawn stays as it is."""
    for rule in fresh.model_node.rules:
        if rule.kind is RuleKind.CALCULATE and rule.formula is not None:
            if rule.formula.volatile or fresh.model_node.is_asked or fresh.model_node.actions:
                break
            return cast_result(fresh.question.data_type, twin.evaluation.string(fresh, rule.formula))
    return fresh.answer


def _number(fresh: RepeatRange, twin: Core) -> int:
    formula = fresh.model_node.count
    here = len(fresh.instances)
    if formula is None:
        return here
    number = twin.evaluation.number(fresh, formula)
    if not isfinite(number) or twin.tree.instances >= MOST_ALL_INSTANCES:
        return here
    return min(max(int(number), 0), MOST_INSTANCES)
