from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.presence import PresenceState
from handoff.desk.sessions import COOKIE, LIFETIME
from handoff.ids import new_id
from tests.handoff.conftest import House
from tests.support.agents import staff
from tests.support.customers import wait_for_person
from tests.support.hand_clock import HandClock
from tests.support.visitor import Visitor
from tests.support.waiting import until

MANY = {"type": "watch", "conversations": ["x"] * 51}


@asynccontextmanager
async def desk_socket(house: House, name: str | None = "agent1", **headers: str) -> AsyncIterator[Visitor]:
    """An open desk."""
    if name is not None:
        headers["Cookie"] = f"{COOKIE}={(await house.desk(name)).cookies[COOKIE]}"
    async with connect(house.base.replace("http", "ws", 1) + "/desk/ws", additional_headers=headers) as socket:
        yield Visitor(socket)


async def test_that_only_our_own_page_with_a_log_in_opens_the_desk(house: House) -> None:
    for name, headers, code in (
        (None, {}, "not_logged_in"),
        (None, {"Cookie": f"{COOKIE}=made-up"}, "not_logged_in"),
        ("finance", {}, "forbidden"),
        ("agent1", {"Origin": "https://elsewhere.example"}, "forbidden"),
        ("agent1", {"Origin": "null"}, "forbidden"),
    ):
        async with desk_socket(house, name, **headers) as desk:
            assert (await desk.get("error"))["code"] == code, (name, headers)
            with pytest.raises(ConnectionClosed) as closed:
                await desk.get("hello")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


async def test_that_our_own_page_is_let_in(house: House) -> None:
    async with desk_socket(house, "agent1", Origin=house.base) as desk:
        await desk.get("hello")


async def test_that_a_change_of_the_line_is_told_to_every_desk(house: House) -> None:
    async with desk_socket(house, "agent1") as one, desk_socket(house, "agent2") as other:
        for desk in (one, other):
            await listening(desk)

        await house.parts.bells.ring_desk(await wait_for_person(house.parts))

        for desk in (one, other):
            await desk.get("line")


async def test_that_only_watched_conversations_are_told(house: House) -> None:
    watched, other = new_id(), new_id()
    async with desk_socket(house) as desk:
        await desk.send({"type": "watch", "conversations": [watched]})
        await listening(desk)

        for conversation in (other, watched):
            await house.parts.bells.ring(conversation)
            await house.parts.bells.ring(conversation, "typing:customer")

        assert (await desk.get("typing"))["conversation"] == watched
        await desk.settle()
        assert {frame["id"] for frame in desk.heard("conversation")} == {watched}


async def test_that_watching_others_ends_the_watch_of_those_before(house: House) -> None:
    before, after = new_id(), new_id()
    async with desk_socket(house) as desk:
        for watched in (before, after):
            await desk.send({"type": "watch", "conversations": [watched]})
        await listening(desk)
        await desk.settle(0.1)
        desk.unread.clear()

        await house.parts.bells.ring(before, "typing:customer")
        await house.parts.bells.ring(after, "typing:customer")

        assert (await desk.get("typing"))["conversation"] == after


async def test_that_the_customer_sees_the_agent_typing(house: House) -> None:
    visitor = await house.visitor()
    conversation = (await visitor.hello())["conversation"]
    async with desk_socket(house) as desk:
        await desk.send({"type": "typing", "conversation": conversation})
        await listening(desk)
        await visitor.settle()
        assert visitor.heard("typing") == [], "nobody types in a conversation that they do not look at"

        await desk.send({"type": "watch", "conversations": [conversation]})
        await desk.send({"type": "typing", "conversation": conversation})

        assert (await visitor.get("typing"))["from"] == "agent"


async def test_that_an_open_desk_keeps_its_presence_even_through_a_loss_of_redis(house: House, keys: Keys) -> None:
    rina = (await staff(house.parts)).id
    await house.parts.presence.put(rina, PresenceState.ONLINE)
    async with desk_socket(house) as desk:
        await desk.send({"type": "ping"})
        await listening(desk)
        await house.parts.redis.delete(keys.presence(rina))

        await desk.send({"type": "ping"})

        await until(lambda: is_online(house, rina))


async def test_that_a_wrong_frame_is_refused_and_the_desk_stays_open(house: House) -> None:
    async with desk_socket(house) as desk:
        for frame in ("not json", "[]", {"type": "shout"}, {"type": "watch"}, MANY, b"\x00"):
            await desk.send(frame)

            assert (await desk.get("error"))["code"] == "invalid_input", frame

        await desk.get("hello")


async def test_that_a_closed_desk_leaves_nothing_behind(house: House) -> None:
    async with desk_socket(house) as desk:
        await desk.send({"type": "watch", "conversations": [new_id(), new_id()]})
        await listening(desk)
        assert len(house.parts.bells._bells) == 3

    await until(lambda: len(house.parts.bells._bells) == 0)


async def test_that_a_desk_does_not_outlive_its_session(house: House, clock: HandClock) -> None:
    async with desk_socket(house) as desk:
        await listening(desk)
        clock.now += LIFETIME

        await desk.send({"type": "ping"})

        assert (await desk.get("error"))["code"] == "not_logged_in"
        await desk.get("hello")
        with pytest.raises(ConnectionClosed):
            await desk.get("hello")


async def listening(desk: Visitor) -> None:
    """Returns once everything sent so far was taken."""
    await desk.send(json.dumps({"type": "nothing"}))
    await desk.get("error")
    await asyncio.sleep(0)


async def is_online(house: House, account: str) -> bool:
    return await house.parts.presence.of(account) is PresenceState.ONLINE
