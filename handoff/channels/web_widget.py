"""`WS /chat/ws`: the widget's edge. Translates frames; what is decided, is decided elsewhere.

A socket has two halves: one takes the customer's frames in order, the other writes what is new in the record whenever
the conversation's doorbell rings. The second reads from the last message it sent, so that a reconnect neither misses
nor repeats anything.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import datetime

import structlog
from sanic import Request, Websocket
from sanic.exceptions import WebsocketClosed
from sqlalchemy.exc import SQLAlchemyError
from websockets.exceptions import ConnectionClosed

from handoff.channels.identity import BadIdentityError, Identity, read_identity
from handoff.channels.web_payloads import (
    CallBack,
    Choice,
    End,
    Forget,
    Hello,
    Lang,
    Leave,
    Ping,
    Rating,
    Said,
    Typing,
    error_frame,
    read_frame,
    read_id,
)
from handoff.channels.web_requests import ask_call_back, change_language, end, forget, leave_line, rate, show_typing
from handoff.channels.web_seat import Seat, look, send_session
from handoff.contacts import add_visitor, find_visitor
from handoff.conversations.conversation import Channel
from handoff.conversations.lanes import when_due
from handoff.conversations.receive import Incoming, Received, open_conversation, receive
from handoff.conversations.tables import ContactRow
from handoff.conversations.transcript import seq_of
from handoff.doorbells import LOOK, TYPING, Bell
from handoff.errors import InvalidInputError, SapaError, UnavailableError
from handoff.ids import ContactId, ConversationId
from handoff.metrics import DUPLICATES, MESSAGES, SOCKETS
from handoff.parts import Parts
from handoff.rate_limit import RateLimitedError
from protocol.languages import Language
from protocol.messages import Sender

log = structlog.get_logger()

HELLO_SECONDS = 20.0
"""A socket that has not said hello by then is closed."""
LOOK_SECONDS = 30.0
"""Even without a ring a socket looks this often: the net below the doorbells."""
MESSAGES_PER_MINUTE = 60
"""More than anybody types; stops a script, not a person."""


async def serve_widget(request: Request, socket: Websocket) -> None:
    """The life of one socket."""
    parts: Parts = request.app.ctx.parts
    SOCKETS.labels("widget").inc()
    seat = None
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
        if seat is not None and seat.hearing is not None:
            seat.hearing.cancel()
            await asyncio.gather(seat.hearing, return_exceptions=True)


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
    await send_session(parts, seat)
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
        seat = Seat(socket, ContactId(contact.id), ConversationId(row.id), language, token, seen)
        left = row.previous_id if row.created_at == now else None
    if left:
        await parts.bells.ring(left)  # the visitor's other tabs follow into the new conversation
    return seat


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


async def _converse(parts: Parts, seat: Seat) -> bool:
    """Runs both halves until the socket closes (False) or the customer goes on in a new conversation (True)."""
    async with parts.bells.hear(seat.conversation) as bell:
        writer = asyncio.create_task(_write(parts, seat, bell))
        try:
            return await _read(parts, seat, writer)
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError, ConnectionClosed):
                await writer


async def _read(parts: Parts, seat: Seat, writer: asyncio.Task[bool]) -> bool:
    while True:
        frame = seat.hearing = seat.hearing or asyncio.create_task(seat.socket.recv())
        done, _ = await asyncio.wait({frame, writer}, return_when=asyncio.FIRST_COMPLETED)
        if writer in done:
            return await _stop_writing(frame, writer)
        seat.hearing = None
        raw = frame.result()
        if raw is None:
            return False
        if await _take(parts, seat, raw):
            return True


async def _stop_writing(frame: asyncio.Task[str | bytes | None], writer: asyncio.Task[bool]) -> bool:
    """The writer ended: with an error, or because the customer has moved on; then the frame is still waited for."""
    if writer.exception() is not None:
        frame.cancel()
        await asyncio.gather(frame, return_exceptions=True)  # what it ends with says only that the socket is closed
    return writer.result()


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
        case Ping():
            await seat.send({"type": "pong"})
        case Typing():
            await show_typing(parts, seat)
        case Rating():
            await rate(parts, seat, frame)
        case Lang():
            await change_language(parts, seat, Language(frame.lang))
        case Leave():
            await leave_line(parts, seat)
        case CallBack():
            await ask_call_back(parts, seat, frame)
        case End():
            await end(parts, seat)
        case Forget():
            await forget(parts, seat)
            await _close(seat.socket, 1000)
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


async def _move(parts: Parts, seat: Seat) -> Seat:
    """The customer wrote after the end, here or in another tab: the socket follows into the new conversation."""
    async with parts.record.writing() as session:
        contact = await session.get_one(ContactRow, seat.contact)
        row = await open_conversation(session, contact, parts.clock())
        await session.flush()
    if row.id == seat.conversation:
        return seat  # a message of an older conversation had only come again
    moved = Seat(seat.socket, seat.contact, ConversationId(row.id), seat.language, seat.token)
    moved.hearing = seat.hearing
    await send_session(parts, moved, with_messages=False)
    await parts.bells.ring(seat.conversation)  # the visitor's other tabs follow
    return moved


async def _write(parts: Parts, seat: Seat, bell: Bell) -> bool:
    """Sends what is new whenever the bell rings, and now and then without, until the customer has gone on elsewhere."""
    moved = await look(parts, seat)
    while not moved:
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
            moved = await look(parts, seat)
    return True


async def _close(socket: Websocket, code: int) -> None:
    with suppress(ConnectionClosed):
        await socket.close(code)
