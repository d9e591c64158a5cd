"""Cut the text of an expression into tokens."""

from __future__ import annotations

import re
from typing import NamedTuple

from forms.xpath.errors import XPathSyntaxError

# Letters of XML names, without the colon; `.` and `-` only inside.
_NAME = (
    r"[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF]"
    r"[-.0-9A-Za-z_\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C-\u200D\u203F-\u2040\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF]*"
)
_TOKEN = re.compile(
    r"[ \t\r\n\u00A0]*(?:"
    r"(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    rf"|(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<reference>\$\{[^{}]*\})"
    r"|(?P<symbol>::|//|\.\.|!=|<=|>=|[-()\[\].@,/|+*=<>])"
    r"|(?P<end>\Z))"
)
_WORD_OPERATOR = re.compile(r"(?:and|or|div|mod)(?=[0-9]|\Z)")
# After these a name is a name and `*` is any name; after anything else they are operators (XPath 1.0, section 3.7).
_OPENERS = frozenset(("@", "::", "(", "[", ",", "/", "//"))


class Token(NamedTuple):
    """One token.

    Args:
        kind: "number", "name", "text" (value without quotes), "reference" (inside of the braces), "operator",
            "symbol" or "end".
        offset: Where it begins, character from 0.
    """

    kind: str
    value: str
    offset: int


def tokenize(source: str) -> list[Token]:
    """Return the tokens of an expression, the last one of kind "end".

    Raises:
        XPathSyntaxError: a character that begins no token, a text or a reference that does not end.
    """
    tokens: list[Token] = []
    position = 0
    operator_may_follow = False
    while True:
        match = _TOKEN.match(source, position)
        if match is None:
            raise _misread(source, position)
        kind = match.lastgroup
        assert kind is not None
        value = match[kind]
        offset = match.start(kind)
        if kind == "text":
            value = value[1:-1]
        elif kind == "reference":
            value = value[2:-1]
        elif operator_may_follow and kind == "name" and (word := _WORD_OPERATOR.match(value)):
            value = word[0]  # in `1and1` the word ends before the digit
            kind = "operator"
        elif kind == "symbol" and _is_operator(value, operator_may_follow=operator_may_follow):
            kind = "operator"
        tokens.append(Token(kind, value, offset))
        if kind == "end":
            return tokens
        position = offset + len(value) if kind == "operator" else match.end()
        operator_may_follow = kind not in ("operator", "symbol") or (kind == "symbol" and value not in _OPENERS)


def _is_operator(symbol: str, *, operator_may_follow: bool) -> bool:
    if symbol == "*":
        return operator_may_follow
    return symbol in ("|", "+", "-", "=", "!=", "<", "<=", ">", ">=")


def _misread(source: str, position: int) -> XPathSyntaxError:
    rest = source[position:].lstrip(" \t\r\n\u00a0")
    offset = len(source) - len(rest)
    if rest[0] in "\"'":
        return XPathSyntaxError("xpath-unfinished-text", offset=offset)
    if rest.startswith("${"):
        return XPathSyntaxError("xpath-bad-reference", offset=offset, found=rest[:40])
    if rest[0] == "$":
        return XPathSyntaxError("xpath-variable", offset=offset, name=rest[1:40].partition(" ")[0])
    return XPathSyntaxError("xpath-unexpected", offset=offset, found=rest[0])
