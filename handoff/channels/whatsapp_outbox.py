"""Puts what we say in WhatsApp conversations into the delivery ledger, by reading the record from where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.rating import SCORES, open_rating
from handoff.channels.whatsapp_content import Content, contents_of, document_content
from handoff.channels.whatsapp_inbound import RATING
from handoff.conversations.conversation import Channel
from handoff.conversations.tables import ConversationRow, MessageRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.conversations.whatsapp_tables import DeliveryRow, OutboxRow
from handoff.ids import new_id
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Button, Sender

STARS = {1: "⭐", 2: "⭐⭐", 3: "⭐⭐⭐", 4: "⭐⭐⭐⭐", 5: "⭐⭐⭐⭐⭐"}


async def plan_contact(session: AsyncSession, contact: str, now: datetime) -> None:
    """Writes a delivery for everything said to the contact that has none. Called by the contact's only sender."""
    for row, outbox in await _behind(session, ConversationRow.contact_id == contact):
        await _ask_rating(session, row, now)
        await _plan(session, row, outbox, now)


async def contacts_behind(session: AsyncSession, since: datetime | None) -> Sequence[str]:
    """Contacts whose conversations have messages that are not in the ledger; with `since`, of those changed after."""
    condition = ConversationRow.updated_at >= since if since else ConversationRow.last_seq > 0
    return sorted({row.contact_id for row, _ in await _behind(session, condition)})


async def contacts_due(session: AsyncSession, now: datetime) -> Sequence[str]:
    """Contacts to whom something should have been sent by now."""
    statement = (
        select(DeliveryRow.contact_id)
        .where(DeliveryRow.state.in_(("queued", "sending")), DeliveryRow.due_at <= now)
        .distinct()
    )
    return list((await session.execute(statement)).scalars())


async def _behind(session: AsyncSession, condition: object) -> list[tuple[ConversationRow, OutboxRow | None]]:
    statement = (
        select(ConversationRow, OutboxRow)
        .outerjoin(OutboxRow, OutboxRow.conversation_id == ConversationRow.id)
        .where(
            ConversationRow.channel == Channel.WHATSAPP.value,
            ConversationRow.last_seq > func.coalesce(OutboxRow.planned_seq, 0),
            condition,  # type: ignore[arg-type]  # SQLAlchemy's own union of types is not for sale
        )
        .order_by(ConversationRow.created_at)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def _ask_rating(session: AsyncSession, row: ConversationRow, now: datetime) -> None:
    """On the web the page asks for the rating; here a message does, once for each assignment."""
    rating = await open_rating(session, row.id)
    if rating is None:
        return
    source_key = f"whatsapp:rating:{rating.assignment_id}"
    asked = await session.execute(select(MessageRow.seq).where(MessageRow.source_key == source_key))
    locked = await lock_conversation(session, row.id)
    if asked.scalar_one_or_none() is not None or locked is None:
        return
    buttons = [Button(STARS[score], f"{RATING}{score}") for score in reversed(SCORES)]
    text = say("rate", Language(row.language))
    append(session, locked, Sender.SYSTEM, text, now, source_key=source_key, buttons=buttons)
    await session.flush()


async def _plan(session: AsyncSession, row: ConversationRow, outbox: OutboxRow | None, now: datetime) -> None:
    if outbox is None:
        outbox = OutboxRow(conversation_id=row.id, planned_seq=0)
        session.add(outbox)
    planned = select(DeliveryRow.seq).where(DeliveryRow.conversation_id == row.id)
    statement = (
        select(MessageRow)
        .where(
            MessageRow.conversation_id == row.id,
            MessageRow.seq > outbox.planned_seq,
            MessageRow.seq <= row.last_seq,
            MessageRow.sender != Sender.CUSTOMER.value,
            MessageRow.seq.not_in(planned),
        )
        .order_by(MessageRow.seq)
    )
    for message in (await session.execute(statement)).scalars():
        add_deliveries(session, row, message.seq, content_of(message, Language(row.language)), now)
    outbox.planned_seq = row.last_seq
    await session.flush()


def add_deliveries(
    session: AsyncSession, row: ConversationRow, seq: int, contents: Sequence[Content], now: datetime
) -> None:
    """Writes what is to leave for one message of ours."""
    for part, content in enumerate(contents):
        session.add(
            DeliveryRow(
                id=new_id(), contact_id=row.contact_id, conversation_id=row.id, seq=seq, part=part, content=content,
                state="queued", attempts=0, due_at=now, created_at=now,
            )
        )  # fmt: skip


def content_of(message: MessageRow, language: Language) -> list[Content]:
    """A message of ours in WhatsApp's terms. Pure."""
    if message.attachment is not None:
        file = message.attachment
        return [document_content(file["id"], file["name"], file["media_type"], message.text)]
    return contents_of(message.text, [Button.from_json(each) for each in message.buttons], language)


def look_back(now: datetime, seconds: float) -> datetime:
    """Since when a sweep looks for changes. Pure."""
    return now - timedelta(seconds=seconds)
