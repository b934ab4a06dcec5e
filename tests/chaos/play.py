"""The run: a crowd of customers, a few agents, and somebody who kills parts of the product meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.chaos.agent import Agent
from tests.chaos.customer import Customer
from tests.chaos.findings import assigned, read_record
from tests.chaos.ledger import Desk, Verdict, judge
from tests.chaos.scene import Scene

AGENTS = ("agent1@sapa.local", "agent2@sapa.local", "supervisor@sapa.local")
REST_SECONDS = 60
"""Longer than the pauses of keepers and customers together: who has heard nothing by then, hears nothing any more."""
LAST_LOOK_SECONDS = 3.0


@dataclass(frozen=True)
class Plan:
    """How large, how long, how rough."""

    conversations: int = 200
    seconds: float = 120.0
    kills: int = 20
    seed: int = 1
    things: int = 4
    """What each customer has to say."""


@dataclass(frozen=True)
class Report:
    """How it went."""

    verdict: Verdict
    killed: Counter[str]
    reconnects: int


async def play(scene: Scene, plan: Plan) -> Report:
    """Runs the whole and compares all sides in the end."""
    chance = random.Random(plan.seed)
    address = scene.base.replace("http", "ws", 1) + "/chat/ws"
    customers = [
        Customer(address, random.Random(chance.random()), plan.things, plan.seconds) for _ in range(plan.conversations)
    ]
    agents = [Agent(scene.base, email, scene.password, random.Random(chance.random())) for email in AGENTS]
    async with running(*(customer.live() for customer in customers)):
        async with running(*(agent.work() for agent in agents)):
            killed = await kill_at_random(scene, plan, chance)
            await asyncio.to_thread(scene.wait_until_ready)
            await come_to_rest(customers)
        await asyncio.sleep(LAST_LOOK_SECONDS)  # what was said last is on its way to the screens
    theirs = {each for customer in customers for each in customer.experience.conversations}
    shown = await read_desk(agents[0], [each for each in assigned(scene.record_url) if each in theirs])
    for agent in agents:
        await agent.leave()
    desk = Desk([each for agent in agents for each in agent.said], shown)
    record = read_record(scene.record_url, scene.tracker_url).only(theirs)
    verdict = judge([customer.experience for customer in customers], record, desk)
    return Report(verdict, killed, sum(customer.fell_out for customer in customers))


async def kill_at_random(scene: Scene, plan: Plan, chance: random.Random) -> Counter[str]:
    """Spreads the kills over the time, every part as often as the others; returns when the time is over."""
    began = asyncio.get_running_loop().time()
    parts = [scene.parts[number % len(scene.parts)] for number in range(plan.kills)]
    chance.shuffle(parts)
    killed: Counter[str] = Counter()
    for at, part in zip(sorted(chance.uniform(1, plan.seconds) for _ in parts), parts, strict=True):
        await asyncio.sleep(max(0.0, began + at - asyncio.get_running_loop().time()))
        killed[part] += scene.kill(part, chance)
    await asyncio.sleep(max(0.0, began + plan.seconds - asyncio.get_running_loop().time()))
    return killed


async def come_to_rest(customers: list[Customer]) -> None:
    """Waits until everybody is content; gives up when for a while nobody has been shown anything new."""
    shown, still = -1, 0
    while not all(customer.is_content() for customer in customers) and still < REST_SECONDS:
        await asyncio.sleep(1)
        before, shown = shown, sum(len(customer.experience.shown) for customer in customers)
        still = 0 if shown != before else still + 1


async def read_desk(agent: Agent, conversations: list[str]) -> dict[str, list[str]]:
    """What the desk shows of the conversations that agents have had."""
    return {conversation: await agent.messages_of(conversation) for conversation in conversations}


@asynccontextmanager
async def running(*work: Coroutine[Any, Any, None]) -> Any:
    """Runs coroutines beside the block; a failure of one of them fails the block."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
