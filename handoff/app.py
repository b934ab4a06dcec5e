"""The one place where the parts of the handoff service are made and joined."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json
from sqlalchemy.exc import SQLAlchemyError

from handoff.aftercare.runner import PromiseKeeper
from handoff.aftercare.speak_first import Ways, speak_freely
from handoff.agent_queue.attendance import Attendance
from handoff.agent_queue.dispatch import Dispatcher
from handoff.agent_queue.keeper import LineKeeper
from handoff.agent_queue.keys import Keys
from handoff.agent_queue.news import WaitNews
from handoff.agent_queue.presence import Presence
from handoff.agent_queue.waiting_line import WaitingLine
from handoff.bot_client import BotClient
from handoff.business_calendar import BusinessCalendar
from handoff.channels.web_payloads import MAX_FRAME_BYTES
from handoff.channels.web_uploads import uploads
from handoff.channels.web_widget import serve_widget
from handoff.channels.whatsapp import whatsapp
from handoff.channels.whatsapp_channel import open_channel
from handoff.channels.whatsapp_keeper import speak_on_whatsapp
from handoff.clock import Clock, utc_now
from handoff.conversations.conversation import Channel
from handoff.conversations.escalate import Queueing
from handoff.conversations.lanes import Lanes
from handoff.conversations.line_talk import LineTalk
from handoff.conversations.take_turn import Turns
from handoff.conversations.watchdog import run_watchdog
from handoff.desk.aftercare_routes import aftercare
from handoff.desk.line_routes import desk_line
from handoff.desk.report_routes import reports
from handoff.desk.routes import desk
from handoff.desk.socket import serve_desk
from handoff.desk.whatsapp_routes import desk_whatsapp
from handoff.doorbells import Doorbells
from handoff.errors import SapaError, UnavailableError
from handoff.health import health
from handoff.parts import Parts
from handoff.rate_limit import RateLimits
from handoff.record import Record
from handoff.reference.docs_page import docs
from handoff.site import add_safety_headers, site
from handoff.uploads import MAX_BYTES
from protocol.settings import Settings

log = structlog.get_logger()

REDIS_RETRIES = 2
REDIS_SECONDS = 3.0
"""A Redis that does not answer by then is away; everything goes on without it as far as it can."""
MAX_BODY = MAX_BYTES + 100_000
"""Bytes of a request: a file with its form around it. JSON bodies have a smaller limit of their own."""
CANCEL_SECONDS = 0.5
PING_SECONDS = 20
"""WebSocket pings, so that proxies keep the line open and dead ones are found."""


def create_app(settings: Settings, clock: Clock = utc_now) -> Sanic[Any, Any]:
    """Makes the application; connections are opened when a worker starts and closed when it stops."""
    app: Sanic[Any, Any] = Sanic("sapa-handoff", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=MAX_BODY,
        WEBSOCKET_MAX_SIZE=MAX_FRAME_BYTES,
        WEBSOCKET_PING_INTERVAL=PING_SECONDS,
        WEBSOCKET_PING_TIMEOUT=PING_SECONDS,
        KEEP_ALIVE_TIMEOUT=75,
        PROXIES_COUNT=settings.proxies or None,
        GRACEFUL_SHUTDOWN_TIMEOUT=10.0,
        OAS=False,
        FALLBACK_ERROR_FORMAT="json",
    )
    app.blueprint([site, desk, desk_line, aftercare, reports, desk_whatsapp, uploads, whatsapp, health, docs])
    app.add_websocket_route(serve_widget, "/chat/ws", name="chat_ws")
    app.add_websocket_route(serve_desk, "/desk/ws", name="desk_ws")
    app.on_response(add_safety_headers)  # type: ignore[no-untyped-call]  # Sanic leaves it untyped
    app.error_handler.add(Exception, render_error)

    @app.before_server_start
    async def open_parts(app: Sanic[Any, Any]) -> None:
        app.ctx.parts = make_parts(settings, clock)
        log.info("whatsapp.on" if settings.whatsapp_is_on else "whatsapp.off", see="docs/whatsapp.md")
        app.ctx.tasks = [asyncio.create_task(each) for each in background(app.ctx.parts)]

    @app.after_server_stop
    async def close_parts(app: Sanic[Any, Any]) -> None:
        parts: Parts = app.ctx.parts
        await cancel(app.ctx.tasks)  # first, so that no new turn is begun
        stops = [parts.keeper.rounds.stop(), parts.promises.rounds.stop(), parts.lanes.stop()]
        if parts.whatsapp is not None:
            stops += [parts.whatsapp.keeper.rounds.stop(), parts.whatsapp.lanes.stop()]
        await asyncio.gather(*stops)
        await parts.bells.close()
        await parts.bot.close()
        await parts.redis.aclose()
        await parts.record.close()

    return app


async def cancel(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Ends tasks, telling them again where need be: redis-py can lose a cancellation while it connects."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_SECONDS)


def make_parts(settings: Settings, clock: Clock = utc_now) -> Parts:
    """Joins the parts of one worker."""
    keys = Keys(settings.redis_prefix)
    redis = connect_redis(settings)
    record = Record(settings.record_url)
    calendar = BusinessCalendar.parse(settings.office_hours, settings.timezone_info)
    bells = Doorbells(redis, keys)
    line = WaitingLine(redis, keys)
    presence = Presence(redis, keys, settings.presence_seconds)
    queueing = Queueing(line, presence, calendar)
    bot = BotClient(settings.rasa_url, settings.actions_url, settings.bot_timeout_seconds)
    dispatcher = Dispatcher(record, presence, bells, clock, settings.offer_seconds)
    attendance = Attendance(record, presence, line, bells, clock, settings.agent_grace_seconds)
    news = WaitNews(record, queueing, bells, clock)
    return Parts(
        settings=settings,
        clock=clock,
        calendar=calendar,
        record=record,
        redis=redis,
        bells=bells,
        line=line,
        presence=presence,
        queueing=queueing,
        bot=bot,
        lanes=Lanes(redis, keys, record, clock),
        turns=Turns(record, bot, line, queueing, LineTalk(queueing, calendar), bells, clock),
        rates=RateLimits(redis, keys, clock),
        promises=PromiseKeeper(
            record, redis, keys, bells, line, queueing, calendar, clock, ways_to_speak(settings), bot
        ),
        attendance=attendance,
        dispatcher=dispatcher,
        news=news,
        keeper=LineKeeper(record, redis, keys, clock, dispatcher, attendance, news),
        whatsapp=open_channel(settings, record, redis, keys, bells, line, clock),
    )


def ways_to_speak(settings: Settings) -> Ways:
    """How customers are written to of our own accord, on the channels that are switched on."""
    web: Ways = {Channel.WEB.value: speak_freely}
    return {**web, Channel.WHATSAPP.value: speak_on_whatsapp} if settings.whatsapp_is_on else web


def connect_redis(settings: Settings) -> Redis:
    """A client that answers in text and finds a restarted server again; connects at first use."""
    return Redis.from_url(
        settings.redis_url or "redis://127.0.0.1:6379/0",
        decode_responses=True,
        socket_connect_timeout=REDIS_SECONDS,
        socket_timeout=REDIS_SECONDS,
        health_check_interval=30,
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.5), REDIS_RETRIES),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
    )


def background(parts: Parts) -> list[Coroutine[Any, Any, None]]:
    """What runs beside the requests, for as long as the worker lives."""
    return [
        parts.bells.run(),
        parts.lanes.run(parts.turns.take),
        parts.lanes.run_sweep(),
        parts.keeper.rounds.run(),
        parts.keeper.show_score(),
        run_watchdog(parts.record, parts.line, parts.clock),
        parts.promises.rounds.run(),
        *(parts.whatsapp.background() if parts.whatsapp is not None else ()),
    ]


def render_error(request: Request, error: Exception) -> HTTPResponse:
    """The one shape of errors; what went wrong inside stays inside, and in the log."""
    headers: dict[str, str] = {}
    if isinstance(error, SapaError):
        status, code, message = error.http_status, error.code, str(error)
        if hasattr(error, "retry_after"):
            headers["Retry-After"] = str(error.retry_after)
    elif isinstance(error, RedisError | SQLAlchemyError):
        log.error("request.dependency_away", path=request.path, error=type(error).__name__)
        status, code, message = 503, UnavailableError.code, "A part of the service cannot be reached; please try again."
    elif isinstance(error, SanicException):
        status, code, message = error.status_code, _code_of(error.status_code), str(error)
        if status >= 500:
            message = "Something went wrong on our side."
        headers = dict(getattr(error, "headers", None) or {})
    else:
        log.error("request.failed", path=request.path, error=type(error).__name__, exc_info=error)
        status, code, message = 500, "internal", "Something went wrong on our side."
    return json({"error": {"code": code, "message": message}}, status=status, headers=headers)


def _code_of(status: int) -> str:
    known = {400: "invalid_input", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 503: "unavailable"}
    return known.get(status, "internal" if status >= 500 else "error")


def configure_logging(log_format: str) -> None:
    """Log lines with key-values to standard output; customers' words never are among them."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
