"""Takes in what a customer says: stored once, whatever happens, before it is acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.conversation import BOT_LISTENS, Channel, State
from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow, UploadRow
from handoff.conversations.transcript import append
from handoff.ids import ContactId, ConversationId, new_id
from handoff.record import Record
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Sender

FILES_TOGETHER = 12
"""As many as a visitor may send in a minute."""
TOGETHER = timedelta(minutes=2)
"""Files that follow one another within this time were chosen together."""


@dataclass(frozen=True)
class Incoming:
    """Something a customer said, as it came in over a channel."""

    contact: ContactId
    channel: Channel
    source_id: str
    """The sender's own id of the message; the same id again is the same message."""
    text: str
    payload: str | None = None
    attachment: dict[str, Any] | None = None
    """What is shown of a file that came with it; a file is kept for people, the bot is not asked about it."""
    for_people: bool = False
    """Something that the bot is not asked about; whoever takes it in answers it."""

    @property
    def source_key(self) -> str:
        """Unique over everything that anybody ever sent; bound to the sender, so that nobody can take another's ids."""
        return f"{self.channel}:{self.contact}:{self.source_id}"


@dataclass(frozen=True)
class Received:
    """What became of an incoming message."""

    conversation: ConversationId
    is_new: bool
    """False when the same message had been stored before."""
    awaits_bot: bool
    """Whether the bot is to answer it."""
    pending_since: datetime | None
    """Since when the customer waits for the bot's answer."""


async def receive(record: Record, incoming: Incoming, now: datetime) -> Received:
    """Stores the message in the contact's conversation, or in a new one where the old is closed.

    Two workers that get the same message at once both return; one of them with `is_new`.
    """
    try:
        async with record.writing() as session:
            return await do_receive(session, incoming, now)
    except IntegrityError:
        # Both had looked before either had stored (on PostgreSQL only). The other one's row stands.
        async with record.reading() as session:
            found = await _find(session, incoming)
        if found is None:
            raise
        return found


async def open_conversation(
    session: AsyncSession, contact: ContactRow, now: datetime, language: Language | None = None
) -> ConversationRow:
    """The contact's conversation that is not closed, locked; a new one that knows the old if there is none."""
    # The contact first: of two who find the latest conversation closed, both would begin a new one.
    await session.execute(select(ContactRow.id).where(ContactRow.id == contact.id).with_for_update())
    statement = (
        select(ConversationRow)
        .where(ConversationRow.contact_id == contact.id)
        # An open one before any other: clocks of two workers may differ, so that the newest need not look newest.
        .order_by(ConversationRow.state == State.CLOSED.value, ConversationRow.created_at.desc())
        .limit(1)
        .with_for_update()
    )
    latest = (await session.execute(statement)).scalar_one_or_none()
    if latest is not None and latest.state != State.CLOSED:
        return latest
    row = ConversationRow(
        id=new_id(),
        contact_id=contact.id,
        channel=contact.channel,
        state=State.BOT.value,
        epoch=0,
        language=(language or Language.from_code(contact.language)).value,
        last_seq=0,
        asked_seq=0,
        answered_seq=0,
        urgency=0,
        emotion="neutral",
        slots={},
        previous_id=latest.id if latest else None,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    return row


async def has_moved_on(session: AsyncSession, conversation: str) -> bool:
    """Whether the contact has begun another conversation after this one."""
    later = select(ConversationRow.id).where(ConversationRow.previous_id == conversation).limit(1)
    return (await session.execute(later)).first() is not None


async def do_receive(session: AsyncSession, incoming: Incoming, now: datetime) -> Received:
    """Stores the message in the caller's transaction, which fails with `IntegrityError` where another was faster."""
    contact = (
        await session.execute(select(ContactRow).where(ContactRow.id == incoming.contact).with_for_update())
    ).scalar_one()
    found = await _find(session, incoming)
    if found is not None:
        return found
    conversation = await open_conversation(session, contact, now)
    message = append(
        session, conversation, Sender.CUSTOMER, incoming.text, now,
        message_id=incoming.source_id, source_key=incoming.source_key, payload=incoming.payload, name=contact.name,
        attachment=incoming.attachment,
    )  # fmt: skip
    message.asks_bot = not incoming.for_people
    if incoming.for_people:
        pass
    elif incoming.attachment is None:
        _mark_asked(conversation, now)
    else:
        await _keep_file(session, conversation, incoming.attachment, now)
    await session.flush()
    return _received(conversation, is_new=True)


async def _keep_file(
    session: AsyncSession, conversation: ConversationRow, attachment: dict[str, Any], now: datetime
) -> None:
    await session.flush()  # the conversation may be new, and the file's row refers to it
    session.add(
        UploadRow(
            id=attachment["id"], conversation_id=conversation.id, name=attachment["name"], size=attachment["size"],
            media_type=attachment["media_type"], suffix=Path(attachment["name"]).suffix, at=now,
        )
    )  # fmt: skip
    if conversation.state in BOT_LISTENS and not await _was_just_thanked(session, conversation, now):
        append(session, conversation, Sender.SYSTEM, say("file_received", Language(conversation.language)), now)


async def _was_just_thanked(session: AsyncSession, conversation: ConversationRow, now: datetime) -> bool:
    """Whether this file is one of several that came together: all of them are acknowledged by one text."""
    thanks = {say("file_received", language) for language in Language}
    statement = (
        select(MessageRow.sender, MessageRow.text, MessageRow.attachment.is_(None).label("is_text"), MessageRow.at)
        .where(MessageRow.conversation_id == conversation.id, MessageRow.seq < conversation.last_seq)
        .order_by(MessageRow.seq.desc())
        .limit(FILES_TOGETHER)
    )
    for each in await session.execute(statement):
        if each.sender == Sender.SYSTEM and each.text in thanks:
            return bool(now - each.at < TOGETHER)
        if each.sender != Sender.CUSTOMER or each.is_text:
            return False
    return False


def _mark_asked(conversation: ConversationRow, now: datetime) -> None:
    nothing_pending = conversation.answered_seq >= conversation.asked_seq
    conversation.asked_seq = conversation.last_seq
    if conversation.state not in BOT_LISTENS:
        conversation.answered_seq = conversation.last_seq
    elif nothing_pending:
        conversation.pending_since = now


async def _find(session: AsyncSession, incoming: Incoming) -> Received | None:
    statement = (
        select(ConversationRow)
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(MessageRow.source_key == incoming.source_key)
    )
    row = (await session.execute(statement)).scalar_one_or_none()
    return _received(row, is_new=False) if row else None


def _received(conversation: ConversationRow, *, is_new: bool) -> Received:
    awaits_bot = conversation.state in BOT_LISTENS and conversation.asked_seq > conversation.answered_seq
    return Received(
        ConversationId(conversation.id), is_new, awaits_bot, conversation.pending_since if awaits_bot else None
    )
