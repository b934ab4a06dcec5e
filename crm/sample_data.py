"""Fills a database with the demo data: eleven orders, one per stage, and their documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from crm.database import writing
from crm.sample_orders import SAMPLE_ORDERS, SAMPLE_STAFF, SampleInstrument, SampleOrder
from crm.service_tables import StaffMember
from crm.stages import Stage
from crm.tables import (
    Base,
    Certificate,
    Complaint,
    ComplaintCategory,
    ComplaintState,
    Contact,
    Customer,
    Instrument,
    Invoice,
    Order,
    Quotation,
    ServiceType,
    Severity,
    StageChange,
)
from crm.working_days import add_working_days, next_working_day

ZONE = ZoneInfo("Asia/Jakarta")
PAYMENT_DAYS, OFFER_DAYS, COMPLAINT_DAYS = 30, 30, 3


@dataclass(frozen=True)
class _Day:
    """Turns working days from today into dates and moments of the office's morning."""

    today: date

    def at(self, ago: int) -> datetime:
        return datetime.combine(self.on(-ago), time(9, 30), tzinfo=ZONE)

    def on(self, working_days: int) -> date:
        if working_days == 0:
            return self.today
        return add_working_days(self.today, working_days)


async def seed(engine: AsyncEngine, today: date | None = None) -> int:
    """Adds the demo orders that are missing and returns how many were added; running it again adds none."""
    day = _Day(today or datetime.now(ZONE).date())
    async with writing(engine) as session:
        known = set(await session.scalars(sa.select(Order.number)))
        missing = [sample for sample in SAMPLE_ORDERS if _number("ORD", sample) not in known]
        for sample in missing:
            await _add(session, sample, day)
        await _add_staff(session)
    return len(missing)


async def _add_staff(session: AsyncSession) -> None:
    known = set(await session.scalars(sa.select(StaffMember.phone)))
    for name, phone, unit in SAMPLE_STAFF:
        if phone not in known:
            session.add(StaffMember(name=name, phone=phone, unit=unit))


def _number(prefix: str, sample: SampleOrder, offset: int = 0) -> str:
    return f"{prefix}-2026-{sample.suffix + offset:05d}"


async def _add(session: AsyncSession, sample: SampleOrder, day: _Day) -> None:
    order = await _add_order(session, sample, day)
    instruments = [_instrument(order.id, each) for each in sample.instruments]
    session.add_all(instruments)
    await session.flush()
    for make in _DOCUMENTS:
        session.add_all(make(sample, order.id, instruments, day))


async def _add_order(session: AsyncSession, sample: SampleOrder, day: _Day) -> Order:
    customer = Customer(name=sample.company, city=sample.city, address=sample.address)
    session.add(customer)
    await session.flush()
    contact = Contact(
        customer_id=customer.id,
        name=sample.contact,
        email=f"pic{sample.suffix}@example.com",
        phone=f"+6281100{sample.suffix:05d}",
    )
    session.add(contact)
    await session.flush()
    order = Order(
        number=_number("ORD", sample),
        customer_id=customer.id,
        contact_id=contact.id,
        stage=sample.stage,
        stage_since=day.at(sample.path[-1][1]),
        expected_on=None if sample.expected_in is None else day.on(sample.expected_in),
        place=sample.place,
        created_at=day.at(sample.path[0][1]),
    )
    session.add(order)
    await session.flush()
    for stage, ago, actor, note in sample.path:
        session.add(StageChange(order_id=order.id, stage=stage, at=day.at(ago), actor=actor, note=note))
    return order


def _instrument(order_id: int, sample: SampleInstrument) -> Instrument:
    return Instrument(
        order_id=order_id,
        kind=sample.kind,
        brand=sample.brand,
        model=sample.model,
        measuring_range=sample.measuring_range,
        serial=sample.serial,
        display=sample.display,
        display_found=sample.display_found,
        service=sample.service,
        quantity=sample.quantity,
        work=sample.work,
        passed=sample.passed,
    )


def _reached(sample: SampleOrder, stage: Stage) -> int | None:
    """How many working days ago an order reached a stage, None if it never did."""
    return next((ago for each, ago, _actor, _note in reversed(sample.path) if each is stage), None)


def _amount(instruments: list[Instrument]) -> Decimal:
    # Invented prices of the size that the trade asks: legal metrology is cheaper than a laboratory calibration.
    prices = {ServiceType.KALIBRASI: 350_000, ServiceType.TERA: 120_000, ServiceType.TERA_ULANG: 150_000}
    return Decimal(sum(prices[each.service] * each.quantity for each in instruments))


def _quotations(sample: SampleOrder, order_id: int, instruments: list[Instrument], day: _Day) -> Iterator[Base]:
    ago = _reached(sample, Stage.QUOTATION_SENT)
    if ago is not None:
        yield Quotation(
            number=_number("QUO", sample),
            order_id=order_id,
            revision=0,
            amount=_amount(instruments),
            sent_on=day.on(-ago),
            valid_until=_days_after(day.on(-ago), OFFER_DAYS),
        )


def _invoices(sample: SampleOrder, order_id: int, instruments: list[Instrument], day: _Day) -> Iterator[Base]:
    ago = _reached(sample, Stage.INVOICED)
    if ago is not None:
        closed = _reached(sample, Stage.CERTIFICATE_SENT)
        yield Invoice(
            number=_number("INV", sample),
            order_id=order_id,
            amount=_amount(instruments),
            issued_on=day.on(-ago),
            due_on=_days_after(day.on(-ago), PAYMENT_DAYS),
            tax_invoice_sent_on=day.on(-ago),
            paid_on=None if closed is None else day.on(-closed - 1),
        )


def _certificates(sample: SampleOrder, order_id: int, instruments: list[Instrument], day: _Day) -> Iterator[Base]:
    sent, finished = _reached(sample, Stage.CERTIFICATE_SENT), _reached(sample, Stage.COMPLETED_BA)
    if sent is None or finished is None:
        return
    for position, instrument in enumerate(instruments):
        yield Certificate(
            number=_number("CAL", sample, position),
            order_id=order_id,
            instrument_id=instrument.id,
            issued_on=day.on(-finished),
            recalibrate_by=day.on(-finished).replace(day=1, year=day.on(-finished).year + 1),
            sent_on=day.on(-sent),
        )


def _complaints(sample: SampleOrder, order_id: int, _instruments: list[Instrument], day: _Day) -> Iterator[Base]:
    if sample.stage is Stage.COMPLETED_BA:
        yield Complaint(
            number=_number("CMP", sample),
            order_id=order_id,
            category=ComplaintCategory.LATE_WORK,
            severity=Severity.NORMAL,
            state=ComplaintState.ANALYSED,
            description="Kalibrasi flow meter selesai dua hari lebih lambat dari jadwal, produksi ikut mundur.",
            opened_at=day.at(1),
            answer_due_on=day.on(COMPLAINT_DAYS - 1),
        )


def _days_after(start: date, days: int) -> date:
    return next_working_day(date.fromordinal(start.toordinal() + days))


_DOCUMENTS: tuple[Callable[[SampleOrder, int, list[Instrument], _Day], Iterator[Base]], ...] = (
    _quotations,
    _invoices,
    _certificates,
    _complaints,
)
