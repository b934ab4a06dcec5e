"""Somebody's web site with the widget on it, in a real browser, before the service with a bot that follows a script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright
from sanic import HTTPResponse, Request, Sanic
from sanic.response import html

from handoff.ids import new_id
from protocol.messages import Button, Reply, TurnAnswer, TurnRequest
from protocol.settings import Settings
from tests.handoff.conftest import House, Houses, house, new_house
from tests.support.fake_bot import FakeBot, answer, hand_over
from tests.widget.chromium import Chromium
from tests.widget.guest import DESKTOP

SECRET = "kunci-rahasia-situs-pelanggan-32x"
STRICT = "default-src 'none'; script-src {base}; frame-src {base}; require-trusted-types-for 'script'"
"""The policy that docs/widget.md promises to be enough."""
AGGRESSIVE = """
* { all: unset !important; color: red !important; font-size: 40px !important; display: inline !important }
html { transform: rotate(0.5deg); filter: grayscale(1) }
iframe, button, div { width: 3px !important; opacity: .1 !important }
"""

NewContext = Callable[..., Awaitable[BrowserContext]]
NewShop = Callable[..., Awaitable[str]]


def script(request: TurnRequest) -> TurnAnswer:
    """The bot of these tests."""
    if "petugas" in request.text or "person" in request.text:
        return hand_over()
    if "tombol" in request.text:
        return TurnAnswer(
            (Reply("Silakan pilih tombol.", (Button("Ya, benar", "/ya"), Button("Bukan", "/bukan"))),), {}
        )
    if "panjang" in request.text:
        return answer("panjang " * 2500)
    return answer(f"Jawaban: {request.text}")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """The browser that all tests share."""
    if not Chromium.is_installed():
        pytest.skip("no Chromium is installed (apt-get install chromium)")
    browser = Chromium(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.stop()


@pytest.fixture
async def browser(chromium: Chromium) -> AsyncIterator[Browser]:
    """A line to it, of the test's own."""
    async with async_playwright() as playwright:
        yield await playwright.chromium.connect_over_cdp(chromium.url)


@pytest.fixture
async def new_context(browser: Browser) -> AsyncIterator[NewContext]:
    """Browsers of different people: each with its own storage."""
    made: list[BrowserContext] = []

    async def make(**options: Any) -> BrowserContext:
        made.append(await browser.new_context(**{"locale": "id-ID", **DESKTOP, **options}))
        return made[-1]

    yield make
    for context in made:
        await context.close()


@pytest.fixture
async def context(new_context: NewContext) -> BrowserContext:
    """One person's browser."""
    return await new_context()


@pytest.fixture
def bot() -> FakeBot:
    """The bot with the script of these tests."""
    return FakeBot(script)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Host pages may vouch for their visitors."""
    return Settings.model_validate({**settings.model_dump(), "identity_secret": SECRET})


@pytest.fixture
def new_shop(serve: Callable[[Sanic[Any, Any]], Awaitable[str]]) -> NewShop:
    """A page of another origin with the tag on it; gives its address."""

    async def make(base: str, tag: str = 'data-lang="id"', css: str = "", policy: str | None = None) -> str:
        app: Sanic[Any, Any] = Sanic(f"shop-{new_id()}", configure_logging=False)

        @app.get("/shop.css", name="css")
        async def style(_request: Request) -> HTTPResponse:
            return html(css, headers={"content-type": "text/css"})

        @app.get("/")
        async def page(_request: Request) -> HTTPResponse:
            headers = {"Content-Security-Policy": policy.format(base=base)} if policy else {}
            return html(PAGE.format(base=base, tag=tag), headers=headers)

        return await serve(app)

    return make


PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Toko Timbangan</title><link rel="stylesheet" href="/shop.css">
<script src="{base}/widget.js" {tag} defer></script></head>
<body><h1>Toko Timbangan</h1><p>Timbangan untuk setiap keperluan.</p><a href="#katalog">Katalog</a></body></html>
"""


@pytest.fixture
async def shop(house: House, new_shop: NewShop) -> str:
    """A plain page with the widget."""
    return await new_shop(house.base)


__all__ = ["Houses", "house", "new_house"]
