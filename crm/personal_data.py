"""Shows and erases a contact's personal data, as the law on personal data (UU PDP, 27/2022) gives them the right to.

What other law makes us keep stays: orders, offers, invoices and tax invoices (ten years, tax law), certificates and
calibration records (traceability). They stay under the company, without the person's name and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.service_tables import Feedback, OptOut, Request
from crm.tables import Complaint, Contact, FailedAttempt, Order, Verification

ERASED = "(dihapus)"


@dataclass(frozen=True)
class PersonalData:
    """What is kept of a person."""

    name: str
    company: str
    email: str
    phone: str
    orders: int
    complaints: int
    feedback: int
    requests: int


async def read_personal_data(session: AsyncSession, contact_id: int) -> PersonalData:
    """What a person may see of what is kept of them."""
    contact = await session.get_one(Contact, contact_id)
    return PersonalData(
        name=contact.name,
        company=contact.customer.name,
        email=contact.email,
        phone=contact.phone,
        orders=await _count(session, sa.select(Order.id).where(Order.contact_id == contact_id)),
        complaints=await _count(session, sa.select(Complaint.id).where(_of_person(contact_id))),
        feedback=await _count(session, sa.select(Feedback.id).where(Feedback.contact_id == contact_id)),
        requests=await _count(session, sa.select(Request.id).where(Request.contact_id == contact_id)),
    )


async def erase_personal_data(session: AsyncSession, contact_id: int) -> None:
    """Takes a person's name, addresses and words out of everything that may be without them."""
    contact = await session.get_one(Contact, contact_id)
    addresses = (contact.email, contact.phone)
    contact.name, contact.phone = ERASED, ""
    # Not an address that can be written to or proved; the number keeps erased contacts apart.
    contact.email = f"erased-{contact_id}"
    await session.execute(sa.update(Complaint).where(_of_person(contact_id)).values(description=ERASED))
    await session.execute(sa.update(Feedback).where(Feedback.contact_id == contact_id).values(text=ERASED))
    await session.execute(sa.update(Request).where(Request.contact_id == contact_id).values(details={}))
    conversations = sa.select(Verification.conversation_id).where(Verification.contact_id == contact_id)
    await session.execute(sa.delete(FailedAttempt).where(FailedAttempt.conversation_id.in_(conversations)))
    await session.execute(sa.delete(Verification).where(Verification.contact_id == contact_id))
    await session.execute(sa.delete(OptOut).where(OptOut.address.in_(addresses)))


def _of_person(contact_id: int) -> sa.ColumnElement[bool]:
    """Complaints that the person made, or that were made about the person's orders."""
    own_orders = sa.select(Order.id).where(Order.contact_id == contact_id)
    return sa.or_(Complaint.contact_id == contact_id, Complaint.order_id.in_(own_orders))


async def _count(session: AsyncSession, query: sa.Select[int]) -> int:
    return await session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
