"""`WS /desk/ws`: live events for agents. It says where to look; what is there is read over the routes."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from typing import Annotated, Any, Literal

import structlog
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from redis.exceptions import RedisError
from sanic import Request, Websocket
from websockets.exceptions import ConnectionClosed

from handoff.agent_queue.presence import PresenceState
from handoff.channels.web_payloads import error_frame
from handoff.desk.sessions import COOKIE
from handoff.desk.staff import SERVES_CUSTOMERS, Staff
from handoff.desk.touch import touch_session
from handoff.doorbells import ALERT, TYPING, Bell
from handoff.errors import ForbiddenError, SapaError
from handoff.metrics import SOCKETS
from handoff.parts import Parts
from protocol.messages import Sender

log = structlog.get_logger()

MAX_WATCHED = 50
"""More conversations than an agent can hold or look at."""


class Watch(BaseModel):
    """The conversations whose events the desk wants."""

    type: Literal["watch"]
    conversations: Annotated[list[Annotated[str, Field(max_length=36)]], Field(max_length=MAX_WATCHED)]


class Typing(BaseModel):
    """The agent is typing."""

    type: Literal["typing"]
    conversation: Annotated[str, Field(max_length=36)]


class Ping(BaseModel):
    """The desk is open."""

    type: Literal["ping"]


_FRAMES: TypeAdapter[Any] = TypeAdapter(Annotated[Watch | Typing | Ping, Field(discriminator="type")])


class DeskSocket:
    """One open desk."""

    def __init__(self, parts: Parts, staff: Staff, socket: Websocket, cookie: str | None) -> None:
        self._parts = parts
        self._staff = staff
        self._socket = socket
        self._cookie = cookie
        self._watched: dict[str, AsyncExitStack] = {}
        self._presence: PresenceState | None = None

    async def serve(self) -> None:
        """Runs until the desk is closed."""
        async with self._parts.bells.hear_desk() as bell:
            await self._send({"type": "hello"})  # from here on no change of the line is missed
            line = asyncio.create_task(self._tell_line(bell))
            try:
                while (raw := await self._socket.recv()) is not None:
                    await self._take(raw)
            finally:
                line.cancel()
                for stack in self._watched.values():
                    await stack.aclose()

    async def _take(self, raw: str | bytes) -> None:
        try:
            frame = _FRAMES.validate_json(raw)
        except ValidationError as error:
            await self._send(error_frame("invalid_input", error.errors()[0]["msg"]))
            return
        match frame:
            case Watch():
                await self._watch(set(frame.conversations))
            case Typing():
                if frame.conversation in self._watched:
                    await self._parts.bells.ring(frame.conversation, TYPING + Sender.AGENT)
            case Ping():
                await touch_session(self._parts, self._cookie)  # a socket does not outlive its session
                with suppress(RedisError):  # the next ping renews it
                    await self._parts.presence.hear(self._staff.id, self._parts.clock(), at_desk=True)
                    self._presence = await self._parts.presence.renew(self._staff.id, self._presence)

    async def _watch(self, wanted: set[str]) -> None:
        for conversation in set(self._watched) - wanted:
            await self._watched.pop(conversation).aclose()
        for conversation in wanted - set(self._watched):
            stack = self._watched[conversation] = AsyncExitStack()
            bell = await stack.enter_async_context(self._parts.bells.hear(conversation))
            task = asyncio.create_task(self._tell_conversation(conversation, bell))
            stack.callback(task.cancel)
            await self._send({"type": "conversation", "id": conversation})  # what came before the watch stood

    async def _tell_line(self, bell: Bell) -> None:
        with suppress(ConnectionClosed):
            while True:
                words = [await bell.get()]
                while not bell.empty():
                    words.append(bell.get_nowait())  # several changes are one reason to look
                for word in words:
                    if word.startswith(ALERT):
                        await self._send({"type": "alert", **json.loads(word.removeprefix(ALERT))})
                await self._send({"type": "line"})

    async def _tell_conversation(self, conversation: str, bell: Bell) -> None:
        with suppress(ConnectionClosed):
            while True:
                word = await bell.get()
                if word.startswith(TYPING):
                    who = word.removeprefix(TYPING)
                    await self._send({"type": "typing", "conversation": conversation, "from": who})
                else:
                    await self._send({"type": "conversation", "id": conversation})

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._socket.send(json.dumps(frame))


async def serve_desk(request: Request, socket: Websocket) -> None:
    """Lets a logged-in agent's desk in. The cookie is SameSite=Strict, and the Origin must be our own."""
    parts: Parts = request.app.ctx.parts
    try:
        check_origin(request)
        staff = await touch_session(parts, request.cookies.get(COOKIE))
        if staff.role not in SERVES_CUSTOMERS:
            raise ForbiddenError("Your account may not do this.")
    except SapaError as error:
        await refuse(socket, error)
        return
    SOCKETS.labels("desk").inc()
    try:
        await DeskSocket(parts, staff, socket, request.cookies.get(COOKIE)).serve()
    except ConnectionClosed:
        pass
    except SapaError as error:
        await refuse(socket, error)
    finally:
        SOCKETS.labels("desk").dec()


async def refuse(socket: Websocket, error: SapaError) -> None:
    """Says why, and closes with "policy violation" (RFC 6455, 7.4.1)."""
    with suppress(ConnectionClosed):
        await socket.send(json.dumps(error_frame(error.code, str(error))))
        await socket.close(1008)


def check_origin(request: Request) -> None:
    """Refuses sockets opened by another site's page."""
    origin = request.headers.get("origin")
    if origin and origin.split("://", 1)[-1] != request.host:
        raise ForbiddenError("The desk is only opened from its own page.")
