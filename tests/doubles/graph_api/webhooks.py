"""Meta's way to the product: signed webhooks, at least once, in any order, again until they are answered with 200."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx

from tests.doubles.graph_api.mischief import Mischief

RETRY_SECONDS = 0.2
Target = Callable[[int], str]
"""The address for the n-th webhook: the product may have several workers."""


def sign(secret: str, body: bytes) -> str:
    """The value of `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Webhooks:
    """Sends updates; remembers how each was answered."""

    def __init__(self, secret: str, number: str, target: Target, mischief: Mischief) -> None:
        self._secret = secret
        self._number = number
        self._target = target
        self._mischief = mischief
        self._http = httpx.AsyncClient(timeout=30)
        self._counter = count()
        self._waiting: list[dict[str, Any]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.answers: list[tuple[int, float]] = []
        """Status and seconds of every request."""
        self.arrived: set[str] = set()
        """Ids of customers' messages that the product has taken."""

    def post(self, value: dict[str, Any]) -> None:
        """Sends one change, alone or with others, once or more often."""
        change = {"field": "messages", "value": {"messaging_product": "whatsapp", **self._metadata(), **value}}
        self._waiting.append(change)
        if self._mischief.happens(self._mischief.batch):
            self._start(self._flush_later())
            return
        changes, self._waiting = self._waiting, []
        self._send(changes)

    async def settle(self) -> None:
        """Returns when every webhook has arrived."""
        while self._tasks or self._waiting:
            if self._tasks:
                await asyncio.wait(set(self._tasks))
            if self._waiting:
                changes, self._waiting = self._waiting, []
                self._send(changes)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    def _metadata(self) -> dict[str, Any]:
        return {"metadata": {"display_phone_number": "6281234567890", "phone_number_id": self._number}}

    def _send(self, changes: list[dict[str, Any]]) -> None:
        entries = [{"id": "102290129340398", "changes": changes}]
        if len(changes) > 2:
            entries = [{"id": "102290129340398", "changes": [each]} for each in changes]
        body = json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()
        times = 2 if self._mischief.happens(self._mischief.duplicate) else 1
        for _ in range(times):
            self._start(self._deliver(body, self._mischief.lateness()))

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _flush_later(self) -> None:
        await asyncio.sleep(0.05)
        changes, self._waiting = self._waiting, []
        if changes:
            self._send(changes)

    async def _deliver(self, body: bytes, late: float) -> None:
        await asyncio.sleep(late)
        while True:
            if not self._mischief.happens(self._mischief.drop):
                try:
                    if await self.request(body) == 200:
                        self.arrived |= _messages_in(body)
                        return
                except httpx.HTTPError:
                    pass  # the product is not there just now
            await asyncio.sleep(RETRY_SECONDS)

    async def request(self, body: bytes, signature: str | None = "") -> int:
        """One request, signed unless told otherwise; gives the status."""
        headers = {"Content-Type": "application/json"}
        if signature is not None:
            headers["X-Hub-Signature-256"] = signature or sign(self._secret, body)
        loop = asyncio.get_running_loop()
        began = loop.time()
        answer = await self._http.post(self._target(next(self._counter)), content=body, headers=headers)
        self.answers.append((answer.status_code, loop.time() - began))
        return answer.status_code


def _messages_in(body: bytes) -> set[str]:
    values = [change["value"] for entry in json.loads(body)["entry"] for change in entry["changes"]]
    return {message["id"] for value in values for message in value.get("messages", ())}
