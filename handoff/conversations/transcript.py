"""What has been said: appending to a conversation and reading it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.tables import ConversationRow, MessageRow
from handoff.ids import ConversationId, MessageId, new_id
from protocol.messages import Button, Sender

PAGE = 200
"""Messages read at once; a socket that missed more reads several pages."""


@dataclass(frozen=True)
class Message:
    """Something said, as it is shown to customers and agents."""

    id: MessageId
    seq: int
    sender: Sender
    text: str
    at: datetime
    name: str | None = None
    payload: str | None = None
    buttons: tuple[Button, ...] = ()
    attachment: dict[str, Any] | None = None
    turn: str | None = None


async def lock_conversation(session: AsyncSession, conversation: str) -> ConversationRow | None:
    """The conversation's row, held against all other writers until the transaction ends; None when there is none."""
    statement = (
        select(ConversationRow)
        .where(ConversationRow.id == conversation)
        .with_for_update()
        .execution_options(populate_existing=True)  # what was read before the lock may have changed
    )
    return (await session.execute(statement)).scalar_one_or_none()


def append(
    session: AsyncSession,
    conversation: ConversationRow,
    sender: Sender,
    text: str,
    now: datetime,
    *,
    name: str | None = None,
    message_id: str | None = None,
    source_key: str | None = None,
    payload: str | None = None,
    buttons: Sequence[Button] = (),
    attachment: dict[str, Any] | None = None,
    turn: tuple[str, int] | None = None,
    staff_id: str | None = None,
) -> MessageRow:
    """Adds a message to a conversation whose row is locked; the next number in it is the message's."""
    conversation.last_seq += 1
    conversation.updated_at = now
    row = MessageRow(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        id=message_id or new_id(),
        source_key=source_key,
        sender=sender.value,
        name=name,
        text=text,
        payload=payload,
        buttons=[button.to_json() for button in buttons],
        attachment=attachment,
        turn_id=turn[0] if turn else None,
        turn_index=turn[1] if turn else None,
        staff_id=staff_id,
        at=now,
    )
    session.add(row)
    return row


async def read_messages(
    session: AsyncSession, conversation: ConversationId, after: int = 0, limit: int = PAGE
) -> list[Message]:
    """The messages after a number, oldest first."""
    statement = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation, MessageRow.seq > after)
        .order_by(MessageRow.seq)
        .limit(limit)
    )
    return [message_from_row(row) for row in (await session.execute(statement)).scalars()]


async def seq_of(session: AsyncSession, conversation: ConversationId, message: str) -> int:
    """The number of a message by its id; 0, so that everything is shown, when it is not of this conversation."""
    statement = select(MessageRow.seq).where(MessageRow.conversation_id == conversation, MessageRow.id == message)
    return (await session.execute(statement)).scalar_one_or_none() or 0


def message_from_row(row: MessageRow) -> Message:
    """The row as the rest of the service sees it."""
    return Message(
        id=MessageId(row.id),
        seq=row.seq,
        sender=Sender(row.sender),
        text=row.text,
        at=row.at,
        name=row.name,
        payload=row.payload,
        buttons=tuple(Button.from_json(each) for each in row.buttons),
        attachment=row.attachment,
        turn=row.turn_id,
    )
