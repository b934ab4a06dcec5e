"""When people are on duty: the one source for greetings, estimates, promises and service clocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEARCH_DAYS = 60
"""How far ahead an opening is looked for; longer than any holiday season."""
LONGEST_COUNT_DAYS = 366
"""How far the service clock counts; nothing is promised for later."""
START_OF_DAY, END_OF_DAY = time(9), time(17)
"""What a promise for a day means in an office that never closes."""

Span = tuple[time, time]


class OfficeHoursError(ValueError):
    """The office hours cannot be read; the text says which part."""


@dataclass(frozen=True)
class BusinessCalendar:
    """Opening spans by weekday in one time zone, less Indonesia's public holidays and cuti bersama."""

    zone: ZoneInfo
    spans: tuple[tuple[Span, ...], ...] | None
    """Seven entries from Monday; None means always open."""

    @classmethod
    def parse(cls, hours: str, zone: ZoneInfo) -> BusinessCalendar:
        """Reads `Mon-Fri 08:00-12:00,13:00-17:00; Sat 08:00-12:00`, or `always`.

        Raises:
            OfficeHoursError: a part has another form.
        """
        if hours.strip().lower() == "always":
            return cls(zone, None)
        week: list[tuple[Span, ...]] = [()] * 7
        for part in filter(None, (each.strip() for each in hours.split(";"))):
            days, spans = _parse_part(part)
            for day in days:
                week[day] = tuple(sorted(spans))
        if not any(week):
            raise OfficeHoursError(f"{hours!r} has no opening hours")
        return cls(zone, tuple(week))

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is on duty at this time."""
        if self.spans is None:
            return True
        local = at.astimezone(self.zone)
        return any(start <= local < end for start, end in self._spans_on(local.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """When people are back; the time itself when they are there, None when no opening is in sight."""
        if self.is_open(at):
            return at
        local = at.astimezone(self.zone)
        for start, _ in self._spans_from(local.date()):
            if start > local:
                return start
        return None

    def add_open_time(self, start: datetime, duration: timedelta) -> datetime:
        """When so much office time will have passed: the service clock's due time.

        Raises:
            OfficeHoursError: there is not that much office time within a year.
        """
        if self.spans is None:
            return start + duration
        for opens, closes in self._spans_after(start):
            left = closes - opens
            if duration <= left:
                return (opens + duration).astimezone(start.tzinfo)
            duration -= left
        raise OfficeHoursError(f"no {duration} of office time within {LONGEST_COUNT_DAYS} days")

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two moments; none when the second is not later."""
        if end <= start:
            return timedelta(0)
        if self.spans is None:
            return end - start
        total = timedelta(0)
        for opens, closes in self._spans_after(start):
            if opens >= end:
                break
            total += min(closes, end.astimezone(UTC)) - opens
        return total

    def close_of(self, day: date) -> datetime:
        """When the office closes on a day, or on the last open day before it: what "by that day" means."""
        if self.spans is None:
            return datetime.combine(day, END_OF_DAY, self.zone)
        for offset in range(SEARCH_DAYS):
            spans = self._spans_on(day - timedelta(days=offset))
            if spans:
                return spans[-1][1]
        return datetime.combine(day, END_OF_DAY, self.zone)

    def opening_on(self, day: date) -> datetime:
        """When people are there on a day, or on the first open day after it; for promises that name only a day."""
        morning = datetime.combine(day, START_OF_DAY if self.spans is None else time.min, self.zone)
        return self.next_opening(morning) or morning

    def _spans_after(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        # In UTC, because Python subtracts two times of one zone by the clock on the wall, whatever that clock does.
        begin, local = start.astimezone(UTC), start.astimezone(self.zone)
        for offset in range(LONGEST_COUNT_DAYS):
            for opens, closes in _merged(self._spans_on(local.date() + timedelta(days=offset))):
                if closes > begin:
                    yield max(opens, begin), closes

    def _spans_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for offset in range(SEARCH_DAYS):
            yield from self._spans_on(day + timedelta(days=offset))

    def _spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        if self.spans is None or is_holiday(day):
            return []
        return [
            (datetime.combine(day, start, self.zone), datetime.combine(day, end, self.zone))
            for start, end in self.spans[day.weekday()]
        ]


def _merged(spans: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """One day's sorted spans in UTC, those that overlap as one, so that no minute counts twice."""
    current: tuple[datetime, datetime] | None = None
    for opens, closes in ((opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in spans):
        if current is not None and opens <= current[1]:
            current = (current[0], max(current[1], closes))
            continue
        if current is not None:
            yield current
        current = (opens, closes)
    if current is not None:
        yield current


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday or collective leave in Indonesia."""
    return day in _indonesian_holidays(day.year)


@lru_cache(maxsize=8)
def _indonesian_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("ID", years=year, categories=("public", "government"))


def _parse_part(part: str) -> tuple[list[int], tuple[Span, ...]]:
    match = re.fullmatch(r"([A-Za-z]{3})(?:-([A-Za-z]{3}))?\s+(.+)", part)
    if not match:
        raise OfficeHoursError(f"{part!r} is not of the form 'Mon-Fri 08:00-17:00'")
    first, last = (_parse_day(each, part) for each in (match[1], match[2] or match[1]))
    count = (last - first) % 7 + 1
    return [(first + offset) % 7 for offset in range(count)], tuple(_parse_span(each) for each in match[3].split(","))


def _parse_day(text: str, part: str) -> int:
    try:
        return DAYS.index(text.lower())
    except ValueError as error:
        raise OfficeHoursError(f"{text!r} in {part!r} is not one of Mon, Tue, Wed, Thu, Fri, Sat, Sun") from error


def _parse_span(text: str) -> Span:
    try:
        start, end = (time.fromisoformat(each.strip()) for each in text.split("-"))
    except ValueError as error:
        raise OfficeHoursError(f"{text!r} is not of the form '08:00-17:00'") from error
    if start.tzinfo or end.tzinfo:
        raise OfficeHoursError(f"{text!r} must not name a time zone; SAPA_TIMEZONE does")
    if end <= start:
        raise OfficeHoursError(f"{text!r} ends before it begins")
    return start, end
