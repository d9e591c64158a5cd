"""How a part that is asked several times is set as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.paper.blocks import Choose, Condition, Digits, Filled, FromList, Heading, Item, Lines, Moment, Note, Tick

UPRIGHT_COLUMNS: Final = 7  # questions of a table whose rows are the times
UPRIGHT_LABEL: Final = 90  # characters of a question over a column
UPRIGHT_CHOICES: Final = 8
UPRIGHT_ROWS: Final = 10
COLUMNS: Final = 4  # times side by side on one sheet
UPRIGHT_LABELS: Final = 120  # characters of all choices of one column


def is_upright(items: Sequence[Item | Note | Heading | Condition]) -> bool:
    """Tell whether each time can be a row: few short questions, few choices, no conditions between them."""
    if not 0 < len(items) <= UPRIGHT_COLUMNS:
        return False
    return all(
        isinstance(item, Item)
        and len(item.text) <= UPRIGHT_LABEL
        and not item.guidance
        and (
            isinstance(item.answer, Digits | Moment | Tick | Filled | FromList)
            or (isinstance(item.answer, Lines) and item.answer.count == 1)
            or (
                isinstance(item.answer, Choose)
                and len(item.answer.options) <= UPRIGHT_CHOICES
                and sum(len(option.label) for option in item.answer.options) <= UPRIGHT_LABELS
            )
        )
        for item in items
    )
