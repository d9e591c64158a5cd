"""What compiling makes of an expression: closures for each type a result can be asked in, made when first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import isnan
from typing import Any, Literal

from forms.values import number_to_text
from forms.xpath.context import Context
from forms.xpath.dates import Moment, moment_at, read_moment
from forms.xpath.errors import XPathError
from forms.xpath.numbers import number_text, plain_number, text_to_number
from forms.xpath.tree import Node

StringOf = Callable[[Context], str]
NumberOf = Callable[[Context], float]
BooleanOf = Callable[[Context], bool]
NodesOf = Callable[[Context], Sequence[Node]]
CountOf = Callable[[Context], int]
TextsOf = Callable[[Context], list[str]]
MomentOf = Callable[[Context], Moment]
Value = str | float | bool | Sequence[Node]


class ValueKind(Enum):
    """The type of an expression's result; `DATE` is a moment that reads as text and counts as days."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NODES = "nodes"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class TallyPlace:
    """A repeat that stands once in the main instance.

    Args:
        repeat: Its index in the plan.
        leaves: Names on the way from one of its instances to a leaf that stands once in it -> index of the leaf.
    """

    repeat: int
    leaves: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Static:
    """What is known when an expression is compiled.

    Args:
        functions: "odk": the ODK XForms library; "xpath1": the core library and the W3C's rules alone.
        namespaces: Prefix -> URI, beyond the usual ones of XForms.
        singles: Names of an absolute path -> number of the leaf it leads to, for leaves that exist exactly once in
            the main instance; a context then holds that leaf in `Context.singles`.
        tallies: Names of an absolute path -> the repeat it leads to, for sums that are kept up; a context then has
            `Context.tallies`.
        holes: References are holes named by number; `Context.holes` says which leaf of `Context.singles` fills each.
    """

    functions: Literal["odk", "xpath1"] = "odk"
    namespaces: Mapping[str, str] = field(default_factory=dict)
    singles: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    tallies: Mapping[tuple[str, ...], TallyPlace] = field(default_factory=dict)
    holes: bool = False

    @property
    def is_odk(self) -> bool:
        """Whether ODK's library and rules hold."""
        return self.functions == "odk"


class Compiled:
    """An expression ready to be evaluated; each closure takes a `Context`.

    Attributes:
        kind: Type of the result, known without evaluating.
        string, number, boolean: The result converted as XPath says.
        nodes: The relevant nodes selected; fails for other kinds.
        raw: The nodes selected, relevant or not; not to be changed.
        count: Number of `nodes`.
        texts: The string values of `nodes`; of other kinds the one text. A path that selects only nodes that are not
            relevant gives one blank.
        moment: The result as a date.
        value: The result in its own type; a date as text.
        constant: The value of an expression that needs no context, else None.
        is_single: It selects exactly one leaf, relevant or not.
        is_fixed: The result depends neither on the context node nor on its position.
    """

    __slots__ = (
        "boolean",
        "constant",
        "count",
        "is_fixed",
        "is_odk",
        "is_single",
        "kind",
        "moment",
        "nodes",
        "number",
        "raw",
        "string",
        "texts",
        "value",
    )
    string: StringOf
    number: NumberOf
    boolean: BooleanOf
    nodes: NodesOf
    raw: NodesOf
    count: CountOf
    texts: TextsOf
    moment: MomentOf
    value: Callable[[Context], Value]

    def __init__(self, kind: ValueKind, *, is_fixed: bool = False) -> None:
        self.kind = kind
        self.is_odk = True
        self.is_fixed = is_fixed
        self.is_single = False
        self.constant: str | float | bool | None = None

    def __getattr__(self, name: str) -> Any:
        """Make a closure when it is first asked for."""
        if name not in _CLOSURES:
            raise AttributeError(name)
        closure = getattr(self, "make_" + name)()
        setattr(self, name, closure)
        return closure

    def make_string(self) -> StringOf:
        """Make the closure that gives text."""
        match self.kind:
            case ValueKind.NUMBER:
                number, write = self.number, number_text if self.is_odk else number_to_text
                return lambda c: write(number(c))
            case ValueKind.BOOLEAN:
                boolean = self.boolean
                return lambda c: "true" if boolean(c) else "false"
            case ValueKind.DATE:
                moment = self.moment
                return lambda c: moment(c).text
            case _:
                raw = self.raw
                return lambda c: first_text(raw(c))

    def make_number(self) -> NumberOf:
        """Make the closure that gives a number."""
        match self.kind:
            case ValueKind.BOOLEAN:
                boolean = self.boolean
                return lambda c: 1.0 if boolean(c) else 0.0
            case ValueKind.DATE:
                moment = self.moment
                return lambda c: moment(c).days
            case _:
                string = self.string
                if self.is_odk:
                    return lambda c: text_to_number(string(c), c.environment)
                return lambda c: plain_number(string(c))

    def make_boolean(self) -> BooleanOf:
        """Make the closure that gives truth."""
        match self.kind:
            case ValueKind.NUMBER:
                number = self.number
                return lambda c: (n := number(c)) != 0.0 and n == n
            case ValueKind.DATE:
                moment = self.moment
                return lambda c: not isnan(moment(c).days)
            case ValueKind.NODES:
                raw = self.raw
                return lambda c: any(node.relevant for node in raw(c))
            case _:
                string = self.string
                return lambda c: string(c) != ""

    def make_raw(self) -> NodesOf:
        """Make the closure that gives nodes, relevant or not."""
        return refuse(XPathError("xpath-nodes-needed", name=self.kind.value))

    def make_nodes(self) -> NodesOf:
        """Make the closure that gives relevant nodes."""
        raw = self.raw
        return lambda c: [node for node in raw(c) if node.relevant]

    def make_texts(self) -> TextsOf:
        """Make the closure that gives the text of each node."""
        if self.kind is ValueKind.NODES:
            raw = self.raw
            return lambda c: texts_of(raw(c))
        string = self.string
        return lambda c: [string(c)]

    def make_count(self) -> CountOf:
        """Make the closure that counts the relevant nodes."""
        raw = self.raw
        return lambda c: sum(1 for node in raw(c) if node.relevant)

    def make_moment(self) -> MomentOf:
        """Make the closure that gives a date."""
        if self.kind in (ValueKind.NUMBER, ValueKind.BOOLEAN):
            number = self.number
            return lambda c: moment_at(number(c), c.environment.zone)
        string = self.string
        return lambda c: _moment(string(c), c)

    def make_value(self) -> Callable[[Context], Value]:
        """Make the closure that gives the result in its own type."""
        match self.kind:
            case ValueKind.NUMBER:
                return self.number
            case ValueKind.BOOLEAN:
                return self.boolean
            case ValueKind.NODES:
                return self.nodes
            case _:
                return self.string


