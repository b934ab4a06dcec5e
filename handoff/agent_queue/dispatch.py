"""Offers waiting customers to agents, one after the other, and sees to it that no offer stands for ever."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.offers import (
    NOT_TAKEN,
    TRIES,
    OfferState,
    count_tries,
    do_offer,
    does_not_answer,
    end,
)
from handoff.agent_queue.presence import Presence, PresenceState
from handoff.agent_queue.routing import OnDuty, Waiting, match
from handoff.agent_queue.tables import OfferRow
from handoff.agent_queue.waiting_line import rank_of
from handoff.clock import Clock
from handoff.conversations.conversation import State
from handoff.conversations.tables import AssignmentRow, ConversationRow, StaffRow
from handoff.conversations.transcript import lock_conversation
from handoff.doorbells import Doorbells
from handoff.record import Record

log = structlog.get_logger()

REST = timedelta(minutes=2)
"""An agent who did not take a customer is not asked for the same one again for this long."""
KNOWN_FOR = timedelta(hours=24)
"""Who served a customer within this time is asked first: they know the matter."""
LOOK_AHEAD = 200
"""Waiting conversations looked at in one round, from the front."""


@dataclass(frozen=True)
class Ended:
    """An offer that has come to its end without being taken."""

    conversation: str
    staff: str
    state: OfferState


class Dispatcher:
    """Makes and ends offers; of all workers one at a time, and doing it twice is harmless."""

    def __init__(self, record: Record, presence: Presence, bells: Doorbells, clock: Clock, seconds: float) -> None:
        self._record = record
        self._presence = presence
        self._bells = bells
        self._clock = clock
        self._seconds = seconds

    async def go_round(self) -> int:
        """Ends what has run out, and offers whoever waits; returns how many offers were made."""
        ended = await self.end_offers()
        for each in ended:
            await self.follow(each)
        made = await self.make_offers() if self._seconds else 0
        if ended or made:
            await self._bells.ring_desk()
        return made

    async def end_offers(self) -> list[Ended]:
        """Ends offers that have run out, or that nobody can take any more."""
        async with self._record.reading() as session:
            offered = [(row.id, row.conversation_id) for row in await _open_offers(session)]
        if not offered:
            return []
        there = await self._there()
        return [each for offer in offered if (each := await self._end(*offer, there)) is not None]

    async def _end(self, offer: str, conversation: str, there: set[str]) -> Ended | None:
        now = self._clock()
        async with self._record.writing() as session:
            row = await lock_conversation(session, conversation)
            found = await session.get(OfferRow, offer, with_for_update=True)
            if row is None or found is None or found.state != OfferState.OPEN:
                return None
            if row.state != State.QUEUED or found.staff_id not in there:
                end(found, OfferState.WITHDRAWN, now)
            elif found.expires_at <= now:
                end(found, OfferState.TIMED_OUT, now)
            else:
                return None
            return Ended(conversation, found.staff_id, OfferState(found.state))

    async def follow(self, ended: Ended) -> None:
        """What an offer that was not taken leads to: an agent who is away, and a customer whom nobody takes."""
        if ended.state not in NOT_TAKEN:
            return
        async with self._record.reading() as session:
            is_away = ended.state is OfferState.TIMED_OUT and await does_not_answer(session, ended.staff)
            agent = await session.get_one(StaffRow, ended.staff)
            row = await session.get_one(ConversationRow, ended.conversation)
            tries = await count_tries(session, row)
        if is_away:
            await self._presence.put(ended.staff, PresenceState.AWAY)
            log.info("agent.set_away", staff=ended.staff)
            await self._bells.alert("set_away", staff=ended.staff, name=agent.name)
        if row.state == State.QUEUED and tries and tries % TRIES == 0:
            await self._bells.alert("nobody_takes", conversation=ended.conversation, tries=tries)

    async def follow_declined(self, conversation: str, staff: str) -> None:
        """The agent has declined: should nobody take the customer, everybody is told."""
        await self.follow(Ended(conversation, staff, OfferState.DECLINED))

    async def make_offers(self) -> int:
        """Offers the first in line to whoever can serve them."""
        now = self._clock()
        async with self._record.reading() as session:
            line = await _line(session)
            agents = await self._on_duty(session) if line else []
            waiting = await _waiting(session, line, now) if agents else []
        made = 0
        for conversation, staff in match(waiting, agents):
            try:
                async with self._record.writing() as session:
                    made += await do_offer(session, conversation, staff, now, self._seconds) is not None
            except IntegrityError:
                continue  # another worker was faster; the index lets one open offer stand
        return made

    async def _on_duty(self, session: AsyncSession) -> list[OnDuty]:
        there = await self._there()
        rows = [row for row in await _agents(session) if row.id in there]
        busy = {offer.staff_id for offer in await _open_offers(session)}
        held, idle = await _held(session), await _idle_since(session)
        return [
            OnDuty(
                row.id, frozenset(row.languages), row.unit, row.capacity - held[row.id], held[row.id], idle.get(row.id)
            )
            for row in rows
            if row.id not in busy
        ]

    async def _there(self) -> set[str]:
        """Those who take conversations and have a desk open that shows them offers."""
        return await self._presence.online(sorted(await self._presence.watching(self._clock())))


async def _open_offers(session: AsyncSession) -> list[OfferRow]:
    statement = select(OfferRow).where(OfferRow.state == OfferState.OPEN.value)
    return list((await session.execute(statement)).scalars())


async def _agents(session: AsyncSession) -> list[StaffRow]:
    statement = select(StaffRow).where(StaffRow.active, StaffRow.role.in_(("agent", "supervisor")))
    return list((await session.execute(statement)).scalars())


async def _held(session: AsyncSession) -> dict[str, int]:
    statement = (
        select(ConversationRow.agent_id, func.count())
        .where(ConversationRow.state == State.AGENT.value)
        .group_by(ConversationRow.agent_id)
    )
    return defaultdict(int, {agent: count for agent, count in (await session.execute(statement)) if agent})


async def _idle_since(session: AsyncSession) -> dict[str, datetime]:
    statement = select(
        AssignmentRow.staff_id, func.max(AssignmentRow.claimed_at), func.max(AssignmentRow.ended_at)
    ).group_by(AssignmentRow.staff_id)
    rows = await session.execute(statement)
    return {staff: max(filter(None, (claimed, ended))) for staff, claimed, ended in rows}


async def _line(session: AsyncSession) -> list[ConversationRow]:
    """Who waits and is offered to nobody, in the order of the line."""
    offered = select(OfferRow.conversation_id).where(OfferRow.state == OfferState.OPEN.value)
    statement = select(ConversationRow).where(
        ConversationRow.state == State.QUEUED.value,
        ConversationRow.queued_at.is_not(None),
        ConversationRow.id.not_in(offered),
    )
    rows = (await session.execute(statement)).scalars()
    ranked = sorted((rank_of(row.queued_at, row.urgency), row.id, row) for row in rows if row.queued_at)
    return [row for _, _, row in ranked[:LOOK_AHEAD]]


async def _waiting(session: AsyncSession, line: list[ConversationRow], now: datetime) -> list[Waiting]:
    asked, last = await _asked(session, line, now), await _last_agents(session, line, now)
    return [
        Waiting(row.id, row.language, row.skill, last.get(row.contact_id), frozenset(asked[row.id])) for row in line
    ]


async def _asked(session: AsyncSession, line: list[ConversationRow], now: datetime) -> dict[str, set[str]]:
    """Who did not take which conversation a moment ago, or has just given it back."""
    ids = [row.id for row in line]
    refused = select(OfferRow.conversation_id, OfferRow.staff_id).where(
        OfferRow.conversation_id.in_(ids), OfferRow.state.in_(NOT_TAKEN), OfferRow.ended_at > now - REST
    )
    given_back = select(AssignmentRow.conversation_id, AssignmentRow.staff_id).where(
        AssignmentRow.conversation_id.in_(ids),
        AssignmentRow.ended_by.in_(("released", "transferred")),
        AssignmentRow.ended_at > now - REST,
    )
    asked: dict[str, set[str]] = defaultdict(set)
    for statement in (refused, given_back):
        for conversation, staff in await session.execute(statement):
            asked[conversation].add(staff)
    return asked


async def _last_agents(session: AsyncSession, line: list[ConversationRow], now: datetime) -> dict[str, str]:
    """By contact, who served them last."""
    statement = (
        select(ConversationRow.contact_id, AssignmentRow.staff_id)
        .join(ConversationRow, ConversationRow.id == AssignmentRow.conversation_id)
        .where(
            ConversationRow.contact_id.in_([row.contact_id for row in line]),
            AssignmentRow.ended_at > now - KNOWN_FOR,
            AssignmentRow.ended_by.not_in(("released", "transferred")),
        )
        .order_by(AssignmentRow.ended_at)
    )
    return {contact: staff for contact, staff in (await session.execute(statement))}
