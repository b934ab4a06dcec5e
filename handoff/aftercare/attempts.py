"""People keep promises: one takes it on, tries, and writes down what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import LIVE, PromiseState
from handoff.aftercare.speak_first import Opening, Ways
from handoff.aftercare.tables import AttemptRow
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.tables import ConversationRow, PromiseRow
from handoff.conversations.transcript import lock_conversation
from handoff.errors import ConflictError, NotFoundError
from handoff.ids import StaffId, new_id
from handoff.system_texts import describe_opening, say
from protocol.languages import Language

MOST_ATTEMPTS = 3
"""Who could not be reached so often is not called again, but asked to say when it suits them."""
TRY_AGAIN_AFTER = timedelta(hours=2)
"""Office time between two tries."""
DIGITS = 3
"""Of a number, that are told in a chat which somebody else may read."""


async def do_take(session: AsyncSession, staff: StaffId, promise: str) -> PromiseRow:
    """Takes a promise on, so that two do not call the same customer.

    Raises:
        NotFoundError: no such promise.
        ConflictError: a colleague has it, or it is done.
    """
    row, _ = await _access(session, staff, promise)
    row.staff_id = staff
    return row


async def do_attempt(
    session: AsyncSession,
    staff: StaffId,
    promise: str,
    outcome: tuple[bool, str],
    calendar: BusinessCalendar,
    ways: Ways,
    now: datetime,
) -> PromiseRow:
    """Writes down a try: whether the customer was reached, and a note.

    Raises:
        NotFoundError: no such promise.
        ConflictError: a colleague has it, or it is done.
    """
    row, conversation = await _access(session, staff, promise)
    reached, note = outcome
    session.add(AttemptRow(id=new_id(), promise_id=row.id, staff_id=staff, reached=reached, note=note, at=now))
    await session.flush()
    if reached:
        row.state, row.kept_at, row.staff_id = PromiseState.KEPT.value, now, staff
        return row
    count = await count_attempts(session, row.id)
    if count < MOST_ATTEMPTS:
        row.state, row.staff_id = PromiseState.OPEN.value, None
        row.due_at = calendar.add_open_time(now, TRY_AGAIN_AFTER)
    else:
        row.state = PromiseState.FAILED.value
    if conversation is not None and row.number is not None and conversation.channel in ways:
        opening = missed(row, Language(conversation.language), calendar, count)
        await ways[conversation.channel](session, conversation, opening, now)
    return row


def missed(row: PromiseRow, language: Language, calendar: BusinessCalendar, count: int) -> Opening:
    """What a customer reads who could not be reached by phone. Pure."""
    digits = (row.number or "")[-DIGITS:]
    if row.state == PromiseState.FAILED:
        text = say("call_back_given_up", language, digits=digits)
    else:
        time = describe_opening(row.due_at.astimezone(calendar.zone), language)
        text = say("call_back_missed", language, digits=digits, time=time)
    return Opening(text, f"promise:{row.id}:{count}")


async def count_attempts(session: AsyncSession, promise: str) -> int:
    """How often it was tried."""
    statement = select(func.count()).select_from(AttemptRow).where(AttemptRow.promise_id == promise)
    return int((await session.execute(statement)).scalar_one())


async def _access(session: AsyncSession, staff: StaffId, promise: str) -> tuple[PromiseRow, ConversationRow | None]:
    """A promise that is still to be kept and no colleague's, with its conversation, both locked in that order."""
    found = await session.get(PromiseRow, promise)
    if found is None:
        raise NotFoundError("There is no such promise.")
    conversation = await lock_conversation(session, found.conversation_id) if found.conversation_id else None
    await session.refresh(found, with_for_update=True)
    if found.state not in LIVE:
        raise ConflictError("This promise has been kept or dropped already.")
    if found.staff_id not in {None, staff}:
        raise ConflictError("A colleague has taken this on.")
    return found, conversation
