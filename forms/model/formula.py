"""One expression or text of a form, resolved for the node it stands at and compiled when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from forms.errors import NOWHERE, Place
from forms.xpath.compile import Compiled, Static, compile_expression
from forms.xpath.expr import Expr

ODK = Static()


class Formula:
    """A resolved expression.

    Attributes:
        expr: Tree without `${name}` references.
        place: Where its author wrote it.
        speaks: Its words are in the language of the interview: labels of choices, texts.
        volatile: It draws once and is never drawn again on reopening: now, today, random, uuid, once.
    """

    __slots__ = ("_compiled", "_static", "expr", "place", "speaks", "volatile")

    def __init__(
        self,
        expr: Expr,
        *,
        place: Place = NOWHERE,
        volatile: bool = False,
        speaks: bool = False,
        static: Static = ODK,
    ) -> None:
        self.expr = expr
        self._static = static
        self.place = place
        self.volatile = volatile
        self.speaks = speaks
        self._compiled: Compiled | None = None

    @property
    def compiled(self) -> Compiled:
        """The closures; made on first use (making them twice in two threads does no harm)."""
        if self._compiled is None:
            self._compiled = compile_expression(self.expr, self._static)
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
        return cast(tuple[str | Formula, ...], _pick(self.by_language, language, default) or ())

    def media_in(self, language: str, default: str) -> Mapping[str, str]:
        """Return kind -> file name, chosen as `parts` does."""
        return cast(Mapping[str, str], _pick(self.media, language, default) or {})

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
