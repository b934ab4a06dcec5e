"""Offers of waiting conversations to single agents: made, accepted, declined, timed out, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.tables import OfferRow
from handoff.conversations.conversation import State
from handoff.conversations.tables import AssignmentRow, ConversationRow, StaffRow
from handoff.conversations.transcript import lock_conversation
from handoff.errors import ConflictError, NotFoundError
from handoff.ids import new_id
from handoff.metrics import OFFERS

MISSES = 2
"""An agent who lets so many offers in a row run out is not at the desk, whatever they said."""
TRIES = 3
"""After so many agents who did not take a customer, everybody is told."""


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    """The agent is being asked."""
    ACCEPTED = "accepted"
    """They took the conversation."""
    DECLINED = "declined"
    """They did not want it."""
    TIMED_OUT = "timed_out"
    """They did not answer."""
    WITHDRAWN = "withdrawn"
    """Somebody else took it, the customer left, or the agent went."""


NOT_TAKEN = (OfferState.DECLINED.value, OfferState.TIMED_OUT.value)


async def do_offer(
    session: AsyncSession, conversation: str, staff: str, now: datetime, seconds: float
) -> OfferRow | None:
    """Offers a waiting conversation to an agent; None when either is taken meanwhile."""
    await session.get_one(StaffRow, staff, with_for_update=True)  # first, as in a claim
    row = await lock_conversation(session, conversation)
    if row is None or row.state != State.QUEUED or await _is_taken(session, conversation, staff):
        return None
    offer = OfferRow(
        id=new_id(), conversation_id=conversation, staff_id=staff, state=OfferState.OPEN.value,
        made_at=now, expires_at=now + timedelta(seconds=seconds),
    )  # fmt: skip
    session.add(offer)
    return offer


async def end_offers_of(session: AsyncSession, conversation: str, taken_by: str | None, now: datetime) -> None:
    """The conversation, whose row is locked, waits no more: whoever took it had it offered, or the offer is void."""
    for offer in await _open(session, OfferRow.conversation_id == conversation):
        end(offer, OfferState.ACCEPTED if offer.staff_id == taken_by else OfferState.WITHDRAWN, now)


async def access_offer(session: AsyncSession, offer: str, staff: str, *, lock: bool = False) -> OfferRow:
    """An offer to this agent that is still open.

    Raises:
        NotFoundError: there is none, or it is another's.
        ConflictError: it has ended.
    """
    row = await session.get(OfferRow, offer, with_for_update=True if lock else None)
    if row is None or row.staff_id != staff:
        raise NotFoundError("There is no such offer.")
    if row.state != OfferState.OPEN:
        raise ConflictError("This offer has ended.")
    return row


async def open_offer(session: AsyncSession, staff: str) -> OfferRow | None:
    """What is offered to an agent now."""
    found = await _open(session, OfferRow.staff_id == staff)
    return found[0] if found else None


def end(offer: OfferRow, state: OfferState, now: datetime) -> None:
    """Ends an open offer."""
    offer.state, offer.ended_at = state.value, now
    OFFERS.labels(state.value).inc()


async def count_tries(session: AsyncSession, conversation: ConversationRow) -> int:
    """How many agents have not taken the conversation while it waits."""
    statement = select(OfferRow.id).where(
        OfferRow.conversation_id == conversation.id,
        OfferRow.state.in_(NOT_TAKEN),
        OfferRow.made_at >= (conversation.queued_at or conversation.created_at),
    )
    return len((await session.execute(statement)).all())


async def does_not_answer(session: AsyncSession, staff: str) -> bool:
    """Whether the agent let the latest offers run out, and has taken nothing since."""
    latest = select(OfferRow).where(OfferRow.staff_id == staff).order_by(OfferRow.made_at.desc()).limit(MISSES)
    offers = list((await session.execute(latest)).scalars())
    if len(offers) < MISSES or any(each.state != OfferState.TIMED_OUT for each in offers):
        return False
    claimed = select(AssignmentRow.id).where(
        AssignmentRow.staff_id == staff, AssignmentRow.claimed_at >= offers[-1].made_at
    )
    return (await session.execute(claimed.limit(1))).first() is None


async def _is_taken(session: AsyncSession, conversation: str, staff: str) -> bool:
    found = await _open(session, (OfferRow.conversation_id == conversation) | (OfferRow.staff_id == staff))
    return bool(found)


async def _open(session: AsyncSession, *which: object) -> list[OfferRow]:
    statement = select(OfferRow).where(OfferRow.state == OfferState.OPEN.value, *which)  # type: ignore[arg-type]  # clauses
    return list((await session.execute(statement)).scalars())
