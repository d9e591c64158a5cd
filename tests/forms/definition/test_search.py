"""What a search() means, and which cannot be carried out."""

from __future__ import annotations

import pytest

from forms.definition.search import Search, appearance_words, column_names, read_search


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("search('f')", Search("f.csv")),
        ("search('f.CSV')", Search("f.CSV")),
        ("search('f', 'matches', 'a', ${q})", Search("f.csv", "(a = ${q})")),
        ("search('f', 'MATCHES', 'a, b', 'x')", Search("f.csv", '(a = "x" or b = "x")')),
        ("search('f', 'matches', 'a b', 'x')", Search("f.csv", '(a = "x" or b = "x")')),
        ("search('f', 'matches', '', 'x')", Search("f.csv")),
        ("search('f', 'matches', '', 'x', 'k', 1)", Search("f.csv", "k = 1")),
        ("search('f', 'matches', 'a', 'x', 'k', ${p})", Search("f.csv", '(a = "x") and k = ${p}')),
    ],
)
def test_a_search_is_a_condition(written, meaning):
    """A file and a condition on its rows."""
    assert read_search(written) == meaning


@pytest.mark.parametrize(
    "written",
    [
        "search(",
        "search()",
        "search('f', 'matches')",
        "search('f', 'matches', 'a')",
        "search('f', 'matches', 'a', 'x', 'k')",
        "search(${f})",
        "search('f', ${how}, 'a', 'x')",
        "search('f', 'matches', ${a}, 'x')",
        "search('f', 'matches', '1 2', 'x')",
        "search('f', 'matches', 'a', 'x', 'not a name', 'y')",
        "search('f', 'matches', 'a', 'x', ${k}, 'y')",
        "found('f')",
        "1 + 1",
    ],
)
def test_what_cannot_be_carried_out(written):
    """Other numbers of values, and columns that are no names, are no search."""
    assert read_search(written) is None


def test_columns_stand_between_commas_or_blanks():
    """Commas part columns; without any, blanks do."""
    assert column_names(" a , b b ,") == ["a", "b b"]
    assert column_names(" a  b ") == ["a", "b"]
    assert column_names("") == []


def test_a_call_is_one_word_of_an_appearance():
    """Blanks inside brackets and quotes do not part words."""
    words = appearance_words("minimal search('a b', \"it's (1\", ${q}) quick")
    assert words == ("minimal", "search('a b', \"it's (1\", ${q})", "quick")
    assert appearance_words("  w1   quick ") == ("w1", "quick")
