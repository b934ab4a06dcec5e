"""Reads and moves orders. Reading takes a `Grant`, which only `crm.identity` makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Grant, Visitor, own_order_ids
from crm.stages import Stage, StageReport, check_move, report_stage
from crm.tables import (
    Certificate,
    Complaint,
    ComplaintState,
    DisplayType,
    Instrument,
    Invoice,
    Order,
    Place,
    Quotation,
    ServiceType,
    StageChange,
    WorkState,
)


@dataclass(frozen=True)
class OrderSummary:
    """An order in a list."""

    number: str
    stage: Stage
    instruments: tuple[str, ...]


@dataclass(frozen=True)
class InstrumentView:
    """An instrument as its owner may see it."""

    kind: str
    brand: str
    model: str
    measuring_range: str
    serial: str
    display: DisplayType | None
    display_found: DisplayType | None
    service: ServiceType
    quantity: int
    work: WorkState
    passed: bool | None


@dataclass(frozen=True)
class QuotationView:
    """An offer as the customer may see it."""

    number: str
    revision: int
    amount: Decimal
    sent_on: date
    valid_until: date


@dataclass(frozen=True)
class InvoiceView:
    """A bill as the customer may see it."""

    number: str
    amount: Decimal
    issued_on: date
    due_on: date
    tax_invoice_sent_on: date | None
    paid_on: date | None


@dataclass(frozen=True)
class CertificateView:
    """A certificate as its owner may see it."""

    number: str
    issued_on: date
    recalibrate_by: date | None
    sent_on: date | None


@dataclass(frozen=True)
class ComplaintView:
    """A complaint as the customer may see it."""

    number: str
    state: ComplaintState
    opened_on: date
    answer_due_on: date


@dataclass(frozen=True)
class StageStep:
    """One step in an order's history."""

    stage: Stage
    on: date
    actor: str
    note: str


@dataclass(frozen=True)
class OrderView:
    """All that an order's customer may know of it."""

    number: str
    company: str
    address: str
    """The company's registered address."""
    contact_name: str
    place: Place
    report: StageReport
    history: tuple[StageStep, ...]
    instruments: tuple[InstrumentView, ...]
    quotations: tuple[QuotationView, ...]
    invoices: tuple[InvoiceView, ...]
    certificates: tuple[CertificateView, ...]
    complaints: tuple[ComplaintView, ...]


async def read_order(session: AsyncSession, grant: Grant, now: datetime, zone: tzinfo) -> OrderView:
    """Everything about an order that its customer may see; days are those of the company's time zone."""
    order = await session.get_one(Order, grant.order_id)
    since, today = order.stage_since.astimezone(zone).date(), now.astimezone(zone).date()
    return OrderView(
        number=order.number,
        company=order.contact.customer.name,
        address=order.contact.customer.address,
        contact_name=order.contact.name,
        place=order.place,
        report=report_stage(order.stage, since, today, order.expected_on),
        history=await _history(session, order.id, zone),
        instruments=await _instruments(session, order.id),
        quotations=await _quotations(session, order.id),
        invoices=await _invoices(session, order.id),
        certificates=await _certificates(session, order.id),
        complaints=await _complaints(session, order.id, zone),
    )


async def list_own_orders(session: AsyncSession, visitor: Visitor) -> tuple[OrderSummary, ...]:
    """The orders of the conversation's own company: the open ones first, the newest first."""
    ids = await own_order_ids(session, visitor)
    orders = list(await session.scalars(sa.select(Order).where(Order.id.in_(ids)).order_by(Order.created_at.desc())))
    orders.sort(key=lambda order: order.stage is Stage.CERTIFICATE_SENT)
    kinds = await _kinds(session, ids)
    return tuple(OrderSummary(each.number, each.stage, kinds.get(each.id, ())) for each in orders)


async def move_order(
    session: AsyncSession,
    number: str,
    to: Stage,
    *,
    actor: str,
    note: str,
    at: datetime,
    expected_on: date | None = None,
) -> None:
    """Moves an order to a legal next stage and writes the step to its history."""
    order = (await session.scalars(sa.select(Order).where(Order.number == number).with_for_update(of=Order))).one()
    check_move(order.stage, to)
    order.stage, order.stage_since, order.expected_on = to, at, expected_on
    session.add(StageChange(order_id=order.id, stage=to, at=at, actor=actor, note=note))


async def _kinds(session: AsyncSession, ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    query = sa.select(Instrument.order_id, Instrument.kind).where(Instrument.order_id.in_(ids)).order_by(Instrument.id)
    kinds: dict[int, tuple[str, ...]] = {}
    for order_id, kind in await session.execute(query):
        kinds[order_id] = (*kinds.get(order_id, ()), kind)
    return kinds


async def _history(session: AsyncSession, order_id: int, zone: tzinfo) -> tuple[StageStep, ...]:
    query = sa.select(StageChange).where(StageChange.order_id == order_id).order_by(StageChange.at, StageChange.id)
    steps = await session.scalars(query)
    return tuple(StageStep(each.stage, each.at.astimezone(zone).date(), each.actor, each.note) for each in steps)


async def _instruments(session: AsyncSession, order_id: int) -> tuple[InstrumentView, ...]:
    rows = await session.scalars(sa.select(Instrument).where(Instrument.order_id == order_id).order_by(Instrument.id))
    return tuple(
        InstrumentView(
            each.kind, each.brand, each.model, each.measuring_range, each.serial, each.display, each.display_found,
            each.service, each.quantity, each.work, each.passed,
        )
        for each in rows
    )  # fmt: skip


async def _quotations(session: AsyncSession, order_id: int) -> tuple[QuotationView, ...]:
    rows = await session.scalars(sa.select(Quotation).where(Quotation.order_id == order_id).order_by(Quotation.id))
    return tuple(
        QuotationView(each.number, each.revision, each.amount, each.sent_on, each.valid_until) for each in rows
    )


async def _invoices(session: AsyncSession, order_id: int) -> tuple[InvoiceView, ...]:
    rows = await session.scalars(sa.select(Invoice).where(Invoice.order_id == order_id).order_by(Invoice.id))
    return tuple(
        InvoiceView(each.number, each.amount, each.issued_on, each.due_on, each.tax_invoice_sent_on, each.paid_on)
        for each in rows
    )


async def _certificates(session: AsyncSession, order_id: int) -> tuple[CertificateView, ...]:
    rows = await session.scalars(
        sa.select(Certificate).where(Certificate.order_id == order_id).order_by(Certificate.id)
    )
    return tuple(CertificateView(each.number, each.issued_on, each.recalibrate_by, each.sent_on) for each in rows)


async def _complaints(session: AsyncSession, order_id: int, zone: tzinfo) -> tuple[ComplaintView, ...]:
    rows = await session.scalars(sa.select(Complaint).where(Complaint.order_id == order_id).order_by(Complaint.id))
    return tuple(
        ComplaintView(each.number, each.state, each.opened_at.astimezone(zone).date(), each.answer_due_on)
        for each in rows
    )
