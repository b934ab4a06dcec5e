"""A customer who does not want to wait is called back: over what, at which number, and by when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.wait_estimate import WaitRange
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.line_wishes import By
from handoff.conversations.tables import ConversationRow, PromiseRow
from handoff.ids import new_id

KIND = "call_back"
LEAST = timedelta(hours=1)
"""What is promised at least: a promise that is kept early disappoints nobody."""
UNKNOWN = timedelta(hours=2)
"""What is promised while nobody can say how long the line takes."""
STEP = timedelta(minutes=15)


def promise_by(now: datetime, wait: WaitRange | None, calendar: BusinessCalendar) -> datetime:
    """By when the customer is called: in office hours, to a full quarter of an hour. Pure."""
    needed = UNKNOWN if wait is None else max(LEAST, timedelta(seconds=2 * wait.high))
    due = now + needed
    opening = calendar.next_opening(due)
    if not calendar.is_open(now) or opening != due:
        due = (calendar.next_opening(now if not calendar.is_open(now) else due) or now) + needed
    step = STEP.total_seconds()
    return datetime.fromtimestamp(-(-due.timestamp() // step) * step, due.tzinfo)


async def do_promise_call(
    session: AsyncSession, row: ConversationRow, by: By, number: str | None, due: datetime, now: datetime
) -> PromiseRow:
    """Keeps the promise; one that stands already is changed."""
    promise = await open_call_back(session, row.id)
    if promise is None:
        promise = PromiseRow(id=new_id(), conversation_id=row.id, kind=KIND, text="", state="open", made_at=now)
        session.add(promise)
    promise.channel, promise.number, promise.due_at = by.value, number, due
    return promise


async def open_call_back(session: AsyncSession, conversation: str) -> PromiseRow | None:
    """The call-back that is promised in a conversation and not yet made."""
    statement = (
        select(PromiseRow)
        .where(PromiseRow.conversation_id == conversation, PromiseRow.kind == KIND, PromiseRow.state == "open")
        .order_by(PromiseRow.made_at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()
