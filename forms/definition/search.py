"""The search() appearance: choices that ODK Collect looks up in a CSV file, as a condition on its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition.elements import ChoiceList, Question
from forms.xpath.errors import XPathSyntaxError
from forms.xpath.expr import Call, Expr, Text
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression

CAPITALS, SMALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
# How a row is told: contains, startswith and endswith ignore the capitals of A to Z, as SQLite does for Collect.
# matches compares exactly, so that a column's index finds the rows.
TESTS: Mapping[str, str] = {
    "contains": "contains({cell}, {value})",
    "startswith": "starts-with({cell}, {value})",
    "endswith": "ends-with({cell}, {value})",
    "matches": "{column} = {written}",
}
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_WHOLE = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Search:
    """A search() that can be carried out.

    Args:
        file: Name of the CSV file.
        condition: Expression that a row's cells must meet, column names as child names; "" for all rows.
    """

    file: str
    condition: str = ""


def search_of(question: Question) -> str:
    """Return the search() in a question's appearance as written; "" when there is none."""
    return next((word for word in question.appearance if word.startswith("search(")), "")


def read_search(written: str) -> Search | None:
    """Return what a search() means; None when it cannot be carried out.

    It takes a file; or besides how to compare, one or more columns, and a value; or besides a column and its value.
    """
    try:
        tree = parse(written)
    except XPathSyntaxError:
        return None
    if not isinstance(tree, Call) or tree.name != "search" or len(tree.arguments) not in (1, 4, 6):
        return None
    words = [argument.value.strip() if isinstance(argument, Text) else None for argument in tree.arguments]
    if not words[0]:
        return None
    file = words[0] if words[0].lower().endswith(".csv") else f"{words[0]}.csv"
    conditions = []
    if len(words) >= 4:
        found = _compared(words[1], words[2], tree.arguments[3])
        if found is None:
            return None
        conditions.append(found)
    if len(words) == 6:
        if words[4] is None or not _NAME.fullmatch(words[4]):
            return None
        conditions.append(f"{words[4]} = {print_expression(tree.arguments[5])}")
    return Search(file, " and ".join(filter(None, conditions)))


def _compared(how: str | None, columns: str | None, value: Expr) -> str | None:
    """Return the condition that one of the columns compares with the value; None when it cannot be read."""
    if how is None or columns is None:
        return None
    test = TESTS.get(how.lower(), TESTS["contains"])
    names = column_names(columns)
    if not all(_NAME.fullmatch(name) for name in names):
        return None
    written = print_expression(value)
    small = f"translate({written}, '{CAPITALS}', '{SMALL}')"
    tests = [
        test.format(column=name, written=written, cell=f"translate({name}, '{CAPITALS}', '{SMALL}')", value=small)
        for name in names
    ]
    return f"({' or '.join(tests)})" if tests else ""


def column_names(written: str) -> list[str]:
    """Return the columns in a text that separates them by commas, or by blanks where it has no comma."""
    parts = written.split(",") if "," in written else written.split()
    return [part.strip() for part in parts if part.strip()]


def query_row(choices: ChoiceList) -> int | None:
    """Return which choice of a list names the columns of the file: the first whose name is no whole number."""
    return next((place for place, each in enumerate(choices.choices) if not _WHOLE.fullmatch(each.name)), None)


def appearance_words(text: str) -> tuple[str, ...]:
    """Return the words of an appearance, keeping a call such as search('x', 'a', 'b') in one piece."""
    if "(" not in text:
        return tuple(text.split())
    words, current, depth, quote = [], "", 0, ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        else:
            depth = max(0, depth + (character == "(") - (character == ")"))
        if character.isspace() and not depth and not quote:
            words.append(current)
            current = ""
        else:
            current += character
    return tuple(word for word in (*words, current) if word)
