"""Takes what an update says into the record: everything in it, once, in the transaction of whoever asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.rating import do_rate
from handoff.channels.whatsapp_answers import answer_kept, describe
from handoff.channels.whatsapp_deliveries import apply_statuses
from handoff.channels.whatsapp_updates import MEDIA_KINDS, Customer, Inbound, Kind, Update
from handoff.contacts import access_whatsapp_contact, change_whatsapp_contact
from handoff.conversations.conversation import Channel
from handoff.conversations.receive import Incoming, Received, do_receive
from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow
from handoff.conversations.whatsapp_tables import (
    DeliveryRow,
    MediaJobRow,
    WhatsappContactRow,
    WhatsappMessageRow,
)
from handoff.errors import ConflictError
from handoff.ids import ContactId, new_id
from protocol.languages import Language

log = structlog.get_logger()

RATING = "sapa:rate:"
"""Begins the payload of a rating's row; the score follows."""
BOT_KINDS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.EDIT})
"""What the bot is asked about; everything else is kept for people."""
_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*")


@dataclass
class Taken:
    """What came of an update, for whoever rings bells after it is stored."""

    received: list[Received] = field(default_factory=list)
    contacts: set[str] = field(default_factory=set)
    """To whom something may have to be sent now."""
    conversations: set[str] = field(default_factory=set)
    has_media: bool = False
    stored: int = 0
    repeated: int = 0


async def take_update(session: AsyncSession, found: Update, now: datetime) -> Taken:
    """Takes everything in an update into the record; what is there already stays as it is."""
    taken = Taken()
    for change in found.changes:
        before, after = change.before, change.after
        await change_whatsapp_contact(session, (before.phone, before.user_id), (after.phone, after.user_id), now)
    people = await _people(session, found.messages, now)
    for message in found.messages:
        await _take_message(session, message, people[message.customer], taken, now)
    for contact, conversation, waits_again in await apply_statuses(session, found.statuses, now):
        if waits_again:
            taken.contacts.add(contact)
        taken.conversations.add(conversation)
    return taken


async def _people(
    session: AsyncSession, messages: tuple[Inbound, ...], now: datetime
) -> dict[Customer, WhatsappContactRow]:
    """The contacts of all messages, held in one order, so that two updates never wait for each other."""
    customers = sorted({each.customer for each in messages}, key=lambda each: (each.user_id or "", each.phone or ""))
    people = {}
    for _ in range(min(len(customers), 2)):  # twice: two that are first taken for two may turn out to be one person
        for each in customers:
            people[each] = await access_whatsapp_contact(session, each.phone, each.user_id, each.name, now)
    return people


async def _take_message(
    session: AsyncSession, message: Inbound, person: WhatsappContactRow, taken: Taken, now: datetime
) -> None:
    if await session.get(WhatsappMessageRow, message.id) is not None:
        taken.repeated += 1
        return
    sent_at = min(message.at or now, now)
    contact = await session.get_one(ContactRow, person.contact_id)
    latest = await _latest_conversation(session, contact.id)
    message = replace(message, payload=message.payload or await _numbered(session, message, latest))
    received = await _receive(session, message, contact, latest, now)
    row = await session.get_one(ConversationRow, received.conversation)
    seq = row.last_seq
    session.add(
        WhatsappMessageRow(
            id=message.id, conversation_id=row.id, seq=seq, kind=message.kind.value, reply_to=message.reply_to,
            concerns=message.concerns, forwarded=message.forwarded, sent_at=sent_at,
        )
    )  # fmt: skip
    released = message.kind is not Kind.IDENTITY and await _open_window(session, person, message.id, sent_at, now)
    if message.media is not None:
        received = await _take_media(session, message, contact, received, seq, now)
        taken.has_media = True
    if message.kind not in BOT_KINDS and not (message.media and message.text):
        await answer_kept(session, row, message.kind, now)
    if message.payload and message.payload.startswith(RATING):
        await _rate(session, row, message.payload, now)
    await session.flush()
    taken.received.append(received)
    taken.stored += 1
    if released or row.last_seq > seq or row.id != (latest.id if latest else row.id):
        taken.contacts.add(person.contact_id)


