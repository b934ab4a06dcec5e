"""Keeps what customers say of the company."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from crm.identity import Visitor, recognise
from crm.service_tables import Feedback, FeedbackKind


@dataclass(frozen=True)
class Opinion:
    """What a customer said, in which mood, and the turn that said it."""

    kind: FeedbackKind
    text: str
    emotion: str
    turn: str | None


async def save_feedback(session: AsyncSession, visitor: Visitor, opinion: Opinion) -> None:
    """Writes an opinion down, once per turn."""
    if opinion.turn and await session.scalar(sa.select(Feedback.id).where(Feedback.turn == opinion.turn)):
        return
    people = await recognise(session, visitor)
    session.add(
        Feedback(
            kind=opinion.kind,
            text=opinion.text,
            emotion=opinion.emotion,
            conversation_id=visitor.conversation_id,
            contact_id=people[0].contact_id if people else None,
            turn=opinion.turn,
            at=visitor.now,
        )
    )
