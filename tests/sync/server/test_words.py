"""Every sentence of the console stands in every language, with the same places."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import sync.locale
from sync.server.console import words as words_module
from sync.server.console.pages import TEMPLATES
from sync.server.console.words import MONTHS, WEEKDAYS, Words, choose_language

LOCALE = Path(sync.locale.__file__).parent
NOW = datetime(2026, 7, 30, 14, 6, tzinfo=UTC)


def sentences() -> set[str]:
    """Return every sentence in templates and code; of plural pairs the first."""
    found = {*WEEKDAYS, *MONTHS}
    for template in TEMPLATES.glob("*.html"):
        with template.open("rb") as source:
            for _, _, message, _ in babel_extract(source, ["text", "plural"], [], {}):
                found.add(message if isinstance(message, str) else message[0])
    for module in Path(words_module.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="text"), args=[ast.Constant(value=str(sentence)), *_]):
                    found.add(sentence)
    return found


def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "console.po").open("rb") as file:
        return read_po(file, locale=language)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_is_translated(language: str) -> None:
    """Nothing stays English in a page of another language."""
    known = catalogue(language)
    missing = [each for each in sorted(sentences()) if not (message := known.get(each)) or not message.string]
    assert missing == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_translations_keep_their_places(language: str) -> None:
    """A translation names the same facts; only a plural form may leave its number out."""
    for message in catalogue(language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert places(str(message.string)) == places(message.id), message.id
        else:
            for form in message.string:
                assert places(form) <= places(message.id[1]), message.id


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_compiled_catalogues_are_current(language: str) -> None:
    """What is read at run time is what the translators' file says."""
    with (LOCALE / language / "LC_MESSAGES" / "console.mo").open("rb") as file:
        compiled = read_mo(file)
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found = compiled.get(key)
            assert found is not None
            assert list(found.string) == list(message.string)


def test_numbers_and_days_in_three_languages() -> None:
    """Digits, group signs and names of days follow the language."""
    shown = {
        code: (words.number(12345), words.size(10_700_000), words.day(NOW), words.moment(NOW.replace(day=29)))
        for code in ("en", "fr", "ar")
        for words in [Words(code, NOW)]
    }
    assert shown["en"] == ("12,345", "10.7 MB", "Thursday 30 July 2026", "yesterday 14:06")
    assert shown["fr"] == ("12\u202f345", "10,7 Mo", "jeudi 30 juillet 2026", "hier 14:06")
    assert shown["ar"] == ("١٢٬٣٤٥", "١٠٫٧ ميغابايت", "الخميس ٣٠ يوليو ٢٠٢٦", "أمس ١٤:٠٦")


@pytest.mark.parametrize(
    ("chosen", "accepted", "expected"),
    [
        (None, "", "en"),
        (None, "de-DE,de;q=0.9,ar;q=0.5,fr;q=0.7", "fr"),
        (None, "ar-SY", "ar"),
        ("fr", "ar", "fr"),
        ("xx", "ar", "ar"),
        (None, "fr;q=nonsense, ar;q=0.1", "ar"),
    ],
)
def test_language_is_chosen(chosen: str | None, accepted: str, expected: str) -> None:
    """The choice made before wins, then what the browser likes best, then English."""
    assert choose_language(chosen, accepted) == expected
