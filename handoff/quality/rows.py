"""What the figures are made of: a few columns of the record, each row a thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Begun:
    """A conversation that began in the period, and how it stands with the bot."""

    id: str
    contact: str
    channel: str
    language: str
    state: str
    created_at: datetime
    updated_at: datetime
    unanswered: bool
    """Whether the customer's last words have no answer."""
    last_intent: str | None
    """What the bot understood last; None where it was never asked."""
    last_emotion: str | None


@dataclass(frozen=True)
class HandedOver:
    """A hand-over to people, with what the customer was told of the wait."""

    conversation: str
    contact: str
    reason: str
    at: datetime
    claimed_at: datetime | None
    wait_low: float | None
    wait_high: float | None


@dataclass(frozen=True)
class Served:
    """An agent's part of a conversation."""

    conversation: str
    contact: str
    claimed_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True)
class Rated:
    """A rating that was asked for."""

    asked_at: datetime
    score: int | None


@dataclass(frozen=True)
class Rows:
    """All that a report of one period looks at."""

    begun: tuple[Begun, ...]
    handed_over: tuple[HandedOver, ...]
    """In the period, and for two weeks after it: what came back is counted against it."""
    served: tuple[Served, ...]
    ratings: tuple[Rated, ...]
    by_quarter: tuple[tuple[int, int], ...]
    """Customers' messages by quarter of an hour (seconds since 1970), which begin in step in every time zone."""
    topics: tuple[tuple[str, int], ...]
    """What customers asked about, and how often."""
