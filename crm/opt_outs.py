"""Honours the wish for no more messages of our own accord."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Visitor
from crm.service_tables import OptOut
from crm.tables import Contact


async def opt_out(session: AsyncSession, visitor: Visitor, addresses: Iterable[str]) -> None:
    """Stops messages to these addresses (E.164 phones, e-mails); asking twice is asking once."""
    wanted = set(addresses)
    known = set(await session.scalars(sa.select(OptOut.address).where(OptOut.address.in_(wanted))))
    for address in sorted(wanted - known):
        session.add(OptOut(address=address, conversation_id=visitor.conversation_id, at=visitor.now))


async def may_write_to(session: AsyncSession, contact: Contact) -> bool:
    """Whether a reminder or other message of our own accord may go to a contact."""
    query = sa.select(OptOut.id).where(OptOut.address.in_((contact.phone, contact.email))).limit(1)
    return await session.scalar(query) is None
