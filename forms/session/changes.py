"""What one action changed, as it is told to the listener."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Everything that may look different after one action; each node is named once.

    Args:
        refs: Nodes of which any face may have changed (value, label, choices, validity, ...), no order promised.
        values: (ref, value) of every question whose value changed, calculated ones too.
        shown: Nodes that became relevant (only the outermost of a subtree).
        hidden: Nodes that stopped being relevant (only the outermost of a subtree).
        hidden_answers: Questions that hold an answer and stopped being relevant; the answer is kept.
        repeats: Ranges whose instances were added or removed.
        language: The language changed: every text is to be read anew.
    """

    refs: frozenset[str] = frozenset()
    values: tuple[tuple[str, str], ...] = ()
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    hidden_answers: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    language: bool = False


Listener = Callable[[ChangeList], None]
