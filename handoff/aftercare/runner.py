"""Keeps promises when they are due: one worker at a time goes round, and going round twice is harmless.

The lease in Redis only spares work. What makes every promise be kept once is the record: a round claims the row under
its lock (`claim_due`), says what is to be said and marks it kept in one transaction. Killed before its commit, nothing
has happened; killed after, nothing is left to do. Doorbells come last: a lost one only means that sockets look later.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.internal_requests import warn_of_requests
from handoff.aftercare.keep_call_backs import due_call_backs, raise_call_back, raise_deadlines
from handoff.aftercare.keep_erasures import keep_erasures
from handoff.aftercare.keep_follow_ups import due_follow_ups, keep_follow_ups
from handoff.aftercare.keep_reminders import due_reminders, keep_reminders
from handoff.aftercare.plan_promises import plan_promises
from handoff.aftercare.promises import count_overdue
from handoff.aftercare.speak_first import Ways
from handoff.agent_queue.keys import Keys
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.bot_client import BotClient, BotFailureError
from handoff.business_calendar import BusinessCalendar
from handoff.clock import Clock
from handoff.conversations.conversation import State
from handoff.conversations.escalate import Queueing
from handoff.doorbells import Doorbells
from handoff.metrics import OVERDUE
from handoff.record import Record
from handoff.rounds import Rounds

log = structlog.get_logger()

Result = TypeVar("Result")
Whom = TypeVar("Whom", str, int)
Keep = Callable[[AsyncSession, Whom, Sequence[str], Ways, datetime], Awaitable[str | None]]
"""Keeps a contact's promises in one message; gives the conversation in which it was said."""

ROUND_SECONDS = 10.0
LEASE_SECONDS = 60.0
PLAN_EVERY = timedelta(minutes=10)
"""How often the CRM is asked for new promises; they are for days, not for minutes."""


class PromiseKeeper:
    """What is done in each round."""

    def __init__(
        self,
        record: Record,
        redis: Redis,
        keys: Keys,
        bells: Doorbells,
        line: WaitingLine,
        queueing: Queueing,
        calendar: BusinessCalendar,
        clock: Clock,
        ways: Ways,
        bot: BotClient,
    ) -> None:
        self._record = record
        self._bells = bells
        self._line = line
        self._queueing = queueing
        self._calendar = calendar
        self._clock = clock
        self.ways = ways
        self.bot = bot
        self._planned_at: datetime | None = None
        # Without Redis too, for the record alone keeps rounds from doing things twice.
        self.rounds = Rounds(
            redis, keys.runner("promises"), self.go_round,
            seconds=ROUND_SECONDS, lease_seconds=LEASE_SECONDS, needs_redis=False,
        )  # fmt: skip

    async def go_round(self) -> None:
        """Everything that is due, once; what fails is logged and does not keep the rest from being kept."""
        now = self._clock()
        for part in (
            self._plan,
            self._call_back,
            self._follow_up,
            self._remind,
            self._warn,
            self._erase,
            self._count,
        ):
            await self._safely(part(now))

    async def _safely(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        try:
            return await work
        except (RedisError, SQLAlchemyError, BotFailureError) as error:
            log.warning("promises.interrupted", work=getattr(work, "__name__", ""), error=type(error).__name__)
        except Exception as error:
            # The outermost loop: one promise that cannot be kept must not keep the others from being kept.
            log.error("promises.broken", work=getattr(work, "__name__", ""), error=type(error).__name__, exc_info=error)
        return None

    async def _plan(self, now: datetime) -> None:
        if self._planned_at is not None and timedelta(0) <= now - self._planned_at < PLAN_EVERY:
            return
        async with self._record.writing() as session:
            planned = await plan_promises(session, self._calendar, now)
        self._planned_at = now
        if planned:
            log.info("promises.planned", count=planned)

    async def _call_back(self, now: datetime) -> None:
        async with self._record.reading() as session:
            due = await due_call_backs(session, now)
        for promise in due:
            await self._safely(self._call_back_one(promise, now))

    async def _call_back_one(self, promise: str, now: datetime) -> None:
        async with self._record.writing() as session:
            row = await raise_call_back(session, promise, self._queueing, self.ways, now)
        if row is None:
            return
        if row.state == State.QUEUED and row.queued_at is not None:
            with suppress(RedisError):  # the repair puts it in line otherwise
                await self._line.enter(row.id, row.queued_at, row.urgency)
        await self._ring(row.id, desk=True)

    async def _follow_up(self, now: datetime) -> None:
        async with self._record.reading() as session:
            due = await due_follow_ups(session, self._calendar, now)
        await self._write_first(keep_follow_ups, due, now)

    async def _remind(self, now: datetime) -> None:
        async with self._record.reading() as session:
            due = await due_reminders(session, self._calendar, now)
        await self._write_first(keep_reminders, due, now)

    async def _write_first(self, keep: Keep[Whom], due: Mapping[Whom, Sequence[str]], now: datetime) -> None:
        for contact, promises in due.items():
            await self._safely(self._write_to(keep, contact, promises, now))

    async def _write_to(self, keep: Keep[Whom], contact: Whom, promises: Sequence[str], now: datetime) -> None:
        async with self._record.writing() as session:
            conversation = await keep(session, contact, promises, self.ways, now)
        if conversation is not None:
            await self._ring(conversation)

    async def _warn(self, now: datetime) -> None:
        async with self._record.writing() as session:
            changed = await raise_deadlines(session, self._calendar, now)
            warned = await warn_of_requests(session, self._calendar, now)
        for conversation in warned:
            await self._ring(conversation, desk=True)
        if changed:
            await self._bells.ring_desk()

    async def _erase(self, now: datetime) -> None:
        await keep_erasures(self._record, self.bot, now)

    async def _count(self, now: datetime) -> None:
        async with self._record.reading() as session:
            OVERDUE.set(await count_overdue(session, now))

    async def _ring(self, conversation: str, *, desk: bool = False) -> None:
        await self._bells.ring(conversation)
        if desk:
            await self._bells.ring_desk(conversation)
