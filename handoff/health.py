"""For operators: alive, ready, and the figures."""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from redis.exceptions import RedisError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json, raw
from sqlalchemy.exc import SQLAlchemyError

from handoff.parts import Parts
from handoff.workers import METRICS_FOLDER

health = Blueprint("health")


@health.get("/healthz")
async def alive(_request: Request) -> HTTPResponse:
    """The process answers; says nothing of what it depends on."""
    return json({"status": "alive"})


@health.get("/readyz")
async def ready(request: Request) -> HTTPResponse:
    """Whether everything this service needs can be reached: 200, or 503 with what is missing."""
    parts: Parts = request.app.ctx.parts
    checks = {
        "record": await _record_ready(parts),
        "redis": await _redis_ready(parts),
        "bot": await parts.bot.is_ready(),
        "actions": await parts.bot.actions_are_ready(),
    }
    ok = all(checks.values())
    return json({"status": "ready" if ok else "not ready", "checks": checks}, status=200 if ok else 503)


@health.get("/metrics")
async def metrics(_request: Request) -> HTTPResponse:
    """Figures of all workers behind this port in Prometheus' text format."""
    return raw(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    if METRICS_FOLDER not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


async def _record_ready(parts: Parts) -> bool:
    try:
        await parts.record.check()
    except (SQLAlchemyError, OSError):
        return False
    return True


async def _redis_ready(parts: Parts) -> bool:
    try:
        return bool(await parts.redis.ping())
    except RedisError:
        return False
