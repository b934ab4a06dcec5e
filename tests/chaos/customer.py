"""A customer of the chaos run, who behaves as the widget: keeps what is not acknowledged, and sends it again."""

from __future__ import annotations

import asyncio
import json
import random
import uuid
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.chaos.ledger import Experience

FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
"""The widget waits up to 30 seconds; here somebody looks at the page, which makes it try at once."""
ACK_SECONDS = 10.0
OPEN_SECONDS = 10.0
UNAVAILABLE_WAIT = 4.0
TEXTS = (
    "halo kak", "kantor buka jam berapa ya?", "status order saya gimana?", "ORD-2026-00105", "pic105@example.com",
    "biaya kalibrasi timbangan berapa?", "apa bedanya tera dan kalibrasi?", "kapan sertifikat saya jadi?",
    "pembayarannya bisa transfer?", "boleh kirim alat pakai kurir?", "terima kasih kak", "what are your opening hours?",
    "saya mau komplain, alat saya rusak", "mau bicara dengan orang", "kok lama banget sih, kecewa saya",
)  # fmt: skip


class Customer:
    """One visitor with a script of things to say."""

    def __init__(self, address: str, chance: random.Random, things: int, seconds: float) -> None:
        self.experience = Experience()
        self.state = "bot"
        self.fell_out = 0
        self._address = address
        self._chance = chance
        self._plan = sorted(chance.uniform(0, seconds) for _ in range(things))
        self._outbox: list[dict[str, Any]] = []
        self._token: str | None = None
        self._after: str | None = None
        self._spoken_to = True
        self._news = asyncio.Event()
        self._acked = asyncio.Event()

    async def live(self) -> None:
        """Says everything in the plan, over as many connections as it takes; ends when cancelled."""
        speaking = asyncio.create_task(self._speak())
        failures = 0
        try:
            while True:
                with suppress(OSError, WebSocketException, TimeoutError):
                    async with connect(self._address, max_size=None, open_timeout=OPEN_SECONDS) as socket:
                        failures = 0 if await self._visit(socket) else failures
                self.fell_out += 1
                failures += 1
                ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1))
                await asyncio.sleep(ceiling / 2 + self._chance.random() * ceiling / 2)
        finally:
            speaking.cancel()

    def is_content(self) -> bool:
        """Everything is said, acknowledged and answered."""
        return not self._plan and not self._outbox and self._spoken_to

    async def _speak(self) -> None:
        began = asyncio.get_running_loop().time()
        while self._plan:
            await asyncio.sleep(max(0.0, began + self._plan[0] - asyncio.get_running_loop().time()))
            for _ in range(1 if self._chance.random() < 0.8 else 3):  # now and then in several bubbles
                frame = {"type": "message", "id": str(uuid.UUID(int=self._chance.getrandbits(128), version=4))}
                self._outbox.append({**frame, "text": self._chance.choice(TEXTS)})
                self.experience.said.append(frame["id"])
                self._spoken_to = False
            self._plan.pop(0)
            self._news.set()

    async def _visit(self, socket: ClientConnection) -> bool:
        """One connection; returns only by an error or when the server hangs up. True once there was a session."""
        await socket.send(json.dumps({"type": "hello", "token": self._token, "lang": None, "after": self._after}))
        writing = None
        try:
            async for raw in socket:
                frame = json.loads(raw)
                if frame["type"] == "session" and writing is None:
                    self._take_session(frame)
                    writing = asyncio.create_task(self._write(socket))
                await self._take(frame, socket)
        except WebSocketException:
            pass
        finally:
            if writing is not None:
                writing.cancel()
        return writing is not None

    async def _write(self, socket: ClientConnection) -> None:
        """Sends one at a time, so that order holds; no acknowledgement means that the connection is dead."""
        while True:
            self._news.clear()
            while self._outbox:
                self._acked.clear()
                with suppress(WebSocketException):
                    await socket.send(json.dumps(self._outbox[0]))
                try:
                    async with asyncio.timeout(ACK_SECONDS):
                        await self._acked.wait()
                except TimeoutError:
                    socket.transport.abort()  # the widget drops it without waiting for a farewell
                    return
            await self._news.wait()

    def _take_session(self, frame: dict[str, Any]) -> None:
        self._token = frame["token"]
        self.experience.conversations.add(frame["conversation"])
        for message in frame["messages"]:
            self._show(message)

    async def _take(self, frame: dict[str, Any], socket: ClientConnection) -> None:
        match frame["type"]:
            case "ack":
                self._drop(frame["id"])
            case "message":
                self._show(frame)
            case "error" if frame["code"] in {"unavailable", "rate_limited"}:
                await asyncio.sleep(frame.get("retry_after", UNAVAILABLE_WAIT))
                self._acked.set()  # which sends it again
        if "state" in frame:
            self.state = frame["state"]
        if frame.get("rate") or frame["type"] == "rate":
            await socket.send(json.dumps({"type": "rating", "score": self._chance.randint(1, 5)}))

    def _drop(self, message: str) -> None:
        if self._outbox and self._outbox[0]["id"] == message:
            self._outbox.pop(0)
            self._acked.set()

    def _show(self, message: dict[str, Any]) -> None:
        self.experience.shown.append(message["id"])
        self._after = message["id"]
        if message["from"] in {"bot", "agent"}:
            self._spoken_to = True
        elif message["from"] == "customer":
            self._spoken_to = False
            self._drop(message["id"])
