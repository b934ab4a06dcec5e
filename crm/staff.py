"""Recognises the company's own people."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Visitor
from crm.service_tables import StaffMember, Unit


@dataclass(frozen=True)
class Colleague:
    """Somebody of the company who writes from their own number."""

    name: str
    unit: Unit


async def recognise_staff(session: AsyncSession, visitor: Visitor) -> Colleague | None:
    """The colleague whose number the channel proves, None for everybody else."""
    if visitor.channel_phone is None:
        return None
    member = await session.scalar(sa.select(StaffMember).where(StaffMember.phone == visitor.channel_phone))
    return Colleague(member.name, member.unit) if member else None
