"""Elements and attributes as text."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME_START = r"A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
_NAME_START += r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME = rf"[{_NAME_START}][{_NAME_START}.\-0-9\u00b7\u0300-\u036f\u203f\u2040]*"
PREFIX = re.compile(rf"(?!xml){_NAME}")
ADDRESS = re.compile(r"""[^\s<>"{}|\\^`]+""")  # what can be a namespace
QUALIFIED = re.compile(rf"(?:({_NAME}):)?{_NAME}")


def escaped(text: str) -> str:
    """Return text as it stands between tags; characters that XML cannot hold are left out."""
    if _NOT_XML.search(text):
        text = _NOT_XML.sub("", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def quoted(text: str) -> str:
    """Return text as it stands in an attribute, with the quotation marks around it."""
    text = escaped(text)
    if '"' in text:
        text = text.replace('"', "&quot;")
    return f'"{text}"'


def attributes(values: Mapping[str, str]) -> str:
    """Return ` a="1" b="2"`."""
    return "".join([f" {name}={quoted(value)}" for name, value in values.items()])


def element(name: str, values: Mapping[str, str], content: str = "") -> str:
    """Return an element; `content` is markup."""
    if content:
        return f"<{name}{attributes(values)}>{content}</{name}>"
    return f"<{name}{attributes(values)}/>"
