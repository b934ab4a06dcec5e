"""Working days in Indonesia: no weekends, no public holidays, no cuti bersama."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5
# Moves of an Indonesian holiday calendar are announced year by year; further ahead nothing certain can be said, and a
# bound keeps a wrong date (year 9999) from walking for ever.
LONGEST_SEARCH = 400


@cache
def _holidays() -> holidays.HolidayBase:
    # "government" holds the cuti bersama, on which offices close too.
    return holidays.country_holidays("ID", categories=("public", "government"), language="id")


def holiday_name(day: date) -> str | None:
    """The Indonesian name of a holiday, None on other days."""
    return _holidays().get(day)


def is_working_day(day: date) -> bool:
    """True from Monday to Friday, holidays and cuti bersama excepted."""
    return day.weekday() < SATURDAY and day not in _holidays()


def next_working_day(day: date) -> date:
    """The first working day on or after a day."""
    return _search(day, step=1)


def add_working_days(day: date, count: int) -> date:
    """The day that lies `count` working days after a day (before it, if negative); the day itself is not counted."""
    step = 1 if count > 0 else -1
    result = day
    for _ in range(abs(count)):
        result = _search(result + timedelta(days=step), step)
    return result


def _search(day: date, step: int) -> date:
    for offset in range(LONGEST_SEARCH):
        candidate = day + timedelta(days=offset * step)
        if is_working_day(candidate):
            return candidate
    raise ValueError(f"no working day within {LONGEST_SEARCH} days of {day}")
