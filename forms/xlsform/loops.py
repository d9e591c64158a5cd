"""`begin loop over list`: a group for each choice of a list, in which the same questions are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from forms.definition.findings import Findings
from forms.xlsform.headings import Row, Table
from forms.xlsform.made import MadeRow, base_of, items_of, until, words_of
from forms.xlsform.types import BEGIN, END, understand_type

LOOP = "loop"
NONE = "none"  # a choice for which pyxform asks nothing
MOST_MADE = 20_000  # rows that the loops of one form may make
_FILLED = re.compile(r"%\((name|label)(?:::[^)]*)?\)s")


def with_loops(rows: Iterable[Row], choices: Table | None, findings: Findings) -> Iterator[Row]:
    """Yield the rows of a survey sheet with loops over choice lists written out, those inside each other too."""
    yield from _written_out(iter(rows), choices, findings, [MOST_MADE])


def _written_out(rows: Iterator[Row], choices: Table | None, findings: Findings, left: list[int]) -> Iterator[Row]:
    for row in rows:
        if "loop" not in row.get("type").lower():
            yield row
            continue
        cell = understand_type(row.get("type"))
        items = items_of(cell.source, choices) if cell.kind == BEGIN and cell.section == LOOP else []
        if not items:
            yield row
            continue
        inside = until(rows, _Ends())
        left[0] -= len(items) * (len(inside) + 2)
        if left[0] < 0:
            findings.error("loop-too-long", row.place("type"), name=row.get("name"), most=MOST_MADE)
            yield row
            yield from inside
            yield MadeRow(*base_of(row), {"type": "end_group"})
            continue
        yield MadeRow(*base_of(row), {"type": "begin_group"}, keeps=True, base=row)
        for item in items:
            if item.get("name") != NONE:
                yield from _written_out(iter(_of_item(row, item, inside)), choices, findings, left)
        yield MadeRow(*base_of(row), {"type": "end_group"})


class _Ends:
    """Tells the end of the loop that has begun, past the loops inside it."""

    def __init__(self) -> None:
        self._open = 0

    def __call__(self, row: Row) -> bool:
        cell = understand_type(row.get("type")) if "loop" in row.get("type").lower() else None
        if cell is None or cell.section != LOOP or cell.kind not in (BEGIN, END):
            return False
        self._open += 1 if cell.kind == BEGIN else -1
        return self._open < 0


def _of_item(begin: Row, item: Row, inside: list[Row]) -> Iterator[Row]:
    """Yield the group of one choice and its questions."""
    words = words_of(item)
    first = next(iter(words.values()), item.get("name"))

    def filled(text: str, language: str) -> str:
        said = {"name": item.get("name"), "label": words.get(language, first)}
        return _FILLED.sub(lambda match: said[match[1]], text)

    head = {"type": "begin_group", "name": item.get("name")}
    yield MadeRow(*base_of(begin), head, {"label": words or {"": item.get("name")}})
    for row in inside:
        yield MadeRow(*base_of(row), keeps=True, change=filled, base=row)
    yield MadeRow(*base_of(begin), {"type": "end_group"})
