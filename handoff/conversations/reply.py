"""An agent says something; the client's own id makes saying it again harmless."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.assign import access_held
from handoff.conversations.tables import AssignmentRow, MessageRow, StaffRow
from handoff.conversations.transcript import Message, append, lock_conversation, message_from_row, seq_of
from handoff.errors import ConflictError
from handoff.ids import ConversationId, StaffId
from protocol.messages import Sender


async def do_reply(
    session: AsyncSession, conversation: str, staff: StaffId, message_id: str, text: str, now: datetime,
    attachment: dict[str, Any] | None = None,
) -> Message:  # fmt: skip
    """Adds the agent's words, or a file of theirs, to the conversation in their hands.

    Raises:
        NotFoundError: no such conversation.
        ForbiddenError: it is not in the agent's hands.
        ConflictError: the id is another message's.
    """
    source_key = f"desk:{staff}:{conversation}:{message_id}"
    await lock_conversation(session, conversation)  # first, for the same words may be on their way twice
    existing = await session.execute(select(MessageRow).where(MessageRow.source_key == source_key))
    known = existing.scalar_one_or_none()
    if known is not None:  # a retry is harmless even after the conversation has left the agent's hands
        return message_from_row(known)
    row = await access_held(session, conversation, staff)
    if await seq_of(session, ConversationId(row.id), message_id):
        raise ConflictError("Another message of this conversation has this id.")
    agent = await session.get_one(StaffRow, staff)
    message = append(
        session, row, Sender.AGENT, text, now,
        name=agent.name, message_id=message_id, source_key=source_key, staff_id=staff, attachment=attachment,
    )  # fmt: skip
    await session.execute(
        update(AssignmentRow)
        .where(
            AssignmentRow.conversation_id == row.id,
            AssignmentRow.ended_at.is_(None),
            AssignmentRow.answered_at.is_(None),
        )
        .values(answered_at=now)
    )
    return message_from_row(message)
