"""The delivery ledger: what Meta says became of our messages. Statuses come twice, late and in any order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.channels.whatsapp_failures import FailureKind, classify, pause_before
from handoff.channels.whatsapp_updates import Status
from handoff.conversations.whatsapp_tables import DeliveryRow
from handoff.metrics import STATUSES

RANKS = {"queued": 0, "held": 0, "sending": 1, "failed": 1, "sent": 2, "delivered": 3, "read": 4}
"""How far a message has come; it never goes back. A failure says no more than that it was not delivered."""
TIMES = {"sent": "sent_at", "delivered": "delivered_at", "read": "read_at"}
MAX_ATTEMPTS = 12
"""Tries of one message, over about an hour; with the pair limit's pauses longer."""


async def apply_statuses(
    session: AsyncSession, statuses: Iterable[Status], now: datetime
) -> set[tuple[str, str, bool]]:
    """Notes what became of our messages; gives contact and conversation of what changed, and whether it waits again."""
    touched = set()
    for status in sorted(statuses, key=lambda each: each.id):  # one order for all, so that two updates never deadlock
        row = await _find(session, status)
        if row is None:
            STATUSES.labels("unknown").inc()
            continue
        STATUSES.labels(status.state if status.state in RANKS else "other").inc()
        if _apply(row, status, now):
            touched.add((row.contact_id, row.conversation_id, row.state == "queued"))
    return touched


def _apply(row: DeliveryRow, status: Status, now: datetime) -> bool:
    row.provider_id = row.provider_id or status.id
    at = min(status.at or now, now)
    if status.state == "failed":
        return _fail(row, status, now)
    column = TIMES.get(status.state)
    if column is None:
        return False
    if getattr(row, column) is None:
        setattr(row, column, at)
    if RANKS[status.state] <= RANKS[row.state]:
        return False
    row.state, row.error_code, row.error_text = status.state, None, None
    return True


def _fail(row: DeliveryRow, status: Status, now: datetime) -> bool:
    if RANKS[row.state] > RANKS["sent"] or row.state in {"failed", "held", "queued"}:
        return False
    failure = classify(status.error_code, None, status.error_text or "")
    note_failure(row, failure.kind, status.error_code, status.error_text or "", now)
    row.provider_id = None if row.state in {"held", "queued"} else row.provider_id
    return True


def note_failure(row: DeliveryRow, kind: FailureKind, code: int | None, text: str, now: datetime) -> None:
    """Puts a message that did not leave where it belongs: held, tried again later, or failed for good."""
    row.error_code, row.error_text = code, text[:400] or None
    pause = pause_before(kind, row.attempts)
    if kind is FailureKind.WINDOW:
        row.state = "held"
    elif pause is None or (row.attempts >= MAX_ATTEMPTS and kind is not FailureKind.ACCESS):
        row.state, row.failed_at = "failed", now
    else:
        row.state = "sending" if kind is FailureKind.UNSURE else "queued"
        row.due_at = now + timedelta(seconds=pause)


async def _find(session: AsyncSession, status: Status) -> DeliveryRow | None:
    wanted = DeliveryRow.provider_id == status.id
    if status.tracker:
        wanted = or_(wanted, DeliveryRow.id == status.tracker)
    statement = select(DeliveryRow).where(wanted).limit(2).with_for_update()
    rows = list((await session.execute(statement)).scalars())
    return next((row for row in rows if row.provider_id == status.id), rows[0] if rows else None)
