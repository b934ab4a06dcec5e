"""What the record keeps of the line beside the conversations: offers to agents, and the waits that were told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.conversations.base import Base

OPEN = text("state = 'open'")


class OfferRow(Base):
    """A waiting conversation, offered to one agent for a while; of each at most one is open."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("uq_offer_open_conversation", "conversation_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("uq_offer_open_staff", "staff_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_offer_conversation_id_made_at", "conversation_id", "made_at"),
        Index("ix_offer_staff_id_made_at", "staff_id", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(String(12))
    """A word of `OfferState`."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class EstimateRow(Base):
    """A wait that a customer was told, and when they were served: how honest we are."""

    __tablename__ = "wait_estimate"
    __table_args__ = (Index("ix_wait_estimate_conversation_id_at", "conversation_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    occasion: Mapped[str] = mapped_column(String(8))
    """`entry`, `asked`, `changed`."""
    position: Mapped[int] = mapped_column(Integer)
    low: Mapped[float | None] = mapped_column(Float)
    """Seconds, as told; None where no honest figure existed."""
    high: Mapped[float | None] = mapped_column(Float)
    at: Mapped[datetime]
    served_at: Mapped[datetime | None] = mapped_column(index=True)
    """None while the customer waits, and when they left the line."""
