"""What the company owes its customers by a day: recalibrations to remind of, complaints to answer and follow up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.tables import Certificate, Complaint, ComplaintState, Contact, Instrument, Order

REMIND_AHEAD = timedelta(days=30)
"""Enough to book a date, and near enough to be a reason to write."""
ANSWERED = (ComplaintState.NEGOTIATING, ComplaintState.ACTING, ComplaintState.CLOSED)
"""From here on the customer has heard what is done about their complaint."""


@dataclass(frozen=True)
class Recalibration:
    """An instrument whose certificate is about to run out, and whose contact is told."""

    certificate_id: int
    certificate: str
    instrument: str
    due_on: date
    contact_id: int


@dataclass(frozen=True)
class PromisedComplaint:
    """A complaint with the days that its customer was told."""

    number: str
    conversation: str | None
    contact_id: int | None
    answer_due_on: date
    follow_up_on: date | None
    is_answered: bool


async def due_recalibrations(session: AsyncSession, today: date) -> tuple[Recalibration, ...]:
    """The certificates at hand that run out within the time of the reminder and have not run out yet."""
    query = (
        sa.select(Certificate, Instrument.kind, Order.contact_id)
        .join(Instrument, Instrument.id == Certificate.instrument_id)
        .join(Order, Order.id == Certificate.order_id)
        .where(
            Certificate.sent_on.is_not(None),
            Certificate.recalibrate_by > today,
            Certificate.recalibrate_by <= today + REMIND_AHEAD,
        )
        .order_by(Certificate.id)
    )
    return tuple(
        Recalibration(each.id, each.number, kind, each.recalibrate_by or today, contact)
        for each, kind, contact in await session.execute(query)
    )


async def promised_complaints(session: AsyncSession) -> tuple[PromisedComplaint, ...]:
    """The complaints that are open, or whose follow-up has been promised."""
    query = (
        sa.select(Complaint)
        .where(sa.or_(Complaint.state != ComplaintState.CLOSED, Complaint.follow_up_on.is_not(None)))
        .order_by(Complaint.id)
    )
    return tuple(
        PromisedComplaint(
            each.number, each.conversation_id, each.contact_id, each.answer_due_on, each.follow_up_on,
            each.state in ANSWERED,
        )
        for each in await session.scalars(query)
    )  # fmt: skip


async def is_answered(session: AsyncSession, number: str) -> bool:
    """Whether a complaint's customer has heard what is done about it."""
    return await session.scalar(sa.select(Complaint.state).where(Complaint.number == number)) in ANSWERED


async def find_contact(session: AsyncSession, contact: int) -> Contact | None:
    """A person of a customer."""
    return await session.get(Contact, contact)
