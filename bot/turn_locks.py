"""Turns of one conversation never overlap, whichever replica of the bot takes them.

Rasa's own `RedisLockStore` reads and writes its tickets in two steps, so that replicas lose some of them, and it looks
once a second. Here one lease in Redis stands around the lock that every process has anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

log = structlog.get_logger()

LEASE_SECONDS = 6.0
"""Renewed every third of it; after a crash the conversation is free again this soon."""
LOOK_SECONDS = 0.05
WAIT_SECONDS = 10.0
"""Longer than anybody waits for a turn's answer."""
REDIS_SECONDS = 2.0


class TurnLocks(InMemoryLockStore):
    """A lock in this process, and a lease in Redis that other replicas respect.

    While Redis is away only the lock in this process holds; the tracker store then refuses the slower of two who have
    taken the same turn (`bot/trackers.py`).
    """

    def __init__(self, redis_url: str, prefix: str) -> None:
        super().__init__()
        self._prefix = f"{prefix}bot:"
        self._redis = Redis.from_url(redis_url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS)

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = LOOK_SECONDS
    ) -> AsyncIterator[Any]:
        """Holds the conversation for the length of the block."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as ticket:
            lease = await self._lease(conversation_id)
            renewal = asyncio.create_task(_renew(lease)) if lease else None
            try:
                yield ticket
            finally:
                if lease and renewal:
                    renewal.cancel()
                    with suppress(LockError, RedisError):  # it ends by itself
                        await lease.release()

    async def _lease(self, conversation: str) -> Lock | None:
        lease = self._redis.lock(
            f"{self._prefix}{conversation}", timeout=LEASE_SECONDS, sleep=LOOK_SECONDS, blocking_timeout=WAIT_SECONDS
        )
        try:
            return lease if await lease.acquire() else None
        except RedisError as error:
            log.warning("turn_locks.redis_away", error=type(error).__name__)
            return None


async def _renew(lease: Lock) -> None:
    with suppress(LockError, RedisError):
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await lease.extend(LEASE_SECONDS, replace_ttl=True)
