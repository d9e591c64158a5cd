"""Rows that only KoboToolbox knows (scores, ranks, matrices), written out as the rows that Kobo makes of them.

Names are Kobo's own, so that the data has the same columns. Source: how KoboToolbox describes these rows in its help
("Question matrix in XLSForm") and what its exports hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.definition.findings import Findings
from forms.xlsform.headings import Row, Table
from forms.xlsform.made import MadeRow, Words, base_of, items_of, until, words_of
from forms.xlsform.scribe import NO, REFERENCE
from forms.xlsform.types import snake_type

BEGIN_SCORE, SCORE_ROW, END_SCORE = "begin_score", "score__row", "end_score"
BEGIN_RANK, RANK_LEVEL, END_RANK = "begin_rank", "rank__level", "end_rank"
BEGIN_MATRIX = frozenset({"begin_kobomatrix", "begin_matrix"})
END_MATRIX = frozenset({"end_kobomatrix", "end_matrix"})
SCORE_LIST, RANK_LIST, RANK_MESSAGE = "kobo--score-choices", "kobo--rank-items", "kobo--rank-constraint-message"
MATRIX_LIST = "kobo--matrix_list"
MOST_MADE = 20_000  # rows that matrices of one form may make; the largest real one known makes some hundred
RULES = ("relevant", "constraint", "required", "calculation", "choice_filter", "default", "readonly")
_WIDTH = re.compile(r"w\d+")


def expanded(survey: Table, choices: Table | None, findings: Findings) -> Iterator[Row]:
    """Yield the rows of a survey sheet with those that only Kobo knows written out."""
    waiting = survey.rows()
    if not any(column.heading.lower().startswith("kobo--") for column in survey.carried):
        yield from waiting
        return
    made = 0
    for row in waiting:
        kind = _kind(row)
        if kind == BEGIN_SCORE:
            findings.repaired("kobo-expanded", row.place("type"), type=row.get("type"))
            yield from _score(row, waiting)
        elif kind == BEGIN_RANK:
            findings.repaired("kobo-expanded", row.place("type"), type=row.get("type"))
            yield from _rank(row, waiting)
        elif kind in BEGIN_MATRIX:
            inside = until(waiting, lambda each: _kind(each) in END_MATRIX)
            items = items_of(_carried(row, MATRIX_LIST), choices)
            made += (len(items) + 1) * (len(inside) + 3)
            if not items or made > MOST_MADE:
                findings.error("kobo-matrix-list", row.place("name"), name=row.get("name"), most=MOST_MADE)
                yield MadeRow(*base_of(row), {"type": "begin_group"}, keeps=True)
                yield from inside
                yield _end(row)
                continue
            findings.repaired("kobo-expanded", row.place("type"), type=row.get("type"))
            yield from _matrix(row, inside, items)
        else:
            yield row


def _kind(row: Row) -> str:
    return snake_type(row.get("type"))


def _end(row: Row) -> MadeRow:
    return MadeRow(*base_of(row), {"type": "end_group"})


def _carried(row: Row, heading: str) -> str:
    """Return the text under one of Kobo's own headings."""
    return next((text for name, text in row.carried().items() if name.lower() == heading), "")


def _open(row: Row) -> MadeRow:
    """Return the beginning of the group that a score or a rank becomes."""
    cells = {"type": "begin_group", "name": row.get("name"), "appearance": "field-list"}
    return MadeRow(*base_of(row), {**cells, "relevant": row.get("relevant")})


def _score(begin: Row, rows: Iterator[Row]) -> Iterator[Row]:
    """Yield a table: a line of the choices' labels, and a line for each row."""
    asked = f"select_one {_carried(begin, SCORE_LIST)}"
    required = begin.get("required") if begin.get("required").lower() not in NO else ""
    head = {"type": asked, "name": f"{begin.get('name')}_header", "appearance": "label"}
    yield _open(begin)
    yield MadeRow(*base_of(begin), {**head, "required": "", "relevant": ""}, keeps=True)
    for row in until(rows, lambda each: _kind(each) == END_SCORE):
        if _kind(row) != SCORE_ROW:
            yield row
            continue
        cells = {"type": asked, "appearance": row.get("appearance") or "list-nolabel"}
        yield MadeRow(*base_of(row), {**cells, "required": required or row.get("required")}, keeps=True)
    yield _end(begin)


