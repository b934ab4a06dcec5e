"""`WS /chat/ws`: the widget's edge. Translates frames; what is decided, is decided elsewhere.

A socket has two halves: one takes the customer's frames in order, the other writes what is new in the record whenever
the conversation's doorbell rings. The second reads from the last message it sent, so that a reconnect neither misses
nor repeats anything.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from redis.exceptions import RedisError
from sanic import Request, Websocket
from sanic.exceptions import WebsocketClosed
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from websockets.exceptions import ConnectionClosed

from handoff.aftercare.rating import do_rate, open_rating
from handoff.channels.identity import BadIdentityError, Identity, read_identity
from handoff.channels.web_payloads import (
    Choice,
    End,
    Hello,
    Lang,
    Leave,
    Rating,
    Said,
    Typing,
    error_frame,
    message_frame,
    read_frame,
    read_id,
    standing,
)
from handoff.contacts import add_visitor, find_visitor
from handoff.conversations.conversation import Channel, State
from handoff.conversations.lanes import TYPING_SECONDS, when_due
from handoff.conversations.receive import Incoming, Received, open_conversation, receive
from handoff.conversations.resolve import do_end, do_leave
from handoff.conversations.tables import ContactRow, ConversationRow, StaffRow
from handoff.conversations.transcript import PAGE, lock_conversation, read_messages, seq_of
from handoff.doorbells import LOOK, TYPING, Bell
from handoff.errors import InvalidInputError, SapaError, UnavailableError
from handoff.ids import ContactId, ConversationId
from handoff.metrics import DUPLICATES, MESSAGES, SOCKETS
from handoff.parts import Parts
from handoff.rate_limit import RateLimitedError
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Sender

log = structlog.get_logger()

HELLO_SECONDS = 20.0
"""A socket that has not said hello by then is closed."""
LOOK_SECONDS = 30.0
"""Even without a ring a socket looks this often: the net below the doorbells."""
MESSAGES_PER_MINUTE = 60
"""More than anybody types; stops a script, not a person."""
SIGNS_PER_MINUTE = 120
"""Signs of typing; the widget sends one every few seconds. More are left out, for nobody needs them."""
CHOICES_PER_MINUTE = 20
"""Changes of the language."""


@dataclass
class Seat:
    """One open socket: whose it is, which conversation it shows and how far."""

    socket: Websocket
    contact: ContactId
    conversation: ConversationId
    language: Language
    token: str
    """By which the same visitor is known again."""
    seen: int = 0
    shown: dict[str, Any] | None = None
    """The standing sent last, so that it is sent again only when it changed."""
    asked_rating: bool = False

    async def send(self, frame: dict[str, Any]) -> None:
        """Sends one frame."""
        await self.socket.send(json.dumps(frame, ensure_ascii=False))


async def serve_widget(request: Request, socket: Websocket) -> None:
    """The life of one socket."""
    parts: Parts = request.app.ctx.parts
    SOCKETS.labels("widget").inc()
    try:
        seat = await _seat(parts, socket)
        while seat is not None and await _converse(parts, seat):
            seat = await _move(parts, seat)
    except (ConnectionClosed, WebsocketClosed):
        pass
    except SQLAlchemyError as error:
        log.error("widget.record_away", error=type(error).__name__)
        await _close(socket, 1013)  # RFC 6455 registry: try again later
    finally:
        SOCKETS.labels("widget").dec()


async def _seat(parts: Parts, socket: Websocket) -> Seat | None:
    """Waits for the hello and answers it with the session."""
    try:
        hello = read_frame(await asyncio.wait_for(socket.recv(), HELLO_SECONDS))
        if not isinstance(hello, Hello):
            raise InvalidInputError("The first frame must be hello.")
    except TimeoutError:
        await _close(socket, 1008)
        return None
    except SapaError as error:
        await socket.send(json.dumps(error_frame(error.code, str(error))))
        await _close(socket, 1008)
        return None
    seat = await _open_session(parts, socket, hello)
    async with parts.record.reading() as session:
        missed = []
        while page := await read_messages(session, seat.conversation, seat.seen):
            missed += [message_frame(message) for message in page]
            seat.seen = page[-1].seq
    await _send_session(parts, seat, missed)
    return seat


async def _open_session(parts: Parts, socket: Websocket, hello: Hello) -> Seat:
    wish = Language(hello.lang) if hello.lang else None
    now = parts.clock()
    identity = await _identity(parts, socket, hello, now)
    async with parts.record.writing() as session:
        contact, token = (await find_visitor(session, hello.token) if hello.token else None), hello.token or ""
        if contact is None:
            contact, token = add_visitor(session, wish, now)
            await session.flush()
        if identity is not None:
            contact.name, contact.phone = identity.name or contact.name, identity.phone or contact.phone
        row = await open_conversation(session, contact, now, wish)
        await session.flush()
        seen = await seq_of(session, ConversationId(row.id), hello.after) if hello.after else 0
        language = wish or Language(row.language)
        return Seat(socket, ContactId(contact.id), ConversationId(row.id), language, token, seen=seen)


async def _identity(parts: Parts, socket: Websocket, hello: Hello, now: datetime) -> Identity | None:
    """Whom the host page vouches for; a token that cannot be believed is told and otherwise ignored."""
    if hello.identity is None:
        return None
    secret = parts.settings.identity_secret
    try:
        return read_identity(hello.identity, secret.get_secret_value() if secret else None, now)
    except BadIdentityError as error:
        await socket.send(json.dumps(error_frame(error.code, str(error))))
        return None


async def _send_session(parts: Parts, seat: Seat, missed: list[dict[str, Any]]) -> None:
    async with parts.record.reading() as session:
        shown = await _standing(parts, session, seat)
        rating = await open_rating(session, seat.conversation)
    seat.shown = shown
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


async def _converse(parts: Parts, seat: Seat) -> bool:
    """Runs both halves until the socket closes (False) or the customer begins a new conversation (True)."""
    async with parts.bells.hear(seat.conversation) as bell:
        writer = asyncio.create_task(_write(parts, seat, bell))
        try:
            return await _read(parts, seat, writer)
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError, ConnectionClosed):
                await writer


async def _read(parts: Parts, seat: Seat, writer: asyncio.Task[None]) -> bool:
    while True:
        frame = asyncio.create_task(seat.socket.recv())
        done, _ = await asyncio.wait({frame, writer}, return_when=asyncio.FIRST_COMPLETED)
        if writer in done:
            frame.cancel()
            await asyncio.gather(frame, return_exceptions=True)  # what it ends with says only that the socket is closed
            writer.result()
            return False
        raw = frame.result()
        if raw is None:
            return False
        if await _take(parts, seat, raw):
            return True


async def _take(parts: Parts, seat: Seat, raw: str | bytes) -> bool:
    """Takes one frame; returns whether the customer's messages now belong to another conversation."""
    try:
        frame = read_frame(raw)
        return await _handle(parts, seat, frame)
    except RateLimitedError as error:
        await seat.send({**error_frame(error.code, str(error), read_id(raw)), "retry_after": error.retry_after})
    except SapaError as error:
        await seat.send(error_frame(error.code, str(error), read_id(raw)))
    except SQLAlchemyError as error:
        log.error("widget.not_stored", conversation=seat.conversation, error=type(error).__name__)
        unavailable = UnavailableError("This could not be stored just now; please try again.")
        await seat.send(error_frame(unavailable.code, str(unavailable), read_id(raw)))
    return False


