from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from handoff import doorbells
from handoff.doorbells import BACKLOG, LOOK, TYPING, Bell
from handoff.parts import Parts
from tests.support.redis_server import RedisServer
from tests.support.waiting import until
from tests.support.workers import Workers, running


@pytest.fixture
async def ringing(parts: Parts) -> AsyncIterator[Parts]:
    """A worker whose doorbells run."""
    async with running(parts.bells.run()):
        yield parts


async def test_that_a_ring_is_heard_as_soon_as_one_listens(ringing: Parts) -> None:
    for _ in range(20):
        async with ringing.bells.hear("budi") as bell:
            await ringing.bells.ring("budi")

            assert await heard(bell) == LOOK


async def test_that_a_ring_on_one_worker_is_heard_on_another(ringing: Parts, new_worker: Workers) -> None:
    async with ringing.bells.hear("budi") as bell:
        await new_worker().bells.ring("budi", TYPING + "agent")

        assert await heard(bell) == "typing:agent"


async def test_that_everybody_who_watches_hears_and_nobody_else(ringing: Parts) -> None:
    bells = ringing.bells
    async with bells.hear("budi") as first, bells.hear("budi") as second, bells.hear("sari") as other:
        await bells.ring("budi")

        assert [await heard(first), await heard(second)] == [LOOK, LOOK]
        assert other.empty()


async def test_that_one_who_leaves_does_not_make_the_others_deaf(ringing: Parts) -> None:
    async with ringing.bells.hear("budi") as bell:
        async with ringing.bells.hear("budi"):
            pass

        await ringing.bells.ring("budi")

        assert await heard(bell) == LOOK


async def test_that_desks_hear_of_the_line(ringing: Parts) -> None:
    for what in ("budi", ""):
        async with ringing.bells.hear_desk() as bell:
            await ringing.bells.ring_desk(what)

            await until(lambda bell=bell, what=what: heard_word(bell, what))


@pytest.mark.parametrize("steps", range(1, 9))
async def test_that_who_hung_up_before_redis_answered_can_come_back(ringing: Parts, steps: int) -> None:
    await ringing.bells.ring_desk()
    await asyncio.sleep(0.05)
    hasty = asyncio.create_task(listen(ringing, "budi"))
    for _ in range(steps):
        await asyncio.sleep(0)
    while not hasty.done():
        hasty.cancel()  # asyncio.wait_for of Python 3.11, which redis-py uses, can swallow one
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.05)

    async with ringing.bells.hear("budi") as bell:
        await ringing.bells.ring("budi")

        assert await heard(bell) == LOOK


async def test_that_a_socket_that_does_not_keep_up_holds_nobody_up(ringing: Parts) -> None:
    async with ringing.bells.hear("budi") as slow, ringing.bells.hear("budi") as quick:
        for _ in range(BACKLOG + 20):
            await ringing.bells.ring("budi")
            await heard(quick)

        assert slow.qsize() == BACKLOG


async def test_that_after_a_loss_of_redis_everybody_is_told_to_look(
    new_worker: Workers, own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbells, "RECONNECT_SECONDS", 0.05)
    parts = new_worker(redis_url=own_redis.url)
    async with running(parts.bells.run()) as (listening,), parts.bells.hear("budi") as bell:
        await settle(bell)
        own_redis.stop()
        await asyncio.sleep(0.3)
        own_redis.start()

        assert await heard(bell) == LOOK
        await parts.bells.ring("budi", TYPING + "agent")
        await until(lambda: heard_word(bell, "typing:agent"))
        assert not listening.done()


async def test_that_a_restart_too_quick_to_notice_is_noticed(new_worker: Workers, own_redis: RedisServer) -> None:
    parts = new_worker(redis_url=own_redis.url)
    async with running(parts.bells.run()), parts.bells.hear("budi") as bell:
        await settle(bell)
        own_redis.stop()
        own_redis.start()

        assert await heard(bell) == LOOK


async def test_that_without_redis_a_workers_own_sockets_still_hear_each_other(
    new_worker: Workers, own_redis: RedisServer
) -> None:
    parts = new_worker(redis_url=own_redis.url)
    async with running(parts.bells.run()), parts.bells.hear("budi") as bell:
        own_redis.stop()

        await parts.bells.ring("budi", TYPING + "agent")

        await until(lambda: heard_word(bell, "typing:agent"))


async def listen(parts: Parts, conversation: str) -> None:
    async with parts.bells.hear(conversation):
        await asyncio.Event().wait()


async def settle(bell: Bell) -> None:
    """Lets go of what was rung while the worker began to listen."""
    await asyncio.sleep(0.1)
    while not bell.empty():
        bell.get_nowait()


async def heard(bell: Bell) -> str:
    return await asyncio.wait_for(bell.get(), 5)


def heard_word(bell: Bell, word: str) -> bool:
    return not bell.empty() and bell.get_nowait() == word
