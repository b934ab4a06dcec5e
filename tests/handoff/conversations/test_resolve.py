from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.conversations.conversation import State
from handoff.conversations.resolve import Outcome, Resolution, do_end, do_leave, do_resolve
from handoff.conversations.tables import AssignmentRow, PromiseRow
from handoff.desk.staff import Staff
from handoff.parts import Parts
from tests.support.agents import claim, staff
from tests.support.customers import ask, escalate, read, said, say, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import HandClock
from tests.support.workers import Workers


@pytest.fixture
async def rina(parts: Parts) -> Staff:
    return await staff(parts, "agent1")


async def test_that_resolving_gives_the_customer_back_to_the_bot(parts: Parts, rina: Staff) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, rina)

    await resolve(parts, conversation, rina, Resolution(Outcome.SOLVED))

    row = await read(parts, conversation)
    assert (row.state, row.agent_id, row.queued_at, row.reason, row.urgency) == (State.BOT, None, None, None, 0)
    assert row.slots == {"returned": "solved"}
    assert "Rina Wulandari" in (await said(parts, conversation, "system"))[-1]
    assert await endings(parts, conversation) == [("resolved", "solved")]


async def test_that_what_the_agent_was_told_is_not_replayed_to_the_bot(parts: Parts, rina: Staff, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, rina)
    await say(parts, (await read(parts, conversation)).contact_id, "nomornya ORD-2026-00105")
    await resolve(parts, conversation, rina, Resolution(Outcome.SOLVED))

    assert await parts.turns.take(conversation) is None

    assert bot.asked == []


async def test_that_coming_back_is_promised(parts: Parts, rina: Staff, clock: HandClock) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, rina)
    tomorrow = clock.now + timedelta(days=1)

    await resolve(parts, conversation, rina, Resolution(Outcome.CALL_BACK, tomorrow))

    assert await promises(parts, conversation) == [("call_back", "open", tomorrow)]


async def test_that_ending_closes_the_conversation_and_frees_the_agent(parts: Parts, rina: Staff) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, rina)

    assert await end(parts, conversation)

    row = await read(parts, conversation)
    assert (row.state, row.agent_id) == (State.CLOSED, None)
    assert row.closed_at is not None
    assert await endings(parts, conversation) == [("left", None)]


async def test_that_ending_twice_is_harmless(parts: Parts) -> None:
    conversation = await ask(parts)

    assert await end(parts, conversation)
    assert not await end(parts, conversation)
    assert not await end(parts, "no such conversation")


async def test_that_an_answer_after_the_end_is_dropped(parts: Parts, bot: FakeBot) -> None:
    conversation = await ask(parts)
    await end(parts, conversation)

    assert await parts.turns.take(conversation) is None

    assert await said(parts, conversation, "bot") == []


async def test_that_leaving_the_line_leads_back_to_the_bot(parts: Parts) -> None:
    conversation = await wait_for_person(parts)

    assert await leave(parts, conversation)

    row = await read(parts, conversation)
    assert (row.state, row.queued_at, row.slots) == (State.BOT, None, {"returned": "left_line"})
    assert not await leave(parts, conversation)


async def test_that_what_was_asked_just_before_leaving_the_line_is_still_answered(
    parts: Parts, bot: FakeBot, clock: HandClock
) -> None:
    conversation = await wait_for_person(parts)
    await say(parts, (await read(parts, conversation)).contact_id, "alamat kantor?")

    await leave(parts, conversation)

    assert (await read(parts, conversation)).pending_since == clock.now
    assert await parts.lanes.sweep() == 1
    await parts.turns.take(conversation)
    assert bot.texts == ["alamat kantor?"]


async def test_that_only_who_waits_can_leave_the_line(parts: Parts, rina: Staff) -> None:
    held = await wait_for_person(parts)
    await claim(parts, held, rina)

    assert not await leave(parts, await ask(parts))
    assert not await leave(parts, held)


@on_both_databases
async def test_that_when_the_office_is_closed_a_call_back_is_promised_and_kept_by_the_claim(
    new_worker: Workers, clock: HandClock
) -> None:
    parts = new_worker(office_hours="Mon-Fri 08:00-17:00")
    clock.advance(hours=10)  # seven in the evening in Jakarta
    conversation = await wait_for_person(parts)

    opening = clock.now + timedelta(hours=13)
    assert await promises(parts, conversation) == [("call_back", "open", opening)]
    told = (await said(parts, conversation, "system"))[-1]
    assert "Rabu, 25 November" in told
    assert "08.00 WIB" in told

    await claim(parts, conversation, await staff(parts))
    assert await promises(parts, conversation) == [("call_back", "kept", opening)]


@pytest.mark.parametrize("goes", ["leave", "end"])
async def test_that_who_no_longer_waits_is_not_called_back(new_worker: Workers, clock: HandClock, goes: str) -> None:
    parts = new_worker(office_hours="Mon-Fri 08:00-17:00")
    clock.advance(hours=10)
    conversation = await wait_for_person(parts)

    await (leave if goes == "leave" else end)(parts, conversation)

    assert [(kind, state) for kind, state, _ in await promises(parts, conversation)] == [("call_back", "dropped")]


async def test_that_a_conversation_can_go_to_a_person_again_after_it_was_resolved(parts: Parts, rina: Staff) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, rina)
    await resolve(parts, conversation, rina, Resolution(Outcome.ANSWERED))

    assert await escalate(parts, conversation)

    assert (await read(parts, conversation)).state == State.QUEUED
    assert await parts.line.position(conversation) == 1


async def resolve(parts: Parts, conversation: str, agent: Staff, resolution: Resolution) -> None:
    async with parts.record.writing() as session:
        await do_resolve(session, conversation, agent.id, resolution, parts.clock())


async def end(parts: Parts, conversation: str) -> bool:
    async with parts.record.writing() as session:
        return await do_end(session, conversation, parts.clock())


async def leave(parts: Parts, conversation: str) -> bool:
    async with parts.record.writing() as session:
        return await do_leave(session, conversation, parts.clock())


async def endings(parts: Parts, conversation: str) -> list[tuple[str | None, str | None]]:
    statement = select(AssignmentRow).where(AssignmentRow.conversation_id == conversation)
    async with parts.record.reading() as session:
        return [(row.ended_by, row.outcome) for row in (await session.execute(statement)).scalars()]


async def promises(parts: Parts, conversation: str) -> list[tuple[str, str, object]]:
    statement = select(PromiseRow).where(PromiseRow.conversation_id == conversation)
    async with parts.record.reading() as session:
        return [(row.kind, row.state, row.due_at) for row in (await session.execute(statement)).scalars()]
