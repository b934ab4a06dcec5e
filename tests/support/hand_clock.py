"""A clock that only tests move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""A Tuesday, nine o'clock in Jakarta, with no holiday near it."""


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        """Moves forward: `advance(minutes=3)`."""
        self.now += timedelta(**duration)
