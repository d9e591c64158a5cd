"""Turn what a person gave into the text the instance keeps, by data type, or refuse it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import NoReturn

from forms.definition.elements import Control
from forms.errors import AnswerRefused
from forms.session.nodes import QuestionNode
from forms.values import DataType, number_to_text
from forms.xpath.dates import INVALID

# The range of xsd:int, which every OpenRosa server can keep.
MIN_INT, MAX_INT = -(2**31), 2**31 - 1
MOST_DIGITS = 20  # of a number that is looked at: reading thousands of them takes time that grows with their square
SHOWN = 200  # characters of a refused answer that are said
ACKNOWLEDGED = "OK"
# Marks of direction and the byte order mark, which come along when a number is copied out of right-to-left text.
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\0-\x1f\x7f]")
ARABIC_POINT = "\u066b"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[+-]?\d+(\.0*)?")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?", re.ASCII)


def normalise(node: QuestionNode, given: str) -> str:
    """Return the text to keep for an answer; "" stays "".

    Raises:
        AnswerRefused: the text is no possible answer of this question; facts name it.
    """
    text = unicodedata.normalize("NFC", _NOT_XML.sub("", given))
    if not text.strip() and node.question.data_type is not DataType.STRING:
        return ""
    if text == "":
        return ""
    if node.model_node.is_select:
        return _choice(node, text)
    by_control = _BY_CONTROL.get(node.question.control)
    if by_control is not None:
        return by_control(node, text)
    by_type = _BY_TYPE.get(node.question.data_type)
    return text if by_type is None else by_type(node, _MARKS.sub("", text).strip())


def cast_result(data_type: DataType, text: str) -> str:
    """Return a calculated text as its data type keeps it; what does not fit becomes blank.

    Whole numbers are cut, not rounded, and what should have been a date and is none is blank, as in JavaRosa.
    """
    if text == INVALID:
        return ""
    if text == "" or data_type not in (DataType.INTEGER, DataType.DECIMAL, DataType.DATE, DataType.TIME):
        return text
    if data_type in (DataType.INTEGER, DataType.DECIMAL):
        number = _number(text)
        if number is None:
            return ""
        if data_type is DataType.DECIMAL:
            return number_to_text(number)
        whole = int(number)
        return str(whole) if MIN_INT <= whole <= MAX_INT else ""
    day, _, rest = text.partition("T")
    if data_type is DataType.DATE:
        return day if is_date(day) else ""
    return rest or day


def _number(text: str) -> float | None:
    text = text.strip().replace(ARABIC_POINT, ".")
    if not _DECIMAL.fullmatch(text):
        return None
    number = float(text)
    return number if isfinite(number) else None


def is_date(text: str) -> bool:
    """Tell whether the text is a real day, YYYY-MM-DD."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """Tell whether the text is a time of day, hh:mm:ss[.fff] with an optional zone."""
    return _TIME.fullmatch(text) is not None


def _refuse(code: str, node: QuestionNode, text: str, **facts: str | int) -> NoReturn:
    raise AnswerRefused(code, name=node.model_node.name, ref=node.ref, value=text[:SHOWN], **facts)


def _integer(node: QuestionNode, text: str) -> str:
    if not _INTEGER.fullmatch(text):
        _refuse("answer-not-integer", node, text)
    digits = text.partition(".")[0].lstrip("+-0")
    size = int(digits or 0) if len(digits) <= MOST_DIGITS else 2 * MAX_INT
    number = -size if text.startswith("-") else size
    if not MIN_INT <= number <= MAX_INT:
        _refuse("answer-out-of-range", node, text, least=MIN_INT, most=MAX_INT)
    return str(number)


def _decimal(node: QuestionNode, text: str) -> str:
    number = _number(text)
    if number is None:
        _refuse("answer-not-number", node, text)
    return number_to_text(number)


def _date(node: QuestionNode, text: str) -> str:
    day = text.partition("T")[0]
    if not is_date(day):
        _refuse("answer-not-date", node, text)
    return day


def _time(node: QuestionNode, text: str) -> str:
    if not is_time(text):
        _refuse("answer-not-time", node, text)
    return text


def _date_time(node: QuestionNode, text: str) -> str:
    day, _, rest = text.partition("T")
    if not is_date(day) or not is_time(rest):
        _refuse("answer-not-date-time", node, text)
    return text


def _point(node: QuestionNode, text: str) -> str:
    """Keep "latitude longitude altitude accuracy"; missing altitude and accuracy are 0."""
    numbers = [_number(part) for part in text.replace(",", " ").split()]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or not 2 <= len(known) <= 4 or abs(known[0]) > 90 or abs(known[1]) > 180:
        _refuse("answer-not-place", node, text)
    return " ".join(number_to_text(number) for number in [*known, 0.0, 0.0][:4])


def _line(node: QuestionNode, text: str, *, least: int) -> str:
    points = [point.strip() for point in text.split(";") if point.strip()]
    kept = [_point(node, point) for point in points]
    if len(kept) < least:
        _refuse("answer-not-enough-points", node, text, least=least)
    return ";".join(kept)


def _trace(node: QuestionNode, text: str) -> str:
    return _line(node, text, least=2)


def _shape(node: QuestionNode, text: str) -> str:
    kept = _line(node, text, least=3)
    points = kept.split(";")
    return kept if points[0] == points[-1] else f"{kept};{points[0]}"


def _boolean(node: QuestionNode, text: str) -> str:
    known = {"true": "1", "1": "1", "false": "0", "0": "0"}.get(text.lower())
    if known is None:
        _refuse("answer-not-boolean", node, text)
    return known


def _choice(node: QuestionNode, text: str) -> str:
    if node.question.data_type not in (DataType.SELECT_MULTIPLE, DataType.RANK):
        for name in (text, text.strip()):
            if node.host.place_of(node, name) is not None:
                return name
        _refuse("answer-not-a-choice", node, text)
    places: dict[str, int] = {}
    for name in text.split():
        place = node.host.place_of(node, name)
        if place is None:
            _refuse("answer-not-a-choice", node, name)
        places.setdefault(name, place)
    if node.question.data_type is DataType.RANK:
        return " ".join(places)
    return " ".join(sorted(places, key=lambda name: places[name]))


def _acknowledge(node: QuestionNode, text: str) -> str:
    word = text.strip()
    if word.lower() in ("ok", "true", "1"):
        return ACKNOWLEDGED
    if word.lower() in ("false", "0"):
        return ""
    _refuse("answer-not-boolean", node, text)


def _upload(node: QuestionNode, text: str) -> str:
    name = text.strip()
    if "/" in name or "\\" in name or name in (".", "..") or _CONTROL.search(name):
        _refuse("answer-not-file-name", node, text)
    return name


def _range(node: QuestionNode, text: str) -> str:
    kept = _integer(node, text.strip()) if node.question.data_type is DataType.INTEGER else _decimal(node, text.strip())
    least, most = range_ends(node.question.parameters)
    if not min(least, most) <= float(kept) <= max(least, most):
        _refuse("answer-out-of-range", node, text, least=number_to_text(least), most=number_to_text(most))
    return kept


def range_ends(parameters: Mapping[str, str]) -> tuple[float, float]:
    """Return start and end of a range question; 1 and 10 where the form does not say, as XLSForm has it."""
    least, most = _number(parameters.get("start", "1")), _number(parameters.get("end", "10"))
    return (1.0 if least is None else least, 10.0 if most is None else most)


_BY_CONTROL: Mapping[Control, Callable[[QuestionNode, str], str]] = {
    Control.TRIGGER: _acknowledge,
    Control.UPLOAD: _upload,
    Control.RANGE: _range,
}
_BY_TYPE: Mapping[DataType, Callable[[QuestionNode, str], str]] = {
    DataType.INTEGER: _integer,
    DataType.DECIMAL: _decimal,
    DataType.BOOLEAN: _boolean,
    DataType.DATE: _date,
    DataType.TIME: _time,
    DataType.DATE_TIME: _date_time,
    DataType.GEOPOINT: _point,
    DataType.GEOTRACE: _trace,
    DataType.GEOSHAPE: _shape,
}
