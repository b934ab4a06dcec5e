"""The whole WhatsApp channel: the product over HTTP, Meta's double before it, a bot with a script behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from protocol.settings import Settings
from tests.doubles.graph_api.mischief import Mischief
from tests.handoff.channels.whatsapp_world import World, open_world
from tests.support.fake_bot import FakeBot

NewWorld = Callable[..., Awaitable[World]]


@pytest.fixture
async def new_world(settings: Settings, bot: FakeBot) -> AsyncIterator[NewWorld]:
    """Brings up the product in as many replicas as the test wants, with the double before it."""
    async with AsyncExitStack() as stack:

        async def start(mischief: Mischief | None = None, workers: int = 1, **changes: object) -> World:
            return await open_world(stack, settings.model_copy(update=changes), bot, mischief, workers)

        yield start


@pytest.fixture
async def world(new_world: NewWorld) -> World:
    """One replica, and a double that behaves."""
    return await new_world()
