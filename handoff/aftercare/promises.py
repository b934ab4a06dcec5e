"""What was promised, and when it may be kept. The deciding is pure; the rows stand in the record."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.business_calendar import BusinessCalendar
from handoff.conversations.tables import PromiseRow
from handoff.ids import new_id

ON_TIME = timedelta(minutes=15)
"""A follow-up that is at most this late is still the promised time; a later one waits for the office."""
DAY_BEGINS, DAY_ENDS = time(8), time(20)
"""Nobody is written to of our own accord outside of these, even by an office that never closes."""
WARN_BEFORE = timedelta(hours=4)
"""Office time before a complaint's deadline at which people are told."""
BATCH = 200
"""Promises of a kind that one round keeps; the rest is kept by the next."""
Columns = TypeVarTuple("Columns")


class PromiseKind(StrEnum):
    """What was promised."""

    CALL_BACK = "call_back"
    """A person comes back to the customer: in the conversation, or by phone."""
    FOLLOW_UP = "follow_up"
    """We ask whether a matter that was settled is settled."""
    REMINDER = "reminder"
    """A calibration runs out soon."""
    COMPLAINT = "complaint"
    """A complaint is answered by this time."""
    ERASURE = "erasure"
    """The bot forgets the conversation of somebody who wanted to be forgotten; no person has to act."""


class PromiseState(StrEnum):
    """How far a promise is."""

    OPEN = "open"
    """Its time has not come."""
    DUE = "due"
    """A person has to act now."""
    KEPT = "kept"
    """Done."""
    DROPPED = "dropped"
    """The customer wants it no more."""
    WAIVED = "waived"
    """The customer wants no messages of our own accord."""
    FAILED = "failed"
    """Tried as often as is decent, without reaching anybody."""


LIVE = (PromiseState.OPEN.value, PromiseState.DUE.value)
"""Still to be kept."""


def promise(
    kind: PromiseKind,
    conversation: str | None,
    due_at: datetime,
    now: datetime,
    *,
    source_key: str | None = None,
    text: str = "",
    channel: str | None = None,
    number: str | None = None,
    details: dict[str, Any] | None = None,
) -> PromiseRow:
    """A new promise, to be added to a session."""
    return PromiseRow(
        id=new_id(), conversation_id=conversation, source_key=source_key, kind=kind.value, text=text, due_at=due_at,
        state=PromiseState.OPEN.value, made_at=now, channel=channel, number=number, details=details or {},
    )  # fmt: skip


def may_write(due_at: datetime, now: datetime, calendar: BusinessCalendar) -> bool:
    """Whether a message that was promised for a time leaves now: at that time, or else in office hours. Pure."""
    return timedelta(0) <= now - due_at <= ON_TIME or (now >= due_at and is_decent(now, calendar))


def is_decent(now: datetime, calendar: BusinessCalendar) -> bool:
    """Whether customers may be written to of our own accord. Pure."""
    return calendar.is_open(now) and DAY_BEGINS <= now.astimezone(calendar.zone).time() < DAY_ENDS


def is_near(due_at: datetime, now: datetime, calendar: BusinessCalendar) -> bool:
    """Whether so little office time is left that people are told. Pure."""
    return calendar.open_time_between(now, due_at) <= WARN_BEFORE


def only_due(statement: Select[*Columns], kind: PromiseKind, now: datetime) -> Select[*Columns]:
    """Of a selection of promises those of a kind whose time has come, the oldest first, as many as a round takes."""
    return (
        statement.where(
            PromiseRow.kind == kind.value, PromiseRow.state == PromiseState.OPEN.value, PromiseRow.due_at <= now
        )
        .order_by(PromiseRow.due_at)
        .limit(BATCH)
    )


async def claim_due(session: AsyncSession, promises: list[str]) -> list[PromiseRow]:
    """Those of the promises that are still open, held by this transaction; what another runner holds is left to it.

    The conversation that they belong to must have been locked before, as everybody locks in that order.
    """
    statement = (
        select(PromiseRow)
        .where(PromiseRow.id.in_(promises), PromiseRow.state == PromiseState.OPEN.value)
        .order_by(PromiseRow.due_at)
        .with_for_update(skip_locked=True)
    )
    return list((await session.execute(statement)).scalars())


async def keep_chat_call_backs(session: AsyncSession, conversation: str, staff: str, now: datetime) -> None:
    """An agent has taken the conversation: that is the call-back, unless the customer wants to be called by phone."""
    live = (
        PromiseRow.conversation_id == conversation, PromiseRow.kind == PromiseKind.CALL_BACK.value,
        PromiseRow.state.in_(LIVE),
    )  # fmt: skip
    await session.execute(update(PromiseRow).where(*live).values(staff_id=staff))
    await session.execute(
        update(PromiseRow).where(*live, PromiseRow.number.is_(None)).values(state=PromiseState.KEPT.value, kept_at=now)
    )


async def drop_call_backs(session: AsyncSession, conversation: str) -> None:
    """The customer does not wait any more."""
    await session.execute(
        update(PromiseRow)
        .where(
            PromiseRow.conversation_id == conversation, PromiseRow.kind == PromiseKind.CALL_BACK.value,
            PromiseRow.state.in_(LIVE),
        )
        .values(state=PromiseState.DROPPED.value)
    )  # fmt: skip


async def count_overdue(session: AsyncSession, now: datetime) -> int:
    """Promises whose time is over without their being kept: what operators must never see grow."""
    statement = (
        select(func.count())
        .select_from(PromiseRow)
        .where(PromiseRow.state.in_(LIVE), PromiseRow.due_at < now - ON_TIME)
    )
    return int((await session.execute(statement)).scalar_one())
