"""What can be wrong with an expression: in its writing, and when it is evaluated."""

from __future__ import annotations

from forms.errors import FormsError

EXCERPT = 40  # characters of an expression shown around the place where it cannot be read


class XPathSyntaxError(FormsError):
    """The expression cannot be read.

    Codes: `xpath-empty`, `xpath-too-long` (facts length, limit), `xpath-too-deep` (limit), `xpath-unfinished-text`,
    `xpath-unexpected` (found), `xpath-incomplete`, `xpath-variable` (name), `xpath-bad-reference` (found),
    `xpath-axis` (name), `xpath-not-nodes`. Each carries `offset`: the character, from 0, where it went wrong.

    Attributes:
        offset: Character of the source, from 0.
    """

    def __init__(self, code: str, *, offset: int, **facts: str | int) -> None:
        super().__init__(code, offset=offset, **facts)
        self.offset = offset

    def quote(self, source: str) -> None:
        """Add the fact `near`: the piece of the source around the offset, on one line."""
        start, end = max(0, self.offset - EXCERPT // 2), self.offset + EXCERPT // 2
        piece = " ".join(source[start:end].split())
        self.facts["near"] = ("…" if start else "") + piece + ("…" if end < len(source) else "")


class XPathError(FormsError):
    """The expression can be read but not evaluated.

    Codes: `xpath-function-unknown` (name), `xpath-arguments` (name, least, most, given), `xpath-prefix-unknown`
    (prefix), `xpath-nodes-needed` (name), `xpath-value-refused` (name, value), `xpath-date-impossible` (value),
    `xpath-instance-unknown` (name), `xpath-reference-unresolved` (name), `xpath-regex-bad` (pattern),
    `xpath-text-too-long` (limit).
    Noted, never raised: `xpath-regex-slow` (pattern).
    """
