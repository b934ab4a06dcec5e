from __future__ import annotations

import asyncio

from sqlalchemy import select

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.presence import PresenceState
from handoff.conversations.conversation import State
from handoff.conversations.tables import AssignmentRow, AuditRow
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from tests.handoff.conftest import House
from tests.support.agents import claim, staff
from tests.support.customers import read, said, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import HandClock
from tests.support.workers import Workers

LEASE = 45 + 45
"""Seconds after which an agent who is not heard of is gone: presence and grace."""


async def held_by_rina(parts: Parts) -> str:
    conversation = await wait_for_person(parts)
    rina = await staff(parts)
    await claim(parts, conversation, rina)
    await parts.presence.hear(rina.id, parts.clock())
    return conversation


async def test_that_a_lost_agents_customers_go_to_the_front_and_are_told(parts: Parts, clock: HandClock) -> None:
    earlier = await wait_for_person(parts)
    clock.advance(seconds=30)
    held = [await held_by_rina(parts) for _ in range(2)]
    clock.advance(seconds=LEASE + 1)

    assert await parts.attendance.go_round() == [(await staff(parts)).id]

    assert await parts.line.first(0) == [*held, earlier]
    for conversation in held:
        row = await read(parts, conversation)
        assert (row.state, row.agent_id) == (State.QUEUED, None)
        assert "terputus" in (await said(parts, conversation, "system"))[-1]
    async with parts.record.reading() as session:
        assert set((await session.execute(select(AssignmentRow.ended_by))).scalars()) == {"lost"}
        audit = (await session.execute(select(AuditRow).where(AuditRow.action == "agent.lost"))).scalar_one()
    assert sorted(audit.details["conversations"]) == sorted(held)


async def test_that_the_front_is_behind_nobody_but_the_more_urgent(parts: Parts, clock: HandClock) -> None:
    held = await held_by_rina(parts)
    angry = await wait_for_person(parts, Escalation(EscalationReason.EMOTION, emotion="angry"))
    clock.advance(seconds=LEASE + 1)
    later = await wait_for_person(parts)

    await parts.attendance.go_round()

    assert await parts.line.first(0) == [angry, held, later]


async def test_that_an_agent_who_is_heard_of_keeps_their_customers(parts: Parts, clock: HandClock) -> None:
    conversation = await held_by_rina(parts)
    for _ in range(3):
        clock.advance(seconds=LEASE - 1)
        await parts.presence.hear((await staff(parts)).id, clock.now)
        assert await parts.attendance.go_round() == []

    assert (await read(parts, conversation)).state == State.AGENT


async def test_that_a_redis_that_was_lost_costs_no_agent_their_customers(
    parts: Parts, clock: HandClock, keys: Keys
) -> None:
    conversation = await held_by_rina(parts)
    clock.advance(seconds=LEASE - 1)
    await parts.redis.delete(keys.heard)

    assert await parts.attendance.go_round() == []
    clock.advance(seconds=LEASE - 1)
    assert await parts.attendance.go_round() == []

    assert (await read(parts, conversation)).state == State.AGENT
    clock.advance(seconds=2)
    assert await parts.attendance.go_round() != []


@on_both_databases
async def test_that_of_several_workers_one_gives_the_customers_back(new_worker: Workers, clock: HandClock) -> None:
    workers = [new_worker() for _ in range(3)]
    conversation = await held_by_rina(workers[0])
    clock.advance(seconds=LEASE + 1)

    await asyncio.gather(*(worker.attendance.go_round() for worker in workers))

    told = [text for text in await said(workers[0], conversation, "system") if "terputus" in text]
    assert len(told) == 1
    assert (await read(workers[0], conversation)).epoch == 3
    assert await workers[0].line.first(0) == [conversation]


async def test_that_who_logs_out_leaves_nobody_behind(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    desk = await house.desk()
    await desk.put("/api/desk/presence", json={"state": "online"})
    assert (await desk.post(f"/api/desk/conversations/{conversation}/claim")).status_code == 200

    assert (await desk.delete("/api/desk/session")).status_code == 204

    row = await read(house.parts, conversation)
    assert (row.state, row.agent_id) == (State.QUEUED, None)
    assert await house.parts.line.position(conversation) == 1
    assert "menyerahkan" in (await said(house.parts, conversation, "system"))[-1]
    assert await house.parts.presence.of((await staff(house.parts)).id) is PresenceState.OFFLINE
