"""Evaluate expressions over small documents: the surroundings that tests of expressions stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from forms.xpath.compile import Compiled, Context, Static, compile_expression
from forms.xpath.markup import parse_document
from forms.xpath.parse import parse
from forms.xpath.tree import Document, Element, Node

WEST = timezone(timedelta(hours=-7))


class ListRows:
    """Column table over lists; counts how often an index was asked."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self.columns = columns
        self.selections = 0
        self.made: dict[int, Element] = {}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def column(self, name: str) -> Sequence[str] | None:
        return self.columns.get(name)

    def select(self, column: str, value: str) -> Sequence[int]:
        self.selections += 1
        return [row for row, text in enumerate(self.columns[column]) if text == value]

    def element(self, row: int) -> Element:
        if row not in self.made:
            item = Element("item")
            for name, texts in self.columns.items():
                item.append(Element(name, texts[row]))
            self.made[row] = item
        return self.made[row]


class Surroundings:
    """A fixed clock, zone and chance; tables and instances as given."""

    def __init__(
        self,
        *,
        zone: tzinfo = UTC,
        tables: Mapping[str, ListRows] | None = None,
        instances: Mapping[str, Element] | None = None,
    ) -> None:
        self.zone = zone
        self.tables = dict(tables or {})
        self.instances = dict(instances or {})
        self.draws = iter([0.25, 0.5, 0.75] * 100)

    def now(self) -> datetime:
        return datetime(2026, 3, 15, 14, 30, 5, 250_000, tzinfo=self.zone)

    def random(self) -> float:
        return next(self.draws)

    def uuid(self) -> str:
        return "11111111-2222-4333-8444-555555555555"

    def instance(self, instance: str) -> Element | None:
        return self.instances.get(instance)

    def rows(self, instance: str) -> ListRows | None:
        return self.tables.get(instance)

    def itext(self, text_id: str) -> str:
        return f"text of {text_id}"

    def choice_name(self, value: str, path: str, node: Element) -> str:
        return f"{value} of {path} at {node.name}"

    def property(self, name: str) -> str:
        return {"deviceid": "laptop-7"}.get(name, "")


def compiled(source: str, *, functions: str = "odk") -> Compiled:
    """Read and compile an expression."""
    return compile_expression(parse(source), Static(functions="odk" if functions == "odk" else "xpath1"))


class World:
    """A document, a node in it and the surroundings."""

    def __init__(self, xml: str = "<data/>", *, at: str = "/*", surroundings: Surroundings | None = None) -> None:
        self.document: Document = parse_document(xml)
        self.surroundings = surroundings or Surroundings()
        self.node: Node = self.document
        self.node = self.nodes(at)[0]

    def context(self) -> Context:
        return Context(self.node, self.surroundings)

    def string(self, source: str, **options: str) -> str:
        return compiled(source, **options).string(self.context())

    def number(self, source: str, **options: str) -> float:
        return compiled(source, **options).number(self.context())

    def boolean(self, source: str, **options: str) -> bool:
        return compiled(source, **options).boolean(self.context())

    def nodes(self, source: str, **options: str) -> Sequence[Node]:
        return compiled(source, **options).nodes(self.context())

    def texts(self, source: str, **options: str) -> list[str]:
        return [node.text for node in self.nodes(source, **options)]
