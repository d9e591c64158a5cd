"""Functions about text."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import lru_cache
from math import floor, inf, isinf, isnan
from typing import Any, Final

from forms.xpath.code import Compiled, ValueKind, boolean_code, number_code, string_code
from forms.xpath.context import Context, TakesNotes
from forms.xpath.errors import XPathError
from forms.xpath.functions.signature import Function, Site

# Seconds one match may take; after that the text counts as not matching.
REGEX_TIMEOUT: Final = 0.05
# Characters of a text that is put together; a chain of calculates that doubles would fill the memory in 40 steps.
LONGEST_TEXT: Final = 4_000_000
FEW: Final = 50  # pieces that cannot be far above that together, because each of them is below it


def _string(site: Site) -> Compiled:
    if len(site) == 0:
        return string_code(lambda c: c.node.text, is_fixed=False)
    return string_code(site[0].string, like=site.arguments)


def _pieces(site: Site, first: int) -> Callable[[Context], list[str]]:
    """Return the texts of the arguments from `first` on; nodes give one text each."""
    arguments = site.arguments[first:]
    if not any(code.kind is ValueKind.NODES for code in arguments):
        strings = [code.string for code in arguments]
        return lambda c: [string(c) for string in strings]
    parts = [code.texts for code in arguments]
    if len(parts) == 1:
        return parts[0]
    return lambda c: [text for part in parts for text in part(c)]


def _concat(site: Site) -> Compiled:
    pieces = _pieces(site, 0)
    return string_code(lambda c: _joined("", pieces(c)), like=site.arguments)


def _joined(separator: str, pieces: list[str]) -> str:
    """Return the pieces as one text.

    Raises:
        XPathError: `xpath-text-too-long`.
    """
    if len(pieces) > FEW and sum(map(len, pieces)) + len(separator) * len(pieces) > LONGEST_TEXT:
        raise XPathError("xpath-text-too-long", limit=LONGEST_TEXT)
    text = separator.join(pieces)
    if len(text) > LONGEST_TEXT:
        raise XPathError("xpath-text-too-long", limit=LONGEST_TEXT)
    return text


def _core_concat(site: Site) -> Compiled:
    strings = [code.string for code in site.arguments]
    return string_code(lambda c: "".join([string(c) for string in strings]), like=site.arguments)


def _join(site: Site) -> Compiled:
    separator, pieces = site[0].string, _pieces(site, 1)
    return string_code(lambda c: _joined(separator(c), pieces(c)), like=site.arguments)


def _of_two(test: Callable[[str, str], bool]) -> Callable[[Site], Compiled]:
    def build(site: Site) -> Compiled:
        a, b = site[0].string, site[1].string
        return boolean_code(lambda c: test(a(c), b(c)), like=site.arguments)

    return build


def _text_of_two(make: Callable[[str, str], str]) -> Callable[[Site], Compiled]:
    def build(site: Site) -> Compiled:
        a, b = site[0].string, site[1].string
        return string_code(lambda c: make(a(c), b(c)), like=site.arguments)

    return build


def _before(text: str, mark: str) -> str:
    place = text.find(mark)
    return text[:place] if place > 0 else ""


def _after(text: str, mark: str) -> str:
    place = text.find(mark)
    return text[place + len(mark) :] if place >= 0 else ""


def _substring(site: Site) -> Compiled:
    string, start = site[0].string, site[1].number
    if len(site) == 2:
        return string_code(lambda c: substring(string(c), start(c)), like=site.arguments)
    length = site[2].number
    return string_code(lambda c: substring(string(c), start(c), length(c)), like=site.arguments)


def substring(text: str, start: float, length: float | None = None) -> str:
    """Return the characters from `start`, counted from 1, on; both numbers are rounded (XPath 1.0, section 4.2)."""
    first = _rounded(start)
    end = inf if length is None else first + _rounded(length)
    if isnan(first) or isnan(end) or end <= 1:
        return ""
    begin = 0 if first <= 1 else len(text) if isinf(first) else int(first) - 1
    return text[begin:] if isinf(end) else text[begin : int(end) - 1]


def _rounded(number: float) -> float:
    return number if isnan(number) or isinf(number) else float(floor(number + 0.5))


def _substr(site: Site) -> Compiled:
    """`substr(text, start, end)`: counted from 0, negative from the end, `end` not included."""
    string, start = site[0].string, site[1].number
    end = site[2].number if len(site) == 3 else None

    def closure(c: Context) -> str:
        text = string(c)
        return text[_place(start(c), text) : len(text) if end is None else _place(end(c), text)]

    return string_code(closure, like=site.arguments)


def _place(number: float, text: str) -> int:
    if isnan(number):
        return 0
    bounded = int(max(min(number, len(text)), -len(text)))
    return bounded if bounded >= 0 else len(text) + bounded


def _string_length(site: Site) -> Compiled:
    string = _string(site).string
    return number_code(lambda c: float(len(string(c))), like=site.arguments, is_fixed=None if len(site) else False)


def _normalize_space(site: Site) -> Compiled:
    string = _string(site).string

    def closure(c: Context) -> str:
        return " ".join(word for word in _words(string(c)) if word)

    return string_code(closure, like=site.arguments, is_fixed=None if len(site) else False)


def _words(text: str) -> list[str]:
    for space in "\t\r\n":
        text = text.replace(space, " ")
    return text.split(" ")


def _translate(site: Site) -> Compiled:
    string, letters, others = (code.string for code in site.arguments)
    old, new = site[1].constant, site[2].constant
    if isinstance(old, str) and isinstance(new, str):
        table = _letters(old, new)
        return string_code(lambda c: string(c).translate(table), like=site.arguments)
    return string_code(lambda c: string(c).translate(_letters(letters(c), others(c))), like=site.arguments)


def _letters(old: str, new: str) -> dict[int, str | None]:
    """Return what becomes of each letter: the first of its places counts, without a new one it goes."""
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return table


@lru_cache(maxsize=512)
def compiled(source: str) -> Any:
    """Return a regular expression ready for use.

    Raises:
        XPathError: `xpath-regex-bad`.
    """
    import regex  # a tenth of the time it takes to open a form, and few forms have patterns

    try:
        return regex.compile(source)
    except regex.error as error:
        raise XPathError("xpath-regex-bad", pattern=source[:200]) from error


def _regex(site: Site) -> Compiled:
    string, source = site[0].string, site[1].string

    def closure(c: Context) -> bool:
        """The whole text must match; one that cannot be decided in time does not, and is told."""
        pattern = source(c)
        try:
            return compiled(pattern).fullmatch(string(c), timeout=REGEX_TIMEOUT) is not None
        except TimeoutError:
            if isinstance(c.environment, TakesNotes):
                c.environment.note(XPathError("xpath-regex-slow", pattern=pattern[:200]))
            return False

    return boolean_code(closure, like=site.arguments)


def _base64_decode(site: Site) -> Compiled:
    string = site[0].string

    def closure(c: Context) -> str:
        """Text that is no base64 gives a blank."""
        try:
            return base64.b64decode(string(c), validate=True).decode(errors="replace")
        except binascii.Error:
            return ""

    return string_code(closure, like=site.arguments)


FUNCTIONS: Final = {
    "string": Function(0, 1, _string),
    "concat": Function(0, None, _concat),
    "join": Function(1, None, _join),
    "starts-with": Function(2, 2, _of_two(str.startswith)),
    "ends-with": Function(2, 2, _of_two(str.endswith)),
    "contains": Function(2, 2, _of_two(str.__contains__)),
    "substring-before": Function(2, 2, _text_of_two(_before)),
    "substring-after": Function(2, 2, _text_of_two(_after)),
    "substring": Function(2, 3, _substring),
    "substr": Function(2, 3, _substr),
    "string-length": Function(0, 1, _string_length),
    "normalize-space": Function(0, 1, _normalize_space),
    "translate": Function(3, 3, _translate),
    "regex": Function(2, 2, _regex),
    "base64-decode": Function(1, 1, _base64_decode),
}
CORE: Final = (
    "string",
    "starts-with",
    "contains",
    "substring-before",
    "substring-after",
    "substring",
    "string-length",
    "normalize-space",
    "translate",
)
CORE_ONLY: Final = {"concat": Function(2, None, _core_concat)}
