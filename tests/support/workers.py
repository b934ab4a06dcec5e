"""The parts of one handoff worker, as `handoff.app` joins them, with a bot of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from handoff.app import cancel
from handoff.conversations.line_talk import LineTalk
from handoff.conversations.take_turn import Turns
from handoff.parts import Parts
from tests.support.fake_bot import FakeBot

Workers = Callable[..., Parts]
"""Makes the parts of another worker of the same installation; settings can be changed by name."""


def with_bot(parts: Parts, bot: FakeBot) -> Parts:
    """The same parts asking another bot."""
    if parts.record.engine.dialect.name == "sqlite":
        # Waiting for the disk each time would say nothing more.
        sa.event.listen(parts.record.engine.sync_engine, "connect", _do_not_wait_for_the_disk)
    talk = LineTalk(parts.queueing, parts.calendar)
    turns = Turns(parts.record, bot, parts.line, parts.queueing, talk, parts.bells, parts.clock)
    parts.promises.bot = bot
    return replace(parts, bot=bot, turns=turns)


async def close(parts: Parts) -> None:
    """Ends what the parts hold open."""
    await parts.lanes.stop()
    if parts.whatsapp is not None:
        await parts.whatsapp.close()
    await parts.bells.close()
    await parts.redis.aclose()
    await parts.record.close()


@asynccontextmanager
async def running(*work: Coroutine[Any, Any, Any]) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """Runs coroutines beside the block, and cancels them at its end."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield tasks
    finally:
        await cancel(tasks)


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
