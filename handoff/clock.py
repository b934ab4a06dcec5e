"""The time, as something that is passed in, so that tests can move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time now, always aware and in UTC."""


def utc_now() -> datetime:
    """The system's time."""
    return datetime.now(UTC)
