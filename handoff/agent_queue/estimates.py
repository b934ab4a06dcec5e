"""The waits that customers were told, kept and scored: an estimate is honest only if it is looked at afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.tables import EstimateRow
from handoff.agent_queue.wait_estimate import WaitRange, as_told
from handoff.ids import new_id

Occasion = Literal["entry", "asked", "changed"]
SCORED = 200
"""Customers whose first estimates are scored: enough to be steady, few enough to follow the weeks."""


@dataclass(frozen=True)
class Told:
    """What a customer was told last of their wait."""

    at: datetime
    wait: WaitRange | None
    """None where no honest figure existed."""


@dataclass(frozen=True)
class Score:
    """How honest the latest estimates were."""

    count: int
    right: int
    """Customers who were served within the wait that they were first told."""

    @property
    def share(self) -> float | None:
        """None while nobody was served yet."""
        return self.right / self.count if self.count else None


def keep_estimate(
    session: AsyncSession, conversation: str, occasion: Occasion, position: int, wait: WaitRange | None, now: datetime
) -> None:
    """Keeps what a customer is told, in whole minutes as it is said."""
    told = as_told(wait) if wait else None
    session.add(
        EstimateRow(
            id=new_id(), conversation_id=conversation, occasion=occasion, position=position,
            low=told.low if told else None, high=told.high if told else None, at=now,
        )
    )  # fmt: skip


async def mark_served(session: AsyncSession, conversation: str, now: datetime) -> None:
    """The customer is served: whatever they were told can be scored."""
    await session.execute(
        update(EstimateRow)
        .where(EstimateRow.conversation_id == conversation, EstimateRow.served_at.is_(None))
        .values(served_at=now)
    )


async def forget_estimates(session: AsyncSession, conversation: str) -> None:
    """The customer left before they were served: nobody will ever know whether it was right."""
    await session.execute(
        delete(EstimateRow).where(EstimateRow.conversation_id == conversation, EstimateRow.served_at.is_(None))
    )


async def last_told(session: AsyncSession, conversation: str) -> Told | None:
    """What the customer was told last in this wait."""
    statement = (
        select(EstimateRow)
        .where(EstimateRow.conversation_id == conversation, EstimateRow.served_at.is_(None))
        .order_by(EstimateRow.at.desc())
        .limit(1)
    )
    row = (await session.execute(statement)).scalar_one_or_none()
    if row is None:
        return None
    wait = WaitRange(row.low, row.high) if row.low is not None and row.high is not None else None
    return Told(row.at, wait)


async def score_estimates(session: AsyncSession) -> Score:
    """The share of the customers served last whose first estimate held."""
    statement = (
        select(EstimateRow)
        .where(EstimateRow.occasion == "entry", EstimateRow.served_at.is_not(None), EstimateRow.low.is_not(None))
        .order_by(EstimateRow.served_at.desc())
        .limit(SCORED)
    )
    rows = list((await session.execute(statement)).scalars())
    return Score(len(rows), sum(_is_right(row) for row in rows))


def _is_right(row: EstimateRow) -> bool:
    if row.served_at is None or row.low is None or row.high is None:
        return False
    return row.low <= (row.served_at - row.at).total_seconds() <= row.high
