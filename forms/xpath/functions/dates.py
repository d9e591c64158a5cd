"""Functions about dates and times."""

from __future__ import annotations

from math import isnan
from typing import Final

from forms.xpath.code import Compiled, date_code, number_code, string_code
from forms.xpath.context import Context
from forms.xpath.dates import date_part, datetime_at, format_moment, moment_of, time_of_day, time_today, today
from forms.xpath.functions.signature import Function, Site


def _today(_: Site) -> Compiled:
    return date_code(lambda c: today(c.environment.now(), c.environment.zone), is_fixed=True)


def _now(_: Site) -> Compiled:
    return date_code(lambda c: moment_of(c.environment.now(), c.environment.zone), is_fixed=True)


def _date(site: Site) -> Compiled:
    """Written as a date, as in JavaRosa; counted with its time of day, as in ODK Web Forms."""
    moment = site[0].moment
    return date_code(lambda c: date_part(moment(c), c.environment.zone), like=site.arguments)


def _date_time(site: Site) -> Compiled:
    return date_code(site[0].moment, like=site.arguments)


def _decimal_date_time(site: Site) -> Compiled:
    moment = site[0].moment
    return number_code(lambda c: moment(c).days, like=site.arguments)


def _decimal_time(site: Site) -> Compiled:
    string = site[0].string

    def closure(c: Context) -> float:
        return time_of_day(string(c), c.environment.now(), c.environment.zone)

    return number_code(closure, like=site.arguments)


def _format_date(site: Site) -> Compiled:
    """`format-date(date, pattern)` in the local zone; a time alone is one of today, what is neither is blank."""
    moment, string, pattern = site[0].moment, site[0].string, site[1].string

    def closure(c: Context) -> str:
        days, zone = moment(c).days, c.environment.zone
        local = time_today(string(c), c.environment.now(), zone) if isnan(days) else datetime_at(days, zone)
        return "" if local is None else format_moment(local, pattern(c))

    return string_code(closure, like=site.arguments)


FUNCTIONS: Final = {
    "today": Function(0, 0, _today),
    "now": Function(0, 0, _now),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "decimal-date-time": Function(1, 1, _decimal_date_time),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": Function(2, 2, _format_date),
    "format-date-time": Function(2, 2, _format_date),
}
