"""The parts of the WhatsApp channel, joined, and what runs beside the requests."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.channels.whatsapp_announce import Announcer
from handoff.channels.whatsapp_client import WhatsappClient
from handoff.channels.whatsapp_inbox import Inbox
from handoff.channels.whatsapp_keeper import Keeper
from handoff.channels.whatsapp_media import MediaFetcher
from handoff.channels.whatsapp_outbound import Pacer, Sender
from handoff.channels.whatsapp_worker import UpdateWorker
from handoff.clock import Clock
from handoff.conversations.conversation import Channel
from handoff.conversations.lanes import Lanes
from handoff.conversations.tables import ConversationRow
from handoff.conversations.whatsapp_tables import WhatsappContactRow
from handoff.doorbells import NOTHING_TO_SAY, RECONNECT_SECONDS, TYPING, Doorbells
from handoff.record import Record
from protocol import messages
from protocol.settings import Settings

log = structlog.get_logger()

TYPING_SECONDS = 20
"""WhatsApp takes the indicator away after 25 seconds; a turn or an agent still at it shows it again."""
KNOWN = 10_000
"""Conversations whose contact is remembered, so that a ring costs no query."""


class SendKeys(Keys):
    """The map of Redis for lanes over contacts: those in which messages leave."""

    @property
    @override
    def turns_due(self) -> str:
        return self.sends_due

    @override
    def lane(self, conversation: str) -> str:
        return self.sender(conversation)


@dataclass(frozen=True)
class WhatsappChannel:
    """An open channel."""

    client: WhatsappClient
    lanes: Lanes
    """Over contacts: who is sent to when, by which worker."""
    sender: Sender
    media: MediaFetcher
    keeper: Keeper
    ear: Ear
    inbox: Inbox
    worker: UpdateWorker

    def background(self) -> list[Coroutine[Any, Any, None]]:
        """What runs for as long as the worker lives."""
        return [
            self.lanes.run(self.sender.serve),
            self.sender.run_sweep(),
            self.media.run(),
            self.keeper.rounds.run(),
            self.ear.run(),
            self.worker.run(),
        ]

    async def close(self) -> None:
        """Lets what has arrived be stored, and closes the connections."""
        await self.inbox.close()
        await self.lanes.stop()
        await self.keeper.rounds.stop()
        await self.ear.close()
        await self.client.close()


class Ear:
    """Hears the bells of all conversations, and passes those of WhatsApp on: words leave, typing is shown."""

    def __init__(
        self, record: Record, redis: Redis, keys: Keys, client: WhatsappClient, sender: Sender
    ) -> None:  # fmt: skip
        self._record = record
        self._redis = redis
        self._keys = keys
        self._client = client
        self._sender = sender
        self._pubsub = redis.pubsub()
        self._contacts: OrderedDict[str, str | None] = OrderedDict()
        self._showing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Listens until cancelled."""
        while True:
            try:
                await self._pubsub.psubscribe(self._keys.bells)
                async for message in self._pubsub.listen():
                    if message["type"] == "pmessage":
                        await self._hear(_text(message["channel"]), _text(message["data"]))
            except (RedisError, SQLAlchemyError) as error:
                log.warning("whatsapp.ear_lost", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def close(self) -> None:
        """Leaves the channel."""
        await self._pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py leaves it untyped

    async def _hear(self, channel: str, word: str) -> None:
        if word == NOTHING_TO_SAY:
            return
        conversation = channel.removeprefix(self._keys.bell(""))
        contact = await self._contact(conversation)
        if contact is None:
            return
        if not word.startswith(TYPING):
            await self._sender.wake(contact)
        elif word.removeprefix(TYPING) != messages.Sender.CUSTOMER:
            task = asyncio.create_task(self._show_typing(contact))
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)

    async def _contact(self, conversation: str) -> str | None:
        """The contact of a WhatsApp conversation, None for any other."""
        if conversation not in self._contacts:
            async with self._record.reading() as session:
                row = await session.get(ConversationRow, conversation)
            if row is None:
                return None
            self._contacts[conversation] = row.contact_id if row.channel == Channel.WHATSAPP else None
            if len(self._contacts) > KNOWN:
                self._contacts.popitem(last=False)
        return self._contacts[conversation]

    async def _show_typing(self, contact: str) -> None:
        with suppress(RedisError, SQLAlchemyError):  # a courtesy
            if not await self._redis.set(self._keys.shown_typing(contact), "1", nx=True, ex=TYPING_SECONDS):
                return
            async with self._record.reading() as session:
                person = await session.get(WhatsappContactRow, contact)
            if person is not None and person.last_inbound_id is not None:
                await self._client.show_typing(person.last_inbound_id)


def open_channel(
    settings: Settings, record: Record, redis: Redis, keys: Keys, bells: Doorbells, line: WaitingLine, clock: Clock
) -> WhatsappChannel | None:
    """Joins the channel's parts; None where WhatsApp is not set up."""
    if not settings.whatsapp_is_on:
        return None
    uploads: Path = settings.var / "uploads"
    client = WhatsappClient(settings)
    lanes = Lanes(redis, SendKeys(keys.prefix), record, clock)
    sender = Sender(record, client, Pacer(redis, keys, client.number), lanes, bells, clock, uploads)
    media = MediaFetcher(record, client, bells, clock, uploads)
    announcer = Announcer(settings, bells, Lanes(redis, keys, record, clock), sender, media, clock)
    worker = UpdateWorker(record, client.number, clock, announcer.announce)
    return WhatsappChannel(
        client=client,
        lanes=lanes,
        sender=sender,
        media=media,
        keeper=Keeper(record, redis, keys, bells, line, clock),
        inbox=Inbox(record, clock, worker.wake),
        worker=worker,
        ear=Ear(record, redis, keys, client, sender),
    )


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
