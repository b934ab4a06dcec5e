"""What tests of the WhatsApp channel do and look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow
from handoff.conversations.whatsapp_tables import DeliveryRow, WhatsappContactRow, WhatsappMessageRow
from handoff.parts import Parts
from tests.doubles.graph_api.graph import GraphDouble
from tests.doubles.graph_api.phone import Phone
from tests.support.fake_bot import FakeBot
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

    async def until_seen(self, phone: Phone, count: int = 1, seconds: float = 5.0) -> None:
        """Waits until the phone shows so many messages of the company."""
        await until(lambda: len(phone.seen) >= count, seconds)

    async def until_states(self, *states: str, seconds: float = 5.0) -> None:
        """Waits until the ledger's deliveries have these states, in order."""

        async def hold() -> bool:
            return [row.state for row in await self.deliveries()] == list(states)

        await until(hold, seconds)
