"""Find what will fail in an expression without evaluating it."""

from __future__ import annotations

from forms.xpath.code import Static
from forms.xpath.errors import XPathError
from forms.xpath.expr import Call, Expr, NameTest, Path
from forms.xpath.functions import function
from forms.xpath.scope import namespace_of
from forms.xpath.walk import walk


def problems(expr: Expr, static: Static) -> tuple[XPathError, ...]:
    """Return unknown functions, wrong numbers of arguments and unknown prefixes, in the order written."""
    found: list[XPathError] = []
    for part in walk(expr):
        try:
            if isinstance(part, Call):
                function(part.name, is_odk=static.is_odk, given=len(part.arguments))
            elif isinstance(part, Path):
                _check_prefixes(part, static)
        except XPathError as error:
            found.append(error)
    return tuple(found)


def _check_prefixes(path: Path, static: Static) -> None:
    for step in path.steps:
        if isinstance(step.test, NameTest) and step.test.prefix:
            namespace_of(step.test.prefix, static)