async def _handle(parts: Parts, seat: Seat, frame: object) -> bool:
    match frame:
        case Said():
            return await _accept(parts, seat, frame.id, frame.text, None)
        case Choice():
            return await _accept(parts, seat, frame.id, frame.title or frame.payload, frame.payload)
        case Typing():
            await _typing(parts, seat)
        case Rating():
            async with parts.record.writing() as session:
                await do_rate(session, seat.conversation, frame.score, frame.comment, parts.clock())
            await parts.bells.ring(seat.conversation)
        case Lang():
            await _change_language(parts, seat, Language(frame.lang))
        case Leave():
            await _leave(parts, seat)
        case End():
            await _end(parts, seat)
        case _:
            raise InvalidInputError("hello comes once, as the first frame.")
    return False


async def _accept(parts: Parts, seat: Seat, source_id: str, text: str, payload: str | None) -> bool:
    await parts.rates.check("message", seat.contact, MESSAGES_PER_MINUTE)
    incoming = Incoming(seat.contact, Channel.WEB, source_id, text, payload)
    received = await receive(parts.record, incoming, parts.clock())
    await seat.send({"type": "ack", "id": source_id})
    if received.is_new:
        MESSAGES.labels(Channel.WEB.value, Sender.CUSTOMER.value).inc()
        await _announce(parts, received)
    else:
        DUPLICATES.labels(Channel.WEB.value).inc()
    return received.conversation != seat.conversation


