"""A visitor of somebody's web site, at the chat of the widget."""

from __future__ import annotations

from playwright.async_api import BrowserContext, FrameLocator, Locator, Page, expect

PATIENCE_MS = 10_000
DESKTOP = {"viewport": {"width": 1100, "height": 760}}
PHONE = {
    "viewport": {"width": 390, "height": 760},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
expect.set_options(timeout=PATIENCE_MS)


class Guest:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
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

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def field(self) -> Locator:
        return self.chat.locator(".composer textarea")

    async def write(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def ask(self, text: str) -> None:
        """Says something and waits for the bot's answer to it."""
        await self.write(text)
        await expect(self.said_by("bot").last).to_contain_text(text)

    def said_by(self, sender: str) -> Locator:
        return self.chat.locator("p.system" if sender == "system" else f".group.{sender} .bubble")

    async def choose(self, item: str) -> None:
        """An entry of the menu."""
        await self.chat.locator(".menu-place > button").click()
        await self.chat.locator(f".menu [role^=menuitem]:has-text('{item}')").click()

    async def confirm(self) -> None:
        await self.chat.locator(".confirm .button.danger").click()
