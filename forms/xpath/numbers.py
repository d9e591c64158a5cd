"""Texts as numbers and numbers as texts, as XPath 1.0 says, with ODK's dates as days."""

from __future__ import annotations

import re
from functools import lru_cache
from math import floor, isnan, nan

from forms.values import number_to_text
from forms.xpath.context import Environment
from forms.xpath.dates import DATE_LIKE, read_moment

# XPath 1.0, section 4.4: no exponent, no plus sign, no "Infinity".
_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")

_SHORTEST_DATE = len("2026-01-01")


@lru_cache(maxsize=65_536)
def plain_number(text: str) -> float:
    """Return the number a text is, NaN when it is none; dates are none."""
    if text.isdecimal() and text.isascii():
        return float(text)
    match = _NUMBER.fullmatch(text)
    return float(match[1]) if match else nan


def text_to_number(text: str, environment: Environment) -> float:
    """Return the number a text is; a date or date-time is its days since 1970, NaN when it is none of these."""
    number = plain_number(text)
    if number == number or len(text) < _SHORTEST_DATE or not DATE_LIKE.match(text):
        return number
    return read_moment(text, environment.zone).days


def number_text(number: float) -> str:
    """Return a number as forms write it: as XPath, but NaN is blank."""
    if isnan(number):
        return ""
    if number == (whole := floor(number) if abs(number) < 1e15 else number):
        return str(whole) if isinstance(whole, int) else number_to_text(number)
    return number_to_text(number)