async def _announce(parts: Parts, received: Received) -> None:
    await parts.bells.ring(received.conversation)
    if received.awaits_bot:
        quiet = parts.settings.quiet_seconds(Channel.WEB)
        due = when_due(parts.clock(), received.pending_since, quiet, parts.settings.turn_cap_ms / 1000)
        await parts.lanes.schedule(received.conversation, due)


async def _typing(parts: Parts, seat: Seat) -> None:
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


async def _change_language(parts: Parts, seat: Seat, language: Language) -> None:
    await parts.rates.check("lang", seat.contact, CHOICES_PER_MINUTE)
    seat.language = language
    async with parts.record.writing() as session:
        row = await lock_conversation(session, seat.conversation)
        if row is not None:
            row.language = language.value


async def _leave(parts: Parts, seat: Seat) -> None:
    async with parts.record.writing() as session:
        left = await do_leave(session, seat.conversation, parts.clock())
    if left:
        await _announce_out_of_line(parts, seat)


async def _end(parts: Parts, seat: Seat) -> None:
    async with parts.record.writing() as session:
        await do_end(session, seat.conversation, parts.clock())
    await _announce_out_of_line(parts, seat)


async def _announce_out_of_line(parts: Parts, seat: Seat) -> None:
    with suppress(RedisError):  # the repair takes it out of the line otherwise
        await parts.line.leave(seat.conversation)
    await parts.bells.ring_desk(seat.conversation)
    await parts.bells.ring(seat.conversation)


async def _move(parts: Parts, seat: Seat) -> Seat:
    """The customer wrote after the end: the socket follows into the new conversation."""
    async with parts.record.writing() as session:
        contact = await session.get_one(ContactRow, seat.contact)
        row = await open_conversation(session, contact, parts.clock())
        await session.flush()
    if row.id == seat.conversation:
        return seat  # a message of an older conversation had only come again
    moved = Seat(seat.socket, seat.contact, ConversationId(row.id), seat.language, seat.token)
    await _send_session(parts, moved, [])  # which conversation it is now; standing and words follow as always
    moved.shown = None
    await _look(parts, moved)
    return moved


async def _write(parts: Parts, seat: Seat, bell: Bell) -> None:
    """Sends what is new whenever the bell rings, and now and then without."""
    await _look(parts, seat)
    while True:
        try:
            async with asyncio.timeout(LOOK_SECONDS):  # wait_for of Python 3.11 can swallow the cancellation
                word = await bell.get()
        except TimeoutError:
            word = LOOK
        if word.startswith(TYPING):
            who = word.removeprefix(TYPING)
            if who != Sender.CUSTOMER:
                await seat.send({"type": "typing", "from": who})
        else:
            await _look(parts, seat)


async def _look(parts: Parts, seat: Seat) -> None:
    """Sends the messages after the last one sent, then the standing and the rating if they changed."""
    async with parts.record.reading() as session:
        messages = await read_messages(session, seat.conversation, seat.seen)
        shown = await _standing(parts, session, seat)
        rating = await open_rating(session, seat.conversation)
    for message in messages:
        await seat.send(message_frame(message))
        seat.seen = message.seq
    if shown != seat.shown:
        seat.shown = shown
        await seat.send({"type": "state", **shown})
    if (rating is not None) != seat.asked_rating:
        seat.asked_rating = rating is not None
        if rating is not None:
            await seat.send({"type": "rate", "question": say("rate", seat.language)})
    if len(messages) == PAGE:
        await _look(parts, seat)


async def _standing(parts: Parts, session: AsyncSession, seat: Seat) -> dict[str, Any]:
    row = await session.get_one(ConversationRow, seat.conversation)
    now = parts.clock()
    place = None
    if row.state == State.QUEUED:
        with suppress(RedisError):  # without Redis the customer sees that they wait, not where
            place = await parts.queueing.place_of(session, seat.conversation, now)
    agent = await session.get(StaffRow, row.agent_id) if row.agent_id else None
    return standing(row.state, place, agent.name if agent else None, parts.calendar.is_open(now))


async def _close(socket: Websocket, code: int) -> None:
    with suppress(ConnectionClosed):
        await socket.close(code)
