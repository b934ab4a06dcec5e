"""Builds the action server: rasa-sdk's own application, with the database opened and closed around it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from rasa_sdk.endpoint import create_app as create_sdk_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from actions.errors import NotReadyError
from actions.resources import Resources, open_resources, set_resources
from crm.database import reading
from crm.tables import Order
from protocol.settings import Settings

DEFAULT_PORT = 5055
App = Sanic[Any, Any]


def create_app(settings: Settings) -> App:
    """The application with every action of this package; it opens nothing before it is started."""
    executor = ActionExecutor()
    executor.register_package("actions")
    # No page may call the action server, so no origin is allowed.
    app: App = create_sdk_app(executor, cors_origins=[])

    async def open_database(app: App) -> None:
        app.ctx.resources = open_resources(settings)
        await check_ready(app.ctx.resources)
        set_resources(app.ctx.resources)

    async def close_database(app: App) -> None:
        set_resources(None)
        await app.ctx.resources.close()

    app.register_listener(open_database, "before_server_start")
    app.register_listener(close_database, "after_server_stop")
    return app


async def check_ready(opened: Resources) -> None:
    """Refuses to start without the CRM's tables, in a sentence that says what to do."""
    try:
        async with reading(opened.engine) as session:
            await session.execute(sa.select(Order.id).limit(1))
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise NotReadyError(
            f"SAPA_DATABASE_URL: the CRM cannot be read ({reason}); run `python -m crm` first"
        ) from error


def bind_address(settings: Settings) -> tuple[str, int]:
    """Host and port of SAPA_ACTIONS_URL."""
    parts = urlsplit(settings.actions_url)
    return parts.hostname or "127.0.0.1", parts.port or DEFAULT_PORT
