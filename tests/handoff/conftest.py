"""The handoff service as its users meet it: served on a loopback port, with a fake bot behind real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sanic import Sanic

from handoff.app import create_app
from handoff.parts import Parts
from protocol.settings import Settings
from tests.support.agents import at_desk
from tests.support.fake_bot import FakeBot, bot_host
from tests.support.hand_clock import HandClock
from tests.support.visitor import Visitor, visit


@dataclass
class House:
    """A served handoff service, and who comes to it."""

    base: str
    app: Sanic[Any, Any]
    stack: AsyncExitStack

    @property
    def parts(self) -> Parts:
        """The parts of its worker."""
        parts: Parts = self.app.ctx.parts
        return parts

    async def visitor(self) -> Visitor:
        """A new socket, without its hello."""
        return await self.stack.enter_async_context(visit(self.base))

    async def desk(self, name: str = "agent1") -> httpx.AsyncClient:
        """A browser in which the account is logged in."""
        return await self.stack.enter_async_context(await at_desk(self.parts, self.base, name))

    async def browser(self, **headers: str) -> httpx.AsyncClient:
        """A browser in which nobody is logged in."""
        return await self.stack.enter_async_context(httpx.AsyncClient(base_url=self.base, headers=headers, timeout=10))


Houses = Callable[..., Awaitable[House]]


@pytest.fixture
async def new_house(
    settings: Settings, clock: HandClock, bot: FakeBot, serve: Callable[[Sanic[Any, Any]], Any]
) -> AsyncIterator[Houses]:
    """Serves another worker of one installation; settings can be changed by name."""
    host = await serve(bot_host(bot))
    async with AsyncExitStack() as stack:

        async def make(**changes: Any) -> House:
            app = create_app(settings.model_copy(update={"rasa_url": host, "actions_url": host, **changes}), clock)
            return House(await serve(app), app, stack)

        yield make
        bot.release()


@pytest.fixture
async def house(new_house: Houses) -> House:
    """The handoff service."""
    return await new_house()
