"""Interviews of every question type, answered with what nobody should answer; drafts and instances damaged."""

from __future__ import annotations

import random

from fuzz_corpus import Corpus, odd_text

FORM = """
survey
| type | name | label | constraint | relevant | calculation | parameters | repeat_count | default |
| text | text | T | regex(., '^.{0,40}$') | | | | | |
| integer | int | I | . > 0 | | | | | |
| decimal | dec | D | | ${int} > 2 | | | | |
| range | rng | R | | | | start=0 end=10 step=2 | | |
| date | date | D | . > '2020-01-01' | | | | | |
| time | time | T | | | | | | |
| dateTime | moment | M | | | | | | |
| select_one l | one | O | | | | | | |
| select_multiple l | many | M | count-selected(.) < 3 | | | | | |
| rank l | rank | R | | | | | | |
| acknowledge | ok | K | | | | | | |
| geopoint | point | P | | | | | | |
| geotrace | trace | T | | | | | | |
| geoshape | shape | S | area(.) > 1 | | | | | |
| image | photo | P | | | | | | |
| barcode | code | C | | | | | | |
| note | note | ${text} ${int} | | | | | | |
| hidden | hid | | | | | | | x |
| calculate | total | | | | ${int} * ${dec} + string-length(${text}) | | | |
| integer | count | How often | | | | | | |
| begin repeat | rep | Again | | | | | ${count} | |
| text | inner | I ${total} | | position(..) < 4 | | | | |
| select_one ${inner} | pick | P | | | | | | |
| end repeat | | | | | | | | |
| calculate | joined | | | | join(', ', ${inner}) | | | |
| calculate | when | | | | format-date-time(${moment}, '%Y-%m-%d %H:%M') | | | |
| calculate | how | | | | decimal-date-time(${date}) + area(${shape}) + distance(${trace}) | | | |
choices
| list_name | name | label |
| l | a | A |
| l | b | B |
| l | c_d | ${text} |
"""
NAMES = """
text int dec rng date time moment one many rank ok point trace shape photo code note hid total count
rep[1]/inner rep[2]/pick rep[1] rep nobody .. [ rep[999999999999] rep[-1]/inner
"""
_PLAUSIBLE = (
    "1",
    "-3",
    "2.5",
    "2026-01-31",
    "12:30",
    "2026-01-31T12:30:00",
    "a",
    "a b",
    "c_d a",
    "OK",
    "1 1",
    "1 1;2 2;3 1;1 1",
)


def make(chance: random.Random, corpus: Corpus) -> list[tuple[str, str, str | None]]:
    """Return steps: (what, name of the question, value); the steps "save", "edit" and "damage" have no question."""
    del corpus
    steps: list[tuple[str, str, str | None]] = []
    for _ in range(chance.randint(1, 14)):
        kind = chance.random()
        if kind < 0.8:
            value = chance.choice(_PLAUSIBLE) if chance.random() < 0.4 else odd_text(chance)
            steps.append(("answer", chance.choice(NAMES.split()), None if chance.random() < 0.05 else value))
        elif kind < 0.9:
            steps.append((chance.choice(("add", "remove")), chance.choice(("rep", "rep[1]", "rep[2]", "text")), None))
        else:
            steps.append((chance.choice(("save", "edit", "draft", "instance")), "", str(chance.randrange(10**6))))
    return steps
