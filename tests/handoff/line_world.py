"""One installation for the state machine: real Redis and SQL, a bot with a script, a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import redis
from sqlalchemy import select, update

from handoff.app import create_app
from handoff.conversations.tables import StaffRow
from handoff.ids import new_id
from handoff.parts import Parts
from protocol.escalation import EscalationReason
from protocol.messages import TurnAnswer, TurnRequest
from protocol.settings import Settings
from tests.support.agents import at_desk
from tests.support.fake_bot import FakeBot, answer, bot_host, hand_over
from tests.support.hand_clock import HandClock
from tests.support.redis_server import RedisServer
from tests.support.serving import serving
from tests.support.visitor import Frame, Visitor, visit

CAPACITY = 2
STRAIGHT_AFTER = 0.02


def script(request: TurnRequest) -> TurnAnswer:
    """Hands over who asks for a person, the angry more urgently; answers everybody else."""
    if "marah" in request.text:
        return hand_over(EscalationReason.COMPLAINT, emotion="angry")
    if "orang" in request.text:
        return hand_over()
    return answer(f"Jawaban untuk: {request.text}")


class Customer:
    """A visitor over any number of connections, and everything said and shown."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.shown: list[str] = []
        self.token: str | None = None
        self.conversation = ""
        self.visitor: Visitor | None = None

    def take(self, frames: list[Frame]) -> None:
        """Keeps what was shown."""
        self.shown += [frame["id"] for frame in frames if frame["type"] == "message"]


class World:
    """The installation and the moves that people, crashes and time make in it."""

    def __init__(self, template: Path, server: RedisServer, folder: Path) -> None:
        self.clock = HandClock()
        self.bot = FakeBot(script)
        self.customers: list[Customer] = []
        self.database = folder / f"{new_id()}.db"
        shutil.copy(template, self.database)
        self._settings = Settings(
            database_url=f"sqlite:///{self.database}", redis_url=server.url, redis_prefix=f"machine:{new_id()}:",
            quiet_ms=0, office_hours="always", var=folder,
        )  # fmt: skip
        self._redis = redis.Redis.from_url(server.url)
        self._outside = AsyncExitStack()
        self._service = AsyncExitStack()
        self._desks: dict[str, httpx.AsyncClient] = {}
        self.base = ""
        self.parts: Parts

    async def open(self) -> None:
        """Brings everything up."""
        host = await self._outside.enter_async_context(serving(bot_host(self.bot)))
        self._settings = self._settings.model_copy(update={"rasa_url": host, "actions_url": host})
        await self._serve()
        async with self.parts.record.writing() as session:
            await session.execute(update(StaffRow).values(capacity=CAPACITY))

    async def close(self) -> None:
        """Ends everything."""
        self.bot.release()
        await self._service.aclose()
        await self._outside.aclose()
        self._redis.close()
        self.database.unlink()

    async def crash(self) -> None:
        """The service is gone with all that it had in memory, and another one comes."""
        for customer in self.customers:
            await self._hear(customer)
        await self._service.aclose()
        self._desks.clear()
        await self._serve()
        for customer in self.customers:
            await self._come_back(customer)

    def flush(self) -> None:
        """Redis comes back empty."""
        for key in self._redis.scan_iter(f"{self._settings.redis_prefix}*"):
            self._redis.delete(key)

    async def settle(self) -> None:
        """Lets the service come to rest: its own rounds, at once instead of every few seconds."""
        async with asyncio.timeout(20):
            while True:
                await self.parts.line.repair(self.parts.record)
                if not await self.parts.lanes.sweep():
                    return
                await asyncio.sleep(STRAIGHT_AFTER)

    async def arrive(self) -> None:
        """A new visitor."""
        customer = Customer()
        self.customers.append(customer)
        await self._come_back(customer)

    async def say(self, customer: Customer, text: str, message: str | None = None) -> None:
        """The customer writes, or the same message comes again."""
        assert customer.visitor is not None
        customer.visitor.unread, heard = [], customer.visitor.unread
        customer.take(heard)
        if message is None:
            customer.said.append(new_id())
        await customer.visitor.say(text, message or customer.said[-1])

    async def send(self, customer: Customer, frame: Frame) -> None:
        """The customer does something that is not acknowledged."""
        assert customer.visitor is not None
        await customer.visitor.send(frame)
        await asyncio.sleep(STRAIGHT_AFTER)

    async def desk(self, agent: str, method: str, path: str, body: Any = None) -> httpx.Response:
        """An agent's browser asks for something; it logs in where it has to."""
        if agent not in self._desks:
            self._desks[agent] = await self._service.enter_async_context(await at_desk(self.parts, self.base, agent))
        response = await self._desks[agent].request(method, f"/api/desk{path}", json=body)
        if response.status_code == 401:
            del self._desks[agent]
            return await self.desk(agent, method, path, body)
        return response

    async def rows(self, table: type[Any]) -> list[Any]:
        """All rows of a table."""
        async with self.parts.record.reading() as session:
            return list((await session.execute(select(table))).scalars())

    async def hear_all(self) -> None:
        """Everybody looks at everything once more."""
        for customer in self.customers:
            await self._hear(customer)
            await self._come_back(customer)

    async def _serve(self) -> None:
        self._service = AsyncExitStack()
        app = create_app(self._settings, self.clock)
        self.base = await self._service.enter_async_context(serving(app))
        self.parts = app.ctx.parts

    async def _hear(self, customer: Customer) -> None:
        assert customer.visitor is not None
        customer.take(await customer.visitor.settle(STRAIGHT_AFTER))
        customer.visitor.unread = []

    async def _come_back(self, customer: Customer) -> None:
        if customer.visitor is not None:
            await customer.visitor.socket.close()
        customer.visitor = await self._service.enter_async_context(visit(self.base))
        after = customer.shown[-1] if customer.shown else None
        session = await customer.visitor.hello(token=customer.token, after=after)
        customer.token, customer.conversation = session["token"], session["conversation"]
        customer.shown += [message["id"] for message in session["messages"]]
