"""Headings and cells that are nearly right: written loosely, misspelt, with invisible characters in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# Zero-width space, marks of direction, word joiner, byte-order mark, soft hyphen: nobody sees them, no name holds them.
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_ENDS = re.compile(r"[\s?!*.:;,_\-]+$|^[\s?!*.:;,_\-]+")
_BETWEEN = re.compile(r"[\s_\-]+")
_IN_BRACKETS = re.compile(r"(.+?)[\s_\-]*[(\[]([^()\[\]]{2,40})[)\]]")
_BEHIND = re.compile(r"([^\s_\-]+)[\s_\-]+([^\s_\-].*)")
_CODE = re.compile(r"\([a-zA-Z]{2,3}\)$")
_LATIN_END = "\u024f"  # letters behind it are of another script: no heading of ours has any
LANGUAGES = frozenset(
    """
    english français francais french español espanol spanish arabic português portugues portuguese swahili
    kiswahili hindi bengali bangla urdu pashto dari farsi persian kurdish kurmanji sorani turkish ukrainian
    russian burmese myanmar rohingya amharic somali tigrinya oromo afaan hausa kanuri yoruba igbo lingala kirundi
    kinyarwanda haitian creole kreyol kreyòl nepali sinhala tamil thai vietnamese indonesian bahasa tagalog
    filipino german italian dutch chinese wolof bambara fulfulde sango chichewa shona zulu malagasy tetum khmer
    lao uzbek tajik georgian armenian romanian polish greek
    """.split()  # noqa: SIM905
)
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Meant:
    """What a heading must mean: our word for the column, the language in it ("" for none), and whether it is a guess.

    Args:
        how: "loose" (other signs between the words), "language" (the language written otherwise), "misspelt".
    """

    key: str
    language: str
    how: str


def plain(heading: str) -> str:
    """Return a heading in lower case with its words joined by underscores and nothing around them."""
    return _BETWEEN.sub("_", _ENDS.sub("", INVISIBLE.sub("", heading))).lower()


def meant_by(
    heading: str,
    words: Mapping[str, str],
    *,
    present: Collection[str | None],
    spoken: Collection[str],
) -> Meant | None:
    """Return what a heading that is none of ours must mean, where the sheet has no such column; else None.

    Args:
        words: Everything a heading may say -> our word for it.
        present: Columns the sheet has.
        spoken: Columns whose heading may name a language.
    """
    if len(heading) > LONGEST_HEADING:
        return None
    key = words.get(plain(heading))
    if key is not None and key not in present:
        return Meant(key, "", "loose")
    for pattern in (_IN_BRACKETS, _BEHIND):
        match = pattern.fullmatch(heading.strip())
        key = words.get(plain(match[1])) if match else None
        if match and key is not None and key in spoken and key not in present and _is_language(match[2]):
            return Meant(key, " ".join(match[2].split()), "language")
    return None


def _is_language(text: str) -> bool:
    """Return whether what stands behind a heading is a language: a code, a known name, letters of another script."""
    words = text.lower().split()
    if not words:
        return False
    if len(words) == 1 and words[0].isalpha() and 2 <= len(words[0]) <= 3:
        return True
    return words[0] in LANGUAGES or max(text) > _LATIN_END or _CODE.search(text) is not None


def without_invisible(rows: Sequence[Sequence[str]], indexes: Collection[int]) -> dict[int, dict[int, str]]:
    """Return row -> column -> text of the cells in those columns that hold invisible characters, without them."""
    found: dict[int, dict[int, str]] = {}
    for number, row in enumerate(rows):
        if "".join(row).isascii():
            continue
        cleaned = {
            index: INVISIBLE.sub("", row[index]).strip()
            for index in indexes
            if index < len(row) and INVISIBLE.search(row[index])
        }
        if cleaned:
            found[number] = cleaned
    return found
