"""The order in which a customer wrote what came in another: webhooks of WhatsApp keep none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.conversation import Channel
from handoff.conversations.tables import ConversationRow, MessageRow
from handoff.conversations.whatsapp_tables import WhatsappMessageRow
from protocol.messages import Sender

LATE = timedelta(minutes=10)
"""Much longer than webhooks are usually late."""


async def as_written(session: AsyncSession, row: ConversationRow, bubbles: Sequence[MessageRow]) -> list[MessageRow]:
    """A customer's bubbles in the order in which they were written; where nobody knows better, as they came."""
    if row.channel != Channel.WHATSAPP or len(bubbles) < 2:
        return list(bubbles)
    numbers = [each.seq for each in bubbles]
    statement = select(WhatsappMessageRow.seq, WhatsappMessageRow.sent_at).where(
        WhatsappMessageRow.conversation_id == row.id, WhatsappMessageRow.seq.in_(numbers)
    )
    times = {each.seq: each.sent_at for each in await session.execute(statement)}
    return in_sent_order(bubbles, times)


def in_sent_order(messages: Sequence[MessageRow], times: Mapping[int, datetime]) -> list[MessageRow]:
    """Puts customers' messages before those that were sent after them. Pure; the desk's page does the same.

    Only so far back as an agent still has before them; what comes later than that is noticed where it came in.
    """
    ordered: list[MessageRow] = []
    for message in messages:
        ordered.insert(_place(ordered, message, times), message)
    return ordered


def _place(ordered: list[MessageRow], message: MessageRow, times: Mapping[int, datetime]) -> int:
    sent_at, place = times.get(message.seq), len(ordered)
    if sent_at is None:
        return place
    for index in range(len(ordered) - 1, -1, -1):
        if ordered[index].sender != Sender.CUSTOMER.value and message.at - ordered[index].at > LATE:
            break
        other = times.get(ordered[index].seq)
        if other is not None and other > sent_at:
            place = index
    return place
