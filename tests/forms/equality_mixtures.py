"""Mixes the forms of `equality_forms.py` by chance: cells change places, columns of one appear in another."""

from __future__ import annotations

import random
from collections import defaultdict

from equality_forms import FORMS
from workbooks import sheets_of, table

Sheets = dict[str, list[list[str]]]

# Columns that are not carried into other forms: they name rows, or only mean something where they stand; and those by
# which authors make the mistakes that `equality.py` lists.
NOT_MIXED = frozenset(
    """name list_name type command tag caption label hint disabled repeat_count namespaces bind::jr:preloadParams
    bind::jr:constraintMsg bind::esri:fieldType body::esri:style constraining_message entity_id""".split()  # noqa: SIM905
)


def mixture(seed: int) -> str:
    """Return a form as one text (see `workbooks.sheets_of`); the same seed gives the same form."""
    chance = random.Random(seed)
    forms = {name: _sheets(text) for name, text in FORMS.items()}
    cells = _cells(forms)
    mixed = forms[chance.choice(sorted(forms))]
    for _ in range(chance.randint(1, 3)):
        sheet = chance.choice(sorted(mixed))
        rows = mixed[sheet]
        if len(rows) < 2:
            continue
        if chance.random() < 0.6:
            place = chance.randrange(len(rows[0]))
            found = cells.get((sheet, rows[0][place]))
            if found:
                chance.choice(rows[1:])[place] = chance.choice(found)
        else:
            others = sorted(heading for each, heading in cells if each == sheet and heading not in rows[0])
            if others:
                _add_column(rows, chance.choice(others), cells, sheet, chance)
    return "\n".join(line for name, rows in mixed.items() for line in (name, *map(_line, rows)))


def _add_column(
    rows: list[list[str]], heading: str, cells: dict[tuple[str, str], list[str]], sheet: str, chance: random.Random
) -> None:
    rows[0].append(heading)
    for row in rows[1:]:
        row.append(chance.choice(cells[sheet, heading]) if chance.random() < 0.5 else "")


def _sheets(text: str) -> Sheets:
    """Return sheet -> rows of equal length."""
    found = {name: table(content) for name, content in sheets_of(text).items()}
    for rows in found.values():
        width = max(map(len, rows))
        for row in rows:
            row += [""] * (width - len(row))
    return found


def _cells(forms: dict[str, Sheets]) -> dict[tuple[str, str], list[str]]:
    """Return (sheet, heading) -> what stands under it anywhere, without what names a question of its own form."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sheets in forms.values():
        for name, rows in sheets.items():
            for row in rows[1:]:
                for heading, cell in zip(rows[0], row, strict=True):
                    is_old = ":" in heading and "::" not in heading
                    is_mistake = heading in NOT_MIXED or "message" in heading or "no_app" in heading
                    if cell and "${" not in cell and not is_mistake and not is_old and name != "entities":
                        cells[name, heading].append(cell)
    return dict(cells)


def _line(cells: list[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", "\\n") for cell in cells)
    return f"| {' | '.join(escaped)} |"
