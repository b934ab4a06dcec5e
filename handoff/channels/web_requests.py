"""What customers do in the widget beside talking: rate, change the language, leave, ask for a call-back."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from redis.exceptions import RedisError

from handoff.aftercare.rating import do_rate
from handoff.call_back import check_call_back, do_call_back
from handoff.channels.web_payloads import CallBack, Rating
from handoff.channels.web_seat import Seat
from handoff.conversations.lanes import TYPING_SECONDS, when_due
from handoff.conversations.resolve import do_end, do_leave
from handoff.conversations.tables import ConversationRow
from handoff.conversations.transcript import lock_conversation
from handoff.doorbells import TYPING
from handoff.forget import do_forget
from handoff.parts import Parts
from handoff.rate_limit import RateLimitedError
from handoff.uploads import upload_path
from protocol.languages import Language
from protocol.messages import Sender

SIGNS_PER_MINUTE = 120
"""Signs of typing; the widget sends one every few seconds. More are left out, for nobody needs them."""
CHOICES_PER_MINUTE = 20
"""Changes of the language."""
CALL_BACKS_PER_MINUTE = 6
"""Somebody who mistypes their number twice, not a script."""


async def show_typing(parts: Parts, seat: Seat) -> None:
    """The other side sees that the customer types, and the bot waits a little longer."""
    try:
        await parts.rates.check("typing", seat.contact, SIGNS_PER_MINUTE)
    except RateLimitedError:
        return
    await parts.bells.ring(seat.conversation, TYPING + Sender.CUSTOMER)
    with suppress(RedisError):  # a pause that is not extended only means an earlier answer
        async with parts.record.reading() as session:
            row = await session.get_one(ConversationRow, seat.conversation)
        due = when_due(parts.clock(), row.pending_since, TYPING_SECONDS, parts.settings.turn_cap_ms / 1000)
        await parts.lanes.postpone(seat.conversation, due)


async def rate(parts: Parts, seat: Seat, rating: Rating) -> None:
    """Takes the verdict."""
    async with parts.record.writing() as session:
        await do_rate(session, seat.conversation, rating.score, rating.comment, parts.clock())
    await parts.bells.ring(seat.conversation)


async def change_language(parts: Parts, seat: Seat, language: Language) -> None:
    """The conversation goes on in the language that the customer chose."""
    await parts.rates.check("lang", seat.contact, CHOICES_PER_MINUTE)
    seat.language = language
    async with parts.record.writing() as session:
        row = await lock_conversation(session, seat.conversation)
        if row is not None:
            row.language = language.value


async def leave_line(parts: Parts, seat: Seat) -> None:
    """The customer waits no longer; the bot goes on."""
    async with parts.record.writing() as session:
        left = await do_leave(session, seat.conversation, parts.clock())
    if left:
        await _announce_out_of_line(parts, seat.conversation)


async def end(parts: Parts, seat: Seat) -> None:
    """The customer ends the conversation."""
    async with parts.record.writing() as session:
        await do_end(session, seat.conversation, parts.clock())
    await _announce_out_of_line(parts, seat.conversation)


async def ask_call_back(parts: Parts, seat: Seat, frame: CallBack) -> None:
    """Promises a call-back and says by when."""
    await parts.rates.check("call_back", seat.contact, CALL_BACKS_PER_MINUTE)
    wish = check_call_back(frame.channel, frame.address, frame.note)
    async with parts.record.writing() as session:
        now = parts.clock()
        place = None
        with suppress(RedisError):  # without Redis nobody knows how long the line takes
            place = await parts.queueing.place_of(session, seat.conversation, now)
        due = await do_call_back(session, seat.conversation, wish, place.wait if place else None, parts.calendar, now)
    await seat.send({"type": "callback", "address": wish.address, "due_at": due.isoformat()})
    await parts.bells.ring(seat.conversation)
    await parts.bells.ring_desk(seat.conversation)


async def forget(parts: Parts, seat: Seat) -> None:
    """Erases what the visitor said, and who they were, and confirms it; the socket is of nobody then."""
    async with parts.record.writing() as session:
        forgotten = await do_forget(session, seat.contact, parts.clock())
    folder = parts.settings.var / "uploads"
    for upload, suffix in forgotten.files:
        await asyncio.to_thread(upload_path(folder, upload, suffix).unlink, missing_ok=True)
    for conversation in forgotten.conversations:
        await _announce_out_of_line(parts, conversation)
    await seat.send({"type": "forgotten"})


async def _announce_out_of_line(parts: Parts, conversation: str) -> None:
    with suppress(RedisError):  # the repair takes it out of the line otherwise
        await parts.line.leave(conversation)
    await parts.bells.ring_desk(conversation)
    await parts.bells.ring(conversation)
