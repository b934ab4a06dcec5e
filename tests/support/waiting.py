"""Waits for what other tasks do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

STEP_SECONDS = 0.01


async def until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 5.0) -> None:
    """Returns once the condition holds; fails when it does not within the time."""
    async with asyncio.timeout(seconds):
        while True:
            holds = true()
            if await holds if isinstance(holds, Awaitable) else holds:
                return
            await asyncio.sleep(STEP_SECONDS)
