"""Keeps transactions that must not overlap apart."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession


async def lock(session: AsyncSession, subject: str) -> None:
    """Waits until no other transaction works on the subject; SQLite has but one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(subject))))
