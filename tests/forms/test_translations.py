"""The catalogue of this package is translated as a whole, with the same facts in every language."""

from __future__ import annotations

from gettext import GNUTranslations

import pytest

from forms.locale.paper import PAPER
from forms.locale.sentences import PLACES, REPORT, SENTENCES
from forms.messages import CATALOGUE, Catalogue, _translations


def facts(sentence: str) -> set[str]:
    """Return the names of the places in a sentence."""
    from string import Formatter

    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_is_translated(language: str) -> None:
    """French and Arabic say every sentence, with the same facts in it."""
    for words in (*SENTENCES.values(), PLACES.values(), REPORT.values()):
        for english in filter(None, words):
            marks = {name: f"<{name}>" for name in facts(english)}
            translated = CATALOGUE.text(english, language, **marks)
            assert translated != CATALOGUE.text(english, "en", **marks), english
            assert all(mark in translated for mark in marks.values()), (english, translated)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_paper_is_translated(language: str) -> None:
    """French and Arabic have every sentence of a printed questionnaire, with the same facts in it."""
    catalogue = Catalogue(CATALOGUE.folder, "paper")
    known = _translations(CATALOGUE.folder, "paper", language)
    for key, english in PAPER.items():
        marks = {name: f"<{name}>" for name in facts(english)}
        assert isinstance(known, GNUTranslations)
        assert english in known._catalog, key  # type: ignore[attr-defined]
        translated = catalogue.text(english, language, **marks)
        assert all(mark in translated for mark in marks.values()), (key, translated)


def test_the_languages_of_the_catalogue() -> None:
    """English, Arabic and French are there; a language without a catalogue stays English."""
    assert CATALOGUE.languages() == ("en", "ar", "fr")
    assert CATALOGUE.text(PLACES["sheet"], "xx", sheet="survey") == "Sheet survey"
