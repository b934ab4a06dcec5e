from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from handoff.conversations.assign import do_claim, do_note, do_release, do_transfer
from handoff.conversations.conversation import State
from handoff.conversations.reply import do_reply
from handoff.conversations.resolve import Outcome, Resolution, do_resolve
from handoff.conversations.tables import AssignmentRow, ConversationRow, EscalationRow, MessageRow, NoteRow
from handoff.conversations.transcript import lock_conversation
from handoff.desk.staff import Staff
from handoff.errors import AtCapacityError, ConflictError, ForbiddenError, NotFoundError, SapaError
from handoff.ids import new_id
from handoff.parts import Parts
from tests.support.agents import change_account, claim, staff
from tests.support.customers import ask, escalate, read, said, say, wait_for_person
from tests.support.databases import on_both_databases, on_postgresql
from tests.support.hand_clock import HandClock
from tests.support.workers import Workers


@pytest.fixture
async def rina(parts: Parts) -> Staff:
    return await staff(parts, "agent1")


@pytest.fixture
async def bagus(parts: Parts) -> Staff:
    return await staff(parts, "agent2")


async def test_that_a_claim_gives_the_customer_to_the_agent_and_says_who_it_is(
    parts: Parts, rina: Staff, clock: HandClock
) -> None:
    conversation = await wait_for_person(parts)
    clock.advance(minutes=2)

    await claim(parts, conversation, rina)

    row = await read(parts, conversation)
    assert (row.state, row.agent_id, row.epoch) == (State.AGENT, rina.id, 2)
    assert "Rina Wulandari" in (await said(parts, conversation, "system"))[-1]
    assert [each.claimed_at for each in await assignments(parts, conversation)] == [clock.now]
    async with parts.record.reading() as session:
        assert (await session.execute(select(EscalationRow.claimed_at))).scalar_one() == clock.now


@on_both_databases
async def test_that_of_many_agents_at_once_one_gets_the_customer(new_worker: Workers) -> None:
    workers = [new_worker(), new_worker()]
    agents = [await staff(workers[0], name) for name in ("agent1", "agent2", "supervisor", "admin")]
    conversation = await wait_for_person(workers[0])

    outcomes = await asyncio.gather(
        *(tried(claim(workers[each % 2], conversation, agents[each % 4])) for each in range(12))
    )

    row = await read(workers[0], conversation)
    winners = {agents[each % 4].id for each, outcome in enumerate(outcomes) if outcome is None}
    assert winners == {row.agent_id}
    assert {type(each) for each in outcomes} == {type(None), ConflictError}
    assert len(await assignments(workers[0], conversation)) == 1


@on_both_databases
async def test_that_an_agent_never_gets_more_than_they_can_hold(new_worker: Workers) -> None:
    workers = [new_worker(), new_worker()]
    agent = await staff(workers[0])
    waiting = [await wait_for_person(workers[0]) for _ in range(7)]

    outcomes = await asyncio.gather(
        *(tried(claim(workers[each % 2], waiting[each], agent)) for each in range(len(waiting)))
    )

    assert outcomes.count(None) == agent.capacity == 4
    assert all(isinstance(each, AtCapacityError) for each in outcomes if each is not None)


async def test_that_claiming_again_changes_nothing(parts: Parts, rina: Staff) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, rina)
    before = await read(parts, conversation)

    await claim(parts, conversation, rina)

    after = await read(parts, conversation)
    assert (after.epoch, after.last_seq) == (before.epoch, before.last_seq)
    assert len(await assignments(parts, conversation)) == 1


async def test_that_only_who_waits_can_be_claimed(parts: Parts, rina: Staff) -> None:
    with pytest.raises(ConflictError):
        await claim(parts, await ask(parts), rina)
    with pytest.raises(NotFoundError):
        await claim(parts, new_id(), rina)


async def test_that_a_released_customer_keeps_their_place(parts: Parts, rina: Staff, clock: HandClock) -> None:
    first = await wait_for_person(parts)
    clock.advance(minutes=1)
    second = await wait_for_person(parts)
    came = (await read(parts, first)).queued_at
    await claim(parts, first, rina)
    clock.advance(minutes=30)

    async with parts.record.writing() as session:
        row = await do_release(session, first, rina.id, clock.now)
    await parts.line.enter(row.id, row.queued_at, row.urgency)

    assert (row.state, row.agent_id, row.queued_at) == (State.QUEUED, None, came)
    assert await parts.line.first(0) == [first, second]
    assert "Rina Wulandari" in (await said(parts, first, "system"))[-1]
    assert [each.ended_by for each in await assignments(parts, first)] == ["released"]


