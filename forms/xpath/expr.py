"""The syntax tree of an expression: frozen, hashable, without any link to a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Axis = Literal[
    "ancestor",
    "ancestor-or-self",
    "attribute",
    "child",
    "descendant",
    "descendant-or-self",
    "following",
    "following-sibling",
    "namespace",
    "parent",
    "preceding",
    "preceding-sibling",
    "self",
]
NodeKind = Literal["node", "text", "comment", "processing-instruction"]

# Precedence of each operator; a chain of operators of one level is one `Operation`.
LEVELS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
NEGATION_LEVEL = 7


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; never negative (the sign is a `Negation`)."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}` or `${last-saved#name}`: a question named by its name alone; resolved before compiling."""

    name: str
    last_saved: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `name` as written, with its prefix ("jr:choice-name")."""

    name: str
    arguments: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """Operands joined from the left by operators of one precedence level: `a - b + c`.

    Args:
        operators: At least one; all of the same level of `LEVELS`.
        operands: One more than operators.
    """

    operators: tuple[str, ...]
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The unary minus."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class NameTest:
    """Test by name; `local` may be "*" (any name), `prefix` is "" where none is written."""

    local: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class KindTest:
    """Test by kind: `node()`, `text()`, `comment()`, `processing-instruction('target')`."""

    kind: NodeKind
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `.` is self::node(), `..` is parent::node(), `@a` is attribute::a."""

    axis: Axis
    test: NameTest | KindTest
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path.

    Args:
        steps: In order; `//` is the step descendant-or-self::node(). Empty only for the path "/".
        absolute: Starts at the root of the main instance; `start` is then None.
        start: Expression giving the first nodes (`instance('x')/root`, `${group}/name`); None: the context node.
    """

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expr | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression giving nodes, and predicates that choose among them: `(//a)[1]`, `${person}[2]`."""

    base: Expr
    predicates: tuple[Expr, ...]


Expr = Number | Text | Reference | Call | Operation | Negation | Path | Filter

SELF = Step("self", KindTest("node"))
PARENT = Step("parent", KindTest("node"))
ANY_DEPTH = Step("descendant-or-self", KindTest("node"))


def child(name: str) -> Step:
    """Return the step to children of that name ("prefix:name" allowed)."""
    prefix, _, local = name.rpartition(":")
    return Step("child", NameTest(local, prefix))
