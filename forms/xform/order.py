"""The order in which an XForm asks: that of its body, where it is not that of the instance."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TypeVar

from forms.xform.controls import Body

Held = TypeVar("Held")


def first_shown(body: Body) -> dict[str, int]:
    """Return path -> place in the body of the first control at it or below it."""
    first: dict[str, int] = {}
    for path, shown in body.shown.items():
        while path:
            if first.get(path, shown.order) < shown.order:
                break
            first[path] = shown.order
            path = path.rpartition("/")[0]
    return first


def in_body_order(siblings: dict[str, Held], path: str, first: Mapping[str, int]) -> dict[str, Held]:
    """Return the children of an element in the order of their controls; what is not shown stays behind its neighbour.

    Args:
        siblings: Name -> whatever is known of a child, in the order of the instance.
    """
    places: list[tuple[int, str]] = []
    place = -1
    for name in siblings:
        place = first.get(f"{path}/{name}", place)
        places.append((place, name))
    if all(one[0] <= other[0] for one, other in pairwise(places)):
        return siblings
    return {name: siblings[name] for _, name in sorted(places, key=lambda each: each[0])}
