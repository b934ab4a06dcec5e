"""An agent of the chaos run: takes who is next, answers what is unanswered, closes what is done, and tries again."""

from __future__ import annotations

import asyncio
import json
import random
import uuid
from contextlib import suppress
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

PAUSE_SECONDS = 0.5
PING_SECONDS = 5.0
SAID_NO = {400, 403, 404, 409}
"""The conversation is in other hands by now, the customer has written again, or the agent's hands are full."""
Chat = dict[str, Any]


class Agent:
    """One account at the desk."""

    def __init__(self, base: str, email: str, password: str, chance: random.Random) -> None:
        self.said: list[str] = []
        """Ids of what was said with success."""
        self._account = {"email": email, "password": password}
        self._base = base
        self._chance = chance
        self._http = httpx.AsyncClient(base_url=base, headers={"X-Sapa-Desk": "1"}, timeout=10)

    async def work(self) -> None:
        """Serves customers until cancelled."""
        await self.log_in()
        presence = asyncio.create_task(self._stay())
        try:
            while True:
                await self._take_next()
                await asyncio.gather(*(self._serve(chat["id"]) for chat in await self._mine()))
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            presence.cancel()

    async def log_in(self) -> None:
        """Logs in, and says so."""
        await self._insist("POST", "/session", self._account)
        await self._insist("PUT", "/presence", {"state": "online"})

    async def messages_of(self, conversation: str) -> list[str]:
        """The ids of what the desk shows of a conversation."""
        answer = await self._insist("GET", f"/conversations/{conversation}")
        return [each["id"] for each in answer.json()["messages"]]

    async def leave(self) -> None:
        """Closes the browser."""
        await self._http.aclose()

    async def _stay(self) -> None:
        """The open desk: its socket says that the agent is there."""
        cookie = "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())
        address = self._base.replace("http", "ws", 1) + "/desk/ws"
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(address, additional_headers={"Cookie": cookie}) as socket:
                    while True:
                        await socket.send(json.dumps({"type": "ping"}))
                        await asyncio.sleep(PING_SECONDS)
            await asyncio.sleep(PAUSE_SECONDS)
            await self._insist("PUT", "/presence", {"state": "online"})

    async def _take_next(self) -> None:
        while (await self._insist("POST", "/conversations/next")).status_code == 200:
            pass

    async def _mine(self) -> list[Chat]:
        answer = await self._insist("GET", "/conversations?mine=true&state=agent")
        return list(answer.json()["conversations"])

    async def _serve(self, conversation: str) -> None:
        answer = await self._insist("GET", f"/conversations/{conversation}")
        messages = answer.json().get("messages", [])
        said = [each for each in messages if each["from"] in {"customer", "agent"}]
        if not said or said[-1]["from"] == "customer":
            await self._say(conversation)
        elif self._chance.random() < 0.6:
            body = {"outcome": "answered", "seen": messages[-1]["seq"]}
            await self._insist("POST", f"/conversations/{conversation}/resolve", body)

    async def _say(self, conversation: str) -> None:
        words = {"id": str(uuid.uuid4()), "text": "Baik Kak, kami cek dulu ya."}
        answer = await self._insist("POST", f"/conversations/{conversation}/messages", words)
        if answer.status_code == 200:
            self.said.append(words["id"])

    async def _insist(self, method: str, path: str, body: Chat | None = None) -> httpx.Response:
        """Asks until there is an answer, yes or no."""
        while True:
            with suppress(httpx.TransportError):
                answer = await self._http.request(method, f"/api/desk{path}", json=body)
                if answer.is_success or answer.status_code in SAID_NO:
                    return answer
                if answer.status_code < 500 and answer.status_code != 429:
                    raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
            await asyncio.sleep(PAUSE_SECONDS)
