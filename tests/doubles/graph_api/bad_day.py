"""A bad day at Meta: many customers write while webhooks come twice, late, in any order, together, or not at once.

`python -m tests.doubles.graph_api.bad_day [messages]` (or `make whatsapp-chaos`) prints what became of them.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import structlog
from sanic import Sanic

from handoff.conversations.sent_order import in_sent_order
from protocol.settings import Settings
from tests.doubles.graph_api.mischief import Mischief
from tests.doubles.graph_api.phone import Phone
from tests.handoff.channels.whatsapp_world import World, open_world
from tests.support.fake_bot import FakeBot
from tests.support.installation import installation
from tests.support.waiting import until

EACH = 10
"""Messages of one customer."""
DAYS_LATE_EVERY = 10
"""Every so manieth customer's webhooks come days late: nobody heard of them until now."""
BETWEEN_SECONDS = 1.05
"""Nobody writes two messages in the second to which Meta's times are rounded."""
PATIENCE_SECONDS = 240.0


@dataclass(frozen=True)
class Outcome:
    """What became of the customers' messages, and of the answers to them."""

    sent: int
    seen: int
    """Customers' messages that agents see."""
    lost: int
    """Customers' messages that nobody sees, and answers that did not reach the phone."""
    doubled: int
    """Customers' messages that stand there twice, and answers that came twice."""
    reordered: int
    """Messages after one that was written later, on the desk as on the phones."""

    def __str__(self) -> str:
        return "\n".join(f"{name:<10}{value:>6}" for name, value in vars(self).items())


def bad_mischief() -> Mischief:
    """Everything that can go wrong, often."""
    return Mischief(
        duplicate=0.3,
        delay=0.5,
        delay_seconds=3.0,
        drop=0.1,
        batch=0.2,
        fail=0.05,
        hang_up=0.03,
        rate_limit=0.02,
        pair_limit=0.01,
    )


async def run_bad_day(world: World, messages: int) -> Outcome:
    """Lets customers write so many messages, waits until everything has settled, and counts."""
    phones = [
        world.double.phone(f"62811000{number:04}", f"P{number}", f"ID.{number}") for number in range(messages // EACH)
    ]
    for number in range(EACH):
        for place, phone in enumerate(phones):
            late = timedelta(days=1 + place % 6) if place % DAYS_LATE_EVERY == 1 else timedelta()
            phone.say(f"{phone.name} pesan {number}", world.clock() - late)
        await asyncio.sleep(BETWEEN_SECONDS)
    await world.settle()

    async def all_told() -> bool:
        told = [await _answers(world, phone) for phone in phones if not _is_late(world, phone)]
        return all(len(expected) > 0 and len(set(heard)) >= len(expected) for expected, heard in told)

    with suppress(TimeoutError):  # what is missing is counted
        await until(all_told, PATIENCE_SECONDS)
    await world.settle()
    return await _count(world, phones)


async def _count(world: World, phones: list[Phone]) -> Outcome:
    sent = seen = lost = doubled = reordered = 0
    for phone in phones:
        written = [message["text"]["body"] for message in phone.sent]
        shown = await _shown(world, phone)
        sent, seen = sent + len(written), seen + len(shown)
        lost += len(set(written) - set(shown))
        doubled += len(shown) - len(set(shown))
        reordered += sum(written.index(one) > written.index(other) for one, other in pairwise(shown))
        if not _is_late(world, phone):  # to the others nothing may be said without a template
            expected, heard = await _answers(world, phone)
            lost += len(set(expected) - set(heard))
            doubled += len(heard) - len(set(heard))
            places = [expected.index(each) for each in heard if each in expected]
            reordered += sum(one > other for one, other in pairwise(places))
    return Outcome(sent, seen, lost, doubled, reordered)


async def _shown(world: World, phone: Phone) -> list[str]:
    """The customer's words in the order in which the desk shows them."""
    times = {(each.conversation_id, each.seq): each.sent_at for each in await world.details()}
    shown = []
    for conversation in await world.conversations(phone):
        rows = [each for each in await world.messages(phone) if each.conversation_id == conversation.id]
        known = {seq: at for (own, seq), at in times.items() if own == conversation.id}
        shown += [each.text for each in in_sent_order(rows, known) if each.sender == "customer"]
    return shown


async def _answers(world: World, phone: Phone) -> tuple[list[str], list[str]]:
    """What the bot said to a customer, and what their phone shows of it."""
    return [text for who, text in await world.said(phone) if who == "bot"], phone.texts


def _is_late(world: World, phone: Phone) -> bool:
    return phone.last_sent_at is not None and phone.last_sent_at < world.clock() - timedelta(hours=23)


async def _main(settings: Settings, messages: int) -> Outcome:
    async with AsyncExitStack() as stack:
        world = await open_world(stack, settings, FakeBot(), bad_mischief(), workers=2)
        return await run_bad_day(world, messages)


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    Sanic.test_mode = True  # lets a process hold several applications of one name
    with installation() as installed:
        outcome = asyncio.run(_main(installed, int(sys.argv[1]) if len(sys.argv) > 1 else 500))
    print(outcome)  # noqa: T201 - a command
    sys.exit(outcome.seen != outcome.sent or bool(outcome.lost or outcome.doubled or outcome.reordered))
