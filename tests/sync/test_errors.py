"""The error catalogue: every code that is raised or answered has its sentence."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from sync.errors import CATALOGUE, SyncError, sentence, words
from sync.locale.sentences import SENTENCES

SYNC = Path(__file__).parents[2] / "sync"
CODE = re.compile(
    r"(?:SyncError|Refused|RecordRefused|ProtocolRefused|KeyRefused|LinkFailed|NotOurs|_aside)\(\s*\"([a-z_]+)\""
    r"|Problem\(\s*\d+,\s*\"([a-z_]+)\""
    r"|(?:State\.ASIDE|Status\.REFUSED),\s*\"([a-z_]+)\""
    r"|^    \(\w+(?:\.\w+)?, \"([a-z_]+)\"\),$",
    re.MULTILINE,
)


def codes_in_source() -> set[str]:
    """Return every code that stands in a raise or a result of this package."""
    found: set[str] = set()
    for path in SYNC.rglob("*.py"):
        for groups in CODE.findall(path.read_text("utf-8")):
            found.update(code for code in groups if code)
    return found


def test_every_code_has_its_sentence() -> None:
    """A failure is never shown as a bare code."""
    found = codes_in_source()
    assert len(found) > 50
    assert found - SENTENCES.keys() == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentences_are_sentences(code: str) -> None:
    """They begin with a capital or a place, end with a full stop, and their places are plain names."""
    what, cure = SENTENCES[code]
    for text in filter(None, (what, cure)):
        assert text.endswith(".")
        assert text[0].isupper() or text[0] in "{“"
        for _, name, spec, conversion in Formatter().parse(text):
            assert name is None or (name.isidentifier() and not spec and conversion is None)


def test_a_sentence_is_filled_with_the_facts() -> None:
    """What is wrong, then what to do."""
    error = SyncError("server_away", host="server.example.org", status=502)
    assert sentence(error) == (
        "The server server.example.org is not there at the moment. Try again later; what has been sent is kept."
    )
    assert (error.code, error.facts["status"]) == ("server_away", 502)


def test_an_unknown_code_stays_visible() -> None:
    """A reason that a newer server gives is shown as it is."""
    assert words("moon_phase") == "moon_phase"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_is_translated_with_its_places(language: str) -> None:
    """No sentence stays English, and none loses or invents a fact."""
    for what, cure in SENTENCES.values():
        for text in filter(None, (what, cure)):
            translated = CATALOGUE.text(text, language)
            assert translated != text
            assert places(translated) == places(text)
    assert sentence(SyncError("cut"), language) != sentence(SyncError("cut"))