async def test_that_a_transfer_hands_over_to_the_colleague(parts: Parts, rina: Staff, bagus: Staff) -> None:
    conversation = await held_by(parts, rina)

    await transfer(parts, conversation, rina, to=bagus)

    row = await read(parts, conversation)
    assert (row.state, row.agent_id) == (State.AGENT, bagus.id)
    assert "Bagus Prasetyo" in (await said(parts, conversation, "system"))[-1]
    assert [each.ended_by for each in await assignments(parts, conversation)] == ["transferred", None]


async def test_that_a_transfer_to_a_unit_puts_the_customer_in_its_line(parts: Parts, rina: Staff) -> None:
    conversation = await held_by(parts, rina)
    came = (await read(parts, conversation)).queued_at

    await transfer(parts, conversation, rina, unit="finance")

    row = await read(parts, conversation)
    assert (row.state, row.skill, row.queued_at) == (State.QUEUED, "finance", came)


async def test_that_nobody_is_handed_to_a_colleague_who_is_full_gone_or_serves_no_customers(
    parts: Parts, rina: Staff, bagus: Staff
) -> None:
    conversation = await held_by(parts, rina)
    await change_account(parts, bagus, capacity=0)
    await change_account(parts, await staff(parts, "supervisor"), active=False)

    assert isinstance(await tried(transfer(parts, conversation, rina, to=bagus)), AtCapacityError)
    for name in ("supervisor", "finance"):
        colleague = await staff(parts, name)
        assert isinstance(await tried(transfer(parts, conversation, rina, to=colleague)), NotFoundError)

    assert (await read(parts, conversation)).agent_id == rina.id


@on_postgresql
async def test_that_a_colleague_who_claims_what_is_being_handed_to_them_hinders_nothing(
    new_worker: Workers,
) -> None:
    workers = [new_worker(), new_worker()]
    rina, bagus = await staff(workers[0], "agent1"), await staff(workers[0], "agent2")
    await change_account(workers[0], bagus, capacity=50)
    for _ in range(5):
        conversation = await held_by(workers[0], rina)

        handed, claimed = await asyncio.gather(
            tried(transfer(workers[0], conversation, rina, to=bagus)), tried(claim(workers[1], conversation, bagus))
        )

        assert handed is None
        assert claimed is None or isinstance(claimed, ConflictError)
        assert (await read(workers[0], conversation)).agent_id == bagus.id


Act = Callable[[Parts, str, Staff], Awaitable[object]]


async def release(parts: Parts, conversation: str, agent: Staff) -> None:
    async with parts.record.writing() as session:
        await do_release(session, conversation, agent.id, parts.clock())


async def transfer(
    parts: Parts, conversation: str, agent: Staff, to: Staff | None = None, unit: str | None = None
) -> None:
    async with parts.record.writing() as session:
        target = to.id if to else None
        await do_transfer(session, conversation, agent.id, target, unit or "finance", parts.clock())


async def reply(parts: Parts, conversation: str, agent: Staff, text: str = "Halo, Kak.", key: str = "reply-1") -> None:
    async with parts.record.writing() as session:
        await do_reply(session, conversation, agent.id, key, text, parts.clock())


async def resolve(parts: Parts, conversation: str, agent: Staff) -> None:
    async with parts.record.writing() as session:
        await do_resolve(session, conversation, agent.id, Resolution(Outcome.SOLVED), parts.clock())


@pytest.mark.parametrize("act", [release, transfer, reply, resolve])
async def test_that_only_the_agent_who_holds_a_conversation_acts_in_it(
    parts: Parts, rina: Staff, bagus: Staff, act: Act
) -> None:
    held, waiting = await held_by(parts, rina), await wait_for_person(parts)

    assert isinstance(await tried(act(parts, held, bagus)), ForbiddenError)
    assert isinstance(await tried(act(parts, waiting, bagus)), ForbiddenError)
    assert isinstance(await tried(act(parts, new_id(), bagus)), NotFoundError)
    assert await tried(act(parts, held, rina)) is None


