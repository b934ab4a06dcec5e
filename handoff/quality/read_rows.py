"""Reads what a report is made of. Messages, of which there are most, are counted by the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.tables import (
    AssignmentRow,
    ConversationRow,
    EscalationRow,
    MessageRow,
    RatingRow,
    TurnRow,
)
from handoff.quality.period import Period
from handoff.quality.rows import Begun, HandedOver, Rated, Rows, Served
from protocol.messages import Sender

QUARTER = 900
"""Seconds; the finest step in which time zones differ."""
AFTERMATH = timedelta(days=14)
"""How long after a period hand-overs are still read: twice what counts as coming back."""
TOPICLESS = ("nlu_fallback", "out_of_scope", "affirm", "deny", "provide_info", "greet", "thank", "goodbye", "stop")
"""Intents that are no topic: what is not understood has figures of its own."""


async def read_rows(session: AsyncSession, period: Period) -> Rows:
    """Everything that began, was handed over, served, rated and said in the period."""
    return Rows(
        begun=await _begun(session, period),
        handed_over=await _handed_over(session, period),
        served=await _served(session, period),
        ratings=await _ratings(session, period),
        by_quarter=await _by_quarter(session, period),
        topics=await _topics(session, period),
    )


def _within(column: Any, period: Period) -> Any:
    return sa.and_(column >= period.start, column < period.end)


async def _begun(session: AsyncSession, period: Period) -> tuple[Begun, ...]:
    asked = (
        select(TurnRow.conversation_id, sa.func.max(TurnRow.first_seq).label("first_seq"))
        .join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
        .where(_within(ConversationRow.created_at, period))
        .group_by(TurnRow.conversation_id)
        .subquery()
    )
    last = (
        select(
            TurnRow.conversation_id,
            sa.func.max(TurnRow.understood["intent"].as_string()).label("intent"),
            sa.func.max(TurnRow.understood["emotion"].as_string()).label("emotion"),
        )
        .join(
            asked,
            sa.and_(asked.c.conversation_id == TurnRow.conversation_id, asked.c.first_seq == TurnRow.first_seq),
        )
        .group_by(TurnRow.conversation_id)  # the same words asked again under a later epoch
        .subquery()
    )
    statement = (
        select(
            ConversationRow.id,
            ConversationRow.contact_id,
            ConversationRow.channel,
            ConversationRow.language,
            ConversationRow.state,
            ConversationRow.created_at,
            ConversationRow.updated_at,
            ConversationRow.asked_seq > ConversationRow.answered_seq,
            last.c.intent,
            last.c.emotion,
        )
        .outerjoin(last, last.c.conversation_id == ConversationRow.id)
        .where(_within(ConversationRow.created_at, period))
        .order_by(ConversationRow.created_at)
    )
    return tuple(Begun(*row) for row in await session.execute(statement))


async def _handed_over(session: AsyncSession, period: Period) -> tuple[HandedOver, ...]:
    statement = (
        select(
            EscalationRow.conversation_id,
            ConversationRow.contact_id,
            EscalationRow.reason,
            EscalationRow.at,
            EscalationRow.claimed_at,
            EscalationRow.wait_low,
            EscalationRow.wait_high,
        )
        .join(ConversationRow, ConversationRow.id == EscalationRow.conversation_id)
        .where(EscalationRow.at >= period.start, EscalationRow.at < period.end + AFTERMATH)
        .order_by(EscalationRow.at)
    )
    return tuple(HandedOver(*row) for row in await session.execute(statement))


async def _served(session: AsyncSession, period: Period) -> tuple[Served, ...]:
    statement = (
        select(
            AssignmentRow.conversation_id,
            ConversationRow.contact_id,
            AssignmentRow.claimed_at,
            AssignmentRow.answered_at,
            AssignmentRow.ended_at,
            AssignmentRow.ended_by,
        )
        .join(ConversationRow, ConversationRow.id == AssignmentRow.conversation_id)
        .where(AssignmentRow.claimed_at >= period.start, AssignmentRow.claimed_at < period.end + AFTERMATH)
        .order_by(AssignmentRow.claimed_at)
    )
    return tuple(Served(*row) for row in await session.execute(statement))


async def _ratings(session: AsyncSession, period: Period) -> tuple[Rated, ...]:
    statement = select(RatingRow.asked_at, RatingRow.score).where(_within(RatingRow.asked_at, period))
    return tuple(Rated(*row) for row in await session.execute(statement))


async def _by_quarter(session: AsyncSession, period: Period) -> tuple[tuple[int, int], ...]:
    seconds = sa.extract("epoch", MessageRow.at)
    quarter = (seconds - seconds % QUARTER).label("quarter")
    statement = (
        select(quarter, sa.func.count())
        .where(_within(MessageRow.at, period), MessageRow.sender == Sender.CUSTOMER.value)
        .group_by(quarter)
        .order_by(quarter)
    )
    return tuple((int(start), count) for start, count in await session.execute(statement))


async def _topics(session: AsyncSession, period: Period) -> tuple[tuple[str, int], ...]:
    intent, topic = (TurnRow.understood[name].as_string() for name in ("intent", "topic"))
    about = sa.func.coalesce(topic, intent).label("about")
    statement = (
        select(about, sa.func.count())
        .where(_within(TurnRow.asked_at, period), intent.is_not(None), intent.not_in(TOPICLESS))
        .group_by(about)
    )
    return tuple((row[0], row[1]) for row in await session.execute(statement))
