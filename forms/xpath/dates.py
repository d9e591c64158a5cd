"""Dates and times: read, counted in days, written, formatted.

Days are counted from 1970-01-01T00:00 UTC by the local wall clock less the zone's standard offset of today, so that
tomorrow is always one day after today, also where clocks are put forward. In standard time the count is exact UTC time;
while clocks are put forward it is that hour ahead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from math import floor, isfinite, isnan, nan
from typing import Final

from forms.xpath.errors import XPathError

DAY: Final = 86_400_000  # milliseconds
STEPS: Final = 2.0**38  # in a day, 0.3 microseconds each: 15 bits of whole days and these are the 53 of a float
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The year whose standard time counts: offsets of 1970 are not today's in London, Kathmandu, Istanbul and elsewhere.
_STANDARD_YEAR: Final = 2026
INVALID: Final = "Invalid Date"

# What is read as a date by number(): a date, or a date and time.
DATE_LIKE = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:T|\Z)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME_PART = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?[ ]?(Z|[-+][0-9]{2}(?::?[0-9]{2})?)?"
_DATE_TIME = re.compile(_DATE.pattern + "T" + _TIME_PART)
_TIME = re.compile(_TIME_PART)

_DATE_LENGTH = len("2026-01-01")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a date and time.

    Args:
        days: Days since 1970-01-01T00:00 UTC by the wall clock, a date being its local midnight; NaN for no date.
        text: As written; "" for a blank, `INVALID` for what is no date.
    """

    days: float
    text: str


BLANK = Moment(nan, "")
NO_DATE = Moment(nan, INVALID)


@lru_cache(maxsize=8192)
def read_moment(text: str, zone: tzinfo) -> Moment:
    """Return the moment a text means; `NO_DATE` where it is not written as a date.

    Raises:
        XPathError: `xpath-date-impossible`, it is written as a date that no calendar has.
    """
    text = text.strip()
    if not text:
        return BLANK
    moment = read_datetime(text, zone)
    return NO_DATE if moment is None else Moment(_days(moment, zone), text)


def read_datetime(text: str, zone: tzinfo) -> datetime | None:
    """Return the aware datetime a date or date-time means, None where it is not written as one.

    Raises:
        XPathError: `xpath-date-impossible`.
    """
    match = _DATE.fullmatch(text)
    try:
        if match:
            return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=zone)
        match = _DATE_TIME.fullmatch(text)
        if not match:
            return None
        year, month, day, hour, minute, second, fraction, offset = match.groups()
        return datetime(
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            int(second or 0),
            _microseconds(fraction),
            tzinfo=_zone(offset, zone),
        )
    except ValueError as error:
        raise XPathError("xpath-date-impossible", value=text) from error


def _microseconds(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _zone(offset: str | None, zone: tzinfo) -> tzinfo:
    if offset is None:
        return zone
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise ValueError(offset)
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if offset[0] == "-" else shift)


