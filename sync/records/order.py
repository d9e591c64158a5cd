"""Document order of the answers of a submission, from their paths alone; whatever a path holds, it never fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms.submission import plain_path
from sync.records import limits
from sync.records.header import MAX_SEQ


def document_order(paths: Sequence[str], order: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the paths in document order, groups and repeat instances together; those deeper than any form left out.

    Args:
        paths: In order of appearance: instances of a repeat stand in the order in which they first appear, numbered
            ones (`hh:1`) by number before later ones (`hh:r0123abcd`).
        order: Paths without positions in document order; unknown ones stay behind what they appeared behind.
    """
    ranks = {path: number for number, path in enumerate(_with_groups(order))}
    root = _Branch()
    for path in paths:
        if path.count("/") > limits.STEPS:
            continue
        branch = root
        for step in path.split("/")[1:]:
            branch = branch.children.setdefault(step, _Branch())
        branch.path = path
    return tuple(_walk(root, ranks))


@dataclass(slots=True)
class _Branch:
    """An element of the instance; `path` is set where an answer stands."""

    path: str | None = None
    children: dict[str, _Branch] = field(default_factory=dict)


def _walk(root: _Branch, ranks: Mapping[str, int]) -> Iterator[str]:
    """Yield the paths of the answers below a branch in document order."""
    waiting = [(root, "")]
    while waiting:
        branch, plain = waiting.pop()
        if branch.path is not None and all(step.startswith("@") for step in branch.children):
            yield branch.path  # what stands in an element's attributes takes nothing from its text
        steps = _in_order(list(branch.children), plain, ranks)
        waiting += [(branch.children[step], plain + plain_path(f"/{step}")) for step in reversed(steps)]


def _in_order(steps: Sequence[str], plain: str, ranks: Mapping[str, int]) -> list[str]:
    """Return the names below one element in document order; `plain` is its path without positions."""
    places: dict[str, tuple[int, int]] = {}  # name -> (rank, number of its first appearance)
    rank = -1
    for number, step in enumerate(steps):
        name = plain_path(f"/{step}")
        if name not in places:
            rank = ranks.get(plain + name, rank)
            places[name] = (rank, number)

    def place(numbered: tuple[int, str]) -> tuple[int, int, int, int]:
        number, step = numbered
        name = plain_path(f"/{step}")
        instance = step[len(name) :]
        return (*places[name], int(instance) if instance.isdecimal() and len(instance) < 10 else MAX_SEQ, number)

    return [step for _, step in sorted(enumerate(steps), key=place)]


def _with_groups(order: Sequence[str]) -> Iterable[str]:
    """Return the paths with all elements above them, each once, in order."""
    seen: dict[str, None] = {}
    for path in order:
        steps = path.split("/")[1 : limits.STEPS + 1]
        for length in range(1, len(steps) + 1):
            seen.setdefault("/" + "/".join(steps[:length]))
    return seen
