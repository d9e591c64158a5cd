"""Lengths and type of the printed page. All lengths are in twentieths of a point, so that fonts have whole sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DPI: Final = 1440  # twentieths of a point per inch
POINT: Final = 20.0
MM: Final = DPI / 25.4

INK: Final = "#17211B"
QUIET: Final = "#4B5A52"
LINE: Final = "#7A857E"
HAIR: Final = "#C9CDC9"
TINT: Final = "#EEF0ED"
HAIRLINE: Final = 0.35 * POINT
THIN: Final = 0.6 * POINT
BOLD_LINE: Final = 1.2 * POINT


@dataclass(frozen=True, slots=True)
class Style:
    """A use of type. `size` in points, `weight` 400, 500 or 600."""

    size: float
    weight: int = 400
    colour: str = INK
    italic: bool = False


TITLE: Final = Style(19, 600)
SECTION: Final = Style(13, 600)
PART: Final = Style(10.5, 600)
SMALL_PART: Final = Style(9.5, 600)
QUESTION: Final = Style(9, 500)
BODY: Final = Style(9)
CHOICE: Final = Style(8.5)
HINT: Final = Style(7.5, 400, QUIET)
GUIDANCE: Final = Style(7.5, 400, QUIET, italic=True)
CONDITION: Final = Style(7.5, 500)
SMALL: Final = Style(7, 400, QUIET)
CODE: Final = Style(6.5, 400, QUIET)
NUMBER: Final = Style(8, 600)
LETTER: Final = Style(11, 600, "#FFFFFF")
GO_TO: Final = Style(7.5, 600)
CELL: Final = Style(8)
CELL_HEAD: Final = Style(7.5, 500)


MARGIN: Final = 14 * MM  # at the sides
HEAD: Final = 21 * MM  # from the upper edge to where the questions begin
FOOT: Final = 15 * MM
NUMBER_WIDTH: Final = 11.5 * MM  # column of the question numbers
GAP: Final = 4 * MM  # between question and answer
QUESTION_SHARE: Final = 0.45  # of the width behind the numbers
