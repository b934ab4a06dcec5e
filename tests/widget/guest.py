"""A visitor of somebody's web site, at the chat of the widget."""

from __future__ import annotations

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.support.widget_page import WidgetPage

PATIENCE_MS = 10_000
DESKTOP = {"viewport": {"width": 1100, "height": 760}}
PHONE = {
    "viewport": {"width": 390, "height": 760},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
expect.set_options(timeout=PATIENCE_MS)


class Guest(WidgetPage):
    """One tab."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    @classmethod
    async def visit(cls, context: BrowserContext, address: str, *, opens: bool = True) -> Guest:
        """Goes to a page with the widget on it, and opens the chat."""
        guest = cls(await context.new_page())
        await guest.page.goto(address)
        await guest.page.wait_for_function("window.Sapa !== undefined")
        if opens:
            await guest.open()
        return guest

    async def open(self) -> None:
        await self.bubble.click()
        await expect(self.field).to_be_visible()

    @property
    def bubble(self) -> Locator:
        return self.page.locator("#sapa-widget button").first

    async def ask(self, text: str) -> None:
        """Says something and waits for the bot's answer to it."""
        await self.write(text)
        await expect(self.said_by("bot").last).to_contain_text(text)

    async def choose(self, item: str) -> None:
        """An entry of the menu."""
        await self.chat.locator(".menu-place > button").click()
        await self.chat.locator(f".menu [role^=menuitem]:has-text('{item}')").click()

    async def confirm(self) -> None:
        await self.chat.locator(".confirm .button.danger").click()
