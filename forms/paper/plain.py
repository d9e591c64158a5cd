"""Labels without markup, for sentences; and plain words made safe inside a label that has markup."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_MARKS: Final = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|^#{1,6}\s+", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]\n]{1,200})\]\([^)\n]{0,400}\)")
_SPECIAL: Final = re.compile(r"([\\*_#`\[\]()])")


def plain(words: str) -> str:
    """Return a label on one line without its markup."""
    bare = _LINK.sub(r"\1", unescape(_TAG.sub(" ", words)))
    bare = _MARKS.sub("", bare.replace("\\", ""))
    return " ".join(bare.split())


def guarded(words: str) -> str:
    """Return plain words so that nothing in them is taken for markup."""
    return _SPECIAL.sub(r"\\\1", words).replace("<", "&lt;")
