"""What agents see: the lists, and one conversation with everything that was learnt. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from crm.tables import Contact, Verification
from handoff.agent_queue.presence import Presence, PresenceState
from handoff.agent_queue.waiting_line import WaitingLine, rank_of
from handoff.conversations.conversation import State
from handoff.conversations.tables import (
    AssignmentRow,
    ContactRow,
    ConversationRow,
    EscalationRow,
    MessageRow,
    NoteRow,
    RatingRow,
    StaffRow,
    TurnRow,
)
from handoff.conversations.transcript import PAGE, Message, read_messages
from handoff.conversations.whatsapp_tables import WhatsappContactRow
from handoff.desk.aftercare_views import promised_times, promises_of, requests_of
from handoff.desk.payloads import iso
from handoff.desk.staff import Staff
from handoff.desk.whatsapp_views import deliveries_of, marks_of, window_end, window_reasons
from handoff.errors import NotFoundError
from handoff.ids import ConversationId
from handoff.masking import mask_phone
from protocol.messages import Sender

MAX_LIST = 200
MAX_PREVIOUS = 10
NOT_SHOWN = frozenset({"returned", "contact_proof", "email", "phone"})
"""Slots that are ours alone, or contact data: those are masked until they are needed."""
PREVIEW = 160
"""Characters of the last message in a list."""


def me_view(staff: Staff, presence: PresenceState) -> dict[str, Any]:
    """The logged-in account."""
    return {
        "id": staff.id,
        "name": staff.name,
        "email": staff.email,
        "role": staff.role.value,
        "unit": staff.unit,
        "languages": list(staff.languages),
        "capacity": staff.capacity,
        "presence": presence.value,
    }


async def staff_view(session: AsyncSession, presence: Presence) -> list[dict[str, Any]]:
    """All colleagues with their load, for transfers."""
    held = (
        select(func.count())
        .where(ConversationRow.agent_id == StaffRow.id, ConversationRow.state == State.AGENT.value)
        .scalar_subquery()
    )
    rows = (await session.execute(select(StaffRow, held).where(StaffRow.active).order_by(StaffRow.name))).all()
    return [
        {
            "id": row.id,
            "name": row.name,
            "role": row.role,
            "unit": row.unit,
            "presence": (await presence.of(row.id)).value,
            "load": load,
            "capacity": row.capacity,
        }
        for row, load in rows
    ]


async def list_conversations(
    session: AsyncSession, line: WaitingLine, staff: Staff, states: Sequence[State], mine: bool, now: datetime
) -> list[dict[str, Any]]:
    """Conversations in the given states, most urgent first, then the latest."""
    statement = _summaries(now).where(ConversationRow.state.in_([state.value for state in states]))
    if mine:
        statement = statement.where(ConversationRow.agent_id == staff.id)
    # Those who wait come first, the longest waiting before all, so that the limit never cuts them off.
    newest = statement.order_by(
        ConversationRow.queued_at.is_(None), ConversationRow.queued_at, ConversationRow.updated_at.desc()
    )
    rows = (await session.execute(newest.limit(MAX_LIST))).all()
    rows = sorted(rows, key=lambda row: _urgency_order(row[0]))
    places = await _places(line)
    promised = await promised_times(session, [row[0].id for row in rows])
    return [{**_summary(row, staff, places.get(row[0].id), now), "promised": promised.get(row[0].id)} for row in rows]


async def conversation_view(
    session: AsyncSession, line: WaitingLine, staff: Staff, conversation: ConversationId, now: datetime, after: int = 0
) -> dict[str, Any]:
    """One conversation, whole; with `after`, of its messages only the newer ones.

    Raises:
        NotFoundError: no such conversation.
    """
    found = (await session.execute(_summaries(now).where(ConversationRow.id == conversation))).one_or_none()
    if found is None:
        raise NotFoundError("There is no such conversation.")
    messages = await _all_messages(session, conversation, after)
    understood = await _understood(session, conversation)
    escalations = await _escalations(session, conversation)
    return {
        **_summary(found, staff, (await _places(line)).get(conversation), now),
        "promised": (await promised_times(session, [conversation])).get(conversation),
        "messages": [_message_view(message, understood) for message in messages],
        "notes": await _notes(session, conversation),
        "summary": escalations[-1].summary if escalations else None,
        "escalations": [_escalation_view(row) for row in escalations],
        "emotions": await _emotions(session, conversation),
        "slots": {key: value for key, value in found[0].slots.items() if key not in NOT_SHOWN},
        "previous": await _previous(session, found[0]),
        "rating": await _rating(session, conversation),
        "promises": await promises_of(session, conversation, staff, now),
        "requests": await requests_of(session, conversation, now),
        "deliveries": await deliveries_of(session, conversation),
        "marks": await marks_of(session, conversation),
    }


async def summary_view(
    session: AsyncSession, line: WaitingLine, staff: Staff, conversation: str, now: datetime
) -> dict[str, Any]:
    """One conversation as lists show it."""
    found = (await session.execute(_summaries(now).where(ConversationRow.id == conversation))).one()
    promised = (await promised_times(session, [conversation])).get(conversation)
    return {**_summary(found, staff, (await _places(line)).get(conversation), now), "promised": promised}


async def _places(line: WaitingLine) -> dict[str, int]:
    try:
        return {conversation: place for place, conversation in enumerate(await line.first(0), start=1)}
    except RedisError:
        return {}  # agents go on serving; who is next nobody knows just now


def _summaries(now: datetime) -> Select[Any]:
    """Conversations with contact, agent, the name the customer was proved to have, and the last words of a speaker."""
    last = MessageRow.__table__.alias("last_message")
    spoken = (
        select(func.max(MessageRow.seq))
        .where(MessageRow.conversation_id == ConversationRow.id, MessageRow.sender != Sender.SYSTEM.value)
        .scalar_subquery()
    )
    proved = (
        select(Contact.name)
        .join(Verification, Verification.contact_id == Contact.id)
        .where(Verification.conversation_id == ConversationRow.id, Verification.expires_at > now)
        .order_by(Verification.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            ConversationRow,
            ContactRow,
            StaffRow,
            proved,
            last.c.sender,
            last.c.text,
            last.c.at,
            WhatsappContactRow.last_inbound_at,
        )
        .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
        .outerjoin(StaffRow, StaffRow.id == ConversationRow.agent_id)
        .outerjoin(WhatsappContactRow, WhatsappContactRow.contact_id == ConversationRow.contact_id)
        .outerjoin(last, and_(last.c.conversation_id == ConversationRow.id, last.c.seq == spoken))
    )


def _urgency_order(row: ConversationRow) -> tuple[float, float]:
    rank = rank_of(row.queued_at, row.urgency) if row.queued_at else float("inf")
    return rank, -row.updated_at.timestamp()


def _summary(found: Any, staff: Staff, position: int | None, now: datetime) -> dict[str, Any]:
    row, contact, agent, proved_name, last_from, last_text, last_at, last_inbound = found
    closes = window_end(row, last_inbound)
    return {
        "id": row.id,
        "state": row.state,
        "channel": row.channel,
        "language": row.language,
        "customer": {
            "name": proved_name or contact.name,
            "phone_masked": mask_phone(contact.phone),
            "verified": proved_name is not None or contact.phone is not None,
        },
        "reason": row.reason,
        "emotion": row.emotion,
        "urgency": row.urgency,
        "why": [*why_urgent(row), *window_reasons(closes, now)],
        "window_closes_at": iso(closes),
        "queued_at": iso(row.queued_at),
        "position": position if row.state == State.QUEUED else None,
        "agent": {"id": agent.id, "name": agent.name} if agent else None,
        "mine": row.agent_id == staff.id,
        "skill": row.skill,
        "last_message": {"from": last_from, "text": last_text[:PREVIEW], "at": iso(last_at)} if last_from else None,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "last_seq": row.last_seq,
    }


def why_urgent(row: ConversationRow) -> list[str]:
    """What makes the conversation's place in line, in codes that the desk has words for. Pure."""
    reasons = []
    if row.emotion in {"angry", "anxious", "disappointed"}:
        reasons.append(f"emotion:{row.emotion}")
    if row.reason and row.reason not in {"asked", "emotion"}:
        reasons.append(f"reason:{row.reason}")
    if row.queued_at is not None:
        reasons.append("waiting")
    return reasons


