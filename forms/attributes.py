"""Refuse XML elements with so many attributes that the parser's time, which grows with their square, runs away."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 300  # of one element; the largest real form known has 40
_LONG_TAG = re.compile(rb"<[^<>]{2000,}>")
_ATTRIBUTE = re.compile(rb"[\w:.\-]\s*+=\s*+[\"']")


def has_crowded_element(data: bytes) -> bool:
    """Return whether an element of a document has more than MOST_ATTRIBUTES; looks at its bytes, before any parser."""
    return any(
        match[0].count(b"=") > MOST_ATTRIBUTES and len(_ATTRIBUTE.findall(match[0])) > MOST_ATTRIBUTES
        for match in _LONG_TAG.finditer(data)
    )
