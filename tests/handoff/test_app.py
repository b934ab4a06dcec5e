from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound, SanicException, ServerError
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from handoff import errors
from handoff.app import MAX_BODY, create_app, render_error
from handoff.errors import SapaError
from handoff.rate_limit import RateLimitedError
from launch.ports import free_port
from protocol.settings import Settings
from tests.handoff.conftest import House, Houses
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import HandClock
from tests.support.waiting import until

SECRET = "postgresql://sapa:hunter2@db/sapa"

RAISED: list[tuple[Exception, int, str]] = [
    (RuntimeError(SECRET), 500, "internal"),
    (KeyError(SECRET), 500, "internal"),
    (ServerError(SECRET), 500, "internal"),
    (SanicException(SECRET, status_code=503), 503, "unavailable"),
    (OperationalError(SECRET, {}, Exception(SECRET)), 503, "unavailable"),
    (RedisConnectionError(SECRET), 503, "unavailable"),
    (NotFound("There is nothing here."), 404, "not_found"),
    (errors.ForbiddenError("No."), 403, "forbidden"),
    (RateLimitedError(12), 429, "rate_limited"),
]


@pytest.fixture
async def breaking(serve: Callable[[Sanic[Any, Any]], Any]) -> str:
    """An application whose only route raises the exception of the number that is asked for."""
    app: Sanic[Any, Any] = Sanic("breaking", configure_logging=False)
    app.error_handler.add(Exception, render_error)

    @app.get("/<number:int>")
    async def fail(_request: Request, number: int) -> HTTPResponse:
        raise RAISED[number][0]

    base: str = await serve(app)
    return base


async def test_that_every_error_has_one_shape_and_leaks_nothing(breaking: str) -> None:
    async with httpx.AsyncClient(base_url=breaking) as browser:
        for number, (error, status, code) in enumerate(RAISED):
            response = await browser.get(f"/{number}")

            assert response.status_code == status, error
            assert shape(response) == code, error
            assert "hunter2" not in response.text + str(response.headers)
            assert "Traceback" not in response.text


async def test_that_what_went_wrong_inside_is_in_the_log(breaking: str) -> None:
    with capture_logs() as logged:
        async with httpx.AsyncClient(base_url=breaking) as browser:
            await browser.get("/0")

    assert [(each["event"], each["path"], each["error"]) for each in logged] == [
        ("request.failed", "/0", "RuntimeError")
    ]


async def test_that_who_was_too_fast_is_told_when_to_come_back(breaking: str) -> None:
    async with httpx.AsyncClient(base_url=breaking) as browser:
        assert (await browser.get("/8")).headers["Retry-After"] == "12"


def test_that_every_error_of_ours_has_a_code_and_a_status_of_its_own_kind() -> None:
    def below(kind: type[SapaError]) -> list[type[SapaError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in below(child))]

    for kind in below(SapaError):
        assert kind.code.replace("_", "").isalpha()
        assert 400 <= kind.http_status < 600
        assert kind.__doc__


async def test_that_what_sanic_refuses_has_the_same_shape(house: House) -> None:
    browser = await house.browser()

    for method, path, status, code in (
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/static/../app.py", 404, "not_found"),
        ("GET", "/static/%2e%2e/app.py", 404, "not_found"),
        ("GET", "/static/none.js", 404, "not_found"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("GET", "/chat/ws", 426, "error"),
    ):
        response = await browser.request(method, path)

        assert (response.status_code, shape(response)) == (status, code), path


async def test_that_a_body_larger_than_anything_is_refused(house: House) -> None:
    host, port = house.base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST /api/desk/session HTTP/1.1\r\nHost: x\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n".encode())

    head, body = (await asyncio.wait_for(reader.read(), 5)).split(b"\r\n\r\n", 1)

    assert b" 413 " in head.splitlines()[0]
    assert json.loads(body)["error"]["code"] == "too_large"
    writer.close()


async def test_that_alive_is_said_without_looking_at_anything_else(new_house: Houses) -> None:
    house = await new_house(redis_url=f"redis://127.0.0.1:{free_port()}/0")

    assert (await (await house.browser()).get("/healthz")).status_code == 200


async def test_that_ready_means_that_everything_can_be_reached(house: House, bot: FakeBot) -> None:
    browser = await house.browser()
    assert (await browser.get("/readyz")).json() == {
        "status": "ready",
        "checks": {"record": True, "redis": True, "bot": True, "actions": True},
    }

    bot.ready = False

    response = await browser.get("/readyz")
    assert (response.status_code, response.json()["checks"]["bot"]) == (503, False)


@pytest.mark.parametrize("part", ["redis", "record"])
async def test_that_what_cannot_be_reached_is_named(new_house: Houses, part: str) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    changed = {
        "redis": {"redis_url": f"redis://{nowhere}/0"},
        "record": {"database_url": f"postgresql://a@{nowhere}/b"},
    }
    house = await new_house(**changed[part])

    response = await (await house.browser()).get("/readyz")

    assert response.status_code == 503
    assert {name for name, reached in response.json()["checks"].items() if not reached} == {part}


async def test_that_the_metrics_count_what_happens(house: House) -> None:
    browser, visitor = await house.browser(), await house.visitor()
    before = (await browser.get("/metrics")).text
    await visitor.hello()
    await visitor.say("halo")

    after = (await browser.get("/metrics")).text

    name = 'sapa_messages_total{channel="web",sender="customer"}'
    assert value(after, name) == value(before, name) + 1


async def test_that_every_answer_carries_the_headers_that_keep_browsers_safe(house: House) -> None:
    browser = await house.browser()

    for path in ("/", "/desk/", "/widget/", "/widget.js", "/healthz", "/nowhere"):
        headers = (await browser.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "Referrer-Policy" in headers, path
        assert "Cache-Control" in headers, path


async def test_that_pages_run_our_own_scripts_only(house: House) -> None:
    browser = await house.browser()

    for path, framed_by in (("/", "'self'"), ("/desk/", "'self'"), ("/widget/", "*")):
        policy = (await browser.get(path)).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe" not in policy, path
        assert f"frame-ancestors {framed_by}" in policy, path


async def test_that_stopping_lets_a_turn_under_way_end(
    settings: Settings, clock: HandClock, bot: FakeBot, new_house: Houses
) -> None:
    house = await new_house()
    visitor = await house.visitor()
    session = await visitor.hello()
    release = bot.hold(session["conversation"])
    await visitor.say("halo")
    await until(lambda: len(bot.asked) == 1)
    asyncio.get_running_loop().call_later(0.2, release.set)

    await house.app.ctx.parts.lanes.stop()

    await visitor.get("message", sender="bot")


def test_that_making_an_application_opens_nothing(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/none"}))

    assert not hasattr(app.ctx, "parts")


def shape(response: httpx.Response) -> str:
    """The code of an error that has exactly the one shape."""
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"]
    return str(body["error"]["code"])


def value(metrics: str, name: str) -> float:
    return next((float(line.split()[-1]) for line in metrics.splitlines() if line.startswith(name)), 0.0)
