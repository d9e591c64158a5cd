"""Turn a syntax tree into closures whose result types are decided once."""

from __future__ import annotations

from forms.xpath.code import Compiled, Static, ValueKind
from forms.xpath.context import Context, Environment, Rows
from forms.xpath.expr import Expr

__all__ = ["Compiled", "Context", "Environment", "Rows", "Static", "ValueKind", "compile_expression"]


def compile_expression(expr: Expr, static: Static) -> Compiled:
    """Return the expression ready to be evaluated any number of times.

    Unknown functions and wrong numbers of arguments fail when (and only if) they are reached; `problems` of
    `forms.xpath.check` finds them without evaluating.
    """
    raise NotImplementedError
