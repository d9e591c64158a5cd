"""What compiling makes of an expression: closures for each type a result can be asked in, made when first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import isnan, nan
from typing import Any, Literal

from forms.values import number_to_text
from forms.xpath.context import Context
from forms.xpath.dates import Moment
from forms.xpath.errors import XPathError
from forms.xpath.numbers import text_to_number
from forms.xpath.tree import Node

StringOf = Callable[[Context], str]
NumberOf = Callable[[Context], float]
BooleanOf = Callable[[Context], bool]
NodesOf = Callable[[Context], list[Node]]
TextsOf = Callable[[Context], list[str]]
MomentOf = Callable[[Context], Moment]
Value = str | float | bool | list[Node]


class ValueKind(Enum):
    """The type of an expression's result; `DATE` is a moment that reads as text and counts as days."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NODES = "nodes"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Static:
    """What is known when an expression is compiled.

    Args:
        functions: "odk": the ODK XForms library; "xpath1": the core library and the W3C's rules alone.
        namespaces: Prefix -> URI, beyond the usual ones of XForms.
    """

    functions: Literal["odk", "xpath1"] = "odk"
    namespaces: Mapping[str, str] = field(default_factory=dict)

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
        texts: The string values of `nodes`; of other kinds the one text. A path that selects only nodes that are not
            relevant gives one blank.
        moment: The result as a date.
        value: The result in its own type; a date as text.
        constant: The value of an expression that needs no context, else None.
        is_fixed: The result depends neither on the context node nor on its position.
    """

    __slots__ = (
        "boolean",
        "constant",
        "is_fixed",
        "is_odk",
        "kind",
        "moment",
        "nodes",
        "number",
        "string",
        "texts",
        "value",
    )
    string: StringOf
    number: NumberOf
    boolean: BooleanOf
    nodes: NodesOf
    texts: TextsOf
    moment: MomentOf
    value: Callable[[Context], Value]

    def __init__(self, kind: ValueKind, *, is_odk: bool = True, is_fixed: bool = False) -> None:
        self.kind = kind
        self.is_odk = is_odk
        self.is_fixed = is_fixed
        self.constant: str | float | bool | None = None

    def __getattr__(self, name: str) -> Any:
        """Make a closure when it is first asked for."""
        maker = _MAKERS.get(name)
        if maker is None:
            raise AttributeError(name)
        closure = maker(self)
        setattr(self, name, closure)
        return closure
