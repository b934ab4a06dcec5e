"""Lanes: every conversation is worked on in order, by one worker at a time; a slow one delays only itself.

Redis keeps when a conversation is due and who works on it. Both are only hints for speed: the record's unique turns
make it harmless when two workers do the same, and `sweep` finds in the record what Redis has forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from handoff.agent_queue.keys import LANE_LEASE_SECONDS, Keys
from handoff.clock import Clock
from handoff.conversations.conversation import BOT_LISTENS
from handoff.conversations.tables import ConversationRow
from handoff.record import Record

log = structlog.get_logger()

POLL_SECONDS = 0.25
"""How long a worker sleeps at most before it looks for lanes that another one scheduled or left."""
SWEEP_SECONDS = 5.0
"""How often the record is searched for unanswered messages that Redis does not know of."""
BATCH = 200
"""Due conversations that are looked at at once."""
TYPING_SECONDS = 3.0
"""A customer who types is given this long to go on."""

Work = Callable[[str], Awaitable[datetime | None]]
"""Takes the conversation's next turn; returns when the following one is due, or None when nothing is pending."""


class Lanes:
    """Decides when which conversation's turn is taken, and takes it on this worker."""

    def __init__(self, redis: Redis, keys: Keys, record: Record, clock: Clock) -> None:
        self._redis = redis
        self._keys = keys
        self._record = record
        self._clock = clock
        self._wake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}

    async def schedule(self, conversation: str, due: datetime) -> None:
        """Sets when the conversation's turn is taken; without Redis the sweep will find it."""
        try:
            await self._redis.zadd(self._keys.turns_due, {conversation: _milliseconds(due)})
        except RedisError as error:
            log.warning("lanes.not_scheduled", conversation=conversation, error=type(error).__name__)
        self._wake.set()

    async def postpone(self, conversation: str, due: datetime) -> None:
        """Moves a turn that waits already: the customer is still typing."""
        await self._redis.zadd(self._keys.turns_due, {conversation: _milliseconds(due)}, xx=True, gt=True)

    async def run(self, work: Work) -> None:
        """Takes due turns until cancelled."""
        while True:
            self._wake.clear()  # before looking, so that nobody who wakes us meanwhile is missed
            try:
                wait = await self._take_due(work)
            except RedisError as error:
                log.warning("lanes.redis_away", error=type(error).__name__)
                wait = POLL_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):  # wait_for of Python 3.11 can swallow the cancellation at the end
                    await self._wake.wait()

    async def run_sweep(self) -> None:
        """Puts pending conversations that Redis does not know back on their lanes, until cancelled."""
        while True:
            try:
                await self.sweep()
            except (RedisError, SQLAlchemyError) as error:
                log.warning("lanes.sweep_failed", error=type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> int:
        """Schedules what the record says is pending; returns how many conversations that are."""
        statement = select(ConversationRow.id).where(
            ConversationRow.state.in_([state.value for state in BOT_LISTENS]),
            ConversationRow.asked_seq > ConversationRow.answered_seq,
        )
        async with self._record.reading() as session:
            pending = list((await session.execute(statement)).scalars())
        now = _milliseconds(self._clock())
        for conversation in pending:
            await self._redis.zadd(self._keys.turns_due, {conversation: now}, nx=True)
        if pending:
            self._wake.set()
        return len(pending)

    async def stop(self) -> None:
        """Lets turns that are under way end, for as long as a lease lasts."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=LANE_LEASE_SECONDS)

    async def _take_due(self, work: Work) -> float:
        now = self._clock()
        # Those at work whose customers have written again are due too; they must not hide the others.
        count = BATCH + len(self._running)
        due = await self._redis.zrangebyscore(self._keys.turns_due, "-inf", _milliseconds(now), start=0, num=count)
        for conversation in map(str, due):
            if conversation not in self._running:
                self._start(conversation, work)
        following = await self._redis.zrangebyscore(
            self._keys.turns_due, f"({_milliseconds(now)}", "+inf", start=0, num=1, withscores=True
        )
        if not following:
            return POLL_SECONDS
        return max(0.0, min(POLL_SECONDS, float(following[0][1]) / 1000 - now.timestamp()))

    def _start(self, conversation: str, work: Work) -> None:
        task = asyncio.create_task(self._work_on(conversation, work))
        self._running[conversation] = task
        task.add_done_callback(lambda _: self._running.pop(conversation, None))

    async def _work_on(self, conversation: str, work: Work) -> None:
        lock = self._redis.lock(self._keys.lane(conversation), timeout=LANE_LEASE_SECONDS, blocking=False)
        try:
            if not await lock.acquire():
                return
            renewal = asyncio.create_task(_renew(lock))
            try:
                # Removed before the work, not after: a message that comes meanwhile schedules the lane anew.
                # Should we crash in between, the sweep finds the conversation in the record.
                await self._redis.zrem(self._keys.turns_due, conversation)
                following = await work(conversation)
                if following is not None:
                    await self._follow(conversation, following)
            finally:
                renewal.cancel()
                await lock.release()
        except (RedisError, LockError, SQLAlchemyError) as error:
            log.warning("lanes.interrupted", conversation=conversation, error=type(error).__name__)
        except Exception as error:
            # The outermost loop of a lane: the sweep tries it again, and the watchdog raises the alarm if it stays so.
            log.error("lanes.broken", conversation=conversation, error=type(error).__name__, exc_info=error)

    async def _follow(self, conversation: str, due: datetime) -> None:
        # What came during the turn has set its own time, so that the customer can finish.
        await self._redis.zadd(self._keys.turns_due, {conversation: _milliseconds(due)}, nx=True)
        self._wake.set()


async def _renew(lock: Lock) -> None:
    while True:
        await asyncio.sleep(LANE_LEASE_SECONDS / 3)
        try:
            await lock.extend(LANE_LEASE_SECONDS, replace_ttl=True)
        except (LockError, RedisError):
            return


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def when_due(now: datetime, pending_since: datetime | None, quiet: float, cap: float) -> datetime:
    """When a turn is taken: after the quiet time, at the latest the cap after the first unanswered message. Pure."""
    latest = (pending_since or now) + timedelta(seconds=cap)
    return min(now + timedelta(seconds=quiet), max(latest, now))
