"""Agents take conversations, give them back, and pass them on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import keep_chat_call_backs
from handoff.agent_queue.estimates import mark_served
from handoff.agent_queue.offers import end_offers_of
from handoff.conversations.conversation import State
from handoff.conversations.tables import (
    AssignmentRow,
    ConversationRow,
    EscalationRow,
    NoteRow,
    StaffRow,
)
from handoff.conversations.transcript import append, lock_conversation
from handoff.desk.staff import SERVES_CUSTOMERS
from handoff.errors import AtCapacityError, ConflictError, ForbiddenError, NotFoundError
from handoff.ids import StaffId, new_id
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Sender


async def do_claim(session: AsyncSession, conversation: str, staff: StaffId, now: datetime) -> ConversationRow:
    """Gives a waiting conversation to an agent; of several who try at once, one gets it.

    Raises:
        NotFoundError: no such conversation.
        ConflictError: somebody has it, or it does not wait.
        AtCapacityError: the agent holds as many as they can.
    """
    # The agent's row first, always: two claims of one agent must not both see the last free place.
    agent = await session.get_one(StaffRow, staff, with_for_update=True)
    row = await _locked(session, conversation)
    if row.state == State.AGENT and row.agent_id == staff:
        return row
    if row.state != State.QUEUED:
        raise ConflictError("This conversation is not waiting any more; a colleague may have taken it.")
    if await count_held(session, staff) >= agent.capacity:
        raise AtCapacityError(f"You already hold {agent.capacity} conversations.")
    _hand_to(session, row, agent, now)
    await end_offers_of(session, row.id, staff, now)
    await mark_served(session, row.id, now)
    await keep_chat_call_backs(session, row.id, staff, now)
    await session.execute(
        update(EscalationRow)
        .where(EscalationRow.conversation_id == row.id, EscalationRow.claimed_at.is_(None))
        .values(claimed_at=now)
    )
    return row


async def do_release(session: AsyncSession, conversation: str, staff: StaffId, now: datetime) -> ConversationRow:
    """Puts an agent's conversation back in line, where it keeps the time it came in and so its place."""
    row = await access_held(session, conversation, staff)
    agent = await session.get_one(StaffRow, staff)
    await end_assignment(session, row, now, "released")
    _back_in_line(row, now)
    append(session, row, Sender.SYSTEM, say("released", Language(row.language), name=agent.name), now)
    return row


async def do_transfer(
    session: AsyncSession, conversation: str, staff: StaffId, to: StaffId | None, unit: str | None, now: datetime
) -> ConversationRow:
    """Passes an agent's conversation to a colleague, or to a unit's place in line."""
    # The colleague's row before the conversation's, as in a claim: they may be claiming this very conversation.
    colleague = await session.get(StaffRow, to, with_for_update=True) if to else None
    row = await access_held(session, conversation, staff)
    await end_assignment(session, row, now, "transferred")
    if to is None:
        agent = await session.get_one(StaffRow, staff)
        row.skill = unit
        _back_in_line(row, now)
        append(session, row, Sender.SYSTEM, say("released", Language(row.language), name=agent.name), now)
        return row
    if colleague is None or not colleague.active or colleague.role not in SERVES_CUSTOMERS:
        raise NotFoundError("There is no such colleague.")
    if await count_held(session, to) >= colleague.capacity:
        raise AtCapacityError(f"{colleague.name} already holds {colleague.capacity} conversations.")
    _hand_to(session, row, colleague, now)
    return row


async def do_note(session: AsyncSession, conversation: str, staff: StaffId, text: str, now: datetime) -> None:
    """Keeps a private note, which no customer ever sees."""
    row = await session.get(ConversationRow, conversation)
    if row is None:
        raise NotFoundError("There is no such conversation.")
    session.add(NoteRow(id=new_id(), conversation_id=row.id, staff_id=staff, text=text, at=now))


async def access_held(session: AsyncSession, conversation: str, staff: StaffId) -> ConversationRow:
    """The conversation, locked, if it is in this agent's hands: the only door to speaking in it.

    Raises:
        NotFoundError: no such conversation.
        ForbiddenError: it is not the agent's.
    """
    row = await _locked(session, conversation)
    if row.state != State.AGENT or row.agent_id != staff:
        raise ForbiddenError("This conversation is not in your hands.")
    return row


async def count_held(session: AsyncSession, staff: str) -> int:
    """How many conversations an agent holds."""
    statement = (
        select(func.count())
        .select_from(ConversationRow)
        .where(ConversationRow.agent_id == staff, ConversationRow.state == State.AGENT.value)
    )
    return int((await session.execute(statement)).scalar_one())


async def end_assignment(
    session: AsyncSession, row: ConversationRow, now: datetime, how: str, outcome: str | None = None
) -> AssignmentRow | None:
    """Closes the books on who had the conversation; returns that assignment, if there was one."""
    statement = select(AssignmentRow).where(AssignmentRow.conversation_id == row.id, AssignmentRow.ended_at.is_(None))
    assignment = (await session.execute(statement)).scalar_one_or_none()
    if assignment is not None:
        assignment.ended_at, assignment.ended_by, assignment.outcome = now, how, outcome
    return assignment


def _hand_to(session: AsyncSession, row: ConversationRow, agent: StaffRow, now: datetime) -> None:
    row.state = State.AGENT.value
    row.epoch += 1
    row.asking = None
    row.agent_id = agent.id
    row.answered_seq = row.asked_seq  # what is unanswered is the agent's to answer now
    row.pending_since = None
    session.add(AssignmentRow(id=new_id(), conversation_id=row.id, staff_id=agent.id, claimed_at=now, answered_at=None))
    append(session, row, Sender.SYSTEM, say("joined", Language(row.language), name=agent.name), now)


def _back_in_line(row: ConversationRow, now: datetime) -> None:
    row.state = State.QUEUED.value
    row.epoch += 1
    row.agent_id = None
    row.queued_at = row.queued_at or now


async def _locked(session: AsyncSession, conversation: str) -> ConversationRow:
    row = await lock_conversation(session, conversation)
    if row is None:
        raise NotFoundError("There is no such conversation.")
    return row
