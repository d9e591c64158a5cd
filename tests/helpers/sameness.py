"""Compares forms by what a workbook says of them: rows, texts, lists, settings; places do not count."""

from __future__ import annotations

from forms.definition.form import Form
from forms.xlsform.writing.sheets import sheets_of

Said = dict[str, list[dict[tuple[str, str], str]]]


def said(form: Form, *, with_names: bool = False) -> Said:
    """Return sheet -> rows, each as (column, language) -> text.

    A text under a plain heading counts as one of the language asked first, white space as a blank, and names that were
    made from the number of a row as equal.
    """
    result: Said = {}
    for sheet in sheets_of(form, with_names=with_names).sheets:
        rows = []
        for line in sheet.lines:
            row = {("part", ""): line.part}
            for head, text in line.cells.items():
                language = "" if head.is_carried or sheet.name == "settings" else head.language or form.default_language
                words = " ".join(text.split())
                if head.key == "name" and words.startswith(("generated_", "reserved_name_for_")):
                    words = "made"
                if words:
                    row[(head.key, language)] = words
            rows.append(row)
        result[sheet.name] = rows
    return {name: rows for name, rows in result.items() if any(len(row) > 1 for row in rows)}


def differences(one: Said, other: Said) -> list[object]:
    """Return the first rows in which two forms differ, and what differs there."""
    found: list[object] = []
    for name in dict.fromkeys((*one, *other)):
        rows, others = one.get(name, []), other.get(name, [])
        if len(rows) != len(others):
            found.append((name, len(rows), len(others)))
        for number, (row, same) in enumerate(zip(rows, others, strict=False)):
            if row != same:
                keys = {key for key in (*row, *same) if row.get(key) != same.get(key)}
                found.append((name, number, {key: (row.get(key), same.get(key)) for key in keys}))
                break
    return found
