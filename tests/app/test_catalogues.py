"""The window speaks French and Arabic: every sentence is there, with its places, and the program reads it."""

from __future__ import annotations

import re

import catalogues
import pytest
from PySide6.QtWidgets import QApplication

from app.kit.language import install_language, plural, text

PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    """No sentence of the window is missing; `python tests/helpers/catalogues.py` brings new ones in."""
    assert catalogues.missing(language) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_keep_their_places(language: str) -> None:
    """A translation names the same facts; only the count may be a word."""
    for message in catalogues.read(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        places = set(PLACE.findall(" ".join(ids)))
        for words in strings:
            found = set(PLACE.findall(words))
            assert found <= places, words
            assert places - found <= {"n"}, words


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_what_the_program_reads_is_what_translators_wrote(language: str) -> None:
    """The .mo file is made from the .po file as it stands."""
    assert catalogues.po_file(language).with_suffix(".mo").read_bytes() == catalogues.compiled(
        catalogues.read(language)
    )


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_unchecked_translations_say_so(language: str) -> None:
    """Nobody takes our own wording for an approved one."""
    assert "not yet checked by a speaker" in catalogues.po_file(language).read_text(encoding="utf-8")[:300]


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [
        ("fr", 0, "0 question"), ("fr", 1, "1 question"), ("fr", 2, "2 questions"),
        ("ar", 1, "سؤال واحد"), ("ar", 2, "سؤالان"), ("ar", 3, "٣ أسئلة"), ("ar", 11, "١١ سؤالًا"),
        ("ar", 100, "١٠٠ سؤال"),
    ],
)  # fmt: skip
def test_counts_take_the_form_of_the_language(look: QApplication, language: str, n: int, words: str) -> None:
    """French has two forms, Arabic six."""
    install_language(look, language)
    assert plural("{n} question", "{n} questions", n) == words


def test_the_window_reads_its_catalogue(look: QApplication) -> None:
    """A sentence changes with the language, at once."""
    install_language(look, "fr")
    assert text("Settings") == "Réglages"
    install_language(look, "ar")
    assert text("Settings") == "الإعدادات"
    install_language(look, "en")
    assert text("Settings") == "Settings"
