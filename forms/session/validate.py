"""Every answer that may not stand, in document order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from forms.session.nodes import GroupNode


@dataclass(frozen=True, slots=True)
class Violation:
    """One answer that is missing or against its rule; `message` is the form's own, "" where it has none."""

    ref: str
    kind: Literal["required", "constraint"]
    message: str


def violations(root: GroupNode) -> Iterator[Violation]:
    """Yield the violations among relevant questions in document order."""
    for node in root.questions():
        if not node.relevant or not node.model_node.is_checked:
            continue
        validity = node.validity
        if validity.kind != "ok":
            yield Violation(node.ref, validity.kind, validity.message)
