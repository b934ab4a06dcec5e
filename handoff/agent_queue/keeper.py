"""Keeps the line moving: offers, agents who have gone, news of the wait. Of all workers one at a time does it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError
from sqlalchemy.exc import SQLAlchemyError

from handoff.agent_queue.attendance import Attendance
from handoff.agent_queue.dispatch import Dispatcher
from handoff.agent_queue.estimates import score_estimates
from handoff.agent_queue.keys import Keys
from handoff.agent_queue.news import WaitNews
from handoff.clock import Clock
from handoff.metrics import ESTIMATES_RIGHT
from handoff.record import Record

log = structlog.get_logger()

ROUND_SECONDS = 1.0
"""How soon a customer is offered to an agent who has just become free."""
LEASE_SECONDS = 15.0
LAST_ROUND_SECONDS = 5.0
"""How long a round may take to end when the worker stops."""
SLOW_ROUND = timedelta(seconds=5)
"""How often the agents and the waits are looked at: both change over minutes."""
SCORE_ROUND = timedelta(seconds=30)


class LineKeeper:
    """Goes round; doing it twice, when a lease runs out under a slow worker, is harmless."""

    def __init__(
        self,
        record: Record,
        redis: Redis,
        keys: Keys,
        clock: Clock,
        dispatcher: Dispatcher,
        attendance: Attendance,
        news: WaitNews,
    ) -> None:
        self._record = record
        self._redis = redis
        self._keys = keys
        self._clock = clock
        self._dispatcher = dispatcher
        self._attendance = attendance
        self._news = news
        self._round: asyncio.Task[None] | None = None
        self._slow_at: datetime | None = None
        self._scored_at: datetime | None = None

    async def run(self) -> None:
        """Goes round until cancelled."""
        while True:
            # A round is never broken off in the middle: redis-py can lose a cancellation, and this loop would go on.
            self._round = asyncio.create_task(self._take_round())
            await asyncio.shield(self._round)
            await asyncio.sleep(ROUND_SECONDS)

    async def stop(self) -> None:
        """Lets a round that is under way end, before what it works on is closed."""
        if self._round is not None:
            await asyncio.wait({self._round}, timeout=LAST_ROUND_SECONDS)

    async def _take_round(self) -> None:
        lock = self._redis.lock(self._keys.runner("line"), timeout=LEASE_SECONDS, blocking=False)
        try:
            if await lock.acquire():
                try:
                    await self.go_round()
                finally:
                    with suppress(LockError):
                        await lock.release()
            await self._show_score()
        except (RedisError, SQLAlchemyError) as error:
            log.warning("line.round_failed", error=type(error).__name__)
        except Exception as error:
            # The outermost loop: one broken round must not leave the line without its keeper.
            log.error("line.round_broken", error=type(error).__name__, exc_info=error)

    async def go_round(self) -> None:
        """Everything that is due, once."""
        now = self._clock()
        if self._slow_at is None or now - self._slow_at >= SLOW_ROUND:
            self._slow_at = now
            await self._attendance.go_round()
            await self._news.go_round()
        await self._dispatcher.go_round()

    async def _show_score(self) -> None:
        """Every worker shows the same figure, whichever is asked for its metrics."""
        if self._scored_at is not None and self._clock() - self._scored_at < SCORE_ROUND:
            return
        self._scored_at = self._clock()
        async with self._record.reading() as session:
            share = (await score_estimates(session)).share
        ESTIMATES_RIGHT.set(float("nan") if share is None else share)