def _utc_days(moment: datetime) -> float:
    return ((moment - _EPOCH) // timedelta(milliseconds=1)) / DAY


def _days(moment: datetime, zone: tzinfo) -> float:
    """Return the days by the wall clock of the zone."""
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None, "zones know their offset"
    return _in_days((moment - _EPOCH + offset - _standard_offset(zone)) // timedelta(milliseconds=1))


def _in_days(milliseconds: int) -> float:
    """Return milliseconds in days, in steps that a float holds without rounding from 1880 to 2059.

    A local midnight is a fraction like 7/24; in steps it is the same one every day, so that the difference of two dates
    is a whole number and `int()` of it never a day less.
    """
    whole, rest = divmod(milliseconds, DAY)
    return whole + floor(rest / DAY * STEPS + 0.5) / STEPS


@lru_cache(maxsize=64)
def _standard_offset(zone: tzinfo) -> timedelta:
    """Return the zone's offset while its clocks are not put forward, north or south of the equator."""
    offsets = [datetime(_STANDARD_YEAR, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)]
    return min(offset for offset in offsets if offset is not None)


@lru_cache(maxsize=2048)
def moment_at(days: float, zone: tzinfo) -> Moment:
    """Return the moment of that many days; a local midnight is written as a date."""
    moment = datetime_at(days, zone)
    if moment is None:
        return NO_DATE
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return Moment(days, f"{moment.year:04}-{moment.month:02}-{moment.day:02}")
    return Moment(days, moment.isoformat(timespec="milliseconds"))


def datetime_at(days: float, zone: tzinfo) -> datetime | None:
    """Return the local datetime of that many days; None outside the years 1 to 9999."""
    if not isfinite(days):
        return None
    try:
        wall = _EPOCH + timedelta(milliseconds=floor(days * DAY + 0.5)) + _standard_offset(zone)
    except OverflowError:
        return None
    return wall.replace(tzinfo=zone)


def date_part(moment: Moment, zone: tzinfo) -> Moment:
    """Return the moment written as its local date; it still counts with its time of day."""
    if len(moment.text) == _DATE_LENGTH or isnan(moment.days):
        return moment
    local = datetime_at(moment.days, zone)
    return NO_DATE if local is None else Moment(moment.days, f"{local.year:04}-{local.month:02}-{local.day:02}")


def today(now: datetime, zone: tzinfo) -> Moment:
    """Return the local date of a moment."""
    local = now.astimezone(zone)
    return read_moment(f"{local.year:04}-{local.month:02}-{local.day:02}", zone)


def moment_of(now: datetime, zone: tzinfo) -> Moment:
    """Return a moment with its local time, to the millisecond."""
    local = now.astimezone(zone)
    return Moment(_days(local, zone), local.isoformat(timespec="milliseconds"))


def whole_days(text: str, zone: tzinfo) -> int | None:
    """Return the days of a date by the calendar, of a date-time by UTC; None where the text is neither."""
    moment = read_datetime(text, zone)
    if moment is None:
        return None
    if _DATE.fullmatch(text):
        return moment.toordinal() - _EPOCH.toordinal()
    return floor(_utc_days(moment))


def time_of_day(text: str, now: datetime, zone: tzinfo) -> float:
    """Return the part of the local day, 0 to below 1, that a time or date-time means; NaN where it is none.

    Args:
        now: Its date decides the local offset for a time that states another offset.
    """
    match = _TIME.fullmatch(text)
    if match:
        text = f"{now.astimezone(zone):%Y-%m-%d}T{text}"
    try:
        moment = read_datetime(text, zone)
    except XPathError:
        return nan
    if moment is None:
        return nan
    local = moment.astimezone(zone)
    milliseconds = ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.microsecond // 1000
    return milliseconds / DAY


def time_today(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the local datetime at which a time, without a date, is today; None where the text is none."""
    if not _TIME.fullmatch(text):
        return None
    local = now.astimezone(zone)
    part = time_of_day(text, now, zone)
    if isnan(part):
        return None
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    return midnight + timedelta(milliseconds=round(part * DAY))


def format_moment(moment: datetime, pattern: str) -> str:
    """Return a moment written by ODK's pattern: %Y %y %m %n %b %d %e %H %h %M %S %3 %a %W %%.

    Other escapes stay as they are. Names of months and days are English, as in ODK's specification.
    """
    parts: list[str] = []
    place = 0
    while (sign := pattern.find("%", place)) >= 0 and sign + 1 < len(pattern):
        parts.append(pattern[place:sign])
        parts.append(_escape(moment, pattern[sign + 1]))
        place = sign + 2
    parts.append(pattern[place:])
    return "".join(parts)


def _escape(moment: datetime, letter: str) -> str:
    match letter:
        case "Y":
            return f"{moment.year:04}"
        case "y":
            return f"{moment.year % 100:02}"
        case "m":
            return f"{moment.month:02}"
        case "n":
            return str(moment.month)
        case "b":
            return _MONTHS[moment.month - 1]
        case "d":
            return f"{moment.day:02}"
        case "e":
            return str(moment.day)
        case "H":
            return f"{moment.hour:02}"
        case "h":
            return str(moment.hour)
        case "M":
            return f"{moment.minute:02}"
        case "S":
            return f"{moment.second:02}"
        case "3":
            return f"{moment.microsecond // 1000:03}"
        case "a":
            return _WEEKDAYS[moment.weekday()]
        case "W":
            return f"{moment.isocalendar().week:02}"
        case "%":
            return "%"
        case _:
            return "%" + letter
