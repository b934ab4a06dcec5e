from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.testing import CapturingLogger

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.conversations import watchdog
from handoff.conversations.resolve import do_end
from handoff.conversations.watchdog import MAY_WAIT, count_unanswered, count_waiting, run_watchdog
from handoff.metrics import UNANSWERED, WAITING
from handoff.parts import Parts
from handoff.record import Record
from launch.ports import free_port
from tests.support.agents import claim, staff
from tests.support.customers import ask, read, said, say, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import HandClock
from tests.support.waiting import until
from tests.support.workers import Workers, running


@on_both_databases
async def test_that_a_customer_who_waits_too_long_for_the_bot_is_counted(parts: Parts, clock: HandClock) -> None:
    conversation = await ask(parts)
    clock.now += MAY_WAIT
    assert await count_unanswered(parts.record, clock.now) == 0

    clock.advance(seconds=1)
    assert await count_unanswered(parts.record, clock.now) == 1

    await parts.turns.take(conversation)
    assert await count_unanswered(parts.record, clock.now) == 0


async def test_that_writing_on_does_not_hide_how_long_one_waits(parts: Parts, clock: HandClock) -> None:
    conversation = await ask(parts)
    contact = (await read(parts, conversation)).contact_id
    for _ in range(4):
        clock.now += MAY_WAIT / 3
        await say(parts, contact, "halo?")

    assert await count_unanswered(parts.record, clock.now) == 1


async def test_that_who_waits_for_a_person_or_has_one_or_left_is_not_unanswered(parts: Parts, clock: HandClock) -> None:
    waiting, served, left = await wait_for_person(parts), await wait_for_person(parts), await ask(parts)
    await claim(parts, served, await staff(parts))
    for conversation in (waiting, served):
        await say(parts, (await read(parts, conversation)).contact_id, "halo?")
    async with parts.record.writing() as session:
        await do_end(session, left, clock.now)
    clock.now += MAY_WAIT + timedelta(hours=1)

    assert await count_unanswered(parts.record, clock.now) == 0
    assert await count_waiting(parts.record) == 1


async def test_that_the_alarm_is_raised_and_the_line_repaired(
    parts: Parts, clock: HandClock, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = CapturingLogger()
    monkeypatch.setattr(watchdog, "log", logged)
    await ask(parts)
    waiting = await wait_for_person(parts)
    await parts.redis.delete(keys.line)
    clock.now += MAY_WAIT + timedelta(seconds=1)

    async with running(run_watchdog(parts.record, parts.line, clock)):
        await until(lambda: is_first(parts.line, waiting))

    assert [(call.args, call.kwargs["conversations"]) for call in logged.calls] == [(("watchdog.unanswered",), 1)]
    assert (UNANSWERED._value.get(), WAITING._value.get()) == (1, 1)


async def test_that_the_watchdog_outlives_a_record_that_cannot_be_reached(
    parts: Parts, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "ROUND_SECONDS", 0.01)
    logged = CapturingLogger()
    monkeypatch.setattr(watchdog, "log", logged)
    away = Record(f"postgresql://sapa@127.0.0.1:{free_port()}/sapa")

    async with running(run_watchdog(away, parts.line, clock)) as (dog,):
        await until(lambda: len(logged.calls) > 1)
        assert not dog.done()

    assert {call.args for call in logged.calls} == {("watchdog.interrupted",)}
    await away.close()


async def is_first(line: WaitingLine, conversation: str) -> bool:
    return await line.first(1) == [conversation]


async def test_that_after_a_restart_with_an_empty_redis_everybody_is_answered(
    new_worker: Workers, clock: HandClock, keys: Keys
) -> None:
    before = new_worker()
    asked = [await ask(before) for _ in range(5)]
    waiting = await wait_for_person(before)
    await before.redis.delete(keys.line, keys.turns_due)
    clock.now += MAY_WAIT + timedelta(seconds=1)
    after = new_worker()
    unanswered = await count_unanswered(after.record, clock.now)

    async with running(after.lanes.run(after.turns.take), after.lanes.run_sweep()):
        await until(lambda: all_answered(after, clock))
    async with running(run_watchdog(after.record, after.line, clock)):
        await until(lambda: is_first(after.line, waiting))

    assert unanswered == len(asked)
    assert UNANSWERED._value.get() == 0
    assert [len(await said(after, each, "bot")) for each in asked] == [1] * len(asked)


async def all_answered(parts: Parts, clock: HandClock) -> bool:
    return await count_unanswered(parts.record, clock.now) == 0
