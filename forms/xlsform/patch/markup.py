"""Small readings and writings of XML text that leave everything else in it as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.sax.saxutils import unescape

_ENTITIES = {"&quot;": '"', "&apos;": "'"}
_CHARACTER = re.compile(r"&#(x[0-9a-fA-F]+|\d+);")
_HIDDEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ATTRIBUTES = r"""(?:\s(?:[^>"'/]++|/(?!>)|"[^"]*+"|'[^']*+')*+)?"""
# What XML cannot hold is written _xHHHH_ in workbooks, and so is what already looks like that.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def decoded(data: bytes) -> tuple[str, str]:
    """Return (text, encoding) of an XML part; encoding the text again gives the same bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"
        return data.decode(encoding, "surrogatepass"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def masked(text: str) -> str:
    """Return the text with comments, CDATA sections and instructions hidden, every character at its place."""
    if "<!" not in text and "<?" not in text:
        return text
    return _HIDDEN.sub(lambda match: "\ue000" * len(match[0]), text)


@lru_cache(maxsize=64)
def _attribute_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"""\s*(?<![\w:.\-]){re.escape(name)}\s*=\s*("[^"]*"|'[^']*')""")


def attribute(attributes: str, name: str) -> str | None:
    """Return the value of an attribute in the text of a start tag; None when it is not there."""
    match = _attribute_pattern(name).search(attributes)
    return None if match is None else plain(match[1][1:-1])


def with_attribute(attributes: str, name: str, value: str | None) -> str:
    """Return a start tag's attributes with one of them set, or taken out for None."""
    match = _attribute_pattern(name).search(attributes)
    written = "" if value is None else f' {name}="{escaped(value)}"'
    if match is None:
        return f" {written.strip()}{attributes}" if written and name == "r" else attributes + written
    return attributes[: match.start()] + written + attributes[match.end() :]


def plain(text: str) -> str:
    """Return XML text with its entities resolved."""
    if "&" not in text:
        return text
    text = _CHARACTER.sub(lambda match: _character(match[1]), text)
    return unescape(text, _ENTITIES)


def _character(digits: str) -> str:
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(number) if 0 < number < 0x110000 and number != 38 else f"&#{digits};" if number != 38 else "&amp;"


def escaped(text: str) -> str:
    """Return text as XML writes it, in elements and in attributes alike."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def cell_text(text: str) -> str:
    """Return the text of a cell as XML writes it."""
    text = text.replace("\r\n", "\n")
    text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(name: str) -> re.Pattern[str]:
    """Return a pattern of an element that holds none of its own name: its attributes, and what is inside or None."""
    return re.compile(
        rf"<{re.escape(name)}(?P<attributes>{_ATTRIBUTES})(?:/>|>(?P<inner>.*?)</{re.escape(name)}\s*>)", re.DOTALL
    )


def replaced_text(text: str, name: str, change: Callable[[str], str]) -> str:
    """Return XML with the plain text inside every element of that name changed; the same text is left as written."""

    def one(match: re.Match[str]) -> str:
        inner = match["inner"]
        if not inner:
            return match[0]
        old = plain(inner)
        new = change(old)
        if new == old:
            return match[0]
        start = match.start("inner") - match.start()
        return match[0][:start] + escaped(new) + match[0][start + len(inner) :]

    return element(name).sub(one, text)
