"""Carried columns whose heading names an attribute of the XForm: `bind::x`, `control::x`, `instance::x`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# First words that name a part of the document, and what one-word headings stand for.
PARTS: Mapping[str, str] = {"bind": "bind", "control": "control", "body": "control", "instance": "instance"}
WORDS: Mapping[str, tuple[str, str]] = {
    "autoplay": ("control", "autoplay"),
    "rows": ("control", "rows"),
    "compact_tag": ("instance", "odk:tag"),
    "jr:noaddremove": ("control", "jr:noAddRemove"),
}


def attribute_of(heading: str) -> tuple[str, str] | None:
    """Return (part, attribute) that a heading means; None when it means neither."""
    tokens = heading.split("::") if "::" in heading else heading.split(":", maxsplit=1)
    first = "_".join(tokens[0].split()).lower()
    if len(tokens) == 2 and first in PARTS:
        return PARTS[first], tokens[1].strip()
    return WORDS.get("_".join(heading.split()).lower())


def carried(extras: Mapping[str, str], part: str) -> Iterator[tuple[str, str]]:
    """Yield (attribute, text) of every carried column that belongs into one part of the document."""
    for heading, text in extras.items():
        found = attribute_of(heading)
        if found is not None and found[0] == part:
            yield found[1], text
