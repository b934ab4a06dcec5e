"""Puts customers whom we promised to come back to before the agents, at the promised time, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from crm.reminders import is_answered
from handoff.aftercare.promises import PromiseKind, PromiseState, claim_due, is_near, only_due
from handoff.aftercare.speak_first import Opening, Ways
from handoff.agent_queue.waiting_line import urgency_of
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.conversation import State
from handoff.conversations.escalate import Queueing, do_escalate
from handoff.conversations.receive import open_conversation
from handoff.conversations.tables import ContactRow, ConversationRow, EscalationRow, PromiseRow
from handoff.system_texts import say
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language


async def due_call_backs(session: AsyncSession, now: datetime) -> Sequence[str]:
    """The call-backs whose time has come."""
    statement = only_due(select(PromiseRow.id), PromiseKind.CALL_BACK, now)
    return list((await session.execute(statement)).scalars())


async def raise_call_back(
    session: AsyncSession, promise: str, queueing: Queueing, ways: Ways, now: datetime
) -> ConversationRow | None:
    """Puts the customer in line, unless they stand there or have a person already; None where another did it."""
    found = await session.get_one(PromiseRow, promise)
    old = await session.get_one(ConversationRow, found.conversation_id)
    contact = await session.get_one(ContactRow, old.contact_id)
    row = await open_conversation(session, contact, now)
    await session.flush()
    due = await claim_due(session, [promise])
    if not due:
        return None
    due[0].state = PromiseState.DUE.value
    due[0].conversation_id = row.id  # the old one may be closed; the agent reads it as the one before
    if row.state == State.AGENT:
        due[0].staff_id = row.agent_id
    if row.state == State.BOT:
        await _enter_line(session, row, due[0], old, queueing, now)
        if due[0].number is None and row.channel in ways:
            opening = Opening(say("call_back_now", Language(row.language)), f"promise:{promise}")
            await ways[row.channel](session, row, opening, now)
    return row


async def _enter_line(
    session: AsyncSession,
    row: ConversationRow,
    promise: PromiseRow,
    old: ConversationRow,
    queueing: Queueing,
    now: datetime,
) -> None:
    row.slots = {**old.slots, **row.slots}
    before = await _last_escalation(session, old.id)
    escalation = Escalation(
        EscalationReason.CALL_BACK,
        tuple(before.evidence) if before else (),
        skill=before.skill if before else None,
        slots={name: value for name, value in row.slots.items() if name != "returned"},
    )
    place = await queueing.place_on_entry(session, now, urgency_of(escalation))
    do_escalate(session, row, escalation, place, now, told=False)
    # Who was promised a time has waited since the promise was made, and stands before those who have come since.
    row.queued_at = promise.made_at


async def _last_escalation(session: AsyncSession, conversation: str) -> EscalationRow | None:
    statement = (
        select(EscalationRow)
        .where(EscalationRow.conversation_id == conversation)
        .order_by(EscalationRow.at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def raise_deadlines(session: AsyncSession, calendar: BusinessCalendar, now: datetime) -> int:
    """Brings complaints whose answer is almost due before people, and drops those that have been answered."""
    statement = (
        select(PromiseRow)
        .where(
            PromiseRow.kind == PromiseKind.COMPLAINT.value,
            PromiseRow.state.in_((PromiseState.OPEN.value, PromiseState.DUE.value)),
        )
        .with_for_update(skip_locked=True)
    )
    changed = 0
    for row in (await session.execute(statement)).scalars():
        before = row.state
        if await is_answered(session, str(row.details["complaint"])):
            row.state, row.kept_at = PromiseState.KEPT.value, now
        elif row.state == PromiseState.OPEN and is_near(row.due_at, now, calendar):
            row.state = PromiseState.DUE.value
        changed += row.state != before
    return changed
