"""Take-next: the most urgent conversation that an agent can serve."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.routing import can_serve
from handoff.conversations.assign import do_claim
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow
from handoff.desk.staff import Staff
from handoff.errors import AtCapacityError, ConflictError
from handoff.parts import Parts


async def take_next(parts: Parts, staff: Staff) -> str | None:
    """Claims the first waiting conversation that the agent can serve by language and skill; None when there is none.

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
    in_line = await parts.line.first(0)
    async with parts.record.reading() as session:
        wanted = await _wanted(session)
    return served_by(staff, [(each, *wanted[each]) for each in in_line if each in wanted])


def served_by(staff: Staff, waiting: Iterable[tuple[str, str, str | None]]) -> list[str]:
    """Of waiting conversations, their languages and skills, those that the agent can serve, in the same order. Pure."""
    return [
        conversation
        for conversation, language, skill in waiting
        if can_serve(staff.languages, staff.unit, language, skill)
    ]


async def _wanted(session: AsyncSession) -> dict[str, tuple[str, str | None]]:
    """Language and skill of every conversation that waits."""
    statement = select(ConversationRow).where(ConversationRow.state == State.QUEUED.value)
    return {row.id: (row.language, row.skill) for row in (await session.execute(statement)).scalars()}
