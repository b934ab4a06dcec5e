"""The net below everything: no customer's message may stay without an answer, a place in line, or an alarm."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from handoff.agent_queue.waiting_line import WaitingLine
from handoff.clock import Clock
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow
from handoff.metrics import UNANSWERED, WAITING
from handoff.record import Record

log = structlog.get_logger()

ROUND_SECONDS = 5.0
MAY_WAIT = timedelta(seconds=30)
"""Longer than the longest pause, the slowest turn and a crash's lease together."""


async def count_unanswered(record: Record, now: datetime) -> int:
    """Conversations of the bot whose customer has waited longer than they may."""
    statement = (
        select(func.count())
        .select_from(ConversationRow)
        .where(
            ConversationRow.state == State.BOT.value,
            ConversationRow.asked_seq > ConversationRow.answered_seq,
            ConversationRow.pending_since < now - MAY_WAIT,
        )
    )
    async with record.reading() as session:
        return int((await session.execute(statement)).scalar_one())


async def count_waiting(record: Record) -> int:
    """Conversations that wait for a person."""
    statement = select(func.count()).select_from(ConversationRow).where(ConversationRow.state == State.QUEUED.value)
    async with record.reading() as session:
        return int((await session.execute(statement)).scalar_one())


async def run_watchdog(record: Record, line: WaitingLine, clock: Clock) -> None:
    """Counts, raises the alarm, and repairs the line, until cancelled."""
    while True:
        try:
            unanswered = await count_unanswered(record, clock())
            UNANSWERED.set(unanswered)
            if unanswered:
                log.error("watchdog.unanswered", conversations=unanswered)
            WAITING.set(await count_waiting(record))
            await line.repair(record)
        except (RedisError, SQLAlchemyError) as error:
            log.warning("watchdog.interrupted", error=type(error).__name__)
        await asyncio.sleep(ROUND_SECONDS)
