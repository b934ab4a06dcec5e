"""The waiting line: Redis orders it, the record decides it, and it can be rebuilt from the record at any time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import select

from handoff.agent_queue.keys import Keys
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow
from handoff.record import Record
from protocol.escalation import Escalation, EscalationReason

HEAD_START_SECONDS = 300
"""What one step of urgency is worth: who is urgent is ranked as if come this much earlier; nobody waits for ever."""

URGENCY_BY_EMOTION = {"angry": 3, "anxious": 2, "disappointed": 1}
URGENCY_BY_REASON = {
    EscalationReason.COMPLAINT: 2,
    EscalationReason.RATING: 2,
    EscalationReason.CALL_BACK: 2,
    EscalationReason.NOT_RESOLVED: 1,
    EscalationReason.BOT_FAILURE: 1,
}


def urgency_of(escalation: Escalation) -> int:
    """How urgent a hand-over is, from 0 to 3. Pure."""
    return max(URGENCY_BY_EMOTION.get(escalation.emotion, 0), URGENCY_BY_REASON.get(escalation.reason, 0))


def rank_of(queued_at: datetime, urgency: int) -> float:
    """A conversation's score in the line, lowest first: seconds since 1970 less the head start. Pure."""
    return queued_at.timestamp() - urgency * HEAD_START_SECONDS


class WaitingLine:
    """The order in which waiting customers are served."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def enter(self, conversation: str, queued_at: datetime, urgency: int) -> None:
        """Puts a conversation in its place; again is harmless."""
        await self._redis.zadd(self._keys.line, {conversation: rank_of(queued_at, urgency)})

    async def leave(self, conversation: str) -> None:
        """Takes a conversation out."""
        await self._redis.zrem(self._keys.line, conversation)

    async def position(self, conversation: str) -> int | None:
        """The place from 1, or None when it is not in line."""
        rank = await self._redis.zrank(self._keys.line, conversation)
        return None if rank is None else int(str(rank)) + 1

    async def position_on_entry(self, queued_at: datetime, urgency: int) -> int:
        """The place somebody would get."""
        return int(await self._redis.zcount(self._keys.line, "-inf", f"({rank_of(queued_at, urgency)}")) + 1

    async def first(self, count: int) -> list[str]:
        """The conversations to serve next."""
        members = await self._redis.zrange(self._keys.line, 0, count - 1)
        return [str(member) for member in members]

    async def repair(self, record: Record) -> None:
        """Makes the line what the record says: after a loss of Redis, or a crash between the record and the line."""
        statement = select(ConversationRow.id, ConversationRow.queued_at, ConversationRow.urgency).where(
            ConversationRow.state == State.QUEUED.value, ConversationRow.queued_at.is_not(None)
        )
        # The line before the record: who comes in between is in the record only, and is never taken for gone.
        ranks: Any = await self._redis.zrange(self._keys.line, 0, -1, withscores=True)
        in_line: dict[str, float] = dict(ranks)
        async with record.reading() as session:
            waiting = {row.id: (row.queued_at, row.urgency) for row in await session.execute(statement)}
        for conversation, (queued_at, urgency) in waiting.items():
            if in_line.get(conversation) != rank_of(queued_at, urgency):
                await self.enter(conversation, queued_at, urgency)
        for conversation in set(in_line) - set(waiting):
            await self.leave(conversation)
