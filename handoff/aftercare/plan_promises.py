"""Makes promises of what the CRM knows: recalibrations, answers to complaints, and their follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from crm.reminders import REMIND_AHEAD, PromisedComplaint, Recalibration, due_recalibrations, promised_complaints
from handoff.aftercare.promises import PromiseKind, promise
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.tables import ConversationRow, PromiseRow


async def plan_promises(session: AsyncSession, calendar: BusinessCalendar, now: datetime) -> int:
    """Writes down what the CRM has promised and the record does not know yet; returns how many that were."""
    today = now.astimezone(calendar.zone).date()
    wanted = [_reminder(each, calendar, now) for each in await due_recalibrations(session, today)]
    for complaint in await promised_complaints(session):
        wanted += _of_complaint(complaint, await _known_conversation(session, complaint), calendar, now)
    known = set((await session.execute(select(PromiseRow.source_key))).scalars())
    missing = [each for each in wanted if each.source_key not in known]
    session.add_all(missing)
    return len(missing)


def _reminder(found: Recalibration, calendar: BusinessCalendar, now: datetime) -> PromiseRow:
    details = {
        "certificate": found.certificate, "instrument": found.instrument, "due_on": found.due_on.isoformat(),
        "contact": found.contact_id,
    }  # fmt: skip
    due_at = calendar.opening_on(found.due_on - REMIND_AHEAD)
    # The day stands in the key: an instrument that was calibrated again is reminded of again.
    key = f"certificate:{found.certificate_id}:{found.due_on.isoformat()}"
    return promise(PromiseKind.REMINDER, None, due_at, now, source_key=key, details=details)


def _of_complaint(
    found: PromisedComplaint, conversation: str | None, calendar: BusinessCalendar, now: datetime
) -> Iterator[PromiseRow]:
    details = {"complaint": found.number}
    if not found.is_answered:
        key, due_at = f"complaint:{found.number}", calendar.close_of(found.answer_due_on)
        yield promise(PromiseKind.COMPLAINT, conversation, due_at, now, source_key=key, details=details)
    if found.follow_up_on is not None and conversation is not None:
        key, due_at = f"complaint_follow_up:{found.number}", calendar.opening_on(found.follow_up_on)
        yield promise(PromiseKind.FOLLOW_UP, conversation, due_at, now, source_key=key, details=details)


async def _known_conversation(session: AsyncSession, complaint: PromisedComplaint) -> str | None:
    """The complaint's conversation, where it is one of the record's: the bot can be talked to without us, too."""
    if complaint.conversation is None or len(complaint.conversation) > 36:
        return None
    row = await session.get(ConversationRow, complaint.conversation)
    return row.id if row else None
