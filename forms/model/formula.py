"""One expression or text of a form, resolved for the node it stands at and compiled when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from forms.errors import NOWHERE, Place
from forms.xpath.compile import Compiled, Static, compile_expression
from forms.xpath.expr import Expr, Path, Reference, child
from forms.xpath.parse import parse
from forms.xpath.shapes import Shape
from forms.xpath.walk import transform

ODK = Static()


class Formula:
    """A resolved expression.

    Attributes:
        place: Where its author wrote it.
        speaks: Its words are in the language of the interview: labels of choices, texts.
        volatile: It draws once and is never drawn again on reopening: now, today, random, uuid, once.
        shape: What it shares with others that name other questions; None for an expression of its own.
        holes: Indexes in the plan of the questions that fill the holes of its shape.
    """

    __slots__ = ("_compiled", "_expr", "_static", "_text", "_ways", "holes", "place", "shape", "speaks", "volatile")

    def __init__(
        self,
        expr: Expr | None,
        *,
        place: Place = NOWHERE,
        volatile: bool = False,
        speaks: bool = False,
        static: Static = ODK,
    ) -> None:
        self.shape: Shape | None = None
        self.holes: tuple[int, ...] = ()
        self.place = place
        self.volatile = volatile
        self.speaks = speaks
        self._expr = expr
        self._text = ""
        self._static = static
        self._ways: Mapping[int, tuple[str, ...]] = {}
        self._compiled: Compiled | None = None

    @classmethod
    def of_shape(
        cls, shape: Shape, holes: tuple[int, ...], ways: Mapping[int, tuple[str, ...]], *, place: Place, volatile: bool
    ) -> Formula:
        """Return the formula that a shape makes with its holes filled.

        Args:
            ways: Index in the plan -> the names on the way to each question that may fill a hole.
        """
        formula = cls(None, place=place, volatile=volatile)
        formula.shape = shape
        formula.holes = holes
        formula._ways = ways
        return formula

    @classmethod
    def written(cls, text: str, static: Static, *, place: Place, volatile: bool, speaks: bool) -> Formula:
        """Return the formula whose printed text this is; it is read when first needed."""
        formula = cls(None, place=place, volatile=volatile, speaks=speaks, static=static)
        formula._text = text
        return formula

    @property
    def expr(self) -> Expr:
        """The tree without `${name}` references."""
        if self._expr is None:
            self._expr = parse(self._text) if self.shape is None else transform(self.shape.expr, self._filled)
        return self._expr

    def _filled(self, expr: Expr) -> Expr:
        if not isinstance(expr, Reference):
            return expr
        return Path(tuple(map(child, self._ways[self.holes[int(expr.name)]])), absolute=True)

    @property
    def compiled(self) -> Compiled:
        """The closures; made on first use (making them twice in two threads does no harm)."""
        if self._compiled is None:
            shape = self.shape
            self._compiled = compile_expression(self.expr, self._static) if shape is None else shape.compiled
        return self._compiled


@dataclass(frozen=True, slots=True)
class ModelText:
    """A text of the form whose outputs are formulas.

    Args:
        by_language: Language -> parts in order; only languages that have parts.
        media: Language -> kind -> file name.
    """

    by_language: Mapping[str, tuple[str | Formula, ...]] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def parts(self, language: str, default: str) -> tuple[str | Formula, ...]:
        """Return the parts in `language`, else in the form's default language, else in the first one there is."""
        known = self.by_language.get(language)
        return known or cast(tuple[str | Formula, ...], _pick(self.by_language, language, default) or ())

    def media_in(self, language: str, default: str) -> Mapping[str, str]:
        """Return kind -> file name, chosen as `parts` does."""
        return cast(Mapping[str, str], _pick(self.media, language, default) or {}) if self.media else {}

    def formulas(self) -> Iterator[Formula]:
        """Yield every output of every language."""
        for parts in self.by_language.values():
            for part in parts:
                if isinstance(part, Formula):
                    yield part


def _pick(table: Mapping[str, object], language: str, default: str) -> object | None:
    for wanted in (language, default, ""):
        if table.get(wanted):
            return table[wanted]
    return next((entry for entry in table.values() if entry), None)
