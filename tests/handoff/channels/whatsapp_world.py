"""What tests of the WhatsApp channel do and look at."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sanic import Sanic
from sqlalchemy import select

from handoff.app import create_app
from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow
from handoff.conversations.whatsapp_tables import DeliveryRow, WhatsappContactRow, WhatsappMessageRow, WhatsappUpdateRow
from handoff.parts import Parts
from protocol.settings import Settings
from tests.doubles.graph_api.graph import GraphDouble
from tests.doubles.graph_api.mischief import Mischief
from tests.doubles.graph_api.phone import Phone
from tests.support.fake_bot import FakeBot, bot_host
from tests.support.serving import serving
from tests.support.waiting import until


class ShiftedClock:
    """The real time, moved forward."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def advance(self, **duration: float) -> None:
        self.shift += timedelta(**duration)


@dataclass
class World:
    """Product, double, clock and bot."""

    double: GraphDouble
    parts: Parts
    base: str
    clock: ShiftedClock
    bot: FakeBot

    async def conversation(self, phone: Phone) -> ConversationRow:
        """The customer's newest conversation."""
        found = await self.conversations(phone)
        return found[-1]

    async def conversations(self, phone: Phone) -> list[ConversationRow]:
        """The customer's conversations, oldest first."""
        known = (
            WhatsappContactRow.phone == phone.number if phone.number else WhatsappContactRow.user_id == phone.user_id
        )
        statement = (
            select(ConversationRow)
            .join(WhatsappContactRow, WhatsappContactRow.contact_id == ConversationRow.contact_id)
            .where(known)
            .order_by(ConversationRow.created_at)
        )
        async with self.parts.record.reading() as session:
            return list((await session.execute(statement)).scalars())

    async def contact(self, conversation: ConversationRow) -> ContactRow:
        async with self.parts.record.reading() as session:
            return await session.get_one(ContactRow, conversation.contact_id)

    async def messages(self, phone: Phone) -> list[MessageRow]:
        """Everything said in the customer's conversations, in order."""
        async with self.parts.record.reading() as session:
            return [
                row
                for conversation in await self.conversations(phone)
                for row in (
                    await session.execute(
                        select(MessageRow).where(MessageRow.conversation_id == conversation.id).order_by(MessageRow.seq)
                    )
                ).scalars()
            ]

    async def said(self, phone: Phone) -> list[tuple[str, str]]:
        """Who said what."""
        return [(row.sender, row.text) for row in await self.messages(phone)]

    async def details(self) -> list[WhatsappMessageRow]:
        async with self.parts.record.reading() as session:
            return list((await session.execute(select(WhatsappMessageRow))).scalars())

    async def deliveries(self) -> list[DeliveryRow]:
        statement = select(DeliveryRow).order_by(DeliveryRow.conversation_id, DeliveryRow.seq, DeliveryRow.part)
        async with self.parts.record.reading() as session:
            return list((await session.execute(statement)).scalars())

    async def settle(self, seconds: float = 20.0) -> None:
        """Waits until every webhook is sent and every update stored is done."""
        await self.double.settle()

        async def nothing_open() -> bool:
            statement = select(WhatsappUpdateRow.body_hash).where(WhatsappUpdateRow.state == "open").limit(1)
            async with self.parts.record.reading() as session:
                return (await session.execute(statement)).first() is None

        await until(nothing_open, seconds)

    async def until_seen(self, phone: Phone, count: int = 1, seconds: float = 5.0) -> None:
        """Waits until the phone shows so many messages of the company."""
        await until(lambda: len(phone.seen) >= count, seconds)

    async def until_states(self, *states: str, seconds: float = 5.0) -> None:
        """Waits until the ledger's deliveries have these states, in order."""

        async def hold() -> bool:
            return [row.state for row in await self.deliveries()] == list(states)

        await until(hold, seconds)


SWITCHED_ON = {
    "whatsapp_phone_number_id": "106540352242922",
    "whatsapp_access_token": SecretStr("token"),
    "whatsapp_app_secret": SecretStr("secret"),
    "whatsapp_verify_token": SecretStr("kata-kunci"),
}
"""The four settings of an open channel, as the double has them."""


async def open_world(
    stack: AsyncExitStack, settings: Settings, bot: FakeBot, mischief: Mischief | None = None, workers: int = 1
) -> World:
    """Brings up the product in so many replicas, with the double before it and the bot behind it."""
    clock, bases = ShiftedClock(), list[str]()
    double = GraphDouble(
        lambda number: f"{bases[number % len(bases)]}/webhooks/whatsapp", clock=clock, mischief=mischief
    )
    graph = await stack.enter_async_context(serving(double.app()))
    rasa = await stack.enter_async_context(serving(bot_host(bot)))
    addresses = {"whatsapp_graph_base_url": graph, "rasa_url": rasa, "actions_url": rasa}
    settings = settings.model_copy(update={**SWITCHED_ON, **addresses})
    apps = list[Sanic[Any, Any]]()
    for _ in range(workers):
        app = create_app(settings, clock)
        Sanic.unregister_app(app)
        bases.append(await stack.enter_async_context(serving(app)))
        apps.append(app)
    stack.push_async_callback(double.close)
    return World(double, apps[0].ctx.parts, bases[0], clock, bot)
