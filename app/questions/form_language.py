"""Which language a form's language name means: "English (en)", "Arabic", "français", or none at all."""

from __future__ import annotations

import re

from app.kit.languages import LANGUAGES, Language, by_code

_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:[-_][A-Za-z]+)?\)\s*$")
# What forms write besides the names of the language table.
_OTHER_NAMES = {
    "bengali": "bn",
    "bangla": "bn",
    "farsi": "fa",
    "persian": "fa",
    "kurmanji": "ku",
    "sorani": "ckb",
    "creole": "ht",
    "kreyol": "ht",
    "francais": "fr",
    "espanol": "es",
    "arabe": "ar",
    "myanmar": "my",
    "oromiffa": "om",
}
_SCRIPTS = (
    ("\u0600", "\u06ff", "ar"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0900", "\u097f", "hi"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u1200", "\u137f", "am"),
    ("\u1000", "\u109f", "my"),
    ("\u0400", "\u04ff", "uk"),
)


def language_of(name: str, sample: str = "", *, otherwise: str = "en") -> Language:
    """Return the language a form means.

    Args:
        name: Language name as the form writes it; "" where it names none.
        sample: Some of the form's words in it, looked at when the name says nothing.
        otherwise: Code taken when nothing else is known.
    """
    known = {entry.code for entry in LANGUAGES}
    match = _CODE.search(name)
    if match and match[1].casefold() in known:
        return by_code(match[1])
    plain = _CODE.sub("", name).strip().casefold()
    if plain in known:
        return by_code(plain)
    for entry in LANGUAGES:
        if plain and plain in (entry.name.casefold(), entry.endonym.casefold()):
            return entry
    for word, code in _OTHER_NAMES.items():
        if plain and word in plain:
            return by_code(code)
    return by_code(_by_script(sample) or (otherwise if by_code(otherwise).script == "Latin" else "en"))


def shown_name(name: str) -> str:
    """Return a form's language name as a button shows it: without its code, the own name of a known one."""
    plain = _CODE.sub("", name).strip()
    for entry in LANGUAGES:
        if plain.casefold() in (entry.code, entry.name.casefold(), entry.endonym.casefold()):
            return entry.endonym
    return plain or name


def _by_script(sample: str) -> str:
    """Return the code of the script most letters are in; "" for Latin or no letters."""
    counts = {code: 0 for _, _, code in _SCRIPTS}
    latin = 0
    for letter in sample:
        if letter.isascii():
            latin += letter.isalpha()
            continue
        for first, last, code in _SCRIPTS:
            if first <= letter <= last:
                counts[code] += 1
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > latin else ""
