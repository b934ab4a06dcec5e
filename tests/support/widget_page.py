"""The chat of the widget on a page in a browser, as both a tab and its errors."""

from __future__ import annotations

from playwright.async_api import FrameLocator, Locator, Page


class WidgetPage:
    """Where things are in the chat."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def field(self) -> Locator:
        return self.chat.locator(".composer textarea")

    async def write(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    def said_by(self, sender: str) -> Locator:
        return self.chat.locator("p.system" if sender == "system" else f".group.{sender} .bubble")
