"""What the actions need from outside: the database and the office's clock. The host opens and closes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from actions.errors import NotOpenError
from crm.database import create_engine
from crm.identity import Grant
from crm.orders import OrderView, read_order
from protocol.settings import Settings


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Resources:
    """Database, time zone and clock of the running action server."""

    engine: AsyncEngine
    zone: ZoneInfo
    now: Callable[[], datetime] = utc_now

    async def read_order(self, session: AsyncSession, grant: Grant) -> OrderView:
        """An order as its customer may see it today."""
        return await read_order(session, grant, self.now(), self.zone)

    async def close(self) -> None:
        """Gives the database connections back."""
        await self.engine.dispose()


# rasa-sdk builds each action class itself, without arguments, so what they share stands here; only the host sets it.
_opened: Resources | None = None


def open_resources(settings: Settings) -> Resources:
    """Makes the resources that the settings name."""
    return Resources(create_engine(settings.record_url), settings.timezone_info)


def set_resources(resources: Resources | None) -> None:
    """Puts the resources in place for all actions, or takes them away."""
    global _opened  # noqa: PLW0603  the one place where the host hands them over
    _opened = resources


def resources() -> Resources:
    """The resources of the running server."""
    if _opened is None:
        raise NotOpenError("the action server has not opened its database yet")
    return _opened
