"""An agent's conversations go back to the front of the line, because the agent has gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.assign import end_assignment
from handoff.conversations.conversation import State
from handoff.conversations.tables import AuditRow, ConversationRow, StaffRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Sender

Cause = Literal["lost", "logged_out"]
"""`lost`: nothing was heard of the agent; `logged_out`: they went themselves."""

STEP = timedelta(milliseconds=1)


async def do_give_back(session: AsyncSession, staff: str, cause: Cause, now: datetime) -> list[ConversationRow]:
    """Puts all that an agent holds back in line, before everybody of the same urgency, and tells the customers.

    Doing it twice is harmless: what is no longer in the agent's hands stays where it is.
    """
    agent = await session.get_one(StaffRow, staff, with_for_update=True)  # first, as in a claim
    returned = []
    for conversation in await _held(session, staff):
        row = await lock_conversation(session, conversation)
        if row is None or row.state != State.AGENT or row.agent_id != staff:
            continue
        await _return_one(session, row, agent, cause, now)
        returned.append(row)
    if returned:
        details = {"conversations": [row.id for row in returned]}
        session.add(AuditRow(at=now, actor=staff, action=f"agent.{cause}", subject=staff, details=details))
    return returned


async def _held(session: AsyncSession, staff: str) -> list[str]:
    # The latest first: each goes before those in line, so that in the end the earliest is before all.
    statement = (
        select(ConversationRow.id)
        .where(ConversationRow.agent_id == staff, ConversationRow.state == State.AGENT.value)
        .order_by(ConversationRow.queued_at.desc())
    )
    return list((await session.execute(statement)).scalars())


async def _return_one(
    session: AsyncSession, row: ConversationRow, agent: StaffRow, cause: Cause, now: datetime
) -> None:
    await end_assignment(session, row, now, "lost" if cause == "lost" else "released")
    row.queued_at = await _front(session, row, now)
    row.state = State.QUEUED.value
    row.epoch += 1
    row.agent_id = None
    text = say("agent_lost" if cause == "lost" else "released", Language(row.language), name=agent.name)
    append(session, row, Sender.SYSTEM, text, now)
    await session.flush()


async def _front(session: AsyncSession, row: ConversationRow, now: datetime) -> datetime:
    """A time of entry that stands before all of the same urgency; the customer's own where it does already."""
    statement = select(func.min(ConversationRow.queued_at)).where(
        ConversationRow.state == State.QUEUED.value, ConversationRow.urgency == row.urgency
    )
    own = row.queued_at or now
    first: datetime | None = (await session.execute(statement)).scalar_one_or_none()
    return own if first is None else min(own, first - STEP)
