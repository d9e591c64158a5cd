"""Dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import isnan
from zoneinfo import ZoneInfo

import pytest
from expressions import WEST, Surroundings, World
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import FormsError


def world(zone: object = UTC) -> World:
    """Return a world in a zone."""
    return World(surroundings=Surroundings(zone=zone))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("today()", "2026-03-15"),
        ("now()", "2026-03-15T14:30:05.250+00:00"),
        ("date('2026-01-02')", "2026-01-02"),
        ("date('2026-01-02T10:00:00Z')", "2026-01-02"),
        ("date(now())", "2026-03-15"),
        ("date-time('2026-01-02T10:00:00Z')", "2026-01-02T10:00:00Z"),
        ("decimal-date-time(date('1970-01-02T06:00:00Z'))", "1.25"),
        ("date(1)", "1970-01-02"),
        ("date(1.5)", "1970-01-02"),
        ("date-time(1.5)", "1970-01-02T12:00:00.000+00:00"),
        ("date('15')", "1970-01-16"),
        ("date('')", ""),
        ("date('soon')", "Invalid Date"),
        ("date(1 div 0)", "Invalid Date"),
        ("date(100000000)", "Invalid Date"),
        ("date(today() + 1)", "2026-03-16"),
        ("today() - date('2026-03-01')", "14"),
        ("number('1970-01-03')", "2"),
        ("number('1970-01-03T12:00:00Z')", "2"),
        ("number('1970-01-03T12:00:00Z') + 0", "2.5"),
        ("decimal-date-time('1970-01-02T06:00:00Z')", "1.25"),
        ("decimal-time('06:00:00.000+00:00')", "0.25"),
        ("decimal-time('06:00')", "0.25"),
        ("decimal-time('2026-01-01T18:00:00Z')", "0.75"),
        ("decimal-time('25:00')", ""),
        ("decimal-time('noon')", ""),
        ("format-date('2026-03-05', '%d/%m/%y %n %e %b %a %Y')", "05/03/26 3 5 Mar Thu 2026"),
        ("format-date-time('2026-03-05T07:08:09.123Z', '%H:%M:%S.%3 %h %W %%')", "07:08:09.123 7 10 %"),
        ("format-date('2026-03-05', '%Q%')", "%Q%"),
        ("format-date('', '%Y')", ""),
        ("format-date('soon', '%Y')", ""),
        ("format-date(0, '%Y')", "1970"),
        ("if(date('2026-01-02') < today(), 'past', 'future')", "past"),
        ("date('2026-01-02') = '2026-01-02T00:00:00Z'", "true"),
        ("date('2026-01-02') = '2026-01-03'", "false"),
        ("date('2026-01-02') != 'never'", "true"),
        ("'2026-01-02' < '2026-01-10'", "true"),
        ("boolean(date('soon'))", "false"),
        ("boolean(date(0))", "true"),
    ],
)
def test_in_utc(source: str, text: str) -> None:
    """Dates read, counted, compared and written in UTC."""
    assert world().string(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("today()", "2026-03-15"),
        ("now()", "2026-03-15T14:30:05.250-07:00"),
        ("date-time(0)", "1969-12-31T17:00:00.000-07:00"),
        ("date(0)", "1969-12-31"),
        ("date('2020-01-01T23:30:00-10:00')", "2020-01-02"),
        ("number('1970-01-03')", "2"),
        ("format-date('2020-01-01T23:30:00-10:00', '%Y-%m-%d %H')", "2020-01-02 02"),
        ("decimal-time('12:00:00+00:00') * 24", "5"),
        ("date('2020-01-01' + 1)", "2020-01-02"),
    ],
)
def test_west_of_greenwich(source: str, text: str) -> None:
    """A date is its local midnight; a moment is shown in local time."""
    assert world(WEST).string(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("format-date-time('19:45:00.250-07:00', '%H:%M:%S.%3')", "19:45:00.250"),
        ("format-date-time('12:00:00.000+00:00', '%h:%M')", "5:00"),
        ("format-date('07:05', '%Y-%m-%d %H:%M')", "2026-03-15 07:05"),
        ("format-date-time('25:00:00', '%H:%M')", ""),
        ("format-date-time('soon', '%H:%M')", ""),
    ],
)
def test_a_time_is_written_as_one_of_today(source: str, text: str) -> None:
    """As in JavaRosa: forms write the answer of a time question so."""
    assert world(WEST).string(source) == text


def test_date_counts_from_local_midnight() -> None:
    """As a number a date has the part of a day that its midnight is after Greenwich's."""
    assert world(WEST).number("date('1970-01-01')") == pytest.approx(7 / 24)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("date('2026-03-20' + 30)", "2026-04-19"),
        ("date('2026-10-20' + 30)", "2026-11-19"),
        ("'2026-04-19' - '2026-03-20'", "30"),
        ("date('2026-03-29') + 1 = '2026-03-30'", "true"),
        ("int(date('2026-07-01') - date('2026-01-01'))", "181"),
        ("date-time(decimal-date-time('2026-07-01T10:00:00Z'))", "2026-07-01T12:00:00.000+02:00"),
        ("date-time('2026-07-01T10:00:00Z') < '2026-07-01T10:00:01Z'", "true"),
        ("format-date('2026-07-01T10:00:00Z', '%H:%M')", "12:00"),
    ],
)
def test_days_where_clocks_change(source: str, text: str) -> None:
    """Days are whole days also across the nights in which clocks are put forward or back."""
    assert world(ZoneInfo("Europe/Paris")).string(source) == text


