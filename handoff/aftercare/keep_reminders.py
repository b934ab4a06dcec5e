"""Reminds customers of recalibrations: one message for all instruments, where we can reach them, else by a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from crm.opt_outs import may_write_to
from crm.reminders import find_contact
from crm.tables import Contact, Verification
from handoff.aftercare.promises import PromiseKind, PromiseState, claim_due, is_decent, only_due
from handoff.aftercare.speak_first import Opening, Ways
from handoff.business_calendar import BusinessCalendar
from handoff.contacts import access_whatsapp_contact
from handoff.conversations.conversation import Channel, State
from handoff.conversations.receive import open_conversation
from handoff.conversations.tables import ContactRow, ConversationRow, PromiseRow
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Button


async def due_reminders(
    session: AsyncSession, calendar: BusinessCalendar, now: datetime
) -> Mapping[int, Sequence[str]]:
    """The reminders that may leave now, by the CRM's contact; at night and on holidays none."""
    if not is_decent(now, calendar):
        return {}
    statement = only_due(select(PromiseRow.id, PromiseRow.details), PromiseKind.REMINDER, now)
    by_contact: dict[int, list[str]] = defaultdict(list)
    for row in await session.execute(statement):
        by_contact[int(row.details["contact"])].append(row.id)
    return by_contact


async def keep_reminders(
    session: AsyncSession, contact_id: int, promises: Sequence[str], ways: Ways, now: datetime
) -> str | None:
    """Reminds one person of everything that is due; returns the conversation in which it was said."""
    contact = await find_contact(session, contact_id)
    row = await _reach(session, contact, ways, now) if contact else None
    if row is not None and row.state != State.BOT:
        return None
    due = await claim_due(session, list(promises))
    if not due:
        return None
    if contact is None or not await may_write_to(session, contact):
        for each in due:
            each.state = PromiseState.WAIVED.value
        return None
    if row is None:
        for each in due:
            each.state, each.channel, each.number = PromiseState.DUE.value, "phone", contact.phone or None
        return None
    await ways[row.channel](session, row, opening_of(due, contact.name, Language(row.language)), now)
    for each in due:
        each.state, each.kept_at, each.told_in = PromiseState.KEPT.value, now, row.id
    return row.id


def opening_of(due: Sequence[PromiseRow], name: str, language: Language) -> Opening:
    """The reminder of one or several instruments. Pure."""
    first = min(due, key=lambda each: str(each.details["due_on"]))
    instrument = str(first.details["instrument"])
    if len(due) > 1:
        instrument = say("and_others", language, first=instrument, count=len(due) - 1)
    pattern = "d MMMM yyyy"
    day = format_date(date.fromisoformat(first.details["due_on"]), pattern, locale=language.value)
    buttons = (
        Button(say("book", language), "/request_quotation"),
        Button(say("no_reminders", language), "/opt_out"),
    )
    text = say("reminder", language, name=name, instrument=instrument, due=day)
    return Opening(
        text, f"promise:{first.id}", buttons, "reminder", {"customer": name, "instrument": instrument, "due": day}
    )


async def _reach(session: AsyncSession, contact: Contact | None, ways: Ways, now: datetime) -> ConversationRow | None:
    """The person's conversation: on WhatsApp by their number, else the one on the web that they proved to be theirs."""
    if contact is None:
        return None
    if Channel.WHATSAPP in ways and contact.phone:
        person = await access_whatsapp_contact(session, contact.phone.lstrip("+"), None, contact.name, now)
        return await _open(session, await session.get_one(ContactRow, person.contact_id), now)
    statement = (
        select(ContactRow)
        .join(ConversationRow, ConversationRow.contact_id == ContactRow.id)
        .join(Verification, Verification.conversation_id == ConversationRow.id)
        .where(Verification.contact_id == contact.id, ConversationRow.channel == Channel.WEB.value)
        .order_by(Verification.at.desc())
        .limit(1)
    )
    visitor = (await session.execute(statement)).scalar_one_or_none()
    return await _open(session, visitor, now) if visitor else None


async def _open(session: AsyncSession, contact: ContactRow, now: datetime) -> ConversationRow:
    row = await open_conversation(session, contact, now)
    await session.flush()
    return row
