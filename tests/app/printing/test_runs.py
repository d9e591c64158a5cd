"""Texts with markup as runs."""

from __future__ import annotations

import time

import pytest

from app.printing.runs import Run, is_right_to_left, marked, text_of
from forms.paper.plain import guarded


def test_bold_italic_and_lines() -> None:
    """Markdown and HTML become looks of runs; a break makes a line."""
    first, second = marked("**Bold** and *soft* <u>under</u><br>x<sup>2</sup>")
    assert first == [
        Run("Bold", bold=True),
        Run(" and "),
        Run("soft", italic=True),
        Run(" "),
        Run("under", underlined=True),
    ]
    assert second == [Run("x"), Run("2", raised=True)]


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", '<img src="x" onerror="y">', "<b>open", "</b></i>", "a & b < c > d", "\0\x01\x1b"],
)
def test_hostile_markup_is_only_words(words: str) -> None:
    """No tag, control character or entity of the author comes through."""
    text = " ".join(text_of(line) for line in marked(words))
    assert "script>" not in text
    assert "<b>" not in text
    assert not any(ord(letter) < 32 for letter in text)


@pytest.mark.parametrize("words", ["a_b_c", "__x__", "*x*", "[y](z)", "# no heading", "<i>tag</i>", "1 < 2"])
def test_guarded_words_come_out_as_they_went_in(words: str) -> None:
    """What the program puts into a label is never markup."""
    ((run,),) = marked(guarded(words))
    assert run == Run(words)


@pytest.mark.parametrize(
    ("text", "expected"), [("Name", False), ("اسم", True), ("12 اسم", True), ("(1)", True), ("A اسم", False)]
)
def test_direction_by_the_first_letter(text: str, expected: bool) -> None:
    """Digits and signs have no direction; without letters the paper's holds."""
    assert is_right_to_left(text, True) is expected


@pytest.mark.parametrize("mark", ["*a ", "**a ", "[", "[a](", "_a", "<a", "<b>", "\\"])
def test_a_label_of_nothing_but_marks_costs_little(mark: str) -> None:
    """A cell full of opening marks is read in far less than a second."""
    begun = time.process_time()
    assert marked(mark * (30_000 // len(mark)))
    assert time.process_time() - begun < 1.5
