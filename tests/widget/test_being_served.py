from __future__ import annotations

import base64
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from PIL import Image
from playwright.async_api import BrowserContext, expect
from sqlalchemy import select

from handoff.conversations.tables import ContactRow, RatingRow
from handoff.ids import new_id
from tests.handoff.conftest import House
from tests.support.agents import claim, staff
from tests.support.customers import said
from tests.widget.conftest import SECRET, NewContext, NewShop
from tests.widget.guest import PHONE, Guest
from tests.widget.record import newest_conversation

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


async def wait_in_line(guest: Guest) -> None:
    await guest.write("minta petugas")
    await expect(guest.chat.locator(".waiting-title")).to_be_visible()


async def meet_agent(house: House, guest: Guest) -> str:
    """The customer asks for a person, who takes the conversation."""
    await wait_in_line(guest)
    conversation = await newest_conversation(house.parts)
    await claim(house.parts, conversation, await staff(house.parts))
    await house.parts.bells.ring(conversation)
    await expect(guest.chat.locator(".status")).to_contain_text("Terhubung dengan")
    return conversation


async def agent_says(house: House, conversation: str, text: str) -> None:
    desk = await house.desk()
    body = {"id": new_id(), "text": text}
    sent = await desk.post(f"/api/desk/conversations/{conversation}/messages", json=body)
    assert sent.is_success, sent.text


async def complaints_of_axe(guest: Guest) -> list[str]:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci)")
    frame = next(each for each in guest.page.frames if "/widget/" in each.url)
    await frame.evaluate(AXE.read_text())
    found = await frame.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


async def test_that_who_waits_keeps_the_place_over_a_reload_and_can_leave(shop: str, context: BrowserContext) -> None:
    guest = await Guest.visit(context, shop)
    await wait_in_line(guest)

    await guest.page.reload()

    await expect(guest.chat.locator(".waiting-title")).to_have_text("Giliran berikutnya: Kakak")
    await expect(guest.chat.locator(".hint")).to_contain_text("tetap bisa menulis")
    await guest.chat.locator(".waiting .link", has_text="Keluar dari antrean").click()
    await guest.confirm()
    await expect(guest.chat.locator(".waiting")).to_have_count(0)
    await guest.ask("masih bisa bertanya?")


async def test_that_who_cannot_wait_is_promised_a_call_back(house: House, shop: str, new_context: NewContext) -> None:
    guest = await Guest.visit(await new_context(**PHONE), shop)
    await wait_in_line(guest)
    await guest.chat.locator(".waiting .link", has_text="Minta dihubungi").click()
    form = guest.chat.locator("form.confirm")
    await form.locator(".segment", has_text="WhatsApp").click()
    await form.locator("input[name=address]").fill("0812")
    await form.locator("button[type=submit]").click()
    await expect(form.locator(".problem")).to_contain_text("belum lengkap")

    await form.locator("input[name=address]").fill("0812 3456 7890")
    await form.locator("button[type=submit]").click()

    await expect(form).to_have_count(0)
    await expect(guest.chat.locator(".promised")).to_contain_text("paling lambat")
    assert "+6281234567890" in (await said(house.parts, await newest_conversation(house.parts), "system"))[-1]


async def test_that_an_agent_is_plainly_a_person_and_is_rated_once_in_all_tabs(
    house: House, shop: str, context: BrowserContext
) -> None:
    guest = await Guest.visit(context, shop)
    conversation = await meet_agent(house, guest)
    name = (await staff(house.parts)).name
    await expect(guest.chat.locator(".status")).to_contain_text(name)
    await guest.write("halo kak")
    await expect(guest.chat.locator(".foot .state").last).to_contain_text("Terkirim")
    await agent_says(house, conversation, "Ada yang bisa dibantu?")
    await expect(guest.chat.locator(".group.agent .who").last).to_contain_text(name)
    await (await house.desk()).post(f"/api/desk/conversations/{conversation}/resolve", json={"outcome": "solved"})
    other = await Guest.visit(context, shop)
    await expect(other.chat.locator("form.rating")).to_be_visible()

    await guest.chat.locator("label.star").nth(3).click()
    await guest.chat.locator("form.rating textarea").fill("Ramah <b>sekali</b>")
    await guest.chat.locator("form.rating button[type=submit]").click()

    for each in (guest, other):
        await expect(each.said_by("system").last).to_contain_text("Terima kasih")
        await expect(each.chat.locator("form.rating")).to_have_count(0)
    async with house.parts.record.reading() as session:
        rating = (await session.execute(select(RatingRow))).scalar_one()
    assert (rating.score, rating.comment) == (4, "Ramah <b>sekali</b>")


async def test_that_what_comes_while_the_chat_is_closed_shows_as_a_number(
    house: House, shop: str, context: BrowserContext
) -> None:
    guest = await Guest.visit(context, shop)
    conversation = await meet_agent(house, guest)
    await guest.page.evaluate("window.heard = []; Sapa.on('unread', ({ count }) => heard.push(count)); Sapa.close()")

    await agent_says(house, conversation, "Halo, Kak")

    await expect(guest.page.locator("#sapa-widget .count")).to_have_text("1")
    assert "1" in str(await guest.bubble.get_attribute("aria-label"))
    assert await guest.page.evaluate("heard") == [1]
    await guest.open()
    await expect(guest.page.locator("#sapa-widget .count")).not_to_be_visible()


