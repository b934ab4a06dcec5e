"""Watches over the agents who hold conversations: who is not heard of any more loses them to the line."""

from __future__ import annotations

from contextlib import suppress

import structlog
from redis.exceptions import RedisError
from sqlalchemy import select

from handoff.agent_queue.presence import Presence, PresenceState
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.clock import Clock
from handoff.conversations.conversation import State
from handoff.conversations.give_back import Cause, do_give_back
from handoff.conversations.tables import ConversationRow, StaffRow
from handoff.doorbells import Doorbells
from handoff.metrics import LOST_AGENTS
from handoff.record import Record

log = structlog.get_logger()


class Attendance:
    """Finds agents who have gone, and gives their customers back to the front of the line."""

    def __init__(
        self, record: Record, presence: Presence, line: WaitingLine, bells: Doorbells, clock: Clock, grace: float
    ) -> None:
        self._record = record
        self._presence = presence
        self._line = line
        self._bells = bells
        self._clock = clock
        self._grace = grace

    async def go_round(self) -> list[str]:
        """Once over all who hold conversations; returns the agents who have gone."""
        statement = select(ConversationRow.agent_id).where(ConversationRow.state == State.AGENT.value).distinct()
        async with self._record.reading() as session:
            holders = [each for each in (await session.execute(statement)).scalars() if each is not None]
        gone = await self._presence.silent(holders, self._clock(), self._grace) if holders else []
        for staff in gone:
            await self.give_back(staff, "lost")
        return gone

    async def give_back(self, staff: str, cause: Cause) -> int:
        """Gives all that an agent holds back to the line, and tells everybody; returns how many that were."""
        async with self._record.writing() as session:
            rows = await do_give_back(session, staff, cause, self._clock())
            name = (await session.get_one(StaffRow, staff)).name
            places = [(row.id, row.queued_at, row.urgency) for row in rows]
        for conversation, queued_at, urgency in places:
            if queued_at is not None:
                with suppress(RedisError):  # the repair puts it in line otherwise
                    await self._line.enter(conversation, queued_at, urgency)
            await self._bells.ring(conversation)
        if cause == "lost":
            with suppress(RedisError):  # the lease has ended by itself
                await self._presence.put(staff, PresenceState.OFFLINE)
        if places:
            LOST_AGENTS.labels(cause).inc()
            log.warning("agent.gone", staff=staff, cause=cause, conversations=len(places))
            await self._bells.alert(f"agent_{cause}", staff=staff, name=name, customers=len(places))
        return len(places)
