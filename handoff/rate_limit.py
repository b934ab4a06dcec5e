"""How often somebody may do something: fixed windows of a minute, counted in Redis over all workers."""

from __future__ import annotations

from typing import ClassVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff.agent_queue.keys import Keys
from handoff.clock import Clock
from handoff.errors import SapaError

WINDOW_SECONDS = 60


class RateLimitedError(SapaError):
    """Too often; the caller may try again after `retry_after` seconds."""

    code: ClassVar[str] = "rate_limited"
    http_status: ClassVar[int] = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"That was too fast; please wait {retry_after} seconds.")
        self.retry_after = retry_after


class RateLimits:
    """Counts and refuses."""

    def __init__(self, redis: Redis, keys: Keys, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock

    async def check(self, what: str, who: str, limit: int) -> None:
        """Counts one more; lets everybody pass while Redis is away, for a lost message is worse than a fast one.

        Raises:
            RateLimitedError: more than the limit in this minute.
        """
        now = int(self._clock().timestamp())
        key = self._keys.rate(what, who, now // WINDOW_SECONDS)
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.incr(key)
                pipe.expire(key, 2 * WINDOW_SECONDS)
                count = int((await pipe.execute())[0])
        except RedisError:
            return
        if count > limit:
            raise RateLimitedError(WINDOW_SECONDS - now % WINDOW_SECONDS)
