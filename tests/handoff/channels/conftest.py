"""The whole WhatsApp channel: the product over HTTP, Meta's double before it, a bot with a script behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from pydantic import SecretStr
from sanic import Sanic

from handoff.app import create_app
from protocol.settings import Settings
from tests.doubles.graph_api.graph import GraphDouble
from tests.doubles.graph_api.mischief import Mischief
from tests.handoff.channels.whatsapp_world import ShiftedClock, World
from tests.support.fake_bot import FakeBot, bot_host
from tests.support.serving import serving

NewWorld = Callable[..., Awaitable[World]]


@pytest.fixture
def whatsapp_settings(settings: Settings) -> Settings:
    """Settings with WhatsApp switched on."""
    return settings.model_copy(
        update={
            "whatsapp_phone_number_id": "106540352242922",
            "whatsapp_access_token": SecretStr("token"),
            "whatsapp_app_secret": SecretStr("secret"),
            "whatsapp_verify_token": SecretStr("kata-kunci"),
        }
    )


@pytest.fixture
async def new_world(whatsapp_settings: Settings, bot: FakeBot) -> AsyncIterator[NewWorld]:
    """Brings up the product in as many replicas as the test wants, with the double before it."""
    async with AsyncExitStack() as stack:

        async def start(mischief: Mischief | None = None, workers: int = 1) -> World:
            clock, bases = ShiftedClock(), []
            double = GraphDouble(
                lambda number: f"{bases[number % len(bases)]}/webhooks/whatsapp", clock=clock, mischief=mischief
            )
            graph = await stack.enter_async_context(serving(double.app()))
            rasa = await stack.enter_async_context(serving(bot_host(bot)))
            addresses = {"whatsapp_graph_base_url": graph, "rasa_url": rasa, "actions_url": rasa}
            settings = whatsapp_settings.model_copy(update=addresses)
            apps: list[Sanic[Any, Any]] = []
            for _ in range(workers):
                app = create_app(settings, clock)
                Sanic.unregister_app(app)
                bases.append(await stack.enter_async_context(serving(app)))
                apps.append(app)
            stack.push_async_callback(double.close)
            return World(double, apps[0].ctx.parts, bases[0], clock, bot)

        yield start


@pytest.fixture
async def world(new_world: NewWorld) -> World:
    """One replica, and a double that behaves."""
    return await new_world()
