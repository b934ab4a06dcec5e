"""Keeps the line moving: offers, agents who have gone, news of the wait. Of all workers one at a time does it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from redis.asyncio import Redis
from sqlalchemy.exc import SQLAlchemyError

from handoff.agent_queue.attendance import Attendance
from handoff.agent_queue.dispatch import Dispatcher
from handoff.agent_queue.estimates import score_estimates
from handoff.agent_queue.keys import Keys
from handoff.agent_queue.news import WaitNews
from handoff.clock import Clock
from handoff.metrics import ESTIMATES_RIGHT
from handoff.record import Record
from handoff.rounds import Rounds

log = structlog.get_logger()

ROUND_SECONDS = 1.0
"""How soon a customer is offered to an agent who has just become free."""
LEASE_SECONDS = 15.0
SLOW_ROUND = timedelta(seconds=5)
"""How often the agents and the waits are looked at: both change over minutes."""
SCORE_SECONDS = 30.0


class LineKeeper:
    """What is done in each round."""

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
        self._clock = clock
        self._dispatcher = dispatcher
        self._attendance = attendance
        self._news = news
        self._slow_at: datetime | None = None
        self.rounds = Rounds(
            redis, keys.runner("line"), self.go_round, seconds=ROUND_SECONDS, lease_seconds=LEASE_SECONDS
        )

    async def go_round(self) -> None:
        """Everything that is due, once."""
        now = self._clock()
        if self._slow_at is None or now - self._slow_at >= SLOW_ROUND:
            self._slow_at = now
            await self._attendance.go_round()
            await self._news.go_round()
        await self._dispatcher.go_round()

    async def show_score(self) -> None:
        """Shows how good the estimates were, until cancelled; the same figure, whichever worker is asked for it."""
        while True:
            try:
                async with self._record.reading() as session:
                    share = (await score_estimates(session)).share
                ESTIMATES_RIGHT.set(float("nan") if share is None else share)
            except (SQLAlchemyError, OSError) as error:  # asyncpg hands a refused connection on as it is
                log.warning("line.score_failed", error=type(error).__name__)
            await asyncio.sleep(SCORE_SECONDS)
