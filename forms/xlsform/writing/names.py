"""Write `${name}` where an XForm has the path of an element, as authors of workbooks do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from forms.definition.form import Form
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.tokens import Token, tokenize

# Behind these a "/" goes on with a path that began before.
_GOES_ON = frozenset({"name", "reference", "text", "number"})


@dataclass(frozen=True, slots=True)
class Names:
    """The paths that a name alone can stand for."""

    by_path: dict[str, str]

    def short(self, source: str) -> str:
        """Return an expression with each absolute path to one element written as `${name}`; else as it was."""
        if "/" not in source or not self.by_path:
            return source
        try:
            tokens = tokenize(source)
        except XPathSyntaxError:
            return source
        pieces, end, place = [], 0, 0
        while place < len(tokens):
            length, path = _absolute(tokens, place)
            name = self.by_path.get(path) if length else None
            if name is not None:
                last = tokens[place + length - 1]
                pieces += [source[end : tokens[place].offset], f"${{{name}}}"]
                end = last.offset + len(last.value)
            place += max(1, length)
        return "".join([*pieces, source[end:]])


def _absolute(tokens: list[Token], place: int) -> tuple[int, str]:
    """Return how many tokens from `place` on are an absolute path of names alone, and the path; (0, "") for none."""
    token = tokens[place]
    if token.value != "/" or token.kind not in ("symbol", "operator"):
        return 0, ""
    before = tokens[place - 1] if place else None
    if before is not None and (before.kind in _GOES_ON or before.value in (")", "]", ".", "..", "*")):
        return 0, ""
    length, path = 0, ""
    while tokens[place + length].value == "/" and tokens[place + length + 1].kind == "name":
        path += f"/{tokens[place + length + 1].value}"
        length += 2
    following = tokens[place + length].value
    if following in ("/", "//", "[", "(", "::") and tokens[place + length].kind != "text":
        return max(length, 1), ""
    return length, path


def names_of(form: Form) -> Names:
    """Return which paths of a form a name can stand for: those whose last name no other element bears."""
    counts = Counter(node.name for _, node in form.walk())
    return Names({path: node.name for path, node in form.walk() if counts[node.name] == 1})


NO_NAMES: Final = Names({})
