"""The record's tables of what is done after and behind a conversation: tries to keep promises, internal requests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from handoff.conversations.base import Base, Words


class AttemptRow(Base):
    """One try of a person to keep a promise, such as a call; rows are only ever added."""

    __tablename__ = "promise_attempt"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    promise_id: Mapped[str] = mapped_column(ForeignKey("promise.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    reached: Mapped[bool]
    note: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime]


class InternalRequestRow(Base):
    """Something that an agent asks of a back-office unit while a customer waits for it."""

    __tablename__ = "internal_request"
    __table_args__ = (Index("ix_internal_request_unit_state", "unit", "state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    unit: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Words)
    state: Mapped[str] = mapped_column(String(12))
    """`open`, `answered`, `withdrawn` (it is needed no more)."""
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Words)
    """Back stage: for the team only."""
    for_customer: Mapped[str | None] = mapped_column(Words)
    """What the unit lets the customer be told, in so many words."""
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the unit was reminded that it is due soon."""
    overdue_at: Mapped[datetime | None]
    """When it was found to be late, and the asker and the supervisors were told."""