def _rank(begin: Row, rows: Iterator[Row]) -> Iterator[Row]:
    """Yield a note and a select for each level; no level may repeat the answer of one before it."""
    asked = f"select_one {_carried(begin, RANK_LIST)}"
    message = _messages(begin)
    yield _open(begin)
    head = {"type": "note", "name": f"{begin.get('name')}_label", "required": "", "relevant": ""}
    yield MadeRow(*base_of(begin), head, keeps=True)
    before: list[str] = []
    for row in until(rows, lambda each: _kind(each) == END_RANK):
        if _kind(row) != RANK_LEVEL:
            yield row
            continue
        name = row.get("name")
        cells = {
            "type": asked,
            "appearance": row.get("appearance") or "minimal",
            "required": "true",
            "constraint": " and ".join(f"${{{name}}} != ${{{other}}}" for other in before if name),
        }
        yield MadeRow(*base_of(row), cells, {"constraint_message": message} if message else {}, keeps=True)
        if name:
            before.append(name)
    yield _end(begin)


def _messages(row: Row) -> Words:
    """Return what a rank says to an answer that stands twice, by language."""
    found = {}
    for heading, text in row.carried().items():
        name, _, language = heading.partition("::")
        if name.strip().lower() == RANK_MESSAGE:
            found[language.strip()] = text
    return found


def _matrix(begin: Row, columns: list[Row], items: list[Row]) -> Iterator[Row]:
    """Yield a group of headings, and for each item a group that asks all columns."""
    name, relevant = begin.get("name"), begin.get("relevant")
    widths = [_width(column) for column in columns]
    total = f"w{1 + sum(int(width[1:]) for width in widths)}"
    head = f"{name}_header"
    yield MadeRow(*base_of(begin), {"type": "begin_group", "name": head, "appearance": total, "relevant": relevant})
    yield _note(begin, f"{head}_note", words_of(begin), "w1")
    for column, width in zip(columns, widths, strict=True):
        if column.get("name"):
            yield _note(column, f"{head}_{column.get('name')}", words_of(column), width)
    yield _end(begin)
    names = {column.get("name") for column in columns}
    for item in items:
        base = f"{name}_{item.get('name')}"
        group = {"type": "begin_group", "name": base, "appearance": total, "relevant": relevant}
        yield MadeRow(*base_of(begin), group)
        yield _note(begin, f"{base}_note", words_of(item), "w1")
        for column, width in zip(columns, widths, strict=True):
            yield _cell(column, base, names, _both(words_of(item), words_of(column)), width)
        yield _end(begin)


def _note(row: Row, name: str, words: Words, appearance: str) -> MadeRow:
    return MadeRow(*base_of(row), {"type": "note", "name": name, "appearance": appearance}, {"label": words})


def _cell(column: Row, base: str, names: set[str], words: Words, width: str) -> MadeRow:
    """Return the question of one item and column; names of columns in its rules mean those of the same item."""

    def own(source: str) -> str:
        return REFERENCE.sub(
            lambda match: f"${{{base}_{match[2]}}}" if match[2] in names and not match[1] else match[0], source
        )

    cells = {key: own(column.get(key)) for key in RULES if column.get(key)}
    written = column.get("name")
    cells["name"] = f"{base}_{written}" if written else ""
    return MadeRow(*base_of(column), {**cells, "appearance": width}, {"label": words}, keeps=True)


def _width(column: Row) -> str:
    written = column.get("appearance")
    return written if _WIDTH.fullmatch(written) else "w2"


def _both(item: Words, column: Words) -> Words:
    """Return the label of a cell: "Car – How many?"; where one of the two lacks a language, its first words."""
    if not item or not column:
        return item or column
    languages = dict.fromkeys((*item, *column))
    one, other = next(iter(item.values())), next(iter(column.values()))
    return {language: f"{item.get(language, one)} – {column.get(language, other)}" for language in languages}
