from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.waiting_line import HEAD_START_SECONDS, WaitingLine, rank_of, urgency_of
from handoff.conversations.resolve import do_leave
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from tests.support.customers import wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import MORNING, HandClock

URGENCY = st.integers(0, 3)
WAITED = st.integers(0, 7200)


@pytest.mark.parametrize(
    ("emotion", "reason", "urgency"),
    [
        ("neutral", "asked", 0),
        ("happy", "asked", 0),
        ("disappointed", "asked", 1),
        ("anxious", "asked", 2),
        ("angry", "asked", 3),
        ("neutral", "complaint", 2),
        ("neutral", "bot_failure", 1),
        ("neutral", "not_resolved", 1),
        ("neutral", "rating", 2),
        ("disappointed", "complaint", 2),
        ("angry", "bot_failure", 3),
        ("a word nobody knows", "asked", 0),
    ],
)
def test_that_urgency_follows_emotion_and_reason(emotion: str, reason: str, urgency: int) -> None:
    assert urgency_of(Escalation(EscalationReason(reason), emotion=emotion)) == urgency


@given(URGENCY, URGENCY, WAITED, WAITED)
def test_that_nobody_waits_behind_a_later_and_no_more_urgent_one(
    urgency: int, other_urgency: int, waited: int, other_waited: int
) -> None:
    rank = rank_of(MORNING - timedelta(seconds=waited), urgency)
    other = rank_of(MORNING - timedelta(seconds=other_waited), other_urgency)

    if urgency >= other_urgency and waited > other_waited:
        assert rank < other
    if waited - other_waited > 3 * HEAD_START_SECONDS:
        assert rank < other, "nobody waits for ever"


async def test_that_customers_are_served_in_the_order_in_which_they_came(parts: Parts, clock: HandClock) -> None:
    waiting = []
    for _ in range(3):
        waiting.append(await wait_for_person(parts))
        clock.advance(seconds=30)

    assert await parts.line.first(0) == waiting
    assert await parts.line.first(2) == waiting[:2]
    assert [await parts.line.position(each) for each in waiting] == [1, 2, 3]


async def test_that_the_angry_one_is_served_before_those_who_came_a_little_earlier(
    parts: Parts, clock: HandClock
) -> None:
    patient = await wait_for_person(parts)
    clock.advance(minutes=14)
    angry = await wait_for_person(parts, Escalation(EscalationReason.EMOTION, emotion="angry"))
    clock.advance(minutes=2)
    angry_later = await wait_for_person(parts, Escalation(EscalationReason.EMOTION, emotion="angry"))

    assert await parts.line.first(0) == [angry, patient, angry_later]


async def test_that_the_place_told_on_entry_is_the_place_one_gets(parts: Parts, clock: HandClock) -> None:
    for _ in range(3):
        await wait_for_person(parts)
        clock.advance(minutes=1)

    for urgency in (0, 3):
        told = await parts.line.position_on_entry(clock.now, urgency)
        await parts.line.enter("new one", clock.now, urgency)
        assert await parts.line.position("new one") == told
        await parts.line.leave("new one")


async def test_that_entering_twice_is_one_place_and_leaving_makes_it_free(parts: Parts, clock: HandClock) -> None:
    for _ in range(2):
        await parts.line.enter("budi", clock.now, 0)
    await parts.line.enter("sari", clock.now + timedelta(seconds=1), 0)

    await parts.line.leave("budi")

    assert await parts.line.first(0) == ["sari"]
    assert await parts.line.position("budi") is None


@on_both_databases
async def test_that_an_emptied_line_is_rebuilt_from_the_record(parts: Parts, clock: HandClock, keys: Keys) -> None:
    patient = await wait_for_person(parts)
    clock.advance(minutes=1)
    angry = await wait_for_person(parts, Escalation(EscalationReason.EMOTION, emotion="angry"))
    await parts.redis.delete(keys.line)

    await parts.line.repair(parts.record)

    assert await parts.line.first(0) == [angry, patient]


async def test_that_the_repair_takes_out_who_no_longer_waits_and_corrects_places(
    parts: Parts, clock: HandClock
) -> None:
    gone, first, second = [await wait_for_person(parts) for _ in range(3)]
    async with parts.record.writing() as session:
        await do_leave(session, gone, clock.now)
    await parts.line.enter(first, clock.now - timedelta(minutes=1), 0)
    await parts.line.enter(second, clock.now - timedelta(hours=1), 3)

    await parts.line.repair(parts.record)

    assert sorted(await parts.line.first(0)) == sorted([first, second])
    scores = [await parts.redis.zscore(parts.line._keys.line, each) for each in (first, second)]
    assert scores == [rank_of(clock.now, 0)] * 2


async def test_that_who_comes_during_a_repair_keeps_their_place(parts: Parts, clock: HandClock) -> None:
    record = InterruptedRecord(parts)

    await parts.line.repair(record)

    assert record.came is not None
    assert await parts.line.position(record.came) == 1


class InterruptedRecord:
    """The record, with somebody who gets in line just after it was read."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.came: str | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        async with self._parts.record.reading() as session:
            yield session
        self.came = await wait_for_person(self._parts)


def test_that_every_key_is_below_the_installations_own_prefix() -> None:
    keys = Keys("kantor:")
    names = [keys.line, keys.turns_due, keys.lane("c"), keys.presence("s"), keys.bell("c"), keys.desk_bell]

    assert all(name.startswith("kantor:") for name in [*names, keys.rate("message", "c", 1)])
    assert len(set(names)) == len(names)


async def test_that_two_installations_share_a_redis_without_meeting(parts: Parts, clock: HandClock) -> None:
    await parts.line.enter("budi", clock.now, 0)

    assert await WaitingLine(parts.redis, Keys(f"{parts.settings.redis_prefix}lain:")).first(0) == []
