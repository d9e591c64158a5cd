"""Where an expression is evaluated: the node it is asked at, and the surroundings that answer its functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any, Final, Protocol, runtime_checkable

from forms.xpath.errors import XPathError
from forms.xpath.tree import Element, Node, document_of

NO_SINGLES: Final[Mapping[int, Element]] = MappingProxyType({})


class Rows(Protocol):
    """A column table behind a secondary instance of the shape root/item/column; rows are numbered from 0."""

    def __len__(self) -> int: ...

    def column(self, name: str) -> Sequence[str] | None:
        """Return the texts of a column, "" where a row has none; None when there is no such column."""
        ...

    def select(self, column: str, value: str) -> Sequence[int]:
        """Return the rows whose text in the column is `value`, rising; by an index made when first needed."""
        ...

    def element(self, row: int) -> Element:
        """Return the item element of a row: the same object each time."""
        ...


class Environment(Protocol):
    """What an expression may ask of its surroundings."""

    @property
    def zone(self) -> tzinfo:
        """Local zone of dates without an offset."""
        ...

    def now(self) -> datetime:
        """Return the moment, aware."""
        ...

    def random(self) -> float:
        """Return a number from 0 to below 1."""
        ...

    def uuid(self) -> str:
        """Return a random version 4 identifier."""
        ...

    def instance(self, instance: str, /) -> Element | None:
        """Return the outermost element of a secondary instance; None when there is no such instance."""
        ...

    def rows(self, instance: str, /) -> Rows | None:
        """Return the table of a secondary instance; None when it has none."""
        ...

    def itext(self, text_id: str, /) -> str:
        """Return a text in the language asked for; "" when there is none."""
        ...

    def choice_name(self, value: str, path: str, node: Element, /) -> str:
        """Return the label of a choice of the select at `path`, seen from `node`; "" when there is none."""
        ...

    def property(self, name: str, /) -> str:
        """Return what is known of the person or device; "" when nothing is."""
        ...


@runtime_checkable
class HasTextNodes(Protocol):
    """An environment whose texts stand in a tree."""

    def itext_nodes(self, text_id: str, /) -> list[Element]:
        """Return the value elements of a text in the language asked for."""
        ...


@runtime_checkable
class TakesNotes(Protocol):
    """An environment that wants to hear of what went wrong although the expression gave a result."""

    def note(self, error: XPathError, /) -> None:
        """Take notice: `xpath-regex-slow` (pattern)."""
        ...


class Context:
    """One evaluation; compiled expressions change `node`, `position` and `size` only in copies.

    Attributes:
        node: The context node.
        current: The node the whole expression stands at, `current()`; in the main instance.
        position: Place of the node among those looked at, from 1.
        size: Number of those.
        holes: Which of these fill the holes of a shape.
        tallies: Returns what is kept up of a `Tally`, up to date; None where everything is added up each time.
        singles: The leaves of the main instance that exist once, by their number in the plan (`Static.singles`).
    """

    __slots__ = ("_root", "current", "environment", "holes", "node", "position", "singles", "size", "tallies")

    def __init__(
        self,
        node: Node,
        environment: Environment,
        *,
        current: Node | None = None,
        position: int = 1,
        size: int = 1,
        root: Element | None = None,
        singles: Mapping[int, Element] = NO_SINGLES,
        holes: Sequence[int] = (),
        tallies: Callable[[Any, Context], Any] | None = None,
    ) -> None:
        """Make a context.

        Args:
            root: The node whose children absolute paths begin with; by default the root of the tree of `current`.
        """
        self.node = node
        self.environment = environment
        self.current = node if current is None else current
        self.position = position
        self.size = size
        self._root = root
        self.singles = singles
        self.holes = holes
        self.tallies = tallies

    @property
    def root(self) -> Element:
        """The node whose children absolute paths begin with."""
        if self._root is None:
            node = self.current
            top = node if isinstance(node, Element) else node.parent
            assert top is not None, "texts and attributes stand in an element"
            self._root = document_of(top)
        return self._root

    def at(self, node: Node, position: int = 1, size: int = 1) -> Context:
        """Return a context of the same evaluation at another node."""
        return Context(
            node,
            self.environment,
            current=self.current,
            position=position,
            size=size,
            root=self._root,
            singles=self.singles,
            holes=self.holes,
            tallies=self.tallies,
        )
