"""Write `${name}` as the path that pyxform writes, so that one form makes one document whoever converts it.

A question of the same repeat is named by a relative path, any other by an absolute one; in a predicate of a secondary
instance a relative path starts at `current()`. What stands around a name is left as its author wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.model.outline import Names
from forms.model.plan import ModelNode

LAST_SAVED = "__last-saved"
REFERENCE = re.compile(r"\$\{\s*+(last-saved#)?+\s*+([^{}$\s]++(?:\s++[^{}$\s]++)*+)\s*+\}")
_BRACKET = re.compile(r"\[([^]]+)\]")
_INSTANCE = re.compile(r"instance\([^)]+.+")
_INDEXED = re.compile(r"indexed-repeat\([^)]+\)")
_ARGUMENTS = re.compile(r"\b[^()]+\((.*)\)$")
# Arguments of indexed-repeat() that stay absolute: what is repeated, and its repeats.
_REPEATED = frozenset({0, 1, 3, 5})


class NameMissing(Exception):
    """An expression names what the form does not have; it is left out, as it is when the form runs."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an expression stands.

    Args:
        node: The element or attribute it belongs to.
        in_list: Relative paths start at `current()`.
        of_instances: A path to what is repeated starts outside of its repeat, as lists made from a repeat need it.
    """

    node: ModelNode
    in_list: bool = False
    of_instances: bool = False

    @property
    def repeats(self) -> tuple[ModelNode, ...]:
        """Repeats around it, itself not counted."""
        return self.node.repeats[:-1] if self.node.is_repeat else self.node.repeats

    def around(self) -> set[int]:
        """Return the indexes of the elements around it, itself not counted."""
        return {each.index for each in self.node.chain() if each is not self.node}


class References:
    """Writes the names of one form."""

    def __init__(self, nodes: tuple[ModelNode, ...]) -> None:
        self._root = nodes[0]
        self._names = Names(nodes)
        self._by_path = {node.path: node for node in nodes}

    def written(self, source: str, spot: Spot | None) -> str:
        """Return the expression with paths instead of names.

        Args:
            spot: None where it belongs to no element (the label of a choice): all its paths are absolute.
        Raises:
            NameMissing: a name is none of the form's.
        """
        if "${" not in source:
            return source
        return REFERENCE.sub(lambda match: self._path(match, spot), source)

    def named(self, name: str, at: ModelNode) -> ModelNode | None:
        """Return the element a name or an absolute path means."""
        if name.startswith("/"):
            return self._by_path.get(name)
        return self._names.find(name, at)

    def _path(self, match: re.Match[str], spot: Spot | None) -> str:
        last_saved, name = match[1] is not None, match[2]
        target = self._names.find(name, self._root if spot is None else spot.node)
        if target is None:
            raise NameMissing(name)
        if last_saved:
            return f" instance('{LAST_SAVED}'){target.path} "
        if spot is not None and _is_relative(match):
            relative = _relative(spot, target)
            if relative:
                start = "current()/" if spot.in_list or _in_predicate(match) else ""
                return f" {start}{relative} "
        return f" {target.path} "


def _relative(spot: Spot, target: ModelNode) -> str:
    """Return the relative path to a node; "" when the two share no repeat."""
    own = spot.repeats
    others = target.repeats[:-1] if target.is_repeat else target.repeats
    shared = 0
    for one, other in zip(own, others, strict=False):
        if one is not other:
            break
        shared += 1
    if not shared:
        return ""
    repeat = own[shared - 1]
    if spot.of_instances and repeat is others[-1] and (shared == 1 or own[-1] is not repeat):
        above = repeat.parent
    else:
        around = spot.around()
        above = next(each for each in target.chain() if each is not target and each.index in around)
    if above is None:
        return ""
    names = []
    for each in target.chain():
        if each is above:
            break
        names.append(each.name)
    return "/".join([".."] * (spot.node.depth - above.depth) + names[::-1])


def _in_predicate(match: re.Match[str]) -> bool:
    """Tell whether a name stands in square brackets of an expression that reads a secondary instance."""
    if "instance(" not in match.string or _INSTANCE.search(match.string) is None:
        return False
    return any(
        found.start() <= match.start() and match.end() <= found.end() for found in _BRACKET.finditer(match.string)
    )


def _is_relative(match: re.Match[str]) -> bool:
    """Tell whether a name may be a relative path: not where indexed-repeat() needs an absolute one.

    The order of these questions is pyxform's, with what it makes of several calls in one expression.
    """
    source = match.string
    if "indexed-repeat(" not in source:
        return True
    found = _INDEXED.finditer(source)
    for call in found:
        if match.end() > call.end():
            if next(found, None) is None:
                return True
            continue
        if match.end() < call.start() or match.start() > call.end():
            return True
        inner = _ARGUMENTS.search(call[0])
        arguments = inner[1].split(",") if inner else []
        place = max((index for index, each in enumerate(arguments) if match[0] in each.strip()), default=None)
        return place is not None and place not in _REPEATED
    return False
