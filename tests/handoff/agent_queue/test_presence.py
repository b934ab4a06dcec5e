from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.presence import PresenceState, count_places, recent_handlings
from handoff.conversations.assign import do_release
from handoff.parts import Parts
from tests.support.agents import change_account, claim, staff
from tests.support.customers import wait_for_person
from tests.support.hand_clock import HandClock

ONLINE, AWAY, OFFLINE = PresenceState.ONLINE, PresenceState.AWAY, PresenceState.OFFLINE


@pytest.mark.parametrize("state", list(PresenceState))
async def test_that_presence_is_what_was_said_last(parts: Parts, state: PresenceState) -> None:
    await parts.presence.put("rina", ONLINE)

    await parts.presence.put("rina", state)

    assert await parts.presence.of("rina") is state
    assert await parts.presence.online(["rina", "bagus"]) == ({"rina"} if state is ONLINE else set())


async def test_that_a_desk_which_is_not_heard_of_goes_offline(parts: Parts, keys: Keys) -> None:
    await parts.presence.put("rina", ONLINE)

    lease = await parts.redis.ttl(keys.presence("rina"))

    assert 0 < lease <= parts.settings.presence_seconds
    assert await parts.presence.of("nobody") is OFFLINE


async def test_that_a_desk_which_is_heard_of_stays(parts: Parts, keys: Keys) -> None:
    await parts.presence.put("rina", AWAY)
    await parts.redis.expire(keys.presence("rina"), 1)

    assert await parts.presence.renew("rina", None) is AWAY

    assert await parts.redis.ttl(keys.presence("rina")) > 1


async def test_that_a_desk_restores_a_presence_that_redis_has_lost(parts: Parts, keys: Keys) -> None:
    await parts.presence.put("rina", ONLINE)
    known = await parts.presence.renew("rina", None)
    await parts.redis.delete(keys.presence("rina"))

    assert await parts.presence.renew("rina", known) is ONLINE

    assert await parts.presence.of("rina") is ONLINE


async def test_that_a_desk_does_not_bring_back_who_has_gone_off_duty(parts: Parts) -> None:
    await parts.presence.put("rina", ONLINE)
    known = await parts.presence.renew("rina", None)
    await parts.presence.put("rina", OFFLINE)

    assert await parts.presence.renew("rina", known) is OFFLINE

    assert await parts.presence.of("rina") is OFFLINE


async def test_that_places_are_counted_of_those_on_duty(parts: Parts) -> None:
    rina, bagus, hendra = [await staff(parts, name) for name in ("agent1", "agent2", "supervisor")]
    await change_account(parts, bagus, capacity=2)
    for agent in (rina, hendra):
        await claim(parts, await wait_for_person(parts), agent)
    for agent, state in ((rina, ONLINE), (bagus, ONLINE), (hendra, AWAY)):
        await parts.presence.put(agent.id, state)
    await parts.presence.put((await staff(parts, "finance")).id, ONLINE)

    async with parts.record.reading() as session:
        places = await count_places(session, parts.presence)

    assert (places.free, places.busy) == (3 + 2, 1)


async def test_that_an_account_that_was_closed_has_no_places(parts: Parts) -> None:
    rina = await staff(parts)
    await parts.presence.put(rina.id, ONLINE)
    await change_account(parts, rina, active=False)

    async with parts.record.reading() as session:
        places = await count_places(session, parts.presence)

    assert (places.free, places.busy) == (0, 0)


async def test_that_handling_times_are_of_the_latest_assignments_that_ended(parts: Parts, clock: HandClock) -> None:
    rina = await staff(parts)
    for minutes in (10, 3, 5):
        conversation = await wait_for_person(parts)
        await claim(parts, conversation, rina)
        clock.advance(minutes=minutes)
        async with parts.record.writing() as session:
            await do_release(session, conversation, rina.id, clock.now)
    await claim(parts, await wait_for_person(parts), rina)

    async with parts.record.reading() as session:
        assert await recent_handlings(session, 2) == [timedelta(minutes=each).total_seconds() for each in (5, 3)]
