"""The record of what is WhatsApp's own: contacts, raw updates, the delivery ledger, files that are fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handoff.conversations.base import Base


class WhatsappContactRow(Base):
    """What a contact is on WhatsApp. Either of the two ids may be missing, and both may change."""

    __tablename__ = "whatsapp_contact"

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    phone: Mapped[str | None] = mapped_column(String(15), unique=True)
    """Digits without the plus, as WhatsApp writes them."""
    user_id: Mapped[str | None] = mapped_column(String(135), unique=True)
    """The business-scoped user id."""
    last_inbound_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the customer last wrote, by Meta's clock: free text may be sent for 24 hours after it."""
    last_inbound_id: Mapped[str | None] = mapped_column(String(128))
    """The newest message of the customer, which typing indicators and read marks refer to."""
    nudged_at: Mapped[datetime | None]
    """When they were moved forward in the line because their 24 hours were about to end."""


class WhatsappUpdateRow(Base):
    """A webhook as it came in; the same body again is the same update. Kept for longer than Meta may repeat it."""

    __tablename__ = "whatsapp_update"
    __table_args__ = (Index("ix_whatsapp_update_state_received_at", "state", "received_at"),)

    body_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the raw body."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    """What could not be read in it, in codes."""
    received_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(8))
    """`open`: to be worked on; `done`; `dead`: given up, kept until somebody has looked."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime]
    """When it is tried (again)."""
    error: Mapped[str | None] = mapped_column(String(64))
    """The kind of the last error; never a customer's words."""


class WhatsappMessageRow(Base):
    """What WhatsApp said of a customer's message beside its text; also the proof that it was taken in."""

    __tablename__ = "whatsapp_message"
    __table_args__ = (Index("ix_whatsapp_message_conversation_id_seq", "conversation_id", "seq"),)

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    """Meta's id, unique over everything that anybody ever sent."""
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    reply_to: Mapped[str | None] = mapped_column(String(128))
    """Meta's id of the message that was quoted."""
    concerns: Mapped[str | None] = mapped_column(String(128))
    """Meta's id of the message that was reacted to, changed or deleted."""
    forwarded: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]
    """When the customer sent it; webhooks come late and in any order."""


class DeliveryRow(Base):
    """One message that is to reach a customer on WhatsApp, and how far it came: the delivery ledger."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq", "part"),
        UniqueConstraint("provider_id"),
        Index("ix_delivery_contact_id_state", "contact_id", "state"),
        Index("ix_delivery_state_due_at", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """Also the word that Meta gives back with every status, so that a lost answer to a sending costs nothing."""
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int] = mapped_column(Integer)
    part: Mapped[int] = mapped_column(Integer)
    """A long text leaves as several messages."""
    content: Mapped[dict[str, Any]]
    """Type and body of the request, as Meta takes it."""
    state: Mapped[str] = mapped_column(String(12))
    """`queued`, `sending`, `held` (the 24-hour window is closed), `sent`, `delivered`, `read`, `failed`."""
    provider_id: Mapped[str | None] = mapped_column(String(128))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime]
    """When it is tried (again)."""
    error_code: Mapped[int | None] = mapped_column(Integer)
    error_text: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


class OutboxRow(Base):
    """Up to which message a WhatsApp conversation has been put into the delivery ledger."""

    __tablename__ = "outbox"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    planned_seq: Mapped[int] = mapped_column(Integer, default=0)


class MediaJobRow(Base):
    """A file that still lies at Meta; fetched by itself, so that a dead photo never hides a text."""

    __tablename__ = "media_job"
    __table_args__ = (Index("ix_media_job_state_due_at", "state", "due_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """Also the id of the upload that it becomes."""
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int] = mapped_column(Integer)
    media_id: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
    """`open`, `done`, `failed`."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(64))
