"""Texts with markup as runs: pieces of text that look alike, the same for PDF and DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from app.questions.markup import to_html

_PIECE: Final = re.compile(r"<(/?)(b|i|u|sub|sup|br)>")
_FLAGS: Final = {"b": "bold", "i": "italic", "u": "underlined", "sub": "lowered", "sup": "raised"}
# Characters that a word processor or an XML file cannot hold.
_UNPRINTABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Letters whose script runs from right to left.
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010d00-\U00010d3f]")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line: its text and how it looks. `quiet` is the small grey of codes and hints."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    lowered: bool = False
    raised: bool = False
    quiet: bool = False


def marked(words: str) -> list[list[Run]]:
    """Return the lines of a text of the form, its markup turned into runs."""
    lines: list[list[Run]] = [[]]
    depth = dict.fromkeys(_FLAGS, 0)
    at = 0
    html = to_html(_UNPRINTABLE.sub("", words), soft="i")
    for match in _PIECE.finditer(html):
        _add(lines, html[at : match.start()], depth)
        at = match.end()
        if match[2] == "br":
            lines.append([])
        else:
            depth[match[2]] = max(0, depth[match[2]] + (-1 if match[1] else 1))
    _add(lines, html[at:], depth)
    return lines


def unmarked(words: str) -> list[list[Run]]:
    """Return the lines of plain words."""
    return [[Run(line)] for line in _UNPRINTABLE.sub("", words).splitlines()] or [[Run("")]]


def quietly(lines: Iterable[Iterable[Run]]) -> list[list[Run]]:
    """Return lines in the small grey of hints."""
    return [[replace(run, quiet=True) for run in line] for line in lines]


def text_of(line: Iterable[Run]) -> str:
    """Return the text of one line."""
    return "".join(run.text for run in line)


def is_right_to_left(text: str, otherwise: bool) -> bool:
    """Tell the direction of a text by its first letter; `otherwise` where it has none."""
    for letter in text:
        if _RIGHT_TO_LEFT.match(letter):
            return True
        if letter.isalpha():
            return False
    return otherwise


def _add(lines: list[list[Run]], html: str, depth: dict[str, int]) -> None:
    text = unescape(html)
    if text:
        flags = {_FLAGS[tag]: count > 0 for tag, count in depth.items()}
        lines[-1].append(Run(text, **flags))