async def test_that_the_chat_is_served_by_keyboard_alone(shop: str, context: BrowserContext) -> None:
    guest = await Guest.visit(context, shop, opens=False)
    keys = guest.page.keyboard
    await keys.press("Tab")
    await keys.press("Tab")
    await expect(guest.bubble).to_be_focused()
    await keys.press("Enter")
    await expect(guest.field).to_be_focused()
    await keys.type("halo")
    await keys.press("Enter")
    await expect(guest.said_by("bot")).to_have_count(1)
    for _ in range(25):  # more than there are things to reach: the focus goes round in the open chat
        await keys.press("Tab")
        assert await guest.page.evaluate("document.activeElement.id") == "sapa-widget"

    await guest.field.focus()
    await keys.press("Escape")

    await expect(guest.page.locator("iframe")).not_to_be_visible()
    await expect(guest.bubble).to_be_focused()


async def test_that_the_tag_chooses_language_looks_and_words(
    house: House, new_shop: NewShop, context: BrowserContext
) -> None:
    tag = (
        'data-lang="en" data-color="#7a1fa2" data-position="left" data-title="Timbang Jaya" '
        'data-greeting="Ask us anything about scales." data-theme="dark"'
    )
    guest = await Guest.visit(context, await new_shop(house.base, tag))

    await expect(guest.chat.locator("h1")).to_have_text("Timbang Jaya")
    await expect(guest.chat.locator(".welcome")).to_contain_text("Ask us anything about scales.")
    box = await guest.bubble.bounding_box()
    assert box
    assert box["x"] < 100
    assert await guest.bubble.evaluate("b => getComputedStyle(b).backgroundColor") == "rgb(122, 31, 162)"
    assert await guest.chat.locator("html").get_attribute("data-theme") == "dark"
    await guest.chat.locator(".languages button", has_text="ID").click()
    await expect(guest.field).to_have_attribute("placeholder", "Tulis pesan…")
    await guest.page.reload()
    await expect(guest.field).to_have_attribute("placeholder", "Tulis pesan…")
    assert await guest.chat.locator("html").get_attribute("lang") == "id"


def picture() -> str:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()


HAND_OVER = """([way, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "alat.png", { type: "image/png" }));
    const field = document.querySelector(".composer textarea");
    const event = way === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
    field.dispatchEvent(event);
}"""


@pytest.mark.parametrize("way", ["paste", "drop"])
async def test_that_a_photo_is_shown_before_it_is_sent(
    house: House, shop: str, context: BrowserContext, way: str
) -> None:
    guest = await Guest.visit(context, shop)
    frame = next(each for each in guest.page.frames if "/widget/" in each.url)
    await expect(guest.chat.locator(".attach")).to_be_visible()

    await frame.evaluate(HAND_OVER, [way, picture()])
    await expect(guest.chat.locator(".tray img")).to_be_visible()
    await guest.chat.locator(".composer .send").click()

    await expect(guest.said_by("customer").locator("img")).to_be_visible()
    await expect(guest.said_by("system").last).to_contain_text("Filenya sudah kami terima")
    assert len(list((house.parts.settings.var / "uploads").rglob("*.png"))) == 1


async def test_that_the_host_page_vouches_for_its_visitor(house: House, shop: str, context: BrowserContext) -> None:
    guest = await Guest.visit(context, shop)
    claims = {"sub": "17", "name": "Rudi", "phone_number": "08110000105", "exp": datetime.now(UTC) + timedelta(days=90)}

    await guest.page.evaluate("token => Sapa.identify(token)", jwt.encode(claims, SECRET, "HS256"))
    await guest.ask("halo")

    async with house.parts.record.reading() as session:
        contacts = (await session.execute(select(ContactRow.name, ContactRow.phone))).all()
    assert ("Rudi", "+628110000105") in contacts


async def test_that_who_wants_to_be_forgotten_is_and_is_told_so(
    house: House, shop: str, context: BrowserContext
) -> None:
    guest = await Guest.visit(context, shop)
    await guest.ask("rahasia saya")
    other = await Guest.visit(context, shop)
    conversation = await newest_conversation(house.parts)

    await guest.choose("Hapus percakapan saya")
    await guest.confirm()

    await expect(guest.chat.locator(".banner.good")).to_contain_text("sudah kami hapus")
    for each in (guest, other):
        await expect(each.said_by("customer")).to_have_count(0)
    assert await said(house.parts, conversation, "customer") == ["(dihapus)"]
    await guest.ask("mulai lagi")
    await expect(guest.said_by("customer")).to_have_text(["mulai lagi"])


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_that_axe_finds_nothing_in_any_state(
    house: House, new_shop: NewShop, new_context: NewContext, theme: str
) -> None:
    context = await new_context(reduced_motion="reduce")
    guest = await Guest.visit(context, await new_shop(house.base, f'data-lang="id" data-theme="{theme}"'))
    found: dict[str, Any] = {"welcome": await complaints_of_axe(guest)}
    await guest.write("tombol")
    await expect(guest.chat.locator(".choices button")).to_have_count(2)
    await guest.chat.locator(".menu-place > button").click()
    found["buttons and menu"] = await complaints_of_axe(guest)
    await guest.page.keyboard.press("Escape")
    await wait_in_line(guest)
    await guest.chat.locator(".waiting .link").first.click()
    await expect(guest.chat.locator("form.confirm")).to_be_visible()
    found["waiting and call-back"] = await complaints_of_axe(guest)
    await guest.page.keyboard.press("Escape")
    conversation = await newest_conversation(house.parts)
    await claim(house.parts, conversation, await staff(house.parts))
    await agent_says(house, conversation, "Halo, Kak")
    await (await house.desk()).post(f"/api/desk/conversations/{conversation}/resolve", json={"outcome": "solved"})
    await guest.chat.locator("label.star").nth(1).click()
    found["rating"] = await complaints_of_axe(guest)

    assert {state: each for state, each in found.items() if each} == {}
