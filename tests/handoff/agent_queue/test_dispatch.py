from __future__ import annotations

import asyncio

import httpx
import pytest
from sqlalchemy import select

from handoff.agent_queue.dispatch import REST
from handoff.agent_queue.presence import PresenceState
from handoff.agent_queue.tables import OfferRow
from handoff.conversations.assign import do_release
from handoff.conversations.conversation import State
from handoff.conversations.resolve import Outcome, Resolution, do_leave, do_resolve
from handoff.parts import Parts
from protocol.languages import Language
from tests.handoff.conftest import House
from tests.support.agents import change_account, claim, staff
from tests.support.customers import arrive, escalate, read, say, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import HandClock
from tests.support.workers import Workers

OFFERS = "/api/desk/offers"


async def on_duty(parts: Parts, *names: str) -> list[str]:
    """The agents sit at open desks and take conversations; gives their ids."""
    found = [(await staff(parts, name)).id for name in names or ("agent1", "agent2")]
    for each in found:
        await parts.presence.put(each, PresenceState.ONLINE)
        await parts.presence.hear(each, parts.clock(), at_desk=True)
    return found


async def offers(parts: Parts, *, state: str | None = "open") -> list[tuple[str, str]]:
    """Conversation and agent of the offers in a state, as they were made."""
    statement = select(OfferRow).order_by(OfferRow.made_at, OfferRow.conversation_id)
    async with parts.record.reading() as session:
        rows = (await session.execute(statement)).scalars()
        return [(row.conversation_id, row.staff_id) for row in rows if state in {None, row.state}]


async def test_that_the_first_in_line_is_offered_to_one_agent(parts: Parts, clock: HandClock) -> None:
    first = await wait_for_person(parts)
    clock.advance(seconds=10)
    await wait_for_person(parts)
    (rina,) = await on_duty(parts, "agent1")

    for _ in range(2):
        await parts.dispatcher.go_round()

    assert await offers(parts) == [(first, rina)]
    assert await parts.line.position(first) == 1


async def test_that_each_of_two_agents_is_offered_another_customer(parts: Parts) -> None:
    waiting = {await wait_for_person(parts) for _ in range(3)}
    agents = await on_duty(parts)

    await parts.dispatcher.go_round()

    made = await offers(parts)
    assert sorted(agent for _, agent in made) == sorted(agents)
    assert len({conversation for conversation, _ in made} & waiting) == 2


async def test_that_an_offer_not_taken_in_time_goes_on_and_the_place_is_kept(parts: Parts, clock: HandClock) -> None:
    conversation = await wait_for_person(parts)
    clock.advance(seconds=1)
    await wait_for_person(parts, language=Language.EN)
    rina, bagus = await on_duty(parts)
    await change_account(parts, await staff(parts, "agent2"), languages=["id"])
    await change_account(parts, await staff(parts, "agent1"), languages=["id"])
    await parts.dispatcher.go_round()
    ((_, asked),) = await offers(parts)

    clock.advance(seconds=29)
    await parts.dispatcher.go_round()
    assert await offers(parts) == [(conversation, asked)]
    clock.advance(seconds=2)
    await on_duty(parts)
    await parts.dispatcher.go_round()

    assert await offers(parts, state="timed_out") == [(conversation, asked)]
    assert await offers(parts) == [(conversation, bagus if asked == rina else rina)]
    assert await parts.line.position(conversation) == 1


async def test_that_nobody_is_offered_to_who_is_away_full_or_has_no_desk_open(parts: Parts) -> None:
    rina, bagus = [await staff(parts, name) for name in ("agent1", "agent2")]
    await on_duty(parts)
    await parts.presence.put(rina.id, PresenceState.AWAY)
    await change_account(parts, bagus, capacity=1)
    await claim(parts, await wait_for_person(parts), bagus)
    hendra = await staff(parts, "supervisor")
    await parts.presence.put(hendra.id, PresenceState.ONLINE)  # by the interface, with no desk open
    await wait_for_person(parts)

    assert await parts.dispatcher.go_round() == 0


async def test_that_who_speaks_another_language_is_not_asked(parts: Parts) -> None:
    await change_account(parts, await staff(parts), languages=["id"])
    await on_duty(parts, "agent1")
    await wait_for_person(parts, language=Language.EN)

    assert await parts.dispatcher.go_round() == 0


async def test_that_who_lets_offers_run_out_is_set_away(parts: Parts, clock: HandClock) -> None:
    (rina,) = await on_duty(parts, "agent1")
    for _ in range(2):
        await wait_for_person(parts)
    await parts.dispatcher.go_round()
    for _ in range(2):
        assert await parts.presence.of(rina) is PresenceState.ONLINE
        clock.advance(seconds=31)
        await parts.presence.hear(rina, clock.now, at_desk=True)
        await parts.dispatcher.go_round()

    assert await parts.presence.of(rina) is PresenceState.AWAY
    assert len(await offers(parts, state="timed_out")) == 2


async def test_that_who_served_a_customer_meanwhile_is_not_set_away(parts: Parts, clock: HandClock) -> None:
    (rina,) = await on_duty(parts, "agent1")
    for _ in range(2):
        await wait_for_person(parts)
        await parts.dispatcher.go_round()
        clock.advance(seconds=10)
        await claim(parts, await wait_for_person(parts), await staff(parts))
        clock.advance(seconds=21)
        await parts.presence.hear(rina, clock.now, at_desk=True)
        await parts.dispatcher.go_round()

    assert await parts.presence.of(rina) is PresenceState.ONLINE


