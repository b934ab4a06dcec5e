"""How long the desk and the reports take on a full record: `make bench-desk`.

The record (SQLite) holds 200,000 messages of 20,000 conversations over thirty days; 500 conversations are open. Times
are those of whole HTTP requests on the loopback, one at a time, to a service in this process.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
import structlog

from crm.database import as_sync_url
from handoff.app import create_app, make_parts
from handoff.conversations.tables import (
    AssignmentRow,
    ContactRow,
    ConversationRow,
    EscalationRow,
    MessageRow,
    RatingRow,
    StaffRow,
    TurnRow,
)
from protocol.settings import Settings
from tests.support.agents import at_desk
from tests.support.installation import installation
from tests.support.serving import serving

RESULT = Path(__file__).parent / "results" / "desk_load.md"
CONVERSATIONS, MESSAGES_EACH, OPEN, DAYS = 20_000, 10, 500, 30
ROUNDS = 5
OPENING = ("/desk/", "/api/desk/me", "/api/desk/conversations", "/api/desk/staff")
"""What the page asks for, before it shows everything."""
REPORTS = ("overview", "overview.csv", "scorecard")
OPENING_GOAL, REPORT_GOAL = 1.0, 2.0
INTENTS = (("faq", "pricing"), ("faq", "opening_hours"), ("check_order_status", None), ("nlu_fallback", None))

Row = dict[str, Any]


def conversation_rows(number: int, agents: list[str], now: datetime, dice: random.Random) -> Iterator[tuple[Any, Row]]:
    """One conversation with its messages and turns; every third is served by a person, and the latest wait."""
    name, waits = f"c{number:06}", number < OPEN
    began = now - timedelta(minutes=number if waits else 60 + dice.randrange(DAYS * 1440))
    contact = {"id": name, "channel": "web", "identity": name, "name": "Sari", "language": "id", "created_at": began}
    yield ContactRow, contact
    end = began + timedelta(seconds=60 * MESSAGES_EACH)
    yield ConversationRow, {
        "id": name, "contact_id": name, "channel": dice.choice(("web", "whatsapp")), "epoch": 1,
        "state": "queued" if waits else "bot", "language": dice.choice(("id", "id", "en")),
        "last_seq": MESSAGES_EACH, "asked_seq": MESSAGES_EACH - 1, "answered_seq": MESSAGES_EACH - 1,
        "queued_at": began if waits else None, "urgency": 0, "emotion": "neutral",
        "reason": "asked" if waits else None, "slots": {}, "created_at": began, "updated_at": end,
    }  # fmt: skip
    yield from said(name, began, agents[number % len(agents)] if number % 3 == 0 and not waits else None, dice)
    if waits or number % 3 == 0:
        yield EscalationRow, {
            "id": name, "conversation_id": name, "reason": "asked", "evidence": [], "emotion": "neutral",
            "language": "id", "summary": "", "slots": {}, "position": 1, "wait_low": 60.0, "wait_high": 300.0,
            "at": began, "claimed_at": None if waits else began + timedelta(seconds=dice.randrange(600)),
        }  # fmt: skip
    if number % 3 == 0 and not waits:
        yield AssignmentRow, {
            "id": name, "conversation_id": name, "staff_id": agents[number % len(agents)], "claimed_at": began,
            "answered_at": began + timedelta(seconds=30), "ended_at": end, "ended_by": "resolved", "outcome": "solved",
        }  # fmt: skip
        score = dice.choice((None, 1, 3, 4, 5))
        rating = {"assignment_id": name, "conversation_id": name, "asked_at": end, "score": score}
        yield RatingRow, {**rating, "rated_at": end if score else None}


def said(conversation: str, began: datetime, agent: str | None, dice: random.Random) -> Iterator[tuple[Any, Row]]:
    """Its messages, and the bot's turns where no agent answered."""
    for seq in range(1, MESSAGES_EACH + 1):
        at, asks = began + timedelta(seconds=60 * (seq - 1)), seq % 2 == 1
        sender = "customer" if asks else "agent" if agent else "bot"
        yield MessageRow, {
            "conversation_id": conversation, "seq": seq, "id": f"{conversation}-{seq}", "sender": sender,
            "text": "Berapa biaya kalibrasi timbangan, Kak?" if asks else "Selamat siang, Kak Sari. Silakan ditunggu.",
            "buttons": [], "staff_id": None if asks else agent, "asks_bot": True, "at": at,
        }  # fmt: skip
        if asks and agent is None:
            intent, topic = dice.choice(INTENTS)
            yield TurnRow, {
                "id": f"{conversation}-{seq}", "conversation_id": conversation, "epoch": 0, "first_seq": seq,
                "last_seq": seq, "state": "answered", "asked_at": at, "ended_at": at,
                "understood": {"intent": intent, "topic": topic, "emotion": "neutral", "confidence": 0.9},
            }  # fmt: skip


