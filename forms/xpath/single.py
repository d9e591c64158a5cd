"""Paths to a leaf of the main instance that exists exactly once: taken by its number, without walking the tree."""

from __future__ import annotations

from collections.abc import Callable

from forms.xpath.code import BooleanOf, Compiled, CountOf, NodesOf, NumberOf, StringOf, TextsOf, ValueKind
from forms.xpath.context import Context
from forms.xpath.numbers import text_to_number
from forms.xpath.tree import Element

LeafOf = Callable[[Context], Element]


class SingleCode(Compiled):
    """Code of such a path."""

    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        super().__init__(ValueKind.NODES, is_fixed=True)
        self.is_single = True
        self._number = number

    def leaf(self) -> LeafOf:
        """Return the closure that finds the leaf."""
        number = self._number
        return lambda c: c.singles[number]

    def make_raw(self) -> NodesOf:
        """Make the closure that gives the leaf."""
        leaf = self.leaf()
        return lambda c: (leaf(c),)

    def make_string(self) -> StringOf:
        """Make the closure that gives the leaf's text."""
        number = self._number

        def string(c: Context) -> str:
            leaf = c.singles[number]
            return leaf.value if leaf.relevant else ""

        return string

    def make_number(self) -> NumberOf:
        """Make the closure that gives the leaf's number."""
        string = self.string
        return lambda c: text_to_number(string(c), c.environment)

    def make_boolean(self) -> BooleanOf:
        """Make the closure that says whether the leaf is relevant."""
        leaf = self.leaf()
        return lambda c: leaf(c).relevant

    def make_count(self) -> CountOf:
        """Make the closure that counts: one or none."""
        leaf = self.leaf()
        return lambda c: 1 if leaf(c).relevant else 0

    def make_texts(self) -> TextsOf:
        """Make the closure that gives the leaf's text as the only one."""
        string = self.string
        return lambda c: [string(c)]


class HoleCode(SingleCode):
    """Code of a hole of a shape: the leaf is the one that fills it."""

    __slots__ = ()

    def leaf(self) -> LeafOf:
        """Return the closure that finds the leaf."""
        number = self._number
        return lambda c: c.singles[c.holes[number]]

    def make_string(self) -> StringOf:
        """Make the closure that gives the leaf's text."""
        number = self._number

        def string(c: Context) -> str:
            leaf = c.singles[c.holes[number]]
            return leaf.value if leaf.relevant else ""

        return string


def as_text(code: Compiled) -> Compiled:
    """Return the code of a single leaf as one whose result is its text: for comparisons with what is no boolean."""
    text = Compiled(ValueKind.STRING, is_fixed=code.is_fixed)
    text.is_odk = code.is_odk
    text.string = code.string
    text.number = code.number
    return text
