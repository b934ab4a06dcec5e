"""How we speak first: a message of our own accord, by the way of its channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Visitor, recognise
from crm.opt_outs import may_write_to
from crm.tables import Contact
from handoff.conversations.tables import ContactRow, ConversationRow
from handoff.conversations.transcript import append
from protocol.messages import Button, Sender


@dataclass(frozen=True)
class Opening:
    """What is said first."""

    text: str
    source_key: str
    """Unique, so that even by a fault of ours it could not be said twice."""
    buttons: tuple[Button, ...] = ()
    use: str | None = None
    """The occasion, for channels that allow only approved wordings after a while; None: it can wait."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What such a wording is filled in with."""


SpeakFirst = Callable[[AsyncSession, ConversationRow, Opening, datetime], Awaitable[None]]
"""Says it in a conversation whose row is locked, in the caller's transaction."""
Ways = Mapping[str, SpeakFirst]
"""By channel; a channel that is switched off has none."""


async def speak_freely(session: AsyncSession, row: ConversationRow, opening: Opening, now: datetime) -> None:
    """In our own words; on the web they wait in the conversation until the customer looks."""
    append(
        session, row, Sender.SYSTEM, opening.text, now, source_key=opening.source_key, buttons=opening.buttons
    )  # fmt: skip
    await session.flush()


async def has_opted_out(session: AsyncSession, conversation: str, contact: ContactRow, now: datetime) -> bool:
    """Whether the customer does not want messages of our own accord."""
    people = await recognise(session, Visitor(conversation, now, contact.phone))
    known = [await session.get_one(Contact, person.contact_id) for person in people]
    if contact.phone is not None:
        known.append(Contact(phone=contact.phone, email=""))  # not stored: only asked about
    return not all([await may_write_to(session, each) for each in known])
