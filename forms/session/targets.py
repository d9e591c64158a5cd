"""From a node that changed to the nodes whose rules read it."""

from __future__ import annotations

from collections.abc import Iterator

from forms.model.plan import Dependent, RuleKind
from forms.session.nodes import GroupNode, RepeatInstance, RepeatRange, SessionNode


def pivot_of(changed: SessionNode, dependent: Dependent) -> SessionNode:
    """Return the ancestor that the dependent rule shares with the node that changed.

    Args:
        changed: A question, group or instance; for a change in the number of instances, the group around the range.
    """
    pivot = changed
    for _ in range(dependent.climb):
        assert pivot.parent is not None, "a rule is never told of what stands above the root"
        pivot = pivot.parent
    return pivot


def descend(start: SessionNode, places: tuple[int, ...], kind: RuleKind) -> Iterator[SessionNode]:
    """Yield the nodes reached from `start` by places among children, through every instance of every repeat.

    A repeat at the end of the way stands for what the rule is about: its range when the rule counts, else the range
    and its instances.
    """
    if not places:
        if kind is RuleKind.COUNT and isinstance(start, RepeatInstance):
            yield start.range
        else:
            yield start
        return
    rest = places[1:]
    if places[0] < 0:
        yield from start.attributes[-1 - places[0] :][:1]
        return
    assert isinstance(start, GroupNode), "the way goes down through groups"
    child = start.children[places[0]]
    if not isinstance(child, RepeatRange):
        yield from descend(child, rest, kind)
        return
    if not rest:
        yield child
    if rest or kind is not RuleKind.COUNT:
        for instance in child.instances:
            yield from descend(instance, rest, kind)
