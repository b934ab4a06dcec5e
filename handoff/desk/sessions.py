"""Log-ins of staff: passwords by Argon2id, a lock-out, and sessions of which only the cookie's hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.contacts import TOKEN_BYTES, hash_token
from handoff.conversations.tables import AuditRow, StaffRow, StaffSessionRow
from handoff.desk.staff import HASHER, Staff, staff_from_row
from handoff.errors import NotLoggedInError

COOKIE = "sapa_desk"
LIFETIME = timedelta(hours=12)
"""A working day with its ends; after it everybody logs in again."""
IDLE = timedelta(hours=2)
SEEN_STEP = timedelta(minutes=1)
"""The time of last use is written at most this often, so that reading does not become writing."""
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
UNKNOWN_HASH = HASHER.hash(secrets.token_hex(16))
"""Checked when there is no such account, so that the answer takes as long as for a known one."""


async def check_password(session: AsyncSession, email: str, password: str, now: datetime) -> Staff | datetime | None:
    """Checks a log-in and keeps count of failures.

    Returns:
        The account; or the time until which it is locked; or None when e-mail and password do not belong together.
    """
    statement = select(StaffRow).where(StaffRow.email == email.strip().lower()).with_for_update()
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None or not row.active:
        _verify(UNKNOWN_HASH, password)
        return None
    if row.locked_until is not None and row.locked_until > now:
        return row.locked_until
    if not _verify(row.password_hash, password):
        _count_failure(row, now)
        _audit(session, row, "login.failed", now)
        return None
    row.failed_logins, row.locked_until = 0, None
    _audit(session, row, "login.succeeded", now)
    return staff_from_row(row)


def start_session(session: AsyncSession, staff: Staff, now: datetime) -> str:
    """Begins a session and returns its cookie's value."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        StaffSessionRow(
            token_hash=hash_token(token), staff_id=staff.id, created_at=now, seen_at=now, expires_at=now + LIFETIME
        )
    )
    return token


async def find_session(session: AsyncSession, token: str | None, now: datetime) -> tuple[Staff, StaffSessionRow]:
    """Whose session a cookie stands for.

    Raises:
        NotLoggedInError: there is none, or it has ended.
    """
    if not token:
        raise NotLoggedInError("Please log in.")
    statement = (
        select(StaffSessionRow, StaffRow)
        .join(StaffRow, StaffRow.id == StaffSessionRow.staff_id)
        .where(StaffSessionRow.token_hash == hash_token(token))
    )
    found = (await session.execute(statement)).one_or_none()
    if found is None or not found[1].active or found[0].expires_at <= now or found[0].seen_at + IDLE <= now:
        raise NotLoggedInError("Your session has ended; please log in again.")
    return staff_from_row(found[1]), found[0]


async def end_session(session: AsyncSession, token: str) -> None:
    """Logs out."""
    await session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == hash_token(token)))


def _verify(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _count_failure(row: StaffRow, now: datetime) -> None:
    row.failed_logins += 1
    if row.failed_logins >= MAX_FAILURES:
        row.failed_logins = 0
        row.locked_until = now + LOCKED_FOR


def _audit(session: AsyncSession, row: StaffRow, action: str, now: datetime) -> None:
    session.add(AuditRow(at=now, actor=row.id, action=action, subject=row.id, details={}))
