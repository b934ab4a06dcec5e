"""Low ratings: a supervisor reads them, and can have a person put right what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.rating import LOW
from handoff.aftercare.speak_first import Opening, Ways
from handoff.agent_queue.waiting_line import urgency_of
from handoff.conversations.conversation import State
from handoff.conversations.escalate import Queueing, do_escalate
from handoff.conversations.receive import open_conversation
from handoff.conversations.tables import AssignmentRow, ContactRow, ConversationRow, RatingRow, StaffRow
from handoff.errors import ConflictError, NotFoundError
from handoff.ids import StaffId
from handoff.system_texts import say
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language

MOST_LISTED = 100


async def low_ratings(session: AsyncSession) -> Sequence[Any]:
    """Ratings that no supervisor has seen to, the newest first: rating, conversation, contact, and who had served."""
    statement = (
        select(RatingRow, ConversationRow, ContactRow, StaffRow)
        .join(ConversationRow, ConversationRow.id == RatingRow.conversation_id)
        .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
        .join(AssignmentRow, AssignmentRow.id == RatingRow.assignment_id)
        .join(StaffRow, StaffRow.id == AssignmentRow.staff_id)
        .where(RatingRow.score <= LOW, RatingRow.reviewed_at.is_(None))
        .order_by(RatingRow.rated_at.desc())
        .limit(MOST_LISTED)
    )
    return (await session.execute(statement)).all()


async def do_review(session: AsyncSession, staff: StaffId, rating: str, now: datetime) -> RatingRow:
    """Marks a low rating as seen to.

    Raises:
        NotFoundError: no such low rating.
        ConflictError: a colleague was faster.
    """
    statement = select(RatingRow).where(RatingRow.assignment_id == rating).with_for_update()
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None or row.score is None or row.score > LOW:
        raise NotFoundError("There is no such rating.")
    if row.reviewed_at is not None:
        raise ConflictError("A colleague has seen to this rating already.")
    row.reviewed_at, row.reviewed_by = now, staff
    return row


async def do_reopen(
    session: AsyncSession, rating: RatingRow, queueing: Queueing, ways: Ways, now: datetime
) -> ConversationRow:
    """Puts the customer back before the agents, with the verdict as the reason.

    Raises:
        ConflictError: they wait already, or talk with a person.
    """
    old = await session.get_one(ConversationRow, rating.conversation_id)
    contact = await session.get_one(ContactRow, old.contact_id)
    row = await open_conversation(session, contact, now)
    await session.flush()
    if row.state != State.BOT:
        raise ConflictError("This customer waits for a person already, or has one.")
    row.slots = {**old.slots, **row.slots}
    evidence = (f"{rating.score}/5", *([rating.comment] if rating.comment else []))
    slots = {name: value for name, value in row.slots.items() if name != "returned"}
    escalation = Escalation(EscalationReason.RATING, evidence, slots=slots)
    place = await queueing.place_on_entry(session, now, urgency_of(escalation))
    if row.channel in ways:
        opening = Opening(say("reopened", Language(row.language)), f"reopened:{rating.assignment_id}")
        await ways[row.channel](session, row, opening, now)
    do_escalate(session, row, escalation, place, now, told=False)
    return row
