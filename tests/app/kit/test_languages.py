"""The languages of the program: all that the assessments need, each with a font that can write it."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from shared import shared_path

from app.kit.languages import LANGUAGES, SCRIPTS, Language, by_code
from app.kit.theme import font


def test_every_language_of_the_assessments_is_here() -> None:
    """Codes, names in their own script and directions are those of the reference list."""
    with shared_path("domain/languages.csv").open(encoding="utf-8", newline="") as lines:
        wanted = {row["code"]: row for row in csv.DictReader(lines)}
    assert {entry.code for entry in LANGUAGES} == set(wanted)
    for entry in LANGUAGES:
        assert entry.endonym == wanted[entry.code]["endonym"]
        assert entry.right_to_left == (wanted[entry.code]["direction"] == "rtl")


def test_there_are_thirty_four() -> None:
    """The first page says so."""
    assert len({entry.code for entry in LANGUAGES}) == len(LANGUAGES) == 34


@pytest.mark.parametrize(("code", "known"), [("fr_FR", "fr"), ("ar-EG", "ar"), ("xx", "en"), ("", "en")])
def test_a_locale_name_finds_its_language(code: str, known: str) -> None:
    """Region and case do not matter; an unknown one is English."""
    assert by_code(code).code == known


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda entry: entry.code)
def test_the_bundled_fonts_can_write_it(look: QApplication, fonts: tuple[str, ...], language: Language) -> None:
    """Every letter of the language's own name has a drawing in one of the bundled families of its list."""
    metrics = []
    for family in language.families:
        assert family in fonts
        single = QFont(family)
        single.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        metrics.append(QFontMetrics(single))
    for letter in language.endonym:
        if not letter.isspace():
            assert any(entry.inFontUcs4(ord(letter)) for entry in metrics), f"no drawing of {letter!r}"


def test_latin_comes_first_then_the_own_script(look: QApplication) -> None:
    """The list of families of a language starts with Latin, then its script, then the rest."""
    assert font("body", "bn").families()[:2] == ["Noto Sans", "Noto Sans Bengali"]
    assert set(font("body", "bn").families()) == {entry.family for entry in SCRIPTS.values()} | {"Noto Sans Mono"}


def test_a_minus_does_not_stretch_the_line(look: QApplication) -> None:
    """Signs that Noto Sans lacks come from a family of the same height, not from Nastaliq."""
    metrics = QFontMetrics(font("small", "en"))
    assert metrics.boundingRect("Ctrl −").height() <= QFontMetrics(font("small", "en")).height() + 2
