"""The tables of what customers ask for and tell: requests, complaints' steps, feedback, opt-outs; and the staff."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from crm.columns import Instant, choice
from crm.tables import Base, ComplaintState


class RequestKind(StrEnum):
    """What a customer asks the company to do."""

    QUOTATION = "quotation"
    """A price offer; the order at stage inquiry holds the rest."""
    NEGOTIATION = "negotiation"
    """A revised offer."""
    SCHEDULE = "schedule"
    """A date for a survey or a calibration, or another one."""
    PICKUP = "pickup"
    """Instruments to be collected or returned."""
    RESEND = "resend"
    """A document to be sent again."""
    DATA_COPY = "data_copy"
    """A copy of the own personal data."""
    DATA_ERASURE = "data_erasure"
    """The own personal data erased; done in the CRM, open until conversations and files are erased as well."""


class RequestState(StrEnum):
    """Whether somebody has seen to a request."""

    OPEN = "open"
    """Waits for the company."""
    DONE = "done"
    """Carried out."""


class FeedbackKind(StrEnum):
    """What a customer wants to say without wanting anything."""

    SUGGESTION = "suggestion"
    """Something could be better."""
    CRITICISM = "criticism"
    """Something was not good, without a case to settle."""
    APPRECIATION = "appreciation"
    """Something was good."""


class PriceChoice(StrEnum):
    """How a customer settles a price difference."""

    PAY = "pay"
    """Pays the difference."""
    CANCEL = "cancel"
    """Has the item taken off the order."""


class Unit(StrEnum):
    """A back-office unit that serves customers and colleagues."""

    FINANCE = "finance"
    """Invoices, tax, payments."""
    TECHNICIAN = "technician"
    """The laboratory and the field."""
    ADMINISTRATION = "administration"
    """Offers, schedules, certificates."""
    IT = "it"
    """Computers and systems."""
    HR = "hr"
    """People."""


class Request(Base):
    """Something that a customer asked for; `turn` keeps a repeated turn from asking twice."""

    __tablename__ = "crm_requests"
    __table_args__ = (sa.UniqueConstraint("turn", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RequestKind] = mapped_column(choice(RequestKind))
    state: Mapped[RequestState] = mapped_column(choice(RequestState), index=True)
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("crm_orders.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("crm_contacts.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(sa.String(100), index=True)
    turn: Mapped[str | None] = mapped_column(sa.String(100))
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date]


class ComplaintStep(Base):
    """One step in a complaint's life."""

    __tablename__ = "crm_complaint_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_complaints.id"), index=True)
    state: Mapped[ComplaintState] = mapped_column(choice(ComplaintState))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.String(500))


class PriceDecision(Base):
    """The customer's choice about an instrument that was found to be another than ordered."""

    __tablename__ = "crm_price_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_instruments.id"), index=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("crm_contacts.id"))
    choice: Mapped[PriceChoice] = mapped_column(choice(PriceChoice))
    at: Mapped[datetime] = mapped_column(Instant)
    conversation_id: Mapped[str] = mapped_column(sa.String(100))


class Feedback(Base):
    """What a customer said of the company."""

    __tablename__ = "crm_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedbackKind] = mapped_column(choice(FeedbackKind))
    text: Mapped[str] = mapped_column(sa.Text)
    emotion: Mapped[str] = mapped_column(sa.String(32))
    conversation_id: Mapped[str] = mapped_column(sa.String(100), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("crm_contacts.id"), index=True)
    turn: Mapped[str | None] = mapped_column(sa.String(100), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)


class OptOut(Base):
    """A wish for no more messages of our own accord; `address` is where they came to."""

    __tablename__ = "crm_opt_outs"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(254), unique=True)
    conversation_id: Mapped[str] = mapped_column(sa.String(100))
    at: Mapped[datetime] = mapped_column(Instant)


class StaffMember(Base):
    """Somebody of the company who may write to the assistant too."""

    __tablename__ = "crm_staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    phone: Mapped[str] = mapped_column(sa.String(16), unique=True)
    unit: Mapped[Unit] = mapped_column(choice(Unit))
