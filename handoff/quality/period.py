"""The days that a report is about, in the office's time zone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handoff.errors import InvalidInputError

DEFAULT_DAYS = 7
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Period:
    """Whole days, the last one included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """The first moment, in UTC."""
        return datetime.combine(self.first, time.min, self.zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it, in UTC."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone).astimezone(UTC)


def read_period(first: str | None, last: str | None, zone: ZoneInfo, now: datetime) -> Period:
    """Reads two ISO dates; left out: the seven days that end today.

    Raises:
        InvalidInputError: no such dates, the wrong way round, or more than a year.
    """
    try:
        end = date.fromisoformat(last) if last else now.astimezone(zone).date()
        start = date.fromisoformat(first) if first else end - timedelta(days=DEFAULT_DAYS - 1)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("from, to: must be dates such as 2026-11-24.") from error
    if not 0 <= (end - start).days < LONGEST_DAYS or not 2000 <= start.year <= 9000:
        raise InvalidInputError(f"from, to: must be in order, and at most {LONGEST_DAYS} days.")
    return Period(start, end, zone)
