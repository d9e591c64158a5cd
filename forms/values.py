"""Answer types and the one way numbers become text.

Answers are kept everywhere as the text that stands in the instance XML; a type says how that text is read.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from math import inf, isnan


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
