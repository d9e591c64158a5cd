"""Labels as forms write them (a little Markdown, a little HTML) as rich text that can do no harm.

Kept: bold (italic becomes bold), headings, lists, line breaks. Colours go; no link is followed, nothing is loaded.
"""

from __future__ import annotations

import re
from html import escape, unescape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_KEPT = {"b": "b", "strong": "b", "u": "u", "sub": "sub", "sup": "sup"}
_BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
_PLACE = "\0{}\0"
_KEPT_PLACE = re.compile("\0([0-9]+)\0")
# How far an opening mark looks for its end, in characters: a label of nothing but marks then costs little.
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,500}\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL)
_SOFT = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])(.{1,1000}?)(?<=[^\s*_])\1(?![\w*_])")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*[-*\u2022]\s+", re.MULTILINE)
_MADE_TAG = re.compile(r"</?(?:b|u|sub|sup)>")
_ESCAPED = re.compile(r"\\([\\*_#`\[\]()])")


def to_html(words: str, *, soft: str = "b") -> str:
    """Return the rich text of a label; blank lines at its ends are dropped.

    Args:
        soft: Tag for what the author wrote in italics: "b" on the screen, "i" on paper.
    """
    kept: list[str] = []
    tags = _KEPT if soft == "b" else {**_KEPT, "i": soft, "em": soft}

    def put_aside(html: str) -> str:
        kept.append(html)
        return _PLACE.format(len(kept) - 1)

    def tag(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in tags:
            return put_aside(f"<{match[1]}{tags[name]}>")
        if name in _BREAKS and (not match[1] or name in ("p", "div")):
            return "\n"
        return ""

    plain = words.replace("\0", "").replace("\r\n", "\n")
    plain = _ESCAPED.sub(lambda match: put_aside(escape(match[1])), plain)
    plain = escape(unescape(_TAG.sub(tag, plain)), quote=False).strip()
    plain = _LINK.sub(r"\1", plain)
    plain = _HEADING.sub(r"<b>\1</b>", plain)
    plain = _ITEM.sub("\u2022 ", plain)
    plain = _BOLD.sub(r"<b>\2</b>", plain)
    plain = _SOFT.sub(rf"<{soft}>\2</{soft}>", plain)
    plain = _KEPT_PLACE.sub(lambda match: kept[int(match[1])], plain)
    plain = re.sub(r"\n{3,}", "\n\n", plain)
    return plain.replace("\n", "<br>")


def to_plain(words: str) -> str:
    """Return the label on one line without any markup, for lists and screen readers."""
    bare = _MADE_TAG.sub("", to_html(words).replace("<br>", " "))
    return " ".join(unescape(bare).split())