async def _all_messages(session: AsyncSession, conversation: ConversationId, after: int) -> list[Message]:
    messages: list[Message] = []
    while page := await read_messages(session, conversation, messages[-1].seq if messages else after):
        messages += page
        if len(page) < PAGE:
            break
    return messages


def _message_view(message: Message, understood: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "seq": message.seq,
        "id": message.id,
        "from": message.sender.value,
        "name": message.name,
        "text": message.text,
        "payload": message.payload,
        "buttons": [button.to_json() for button in message.buttons],
        "attachment": message.attachment,
        "at": iso(message.at),
        "understood": understood.get(message.seq),
    }


async def _understood(session: AsyncSession, conversation: str) -> dict[int, dict[str, Any]]:
    """What the bot understood, by the number of the turn's last bubble."""
    statement = select(TurnRow.last_seq, TurnRow.understood).where(TurnRow.conversation_id == conversation)
    return {row.last_seq: row.understood for row in await session.execute(statement) if row.understood}


async def _emotions(session: AsyncSession, conversation: str) -> list[dict[str, Any]]:
    statement = select(TurnRow).where(TurnRow.conversation_id == conversation).order_by(TurnRow.asked_at)
    return [
        {"at": iso(row.asked_at), "label": row.understood["emotion"]}
        for row in (await session.execute(statement)).scalars()
        if row.understood.get("emotion")
    ]


