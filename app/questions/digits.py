"""Digits of an interview's language, shown and typed; what is stored has ASCII digits only."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.kit.language import DIGITS_PROPERTY, locale_of
from app.kit.languages import by_code


def locale(code: str) -> QLocale:
    """Return Qt's locale of a language, with the digits the person prefers."""
    app = QApplication.instance()
    preferred = str((app.property(DIGITS_PROPERTY) if app else None) or "language")
    return locale_of(by_code(code), preferred)


def shown(words: str, code: str) -> str:
    """Return a text with its ASCII digits written as the language writes them."""
    zero = locale(code).zeroDigit()
    if zero == "0" or len(zero) != 1:
        return words
    return words.translate({ord("0") + step: chr(ord(zero) + step) for step in range(10)})


def shown_number(number: str, code: str) -> str:
    """Return a stored number with the digits and the decimal sign of a language."""
    return shown(number.replace(".", locale(code).decimalPoint()), code)


def typed(words: str) -> str:
    """Return a text with digits of any script as ASCII digits."""
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter for letter in words
    )


def typed_number(words: str) -> str:
    """Return what was typed for a number as ASCII: any digits, comma or Arabic comma as the decimal point."""
    plain = typed(words).strip().replace("\u066b", ".").replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return plain
