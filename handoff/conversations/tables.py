"""The record: everything that must never be lost. Redis only coordinates and is rebuilt from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from handoff.conversations.base import Base, Words


class ContactRow(Base):
    """Somebody who writes to us over a channel: a browser with its token, a WhatsApp user."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("channel", "identity"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    identity: Mapped[str] = mapped_column(String(160))
    """On the web the SHA-256 of the session token; on WhatsApp the user's id."""
    phone: Mapped[str | None] = mapped_column(String(20))
    """E.164, only where the channel proves it."""
    name: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str | None] = mapped_column(String(2))
    created_at: Mapped[datetime]


class ConversationRow(Base):
    """One conversation; `(state, epoch)` is changed by compare-and-set only."""

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_state_queued_at", "state", "queued_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8))
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    """Goes up by one with every change of who speaks; work begun under an older epoch is thrown away."""
    language: Mapped[str] = mapped_column(String(2))
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    """Number of the newest message."""
    asked_seq: Mapped[int] = mapped_column(Integer, default=0)
    """Number of the customer's newest message."""
    answered_seq: Mapped[int] = mapped_column(Integer, default=0)
    """Every customer message up to this number has been answered or is an agent's to answer."""
    pending_since: Mapped[datetime | None]
    """Since when the oldest message without an answer waits for the bot; means nothing when none is pending."""
    queued_at: Mapped[datetime | None]
    """Since when the customer waits; kept when an agent gives them back, so that they do not lose their place."""
    urgency: Mapped[int] = mapped_column(Integer, default=0)
    skill: Mapped[str | None] = mapped_column(String(32))
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    emotion: Mapped[str] = mapped_column(String(16), default="neutral")
    reason: Mapped[str | None] = mapped_column(String(32))
    asking: Mapped[str | None] = mapped_column(String(24))
    """What a waiting customer was asked last about their wait, such as the number to call; see `line_talk.py`."""
    slots: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class MessageRow(Base):
    """Something said; numbered in its conversation without gaps."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "id"),
        UniqueConstraint("source_key"),
        UniqueConstraint("turn_id", "turn_index"),
        Index("ix_message_sender_at", "sender", "at"),
    )

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String(160))
    source_key: Mapped[str | None] = mapped_column(String(400))
    """`channel:sender:id given by the sender`: the same message sent again, by whatever way, is not stored again."""
    sender: Mapped[str] = mapped_column(String(8))
    name: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Words)
    payload: Mapped[str | None] = mapped_column(String(2000))
    """What a tapped button stands for; the text is its title."""
    buttons: Mapped[list[Any]] = mapped_column(default=list)
    attachment: Mapped[dict[str, Any] | None]
    turn_id: Mapped[str | None] = mapped_column(String(36))
    turn_index: Mapped[int | None] = mapped_column(Integer)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    asks_bot: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False for what only people can do something with, such as a shared place or a reaction."""
    at: Mapped[datetime]


class UploadRow(Base):
    """A file that a customer sent; its content lies in the uploads folder under its id."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    name: Mapped[str] = mapped_column(String(130))
    media_type: Mapped[str] = mapped_column(String(64))
    suffix: Mapped[str] = mapped_column(String(8))
    size: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]


class TurnRow(Base):
    """The bot's work on one or several bubbles of the customer."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "epoch", "first_seq"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    epoch: Mapped[int] = mapped_column(Integer)
    first_seq: Mapped[int] = mapped_column(Integer)
    last_seq: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8))
    """`asked`, `answered`, `dropped` (somebody else took over meanwhile), `failed` (went to a person)."""
    understood: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class EscalationRow(Base):
    """A hand-over to the line, and how good the estimate given to the customer was."""

    __tablename__ = "escalation"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    emotion: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    skill: Mapped[str | None] = mapped_column(String(32))
    summary: Mapped[str] = mapped_column(Words)
    slots: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int | None] = mapped_column(Integer)
    wait_low: Mapped[float | None] = mapped_column(Float)
    wait_high: Mapped[float | None] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(index=True)
    claimed_at: Mapped[datetime | None]


class AssignmentRow(Base):
    """A conversation in one agent's hands, from claim to end."""

    __tablename__ = "assignment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    claimed_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    """First words of the agent: what response times are counted to."""
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_by: Mapped[str | None] = mapped_column(String(16))
    """`resolved`, `released`, `transferred`, `left` (the customer ended it), `lost` (the agent was not heard of)."""
    outcome: Mapped[str | None] = mapped_column(String(64))


class NoteRow(Base):
    """Back stage: what the team says among itself about a conversation; never shown to the customer."""

    __tablename__ = "note"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime]


class RatingRow(Base):
    """The customer's verdict on one assignment, given at most once."""

    __tablename__ = "rating"

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    score: Mapped[int | None] = mapped_column(Integer)
    comment: Mapped[str | None] = mapped_column(Words)
    rated_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    """When a supervisor has seen to a low one."""
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))


class PromiseRow(Base):
    """Something we said we would do, with its due time; the kinds and states stand in `aftercare/promises.py`."""

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_state_due_at", "state", "due_at"), UniqueConstraint("source_key"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id"), index=True)
    """Where it was made; None for what the CRM reminds of."""
    source_key: Mapped[str | None] = mapped_column(String(120))
    """What it was made of, so that the same certificate or complaint never makes it twice."""
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="open")
    made_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(16))
    """How the customer wants to be reached: `web`, `whatsapp`, `phone`; None: where they wrote."""
    number: Mapped[str | None] = mapped_column(String(20))
    """E.164, where they want to be called."""
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    """Who has taken it on."""
    told_in: Mapped[str | None] = mapped_column(String(36), index=True)
    """The conversation in which the customer was written to; their answer there belongs to the old matter."""
    answered_at: Mapped[datetime | None]


class StaffRow(Base):
    """An account of the company's own people."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str | None] = mapped_column(String(32))
    password_hash: Mapped[str] = mapped_column(String(200))
    languages: Mapped[list[Any]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(Integer)
    active: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None]


class StaffSessionRow(Base):
    """A log-in; only the hash of its cookie is kept."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AuditRow(Base):
    """Who did what to what; rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
