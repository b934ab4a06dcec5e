"""Who writes to us: web visitors, known by a token of which only the hash is kept, and people on WhatsApp.

On WhatsApp somebody has a phone number, a business-scoped user id, or both; the user id is the person, the number may
pass to somebody else. A number that WhatsApp itself names is proved, and lets the CRM recognise the customer.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.conversation import Channel
from handoff.conversations.tables import AuditRow, ContactRow, ConversationRow
from handoff.conversations.whatsapp_tables import DeliveryRow, WhatsappContactRow
from handoff.ids import new_id
from protocol.languages import Language

TOKEN_BYTES = 32


def hash_token(token: str) -> str:
    """SHA-256 in hex. The tokens are random and long, so no salt and no slow hash are needed."""
    return hashlib.sha256(token.encode()).hexdigest()


async def find_visitor(session: AsyncSession, token: str) -> ContactRow | None:
    """The web visitor with this token, if there is one."""
    statement = select(ContactRow).where(
        ContactRow.channel == Channel.WEB.value, ContactRow.identity == hash_token(token)
    )
    return (await session.execute(statement)).scalar_one_or_none()


def add_visitor(session: AsyncSession, language: Language | None, now: datetime) -> tuple[ContactRow, str]:
    """A new web visitor and the token that they will be known by."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = ContactRow(
        id=new_id(),
        channel=Channel.WEB.value,
        identity=hash_token(token),
        language=language.value if language else None,
        created_at=now,
    )
    session.add(row)
    return row, token


async def access_whatsapp_contact(
    session: AsyncSession, phone: str | None, user_id: str | None, name: str | None, now: datetime
) -> WhatsappContactRow:
    """The contact with this number (digits) or user id, made or brought up to date, and held by the transaction.

    Of two at once who make the same contact, one fails with `IntegrityError`.
    """
    by_user = await _held(session, WhatsappContactRow.user_id == user_id) if user_id else None
    by_phone = await _held(session, WhatsappContactRow.phone == phone) if phone else None
    row = await _settle(session, by_user, by_phone, user_id)
    if row is None:
        row = _add_whatsapp_contact(session, now)
    row.user_id = user_id or row.user_id
    row.phone = phone or row.phone
    contact = await session.get_one(ContactRow, row.contact_id)
    contact.phone = f"+{row.phone}" if row.phone else None
    contact.name = name or contact.name
    await session.flush()
    return row


async def change_whatsapp_contact(
    session: AsyncSession, before: tuple[str | None, str | None], after: tuple[str | None, str | None], now: datetime
) -> None:
    """The same person has another number, or another user id; known by neither of the old ones, nothing changes."""
    row = await _held(session, WhatsappContactRow.user_id == before[1]) if before[1] else None
    if row is None and before[0]:
        row = await _held(session, WhatsappContactRow.phone == before[0])
    if row is None:
        return
    phone, user_id = after
    others = [WhatsappContactRow.phone == phone] * bool(phone) + [WhatsappContactRow.user_id == user_id] * bool(user_id)
    for taken in others:
        other = await _held(session, taken)
        if other is not None and other.contact_id != row.contact_id:
            await _merge(session, other, row)
    if phone:
        # A new number comes with a new user id; where the notice does not name it, the next message will.
        row.phone, row.user_id = phone, user_id
    elif user_id:
        row.user_id = user_id
    contact = await session.get_one(ContactRow, row.contact_id)
    contact.phone = f"+{row.phone}" if row.phone else None
    session.add(AuditRow(at=now, actor="whatsapp", action="contact.changed", subject=row.contact_id, details={}))
    await session.flush()


async def _settle(
    session: AsyncSession, by_user: WhatsappContactRow | None, by_phone: WhatsappContactRow | None, user_id: str | None
) -> WhatsappContactRow | None:
    """Which of the two found is meant, after the number has gone to whom it belongs now."""
    if by_phone is None or by_phone is by_user:
        return by_user or by_phone
    if by_user is None and (user_id is None or by_phone.user_id is None):
        return by_phone
    if by_phone.user_id is None:
        assert by_user is not None, "the case of none was settled above"
        await _merge(session, by_phone, by_user)
        return by_user
    # The number was another person's: they keep their conversations, but it proves nothing about them any more.
    by_phone.phone = None
    (await session.get_one(ContactRow, by_phone.contact_id)).phone = None
    await session.flush()
    return by_user


async def _merge(session: AsyncSession, other: WhatsappContactRow, into: WhatsappContactRow) -> None:
    """Two contacts have proved to be one person: what is the other's becomes theirs."""
    for table in (ConversationRow, DeliveryRow):
        moved = update(table).where(table.contact_id == other.contact_id).values(contact_id=into.contact_id)
        await session.execute(moved)
    latest = max(filter(None, (into.last_inbound_at, other.last_inbound_at)), default=None)
    if latest != into.last_inbound_at:
        into.last_inbound_at, into.last_inbound_id = latest, other.last_inbound_id
    other.phone = other.user_id = None
    (await session.get_one(ContactRow, other.contact_id)).phone = None
    await session.flush()


def _add_whatsapp_contact(session: AsyncSession, now: datetime) -> WhatsappContactRow:
    own_id = new_id()
    # The ids that change stand in the table of their own; here only something unique is needed.
    contact = ContactRow(id=own_id, channel=Channel.WHATSAPP.value, identity=own_id, created_at=now)
    row = WhatsappContactRow(contact_id=own_id)
    session.add_all([contact, row])
    return row


async def _held(session: AsyncSession, condition: ColumnElement[bool]) -> WhatsappContactRow | None:
    statement = select(WhatsappContactRow).where(condition).with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()