async def _escalations(session: AsyncSession, conversation: str) -> list[EscalationRow]:
    statement = select(EscalationRow).where(EscalationRow.conversation_id == conversation).order_by(EscalationRow.at)
    return list((await session.execute(statement)).scalars())


def _escalation_view(row: EscalationRow) -> dict[str, Any]:
    return {
        "reason": row.reason,
        "emotion": row.emotion,
        "at": iso(row.at),
        "evidence": row.evidence,
        "wait_low": row.wait_low,
        "wait_high": row.wait_high,
    }


async def _notes(session: AsyncSession, conversation: str) -> list[dict[str, Any]]:
    statement = (
        select(NoteRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == NoteRow.staff_id)
        .where(NoteRow.conversation_id == conversation)
        .order_by(NoteRow.at)
    )
    return [
        {"id": note.id, "author": author, "text": note.text, "at": iso(note.at)}
        for note, author in await session.execute(statement)
    ]


async def _previous(session: AsyncSession, row: ConversationRow) -> list[dict[str, Any]]:
    outcome = (
        select(AssignmentRow.outcome)
        .where(AssignmentRow.conversation_id == ConversationRow.id)
        .order_by(AssignmentRow.claimed_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    reason = (
        select(EscalationRow.reason)
        .where(EscalationRow.conversation_id == ConversationRow.id)
        .order_by(EscalationRow.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(ConversationRow.id, ConversationRow.created_at, reason.label("reason"), outcome.label("outcome"))
        .where(ConversationRow.contact_id == row.contact_id, ConversationRow.id != row.id)
        .order_by(ConversationRow.created_at.desc())
        .limit(MAX_PREVIOUS)
    )
    return [
        {"id": each.id, "created_at": iso(each.created_at), "reason": each.reason, "outcome": each.outcome}
        for each in await session.execute(statement)
    ]


async def _rating(session: AsyncSession, conversation: str) -> dict[str, Any] | None:
    statement = (
        select(RatingRow)
        .where(RatingRow.conversation_id == conversation, RatingRow.rated_at.is_not(None))
        .order_by(RatingRow.rated_at.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).scalar_one_or_none()
    return {"score": row.score, "comment": row.comment} if row else None
