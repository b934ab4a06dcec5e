"""A customer who does not want to wait is called back: over what, at which number, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.promises import LIVE, PromiseKind, PromiseState, promise
from handoff.agent_queue.wait_estimate import WaitRange
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.tables import ConversationRow, PromiseRow

LEAST = timedelta(hours=1)
"""What is promised at least: a promise that is kept early disappoints nobody."""
UNKNOWN = timedelta(hours=2)
"""What is promised while nobody can say how long the line takes."""
STEP = timedelta(minutes=15)


def promise_by(now: datetime, wait: WaitRange | None, calendar: BusinessCalendar) -> datetime:
    """By when the customer is called: in office hours, to a full quarter of an hour. Pure.

    Where the office closes in between, the time is given anew from the next opening; what no single day has room for is
    counted in office time.
    """
    needed = UNKNOWN if wait is None else max(LEAST, timedelta(seconds=2 * wait.high))
    begin = calendar.next_opening(now) or now
    due = begin + needed
    if calendar.open_time_between(begin, due) < needed and (opening := calendar.next_opening(due)):
        due = opening + needed
        if calendar.open_time_between(opening, due) < needed:
            due = calendar.add_open_time(begin, needed)
    step = STEP.total_seconds()
    return datetime.fromtimestamp(-(-due.timestamp() // step) * step, due.tzinfo)


@dataclass(frozen=True)
class Reach:
    """How a customer wants to be reached."""

    channel: str | None
    """`web`, `whatsapp` or `phone`; None for another way, which the text names."""
    number: str | None
    """E.164, where there is one."""
    text: str
    """For the agent who keeps the promise."""


async def do_promise_call(
    session: AsyncSession, row: ConversationRow, reach: Reach, due: datetime, now: datetime
) -> PromiseRow:
    """Keeps the promise; one that stands already is changed."""
    made = await open_call_back(session, row.id)
    if made is None:
        made = promise(PromiseKind.CALL_BACK, row.id, due, now)
        session.add(made)
    made.channel, made.number, made.text, made.due_at = reach.channel, reach.number, reach.text, due
    made.state = PromiseState.OPEN.value  # one that was due already begins anew
    return made


async def open_call_back(session: AsyncSession, conversation: str) -> PromiseRow | None:
    """The call-back that is promised in a conversation and not yet made."""
    statement = (
        select(PromiseRow)
        .where(
            PromiseRow.conversation_id == conversation,
            PromiseRow.kind == PromiseKind.CALL_BACK.value,
            PromiseRow.state.in_(LIVE),
        )
        .order_by(PromiseRow.made_at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()
