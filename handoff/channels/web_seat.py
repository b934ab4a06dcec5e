"""One open socket of the widget: what it shows, and how it is brought up to date from the record."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError
from sanic import Websocket
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.rating import open_rating
from handoff.call_back import find_call_back
from handoff.channels.web_payloads import message_frame, standing
from handoff.conversations.conversation import State
from handoff.conversations.receive import has_moved_on
from handoff.conversations.tables import ConversationRow, StaffRow
from handoff.conversations.transcript import PAGE, read_messages
from handoff.ids import ContactId, ConversationId
from handoff.parts import Parts
from handoff.system_texts import say
from protocol.languages import Language


@dataclass
class Seat:
    """One open socket: whose it is, which conversation it shows and how far."""

    socket: Websocket
    contact: ContactId
    conversation: ConversationId
    language: Language
    token: str
    seen: int = 0
    shown: dict[str, Any] | None = None
    """The standing sent last, so that it is sent again only when it changed."""
    asked_rating: bool = False
    hearing: asyncio.Task[str | bytes | None] | None = None
    """The frame that is being waited for, which outlives a move into another conversation."""

    async def send(self, frame: dict[str, Any]) -> None:
        """Sends one frame."""
        await self.socket.send(json.dumps(frame, ensure_ascii=False))


async def send_session(parts: Parts, seat: Seat, *, with_messages: bool = True) -> None:
    """Tells the widget which conversation it is in, with what it has missed of it.

    Without messages, `look` sends them and the standing one by one, for clients that know the first session only.
    """
    missed = []
    async with parts.record.reading() as session:
        while with_messages and (page := await read_messages(session, seat.conversation, seat.seen)):
            missed += [message_frame(message) for message in page]
            seat.seen = page[-1].seq
        shown = await _standing(parts, session, seat)
        rating = await open_rating(session, seat.conversation)
    seat.shown = shown if with_messages else None
    seat.asked_rating = rating is not None
    await seat.send(
        {
            "type": "session",
            "token": seat.token,
            "conversation": seat.conversation,
            "messages": missed,
            "lang": seat.language.value,
            "uploads": True,
            "rate": {"question": say("rate", seat.language)} if rating else None,
            **shown,
        }
    )


async def look(parts: Parts, seat: Seat) -> bool:
    """Sends the messages after the last one sent, then the standing and the rating if they changed.

    Returns whether the customer has gone on, in another tab, in a conversation after this one.
    """
    async with parts.record.reading() as session:
        messages = await read_messages(session, seat.conversation, seat.seen)
        shown = await _standing(parts, session, seat)
        rating = await open_rating(session, seat.conversation)
        moved = shown["state"] == State.CLOSED and await has_moved_on(session, seat.conversation)
    for message in messages:
        await seat.send(message_frame(message))
        seat.seen = message.seq
    if shown != seat.shown:
        seat.shown = shown
        await seat.send({"type": "state", **shown})
    if (rating is not None) != seat.asked_rating:
        seat.asked_rating = rating is not None
        await seat.send(
            {"type": "rate", "question": say("rate", seat.language)} if rating is not None else {"type": "rated"}
        )
    return await look(parts, seat) if len(messages) == PAGE else moved


async def _standing(parts: Parts, session: AsyncSession, seat: Seat) -> dict[str, Any]:
    row = await session.get_one(ConversationRow, seat.conversation)
    now = parts.clock()
    place = call_back = None
    if row.state == State.QUEUED:
        with suppress(RedisError):  # without Redis the customer sees that they wait, not where
            place = await parts.queueing.place_of(session, seat.conversation, now)
        promised = await find_call_back(session, seat.conversation)
        call_back = promised.astimezone(parts.calendar.zone) if promised else None
    agent = await session.get(StaffRow, row.agent_id) if row.agent_id else None
    return standing(row.state, place, agent.name if agent else None, parts.calendar.is_open(now), call_back)
