"""Work that is done again and again: of all workers by one at a time, and harmlessly where it is done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger()

LAST_ROUND_SECONDS = 5.0
"""How long a round may take to end when the worker stops."""


class Rounds:
    """Goes round; a lease in Redis that runs out under a slow worker only means that two go."""

    def __init__(
        self,
        redis: Redis,
        key: str,
        work: Callable[[], Awaitable[object]],
        *,
        seconds: float,
        lease_seconds: float,
        needs_redis: bool = True,
    ) -> None:
        self._redis = redis
        self._key = key
        self._work = work
        self._seconds = seconds
        self._lease_seconds = lease_seconds
        self._needs_redis = needs_redis
        self._round: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Goes round until cancelled."""
        while True:
            # A round is never broken off in the middle: redis-py can lose a cancellation, and this loop would go on.
            self._round = asyncio.create_task(self.go())
            await asyncio.shield(self._round)
            await asyncio.sleep(self._seconds)

    async def stop(self) -> None:
        """Lets a round that is under way end, before what it works on is closed."""
        if self._round is not None:
            await asyncio.wait({self._round}, timeout=LAST_ROUND_SECONDS)

    async def go(self) -> None:
        """One round, where no other worker is going it; its failure is logged and ends nothing."""
        try:
            await self._go_alone()
        except (RedisError, SQLAlchemyError) as error:
            log.warning("round.failed", round=self._key, error=type(error).__name__)
        except Exception as error:
            # The outermost loop: one broken round must not keep the next from being gone.
            log.error("round.broken", round=self._key, error=type(error).__name__, exc_info=error)

    async def _go_alone(self) -> None:
        lock = self._redis.lock(self._key, timeout=self._lease_seconds, blocking=False)
        try:
            if not await lock.acquire():
                return
        except RedisError:
            if self._needs_redis:
                raise
            await self._work()
            return
        try:
            await self._work()
        finally:
            with suppress(LockError, RedisError):  # it ends by itself
                await lock.release()
