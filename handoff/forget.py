"""Erases what a visitor said and who they were (UU PDP 27/2022, article 8).

Rows and times stay, because figures are counted from them; words, names, files and whatever was understood do not. The
bot is told to forget too, by a promise that stands until it has (`aftercare/keep_erasures.py`). What the CRM knows of a
proved customer is erased by the bot's own form, which asks for proof first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import PromiseKind, PromiseState, promise
from handoff.conversations.resolve import do_end
from handoff.conversations.tables import (
    AuditRow,
    ContactRow,
    ConversationRow,
    EscalationRow,
    MessageRow,
    NoteRow,
    PromiseRow,
    RatingRow,
    TurnRow,
    UploadRow,
)
from handoff.ids import ContactId
from protocol.messages import Sender

ERASED = "(dihapus)"
"""Stands where words were; the desk shows it."""


@dataclass(frozen=True)
class Forgotten:
    """What is left to do outside of the record: files to delete, sockets and desks to tell."""

    conversations: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    """Id and suffix of each upload."""


async def do_forget(session: AsyncSession, contact: ContactId, now: datetime) -> Forgotten:
    """Ends the contact's conversations and erases them; their token opens nothing any more."""
    row = await session.get_one(ContactRow, contact, with_for_update=True)
    mine = select(ConversationRow.id).where(ConversationRow.contact_id == contact)
    conversations = tuple((await session.execute(mine)).scalars())
    for conversation in conversations:
        await do_end(session, conversation, now)
    await session.flush()
    uploads = select(UploadRow.id, UploadRow.suffix).where(UploadRow.conversation_id.in_(conversations))
    files = tuple((each.id, each.suffix) for each in await session.execute(uploads))
    await _erase_words(session, conversations)
    session.add_all(promise(PromiseKind.ERASURE, each, now, now) for each in conversations)
    row.name = row.phone = row.language = None
    row.identity = f"erased-{row.id}"
    session.add(AuditRow(at=now, actor="customer", action="contact.forgotten", subject=contact, details={}))
    return Forgotten(conversations, files)


async def _erase_words(session: AsyncSession, conversations: tuple[str, ...]) -> None:
    statements = (
        update(MessageRow).values(text=ERASED, payload=None, buttons=[], attachment=None),
        update(MessageRow).where(MessageRow.sender == Sender.CUSTOMER.value).values(name=None),
        update(TurnRow).values(understood={}),
        update(EscalationRow).values(evidence=[], slots={}, summary=ERASED),
        update(NoteRow).values(text=ERASED),
        update(RatingRow).values(comment=None),
        update(PromiseRow).values(text="", number=None, details={}, state=PromiseState.DROPPED.value),
        delete(UploadRow),
    )
    for statement in statements:
        table = statement.entity_description["entity"]
        await session.execute(statement.where(table.conversation_id.in_(conversations)))
    await session.execute(
        update(ConversationRow).where(ConversationRow.id.in_(conversations)).values(slots={}, emotion="neutral")
    )
