from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.working_days import add_working_days, holiday_name, is_working_day, next_working_day


def test_that_weekends_and_holidays_are_no_working_days() -> None:
    assert is_working_day(date(2026, 11, 24))
    assert not is_working_day(date(2026, 11, 21))
    assert not is_working_day(date(2026, 8, 17))
    assert holiday_name(date(2026, 8, 17)) is not None


def test_that_collective_leave_is_no_working_day() -> None:
    assert holiday_name(date(2025, 12, 26)) is not None
    assert not is_working_day(date(2025, 12, 26))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 24), -2, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_that_working_days_are_counted_over_weekends(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 30))
def test_that_counting_there_and_back_stays_on_working_days(day: date, count: int) -> None:
    start = next_working_day(day)

    there = add_working_days(start, count)

    assert is_working_day(there)
    assert add_working_days(there, -count) == start