def fill(url: str, now: datetime) -> None:
    """Writes the record, table after table."""
    engine, dice = sa.create_engine(as_sync_url(url)), random.Random(8)
    with engine.begin() as connection:
        agents = list(connection.execute(sa.select(StaffRow.id).where(StaffRow.role == "agent")).scalars())
        for first in range(0, CONVERSATIONS, 1000):
            batch: dict[Any, list[Row]] = {}
            for number in range(first, first + 1000):
                for table, row in conversation_rows(number, agents, now, dice):
                    batch.setdefault(table, []).append(row)
            for table, rows in batch.items():
                connection.execute(sa.insert(table.__table__), rows)
    engine.dispose()


async def measure(settings: Settings) -> dict[str, list[float]]:
    """Seconds of every request, by what it is for."""
    parts = make_parts(settings)
    await parts.line.repair(parts.record)
    times: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(serving(create_app(settings)))
        desk = await stack.enter_async_context(await at_desk(parts, base, "supervisor"))
        for _ in range(ROUNDS):
            times.setdefault("opening the desk", []).append(await _ask(desk, OPENING))
            month = (datetime.now(UTC) - timedelta(days=DAYS)).date().isoformat()
            for report in REPORTS:
                address = f"/api/desk/reports/{report}?from={month}"
                times.setdefault(f"report {report}", []).append(await _ask(desk, (address,)))
    await parts.redis.aclose()
    await parts.record.close()
    return times


async def _ask(desk: Any, addresses: tuple[str, ...]) -> float:
    begin = time.perf_counter()
    for address in addresses:
        (await desk.get(address)).raise_for_status()
    return time.perf_counter() - begin


def describe(times: dict[str, list[float]]) -> str:
    """The result as a page."""
    head = (
        "# The desk and its reports on a full record\n\n"
        f"`make bench-desk`: {CONVERSATIONS * MESSAGES_EACH:,} messages in {CONVERSATIONS:,} conversations over {DAYS} "
        f"days, {OPEN} open; SQLite; {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}. Seconds of {ROUNDS} requests each; reports over the whole {DAYS} days.\n\n"
        "| what | median | slowest | goal |\n|---|---|---|---|\n"
    )
    lines = (
        f"| {name} | {median(values):.2f} | {max(values):.2f} | < {goal_of(name):.0f} |"
        for name, values in times.items()
    )
    return head + "\n".join(lines) + "\n"


def goal_of(name: str) -> float:
    """What it may take, in seconds."""
    return OPENING_GOAL if name.startswith("opening") else REPORT_GOAL


def main() -> int:
    """Measures, writes the page, and fails when a goal is missed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with installation() as settings:
        fill(str(settings.database_url), datetime.now(UTC))
        times = asyncio.run(measure(settings))
    RESULT.write_text(describe(times), encoding="utf-8")
    print(json.dumps({name: [round(value, 3) for value in values] for name, values in times.items()}, indent=2))
    return int(any(median(values) >= goal_of(name) for name, values in times.items()))


if __name__ == "__main__":
    sys.exit(main())
