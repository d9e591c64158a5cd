"""Expressions that differ only in the questions they name: read, checked and compiled once for all of them.

Large forms hold thousands of rules such as `selected(${a}, 'yes')` in a few dozen shapes. What stands for a question, a
`${name}` or a plain absolute path, is a hole of the shape; each formula fills the holes with its own questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from forms.xpath.check import problems
from forms.xpath.code import Compiled, Static
from forms.xpath.compile import compile_expression
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, Filter, Path, Reference
from forms.xpath.parse import parse
from forms.xpath.walk import walk

LONGEST: Final = 2000  # characters of an expression whose shape is looked for
MOST_SHAPES: Final = 4096  # kept at a time
# Functions that look at nothing but their arguments' texts, numbers, truths and relevance.
_PLAIN: Final = frozenset(
    """abs boolean boolean-from-string ceiling coalesce concat contains count-selected date date-time decimal-date-time
    decimal-time ends-with false floor format-date format-date-time if int max min normalize-space not now number pow
    random regex round selected selected-at starts-with string string-length substr substring-after substring-before
    today translate true""".split()  # noqa: SIM905
)
_PIECE: Final = re.compile(
    r"""("[^"]*"|'[^']*')"""
    r"""|\$\{\s*([A-Za-z_][\w.-]*)\s*\}"""
    r"""|(/[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)+)(?![\w.\-/:*(])"""
)
HOLES: Final = Static(holes=True)


@dataclass(frozen=True)
class Shape:
    """An expression in which each question is a reference named by the number of its hole.

    Args:
        text: Itself, written with numbers in the place of names.
        functions: Names of the functions it calls.
    """

    text: str
    expr: Expr
    functions: frozenset[str]

    @cached_property
    def compiled(self) -> Compiled:
        """The closures; what fills the holes is in `Context.holes`."""
        return compile_expression(self.expr, HOLES)


def shape_of(source: str) -> tuple[Shape, tuple[str, ...]] | None:
    """Return the shape of an expression and what fills its holes: names, or absolute paths as written.

    None for an expression that is wrong, or does more than plain functions and operators over questions and constants.
    """
    if len(source) > LONGEST or not _PIECE.search(source):
        return None
    fillings: dict[str, int] = {}

    def hole(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        number = fillings.setdefault(match[2] or match[3], len(fillings))
        return f" ${{{number}}} "

    shape = shape_by_text(_PIECE.sub(hole, source))
    return None if shape is None or not fillings else (shape, tuple(fillings))


@lru_cache(maxsize=MOST_SHAPES)
def shape_by_text(text: str) -> Shape | None:
    """Return the shape that is written so (`Shape.text`), None for what is none."""
    try:
        expr = parse(text)
    except XPathSyntaxError:
        return None
    functions = set()
    for part in walk(expr):
        if isinstance(part, Path | Filter) or (isinstance(part, Reference) and not part.name.isdecimal()):
            return None
        if isinstance(part, Call):
            functions.add(part.name)
    if not functions <= _PLAIN or problems(expr, Static()):
        return None
    return Shape(text, expr, frozenset(functions))