@pytest.mark.parametrize(
    ("zone", "source", "days"),
    [
        ("Asia/Kathmandu", "decimal-date-time('2026-07-01T00:00:00Z')", 20635),
        ("Asia/Kathmandu", "number('2026-07-01T06:00:00Z') + 0", 20635.25),
        ("Asia/Kathmandu", "decimal-date-time('2026-07-01')", 20635 - 5.75 / 24),
        ("Europe/London", "decimal-date-time('2026-01-01T00:00:00Z')", 20454),
        ("Europe/London", "decimal-date-time('2026-01-01')", 20454),
        ("Asia/Beirut", "decimal-date-time('2026-01-01T00:00:00Z')", 20454),
        ("Europe/Istanbul", "decimal-date-time('2026-07-01T00:00:00Z')", 20635),
        ("Australia/Sydney", "decimal-date-time('2026-07-01T00:00:00Z')", 20635),
        ("America/Phoenix", "decimal-date-time('2026-07-01T00:00:00Z')", 20635),
    ],
)
def test_days_are_those_of_utc_in_standard_time(zone: str, source: str, days: float) -> None:
    """As JavaRosa and ODK Web Forms count; also where the offset of 1970 was another one."""
    assert world(ZoneInfo(zone)).number(source) == pytest.approx(days, abs=1e-9)


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Beirut", "Australia/Sydney"])
def test_dates_and_moments_agree_where_clocks_change(zone: str) -> None:
    """In every season a day begins at its own midnight, and what is counted comes back."""
    here = world(ZoneInfo(zone))
    for day in ("2026-01-15", "2026-07-15"):
        assert here.number(f"(decimal-date-time('{day}T10:30:00') - decimal-date-time('{day}')) * 24") == 10.5
        assert here.boolean(f"'{day}T00:30:00' > '{day}'")
        assert here.string(f"date-time(decimal-date-time('{day}'))") == day
        assert here.string(f"date(decimal-date-time('{day}T00:30:00') + 1)") == day[:-1] + "6"
    assert here.string("date(decimal-date-time('2026-07-15') + 200)") == "2027-01-31"


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-01-01T25:00:00", "2026-01-01T10:00:00+25:00"])
def test_impossible_dates_are_refused(text: str) -> None:
    """What is written as a date but is none fails."""
    with pytest.raises(FormsError, match="xpath-date-impossible"):
        world().string(f"date('{text}')")


@pytest.mark.parametrize("text", ["2026-1-2", "26-01-02", "2026/01/02", "2026-01-02 10:00"])
def test_texts_that_are_no_dates(text: str) -> None:
    """Other ways of writing dates are not read."""
    assert isnan(world().number(f"date('{text}')"))


MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(["UTC", "Asia/Kathmandu", "America/Phoenix", "Europe/Paris", "Europe/London"]))
def test_days_and_back(moment: datetime, zone: str) -> None:
    """A moment counted in days and read again is the same moment, to the millisecond."""
    local = moment.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    surroundings = world(ZoneInfo(zone))
    text = surroundings.string(f"date-time(decimal-date-time('{local.isoformat()}'))")
    again = datetime.fromisoformat(text)
    again = again if again.tzinfo else again.replace(tzinfo=ZoneInfo(zone))
    assert abs(again - local.astimezone(UTC)) < timedelta(milliseconds=2)


DAYS = st.dates(min_value=date(1880, 1, 2), max_value=date(2058, 12, 30))


@given(
    DAYS,
    DAYS,
    st.sampled_from(
        ["America/Phoenix", "Asia/Beirut", "Asia/Kolkata", "Asia/Kathmandu", "Africa/Lagos", "Europe/London"]
    ),
)
def test_days_between_dates_are_whole(one: date, other: date, zone: str) -> None:
    """Wherever local midnight is no round fraction of a UTC day: 27 days are 27, never 26.999999999999996.

    Before, `int()` of a difference was a day short in one case of eleven, in the zones of half the world.
    """
    here = world(ZoneInfo(zone))
    whole = (one - other).days
    assert here.number(f"date('{one}') - date('{other}')") == whole
    assert here.number(f"int(date('{one}') - date('{other}'))") == whole
    assert here.boolean(f"date('{other}') + {whole} = date('{one}')")
