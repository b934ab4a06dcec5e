"""Medians, percentiles and counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Spread:
    """Durations in seconds: how many, the middle one, and the one that nine of ten stay under."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Tally:
    """How often something was seen."""

    key: str
    count: int


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile: always a value that was measured, so that it can be found in the record."""
    if not values:
        return None
    return sorted(values)[max(1, ceil(share * len(values))) - 1]


def spread(values: Iterable[float]) -> Spread:
    """Median and 90th percentile."""
    kept = list(values)
    return Spread(len(kept), percentile(kept, 0.5), percentile(kept, 0.9))


def tally(keys: Iterable[str]) -> tuple[Tally, ...]:
    """Counts, the largest first, then by name."""
    counts = Counter(keys)
    return tuple(Tally(key, count) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def share(part: int, whole: int) -> float | None:
    """A part of a whole from 0 to 1; None of nothing."""
    return part / whole if whole else None
