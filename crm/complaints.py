"""Opens complaints, takes them through the five steps of the procedure, and tells where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.errors import IllegalMoveError
from crm.identity import Grant, Visitor
from crm.numbering import next_number
from crm.numbers import Document
from crm.service_tables import ComplaintStep, PriceChoice, PriceDecision
from crm.tables import Complaint, ComplaintCategory, ComplaintState, Instrument, Severity, WorkState

# Receive, analyse, negotiate, act, follow up. What the procedure settles at once goes from receiving to acting.
COMPLAINT_MOVES: dict[ComplaintState, tuple[ComplaintState, ...]] = {
    ComplaintState.RECEIVED: (ComplaintState.ANALYSED, ComplaintState.NEGOTIATING, ComplaintState.ACTING),
    ComplaintState.ANALYSED: (ComplaintState.NEGOTIATING, ComplaintState.ACTING),
    ComplaintState.NEGOTIATING: (ComplaintState.ANALYSED, ComplaintState.ACTING),
    ComplaintState.ACTING: (ComplaintState.CLOSED, ComplaintState.NEGOTIATING),
    ComplaintState.CLOSED: (ComplaintState.ANALYSED,),
}


@dataclass(frozen=True)
class NewComplaint:
    """What is known when a complaint is opened."""

    category: ComplaintCategory
    severity: Severity
    description: str
    answer_due_on: date
    turn: str | None
    offer: str | None = None
    accepted: bool | None = None
    follow_up_on: date | None = None


@dataclass(frozen=True)
class ComplaintHistory:
    """What went before, of which severity is judged."""

    earlier: int = 0
    open: int = 0


async def open_complaint(
    session: AsyncSession, visitor: Visitor, new: NewComplaint, grant: Grant | None, year: int
) -> str:
    """Writes a complaint down and returns its number; the same turn again returns the same number."""
    known = await session.scalar(sa.select(Complaint).where(Complaint.turn == new.turn)) if new.turn else None
    if known is not None:
        return known.number
    number = str(await next_number(session, Document.COMPLAINT, year))
    state = ComplaintState.ACTING if new.accepted else ComplaintState.RECEIVED
    complaint = Complaint(
        number=number,
        order_id=grant.order_id if grant else None,
        contact_id=grant.contact_id if grant else None,
        conversation_id=visitor.conversation_id,
        turn=new.turn,
        category=new.category,
        severity=new.severity,
        state=state,
        description=new.description,
        opened_at=visitor.now,
        answer_due_on=new.answer_due_on,
        offer=new.offer,
        accepted=new.accepted,
        follow_up_on=new.follow_up_on,
    )
    session.add(complaint)
    await session.flush()
    note = "Solusi disetujui pelanggan" if new.accepted else "Diterima lewat asisten"
    session.add(ComplaintStep(complaint_id=complaint.id, state=state, at=visitor.now, actor="asisten", note=note))
    return number


async def move_complaint(
    session: AsyncSession, number: str, to: ComplaintState, *, actor: str, note: str, at: datetime
) -> None:
    """Takes a complaint to a legal next step and writes it to its history."""
    query = sa.select(Complaint).where(Complaint.number == number).with_for_update(of=Complaint)
    complaint = (await session.scalars(query)).one()
    if to not in COMPLAINT_MOVES[complaint.state]:
        raise IllegalMoveError(f"a complaint cannot go from {complaint.state} to {to}")
    complaint.state = to
    session.add(ComplaintStep(complaint_id=complaint.id, state=to, at=at, actor=actor, note=note))


async def read_history(session: AsyncSession, grant: Grant | None) -> ComplaintHistory:
    """The complaints about the same order so far; none is known of a stranger."""
    if grant is None:
        return ComplaintHistory()
    states = list(await session.scalars(sa.select(Complaint.state).where(Complaint.order_id == grant.order_id)))
    return ComplaintHistory(len(states), sum(state is not ComplaintState.CLOSED for state in states))


async def due_follow_ups(session: AsyncSession, today: date) -> tuple[str, ...]:
    """The complaints whose promised follow-up is due and that are not closed."""
    query = (
        sa.select(Complaint.number)
        .where(Complaint.follow_up_on <= today, Complaint.state != ComplaintState.CLOSED)
        .order_by(Complaint.follow_up_on, Complaint.id)
    )
    return tuple(await session.scalars(query))


async def settle_price_difference(
    session: AsyncSession, visitor: Visitor, grant: Grant, choice: PriceChoice
) -> tuple[str, ...]:
    """Records the customer's choice on every instrument found to be another than ordered; returns their kinds.

    Cancelling takes them off the order; instruments on which work is done are left alone.
    """
    query = sa.select(Instrument).where(
        Instrument.order_id == grant.order_id,
        Instrument.display_found.is_not(None),
        Instrument.display_found != Instrument.display,
        Instrument.work.in_((WorkState.WAITING, WorkState.IN_WORK)),
    )
    differing = list(await session.scalars(query.order_by(Instrument.id)))
    for instrument in differing:
        session.add(
            PriceDecision(
                instrument_id=instrument.id,
                contact_id=grant.contact_id,
                choice=choice,
                at=visitor.now,
                conversation_id=visitor.conversation_id,
            )
        )
        if choice is PriceChoice.CANCEL:
            instrument.work = WorkState.CANCELLED
        else:
            instrument.display = instrument.display_found or instrument.display
    return tuple(instrument.kind for instrument in differing)
