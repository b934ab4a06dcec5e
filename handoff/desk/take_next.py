"""Take-next: the most urgent conversation that an agent can serve."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.assign import do_claim
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow
from handoff.desk.staff import Staff
from handoff.errors import AtCapacityError, ConflictError
from handoff.parts import Parts

LOOK_AHEAD = 100
"""Waiting conversations looked at; beyond, an agent who speaks none of their languages would find nothing either."""


async def take_next(parts: Parts, staff: Staff) -> str | None:
    """Claims the first waiting conversation in one of the agent's languages; None when there is none.

    Raises:
        AtCapacityError: the agent's hands are full.
    """
    for conversation in await _candidates(parts, staff):
        try:
            async with parts.record.writing() as session:
                await do_claim(session, conversation, staff.id, parts.clock())
        except AtCapacityError:
            raise
        except ConflictError:
            continue  # a colleague was faster with this one
        return conversation
    return None


async def _candidates(parts: Parts, staff: Staff) -> list[str]:
    in_line = await parts.line.first(LOOK_AHEAD)
    async with parts.record.reading() as session:
        languages = await _languages(session, in_line)
    return served_by(staff, [(each, languages[each]) for each in in_line if each in languages])


def served_by(staff: Staff, waiting: Iterable[tuple[str, str]]) -> list[str]:
    """Of waiting conversations and their languages those that the agent can serve, in the same order. Pure."""
    return [conversation for conversation, language in waiting if language in staff.languages]


async def _languages(session: AsyncSession, conversations: list[str]) -> dict[str, str]:
    statement = select(ConversationRow.id, ConversationRow.language).where(
        ConversationRow.id.in_(conversations), ConversationRow.state == State.QUEUED.value
    )
    return {row.id: row.language for row in await session.execute(statement)}
