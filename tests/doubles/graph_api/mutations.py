"""Webhooks as Meta would never send them: every captured shape with parts changed, taken away, or put in twice.

`python -m tests.doubles.graph_api.mutations [payloads]` (or `make whatsapp-mutate`) sends so many over HTTP, each with
a good message beside what was changed, and prints how they were answered and how many good messages were lost.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import structlog
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sanic import Sanic
from sqlalchemy import select

from handoff.conversations.whatsapp_tables import WhatsappMessageRow
from protocol.settings import Settings
from tests.handoff.channels.whatsapp_captured import NAMES, OURS, captured
from tests.handoff.channels.whatsapp_world import World, open_world
from tests.support.fake_bot import FakeBot
from tests.support.installation import installation

SHAPES = {name: captured(name) for name in NAMES}
MOST_CHANGES = 4
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just("wamid." + "x" * 400)
    | st.sampled_from(["text", "image", "system", "\x00", "\ud800", "-1", "99999999999999999999", "ID.1", "0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
Place = tuple[Any, Any]
"""A list or object in a payload, and an index or key of it."""


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A captured shape with one to four changes somewhere in it."""
    payload: dict[str, Any] = deepcopy(SHAPES[draw(st.sampled_from(NAMES))])
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        places = list(_places(payload))
        if places:
            _change(draw, *draw(st.sampled_from(places)))
    return payload


def _places(value: Any) -> Iterator[Place]:
    keys: Any = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _change(draw: st.DrawFn, holder: Any, key: Any) -> None:
    match draw(st.sampled_from(["replace", "remove", "twice", "wrap", "rename"])):
        case "replace":
            holder[key] = draw(ANYTHING)
        case "remove":
            del holder[key]
        case "twice" if isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
        case "rename" if isinstance(holder, dict):
            holder[draw(st.text(max_size=8))] = holder.pop(key)
        case _:
            holder[key] = [holder[key]]


@dataclass
class Verdict:
    """How the product took them."""

    statuses: Counter[int] = field(default_factory=Counter)
    good: list[str] = field(default_factory=list)
    """Ids of the good messages that went along and were answered with 200."""
    lost: int = 0

    @property
    def is_good(self) -> bool:
        return set(self.statuses) == {200} and not self.lost

    def __str__(self) -> str:
        answers = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return f"answers: {answers}\ngood messages sent along: {len(self.good)}\ngood messages lost: {self.lost}"


def run_mutations(settings: Settings, count: int) -> Verdict:
    """Sends so many, one after the other, and looks for every good message afterwards."""
    verdict = Verdict()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        # The bot keeps listening: what is looked at here is how updates are taken in.
        listening = settings.model_copy(update={"quiet_ms": 60_000, "turn_cap_ms": 120_000})
        world = runner.run(open_world(stack, listening, FakeBot()))

        @hypothesis_settings(
            max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(mutated())
        def send(payload: dict[str, Any]) -> None:
            runner.run(_send(world, payload, verdict))

        send()
        verdict.lost = runner.run(_count_lost(world, verdict.good))
        runner.run(stack.aclose())
    return verdict


async def _send(world: World, payload: dict[str, Any], verdict: Verdict) -> None:
    number = len(verdict.good)
    good = f"wamid.good.{number}"
    # A payload with the id of an earlier message would be done with at once.
    body = json.dumps({**payload, "entry": _with_good(payload.get("entry"), good, number)})
    body = body.replace('"wamid.HBg', f'"wamid.{number}.HBg')
    status = await world.double.webhooks.request(body.encode("utf-8", "surrogatepass"))
    verdict.statuses[status] += 1
    verdict.good.append(good)


def _with_good(entries: Any, good: str, number: int) -> list[Any]:
    message = {"id": good, "from": f"6281{number % 200:07}", "timestamp": "1796000000", "type": "text"}
    value = {"metadata": {"phone_number_id": OURS}, "messages": [{**message, "text": {"body": "halo"}}]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return [*entries, entry] if isinstance(entries, list) else [entries, entry]


async def _count_lost(world: World, good: list[str]) -> int:
    # Updates are worked on one at a time, each with a disk sync, so many of them take their time.
    await world.settle(60 + len(good) / 5)
    async with world.parts.record.reading() as session:
        kept = set((await session.execute(select(WhatsappMessageRow.id))).scalars())
    return len(set(good) - kept)


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    Sanic.test_mode = True  # lets a process hold several applications of one name
    with installation() as installed:
        found = run_mutations(installed, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(found)  # noqa: T201 - a command
    sys.exit(not found.is_good)
