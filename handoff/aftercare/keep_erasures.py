"""Lets the bot forget what somebody said who wanted to be forgotten: until it has, and across restarts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import PromiseKind, PromiseState, only_due
from handoff.bot_client import BotClient
from handoff.conversations.tables import PromiseRow
from handoff.record import Record


async def keep_erasures(record: Record, bot: BotClient, now: datetime) -> int:
    """Keeps what is due, and gives how many; being asked twice is harmless to the bot.

    Raises:
        BotFailureError: the bot could not forget; the promise stays open for the next round.
    """
    async with record.reading() as session:
        due = await _due(session, now)
    for promise, conversation in due:
        await bot.forget(conversation)
        async with record.writing() as session:
            await session.execute(
                update(PromiseRow).where(PromiseRow.id == promise).values(state=PromiseState.KEPT.value, kept_at=now)
            )
    return len(due)


async def _due(session: AsyncSession, now: datetime) -> Sequence[tuple[str, str]]:
    promised = select(PromiseRow.id, PromiseRow.conversation_id).where(PromiseRow.conversation_id.is_not(None))
    rows = await session.execute(only_due(promised, PromiseKind.ERASURE, now))
    return [(promise, str(conversation)) for promise, conversation in rows]
