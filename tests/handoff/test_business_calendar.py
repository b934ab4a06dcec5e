from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.business_calendar import BusinessCalendar, OfficeHoursError, is_holiday

JAKARTA = ZoneInfo("Asia/Jakarta")
WEEKDAYS = "Mon-Fri 08:00-17:00"
SPLIT = "Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-11:30,13:30-17:00; Sat 08:00-12:00"


def at(text: str) -> datetime:
    """A moment in Jakarta."""
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def calendar(hours: str = WEEKDAYS, zone: ZoneInfo = JAKARTA) -> BusinessCalendar:
    return BusinessCalendar.parse(hours, zone)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        (WEEKDAYS, "2026-11-24 08:00", True),
        (WEEKDAYS, "2026-11-24 07:59:59", False),
        (WEEKDAYS, "2026-11-24 16:59:59", True),
        (WEEKDAYS, "2026-11-24 17:00", False),
        (WEEKDAYS, "2026-11-28 10:00", False),
        (SPLIT, "2026-11-24 12:30", False),
        (SPLIT, "2026-11-24 13:00", True),
        (SPLIT, "2026-11-27 12:00", False),
        (SPLIT, "2026-11-28 11:59", True),
        (SPLIT, "2026-11-29 10:00", False),
        ("always", "2026-11-29 03:00", True),
        ("Fri-Mon 08:00-17:00", "2026-11-29 10:00", True),
        ("Fri-Mon 08:00-17:00", "2026-11-24 10:00", False),
    ],
)
def test_that_people_are_on_duty_in_office_hours(hours: str, moment: str, is_open: bool) -> None:
    assert calendar(hours).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",  # tahun baru
        "2026-03-19",  # Nyepi
        "2026-05-01",  # hari buruh
        "2026-08-17",  # kemerdekaan
        "2026-12-25",  # Natal
        "2026-03-20",  # cuti bersama Idulfitri
        "2026-12-24",  # cuti bersama Natal
        "2025-12-26",  # cuti bersama Natal
    ],
)
def test_that_holidays_and_cuti_bersama_are_days_off(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))
    assert not calendar("Mon-Sun 00:00-23:59").is_open(at(f"{day} 10:00"))


def test_that_an_ordinary_day_is_no_holiday() -> None:
    assert not is_holiday(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("hours", "asked", "opening"),
    [
        (WEEKDAYS, "2026-11-24 07:00", "2026-11-24 08:00"),
        (WEEKDAYS, "2026-11-24 18:00", "2026-11-25 08:00"),
        (WEEKDAYS, "2026-11-27 17:00", "2026-11-30 08:00"),
        (SPLIT, "2026-11-24 12:15", "2026-11-24 13:00"),
        (WEEKDAYS, "2026-12-23 17:00", "2026-12-28 08:00"),
        ("Tue 13:00-17:00,08:00-12:00", "2026-11-24 07:00", "2026-11-24 08:00"),
    ],
)
def test_that_the_next_opening_is_the_first_moment_people_are_back(hours: str, asked: str, opening: str) -> None:
    assert calendar(hours).next_opening(at(asked)) == at(opening)


def test_that_while_people_are_there_the_next_opening_is_now() -> None:
    now = at("2026-11-24 10:00")

    assert calendar().next_opening(now) == now
    assert calendar("always").next_opening(now) == now


