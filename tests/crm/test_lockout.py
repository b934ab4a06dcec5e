from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crm.lockout import LOCKED_FOR, TRIES_ALLOWED, LastFailure, locked_until, next_run, tries_left

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GAPS = st.lists(st.integers(0, 1800), max_size=40)


def _after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def test_that_three_failures_lock_for_fifteen_minutes_from_the_third() -> None:
    third = LastFailure(START, 3)

    assert tries_left(third, START) == 0
    assert locked_until(third, _after(14.9)) == _after(15)
    assert locked_until(third, _after(15)) is None
    assert tries_left(third, _after(15)) == TRIES_ALLOWED


def test_that_each_failure_takes_a_try_and_a_pause_gives_them_back() -> None:
    assert tries_left(None, START) == 3
    assert tries_left(LastFailure(START, 1), _after(1)) == 2
    assert tries_left(LastFailure(START, 2), _after(10)) == 1
    assert tries_left(LastFailure(START, 2), _after(16)) == 3


@given(GAPS)
def test_that_every_third_try_in_a_row_is_followed_by_a_lock(gaps: list[int]) -> None:
    last, moment, tried = None, START, []
    for gap in gaps:
        moment += timedelta(seconds=gap)
        if tries_left(last, moment):
            last = LastFailure(moment, next_run(last, moment))
            tried.append(last)

    for earlier, later in pairwise(tried):
        if earlier.run == TRIES_ALLOWED:
            assert later.at >= earlier.at + LOCKED_FOR
        assert 1 <= later.run <= TRIES_ALLOWED
