"""What agents see of WhatsApp: the 24 hours, what became of our messages, reactions and quotes. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.channels.whatsapp_deliveries import RANKS
from handoff.channels.whatsapp_failures import WINDOW_CLOSED, explain
from handoff.channels.whatsapp_windows import NUDGE, closes_at
from handoff.conversations.conversation import Channel
from handoff.conversations.tables import ConversationRow
from handoff.conversations.whatsapp_tables import DeliveryRow, WhatsappMessageRow
from handoff.desk.payloads import iso
from protocol.languages import Language

LEAST_FIRST = ("failed", "held", "queued", "sending", "sent", "delivered", "read")
"""Of a message in several parts, the part that has come least far is shown."""
assert set(LEAST_FIRST) == set(RANKS), "every state of the ledger can be shown"


def window_end(row: ConversationRow, last_inbound_at: datetime | None) -> datetime | None:
    """Until when free text may be sent; None on the web. Pure."""
    if row.channel != Channel.WHATSAPP:
        return None
    return closes_at(last_inbound_at) or row.created_at  # who never wrote cannot be written to freely


def window_reasons(end: datetime | None, now: datetime) -> list[str]:
    """The code that says that the window closes soon, where it does. Pure."""
    return ["whatsapp_window"] if end is not None and now < end <= now + NUDGE else []


async def deliveries_of(session: AsyncSession, conversation: str) -> list[dict[str, Any]]:
    """How far each of our messages came."""
    statement = select(DeliveryRow).where(DeliveryRow.conversation_id == conversation).order_by(DeliveryRow.seq)
    rows = (await session.execute(statement)).scalars()
    return [delivery_view(parts) for _seq, parts in groupby(rows, key=lambda row: row.seq)]


def delivery_view(parts: Iterable[DeliveryRow]) -> dict[str, Any]:
    """The parts of one message as one. Pure."""
    row = min(parts, key=lambda each: LEAST_FIRST.index(each.state))
    code = WINDOW_CLOSED if row.state == "held" else row.error_code
    times = {"sent": row.sent_at, "delivered": row.delivered_at, "read": row.read_at, "failed": row.failed_at}
    said = code is not None or row.state == "failed"
    return {
        "seq": row.seq,
        "state": row.state,
        "at": iso(times.get(row.state)),
        "template": row.content["template"]["name"] if row.content["type"] == "template" else None,
        "code": code,
        "reason": {each.value: explain(code, each) for each in Language} if said else None,
    }


async def marks_of(session: AsyncSession, conversation: str) -> list[dict[str, Any]]:
    """When customers' messages were sent, of what kind they are, and what quotes, reactions and changes are about."""
    statement = (
        select(WhatsappMessageRow)
        .where(WhatsappMessageRow.conversation_id == conversation)
        .order_by(WhatsappMessageRow.seq)
    )
    rows = list((await session.execute(statement)).scalars())
    theirs = {row.id: row.seq for row in rows}
    wanted = {each for row in rows for each in (row.concerns, row.reply_to) if each} - theirs.keys()
    places = theirs | await _ours(session, conversation, wanted)
    return [_mark_view(row, places) for row in rows]


async def _ours(session: AsyncSession, conversation: str, ids: set[str]) -> dict[str, int]:
    if not ids:
        return {}
    statement = select(DeliveryRow.provider_id, DeliveryRow.seq).where(
        DeliveryRow.conversation_id == conversation, DeliveryRow.provider_id.in_(ids)
    )
    return {row.provider_id: row.seq for row in await session.execute(statement) if row.provider_id}


def _mark_view(row: WhatsappMessageRow, places: dict[str, int]) -> dict[str, Any]:
    about = places.get(row.concerns or row.reply_to or "")
    return {
        "seq": row.seq, "kind": row.kind, "sent_at": iso(row.sent_at), "about": about, "forwarded": row.forwarded,
    }  # fmt: skip
