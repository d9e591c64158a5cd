"""What a sheet consists of before it is a file: lines of texts under headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from forms.definition.text import Text
from forms.errors import NOWHERE, Place
from forms.xlsform.headings import MEDIA

# Keys whose usual heading is another word.
_USUAL: Mapping[str, str] = {kind: f"media::{kind}" for kind in MEDIA}


class Head(NamedTuple):
    """What a column holds.

    Args:
        key: Our word for it ("label", "relevant", ...), or the heading of a column that is carried.
        language: Language of its texts; "" for none.
        is_carried: The key is a heading as somebody wrote it.
    """

    key: str
    language: str = ""
    is_carried: bool = False

    @property
    def heading(self) -> str:
        """Return the heading as the XLSForm reference writes it."""
        if self.is_carried:
            return self.key
        word = _USUAL.get(self.key, self.key)
        return f"{word}::{self.language}" if self.language else word


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet.

    Args:
        cells: What is filled.
        path: Path of the element it is, or list and choice with a tabulator between; "" for other rows.
        part: "begin" and "end" for the rows around a section, "beside" for what is no element of the instance's own:
            a file that is named, a question of its meta group.
        place: Where it came from.
    """

    cells: Mapping[Head, str]
    path: str = ""
    part: str = ""
    place: Place = NOWHERE

    def get(self, key: str) -> str:
        """Return the text under the heading of a word without a language."""
        return self.cells.get(Head(key), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its headings from left to right, and its rows."""

    name: str
    heads: Sequence[Head]
    lines: Sequence[Line] = field(default_factory=tuple)

    def rows(self) -> list[list[str]]:
        """Return the cells, headings first."""
        cells = [[line.cells.get(head, "") for head in self.heads] for line in self.lines]
        return [[head.heading for head in self.heads], *cells]


def joined(text: Text, language: str) -> str:
    """Return a text in one language as a cell holds it."""
    parts = text.by_language.get(language, ())
    return "".join(part if isinstance(part, str) else part.source for part in parts)


@dataclass(frozen=True, slots=True)
class Plain:
    """Which texts stand under headings that name no language.

    Args:
        language: What such a heading means; "" where nobody said it.
        marked: Keys whose headings name their language all the same, since some of their texts have several.
    """

    language: str
    marked: frozenset[str]

    def heading(self, key: str, language: str) -> str:
        """Return the language that a heading names for texts in a language."""
        return "" if language == self.language and key not in self.marked else language


def spoken(key: str, text: Text, plain: Plain) -> dict[Head, str]:
    """Return the cells of a text in all its languages, and of its pictures and sounds."""
    cells = {}
    for language in text.by_language:
        written = joined(text, language)
        if written.strip():
            cells[Head(key, plain.heading(key, language))] = written
    for language, kinds in text.media.items():
        for kind, name in kinds.items():
            cells[Head(kind, plain.heading(key, language))] = name
    return cells


def heads_of(
    lines: Iterable[Line], order: Sequence[str], languages: Sequence[str], always: Iterable[Head]
) -> list[Head]:
    """Return every head that a line fills and those that must be there: known words first, in their usual order.

    Args:
        languages: In the order in which they are to stand.
    """
    used = [*dict.fromkeys(always)]
    seen = set(used)
    for line in lines:
        if line.cells.keys() - seen:
            _take_in(used, [*line.cells])
            seen.update(used)
    places = {key: place for place, key in enumerate(order)}
    ranks = {language: rank for rank, language in enumerate(languages)}

    def rank(head: Head) -> tuple[int, int]:
        if head.is_carried:
            return len(places) + 1, 0
        return places.get(head.key, len(places)), ranks.get(head.language, -1 if not head.language else len(ranks))

    return sorted(used, key=rank)


def _take_in(used: list[Head], heads: list[Head]) -> None:
    """Add heads that are not there yet, each beside the one it stands beside in its line."""
    for place, head in enumerate(heads):
        if head in used:
            continue
        if place:
            used.insert(used.index(heads[place - 1]) + 1, head)
            continue
        behind = next((used.index(other) for other in heads if other in used), len(used))
        used.insert(behind, head)
