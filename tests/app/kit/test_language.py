"""Sentences, plurals, numbers and dates in the language of the window."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.kit import language
from app.kit.language import bytes_text, install_language, moment_text, number_text, plural, text, text_direction

NOW = datetime(2026, 7, 30, 14, 5, tzinfo=UTC)


def test_a_sentence_without_translation_is_english(look: QApplication) -> None:
    """Named places are filled."""
    assert text("A sentence nobody translates: {name}", name="Amina") == "A sentence nobody translates: Amina"


@pytest.mark.parametrize(("n", "words"), [(0, "0 unseen things"), (1, "1 unseen thing"), (2, "2 unseen things")])
def test_english_counts(look: QApplication, n: int, words: str) -> None:
    """One is singular, all others plural."""
    assert plural("{n} unseen thing", "{n} unseen things", n) == words


@pytest.mark.parametrize(("code", "side"), [("en", "LeftToRight"), ("ar", "RightToLeft"), ("ur", "RightToLeft")])
def test_the_window_turns_with_the_language(look: QApplication, code: str, side: str) -> None:
    """The direction follows at once."""
    install_language(look, code)
    assert look.layoutDirection() == Qt.LayoutDirection[side]


def test_digits_follow_the_language_or_stay_latin(look: QApplication) -> None:
    """Arabic writes its own digits unless the person wants 0-9."""
    install_language(look, "ar")
    assert number_text(345) == "٣٤٥"
    install_language(look, "ar", "latin")
    assert number_text(345) == "345"


def test_a_day_is_written_without_its_weekday(look: QApplication) -> None:
    """English and French have their own order; the weekday is left out."""
    assert language.date_text(date(2026, 7, 30)) == "30 July 2026"
    install_language(look, "fr")
    assert language.date_text(date(2026, 7, 30)) == "30 juillet 2026"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(hours=1), "today 13:05"),
        (timedelta(days=1), "yesterday 14:05"),
        (timedelta(days=3), "27 July, 14:05"),
        (timedelta(days=300), "3 October 2025, 14:05"),
    ],
)
def test_a_moment_is_said_as_people_say_it(look: QApplication, ago: timedelta, words: str) -> None:
    """Today, yesterday, a day of this year, a day of another."""
    assert moment_text(NOW - ago, NOW) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (7400, "7.4 kB"), (41_000, "41 kB"), (18_100_000, "18.1 MB")],
)
def test_sizes(look: QApplication, count: int, words: str) -> None:
    """Bytes, kB, MB."""
    assert bytes_text(count) == words


@pytest.mark.parametrize(
    ("words", "side"), [("مرحبا", "RightToLeft"), ("12 مرحبا", "RightToLeft"), ("hello", "LeftToRight")]
)
def test_a_field_takes_the_direction_of_its_content(look: QApplication, words: str, side: str) -> None:
    """The first letter that has a direction decides."""
    assert text_direction(words) == Qt.LayoutDirection[side]


def test_isolates_are_balanced() -> None:
    """What is wrapped is ended."""
    assert language.isolate("a") == "\u2068a\u2069"
    assert language.left_to_right("a") == "\u2066a\u2069"


@pytest.mark.parametrize(("code", "marked"), [("en", False), ("ar", True)])
def test_a_sentence_keeps_the_direction_of_the_window(look: QApplication, code: str, marked: bool) -> None:
    """A sentence that begins with a word of the other direction is marked, so that its full stop stays at its end."""
    install_language(look, code)
    assert language.in_direction("audit stays empty").startswith(language.RIGHT_TO_LEFT_MARK) is marked
    assert not language.in_direction("مرحبا").startswith(language.RIGHT_TO_LEFT_MARK)
