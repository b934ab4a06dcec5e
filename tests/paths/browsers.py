"""Two people at their browsers: a customer on a company's page, an agent at the desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.support.widget_page import WidgetPage

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "/usr/bin/chromium")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PATIENCE_MS = 20_000


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A headless Chromium of the system."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=[*SWITCHES]
        )
        yield browser
        await browser.close()


class CustomerPage(WidgetPage):
    """What a customer does with the widget."""

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await self.page.wait_for_function("window.Sapa !== undefined")
        await self.page.evaluate("window.Sapa.open()")
        await expect(self.chat.get_by_role("textbox").first).to_be_visible(timeout=PATIENCE_MS)

    async def say(self, text: str) -> None:
        await self.write(text)
        await expect(self.said_by("customer").last).to_contain_text(text, timeout=PATIENCE_MS)

    async def ask(self, text: str, answer: str) -> None:
        """Says something and reads the answer."""
        await self.say(text)
        await self.read("bot", answer)

    async def read(self, sender: str, text: str) -> None:
        await expect(self.said_by(sender).filter(has_text=text).last).to_be_visible(timeout=PATIENCE_MS)

    async def rate(self, score: int, comment: str) -> None:
        form = self.chat.locator("form.rating")
        await form.locator(f"label.star:nth-child({score})").click(timeout=PATIENCE_MS)
        await form.locator("textarea").fill(comment)
        await form.locator("button[type=submit]").click()


class AgentPage:
    """What an agent does at the desk."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def at(self, name: str) -> Locator:
        return self.page.locator(f"[data-test={name}]")

    async def log_in(self, url: str, email: str, password: str) -> None:
        await self.page.goto(f"{url}/desk/")
        await self.at("login-email").fill(email)
        await self.at("login-password").fill(password)
        await self.at("login-submit").click()
        await expect(self.at("take-next")).to_be_visible(timeout=PATIENCE_MS)

    async def claim_first(self) -> None:
        await expect(self.at("line-item").first).to_be_visible(timeout=PATIENCE_MS)
        await self.at("take-next").click()
        await expect(self.at("composer")).to_be_visible(timeout=PATIENCE_MS)

    async def say(self, text: str) -> None:
        await self.at("composer").fill(text)
        await self.at("send").click()

    async def read(self, text: str) -> None:
        await expect(self.at("message").filter(has_text=text).last).to_be_visible(timeout=PATIENCE_MS)

    async def note(self, text: str) -> None:
        await self.at("note-input").fill(text)
        await self.at("note-input").press("Control+Enter")

    async def resolve(self, outcome: str) -> None:
        await self.at("resolve").click()
        await self.page.locator(f"[data-test=outcome][value={outcome}]").check()
        await self.at("resolve-confirm").click()
