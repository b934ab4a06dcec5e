"""The CRM's tables. Their names begin with `crm_`, so that they can share a database with the record."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from crm.columns import Instant, choice
from crm.stages import Stage

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
MONEY = sa.Numeric(14, 2)


class Base(DeclarativeBase):
    """The CRM's own metadata, apart from the record's."""

    metadata = sa.MetaData(naming_convention=NAMING)


class ServiceType(StrEnum):
    """What is done to an instrument."""

    KALIBRASI = "kalibrasi"
    """Technical metrology: voluntary, traceable."""
    TERA = "tera"
    """Legal metrology: the first verification of an instrument used in trade."""
    TERA_ULANG = "tera_ulang"
    """Legal metrology: the periodic verification."""


class DisplayType(StrEnum):
    """How an instrument shows its value; the price depends on it."""

    ANALOG = "analog"
    """A pointer or a scale."""
    DIGITAL = "digital"
    """Figures."""


class Place(StrEnum):
    """Where the work is done."""

    LABORATORY = "laboratory"
    """At our laboratory; instruments are sent in and returned."""
    ON_SITE = "on_site"
    """At the customer's."""


class WorkState(StrEnum):
    """How far the work on one instrument is."""

    WAITING = "waiting"
    """Not begun."""
    IN_WORK = "in_work"
    """Being calibrated or tested."""
    DONE = "done"
    """Finished; `passed` holds the result."""
    CANCELLED = "cancelled"
    """Taken off the order."""


class ComplaintState(StrEnum):
    """Where a complaint stands; the steps of the complaint procedure."""

    RECEIVED = "received"
    """Noted, the customer has been heard."""
    ANALYSED = "analysed"
    """The cause is being looked for."""
    NEGOTIATING = "negotiating"
    """A solution has been offered."""
    ACTING = "acting"
    """The agreed solution is being carried out."""
    CLOSED = "closed"
    """Done and followed up."""


class ComplaintCategory(StrEnum):
    """What went wrong."""

    LATE_CERTIFICATE = "late_certificate"
    """The certificate has not come in time."""
    LATE_WORK = "late_work"
    """The work has not been done in time."""
    WRONG_CERTIFICATE = "wrong_certificate"
    """The certificate holds wrong data."""
    DAMAGED_INSTRUMENT = "damaged_instrument"
    """An instrument came back damaged or not working."""
    PRICE_DIFFERENCE = "price_difference"
    """Analog was ordered and digital found, or the other way round."""
    BILLING = "billing"
    """Invoice or faktur pajak is wrong or missing."""
    STAFF_CONDUCT = "staff_conduct"
    """Somebody of ours behaved badly."""
    OTHER = "other"
    """Anything else."""


class Severity(StrEnum):
    """How bad it is for the customer."""

    NORMAL = "normal"
    """Within the standard procedure."""
    SEVERE = "severe"
    """A person must see to it now."""


class Customer(Base):
    """A company that has instruments calibrated."""

    __tablename__ = "crm_customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    city: Mapped[str] = mapped_column(sa.String(100))
    address: Mapped[str] = mapped_column(sa.String(400))


class Contact(Base):
    """A person of a customer; `email` and `phone` are what they prove themselves with."""

    __tablename__ = "crm_contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_customers.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    phone: Mapped[str] = mapped_column(sa.String(16), index=True)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)


class Order(Base):
    """Instruments to be calibrated, tested or verified for a customer."""

    __tablename__ = "crm_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_customers.id"), index=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_contacts.id"), index=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    stage_since: Mapped[datetime] = mapped_column(Instant)
    expected_on: Mapped[date | None]
    """A day agreed with the customer for the next step; None: the stage's usual duration holds."""
    place: Mapped[Place] = mapped_column(choice(Place))
    created_at: Mapped[datetime] = mapped_column(Instant)
    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)


class StageChange(Base):
    """One step in an order's life."""

    __tablename__ = "crm_stage_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.String(500))


class Instrument(Base):
    """An instrument of an order, or several alike."""

    __tablename__ = "crm_instruments"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(100))
    brand: Mapped[str] = mapped_column(sa.String(100))
    model: Mapped[str] = mapped_column(sa.String(100))
    measuring_range: Mapped[str] = mapped_column(sa.String(100))
    serial: Mapped[str] = mapped_column(sa.String(100))
    display: Mapped[DisplayType | None] = mapped_column(choice(DisplayType))
    """As ordered; None while nobody has said."""
    display_found: Mapped[DisplayType | None] = mapped_column(choice(DisplayType))
    """What was found on site, where it differs from the order: the commonest cause of a price difference."""
    service: Mapped[ServiceType] = mapped_column(choice(ServiceType))
    quantity: Mapped[int]
    work: Mapped[WorkState] = mapped_column(choice(WorkState))
    passed: Mapped[bool | None]
    """The result, once the work is done."""


class Quotation(Base):
    """A written offer; a revision keeps the number."""

    __tablename__ = "crm_quotations"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    revision: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(MONEY)
    sent_on: Mapped[date]
    valid_until: Mapped[date]


class Invoice(Base):
    """A bill with its faktur pajak."""

    __tablename__ = "crm_invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(MONEY)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    tax_invoice_sent_on: Mapped[date | None]
    paid_on: Mapped[date | None]


class Certificate(Base):
    """A calibration certificate of one instrument of an order."""

    __tablename__ = "crm_certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_instruments.id"))
    issued_on: Mapped[date]
    recalibrate_by: Mapped[date | None]
    sent_on: Mapped[date | None]


class Complaint(Base):
    """Something that went wrong for a customer."""

    __tablename__ = "crm_complaints"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    category: Mapped[ComplaintCategory] = mapped_column(choice(ComplaintCategory))
    severity: Mapped[Severity] = mapped_column(choice(Severity))
    state: Mapped[ComplaintState] = mapped_column(choice(ComplaintState))
    description: Mapped[str] = mapped_column(sa.Text)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    answer_due_on: Mapped[date]
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("crm_contacts.id"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(sa.String(100), index=True)
    turn: Mapped[str | None] = mapped_column(sa.String(100), unique=True)
    """The turn that opened it, so that a repeated turn does not open it twice."""
    offer: Mapped[str | None] = mapped_column(sa.Text)
    """What was offered to the customer, in the words of the standard procedure."""
    accepted: Mapped[bool | None]
    """What the customer said to the offer; None when none was made."""
    follow_up_on: Mapped[date | None] = mapped_column(index=True)
    """When we promised to ask whether all is well."""


class Verification(Base):
    """A conversation proved to be a contact's; good until `expires_at`."""

    __tablename__ = "crm_verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(sa.String(100), index=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_contacts.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class FailedAttempt(Base):
    """A proof that did not fit, whether or not the number exists."""

    __tablename__ = "crm_failed_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(sa.String(100), index=True)
    document_number: Mapped[str] = mapped_column(sa.String(20), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    conversation_run: Mapped[int]
    """The how-manieth failure in a row of this conversation it is; see `crm.lockout`."""
    number_run: Mapped[int]
    """The same for the document number, whoever tried it."""


class AccessRecord(Base):
    """The audit of identity: every read of an order and every refusal. Rows are only ever added."""

    __tablename__ = "crm_access_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    conversation_id: Mapped[str] = mapped_column(sa.String(100), index=True)
    document_number: Mapped[str] = mapped_column(sa.String(20))
    outcome: Mapped[str] = mapped_column(sa.String(32))
    contact_id: Mapped[int | None]
    """Who it was taken for; no foreign key, because the log outlives an erased contact."""
