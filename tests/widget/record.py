"""What the record says of the visitor of a test."""

from __future__ import annotations

from sqlalchemy import select

from handoff.conversations.tables import ConversationRow
from handoff.parts import Parts


async def newest_conversation(parts: Parts) -> str:
    """The conversation that was begun last."""
    newest = select(ConversationRow.id).order_by(ConversationRow.created_at.desc()).limit(1)
    async with parts.record.reading() as session:
        return (await session.execute(newest)).scalar_one()
