"""A customer at the WebSocket, as the widget is one."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

import websockets

Frame = dict[str, Any]


class Customer:
    """Says hello, says things, and keeps every frame that comes."""

    def __init__(self, url: str, token: str | None = None, after: str | None = None, lang: str = "id") -> None:
        self._url = url
        self._hello = {"type": "hello", "token": token, "lang": lang, "after": after}
        self.frames: list[Frame] = []

    async def __aenter__(self) -> Customer:
        self._socket = await websockets.connect(self._url)
        await self._socket.send(json.dumps(self._hello))
        await self.until(lambda frame: frame["type"] == "session")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    @property
    def token(self) -> str:
        return str(self.frames[0]["token"])

    @property
    def messages(self) -> list[Frame]:
        """Everything said, the missed ones of the session first."""
        missed = self.frames[0]["messages"] if self.frames else []
        return [*missed, *(frame for frame in self.frames if frame["type"] == "message")]

    def texts(self, sender: str) -> list[str]:
        return [message["text"] for message in self.messages if message["from"] == sender]

    async def say(self, text: str, message_id: str | None = None) -> str:
        """Sends a message; returns its id without waiting for anything."""
        message_id = message_id or str(uuid.uuid4())
        await self._socket.send(json.dumps({"type": "message", "id": message_id, "text": text}))
        return message_id

    async def send(self, frame: Frame) -> None:
        await self._socket.send(json.dumps(frame))

    async def ask(self, text: str, seconds: float = 20) -> str:
        """Says something and waits for the bot's next words."""
        await self.say(text)
        return str(
            (await self.until(lambda frame: frame["type"] == "message" and frame["from"] == "bot", seconds))["text"]
        )

    async def leave_line(self) -> None:
        """Gives the place in the line up, so that nobody else's test finds this customer there."""
        await self.send({"type": "leave"})
        await self.until(lambda frame: frame["type"] == "state" and frame["state"] == "bot")

    async def until(self, wanted: Callable[[Frame], bool], seconds: float = 20) -> Frame:
        """The next frame that is wanted."""
        async with asyncio.timeout(seconds):
            while True:
                frame = json.loads(await self._socket.recv())
                self.frames.append(frame)
                if wanted(frame):
                    return frame

    async def listen(self, seconds: float) -> None:
        """Takes what comes for a while."""
        try:
            await self.until(lambda _: False, seconds)
        except TimeoutError:
            return
