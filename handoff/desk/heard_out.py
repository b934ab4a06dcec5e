"""Whether an agent has been shown everything that the customer said."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.tables import MessageRow
from handoff.conversations.transcript import lock_conversation
from handoff.errors import UnreadError
from protocol.messages import Sender


async def check_heard_out(session: AsyncSession, conversation: str, seen: int | None) -> None:
    """Locks the conversation, so that the customer cannot write between this and what follows.

    Raises:
        UnreadError: there are newer words of the customer. Closed over, they would be nobody's to answer.
    """
    await lock_conversation(session, conversation)
    if seen is None:
        return
    newer = select(MessageRow.seq).where(
        MessageRow.conversation_id == conversation,
        MessageRow.seq > seen,
        MessageRow.sender == Sender.CUSTOMER.value,
    )
    if (await session.execute(newer.limit(1))).first() is not None:
        raise UnreadError("The customer has just written again; read it first.")
