"""Two replicas of the bot on one conversation: the lease keeps them apart, and the tracker store does without it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from bot.trackers import CheckedTrackerStore, OutdatedTrackerError
from bot.turn_locks import TurnLocks
from tests.support.postgres import PostgresCluster
from tests.support.redis_server import RedisServer

DOMAIN = Domain.from_dict({"intents": ["greet"]})


@pytest.fixture(params=["sqlite", "postgresql"])
def tracker_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return cluster.create().replace("postgresql://", "postgresql+psycopg://")


async def texts(store: CheckedTrackerStore) -> list[str]:
    tracker = await store.retrieve("c-1")
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


async def test_that_of_two_replicas_that_computed_the_same_turn_one_is_kept_whole(tracker_url: str) -> None:
    one, other = CheckedTrackerStore(DOMAIN, host=tracker_url), CheckedTrackerStore(DOMAIN, host=tracker_url)
    begun = await one.get_or_create_tracker("c-1")
    begun.update(UserUttered("halo"))
    await one.save(begun)
    mine, theirs = await one.retrieve("c-1"), await other.retrieve("c-1")
    assert mine is not None
    assert theirs is not None
    for tracker in (mine, theirs):
        tracker.update(UserUttered("ORD-2026-00105"))

    await one.save(mine)
    with pytest.raises(OutdatedTrackerError):
        await other.save(theirs)

    assert await texts(one) == ["halo", "ORD-2026-00105"]
    mine.update(UserUttered("terima kasih"))
    await one.save(mine)
    assert await texts(other) == ["halo", "ORD-2026-00105", "terima kasih"]


async def test_that_turns_of_one_conversation_do_not_overlap_over_replicas(
    redis_server: RedisServer, prefix: str
) -> None:
    at_work: list[str] = []

    async def take(locks: TurnLocks) -> None:
        async with locks.lock("c-1"):
            at_work.append("begin")
            await asyncio.sleep(0.02)
            at_work.append("end")

    replicas = [TurnLocks(redis_server.url, prefix) for _ in range(2)]
    await asyncio.gather(*(take(replicas[number % 2]) for number in range(6)))

    assert at_work == ["begin", "end"] * 6


async def test_that_turns_are_taken_while_redis_is_away(own_redis: RedisServer, prefix: str) -> None:
    locks = TurnLocks(own_redis.url, prefix)
    own_redis.stop()

    async with asyncio.timeout(2):
        async with locks.lock("c-1"):
            taken = True

    assert taken
