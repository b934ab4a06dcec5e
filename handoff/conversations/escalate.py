"""Takes a conversation out of the bot's hands and puts it in line, with everything that was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import PromiseKind, promise
from handoff.agent_queue.estimates import keep_estimate
from handoff.agent_queue.presence import Presence, count_places, recent_handlings
from handoff.agent_queue.wait_estimate import RECENT_HANDLINGS, WaitRange, estimate_wait
from handoff.agent_queue.waiting_line import WaitingLine, urgency_of
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.conversation import State, check_move
from handoff.conversations.line_wishes import CALL_BACK
from handoff.conversations.summary import summarise
from handoff.conversations.tables import ConversationRow, EscalationRow
from handoff.conversations.transcript import append
from handoff.ids import new_id
from handoff.system_texts import describe_opening, describe_wait, say
from protocol.escalation import Escalation
from protocol.languages import Language
from protocol.messages import Button, Sender

LONG_SECONDS = 180.0
"""Who waits no longer than this is not asked whether they would rather be called."""


@dataclass(frozen=True)
class Place:
    """Where a customer stands: the place, the honest range if there is one, and when people are back."""

    position: int
    wait: WaitRange | None
    opens_at: datetime | None
    """None while the office is open."""


class Queueing:
    """What is needed to tell a customer where they stand."""

    def __init__(self, line: WaitingLine, presence: Presence, calendar: BusinessCalendar) -> None:
        self._line = line
        self._presence = presence
        self._calendar = calendar

    async def place_on_entry(self, session: AsyncSession, now: datetime, urgency: int) -> Place:
        """The place that somebody would get who entered the line now."""
        return await self._place(session, await self._line.position_on_entry(now, urgency), now)

    async def place_of(self, session: AsyncSession, conversation: str, now: datetime) -> Place | None:
        """The place of a waiting conversation, or None when it is not in line."""
        position = await self._line.position(conversation)
        return None if position is None else await self._place(session, position, now)

    async def _place(self, session: AsyncSession, position: int, now: datetime) -> Place:
        if not self._calendar.is_open(now):
            return Place(position, None, self._calendar.next_opening(now))
        places = await count_places(session, self._presence)
        handlings = await recent_handlings(session, RECENT_HANDLINGS)
        return Place(position, estimate_wait(position, places.free, places.busy, handlings), None)


def do_escalate(
    session: AsyncSession,
    conversation: ConversationRow,
    escalation: Escalation,
    place: Place,
    now: datetime,
    *,
    told: bool = True,
) -> bool:
    """Puts a conversation, whose row is locked, in line and tells the customer their place, if they are there to read.

    Returns False, and changes nothing, when it is not the bot's to hand over.
    """
    if conversation.state != State.BOT or not check_move(State.BOT, State.QUEUED):
        return False
    conversation.state = State.QUEUED.value
    conversation.epoch += 1
    conversation.queued_at = now
    conversation.urgency = urgency_of(escalation)
    conversation.skill = escalation.skill
    conversation.emotion = escalation.emotion
    conversation.reason = escalation.reason.value
    conversation.asking = None
    if told:
        language = Language(conversation.language)
        buttons = (call_back_button(language),) if is_long(place) else ()
        append(session, conversation, Sender.SYSTEM, describe_place(place, language), now, buttons=buttons)
        keep_estimate(session, conversation.id, "entry", place.position, place.wait, now)
    session.add(_escalation_row(conversation, escalation, place, now))
    if place.opens_at is not None and told:
        session.add(promise(PromiseKind.CALL_BACK, conversation.id, place.opens_at, now))
    return True


def is_long(place: Place) -> bool:
    """Whether somebody at this place may rather be called back than wait. Pure."""
    return place.wait is None or place.wait.high > LONG_SECONDS


def call_back_button(language: Language) -> Button:
    """The choice to be called back. Pure."""
    return Button(say("call_me_later", language), CALL_BACK)


def describe_place(place: Place, language: Language) -> str:
    """Place and wait in words. Pure."""
    if place.opens_at is not None:
        return say("queued_closed", language, opening=describe_opening(place.opens_at, language))
    if place.wait is None:
        return say("queued_nobody", language, position=place.position)
    return say("queued", language, position=place.position, wait=describe_wait(place.wait, language))


def _escalation_row(
    conversation: ConversationRow, escalation: Escalation, place: Place, now: datetime
) -> EscalationRow:
    return EscalationRow(
        id=new_id(),
        conversation_id=conversation.id,
        reason=escalation.reason.value,
        evidence=list(escalation.evidence),
        emotion=escalation.emotion,
        language=conversation.language,
        skill=escalation.skill,
        summary=summarise(escalation, Language.ID),
        slots=escalation.slots,
        position=place.position,
        wait_low=place.wait.low if place.wait else None,
        wait_high=place.wait.high if place.wait else None,
        at=now,
    )
