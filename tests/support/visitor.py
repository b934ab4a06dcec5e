"""A visitor of the web site: one open socket of the widget's protocol."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from handoff.ids import new_id

Frame = dict[str, Any]
PATIENCE = 10.0


class Visitor:
    """Sends frames; keeps those that come until they are asked for."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.unread: list[Frame] = []
        self.session: Frame = {}

    async def send(self, frame: Frame | str | bytes) -> None:
        await self.socket.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    async def hello(self, **more: Any) -> Frame:
        """Says who it is; gives the session."""
        await self.send({"type": "hello", "token": None, "lang": "id", "after": None, **more})
        self.session = await self.get("session")
        return self.session

    async def say(self, text: str, message_id: str | None = None) -> str:
        """Says something and waits until it is acknowledged; gives the message's id."""
        message_id = message_id or new_id()
        await self.send({"type": "message", "id": message_id, "text": text})
        await self.get("ack", id=message_id)
        return message_id

    async def get(self, kind: str, **fields: Any) -> Frame:
        """The next frame of a kind that has these fields (`sender` stands for `from`); others wait for their turn."""
        if "sender" in fields:
            fields["from"] = fields.pop("sender")
        wanted = {"type": kind, **fields}
        async with asyncio.timeout(PATIENCE):
            while True:
                for frame in self.unread:
                    if wanted.items() <= frame.items():
                        self.unread.remove(frame)
                        return frame
                self.unread.append(json.loads(await self.socket.recv()))

    async def settle(self, seconds: float = 0.2) -> list[Frame]:
        """Listens a little; gives, and keeps, everything unread."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self.unread.append(json.loads(await self.socket.recv()))
        except TimeoutError:
            return list(self.unread)

    def heard(self, kind: str) -> list[Frame]:
        """The unread frames of a kind."""
        return [frame for frame in self.unread if frame["type"] == kind]


@asynccontextmanager
async def visit(base: str) -> AsyncIterator[Visitor]:
    """Opens a socket for the length of the block."""
    async with connect(base.replace("http", "ws", 1) + "/chat/ws", max_size=None) as socket:
        yield Visitor(socket)
