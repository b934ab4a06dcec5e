"""What tests of promises do and look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handoff.aftercare.promises import PromiseKind, promise
from handoff.conversations.resolve import Outcome, Resolution, do_end, do_resolve
from handoff.conversations.tables import PromiseRow
from handoff.ids import ContactId
from handoff.parts import Parts
from tests.support.agents import claim, staff
from tests.support.customers import read, wait_for_person


async def served(parts: Parts) -> str:
    """A customer whom an agent has served and given back to the bot."""
    conversation = await wait_for_person(parts)
    await serve(parts, conversation)
    return conversation


async def serve(parts: Parts, conversation: str, resolution: Resolution = Resolution(Outcome.SOLVED)) -> None:  # noqa: B008 - frozen
    """An agent takes a waiting customer and resolves their matter."""
    agent = await staff(parts)
    await claim(parts, conversation, agent)
    async with parts.record.writing() as session:
        await do_resolve(session, conversation, agent.id, resolution, parts.clock())


async def end(parts: Parts, conversation: str) -> None:
    """The customer ends the conversation."""
    async with parts.record.writing() as session:
        await do_end(session, conversation, parts.clock())


async def make(parts: Parts, kind: PromiseKind, conversation: str | None, due_at: datetime, **more: Any) -> str:
    """A promise in the record."""
    async with parts.record.writing() as session:
        row = promise(kind, conversation, due_at, parts.clock(), **more)
        session.add(row)
    return row.id


async def get(parts: Parts, promise_id: str) -> PromiseRow:
    """A promise as it now stands."""
    async with parts.record.reading() as session:
        return await session.get_one(PromiseRow, promise_id)


async def all_of(parts: Parts, kind: PromiseKind) -> list[PromiseRow]:
    """All promises of a kind, by due time."""
    statement = select(PromiseRow).where(PromiseRow.kind == kind.value).order_by(PromiseRow.due_at, PromiseRow.id)
    async with parts.record.reading() as session:
        return list((await session.execute(statement)).scalars())


async def contact_of(parts: Parts, conversation: str) -> ContactId:
    """Whose conversation it is."""
    return ContactId((await read(parts, conversation)).contact_id)
