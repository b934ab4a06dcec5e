"""What agents see of the line itself, and of what is offered to them. Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.estimates import score_estimates
from handoff.agent_queue.presence import Presence, count_places
from handoff.agent_queue.tables import OfferRow
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow
from handoff.desk.staff import Staff
from handoff.desk.views import summary_view
from handoff.parts import Parts


async def line_view(session: AsyncSession, presence: Presence, now: datetime) -> dict[str, Any]:
    """The line at a glance."""
    statement = select(func.count(), func.min(ConversationRow.queued_at)).where(
        ConversationRow.state == State.QUEUED.value
    )
    waiting, since = (await session.execute(statement)).one()
    places = await count_places(session, presence)
    score = await score_estimates(session)
    return {
        "waiting": waiting,
        "longest_seconds": max(0, round((now - since).total_seconds())) if since else None,
        "free_places": places.free,
        "busy_places": places.busy,
        "estimates": {"count": score.count, "right": score.right},
    }


async def offer_view(session: AsyncSession, parts: Parts, staff: Staff, offer: OfferRow) -> dict[str, Any]:
    """An offer, with the customer as lists show them."""
    now = parts.clock()
    return {
        "id": offer.id,
        "seconds": round((offer.expires_at - offer.made_at).total_seconds()),
        "seconds_left": max(0.0, (offer.expires_at - now).total_seconds()),
        "conversation": await summary_view(session, parts.line, staff, offer.conversation_id, now),
    }