async def test_that_the_same_words_sent_again_are_said_once(parts: Parts, rina: Staff, clock: HandClock) -> None:
    conversation = await held_by(parts, rina)
    clock.advance(seconds=20)
    await reply(parts, conversation, rina)
    clock.advance(seconds=20)

    await reply(parts, conversation, rina)

    assert await said(parts, conversation, "agent") == ["Halo, Kak."]
    (assignment,) = await assignments(parts, conversation)
    assert assignment.answered_at is not None
    assert (assignment.answered_at - assignment.claimed_at).total_seconds() == 20


@on_both_databases
async def test_that_the_same_words_sent_twice_at_once_are_said_once(parts: Parts, rina: Staff) -> None:
    conversation = await held_by(parts, rina)

    outcomes = await asyncio.gather(*(tried(reply(parts, conversation, rina)) for _ in range(4)))

    assert outcomes == [None] * 4
    assert await said(parts, conversation, "agent") == ["Halo, Kak."]


async def test_that_words_sent_again_after_the_conversation_was_given_back_are_no_error(
    parts: Parts, rina: Staff
) -> None:
    conversation = await held_by(parts, rina)
    await reply(parts, conversation, rina)
    await release(parts, conversation, rina)

    assert await tried(reply(parts, conversation, rina)) is None
    assert isinstance(await tried(reply(parts, conversation, rina, key="reply-2")), ForbiddenError)

    assert await said(parts, conversation, "agent") == ["Halo, Kak."]


async def test_that_an_id_used_in_another_conversation_loses_no_words(parts: Parts, rina: Staff) -> None:
    first, second = await held_by(parts, rina), await held_by(parts, rina)
    await reply(parts, first, rina, "untuk yang pertama")

    await reply(parts, second, rina, "untuk yang kedua")

    assert await said(parts, first, "agent") == ["untuk yang pertama"]
    assert await said(parts, second, "agent") == ["untuk yang kedua"]


async def test_that_a_note_is_kept_and_never_in_the_transcript(parts: Parts, rina: Staff) -> None:
    conversation = await wait_for_person(parts)

    async with parts.record.writing() as session:
        await do_note(session, conversation, rina.id, "pelanggan lama\x00", parts.clock())

    async with parts.record.reading() as session:
        assert (await session.execute(select(NoteRow.text))).scalar_one() == "pelanggan lama"
        texts = list((await session.execute(select(MessageRow.text))).scalars())
    assert "pelanggan lama" not in texts
    with pytest.raises(NotFoundError):
        async with parts.record.writing() as session:
            await do_note(session, new_id(), rina.id, "x", parts.clock())


@on_postgresql
async def test_that_what_was_read_before_the_lock_is_read_anew(parts: Parts) -> None:
    conversation = await ask(parts)
    async with parts.record.writing() as session:
        row = await session.get_one(ConversationRow, conversation)
        await say(parts, row.contact_id, "kedua")

        locked = await lock_conversation(session, conversation)

        assert locked is not None
        assert locked.last_seq == 2


async def test_that_only_the_bots_conversation_can_be_escalated(parts: Parts, rina: Staff) -> None:
    held, waiting = await held_by(parts, rina), await wait_for_person(parts)

    assert not await escalate(parts, held)
    assert not await escalate(parts, waiting)

    assert (await read(parts, held)).state == State.AGENT


async def held_by(parts: Parts, agent: Staff) -> str:
    conversation = await wait_for_person(parts)
    async with parts.record.writing() as session:
        await do_claim(session, conversation, agent.id, parts.clock())
    return conversation


async def tried(doing: Awaitable[object]) -> SapaError | None:
    """How it was refused; None when it was done."""
    try:
        await doing
    except SapaError as error:
        return error
    return None


async def assignments(parts: Parts, conversation: str) -> list[AssignmentRow]:
    statement = select(AssignmentRow).where(AssignmentRow.conversation_id == conversation)
    async with parts.record.reading() as session:
        rows = (await session.execute(statement)).scalars()
        return sorted(rows, key=lambda row: row.ended_by is None)
