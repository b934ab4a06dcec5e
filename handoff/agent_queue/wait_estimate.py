"""How long a customer will wait, as an honest range. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import mean

DEFAULT_HANDLING_SECONDS = 360.0
"""Used until the record knows better; six minutes is what chat desks commonly report for one conversation."""
RECENT_HANDLINGS = 50
"""How many past conversations the estimate looks at: enough to be steady, few enough to follow the day."""
NOTICE_SECONDS = 60.0
"""Even a free agent needs a moment to look up."""
Z_80 = 0.8416
"""80th percentile of the normal distribution: the range holds 60 of 100 customers, 20 come earlier and 20 later."""


@dataclass(frozen=True)
class WaitRange:
    """A wait in seconds, between two bounds."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """One figure, for places that can show only one."""
        return (self.low + self.high) / 2


def estimate_wait(position: int, free_places: int, busy_places: int, handlings: Sequence[float]) -> WaitRange | None:
    """Estimates the wait of the customer at a place in line (1 is next).

    Who finds no free place waits while all places are taken. Handling ends are taken as a Poisson process of rate
    `places / mean handling time`, so that the wait for the k-th end is gamma distributed (the M/M/c queue); its
    percentiles by Wilson and Hilferty (1931), PNAS 17(12), 684-688.

    Args:
        position: the place in line, from 1.
        free_places: conversations that agents on duty could take right now.
        busy_places: conversations that agents on duty are in.
        handlings: recent handling times in seconds.

    Returns:
        The range, or None when nobody is on duty and no honest figure exists.
    """
    places = free_places + busy_places
    if places <= 0:
        return None
    ahead = position - free_places
    if ahead <= 0:
        return WaitRange(0.0, NOTICE_SECONDS)
    handling = mean(handlings) if handlings else DEFAULT_HANDLING_SECONDS
    scale = handling / places
    return WaitRange(_gamma_percentile(ahead, scale, -Z_80), _gamma_percentile(ahead, scale, Z_80) + NOTICE_SECONDS)


def as_told(wait: WaitRange) -> WaitRange:
    """The range as it is said: whole minutes, rounded outwards so that the promise holds."""
    return WaitRange(wait.low // 60 * 60, ceil(wait.high / 60) * 60)


def has_changed_much(told: WaitRange, seconds_since: float, now: WaitRange) -> bool:
    """Whether what was told no longer holds: what is left of it, and what is expected now, have nothing in common."""
    left = WaitRange(max(0.0, told.low - seconds_since), told.high - seconds_since)
    return now.low > left.high or now.high < left.low


def _gamma_percentile(shape: float, scale: float, z: float) -> float:
    return shape * scale * max(0.0, 1 - 1 / (9 * shape) + z / (3 * sqrt(shape))) ** 3