_CLOSURES = frozenset(("boolean", "count", "moment", "nodes", "number", "raw", "string", "texts", "value"))


def _moment(text: str, context: Context) -> Moment:
    """A text that is a number counts days; else it is read as a date."""
    number = plain_number(text)
    if not isnan(number):
        return moment_at(number, context.environment.zone)
    return read_moment(text, context.environment.zone)


def first_text(nodes: Sequence[Node]) -> str:
    """Return the text of the first relevant node, "" when there is none."""
    if len(nodes) == 1:
        return nodes[0].text
    for node in nodes:
        if node.relevant:
            return node.text
    return ""


def texts_of(nodes: Sequence[Node]) -> list[str]:
    """Return the texts of the relevant nodes; one blank when there are nodes and none is relevant."""
    if len(nodes) == 1:
        return [nodes[0].text]
    # A leaf's text is read without the call that `text` costs.
    texts = [node.text if node.children else node.value for node in nodes if node.relevant]
    return texts or ([""] if nodes else [])


def refuse(error: XPathError) -> Callable[[Context], Any]:
    """Return a closure that fails when it is reached."""

    def closure(_: Context) -> Any:
        raise error

    return closure


def failing(error: XPathError) -> Compiled:
    """Return code that fails when it is reached, whatever is asked of it."""
    code = Compiled(ValueKind.STRING)
    for name in _CLOSURES:
        setattr(code, name, refuse(error))
    return code


def string_code(string: StringOf, *, like: Iterable[Compiled] = (), is_fixed: bool | None = None) -> Compiled:
    """Return code whose result is text; fixed when all of `like` are, unless said."""
    code = _code(ValueKind.STRING, like, is_fixed)
    code.string = string
    return code


def number_code(number: NumberOf, *, like: Iterable[Compiled] = (), is_fixed: bool | None = None) -> Compiled:
    """Return code whose result is a number; fixed when all of `like` are, unless said."""
    code = _code(ValueKind.NUMBER, like, is_fixed)
    code.number = number
    return code


def boolean_code(boolean: BooleanOf, *, like: Iterable[Compiled] = (), is_fixed: bool | None = None) -> Compiled:
    """Return code whose result is truth; fixed when all of `like` are, unless said."""
    code = _code(ValueKind.BOOLEAN, like, is_fixed)
    code.boolean = boolean
    return code


def nodes_code(raw: NodesOf, *, like: Iterable[Compiled] = (), is_fixed: bool | None = None) -> Compiled:
    """Return code whose result is nodes; fixed when all of `like` are, unless said."""
    code = _code(ValueKind.NODES, like, is_fixed)
    code.raw = raw
    return code


def date_code(moment: MomentOf, *, like: Iterable[Compiled] = (), is_fixed: bool | None = None) -> Compiled:
    """Return code whose result is a date; fixed when all of `like` are, unless said."""
    code = _code(ValueKind.DATE, like, is_fixed)
    code.moment = moment
    return code


def _code(kind: ValueKind, like: Iterable[Compiled], is_fixed: bool | None) -> Compiled:
    return Compiled(kind, is_fixed=all(part.is_fixed for part in like) if is_fixed is None else is_fixed)
