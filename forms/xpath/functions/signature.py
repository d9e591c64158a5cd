"""What a function of the library is: how many arguments it takes and how its code is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.xpath.code import Compiled, ValueKind
from forms.xpath.errors import XPathError
from forms.xpath.expr import Call, Expr
from forms.xpath.scope import Scope


@dataclass(frozen=True, slots=True)
class Site:
    """One call in an expression, its arguments compiled."""

    call: Call
    arguments: tuple[Compiled, ...]
    scope: Scope

    def __getitem__(self, place: int) -> Compiled:
        return self.arguments[place]

    def __len__(self) -> int:
        return len(self.arguments)

    def expr(self, place: int) -> Expr:
        """Return an argument as written."""
        return self.call.arguments[place]

    def nodes(self, place: int) -> Compiled:
        """Return an argument that must select nodes.

        Raises:
            XPathError: `xpath-nodes-needed`.
        """
        code = self.arguments[place]
        if code.kind is not ValueKind.NODES:
            raise XPathError("xpath-nodes-needed", name=self.call.name)
        return code


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the library.

    Args:
        least, most: Number of arguments; most None means any number.
        build: Makes the code of a call whose number of arguments is right.
    """

    least: int
    most: int | None
    build: Callable[[Site], Compiled]

    def takes(self, given: int) -> bool:
        """Return whether it can be called with that many arguments."""
        return self.least <= given and (self.most is None or given <= self.most)
