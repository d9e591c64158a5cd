"""Gather what one action changes into the list its listener gets."""

from __future__ import annotations

from collections.abc import Iterator

from forms.session.changes import ChangeList
from forms.session.nodes import QuestionNode, RepeatInstance, RepeatRange, SessionNode


class Changes:
    """What has changed since the listener was last told.

    Attributes:
        turns: Grows whenever a node became relevant or stopped being so, and with every instance added or removed.
        listening: Whether anybody will be told; if not, only `turns` is kept.
    """

    def __init__(self) -> None:
        self.turns = 0
        self.listening = True
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.language = False
        self._touched: dict[int, SessionNode] = {}
        self._before: dict[int, tuple[QuestionNode, str]] = {}
        self._relevance: dict[int, tuple[SessionNode, bool]] = {}
        self._ranges: dict[int, RepeatRange] = {}

    def touch(self, node: SessionNode) -> None:
        """Note that a face of the node may have changed."""
        if self.listening:
            self._touched[node.serial] = node

    def value(self, node: QuestionNode, before: str) -> None:
        """Note that the node's value is no longer `before`."""
        if self.listening:
            self._touched[node.serial] = node
            self._before.setdefault(node.serial, (node, before))

    def relevance(self, node: SessionNode) -> None:
        """Note, for one who listens, that the node just became relevant or stopped being so."""
        self._touched[node.serial] = node
        self._relevance.setdefault(node.serial, (node, not node.relevant))

    def structure(self, range_: RepeatRange) -> None:
        """Note that instances were added to or removed from the range."""
        self.turns += 1
        if self.listening:
            self._touched[range_.serial] = range_
            self._ranges[range_.serial] = range_

    def take(self, newborn: int) -> ChangeList:
        """Return the list and begin anew; nodes that are gone or came back to what they were are left out.

        Args:
            newborn: Nodes with this serial number or a higher one were made by this action: they did not turn.
        """
        turned = {
            serial: node
            for serial, (node, before) in self._relevance.items()
            if serial < newborn and node.relevant != before and not node.is_gone
        }
        outermost = [node for node in turned.values() if not any(above.serial in turned for above in _above(node))]
        change_list = ChangeList(
            refs=frozenset(node.ref for node in self._touched.values() if not node.is_gone),
            values=tuple(
                (node.ref, node.value)
                for node, before in self._before.values()
                if not node.is_gone and node.value != before
            ),
            shown=tuple(node.ref for node in outermost if node.relevant),
            hidden=tuple(node.ref for node in outermost if not node.relevant),
            hidden_answers=tuple(
                node.ref
                for node in turned.values()
                if isinstance(node, QuestionNode) and not node.relevant and node.answer and node.model_node.is_asked
            ),
            repeats=tuple(range_.ref for range_ in self._ranges.values() if not range_.is_gone),
            language=self.language,
        )
        self.forget()
        return change_list


def _above(node: SessionNode) -> Iterator[SessionNode]:
    """Yield what directly holds a node: the group, and for an instance its range too."""
    if node.parent is not None:
        yield node.parent
    if isinstance(node, RepeatInstance):
        yield node.range
