"""One fold for every changeable thing: edits of an object in, heads, values and conflicts of its fields out.

A field's heads are the edits with no later edit of that field among their descendants. One head, or equal values: that
is the value. Different values: a conflict, all are kept and shown. An edit waits until its parents are here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sync.records.record import Parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What one record says about an object.

    Args:
        id, tick: Of the record; (tick, id) is the order of listing.
        parents: Heads of the object as the editor saw them.
        sets: Field -> value; None says that it has none.
        whole: It says everything about the object (a submission): fields it does not name have no value.
        removes: Prefixes of fields that are taken out ("/data/hh:2"): every field at or below has no value.
    """

    id: bytes
    tick: int
    parents: tuple[bytes, ...] = ()
    sets: Mapping[str, str | None] = field(default_factory=dict)
    whole: bool = False
    removes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field as it stands.

    Args:
        heads: (record id, value) in order of listing.
    """

    heads: tuple[tuple[bytes, str | None], ...]

    @property
    def values(self) -> tuple[str | None, ...]:
        """The different values that stand beside each other, in order of listing."""
        return tuple(dict.fromkeys(value for _, value in self.heads))

    @property
    def value(self) -> str | None:
        """The value; of a conflict the first in order of listing, to have something to show beside the mark."""
        return self.heads[0][1]

    @property
    def is_conflict(self) -> bool:
        """More than one value stands."""
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class ObjectState:
    """An object as it stands.

    Args:
        fields: Field -> state, in order of first appearance.
        heads: Records that the next edit builds on.
        witnesses: Number of equal `whole` edits that agree on the first one; 0 for objects without one.
        waiting: Ids of edits whose parents are not here.
    """

    fields: Mapping[str, FieldState]
    heads: tuple[Parent, ...] = ()
    witnesses: int = 0
    waiting: tuple[bytes, ...] = ()

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Fields with more than one value."""
        return tuple(name for name, state in self.fields.items() if state.is_conflict)

    def value(self, name: str) -> str | None:
        """Return the value of a field, None when it has none."""
        state = self.fields.get(name)
        return state.value if state is not None else None


def _never(_: str) -> bool:
    return False


def fold_object(edits: Iterable[Edit], *, is_calculated: Callable[[str], bool] = _never) -> ObjectState:
    """Return the state of an object after a set of edits, in whatever order they are given.

    Args:
        edits: Of one object, from records that count.
        is_calculated: Tells fields the engine settles again: they never conflict and keep the first value.
    """
    ready, waiting = _ready(edits)
    nodes = _merge_witnesses(ready)
    node_of = {each.id: number for number, node in enumerate(nodes) for each in node}
    ancestors = _ancestors(ready, node_of, len(nodes))
    covered = {node_of[parent] for edit in ready for parent in edit.parents}
    heads = [Parent(each.id, each.tick) for number, node in enumerate(nodes) if number not in covered for each in node]
    wholes = [node for node in nodes if node[0].whole]
    return ObjectState(
        fields={name: _field(name, nodes, ancestors, calculated=is_calculated(name)) for name in _field_names(nodes)},
        heads=tuple(sorted(heads, key=lambda head: (head.tick, head.id))),
        witnesses=len(wholes[0]) if wholes else 0,
        waiting=waiting,
    )


def _ready(edits: Iterable[Edit]) -> tuple[list[Edit], tuple[bytes, ...]]:
    """Return the edits whose ancestors are all here, parents first, and the ids of the others."""
    left = sorted({edit.id: edit for edit in edits}.values(), key=lambda edit: (edit.tick, edit.id))
    here: set[bytes] = set()
    ready: list[Edit] = []
    found = True
    while found:
        found = False
        waiting = []
        for edit in left:
            if all(parent in here for parent in edit.parents):
                here.add(edit.id)
                ready.append(edit)
                found = True
            else:
                waiting.append(edit)
        left = waiting
    return ready, tuple(edit.id for edit in left)


def _merge_witnesses(ready: list[Edit]) -> list[list[Edit]]:
    """Return groups of edits that are one, in order of listing: equal whole edits without parents; others alone."""
    nodes: list[list[Edit]] = []
    same: dict[frozenset[tuple[str, str | None]], list[Edit]] = {}
    for edit in sorted(ready, key=lambda each: (each.tick, each.id)):
        if edit.whole and not edit.parents:
            content = frozenset(edit.sets.items())
            if content in same:
                same[content].append(edit)
                continue
            same[content] = [edit]
            nodes.append(same[content])
        else:
            nodes.append([edit])
    return nodes


def _ancestors(ready: list[Edit], node_of: Mapping[bytes, int], count: int) -> list[set[int]]:
    """Return for every node the numbers of all nodes it builds on."""
    result: list[set[int]] = [set() for _ in range(count)]
    for edit in ready:
        for parent in edit.parents:
            result[node_of[edit.id]] |= {node_of[parent]} | result[node_of[parent]]
    return result


def _field_names(nodes: list[list[Edit]]) -> list[str]:
    return list(dict.fromkeys(name for node in nodes for name in node[0].sets))


def _says(edit: Edit, name: str) -> tuple[bool, str | None]:
    """Return whether an edit says something about a field, and the value it says."""
    if name in edit.sets:
        return True, edit.sets[name]
    removed = any(name == prefix or name.startswith(prefix + "/") for prefix in edit.removes)
    return edit.whole or removed, None


def _field(name: str, nodes: list[list[Edit]], ancestors: list[set[int]], *, calculated: bool) -> FieldState:
    said = {number: value for number, node in enumerate(nodes) for says, value in [_says(node[0], name)] if says}
    behind: set[int] = set()
    for number in said:
        behind |= ancestors[number]
    heads = [(nodes[number][0].id, value) for number, value in said.items() if number not in behind]
    return FieldState(tuple(heads[:1] if calculated else heads))