HOURS = st.sampled_from([WEEKDAYS, SPLIT, "Sat 22:00-23:00", "Mon 13:00-14:00,08:00-09:00", "Sun-Wed 00:00-01:00"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zoned here


@given(HOURS, MOMENTS)
def test_that_people_are_there_at_the_next_opening_and_not_a_minute_earlier(hours: str, moment: datetime) -> None:
    office = calendar(hours)

    opening = office.next_opening(moment)

    assert opening is not None
    assert opening >= moment
    assert office.is_open(opening)
    if opening > moment:
        assert not office.is_open(moment)
        assert not office.is_open(opening - timedelta(seconds=1))


def test_that_office_hours_are_those_of_the_offices_own_zone() -> None:
    moment = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)

    assert not calendar(WEEKDAYS, ZoneInfo("Asia/Jakarta")).is_open(moment)
    assert calendar(WEEKDAYS, ZoneInfo("Asia/Jayapura")).is_open(moment)


@pytest.mark.parametrize(
    ("hours", "named"),
    [
        ("", "''"),
        ("siang", "'siang'"),
        ("Mon-Fri", "'Mon-Fri'"),
        ("Sen-Jum 08:00-17:00", "'Sen'"),
        ("Mon 8-17 Uhr", "'8-17 Uhr'"),
        ("Mon 08:00", "'08:00'"),
        ("Mon 17:00-08:00", "'17:00-08:00'"),
        ("Mon 08:00-08:00", "'08:00-08:00'"),
        ("Mon 25:00-26:00", "'25:00-26:00'"),
        ("Mon 08:00+07:00-17:00", "'08:00+07:00-17:00'"),
        ("Mon 08:00Z-17:00", "'08:00Z-17:00'"),
        ("Mon 08:00-17:00; sometimes", "'sometimes'"),
    ],
)
def test_that_hours_which_cannot_be_read_are_refused_by_the_part_that_is_wrong(hours: str, named: str) -> None:
    with pytest.raises(OfficeHoursError) as refused:
        calendar(hours)

    assert named in str(refused.value)


def naive_minutes(office: BusinessCalendar, start: datetime, end: datetime) -> int:
    """Every minute looked at by itself."""
    count, moment = 0, start
    while moment < end:
        count += office.is_open(moment)
        moment += timedelta(minutes=1)
    return count


MINUTES = MOMENTS.map(lambda moment: moment.replace(second=0, microsecond=0))


@settings(max_examples=25, deadline=None)
@given(HOURS, MINUTES, st.integers(0, 60 * 24 * 9))
def test_that_the_service_clock_counts_as_one_who_looks_at_every_minute(hours: str, start: datetime, span: int) -> None:
    office, end = calendar(hours), start + timedelta(minutes=span)

    assert office.open_time_between(start, end) == timedelta(minutes=naive_minutes(office, start, end))


@settings(max_examples=50, deadline=None)
@given(HOURS, MINUTES, st.integers(1, 60 * 30))
def test_that_a_due_time_is_so_much_office_time_away_and_no_minute_later(
    hours: str, start: datetime, minutes: int
) -> None:
    office, wanted = calendar(hours), timedelta(minutes=minutes)

    due = office.add_open_time(start, wanted)

    assert office.open_time_between(start, due) == wanted
    assert office.open_time_between(start, due - timedelta(minutes=1)) == wanted - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("hours", "start", "due"),
    [
        (WEEKDAYS, "2026-11-24 10:00", "2026-11-24 12:00"),
        (WEEKDAYS, "2026-11-24 16:00", "2026-11-25 09:00"),
        (WEEKDAYS, "2026-11-27 16:30", "2026-11-30 09:30"),
        (SPLIT, "2026-11-24 11:00", "2026-11-24 14:00"),
        (WEEKDAYS, "2026-12-23 16:00", "2026-12-28 09:00"),  # over Natal and its cuti bersama
        ("always", "2026-11-28 23:00", "2026-11-29 01:00"),
        ("Mon-Fri 08:00-12:00,09:00-10:00", "2026-11-24 09:00", "2026-11-24 11:00"),
    ],
)
def test_that_two_office_hours_pass_over_breaks_nights_and_holidays(hours: str, start: str, due: str) -> None:
    assert calendar(hours).add_open_time(at(start), timedelta(hours=2)) == at(due)


def test_that_a_promise_for_a_day_is_kept_between_its_opening_and_its_closing() -> None:
    holiday, working = date(2026, 12, 25), date(2026, 12, 23)

    assert calendar().opening_on(working) == at("2026-12-23 08:00")
    assert calendar().close_of(working) == at("2026-12-23 17:00")
    assert calendar().opening_on(holiday) == at("2026-12-28 08:00")
    assert calendar().close_of(holiday) == at("2026-12-23 17:00")
    assert calendar("always").opening_on(holiday) == at("2026-12-25 09:00")
