"""`itemsets.csv`, the file beside an XForm that holds the choices of `select_one_external`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from forms.definition.elements import Choice, ChoiceList
from forms.definition.findings import Findings
from forms.definition.form import Form
from forms.definition.text import Text
from forms.errors import Place

FILE = "itemsets.csv"
LIST, NAME, LABEL = "list_name", "name", "label"
MOST_BYTES = 32 * 2**20


def write_itemsets(form: Form) -> bytes | None:
    """Return the file in UTF-8, every cell quoted as pyxform does it; None for a form without external choices."""
    choices = [(each.name, choice) for each in form.external_choices.values() for choice in each.choices]
    if not choices:
        return None
    spoken = [choice.label.by_language for _, choice in choices if not choice.label.unmarked]
    languages = dict.fromkeys(language for words in spoken for language in words)
    labels = [f"{LABEL}::{language}" if language else LABEL for language in languages] or [LABEL]
    columns = dict.fromkeys(column for _, choice in choices for column in choice.columns)
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([LIST, NAME, *labels, *columns])
    for list_name, choice in choices:
        words = [_words(choice.label, language) for language in languages or ("",)]
        writer.writerow([list_name, choice.name, *words, *(choice.columns.get(column, "") for column in columns)])
    return target.getvalue().encode()


def _words(label: Text, language: str) -> str:
    return "".join(part for part in label.parts(language, language) if isinstance(part, str))


def with_itemsets(form: Form, data: bytes | None, at: Place, findings: Findings) -> Form:
    """Return the form with the external choices in the file beside it; as it is, and noted, where it cannot be read.

    Args:
        data: The bytes of `itemsets.csv`.
        at: Place of the first question that needs them.
    """
    if data is None:
        findings.error("file-missing", at, file=FILE)
        return form
    lists: dict[str, list[Choice]] = {}
    try:
        for list_name, choice in _rows(data[:MOST_BYTES].decode("utf-8-sig", "replace")):
            lists.setdefault(list_name, []).append(choice)
    except csv.Error:
        findings.error("external-unreadable", at, file=FILE)
        return form
    if len(data) > MOST_BYTES:
        findings.error("file-too-large", at, file=FILE, most=MOST_BYTES // 2**20)
    found = {name: ChoiceList(name, tuple(choices)) for name, choices in lists.items()}
    return replace(form, external_choices={**form.external_choices, **found})


def _rows(text: str) -> Iterator[tuple[str, Choice]]:
    """Yield (list, choice) of every row that names both."""
    rows = csv.reader(io.StringIO(text, newline=""))
    headings = [" ".join(heading.split()) for heading in next(rows, [])]
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(headings, (cell.strip() for cell in row), strict=False))
        list_name = cells.pop(LIST, "") or cells.pop("list name", "")
        name = cells.pop(NAME, "")
        if not list_name or not name:
            continue
        labels = [heading for heading in cells if heading == LABEL or heading.startswith(f"{LABEL}::")]
        words = {heading.partition("::")[2]: (cells.pop(heading),) for heading in labels}
        shown = {language: parts for language, parts in words.items() if parts[0]}
        columns = {heading: cell for heading, cell in cells.items() if cell}
        label = Text(shown, unmarked=set(shown) == {""}) if shown else Text({"": (name,)}, unmarked=True)
        yield list_name, Choice(name, label, columns, Place(FILE, number))
