"""Reads conversations as the scorecard judges them: each agent's part, and what the bot kept to itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import ON_TIME, PromiseState
from handoff.conversations.tables import (
    AssignmentRow,
    ContactRow,
    ConversationRow,
    EscalationRow,
    MessageRow,
    PromiseRow,
    RatingRow,
    StaffRow,
    TurnRow,
)
from handoff.quality.overview import REOPENED_WITHIN
from handoff.quality.period import Period
from handoff.quality.scorecard import Line, Part
from protocol.messages import Sender

MOST_PARTS = 300
"""Latest of the period, of agents and of the bot each: every sentence of them is read, and that within two seconds."""


@dataclass(frozen=True)
class Held:
    """A part, whose it is (None: the bot's), and when it ended."""

    part: Part
    staff: str | None
    name: str
    unit: str | None
    ended_at: datetime


async def read_agents_parts(session: AsyncSession, period: Period, staff: str | None, now: datetime) -> list[Held]:
    """Agents' parts that ended in the period, the latest first; with `staff` of this one only."""
    statement = (
        select(AssignmentRow, ConversationRow, ContactRow.name, StaffRow, RatingRow.score)
        .join(ConversationRow, ConversationRow.id == AssignmentRow.conversation_id)
        .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
        .join(StaffRow, StaffRow.id == AssignmentRow.staff_id)
        .outerjoin(RatingRow, RatingRow.assignment_id == AssignmentRow.id)
        .where(AssignmentRow.ended_at >= period.start, AssignmentRow.ended_at < period.end)
        .order_by(AssignmentRow.ended_at.desc())
        .limit(MOST_PARTS)
    )
    if staff is not None:
        statement = statement.where(AssignmentRow.staff_id == staff)
    found = (await session.execute(statement)).all()
    facts = await _read_facts(session, {row[1].id for row in found})
    returns = await _read_returns(session, {row[1].contact_id for row in found})
    return [_agents_part(row, facts, returns, now) for row in found]


async def read_bots_parts(session: AsyncSession, period: Period) -> list[Held]:
    """Conversations that began in the period and never left the bot, the latest first."""
    handed = sa.exists().where(EscalationRow.conversation_id == ConversationRow.id)
    statement = (
        select(ConversationRow, ContactRow.name)
        .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
        .where(ConversationRow.created_at >= period.start, ConversationRow.created_at < period.end, ~handed)
        .order_by(ConversationRow.created_at.desc())
        .limit(MOST_PARTS)
    )
    found = (await session.execute(statement)).all()
    facts = await _read_facts(session, {row.id for row, _ in found})
    return [_bots_part(row, name, facts) for row, name in found]


@dataclass(frozen=True)
class _Facts:
    """By conversation: what was said, what was understood of it, what was promised, and with which emotion it came."""

    messages: dict[str, list[Any]]
    understood: dict[tuple[str, int], dict[str, Any]]
    promises: dict[str, list[Any]]
    emotions: dict[str, list[Any]]


async def _read_facts(session: AsyncSession, conversations: Iterable[str]) -> _Facts:
    ids = list(conversations)
    messages = select(
        MessageRow.conversation_id,
        MessageRow.seq,
        MessageRow.sender,
        MessageRow.staff_id,
        MessageRow.text,
        MessageRow.at,
    ).where(MessageRow.conversation_id.in_(ids), MessageRow.sender != Sender.SYSTEM.value)
    turns = select(TurnRow.conversation_id, TurnRow.last_seq, TurnRow.understood).where(
        TurnRow.conversation_id.in_(ids)
    )
    promises = select(
        PromiseRow.conversation_id, PromiseRow.staff_id, PromiseRow.due_at, PromiseRow.kept_at, PromiseRow.state
    ).where(PromiseRow.conversation_id.in_(ids))
    emotions = select(EscalationRow.conversation_id, EscalationRow.at, EscalationRow.emotion).where(
        EscalationRow.conversation_id.in_(ids)
    )
    return _Facts(
        await _grouped(session, messages.order_by(MessageRow.conversation_id, MessageRow.seq)),
        {(row[0], row[1]): row[2] for row in await session.execute(turns)},
        await _grouped(session, promises),
        await _grouped(session, emotions.order_by(EscalationRow.at)),
    )


async def _grouped(session: AsyncSession, statement: Any) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in await session.execute(statement):
        groups[row[0]].append(row)
    return groups


async def _read_returns(session: AsyncSession, contacts: Iterable[str]) -> dict[str, list[Any]]:
    statement = (
        select(ConversationRow.contact_id, EscalationRow.at, EscalationRow.reason)
        .join(ConversationRow, ConversationRow.id == EscalationRow.conversation_id)
        .where(ConversationRow.contact_id.in_(list(contacts)))
    )
    return await _grouped(session, statement)


def _agents_part(row: Any, facts: _Facts, returns: dict[str, list[Any]], now: datetime) -> Held:
    assignment, conversation, customer, staff, rating = row
    lines = [
        _line(each, facts, ours=each.staff_id == staff.id)
        for each in facts.messages.get(conversation.id, ())
        if assignment.claimed_at <= each.at <= assignment.ended_at and each.sender != Sender.BOT.value
    ]
    before = [each for each in facts.emotions.get(conversation.id, ()) if each.at <= assignment.claimed_at]
    part = Part(
        conversation=conversation.id,
        lines=tuple(lines),
        began_at=assignment.claimed_at,
        customer=customer,
        emotion=before[-1].emotion if before else "neutral",
        promises=_promises(facts.promises.get(conversation.id, ()), staff.id, now),
        reopened=_came_back(returns.get(conversation.contact_id, ()), assignment),
        rating=rating,
    )
    return Held(part, staff.id, staff.name, staff.unit, assignment.ended_at)


def _bots_part(conversation: ConversationRow, customer: str | None, facts: _Facts) -> Held:
    said = facts.messages.get(conversation.id, [])
    lines = tuple(_line(each, facts, ours=each.sender == Sender.BOT.value) for each in said)
    began = said[0].at if said else conversation.created_at
    part = Part(conversation.id, lines, began, by_bot=True, customer=customer)
    return Held(part, None, "Bot", None, conversation.updated_at)


def _line(row: Any, facts: _Facts, *, ours: bool) -> Line:
    understood = facts.understood.get((row.conversation_id, row.seq), {})
    return Line(row.seq, ours, row.text, row.at, understood.get("emotion"), understood.get("intent"))


def _promises(rows: Sequence[Any], staff: str, now: datetime) -> tuple[bool, ...]:
    """Of the promises that this agent had taken on, and that were due: whether each was kept in time."""
    counted = (PromiseState.OPEN, PromiseState.DUE, PromiseState.KEPT, PromiseState.FAILED)
    due = [row for row in rows if row.staff_id == staff and row.due_at + ON_TIME <= now and row.state in counted]
    return tuple(row.kept_at is not None and row.kept_at <= row.due_at + ON_TIME for row in due)


def _came_back(rows: Sequence[Any], assignment: AssignmentRow) -> bool | None:
    ended: datetime | None = assignment.ended_at
    if assignment.ended_by != "resolved" or ended is None:
        return None
    return any(timedelta(0) < row.at - ended <= REOPENED_WITHIN and row.reason != "call_back" for row in rows)