async def test_that_the_agent_who_knows_the_customer_is_asked_first(parts: Parts, clock: HandClock) -> None:
    rina = await staff(parts)
    contact = await arrive(parts)
    old = (await say(parts, contact, "halo")).conversation
    await escalate(parts, old)
    await claim(parts, old, rina)
    async with parts.record.writing() as session:
        await do_resolve(session, old, rina.id, Resolution(Outcome.SOLVED), clock.now)
    clock.advance(minutes=5)
    await on_duty(parts)
    await escalate(parts, old)

    await parts.dispatcher.go_round()

    assert await offers(parts) == [(old, rina.id)]


async def test_that_who_has_just_given_a_customer_back_is_not_offered_them(parts: Parts, clock: HandClock) -> None:
    conversation, rina = await wait_for_person(parts), await staff(parts)
    await claim(parts, conversation, rina)
    async with parts.record.writing() as session:
        await do_release(session, conversation, rina.id, clock.now)
    await on_duty(parts, "agent1")

    assert await parts.dispatcher.go_round() == 0
    clock.advance(seconds=REST.total_seconds() + 1)
    await on_duty(parts, "agent1")
    assert await parts.dispatcher.go_round() == 1


async def test_that_an_offer_ends_when_somebody_else_takes_the_customer_or_they_leave(
    parts: Parts, clock: HandClock
) -> None:
    taken, gone = await wait_for_person(parts), await wait_for_person(parts)
    await on_duty(parts)
    await parts.dispatcher.go_round()

    await claim(parts, taken, await staff(parts, "supervisor"))
    async with parts.record.writing() as session:
        await do_leave(session, gone, clock.now)

    assert await offers(parts) == []
    assert {each for each, _ in await offers(parts, state="withdrawn")} == {taken, gone}


async def test_that_an_agent_who_goes_does_not_hold_up_the_customer(parts: Parts, clock: HandClock) -> None:
    conversation = await wait_for_person(parts)
    rina, bagus = await on_duty(parts)
    await parts.dispatcher.go_round()
    ((_, asked),) = await offers(parts)
    await parts.presence.put(asked, PresenceState.OFFLINE)
    clock.advance(seconds=1)

    await parts.dispatcher.go_round()

    assert await offers(parts) == [(conversation, bagus if asked == rina else rina)]


@on_both_databases
async def test_that_workers_who_race_make_one_offer_of_each(new_worker: Workers) -> None:
    workers = [new_worker() for _ in range(3)]
    conversations = [await wait_for_person(workers[0]) for _ in range(2)]
    agents = await on_duty(workers[0])

    await asyncio.gather(*(worker.dispatcher.go_round() for worker in workers))

    made = await offers(workers[0], state=None)
    assert sorted(each for each, _ in made) == sorted(conversations)
    assert sorted(each for _, each in made) == sorted(agents)


async def test_that_offers_can_be_switched_off(new_worker: Workers) -> None:
    parts = new_worker(offer_seconds=0)
    await wait_for_person(parts)
    await on_duty(parts)

    assert await parts.dispatcher.go_round() == 0


async def offered(house: House) -> tuple[httpx.AsyncClient, str, str]:
    """A desk with an offer: the browser, the offer, the conversation."""
    conversation = await wait_for_person(house.parts)
    await on_duty(house.parts, "agent1")
    await house.parts.dispatcher.make_offers()
    desk = await house.desk()
    offer = (await desk.get(OFFERS)).json()["offer"]
    assert (offer["conversation"]["id"], offer["seconds"]) == (conversation, 30)
    return desk, offer["id"], conversation


@pytest.fixture(autouse=True)
def _no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds are gone by hand here."""
    monkeypatch.setattr("handoff.agent_queue.keeper.ROUND_SECONDS", 3600.0)


async def test_that_an_accepted_offer_is_the_agents_conversation(house: House) -> None:
    desk, offer, conversation = await offered(house)

    response = await desk.post(f"{OFFERS}/{offer}/accept")

    assert (response.status_code, response.json()["state"], response.json()["mine"]) == (200, "agent", True)
    assert (await desk.get(OFFERS)).json() == {"offer": None}
    assert await offers(house.parts, state="accepted") == [(conversation, (await staff(house.parts)).id)]
    assert (await desk.post(f"{OFFERS}/{offer}/accept")).status_code == 409


async def test_that_a_declined_offer_goes_to_the_next_agent(house: House) -> None:
    desk, offer, conversation = await offered(house)

    assert (await desk.post(f"{OFFERS}/{offer}/decline")).status_code == 204

    assert (await read(house.parts, conversation)).state == State.QUEUED
    _, bagus = await on_duty(house.parts)
    await house.parts.dispatcher.go_round()
    assert await offers(house.parts) == [(conversation, bagus)]


async def test_that_nobody_answers_anothers_offer(house: House) -> None:
    _, offer, _ = await offered(house)
    other = await house.desk("agent2")

    for answer in ("accept", "decline"):
        assert (await other.post(f"{OFFERS}/{offer}/{answer}")).status_code == 404
    assert (await other.get(OFFERS)).json() == {"offer": None}


async def test_that_the_line_is_seen_at_a_glance(house: House, clock: HandClock) -> None:
    await wait_for_person(house.parts)
    clock.advance(seconds=90)
    await on_duty(house.parts, "agent1")

    line = (await (await house.desk()).get("/api/desk/line")).json()

    assert (line["waiting"], line["longest_seconds"], line["free_places"], line["busy_places"]) == (1, 90, 4, 0)
    assert line["estimates"] == {"count": 0, "right": 0}
