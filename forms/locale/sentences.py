"""Every sentence this package can say: code -> what is wrong, and what to do about it.

Facts are named in braces. `say` marks a sentence for the extraction of translations and changes nothing.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What is wrong, and the cure (for a repair: what has been done about it)."""

    what: str
    cure: str


def say(sentence: str) -> str:
    """Mark a sentence as one to translate."""
    return sentence


PLACES = {
    "cell-column": say("Sheet {sheet}, cell {cell} ({column})"),
    "cell": say("Sheet {sheet}, cell {cell}"),
    "row": say("Sheet {sheet}, row {row}"),
    "sheet": say("Sheet {sheet}"),
}

FINDINGS: dict[str, Words] = {}

REFUSALS: dict[str, Words] = {}
