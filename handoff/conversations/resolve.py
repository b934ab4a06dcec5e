"""Closes a matter: back to the bot with its outcome, then the rating; or the end of the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import PromiseKind, drop_call_backs, promise
from handoff.agent_queue.estimates import forget_estimates
from handoff.agent_queue.offers import end_offers_of
from handoff.conversations.assign import access_held, end_assignment
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow, RatingRow, StaffRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.ids import StaffId
from handoff.system_texts import say
from protocol.forms import FORM_INTENTS
from protocol.languages import Language
from protocol.messages import Button, Sender


class Outcome(StrEnum):
    """How a matter ended."""

    SOLVED = "solved"
    """The customer has what they came for."""
    ANSWERED = "answered"
    """A question was answered; there was nothing to solve."""
    CALL_BACK = "call_back"
    """Something was promised for later."""
    NO_REPLY = "no_reply"
    """The customer did not answer any more."""
    OTHER = "other"
    """Anything else; the note says what."""


@dataclass(frozen=True)
class Resolution:
    """What an agent says when they close a matter."""

    outcome: Outcome
    follow_up_at: datetime | None = None


async def do_resolve(
    session: AsyncSession, conversation: str, staff: StaffId, resolution: Resolution, now: datetime
) -> ConversationRow:
    """Gives the conversation back to the bot and asks for the rating, once per assignment.

    Raises:
        NotFoundError: no such conversation.
        ForbiddenError: it is not in the agent's hands.
    """
    row = await access_held(session, conversation, staff)
    agent = await session.get_one(StaffRow, staff)
    assignment = await end_assignment(session, row, now, "resolved", resolution.outcome.value)
    row.state = State.BOT.value
    row.epoch += 1
    _leave_queue(row)
    row.slots = {**row.slots, "returned": resolution.outcome.value}
    append(session, row, Sender.SYSTEM, say("resolved", Language(row.language), name=agent.name), now)
    offer_form_again(session, row, now)
    if assignment is not None:
        session.add(RatingRow(assignment_id=assignment.id, conversation_id=row.id, asked_at=now))
    if resolution.follow_up_at is not None:
        kind = PromiseKind.CALL_BACK if resolution.outcome is Outcome.CALL_BACK else PromiseKind.FOLLOW_UP
        session.add(promise(kind, row.id, resolution.follow_up_at, now))
    return row


async def do_leave(session: AsyncSession, conversation: str, now: datetime) -> bool:
    """The customer leaves the line by their own wish: back to the bot. Returns False when they were not in it."""
    row = await lock_conversation(session, conversation)
    if row is None or row.state != State.QUEUED:
        return False
    await leave_line(session, row, Language(row.language), now)
    return True


async def leave_line(session: AsyncSession, row: ConversationRow, language: Language, now: datetime) -> None:
    """Gives a waiting conversation, whose row is locked, back to the bot."""
    row.state = State.BOT.value
    row.epoch += 1
    row.slots = {**row.slots, "returned": "left_line"}
    _leave_queue(row)
    await _forget_the_line(session, row, now)
    append(session, row, Sender.SYSTEM, say("left_line", language), now)
    offer_form_again(session, row, now)


async def do_end(session: AsyncSession, conversation: str, now: datetime) -> bool:
    """The customer ends the conversation; returns False when it had ended already."""
    row = await lock_conversation(session, conversation)
    if row is None or row.state == State.CLOSED:
        return False
    await end_assignment(session, row, now, "left")
    row.state = State.CLOSED.value
    row.epoch += 1
    row.answered_seq = row.asked_seq
    row.closed_at = row.updated_at = now
    _leave_queue(row)
    await _forget_the_line(session, row, now)
    return True


def offer_form_again(session: AsyncSession, row: ConversationRow, now: datetime) -> None:
    """Offers what the customer was filling in when a person took over, if it was left in the middle."""
    form = str(row.slots.get("unfinished"))
    if form not in FORM_INTENTS:
        return
    language = Language(row.language)
    go_on = Button(say("resume", language), f"/{FORM_INTENTS[form]}")
    buttons = [go_on, Button(say("not_now", language), "/stop")]
    text = say("resume_form", language, form=say(f"form_{form}", language))
    append(session, row, Sender.SYSTEM, text, now, buttons=buttons)


def _leave_queue(row: ConversationRow) -> None:
    row.agent_id = None
    row.queued_at = None
    row.reason = None
    row.skill = None
    row.urgency = 0
    row.asking = None


async def _forget_the_line(session: AsyncSession, row: ConversationRow, now: datetime) -> None:
    """Nothing that was offered, told or promised for the wait stands any more."""
    await end_offers_of(session, row.id, None, now)
    await forget_estimates(session, row.id)
    await drop_call_backs(session, row.id)
