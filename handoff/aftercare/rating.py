"""The customer's verdict after a person has served them: asked once, taken once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.conversation import State
from handoff.conversations.tables import RatingRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.errors import ConflictError, InvalidInputError
from handoff.system_texts import say
from protocol.languages import Language
from protocol.messages import Button, Sender

SCORES = range(1, 6)
LOW = 2
"""At most this is low: a supervisor reads it."""
MAX_COMMENT = 2000


async def open_rating(session: AsyncSession, conversation: str) -> RatingRow | None:
    """The rating that the customer was asked for last, if they have not given it; older ones are let go."""
    statement = (
        select(RatingRow).where(RatingRow.conversation_id == conversation).order_by(RatingRow.asked_at.desc()).limit(1)
    )
    latest = (await session.execute(statement)).scalar_one_or_none()
    return latest if latest is not None and latest.rated_at is None else None


async def do_rate(session: AsyncSession, conversation: str, score: int, comment: str, now: datetime) -> None:
    """Takes the rating and thanks the customer.

    Raises:
        InvalidInputError: a score outside 1 to 5, or a comment over 2,000 characters.
        ConflictError: no rating was asked for, or it was given before.
    """
    if score not in SCORES:
        raise InvalidInputError("The score must be a whole number from 1 to 5.")
    if len(comment) > MAX_COMMENT:
        raise InvalidInputError(f"The comment may have at most {MAX_COMMENT} characters.")
    conversation_row = await lock_conversation(session, conversation)
    rating = await open_rating(session, conversation)
    if rating is None or conversation_row is None:
        raise ConflictError("There is nothing to rate.")
    rating.score, rating.comment, rating.rated_at = score, comment or None, now
    language = Language(conversation_row.language)
    if score > LOW or conversation_row.state != State.BOT:
        append(session, conversation_row, Sender.SYSTEM, say("rated", language), now)
        return
    person = Button(say("talk_to_person", language), "/request_human")
    append(session, conversation_row, Sender.SYSTEM, say("rated_low", language), now, buttons=[person])
