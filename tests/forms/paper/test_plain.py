"""Labels without markup, and plain words inside labels that have some."""

from __future__ import annotations

import pytest

from forms.paper.plain import guarded, plain


@pytest.mark.parametrize(
    ("words", "bare"),
    {
        "**Food** and _fuel_": "Food and fuel",
        "<b>Food</b><br>now": "Food now",
        "[here](http://x)": "here",
        "# Heading": "Heading",
        "a &amp; b &lt; c": "a & b < c",
        "snake_case_name": "snake_case_name",
        " two\nlines ": "two lines",
    }.items(),
)
def test_plain(words: str, bare: str) -> None:
    """Markdown, HTML and line breaks go; the words stay."""
    assert plain(words) == bare


def test_guarded_words_are_not_markup() -> None:
    """Every sign that could begin markup is preceded by a backslash; tags cannot open."""
    assert guarded("a_b *x* [y](z) <i> #") == r"a\_b \*x\* \[y\]\(z\) &lt;i> \#"
