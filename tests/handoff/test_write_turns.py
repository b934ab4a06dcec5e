from __future__ import annotations

import asyncio

from handoff.write_turns import WriteTurns


async def test_that_the_urgent_go_first_and_the_others_in_their_order() -> None:
    turns, order = WriteTurns(), list[str]()

    async def write(name: str, urgent: bool) -> None:
        async with turns.turn(urgent=urgent):
            order.append(name)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for name, urgent in (("first", False), ("second", False), ("third", False), ("webhook", True)):
            group.create_task(write(name, urgent))

    assert order == ["first", "webhook", "second", "third"]


async def test_that_who_gives_up_while_waiting_blocks_nobody() -> None:
    turns, done = WriteTurns(), asyncio.Event()

    async def write() -> None:
        async with turns.turn(urgent=False):
            done.set()

    async with turns.turn(urgent=False):
        impatient, patient = asyncio.create_task(write()), asyncio.create_task(write())
        await asyncio.sleep(0)
        impatient.cancel()
    async with asyncio.timeout(1):
        await patient

    assert impatient.cancelled()
    assert done.is_set()
