from __future__ import annotations

import asyncio

import pytest

from handoff.agent_queue.keys import Keys
from handoff.parts import Parts
from handoff.rate_limit import RateLimitedError
from tests.support.hand_clock import HandClock
from tests.support.redis_server import RedisServer
from tests.support.workers import Workers


async def test_that_the_limit_passes_and_one_more_does_not(parts: Parts, clock: HandClock) -> None:
    clock.advance(seconds=20)
    for _ in range(3):
        await parts.rates.check("message", "budi", 3)

    with pytest.raises(RateLimitedError) as refused:
        await parts.rates.check("message", "budi", 3)

    assert refused.value.retry_after == 40
    assert "40 seconds" in str(refused.value)


async def test_that_everybody_and_everything_is_counted_apart(parts: Parts) -> None:
    await parts.rates.check("message", "budi", 1)

    await parts.rates.check("message", "sari", 1)
    await parts.rates.check("upload", "budi", 1)


async def test_that_the_next_minute_begins_anew(parts: Parts, clock: HandClock) -> None:
    await parts.rates.check("message", "budi", 1)
    clock.advance(minutes=1)

    await parts.rates.check("message", "budi", 1)


async def test_that_all_workers_count_together(new_worker: Workers) -> None:
    workers = [new_worker(), new_worker()]

    outcomes = await asyncio.gather(
        *(workers[each % 2].rates.check("message", "budi", 5) for each in range(10)), return_exceptions=True
    )

    assert sum(isinstance(each, RateLimitedError) for each in outcomes) == 5


async def test_that_counters_go_by_themselves(parts: Parts, clock: HandClock, keys: Keys) -> None:
    await parts.rates.check("message", "budi", 1)

    assert 0 < await parts.redis.ttl(keys.rate("message", "budi", int(clock.now.timestamp()) // 60)) <= 120


async def test_that_without_redis_nobody_is_refused(new_worker: Workers, own_redis: RedisServer) -> None:
    parts = new_worker(redis_url=own_redis.url)
    own_redis.stop()

    for _ in range(3):
        await parts.rates.check("message", "budi", 1)
