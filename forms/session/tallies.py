"""The sums and counts that an interview keeps up, and who is told when something in a repeat changed."""

from __future__ import annotations

from forms.session.nodes import RepeatInstance, SessionNode
from forms.xpath.context import Context
from forms.xpath.tallies import Running, Tally


class Tallies:
    """Every tally that an expression of the interview has asked for."""

    def __init__(self) -> None:
        self._kept: dict[Tally, Running] = {}
        self._watching: dict[int, list[Running]] = {}  # index in the plan -> tallies that follow it

    def of(self, tally: Tally, c: Context) -> Running:
        """Return a tally, up to date."""
        running = self._kept.get(tally)
        if running is None:
            running = self._kept[tally] = Running(tally)
            for index in (*tally.watched, tally.repeat):
                self._watching.setdefault(index, []).append(running)
        running.refresh(c)
        return running

    def touch(self, node: SessionNode) -> None:
        """Note that a question or an instance changed its text or its relevance."""
        watching = self._watching.get(node.model_node.index)
        if watching:
            instance: SessionNode | None = node
            while instance is not None and not isinstance(instance, RepeatInstance):
                instance = instance.parent
            if instance is not None:
                for running in watching:
                    running.touch(instance.element)

    def forget(self, instance: RepeatInstance) -> None:
        """Note that an instance is gone."""
        for running in self._watching.get(instance.model_node.index, ()):
            running.touch(instance.element, is_gone=True)
