"""Pictures of every state of the widget for docs/widget.md: `make screenshots`.

A fixed day and bot make the pictures the same at every run. It is run as a test, because it needs what tests need (a
record, a Redis, a served product), but only when it is asked for by name.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import BrowserContext, expect

from handoff.business_calendar import BusinessCalendar
from handoff.conversations.assign import do_claim
from handoff.conversations.resolve import Outcome, Resolution, do_resolve
from handoff.ids import new_id
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import Button, Reply, TurnAnswer, TurnRequest
from tests.handoff.conftest import House
from tests.support.agents import staff
from tests.support.fake_bot import FakeBot, answer
from tests.support.hand_clock import HandClock
from tests.widget.conftest import NewContext, NewShop
from tests.widget.guest import DESKTOP, PHONE, Guest
from tests.widget.record import newest_conversation
from tests.widget.wire import wire

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "widget"
QUALITY = 86
"""Of WebP: letters stay sharp, and a picture has about 20 KB."""
SHOP = """body { max-width: 40rem; margin: 2.5rem 2rem; font: 17px/1.6 "Liberation Sans", sans-serif; color: #22303a }
h1 { font-size: 1.7rem; color: #12323a } a { color: #0a5f5a }"""
CLOSED_HOURS = "Sat 08:00-09:00"


@dataclass(frozen=True)
class Look:
    """One column of the table in docs/widget.md."""

    name: str
    language: str = "id"
    theme: str = "light"
    device: str = "desktop"

    @property
    def tag(self) -> str:
        """The attributes of the widget's script tag."""
        return f'data-lang="{self.language}" data-theme="{self.theme}" data-title="Sapa Kalibrasi"'


LOOKS = (Look("light"), Look("dark", theme="dark"), Look("phone", device="phone"), Look("english", language="en"))
WORDS: dict[str, dict[str, str]] = {
    "id": {
        "question": "Siang, sertifikat timbangan kami untuk ORD-2026-00107 sudah sampai mana ya?",
        "answer": "Terima kasih sudah menunggu, Kak. Order ORD-2026-00107 sedang dikalibrasi di laboratorium kami dan "
        "selesai sekitar Kamis, 26 November. Setelah itu Berita Acara kami kirim untuk ditandatangani.",
        "more": "Ada lagi yang bisa kami bantu?",
        "yes": "Lihat semua tahapan",
        "no": "Bicara dengan petugas",
        "person": "Saya mau bicara dengan petugas",
        "sure": "Baik, Kak. Kami sambungkan dengan rekan kami.",
        "agent": "Selamat siang, Kak. Saya sudah baca riwayatnya. Sertifikatnya saya percepat, ya.",
        "thanks": "Wah, terima kasih banyak 🙏",
    },
    "en": {
        "question": "Hello, where is the certificate of our scales, ORD-2026-00107?",
        "answer": "Thank you for waiting. Order ORD-2026-00107 is being calibrated in our laboratory and will be done "
        "around Thursday, 26 November. We will then send you the completion record to sign.",
        "more": "Is there anything else we can do for you?",
        "yes": "Show all stages",
        "no": "Talk to a person",
        "person": "I would like to talk to a person",
        "sure": "Of course. We will connect you with a colleague.",
        "agent": "Good morning. I have read everything so far, and I am speeding up your certificate.",
        "thanks": "That is great, thank you 🙏",
    },
}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_pictures(
    house: House, new_shop: NewShop, new_context: NewContext, bot: FakeBot, clock: HandClock, look: Look
) -> None:
    words = WORDS[look.language]
    bot.script = lambda request: tell(request, words)
    context = await browse(new_context, clock, look)
    await (await house.desk("agent2")).put("/api/desk/presence", json={"state": "online"})
    async with wire(house.base) as line:
        guest = await Guest.visit(context, await new_shop(line.base, look.tag, css=SHOP), opens=False)
        await keep(guest, look, "closed")
        await guest.open()
        await keep(guest, look, "welcome")
        await guest.write(words["question"])
        await expect(guest.chat.locator(".choices button")).to_have_count(2)
        await keep(guest, look, "bot")
        conversation = await wait(house, guest, words, clock)
        await keep(guest, look, "waiting")
        await guest.chat.locator(".waiting .link").first.click()
        await guest.chat.locator("form.confirm input[name=address]").fill("0812 3456 7890")
        await keep(guest, look, "callback")
        await guest.page.keyboard.press("Escape")
        await be_helped(house, guest, conversation, words, clock)
        await keep(guest, look, "agent")
        await be_asked(house, guest, conversation, clock)
        await keep(guest, look, "rating")
        await guest.chat.locator("form.rating .button.plain").click()
        line.cut()
        await guest.write(words["thanks"])
        await expect(guest.chat.locator(".banner.warn")).to_be_visible()
        await keep(guest, look, "offline")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_picture_of_the_closed_office(
    house: House, new_shop: NewShop, new_context: NewContext, bot: FakeBot, clock: HandClock, look: Look
) -> None:
    words = WORDS[look.language]
    bot.script = lambda request: tell(request, words)
    calendar = BusinessCalendar.parse(CLOSED_HOURS, house.parts.calendar.zone)
    object.__setattr__(house.parts, "calendar", calendar)
    house.parts.queueing._calendar = calendar
    context = await browse(new_context, clock, look)
    guest = await Guest.visit(context, await new_shop(house.base, look.tag, css=SHOP))
    await guest.write(words["person"])
    await expect(guest.chat.locator(".waiting-title")).to_be_visible()
    await keep(guest, look, "office-closed")


async def browse(new_context: NewContext, clock: HandClock, look: Look) -> BrowserContext:
    """A browser of somebody in Jakarta."""
    device: dict[str, Any] = PHONE if look.device == "phone" else {**DESKTOP, "device_scale_factor": 1.5}
    locale = "id-ID" if look.language == "id" else "en-GB"
    context = await new_context(**device, locale=locale, timezone_id="Asia/Jakarta", reduced_motion="reduce")
    await context.clock.install(time=clock.now)
    return context


def tell(request: TurnRequest, words: dict[str, str]) -> TurnAnswer:
    """The bot of the pictures."""
    if request.text == words["person"]:
        return answer(words["sure"], intent="request_human", escalation=Escalation(EscalationReason.ASKED))
    if request.text == words["question"]:
        buttons = (Button(words["yes"], "/stages"), Button(words["no"], "/person"))
        return TurnAnswer((Reply(words["answer"]), Reply(words["more"], buttons)), {})
    return answer(words["sure"])


async def wait(house: House, guest: Guest, words: dict[str, str], clock: HandClock) -> str:
    """The customer asks for a person."""
    clock.now += timedelta(minutes=1)
    await guest.write(words["person"])
    await expect(guest.chat.locator(".waiting-title")).to_be_visible()
    return await newest_conversation(house.parts)


async def be_helped(house: House, guest: Guest, conversation: str, words: dict[str, str], clock: HandClock) -> None:
    """An agent takes over and says something."""
    agent = await staff(house.parts)
    clock.now += timedelta(minutes=3)
    async with house.parts.record.writing() as session:
        await do_claim(session, conversation, agent.id, clock())
    await house.parts.line.leave(conversation)
    desk = await house.desk()
    body = {"id": new_id(), "text": words["agent"]}
    await desk.post(f"/api/desk/conversations/{conversation}/messages", json=body)
    await expect(guest.said_by("agent")).to_have_count(1)


async def be_asked(house: House, guest: Guest, conversation: str, clock: HandClock) -> None:
    """The agent closes the matter, and the customer is asked how it was."""
    agent = await staff(house.parts)
    async with house.parts.record.writing() as session:
        await do_resolve(session, conversation, agent.id, Resolution(Outcome.SOLVED), clock())
    await house.parts.bells.ring(conversation)
    await guest.chat.locator("label.star").nth(4).click()


async def keep(guest: Guest, look: Look, state: str) -> None:
    """Takes the picture; on a large screen only the corner where the chat is."""
    await guest.page.wait_for_timeout(150)
    corner = None if look.device == "phone" else {"x": 664, "y": 8, "width": 436, "height": 752}
    shot = await guest.page.screenshot(**({"clip": corner} if corner else {}))
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    picture.thumbnail((620, 1100))
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.save(FOLDER / f"{look.name}-{state}.webp", quality=QUALITY, method=6)
