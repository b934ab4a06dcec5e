"""What the desk shows of promises, internal requests and low ratings. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from crm.reminders import find_contact
from handoff.aftercare.promises import LIVE, ON_TIME, PromiseKind, PromiseState
from handoff.aftercare.reviews import low_ratings
from handoff.aftercare.tables import AttemptRow, InternalRequestRow
from handoff.conversations.tables import ContactRow, ConversationRow, PromiseRow, StaffRow
from handoff.desk.payloads import iso
from handoff.desk.staff import Role, Staff
from handoff.masking import mask_phone

AHEAD = timedelta(hours=24)
"""How far ahead promises are shown; what is later is not yet anybody's work."""
MOST_LISTED = 200


async def list_promises(session: AsyncSession, staff: Staff, now: datetime) -> list[dict[str, Any]]:
    """What people have promised and must do: due now or within a day, the earliest first."""
    statement = _promises().where(
        PromiseRow.state.in_(LIVE),
        or_(PromiseRow.state == PromiseState.DUE.value, PromiseRow.due_at <= now + AHEAD),
        # Follow-ups and reminders that write themselves are nobody's work unless they cannot.
        or_(
            PromiseRow.state == PromiseState.DUE.value,
            PromiseRow.kind.in_((PromiseKind.CALL_BACK.value, PromiseKind.COMPLAINT.value)),
        ),
    )
    rows = (await session.execute(statement.order_by(PromiseRow.due_at).limit(MOST_LISTED))).all()
    return [await _promise_view(session, row, staff, now) for row in rows]


async def promises_of(session: AsyncSession, conversation: str, staff: Staff, now: datetime) -> list[dict[str, Any]]:
    """All promises of one conversation that are still to be kept, with the tries so far."""
    statement = _promises().where(
        PromiseRow.conversation_id == conversation,
        PromiseRow.state.in_(LIVE),
        PromiseRow.kind != PromiseKind.ERASURE.value,
    )
    rows = (await session.execute(statement.order_by(PromiseRow.due_at))).all()
    return [await _promise_view(session, row, staff, now) for row in rows]


async def promise_view(session: AsyncSession, promise: str, staff: Staff, now: datetime) -> dict[str, Any]:
    """One promise."""
    row = (await session.execute(_promises().where(PromiseRow.id == promise))).one()
    return await _promise_view(session, row, staff, now)


async def promised_times(session: AsyncSession, conversations: Iterable[str]) -> Mapping[str, dict[str, Any]]:
    """The earliest call-back of each conversation, for the lists."""
    statement = (
        select(PromiseRow)
        .where(
            PromiseRow.conversation_id.in_(list(conversations)),
            PromiseRow.state.in_(LIVE),
            PromiseRow.kind == PromiseKind.CALL_BACK.value,
        )
        .order_by(PromiseRow.due_at.desc())
    )
    rows = (await session.execute(statement)).scalars()
    return {
        str(row.conversation_id): {"kind": row.kind, "due_at": iso(row.due_at), "channel": row.channel} for row in rows
    }


async def list_requests(
    session: AsyncSession, staff: Staff, states: Sequence[str], now: datetime
) -> list[dict[str, Any]]:
    """Internal requests: a unit sees its own, everybody else all; the most urgent first."""
    statement = _requests().where(InternalRequestRow.state.in_(states))
    if staff.role is Role.UNIT:
        statement = statement.where(InternalRequestRow.unit == staff.unit)
    order = (InternalRequestRow.state != "open", InternalRequestRow.due_at)
    rows = (await session.execute(statement.order_by(*order).limit(MOST_LISTED))).all()
    return [_request_view(row, now) for row in rows]


async def requests_of(session: AsyncSession, conversation: str, now: datetime) -> list[dict[str, Any]]:
    """What was asked of units for one conversation."""
    statement = _requests().where(InternalRequestRow.conversation_id == conversation)
    rows = (await session.execute(statement.order_by(InternalRequestRow.asked_at))).all()
    return [_request_view(row, now) for row in rows]


