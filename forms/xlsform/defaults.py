"""Look whether a starting text that an author wrote can be an answer of its question at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time

from forms.definition.elements import ChoiceList, Question
from forms.definition.findings import Findings
from forms.errors import Place
from forms.values import DataType

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+(\.0*)?", re.ASCII)
_TIME = re.compile(r"(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_MOMENT = re.compile(r"(\S{10})[T ](\S+)")


def check_default(question: Question, at: Place, lists: Mapping[str, ChoiceList], findings: Findings) -> None:
    """Note a literal default that no person could have answered.

    Args:
        lists: The choice lists of the form by name.
    """
    value = (question.default or "").strip()
    source = question.choices
    if not value:
        return
    if source is not None:
        known = lists.get(source.list_name or "")
        if known is None:
            return
        names = {choice.name for choice in known.choices}
        for word in [value] if question.kind == "select_one" else value.split():
            if word not in names:
                findings.warning("default-not-a-choice", at, value=word, list=known.name)
        return
    fits = _FITS.get(question.data_type)
    if fits is not None and not fits(value):
        findings.warning("default-unfit", at, value=value[:100], name=question.name)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text.partition("T")[0].partition(" ")[0])
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    try:
        return match is not None and time.fromisoformat(match[1]) is not None
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    match = _MOMENT.fullmatch(text)
    return match is not None and _is_day(match[1]) and _is_time(match[2])


def _is_place(text: str) -> bool:
    numbers = text.replace(",", " ").split()
    return 2 <= len(numbers) <= 4 and all(_NUMBER.fullmatch(number) for number in numbers)


_FITS: Mapping[DataType, Callable[[str], bool]] = {
    DataType.INTEGER: lambda text: _WHOLE.fullmatch(text) is not None,
    DataType.DECIMAL: lambda text: _NUMBER.fullmatch(text) is not None,
    DataType.DATE: _is_day,
    DataType.TIME: _is_time,
    DataType.DATE_TIME: _is_moment,
    DataType.GEOPOINT: _is_place,
}
