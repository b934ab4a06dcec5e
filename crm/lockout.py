"""How many tries a conversation, or a document number, still has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES_ALLOWED = 3
# Three guesses a quarter of an hour make a registered phone number unreachable by guessing; a customer who mistyped
# is told of a person meanwhile.
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class LastFailure:
    """The latest proof that did not fit: when, and the how-manieth of its row."""

    at: datetime
    run: int


def next_run(last: LastFailure | None, now: datetime) -> int:
    """The number of a failure that happens now; after a lock, or a pause as long as one, the count begins anew."""
    if last is None or last.run >= TRIES_ALLOWED or now - last.at > LOCKED_FOR:
        return 1
    return last.run + 1


def locked_until(last: LastFailure | None, now: datetime) -> datetime | None:
    """The end of the lock, None when tries are open."""
    if last is None or last.run < TRIES_ALLOWED or now >= last.at + LOCKED_FOR:
        return None
    return last.at + LOCKED_FOR


def tries_left(last: LastFailure | None, now: datetime) -> int:
    """How many proofs may fail until the lock; none while it holds."""
    return 0 if locked_until(last, now) else TRIES_ALLOWED - next_run(last, now) + 1
