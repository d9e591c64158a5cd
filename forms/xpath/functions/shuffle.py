"""The shuffle of `randomize()`: the same seed gives the same order as in other engines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from math import isnan
from typing import Final, TypeVar

Item = TypeVar("Item")
Draw = Callable[[], float]  # from 0 to below 1

# The minimal standard generator (Park and Miller 1988), which the ODK XForms specification asks for.
_MODULUS: Final = 2_147_483_647
_FACTOR: Final = 16_807


def seeded(text: str, number: float) -> Draw:
    """Return the drawing of numbers that a seed starts.

    Args:
        text: The seed as text. Blank counts as 0; a text that is no number is hashed.
        number: The seed as number, NaN when it is none.
    """
    if text == "":
        seed = 0
    elif isnan(number):
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
    else:
        seed = int(max(min(number, 2.0**63 - 1024), -(2.0**63)))
    # The remainder has the sign of the seed, as in Java.
    state = seed % _MODULUS if seed >= 0 else -(-seed % _MODULUS)
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * _FACTOR % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw


def shuffled(items: Sequence[Item], draw: Draw) -> list[Item]:
    """Return the items in a drawn order (Fisher and Yates, from the end)."""
    result = list(items)
    for place in range(len(result) - 1, 0, -1):
        other = int(draw() * (place + 1))
        result[place], result[other] = result[other], result[place]
    return result