async def request_view(session: AsyncSession, request: str, now: datetime) -> dict[str, Any]:
    """One request."""
    return _request_view((await session.execute(_requests().where(InternalRequestRow.id == request))).one(), now)


async def list_low_ratings(session: AsyncSession) -> list[dict[str, Any]]:
    """What supervisors have to read."""
    return [
        {
            "id": rating.assignment_id,
            "conversation": conversation.id,
            "customer": contact.name,
            "agent": agent.name,
            "score": rating.score,
            "comment": rating.comment,
            "at": iso(rating.rated_at),
        }
        for rating, conversation, contact, agent in await low_ratings(session)
    ]


def _promises() -> Select[PromiseRow, ConversationRow, ContactRow, StaffRow]:
    return (
        select(PromiseRow, ConversationRow, ContactRow, StaffRow)
        .outerjoin(ConversationRow, ConversationRow.id == PromiseRow.conversation_id)
        .outerjoin(ContactRow, ContactRow.id == ConversationRow.contact_id)
        .outerjoin(StaffRow, StaffRow.id == PromiseRow.staff_id)
    )


async def _promise_view(session: AsyncSession, row: Any, staff: Staff, now: datetime) -> dict[str, Any]:
    promise, conversation, contact, taker = row
    known = promise.details.get("contact")
    person = await find_contact(session, known) if known is not None and contact is None else None
    holds = promise.staff_id == staff.id
    return {
        "id": promise.id,
        "kind": promise.kind,
        "state": promise.state,
        "due_at": iso(promise.due_at),
        "overdue": promise.due_at < now - ON_TIME,
        "conversation": promise.conversation_id,
        "customer": (contact.name if contact else None) or (person.name if person else None),
        "reason": conversation.reason if conversation else None,
        "channel": promise.channel,
        # Contact data are shown to whoever has the promise in hand, and masked for all others.
        "number": promise.number if holds else mask_phone(promise.number),
        "complaint": promise.details.get("complaint"),
        "instrument": promise.details.get("instrument"),
        "taken_by": {"id": taker.id, "name": taker.name} if taker else None,
        "mine": holds,
        "attempts": (await _attempts(session, [promise.id])).get(promise.id, []),
    }


async def _attempts(session: AsyncSession, promises: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    statement = (
        select(AttemptRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == AttemptRow.staff_id)
        .where(AttemptRow.promise_id.in_(promises))
        .order_by(AttemptRow.at)
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, name in await session.execute(statement):
        found[row.promise_id].append({"by": name, "reached": row.reached, "note": row.note, "at": iso(row.at)})
    return found


def _requests() -> Select[InternalRequestRow, ConversationRow, ContactRow, str, str]:
    asker, answerer = aliased(StaffRow), aliased(StaffRow)
    return (
        select(InternalRequestRow, ConversationRow, ContactRow, asker.name, answerer.name)
        .join(ConversationRow, ConversationRow.id == InternalRequestRow.conversation_id)
        .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
        .join(asker, asker.id == InternalRequestRow.asked_by)
        .outerjoin(answerer, answerer.id == InternalRequestRow.answered_by)
    )


def _request_view(row: Any, now: datetime) -> dict[str, Any]:
    request, conversation, contact, asker, answerer = row
    waits = request.state == "open"
    return {
        "id": request.id,
        "conversation": request.conversation_id,
        "customer": contact.name,
        "language": conversation.language,
        "unit": request.unit,
        "text": request.text,
        "state": request.state,
        "asked_by": asker,
        "asked_at": iso(request.asked_at),
        "due_at": iso(request.due_at),
        "overdue": waits and request.due_at <= now,
        "due_soon": waits and request.reminded_at is not None,
        "answer": request.answer,
        "for_customer": request.for_customer,
        "answered_by": answerer,
        "answered_at": iso(request.answered_at),
    }
