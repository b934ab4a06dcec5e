"""What a message that is no text looks like in the conversation, and what the customer hears of it at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.channels.whatsapp_updates import Inbound, Kind
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow, MessageRow
from handoff.conversations.transcript import append
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Button, Sender

ANSWERS = {
    Kind.IMAGE: "file_received",
    Kind.DOCUMENT: "file_received",
    Kind.VIDEO: "file_received",
    Kind.AUDIO: "voice_received",
    Kind.VOICE: "voice_received",
    Kind.STICKER: "sticker_received",
    Kind.LOCATION: "location_received",
    Kind.CONTACTS: "contacts_received",
    Kind.ORDER: "not_readable",
    Kind.UNSUPPORTED: "not_readable",
}
"""Reactions, deletions and WhatsApp's own notices need no answer."""
OFFERS_PERSON = frozenset({"voice_received", "not_readable"})


def describe(message: Inbound, language: Language) -> str:
    """The text under which something stands in the conversation. Pure."""
    match message.kind:
        case Kind.TEXT | Kind.CHOICE:
            return message.text
        case Kind.EDIT:
            return message.text or say("kind_unsupported", language, text="").strip()
        case Kind.REACTION if not message.text:
            return say("kind_unreaction", language)
        case Kind.UNSUPPORTED:
            kind = f"({message.text})" if message.text else ""
            return say("kind_unsupported", language, text=kind).strip()
        case _:
            return say(f"kind_{message.kind.value}", language, text=message.text)


async def answer_kept(session: AsyncSession, row: ConversationRow, kind: Kind, now: datetime) -> None:
    """Tells the customer what happens to something that the bot cannot answer; an agent answers it themselves."""
    key = ANSWERS.get(kind)
    if key is None or row.state not in {State.BOT, State.QUEUED}:
        return
    if row.state == State.QUEUED:
        key = "for_colleague"
    language = Language(row.language)
    text = say(key, language)
    if await _was_said(session, row, text):
        return  # five photos in a row get one answer, whatever else was said of them meanwhile
    buttons = [Button(say("talk_to_person", language), "/request_human")] if key in OFFERS_PERSON else []
    append(session, row, Sender.SYSTEM, text, now, buttons=buttons)


async def say_once(session: AsyncSession, row: ConversationRow, key: str, now: datetime) -> None:
    """Tells the customer something, unless they have heard it just now, or an agent speaks with them."""
    text = say(key, Language(row.language))
    if row.state in {State.BOT, State.QUEUED} and not await _was_said(session, row, text):
        append(session, row, Sender.SYSTEM, text, now)


async def _was_said(session: AsyncSession, row: ConversationRow, text: str) -> bool:
    """Whether the customer has heard this since they last wrote something, or somebody else spoke."""
    await session.flush()
    own = MessageRow.conversation_id == row.id
    words = or_(
        MessageRow.sender.in_((Sender.BOT.value, Sender.AGENT.value)),
        and_(MessageRow.sender == Sender.CUSTOMER.value, MessageRow.asks_bot),
    )
    since = select(func.coalesce(func.max(MessageRow.seq), 0)).where(own, words).scalar_subquery()
    said = select(MessageRow.seq).where(
        own, MessageRow.sender == Sender.SYSTEM.value, MessageRow.text == text, MessageRow.seq > since
    )
    return (await session.execute(said.limit(1))).first() is not None
