"""An agent asks a back-office unit; the unit answers in the same place, and agent and customer come to know it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import PromiseKind, promise
from handoff.aftercare.tables import InternalRequestRow
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.assign import do_note
from handoff.conversations.conversation import State
from handoff.conversations.tables import PromiseRow
from handoff.conversations.transcript import lock_conversation
from handoff.desk.staff import SERVES_CUSTOMERS, Role, Staff
from handoff.errors import ConflictError, ForbiddenError, NotFoundError
from handoff.ids import new_id
from handoff.metrics import LATE_REQUESTS
from handoff.system_texts import say
from protocol.languages import Language

DUE_HOURS = 8
"""Office hours that a unit has, unless the agent says otherwise: one working day."""
REMIND_BEFORE = timedelta(hours=1)
"""Office time before the due time at which the unit is reminded."""


async def do_ask_unit(
    session: AsyncSession, staff: Staff, conversation: str, unit: str, text: str, due_at: datetime, now: datetime
) -> InternalRequestRow:
    """Puts a request to a unit, from a conversation that need not be in the agent's hands.

    Raises:
        NotFoundError: no such conversation.
    """
    if await lock_conversation(session, conversation) is None:
        raise NotFoundError("There is no such conversation.")
    row = InternalRequestRow(
        id=new_id(), conversation_id=conversation, unit=unit, text=text, state="open", asked_by=staff.id, asked_at=now,
        due_at=due_at,
    )  # fmt: skip
    session.add(row)
    return row


async def do_answer(
    session: AsyncSession, staff: Staff, request: str, answer: str, for_customer: str | None, now: datetime
) -> InternalRequestRow:
    """Takes a unit's answer: a note in the conversation; with no agent there, the customer is told.

    Raises:
        NotFoundError: no such request.
        ForbiddenError: it is another unit's.
        ConflictError: it was answered or withdrawn before.
    """
    row = await _access(session, staff, request)
    if not _is_theirs(staff, row):
        raise ForbiddenError("This request is another unit's to answer.")
    if row.state != "open":
        raise ConflictError("This request has been answered or withdrawn already.")
    row.state, row.answer, row.for_customer = "answered", answer, for_customer
    row.answered_by, row.answered_at = staff.id, now
    await do_note(session, row.conversation_id, staff.id, _note(row), now)
    conversation = await lock_conversation(session, row.conversation_id)
    if conversation is not None and conversation.state in {State.BOT, State.CLOSED}:
        session.add(_tell_customer(row, Language(conversation.language), now))
    return row


async def do_withdraw(session: AsyncSession, staff: Staff, request: str, now: datetime) -> InternalRequestRow:
    """The answer is needed no more.

    Raises:
        NotFoundError: no such request.
        ForbiddenError: units do not withdraw what they were asked.
        ConflictError: it was answered or withdrawn before.
    """
    row = await _access(session, staff, request)
    if staff.role not in SERVES_CUSTOMERS:
        raise ForbiddenError("Your account may not do this.")
    if row.state != "open":
        raise ConflictError("This request has been answered or withdrawn already.")
    row.state, row.answered_by, row.answered_at = "withdrawn", staff.id, now
    return row


async def warn_of_requests(session: AsyncSession, calendar: BusinessCalendar, now: datetime) -> list[str]:
    """Reminds units of what is due soon, and tells of what is late, each once; returns the conversations concerned."""
    statement = (
        select(InternalRequestRow)
        .where(InternalRequestRow.state == "open", InternalRequestRow.overdue_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    concerned = []
    for row in (await session.execute(statement)).scalars():
        if row.due_at <= now:
            row.overdue_at = now
            row.reminded_at = row.reminded_at or now
        elif row.reminded_at is None and calendar.open_time_between(now, row.due_at) <= REMIND_BEFORE:
            row.reminded_at = now
        else:
            continue
        concerned.append(row.conversation_id)
    late = select(func.count()).select_from(InternalRequestRow)
    late = late.where(InternalRequestRow.state == "open", InternalRequestRow.due_at <= now)
    LATE_REQUESTS.set((await session.execute(late)).scalar_one())
    return concerned


async def _access(session: AsyncSession, staff: Staff, request: str) -> InternalRequestRow:
    """A request that the account may know of: agents know all, a unit only its own."""
    statement = select(InternalRequestRow).where(InternalRequestRow.id == request).with_for_update()
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None or (staff.role is Role.UNIT and staff.unit != row.unit):
        raise NotFoundError("There is no such request.")
    return row


def _is_theirs(staff: Staff, row: InternalRequestRow) -> bool:
    # Supervisors and admins step in where a unit cannot.
    return staff.unit == row.unit or staff.role in {Role.SUPERVISOR, Role.ADMIN}


def _note(row: InternalRequestRow) -> str:
    unit = say(f"unit_{row.unit}", Language.ID)
    asked = f"{unit} menjawab “{row.text}”:\n{row.answer}"
    return f"{asked}\n\nUntuk pelanggan: {row.for_customer}" if row.for_customer else asked


def _tell_customer(row: InternalRequestRow, language: Language, now: datetime) -> PromiseRow:
    """A follow-up that is due now. Only what the unit wrote for the customer is told: the answer stays back stage."""
    unit = say(f"unit_{row.unit}", language)
    if row.for_customer:
        text = say("request_answered", language, unit=unit, text=row.for_customer)
    else:
        text = say("request_answered_ask", language, unit=unit)
    news = row.for_customer or say("unit_has_answered", language, unit=unit)
    details = {"text": text, "news": news, "request": row.id}
    return promise(
        PromiseKind.FOLLOW_UP, row.conversation_id, now, now, source_key=f"request:{row.id}", details=details
    )  # fmt: skip