async def _receive(
    session: AsyncSession, message: Inbound, contact: ContactRow, latest: ConversationRow | None, now: datetime
) -> Received:
    language = Language(latest.language) if latest is not None else Language.from_code(contact.language)
    incoming = Incoming(
        contact=ContactId(contact.id),
        channel=Channel.WHATSAPP,
        source_id=message.id,
        text=describe(message, language),
        payload=message.payload,
        attachment=_attachment(message, language),
        for_people=message.kind not in BOT_KINDS or (message.payload or "").startswith(RATING),
    )
    return await do_receive(session, incoming, now)


async def _latest_conversation(session: AsyncSession, contact: str) -> ConversationRow | None:
    statement = (
        select(ConversationRow)
        .where(ConversationRow.contact_id == contact)
        .order_by(ConversationRow.created_at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def _numbered(session: AsyncSession, message: Inbound, latest: ConversationRow | None) -> str | None:
    """What a typed number means, where the last thing we said was a question with numbers, or the rating."""
    number = _NUMBER.fullmatch(message.text) if message.kind is Kind.TEXT else None
    if number is None or latest is None:
        return None
    statement = (
        select(DeliveryRow)
        .where(DeliveryRow.conversation_id == latest.id)
        .order_by(DeliveryRow.seq.desc(), DeliveryRow.part.desc())
        .limit(1)
    )
    last = (await session.execute(statement)).scalar_one_or_none()
    if last is None:
        return None
    rows = last.content.get("interactive", {}).get("action", {}).get("sections", [{}])[0].get("rows", [])
    ratings = [row["id"] for row in rows if row["id"].startswith(RATING)]
    choices = [each["payload"] for each in last.content.get("choices", ())] or ratings
    index = int(number[1]) - 1
    if ratings:
        return next((each for each in ratings if each == f"{RATING}{number[1]}"), None)
    return choices[index] if 0 <= index < len(choices) else None


def _attachment(message: Inbound, language: Language) -> dict[str, object] | None:
    """What is shown of a file until it is fetched."""
    if message.media is None:
        return None
    upload = new_id()
    name = message.media.name or describe(message, language)
    return {
        "id": upload, "name": name, "media_type": message.media.media_type, "size": 0,
        "url": f"/chat/uploads/{upload}", "state": "loading",
    }  # fmt: skip


async def _open_window(
    session: AsyncSession, person: WhatsappContactRow, message_id: str, sent_at: datetime, now: datetime
) -> bool:
    """The customer's 24 hours begin anew, and what was held for them may leave; returns whether something was."""
    if person.last_inbound_at is not None and person.last_inbound_at >= sent_at:
        return False
    person.last_inbound_at, person.last_inbound_id = sent_at, message_id
    held = DeliveryRow.contact_id == person.contact_id, DeliveryRow.state == "held"
    released = update(DeliveryRow).where(*held).values(state="queued", due_at=now).returning(DeliveryRow.id)
    return (await session.execute(released)).first() is not None


async def _take_media(
    session: AsyncSession, message: Inbound, contact: ContactRow, received: Received, seq: int, now: datetime
) -> Received:
    assert message.media is not None, "called for files only"
    statement = select(MessageRow).where(MessageRow.conversation_id == received.conversation, MessageRow.seq == seq)
    row = (await session.execute(statement)).scalar_one()
    assert row.attachment is not None, "a file's message has its attachment"
    session.add(
        MediaJobRow(
            id=row.attachment["id"], conversation_id=received.conversation, seq=seq, media_id=message.media.id,
            kind=message.kind.value, sha256=message.media.sha256, state="open", due_at=now,
        )
    )  # fmt: skip
    if not message.text:
        return received
    # A caption is the customer's own words: the bot answers it like any text.
    caption = Incoming(ContactId(contact.id), Channel.WHATSAPP, f"{message.id}:caption", message.text)
    return await do_receive(session, caption, now)


async def _rate(session: AsyncSession, row: ConversationRow, payload: str, now: datetime) -> None:
    score = payload.removeprefix(RATING)
    try:
        await do_rate(session, row.id, int(score) if score.isdecimal() else 0, "", now)
    except ConflictError:
        log.info("whatsapp.rated_again", conversation=row.id)


assert MEDIA_KINDS.isdisjoint(BOT_KINDS), "files are kept for people"
