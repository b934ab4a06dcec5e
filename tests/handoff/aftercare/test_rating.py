from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from handoff.aftercare.rating import do_rate, open_rating
from handoff.conversations.resolve import Outcome, Resolution, do_end, do_resolve
from handoff.conversations.tables import RatingRow
from handoff.errors import ConflictError, InvalidInputError
from handoff.parts import Parts
from tests.support.agents import claim, staff
from tests.support.customers import ask, escalate, said, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import HandClock


async def test_that_a_served_customer_is_asked_and_thanked(parts: Parts) -> None:
    conversation = await served(parts)

    await rate(parts, conversation, 5, "Cepat sekali\x00")

    assert await ratings(parts, conversation) == [(5, "Cepat sekali")]
    assert "Terima kasih" in (await said(parts, conversation, "system"))[-1]
    assert not await is_asked(parts, conversation)


@on_both_databases
async def test_that_a_rating_is_taken_once_even_from_two_pages_at_once(parts: Parts) -> None:
    conversation = await served(parts)

    outcomes = await asyncio.gather(*(rate(parts, conversation, score) for score in (1, 5, 3)), return_exceptions=True)

    assert [type(each) for each in outcomes if each is not None] == [ConflictError, ConflictError]
    assert len(await ratings(parts, conversation)) == 1


async def test_that_only_who_was_served_is_asked(parts: Parts) -> None:
    conversation = await ask(parts)

    assert not await is_asked(parts, conversation)
    with pytest.raises(ConflictError):
        await rate(parts, conversation, 5)


@pytest.mark.parametrize("score", [0, 6, -1, 10**9])
async def test_that_a_score_is_from_one_to_five(parts: Parts, score: int) -> None:
    conversation = await served(parts)

    with pytest.raises(InvalidInputError):
        await rate(parts, conversation, score)

    assert await is_asked(parts, conversation)


async def test_that_a_comment_has_a_bound(parts: Parts) -> None:
    conversation = await served(parts)

    with pytest.raises(InvalidInputError):
        await rate(parts, conversation, 3, "x" * 2001)

    await rate(parts, conversation, 3, "x" * 2000)


async def test_that_who_did_not_answer_the_first_time_is_asked_for_the_latest_only(
    parts: Parts, clock: HandClock
) -> None:
    conversation = await served(parts)
    clock.advance(minutes=30)
    await escalate(parts, conversation)
    await serve_once(parts, conversation)

    await rate(parts, conversation, 4)

    assert not await is_asked(parts, conversation)
    with pytest.raises(ConflictError):
        await rate(parts, conversation, 1)


async def test_that_a_rating_can_still_be_given_after_the_end(parts: Parts) -> None:
    conversation = await served(parts)
    async with parts.record.writing() as session:
        await do_end(session, conversation, parts.clock())

    await rate(parts, conversation, 5)

    assert await ratings(parts, conversation) == [(5, None)]


async def served(parts: Parts) -> str:
    conversation = await wait_for_person(parts)
    await serve_once(parts, conversation)
    return conversation


async def serve_once(parts: Parts, conversation: str) -> None:
    agent = await staff(parts)
    await claim(parts, conversation, agent)
    async with parts.record.writing() as session:
        await do_resolve(session, conversation, agent.id, Resolution(Outcome.SOLVED), parts.clock())


async def rate(parts: Parts, conversation: str, score: int, comment: str = "") -> None:
    async with parts.record.writing() as session:
        await do_rate(session, conversation, score, comment, parts.clock())


async def is_asked(parts: Parts, conversation: str) -> bool:
    async with parts.record.reading() as session:
        return await open_rating(session, conversation) is not None


async def ratings(parts: Parts, conversation: str) -> list[tuple[int | None, str | None]]:
    statement = select(RatingRow).where(RatingRow.conversation_id == conversation, RatingRow.rated_at.is_not(None))
    async with parts.record.reading() as session:
        return [(row.score, row.comment) for row in (await session.execute(statement)).scalars()]
