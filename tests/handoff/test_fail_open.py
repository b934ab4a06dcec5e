"""What customers meet when a part is away: an apology and a person, or an honest refusal; afterwards all is well."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import psycopg
from prometheus_client import REGISTRY
from websockets.exceptions import ConnectionClosed

from handoff.ids import new_id
from tests.handoff.conftest import House, Houses
from tests.support.customers import said, transcript
from tests.support.databases import on_postgresql
from tests.support.fake_bot import FakeBot
from tests.support.postgres import PostgresCluster
from tests.support.redis_server import RedisServer
from tests.support.waiting import until


def failures(why: str) -> float:
    return REGISTRY.get_sample_value("sapa_bot_failures_total", {"why": why}) or 0.0


async def test_that_a_slow_bot_ends_in_an_apology_the_line_and_a_figure(new_house: Houses, bot: FakeBot) -> None:
    house = await new_house(bot_timeout_seconds=0.2)
    visitor = await house.visitor()
    session = await visitor.hello()
    bot.hold(session["conversation"])
    before = failures("slow")

    await visitor.say("jam buka kantor?")
    standing = await visitor.get("state", state="queued")

    assert standing["position"] == 1
    assert "maaf" in (await visitor.get("message", sender="system"))["text"].lower()
    assert failures("slow") == before + 1
    assert await said(house.parts, session["conversation"], "bot") == []


async def test_that_the_next_customer_is_answered_by_a_bot_that_has_recovered(house: House, bot: FakeBot) -> None:
    bot.failing = True
    first = await house.visitor()
    await first.hello()
    await first.say("jam buka kantor?")
    await first.get("state", state="queued")

    bot.failing = False
    second = await house.visitor()
    await second.hello()
    await second.say("jam buka kantor?")

    assert "Jawaban untuk" in (await second.get("message", sender="bot"))["text"]


async def test_that_an_emptied_redis_is_filled_from_the_record_and_open_sockets_go_on(
    new_house: Houses, bot: FakeBot, own_redis: RedisServer
) -> None:
    house = await new_house(redis_url=own_redis.url)
    waiting, talking = await house.visitor(), await house.visitor()
    conversation = (await waiting.hello())["conversation"]
    bot.failing = True
    await waiting.say("mau bicara dengan orang")
    await waiting.get("state", state="queued")
    bot.failing = False
    await talking.hello()

    own_redis.stop()
    await talking.say("masih di sana?")  # stored and acknowledged without Redis
    own_redis.start()
    await house.parts.line.repair(house.parts.record)
    await house.parts.lanes.sweep()

    assert "masih di sana?" in (await talking.get("message", sender="bot"))["text"]
    assert await house.parts.line.first(0) == [conversation]
    desk = await house.desk()
    assert (await desk.post("/api/desk/conversations/next")).json()["id"] == conversation
    assert (await waiting.get("state", state="agent"))["agent"]


@on_postgresql
async def test_that_nothing_is_acknowledged_that_is_not_stored_while_sql_is_away(
    house: House, postgres: PostgresCluster, database_url: str
) -> None:
    visitor = await house.visitor()
    session = await visitor.hello()
    conversation = session["conversation"]
    message = {"type": "message", "id": new_id(), "text": "jam buka kantor?"}

    allow_connections(postgres, database_url, allowed=False)
    await visitor.send(message)
    with suppress(ConnectionClosed):  # "try again later", which the widget does
        assert (await visitor.get("error"))["code"] == "unavailable"
    acks = visitor.heard("ack")
    allow_connections(postgres, database_url, allowed=True)
    back = await house.visitor()
    await back.hello(token=session["token"])
    await back.send(message)
    await back.get("ack", id=message["id"])

    assert acks == []
    await until(lambda: _is_answered(house, conversation))
    assert await transcript(house.parts, conversation) == [
        ("customer", "jam buka kantor?"), ("bot", "Jawaban untuk: jam buka kantor?")
    ]  # fmt: skip


async def _is_answered(house: House, conversation: str) -> bool:
    return bool(await said(house.parts, conversation, "bot"))


def allow_connections(cluster: PostgresCluster, url: str, *, allowed: bool) -> None:
    """Takes the database away from everybody, or gives it back."""
    name = url.rpartition("/")[2]
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(allowed).lower()}")
        query: Any = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        if not allowed:
            admin.execute(query, (name,))
