"""Answer types and the one way numbers become text.

Answers are kept everywhere as the text that stands in the instance XML; a type says how that text is read.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from math import inf, isnan

# Letters and numbers for Python that no name in XML may hold: ², ½, ①, µ (XML 1.0, fifth edition, NameStartChar).
_NO_NAME = "\u0080-\u00b6\u00b8-\u00bf\u00d7\u00f7\u037e\u2000-\u206f\u2190-\u2bff\u2ff0-\u3000\ufdd0-\ufdef"
# Patterns of the first character of an element's name and of each that follows, as both XML and XPath understand them.
NAME_START = rf"(?![{_NO_NAME}])[^\W\d]"
NAME_PART = rf"(?:(?![{_NO_NAME}])[\w.\-])"


class DataType(Enum):
    """What the text of an answer means (ODK XForms bind types)."""

    STRING = "string"
    INTEGER = "int"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BINARY = "binary"
    BARCODE = "barcode"
    INTENT = "intent"
    SELECT_MULTIPLE = "odk:select"
    RANK = "odk:rank"


class Sensitivity(Enum):
    """Who may read an answer: it decides the space its record goes to."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    SEVERE = "severe"


def number_to_text(number: float) -> str:
    """Return the shortest text of a number, never with an exponent; NaN and the infinities as XPath names them.

    Source: XPath 1.0, section 4.2 (string of a number).
    """
    if isnan(number):
        return "NaN"
    if number in (inf, -inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text
