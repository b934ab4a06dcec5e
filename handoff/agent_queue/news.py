"""Tells waiting customers when their wait has changed much; seldom, so that nobody is chattered at."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.estimates import Told, keep_estimate, last_told
from handoff.agent_queue.wait_estimate import as_told, has_changed_much
from handoff.clock import Clock
from handoff.conversations.call_back_promise import open_call_back
from handoff.conversations.conversation import State
from handoff.conversations.escalate import Place, Queueing, call_back_button
from handoff.conversations.tables import ConversationRow, MessageRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.doorbells import Doorbells
from handoff.record import Record
from handoff.system_texts import describe_wait, say
from protocol.languages import Language
from protocol.messages import Sender

REST = timedelta(minutes=3)
"""Nobody is told of their wait oftener than this of our own accord."""
STILL_THERE = timedelta(hours=20)
"""Who has been silent for longer is not written to; on WhatsApp the window for free text is about to close as well."""
ALMOST_SECONDS = 90.0
"""Who is served within this time will see it soon enough."""


class WaitNews:
    """Looks at what each waiting customer was told last, and says it anew where it no longer holds."""

    def __init__(self, record: Record, queueing: Queueing, bells: Doorbells, clock: Clock) -> None:
        self._record = record
        self._queueing = queueing
        self._bells = bells
        self._clock = clock

    async def go_round(self) -> int:
        """Once along the line; returns how many customers were told something."""
        waiting = select(ConversationRow.id).where(ConversationRow.state == State.QUEUED.value)
        async with self._record.reading() as session:
            conversations = list((await session.execute(waiting)).scalars())
            due = [each for each in conversations if await self._news_for(session, each) is not None]
        return sum([await self._tell(each) for each in due])

    async def _tell(self, conversation: str) -> bool:
        now = self._clock()
        async with self._record.writing() as session:
            row = await lock_conversation(session, conversation)
            if row is None or row.state != State.QUEUED:
                return False
            news = await self._news_for(session, conversation)  # again, for another worker may just have told it
            if news is None or news[1].wait is None:
                return False
            key, place = news
            language = Language(row.language)
            text = say(key, language, position=place.position, wait=describe_wait(news[1].wait, language))
            buttons = (call_back_button(language),) if key == "wait_longer" else ()
            append(session, row, Sender.SYSTEM, text, now, buttons=buttons)
            keep_estimate(session, row.id, "changed", place.position, place.wait, now)
        await self._bells.ring(conversation)
        return True

    async def _news_for(self, session: AsyncSession, conversation: str) -> tuple[str, Place] | None:
        now = self._clock()
        told = await last_told(session, conversation)
        if told is None or now - told.at < REST:
            return None
        place = await self._queueing.place_of(session, conversation, now)
        key = what_changed(told, place, now) if place else None
        if key is None or place is None or not await _wants_news(session, conversation, now):
            return None
        return key, place


def what_changed(told: Told, place: Place, now: datetime) -> str | None:
    """The text that tells of the change; None when what was told still holds, or nothing honest can be said. Pure."""
    if place.wait is None:
        return None
    if told.wait is None:
        return "wait_known"
    waits = as_told(place.wait)
    if place.wait.high <= ALMOST_SECONDS or not has_changed_much(told.wait, (now - told.at).total_seconds(), waits):
        return None
    return "wait_longer" if waits.low > told.wait.high - (now - told.at).total_seconds() else "wait_shorter"


async def _wants_news(session: AsyncSession, conversation: str, now: datetime) -> bool:
    """Who is to be called back need not watch the line, and who has gone silent is left in peace."""
    promise = await open_call_back(session, conversation)
    statement = select(func.max(MessageRow.at)).where(
        MessageRow.conversation_id == conversation, MessageRow.sender == Sender.CUSTOMER.value
    )
    wrote: datetime | None = (await session.execute(statement)).scalar_one_or_none()
    return (promise is None or promise.channel is None) and wrote is not None and now - wrote < STILL_THERE
