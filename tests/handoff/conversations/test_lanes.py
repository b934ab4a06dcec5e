from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.exceptions import RedisError
from structlog.testing import capture_logs

from handoff.agent_queue.keys import Keys
from handoff.conversations import lanes
from handoff.conversations.lanes import BATCH, Lanes, when_due
from handoff.conversations.take_turn import begin_turn
from handoff.parts import Parts
from handoff.record import Record
from launch.ports import free_port
from tests.support.customers import ask, read, said, say
from tests.support.databases import on_both_databases
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import MORNING, HandClock
from tests.support.redis_server import RedisServer
from tests.support.waiting import until
from tests.support.workers import Workers, running

QUIET, CAP = 0.7, 10.0
POLLS = 0.6
"""Seconds in which every worker has looked at the lanes twice."""


class Diary:
    """Work that notes what it was called for, and can be slow."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        self.overlapping = False

    async def work(self, conversation: str) -> datetime | None:
        self.overlapping |= Counter(self.begun)[conversation] > Counter(self.ended)[conversation]
        self.begun.append(conversation)
        if conversation in self.held:
            await self.held[conversation].wait()
        await asyncio.sleep(0)
        self.ended.append(conversation)
        return None

    def hold(self, conversation: str) -> asyncio.Event:
        return self.held.setdefault(conversation, asyncio.Event())


@pytest.fixture
def diary() -> Diary:
    return Diary()


def test_that_a_turn_is_taken_after_the_quiet_time() -> None:
    assert when_due(MORNING, MORNING, QUIET, CAP) == MORNING + timedelta(seconds=QUIET)


def test_that_a_customer_who_never_pauses_is_answered_at_the_cap() -> None:
    now = MORNING + timedelta(seconds=9.8)

    assert when_due(now, MORNING, QUIET, CAP) == MORNING + timedelta(seconds=CAP)
    assert when_due(MORNING + timedelta(seconds=60), MORNING, QUIET, CAP) == MORNING + timedelta(seconds=60)


@given(st.floats(0, 600), st.floats(0, 60), st.floats(0, 120))
def test_that_a_turn_is_never_due_in_the_past_nor_after_quiet_time_or_cap(
    waited: float, quiet: float, cap: float
) -> None:
    now = MORNING + timedelta(seconds=waited)

    due = when_due(now, MORNING, quiet, cap)

    assert now <= due <= now + timedelta(seconds=quiet)
    assert due <= max(now, MORNING + timedelta(seconds=cap))


async def test_that_nothing_is_done_before_it_is_due(parts: Parts, clock: HandClock, diary: Diary) -> None:
    await parts.lanes.schedule("budi", clock.now + timedelta(seconds=QUIET))
    async with running(parts.lanes.run(diary.work)):
        clock.advance(seconds=0.6)
        await asyncio.sleep(POLLS)
        assert diary.begun == []

        clock.advance(seconds=0.2)
        await until(lambda: diary.ended == ["budi"])


async def test_that_typing_extends_the_pause(parts: Parts, clock: HandClock, diary: Diary) -> None:
    await parts.lanes.schedule("budi", clock.now + timedelta(seconds=QUIET))

    await parts.lanes.postpone("budi", clock.now + timedelta(seconds=3))

    clock.advance(seconds=2.9)
    assert await due(parts, "budi") == pytest.approx((clock.now + timedelta(seconds=0.1)).timestamp(), abs=0.01)


async def test_that_typing_neither_hurries_a_turn_nor_makes_one(parts: Parts, clock: HandClock) -> None:
    await parts.lanes.schedule("budi", clock.now + timedelta(seconds=5))

    await parts.lanes.postpone("budi", clock.now + timedelta(seconds=3))
    await parts.lanes.postpone("sari", clock.now + timedelta(seconds=3))

    assert await due(parts, "budi") == (clock.now + timedelta(seconds=5)).timestamp()
    assert await due(parts, "sari") is None


async def test_that_turns_of_one_conversation_follow_one_another(parts: Parts, clock: HandClock, diary: Diary) -> None:
    release = diary.hold("budi")
    await parts.lanes.schedule("budi", clock.now)
    async with running(parts.lanes.run(diary.work)):
        await until(lambda: diary.begun == ["budi"])

        await parts.lanes.schedule("budi", clock.now)
        await asyncio.sleep(POLLS)
        assert diary.begun == ["budi"]

        release.set()
        await until(lambda: diary.ended == ["budi", "budi"])
    assert not diary.overlapping


async def test_that_a_slow_conversation_delays_only_itself(parts: Parts, clock: HandClock, diary: Diary) -> None:
    diary.hold("budi")
    await parts.lanes.schedule("budi", clock.now)
    async with running(parts.lanes.run(diary.work)):
        await until(lambda: diary.begun == ["budi"])

        await parts.lanes.schedule("sari", clock.now)

        await until(lambda: diary.ended == ["sari"])
        diary.held["budi"].set()


async def test_that_many_slow_conversations_with_more_to_say_delay_only_themselves(
    parts: Parts, clock: HandClock, diary: Diary
) -> None:
    slow = [f"pelan-{each}" for each in range(BATCH + 5)]
    async with running(parts.lanes.run(diary.work)):
        for each in slow:
            diary.hold(each)
            await parts.lanes.schedule(each, clock.now)
        await until(lambda: len(diary.begun) == len(slow))
        for each in slow:
            await parts.lanes.schedule(each, clock.now)

        await parts.lanes.schedule("sari", clock.now)

        try:
            await until(lambda: diary.ended == ["sari"], seconds=2)
        finally:
            for event in diary.held.values():
                event.set()


async def test_that_two_workers_never_work_on_one_conversation_at_once(
    new_worker: Workers, clock: HandClock, diary: Diary
) -> None:
    workers, conversations = [new_worker(), new_worker()], [f"c{each}" for each in range(20)]
    async with running(*(worker.lanes.run(diary.work) for worker in workers)):
        for turn in range(3):
            for conversation in conversations:
                await workers[turn % 2].lanes.schedule(conversation, clock.now)
            await asyncio.sleep(0.02)

        await until(lambda: set(diary.ended) == set(conversations) and len(diary.ended) == len(diary.begun))

    assert not diary.overlapping


async def test_that_work_which_breaks_is_done_again_and_stops_nobody(
    parts: Parts, clock: HandClock, diary: Diary
) -> None:
    async def break_once(conversation: str) -> datetime | None:
        await diary.work(conversation)
        if diary.begun.count("budi") == 1 and conversation == "budi":
            raise RuntimeError("broken")
        return None

    await parts.lanes.schedule("budi", clock.now)
    async with running(parts.lanes.run(break_once)) as (lane,):
        with capture_logs() as logged:
            await until(lambda: bool(logged))
        assert [(each["event"], each["conversation"]) for each in logged] == [("lanes.broken", "budi")]
        await parts.lanes.schedule("budi", clock.now)
        await parts.lanes.schedule("sari", clock.now)

        await until(lambda: sorted(diary.ended) == ["budi", "budi", "sari"])

        assert not lane.done()


async def test_that_a_lane_left_by_a_dead_worker_is_taken_over(parts: Parts, keys: Keys, diary: Diary) -> None:
    await parts.redis.set(keys.lane("budi"), "a worker that is no more", px=300)
    await parts.lanes.schedule("budi", MORNING)

    async with running(parts.lanes.run(diary.work)):
        await until(lambda: diary.ended == ["budi"])


async def test_that_a_lane_is_kept_for_as_long_as_the_work_takes(
    new_worker: Workers, clock: HandClock, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LANE_LEASE_SECONDS", 0.3)
    first, second = new_worker(), new_worker()
    release = diary.hold("budi")
    await first.lanes.schedule("budi", clock.now)
    async with running(first.lanes.run(diary.work)):
        await until(lambda: diary.begun == ["budi"])
        await second.lanes.schedule("budi", clock.now)
        async with running(second.lanes.run(diary.work)):
            await asyncio.sleep(0.8)

            assert diary.begun == ["budi"]
            release.set()
            await until(lambda: diary.ended == ["budi", "budi"])


async def test_that_what_follows_a_turn_does_not_cut_the_pause_short(
    parts: Parts, clock: HandClock, diary: Diary
) -> None:
    async def more_came_meanwhile(conversation: str) -> datetime | None:
        await diary.work(conversation)
        if len(diary.begun) > 1:
            return None
        await parts.lanes.schedule(conversation, clock.now + timedelta(seconds=QUIET))
        return clock.now

    await parts.lanes.schedule("budi", clock.now)
    async with running(parts.lanes.run(more_came_meanwhile)):
        await asyncio.sleep(POLLS)
        assert diary.begun == ["budi"]

        clock.advance(seconds=QUIET)
        await until(lambda: diary.ended == ["budi", "budi"])


@on_both_databases
async def test_that_what_redis_has_forgotten_is_found_in_the_record(parts: Parts, keys: Keys, bot: FakeBot) -> None:
    conversation = await ask(parts, "jam buka kantor?")
    await parts.redis.delete(keys.turns_due)

    assert await parts.lanes.sweep() == 1

    async with running(parts.lanes.run(parts.turns.take)):
        await until(lambda: len(bot.asked) == 1)
        await parts.lanes.stop()
    assert await said(parts, conversation, "bot") == ["Jawaban untuk: jam buka kantor?"]
    assert await parts.lanes.sweep() == 0


async def test_that_the_sweep_hurries_nobody_who_is_still_writing(parts: Parts, clock: HandClock) -> None:
    conversation = await ask(parts)
    later = clock.now + timedelta(seconds=QUIET)
    await parts.lanes.schedule(conversation, later)

    await parts.lanes.sweep()

    assert await due(parts, conversation) == later.timestamp()


@on_both_databases
async def test_that_a_turn_begun_before_a_crash_is_answered_once_after_it(
    new_worker: Workers, clock: HandClock, bot: FakeBot
) -> None:
    crashed, alive = new_worker(), new_worker()
    conversation = await ask(crashed, "jam buka kantor?")
    async with crashed.record.writing() as session:
        begun = await begin_turn(session, conversation, clock.now)
    assert begun is not None
    await bot.ask(begun.request)

    await alive.lanes.sweep()
    async with running(alive.lanes.run(alive.turns.take), alive.lanes.run_sweep()):
        await until(lambda: len(bot.asked) == 2)
        await alive.lanes.stop()

    assert {request.turn for request in bot.asked} == {begun.request.turn}
    assert await said(alive, conversation, "bot") == ["Jawaban untuk: jam buka kantor?"]


async def test_that_without_redis_nothing_is_lost(new_worker: Workers, own_redis: RedisServer, bot: FakeBot) -> None:
    parts = new_worker(redis_url=own_redis.url)
    async with running(parts.lanes.run(parts.turns.take), parts.lanes.run_sweep()) as tasks:
        own_redis.stop()
        conversation = await ask(parts)
        await parts.lanes.schedule(conversation, MORNING)
        own_redis.start()

        await parts.lanes.sweep()

        await until(lambda: len(bot.asked) == 1, seconds=8)
        assert not any(task.done() for task in tasks)


async def test_that_the_sweep_outlives_a_record_that_cannot_be_reached(
    parts: Parts, keys: Keys, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "SWEEP_SECONDS", 0.01)
    away = Record(f"postgresql://sapa@127.0.0.1:{free_port()}/sapa")
    async with running(Lanes(parts.redis, keys, away, clock).run_sweep()) as (sweep,):
        await asyncio.sleep(0.3)

        assert not sweep.done()
    await away.close()


async def test_that_typing_tells_when_redis_is_away(new_worker: Workers, own_redis: RedisServer) -> None:
    parts = new_worker(redis_url=own_redis.url)
    own_redis.stop()

    with pytest.raises(RedisError):
        await parts.lanes.postpone("budi", MORNING)


async def test_that_order_is_kept_however_turns_and_messages_interleave(
    new_worker: Workers, clock: HandClock, bot: FakeBot
) -> None:
    workers = [new_worker(), new_worker()]
    conversation = await ask(workers[0], "pesan 0")
    contact = (await read(workers[0], conversation)).contact_id
    async with running(*(worker.lanes.run(worker.turns.take) for worker in workers)):
        for number in range(1, 15):
            await workers[number % 2].lanes.schedule(conversation, clock.now)
            await say(workers[number % 2], contact, f"pesan {number}")
        await workers[0].lanes.schedule(conversation, clock.now)
        await until(lambda: is_answered(workers[0], conversation))

    asked = [text for request in bot.asked for text in request.text.split("\n")]
    assert asked == [f"pesan {number}" for number in range(15)]


async def is_answered(parts: Parts, conversation: str) -> bool:
    row = await read(parts, conversation)
    return row.answered_seq == row.asked_seq


async def due(parts: Parts, conversation: str) -> float | None:
    score = await parts.redis.zscore(Keys(parts.settings.redis_prefix).turns_due, conversation)
    return None if score is None else float(score) / 1000
