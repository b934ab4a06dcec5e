"""Writes down what customers ask the company to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Grant, Person, Visitor, admit
from crm.numbering import next_number
from crm.numbers import Document
from crm.orders import move_order
from crm.service_tables import Request, RequestKind, RequestState
from crm.stages import STAGE_RULES, Stage
from crm.tables import (
    Contact,
    Customer,
    DisplayType,
    Instrument,
    Order,
    Place,
    ServiceType,
    StageChange,
    WorkState,
)

CUSTOMER = "pelanggan"
"""The actor of a step in an order's history that the customer made."""


@dataclass(frozen=True)
class WantedInstrument:
    """An instrument as a customer names it when asking for an offer."""

    kind: str
    quantity: int
    service: ServiceType
    display: DisplayType | None = None
    brand: str | None = None


@dataclass(frozen=True)
class Inquiry:
    """Everything that an offer needs."""

    instruments: tuple[WantedInstrument, ...]
    place: Place
    company: str
    person: str
    email: str
    city: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Asked:
    """What a customer asks to be done, by when an answer is promised, and the turn that asked."""

    kind: RequestKind
    due_on: date
    turn: str | None
    details: dict[str, Any] = field(default_factory=dict)


async def open_inquiry(
    session: AsyncSession, visitor: Visitor, inquiry: Inquiry, asked: Asked, year: int, person: Person | None
) -> str:
    """Opens an order at its first stage and returns its number; the same turn again returns the same number.

    Unless the conversation is verified, the order gets a customer of its own, even where company or e-mail are known:
    otherwise anybody could get at a company's orders by asking for an offer in its name. That customer is the
    conversation's own, so it may ask after the offer without another proof.
    """
    known = await _asked_before(session, asked)
    if known is not None and known.order_id is not None:
        return (await session.get_one(Order, known.order_id)).number
    contact = await _contact(session, inquiry, person)
    if person is None:
        admit(session, visitor, contact.id)
    number = str(await next_number(session, Document.ORDER, year))
    order = Order(
        number=number,
        customer_id=contact.customer_id,
        contact_id=contact.id,
        stage=Stage.INQUIRY,
        stage_since=visitor.now,
        place=inquiry.place,
        created_at=visitor.now,
    )
    session.add(order)
    await session.flush()
    session.add_all(_instrument(order.id, each) for each in inquiry.instruments)
    note = "Permintaan penawaran lewat asisten"
    session.add(StageChange(order_id=order.id, stage=Stage.INQUIRY, at=visitor.now, actor=CUSTOMER, note=note))
    await save_request(session, visitor, asked, Grant(order.id, contact.id))
    return number


async def save_request(session: AsyncSession, visitor: Visitor, asked: Asked, grant: Grant | None) -> None:
    """Writes a request down once, whatever happens to the turn."""
    if await _asked_before(session, asked) is not None:
        return
    session.add(
        Request(
            kind=asked.kind,
            state=RequestState.OPEN,
            order_id=grant.order_id if grant else None,
            contact_id=grant.contact_id if grant else None,
            conversation_id=visitor.conversation_id,
            turn=asked.turn,
            details=asked.details,
            created_at=visitor.now,
            due_on=asked.due_on,
        )
    )
    await session.flush()


async def ask_for_revision(session: AsyncSession, visitor: Visitor, asked: Asked, grant: Grant) -> None:
    """Writes down what an offer should be changed to, and moves the order to negotiation where that is legal."""
    if await _asked_before(session, asked) is not None:
        return
    order = await session.get_one(Order, grant.order_id)
    if Stage.NEGOTIATING in STAGE_RULES[order.stage].next:
        note = "Minta revisi penawaran lewat asisten"
        await move_order(session, order.number, Stage.NEGOTIATING, actor=CUSTOMER, note=note, at=visitor.now)
    await save_request(session, visitor, asked, grant)


async def _asked_before(session: AsyncSession, asked: Asked) -> Request | None:
    if asked.turn is None:
        return None
    return await session.scalar(sa.select(Request).where(Request.turn == asked.turn, Request.kind == asked.kind))


async def _contact(session: AsyncSession, inquiry: Inquiry, person: Person | None) -> Contact:
    if person is not None:
        return await session.get_one(Contact, person.contact_id)
    customer = Customer(name=inquiry.company, city=inquiry.city, address="")
    session.add(customer)
    await session.flush()
    contact = Contact(customer_id=customer.id, name=inquiry.person, email=inquiry.email, phone=inquiry.phone)
    session.add(contact)
    await session.flush()
    return contact


def _instrument(order_id: int, wanted: WantedInstrument) -> Instrument:
    return Instrument(
        order_id=order_id,
        kind=wanted.kind,
        brand=wanted.brand or "",
        model="",
        measuring_range="",
        serial="",
        display=wanted.display,
        service=wanted.service,
        quantity=wanted.quantity,
        work=WorkState.WAITING,
    )
