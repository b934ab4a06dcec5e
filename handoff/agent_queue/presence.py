"""Which agents are on duty, and how many conversations they could take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.keys import Keys
from handoff.conversations.conversation import State
from handoff.conversations.tables import AssignmentRow, ConversationRow, StaffRow


class PresenceState(StrEnum):
    """What an agent says of themselves."""

    ONLINE = "online"
    """Takes conversations."""
    AWAY = "away"
    """Is there, but takes no new ones."""
    OFFLINE = "offline"
    """Is not there."""


@dataclass(frozen=True)
class Places:
    """What the agents on duty could take and what they hold."""

    free: int
    busy: int


class Presence:
    """Presence as leases in Redis: a desk that is not heard of for a while is offline by itself."""

    def __init__(self, redis: Redis, keys: Keys, seconds: int) -> None:
        self._redis = redis
        self._keys = keys
        self._seconds = seconds

    async def put(self, staff: str, state: PresenceState) -> None:
        """Sets an agent's presence for the length of a lease."""
        await self._redis.set(self._keys.presence(staff), state.value, ex=self._seconds)

    async def renew(self, staff: str, known: PresenceState | None) -> PresenceState | None:
        """The agent's desk is still open. It gives what it knew, and is given what now holds, to know it next time.

        What Redis has lost is restored from the desk; who has gone off duty is not brought back.
        """
        value = await self._redis.get(self._keys.presence(staff))
        state = PresenceState(str(value)) if value else known
        if state is not None:
            await self.put(staff, state)
        return state

    async def hear(self, staff: str, now: datetime, *, at_desk: bool = False) -> None:
        """Something was heard of an agent: a request, or, at a desk that shows what happens, its ping."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in (self._keys.heard, self._keys.watching) if at_desk else (self._keys.heard,):
                pipe.zadd(key, {staff: now.timestamp()})
            await pipe.execute()

    async def silent(self, staff: Sequence[str], now: datetime, grace: float) -> list[str]:
        """Those of whom nothing was heard for longer than a lease and the grace.

        Of whom Redis knows nothing, for it may have been lost, the silence begins now.
        """
        async with self._redis.pipeline(transaction=False) as pipe:
            for each in staff:
                pipe.zadd(self._keys.heard, {each: now.timestamp()}, nx=True)
                pipe.zscore(self._keys.heard, each)
            scores = (await pipe.execute())[1::2]
        oldest = now.timestamp() - self._seconds - grace
        return [each for each, score in zip(staff, scores, strict=True) if float(score) < oldest]

    async def watching(self, now: datetime) -> set[str]:
        """Those who have a desk open, and so see what is offered to them."""
        members = await self._redis.zrangebyscore(self._keys.watching, now.timestamp() - self._seconds, "+inf")
        return {str(member) for member in members}

    async def of(self, staff: str) -> PresenceState:
        """An agent's presence now; while Redis is away nobody is known to be there."""
        try:
            value = await self._redis.get(self._keys.presence(staff))
        except RedisError:
            return PresenceState.OFFLINE
        return PresenceState(str(value)) if value else PresenceState.OFFLINE

    async def online(self, staff: Sequence[str]) -> set[str]:
        """Those of the given agents who take conversations."""
        return {each for each in staff if await self.of(each) is PresenceState.ONLINE}


async def count_places(session: AsyncSession, presence: Presence) -> Places:
    """Free and busy places of all agents on duty."""
    held = (
        select(ConversationRow.agent_id, func.count().label("held"))
        .where(ConversationRow.state == State.AGENT.value)
        .group_by(ConversationRow.agent_id)
        .subquery()
    )
    statement = (
        select(StaffRow.id, StaffRow.capacity, func.coalesce(held.c.held, 0).label("held"))
        .outerjoin(held, held.c.agent_id == StaffRow.id)
        .where(StaffRow.active, StaffRow.role.in_(("agent", "supervisor")))
    )
    rows = (await session.execute(statement)).all()
    online = await presence.online([row.id for row in rows])
    on_duty = [row for row in rows if row.id in online]
    return Places(
        free=sum(max(0, row.capacity - row.held) for row in on_duty),
        busy=sum(row.held for row in on_duty),
    )


async def recent_handlings(session: AsyncSession, count: int) -> list[float]:
    """Handling times in seconds of the assignments that ended last."""
    statement = (
        select(AssignmentRow.claimed_at, AssignmentRow.ended_at)
        .where(AssignmentRow.ended_at.is_not(None))
        .order_by(AssignmentRow.ended_at.desc())
        .limit(count)
    )
    return [(row.ended_at - row.claimed_at).total_seconds() for row in await session.execute(statement) if row.ended_at]
