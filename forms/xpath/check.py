"""Find what will fail in an expression without evaluating it."""

from __future__ import annotations

from forms.xpath.code import Static
from forms.xpath.errors import XPathError
from forms.xpath.expr import Call, Expr, NameTest, Path, Text
from forms.xpath.functions import function
from forms.xpath.functions.strings import compiled
from forms.xpath.patterns import hangs
from forms.xpath.scope import namespace_of
from forms.xpath.walk import walk


def problems(expr: Expr, static: Static) -> tuple[XPathError, ...]:
    """Return unknown functions, wrong numbers of arguments, bad patterns and unknown prefixes, in the order written."""
    found: list[XPathError] = []
    for part in walk(expr):
        try:
            if isinstance(part, Call):
                function(part.name, is_odk=static.is_odk, given=len(part.arguments))
                _check_pattern(part)
            elif isinstance(part, Path):
                _check_prefixes(part, static)
        except XPathError as error:
            found.append(error)
    return tuple(found)


def _check_pattern(call: Call) -> None:
    """Look at the regular expression of a regex(), where it is written out.

    Raises:
        XPathError: `xpath-regex-bad`, `xpath-regex-hangs`.
    """
    pattern = call.arguments[1] if call.name == "regex" else None
    if not isinstance(pattern, Text):
        return
    compiled(pattern.value)
    if hangs(pattern.value):
        raise XPathError("xpath-regex-hangs", pattern=pattern.value[:200])


def _check_prefixes(path: Path, static: Static) -> None:
    for step in path.steps:
        if isinstance(step.test, NameTest) and step.test.prefix:
            namespace_of(step.test.prefix, static)
