"""Knows the account behind a cookie, and that it was used."""

from __future__ import annotations

from contextlib import suppress

from redis.exceptions import RedisError

from handoff.conversations.tables import StaffSessionRow
from handoff.desk.sessions import SEEN_STEP, find_session
from handoff.desk.staff import Staff
from handoff.parts import Parts


async def touch_session(parts: Parts, token: str | None) -> Staff:
    """The account of a session, whose idle time begins anew; their customers see that they are there.

    Raises:
        NotLoggedInError: no session, or it has ended.
    """
    now = parts.clock()
    async with parts.record.reading() as session:
        staff, row = await find_session(session, token, now)
    if now - row.seen_at >= SEEN_STEP:
        async with parts.record.writing() as session:
            kept = await session.get(StaffSessionRow, row.token_hash)
            if kept is not None:
                kept.seen_at = now
    with suppress(RedisError):  # what Redis does not know counts as heard of now
        await parts.presence.hear(staff.id, now)
    return staff
