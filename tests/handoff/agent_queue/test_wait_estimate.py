from __future__ import annotations

import random
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.agent_queue.wait_estimate import DEFAULT_HANDLING_SECONDS, NOTICE_SECONDS, estimate_wait

PLACES = st.integers(0, 40)
POSITION = st.integers(1, 200)
HANDLINGS = st.lists(st.floats(0, 7200), max_size=50)


@given(POSITION, PLACES, PLACES, HANDLINGS)
def test_that_a_range_has_its_lower_end_below_its_upper(
    position: int, free: int, busy: int, handlings: list[float]
) -> None:
    wait = estimate_wait(position, free, busy, handlings)

    if free + busy == 0:
        assert wait is None
    else:
        assert wait is not None
        assert 0 <= wait.low <= wait.middle <= wait.high


@given(PLACES, PLACES, HANDLINGS)
def test_that_further_back_is_never_sooner(free: int, busy: int, handlings: list[float]) -> None:
    waits = [estimate_wait(position, free, busy, handlings) for position in range(1, 30)]

    for nearer, further in pairwise(wait for wait in waits if wait is not None):
        assert nearer.low <= further.low
        assert nearer.high <= further.high


@given(POSITION, PLACES, PLACES, HANDLINGS)
def test_that_another_free_place_never_makes_anybody_wait_longer(
    position: int, free: int, busy: int, handlings: list[float]
) -> None:
    fewer, more = (estimate_wait(position, each, busy, handlings) for each in (free, free + 1))

    assert more is not None
    assert fewer is None or (more.low <= fewer.low and more.high <= fewer.high)


@pytest.mark.parametrize("busy", [0, 3])
def test_that_who_has_a_free_place_is_seen_at_once(busy: int) -> None:
    wait = estimate_wait(2, 2, busy, [])

    assert wait is not None
    assert (wait.low, wait.high) == (0, NOTICE_SECONDS)


def test_that_who_comes_after_the_free_places_are_filled_is_not_told_at_once() -> None:
    wait = estimate_wait(10, 1, 0, [600.0])

    assert wait is not None
    assert wait.low > 600


def test_that_without_experience_a_usual_time_is_taken() -> None:
    assert estimate_wait(3, 0, 2, []) == estimate_wait(3, 0, 2, [DEFAULT_HANDLING_SECONDS])


@pytest.mark.parametrize(("position", "busy"), [(1, 1), (1, 4), (3, 4), (10, 4)])
def test_that_the_range_holds_for_about_six_of_ten_customers(position: int, busy: int) -> None:
    chance = random.Random(position * 100 + busy)
    wait = estimate_wait(position, 0, busy, [300.0])
    waits = [sum(chance.expovariate(busy / 300) for _ in range(position)) for _ in range(4000)]

    assert wait is not None
    share = mean(wait.low <= each <= wait.high - NOTICE_SECONDS for each in waits)
    assert share == pytest.approx(0.6, abs=0.05)
