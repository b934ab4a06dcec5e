"""Doorbells: a word over Redis to whoever watches a conversation that there is something new in the record.

They carry no content, so nothing is lost with them: a socket that hears one reads the record from where it stopped.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff.agent_queue.keys import Keys

log = structlog.get_logger()

LOOK = "look"
"""There is something new in the record."""
NOTHING_TO_SAY = "seen"
"""As `LOOK`, where nothing of it is for the customer: they wrote themselves, or a message of ours has arrived."""
TYPING = "typing:"
"""Followed by who is typing: `bot`, `agent` or `customer`."""

ALERT = "alert:"
"""Followed by what all desks are told at once, as JSON: a kind, and ids and names of our own people."""

Bell = asyncio.Queue[str]
BACKLOG = 100
"""Rings kept for a slow socket; more would only say again what it has not looked at yet."""
RECONNECT_SECONDS = 0.5
CONFIRM_SECONDS = 2.0
"""How long a socket waits for Redis to confirm that it listens; without it the socket only looks less promptly."""


class Doorbells:
    """Rings bells, and passes those heard by this worker to the sockets that wait for them."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._bells: dict[str, set[Bell]] = defaultdict(set)
        self._pubsub = redis.pubsub()
        self._confirmed: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._subscribing = asyncio.Lock()
        """Two who subscribe first would each open a connection, and the one that is listened to would be left alone."""

    async def ring(self, conversation: str, word: str = LOOK) -> None:
        """Tells everybody who watches the conversation; without Redis, sockets look by themselves a little later."""
        await self._publish(self._keys.bell(conversation), word)

    async def ring_desk(self, conversation: str = "") -> None:
        """Tells all desks that the line, or this conversation's place in it, has changed."""
        await self._publish(self._keys.desk_bell, conversation)

    async def alert(self, kind: str, **values: str | int) -> None:
        """Tells all desks of something that somebody has to see to."""
        await self._publish(self._keys.desk_bell, ALERT + json.dumps({"kind": kind, **values}))

    @asynccontextmanager
    async def hear(self, conversation: str) -> AsyncIterator[Bell]:
        """The rings of one conversation, for the length of the block."""
        async with self._hear(self._keys.bell(conversation)) as bell:
            yield bell

    @asynccontextmanager
    async def hear_desk(self) -> AsyncIterator[Bell]:
        """The desks' rings, for the length of the block."""
        async with self._hear(self._keys.desk_bell) as bell:
            yield bell

    async def run(self) -> None:
        """Listens until cancelled, and again after a loss of Redis."""
        while True:
            try:
                await self._subscribe(self._keys.desk_bell, *self._bells)
                async for message in self._pubsub.listen():
                    self._take(message)
            except RedisError as error:
                log.warning("doorbells.lost", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def close(self) -> None:
        """Leaves all channels."""
        await self._pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py leaves it untyped

    async def _publish(self, channel: str, word: str) -> None:
        try:
            await self._redis.publish(channel, word)
        except RedisError as error:
            log.warning("doorbells.not_rung", error=type(error).__name__)
            self._pass_on(channel, word)

    @asynccontextmanager
    async def _hear(self, channel: str) -> AsyncIterator[Bell]:
        bell: Bell = asyncio.Queue(BACKLOG)
        self._bells[channel].add(bell)
        try:
            await self._listen_to(channel)
            yield bell
        finally:
            self._bells[channel].discard(bell)
            if not self._bells[channel]:
                await self._leave(channel)

    async def _listen_to(self, channel: str) -> None:
        # Only when Redis has confirmed may the socket read the record: else a ring between the two would be missed.
        confirmed = self._confirmed[channel]
        if not confirmed.is_set():
            with suppress(RedisError, TimeoutError):
                await self._subscribe(channel)
                async with asyncio.timeout(CONFIRM_SECONDS):
                    await confirmed.wait()

    async def _subscribe(self, *channels: str) -> None:
        async with self._subscribing:
            await self._pubsub.subscribe(*channels)

    async def _leave(self, channel: str) -> None:
        del self._bells[channel]
        if channel == self._keys.desk_bell:
            return  # listened to for as long as the worker lives
        self._confirmed.pop(channel, None)
        with suppress(RedisError):
            async with self._subscribing:
                await self._pubsub.unsubscribe(channel)

    def _take(self, message: dict[str, Any]) -> None:
        channel = _text(message["channel"])
        if message["type"] == "subscribe":
            self._confirm(channel)
        elif message["type"] == "message":
            self._pass_on(channel, _text(message["data"]))

    def _confirm(self, channel: str) -> None:
        if channel not in self._bells and channel != self._keys.desk_bell:
            return  # whoever asked has hung up
        if self._confirmed[channel].is_set():
            self._pass_on(channel, LOOK)  # the connection was lost in between, and rings with it
        self._confirmed[channel].set()

    def _pass_on(self, channel: str, word: str) -> None:
        for bell in self._bells.get(channel, ()):
            if not bell.full():
                bell.put_nowait(word)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
