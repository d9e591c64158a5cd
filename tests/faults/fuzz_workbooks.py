"""Workbooks that somebody mutated: cells, rows, sheets, the bytes of the package, the XML inside it."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO

import hostile
from fuzz_corpus import Corpus, damaged, odd_text
from workbooks import workbook

MOST_ROWS = 120  # of a real form, taken as a piece, so that one input takes milliseconds
Sheets = dict[str, list[list[str]]]
_NOT_IN_CELLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MANY = (
    b"<row r='2'><c r='A2'><v>1</v></c></row>",
    b"<c r='XFD1'><v>1</v></c>",
    b"<c r='A1048576'><v>1</v></c>",
    b"<c t='s'><v>99999999</v></c>",
    b"<c t='s'><v>-1</v></c>",
    b"<c t='e'><v>#REF!</v></c>",
    b"<c t='inlineStr'><is><t>select_one l</t></is></c>",
    b"<c t='d'><v>2026-02-30</v></c>",
    b"<c s='99999'><v>45000</v></c>",
    b"<c><v>1e999</v></c>",
    b"<f>A1</f>",
    b"<mergeCell ref='A1:C3'/>",
    b"<cols><col min='1' max='16384' hidden='1'/></cols>",
    b"<sheet name='survey' sheetId='1' r:id='rId1'/>",
    b"&#x0;",
    b"&amp;&lt;",
    b"<!-- -->",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
)


def make(chance: random.Random, corpus: Corpus) -> bytes:
    """Return the bytes of one workbook."""
    kind = chance.random()
    if kind < 0.55:
        return workbook(mutated_cells(chance, chance.choice(corpus.tables), corpus))
    if kind < 0.85:
        return mutated_parts(chance, chance.choice(corpus.packages))
    if kind < 0.97:
        return damaged(chance, chance.choice(corpus.packages))
    return evil(chance)


def evil(chance: random.Random) -> bytes:
    """Return a workbook that is made to exhaust whoever opens it."""
    makers = (
        lambda: hostile.million_cells(chance.choice((1_000, 12_000)), 100),
        hostile.far_cells,
        lambda: hostile.zip_bomb(chance.choice((20, 170))),
        hostile.macros,
        hostile.encrypted,
        lambda: hostile.random_bytes(chance.randrange(10**6)),
        lambda: hostile.climbing_names(),
        lambda: hostile.wide_sheet(chance.choice((500, 16_384))),
    )
    return chance.choice(makers)()


def mutated_cells(chance: random.Random, sheets: Sheets, corpus: Corpus) -> Sheets:
    """Return a form with cells, rows, columns and sheets changed; a long one as a piece of itself."""
    result = {name: _piece(chance, rows) for name, rows in sheets.items()}
    for _ in range(chance.choice((1, 1, 2, 4, 10))):
        _mutate(chance, result, corpus)
    return {
        _sheet_name(name): [[_NOT_IN_CELLS.sub("", cell)[:32_000] for cell in row] for row in rows]
        for name, rows in result.items()
    }


def _piece(chance: random.Random, rows: list[list[str]]) -> list[list[str]]:
    copy = [list(row) for row in rows]
    if len(copy) <= MOST_ROWS:
        return copy
    start = chance.randrange(1, len(copy) - MOST_ROWS + 1)
    return copy[:1] + copy[start : start + chance.choice((20, 60, MOST_ROWS))]


def _sheet_name(name: str) -> str:
    return (re.sub(r"[\[\]:*?/\\']", "", _NOT_IN_CELLS.sub("", name))[:31].strip() or "sheet").replace("History", "H")


def _mutate(chance: random.Random, sheets: Sheets, corpus: Corpus) -> None:
    name = chance.choice(sorted(sheets))
    rows = sheets[name]
    if not rows:
        return
    place = chance.randrange(len(rows))
    row = rows[place]
    kind = chance.randrange(12)
    if kind <= 3 and row:
        row[chance.randrange(len(row))] = odd_text(chance)
    elif kind == 4 and row:
        row[chance.randrange(len(row))] = _mutated_text(chance, chance.choice(corpus.expressions))
    elif kind == 5 and row:
        cell = chance.randrange(len(row))
        row[cell] = _mutated_text(chance, row[cell])
    elif kind == 6:
        rows.insert(place, list(chance.choice(rows)))
    elif kind == 7:
        del rows[place]
    elif kind == 8:
        other = chance.randrange(len(rows))
        rows[place], rows[other] = rows[other], rows[place]
    elif kind == 9:
        rows[place:place] = [["" for _ in row]] * chance.choice((1, 2, 12))
    elif kind == 10:
        _mutate_columns(chance, rows)
    else:
        _mutate_sheets(chance, sheets, name)


def _mutate_columns(chance: random.Random, rows: list[list[str]]) -> None:
    width = max((len(row) for row in rows), default=0)
    if width == 0:
        return
    column, other = chance.randrange(width), chance.randrange(width)
    kind = chance.randrange(4)
    for row in rows:
        if column >= len(row) or other >= len(row):
            continue
        if kind == 0:
            row[column], row[other] = row[other], row[column]
        elif kind == 1:
            row.insert(other, row[column])
        elif kind == 2:
            del row[column]
        else:
            row.insert(column, "")


def _mutate_sheets(chance: random.Random, sheets: Sheets, name: str) -> None:
    kind = chance.randrange(4)
    if kind == 0 and len(sheets) > 1:
        del sheets[name]
    elif kind == 1:
        sheets[_sheet_name(name.upper() + " ")] = sheets.pop(name)
    elif kind == 2:
        sheets[_sheet_name(odd_text(chance))[:20] + "x"] = [list(row) for row in sheets[name]]
    else:
        sheets[name] = []


def _mutated_text(chance: random.Random, text: str) -> str:
    """Return a text with letters changed, missing, doubled, or something odd in it."""
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(letters) + 1)
        kind = chance.randrange(5)
        if kind == 0 and letters:
            del letters[min(place, len(letters) - 1)]
        elif kind == 1:
            letters.insert(place, chance.choice("()[]{}'\"$,.=<>+-*/|&‘’“ \u00a0\u200b\n0aZé"))
        elif kind == 2 and letters:
            letters[min(place, len(letters) - 1)] = chance.choice("()'\"$,.=<>xX ")
        elif kind == 3:
            letters[place:place] = letters[place : place + 12]
        else:
            letters.insert(place, odd_text(chance)[:200])
    return "".join(letters)


def mutated_parts(chance: random.Random, data: bytes) -> bytes:
    """Return a workbook with the XML of one or two of its parts changed; one that is no zip has bytes changed."""
    if not data.startswith(b"PK"):
        return damaged(chance, data, most=20)
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        names = old.namelist()
        wanted = [name for name in names if name.endswith((".xml", ".rels"))]
        chosen = set(chance.sample(wanted, min(len(wanted), chance.choice((1, 1, 2)))))
        for name in names:
            part = old.read(name)
            if name in chosen:
                if chance.random() < 0.05:
                    continue
                part = mutated_markup(chance, part, _MANY)
                if chance.random() < 0.03:
                    name = odd_text(chance)[:60].replace("\0", "") or "x"
            new.writestr(name, part)
    return target.getvalue()


def mutated_markup(chance: random.Random, part: bytes, pieces: tuple[bytes, ...]) -> bytes:
    """Return XML with tags moved, doubled, dropped, texts changed, or something added."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        kind = chance.randrange(6)
        tags = [match.span() for match in re.finditer(rb"<[^<>]*>", part[:200_000])]
        if not tags:
            return damaged(chance, part)
        start, end = chance.choice(tags)
        if kind == 0:
            part = part[:start] + part[end:]
        elif kind == 1:
            part = part[:end] + part[start:end] + part[end:]
        elif kind == 2:
            other = chance.choice(tags)[1]
            part = part[:other] + part[start:end] + part[other:]
        elif kind == 3:
            part = part[:end] + chance.choice(pieces) * chance.choice((1, 1, 3, 200)) + part[end:]
        elif kind == 4:
            part = part[:start] + damaged(chance, part[start:end], most=2) + part[end:]
        else:
            values = list(re.finditer(rb"""(["'])([^"'<>]{0,200})\1""", part[start:end]))
            if values:
                match = chance.choice(values)
                text = odd_text(chance).encode("utf-8", "replace")[:4_000]
                text = text.replace(b"<", b"&lt;").replace(match[1], b"") if chance.random() < 0.8 else text
                part = part[: start + match.start(2)] + text + part[start + match.end(2) :]
    return part
