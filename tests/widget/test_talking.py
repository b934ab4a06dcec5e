from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import BrowserContext, expect

from tests.handoff.conftest import House
from tests.support.customers import said
from tests.widget.conftest import AGGRESSIVE, STRICT, NewContext, NewShop
from tests.widget.guest import DESKTOP, PHONE, Guest
from tests.widget.record import newest_conversation
from tests.widget.wire import Wire, wire

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><b>tebal</b> &amp; javascript:alert(3)",
    "\u202eterbalik\u202c \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "H" + "\u0301\u0489\u0338" * 60 + "alo",
    "\U0001f527" * 500,
    "a" * 3000,
)


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_that_a_customer_is_greeted_writes_taps_and_is_answered(
    house: House, shop: str, new_context: NewContext, device: dict[str, Any]
) -> None:
    guest = await Guest.visit(await new_context(**device), shop)
    await expect(guest.chat.locator(".welcome .privacy a")).to_be_visible()

    await guest.write("tombol mana? https://contoh.id/a?b=1")
    await expect(guest.said_by("bot")).to_have_count(1)

    await expect(guest.chat.locator(".welcome .privacy")).to_have_count(0)
    link = guest.said_by("customer").locator("a")
    assert await link.get_attribute("href") == "https://contoh.id/a?b=1"
    assert "noopener" in str(await link.get_attribute("rel"))
    await guest.chat.locator(".choices button", has_text="Ya, benar").click()
    await expect(guest.said_by("bot").last).to_contain_text("/ya")
    await expect(guest.said_by("customer").last).to_have_text("Ya, benar")
    await expect(guest.chat.locator("p.day")).to_have_count(1)
    assert guest.errors == []


async def test_that_the_chat_fills_a_phone_and_leaves_the_page_alone(shop: str, new_context: NewContext) -> None:
    guest = await Guest.visit(await new_context(**PHONE), shop)

    box = await guest.page.locator("iframe").bounding_box()

    assert box
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 760)
    await guest.chat.locator(".header .icon-button").last.click()
    await expect(guest.page.locator("h1")).to_be_visible()
    await expect(guest.page.locator("iframe")).not_to_be_visible()


async def talk_and_cut(context: BrowserContext, address: str, line: Wire) -> Guest:
    """A guest who has had one answer when the network goes."""
    guest = await Guest.visit(context, address)
    await guest.ask("sebelum")
    line.cut()
    return guest


async def test_that_a_network_cut_in_mid_sentence_loses_and_doubles_nothing(
    house: House, new_shop: NewShop, context: BrowserContext
) -> None:
    """The cut lasts seconds instead of a minute; minutes pass in the tests of `chat.js`, on a clock of their own."""
    async with wire(house.base) as line:
        guest = await talk_and_cut(context, await new_shop(line.base), line)
        await guest.field.press_sequentially("tengah")
        await expect(guest.chat.locator(".banner.warn")).to_be_visible()
        await guest.field.press_sequentially(" kalimat")
        await guest.field.press("Enter")
        await guest.write("kalimat kedua")
        await expect(guest.chat.locator(".bubble.waiting")).to_have_count(2)

        line.mend()

        await expect(guest.chat.locator(".banner.warn")).to_have_count(0)
        await expect(guest.chat.locator(".bubble.waiting, .bubble.sending")).to_have_count(0)
        await guest.ask("sesudah")
        conversation = await newest_conversation(house.parts)
        texts = ["sebelum", "tengah kalimat", "kalimat kedua", "sesudah"]
        assert await said(house.parts, conversation, "customer") == texts
        assert await guest.said_by("customer").all_inner_texts() == texts


async def test_that_what_was_not_sent_is_sent_after_a_reload(
    house: House, new_shop: NewShop, context: BrowserContext
) -> None:
    async with wire(house.base) as line:
        guest = await talk_and_cut(context, await new_shop(line.base), line)
        await guest.write("belum terkirim")
        await expect(guest.chat.locator(".bubble.waiting")).to_have_count(1)
        line.mend()

        await guest.page.reload()

        await expect(guest.said_by("bot").last).to_contain_text("belum terkirim")
        assert await guest.said_by("customer").all_inner_texts() == ["sebelum", "belum terkirim"]


async def test_that_two_tabs_show_one_conversation(shop: str, context: BrowserContext) -> None:
    first = await Guest.visit(context, shop)
    await first.ask("dari tab pertama")
    second = await Guest.visit(context, shop)
    await expect(second.said_by("customer")).to_have_text(["dari tab pertama"])

    await second.ask("dari tab kedua")

    for guest in (first, second):
        await expect(guest.said_by("customer")).to_have_text(["dari tab pertama", "dari tab kedua"])
        await expect(guest.said_by("bot")).to_have_count(2)
    await first.choose("Mulai percakapan baru")
    await first.confirm()
    await expect(first.chat.locator(".welcome h2")).to_be_visible()
    await first.ask("percakapan baru")
    await expect(second.said_by("bot").last).to_contain_text("percakapan baru")


async def test_that_hostile_texts_are_shown_as_texts(house: House, shop: str, context: BrowserContext) -> None:
    guest = await Guest.visit(context, shop)

    for text in HOSTILE:
        await guest.write(text)
        await expect(guest.said_by("bot").last).to_contain_text(text[:60])
        assert await guest.said_by("customer").last.locator(".said").text_content() == text
    await guest.ask("panjang")

    assert len(str(await guest.said_by("bot").last.locator(".said").text_content())) == 20_000
    assert await guest.chat.locator("script:not([src]), .said img, .said b").count() == 0
    sideways = "element => element.scrollWidth - element.clientWidth"
    assert await guest.chat.locator(".list").evaluate(sideways) == 0
    assert guest.errors == []


async def test_that_an_aggressive_page_with_a_strict_policy_changes_nothing(
    house: House, new_shop: NewShop, context: BrowserContext
) -> None:
    plain = await Guest.visit(context, await new_shop(house.base))
    complaints: list[str] = []
    policy = STRICT + "; style-src 'self'"
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    harsh = await Guest.visit(context, await new_shop(house.base, css=AGGRESSIVE, policy=policy))

    assert await harsh.bubble.bounding_box() == await plain.bubble.bounding_box()
    box = "iframe => { const b = iframe.getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map(Math.round) }"
    frames = [await guest.page.locator("iframe").evaluate(box) for guest in (harsh, plain)]
    assert frames[0] == frames[1]
    colour = "button => getComputedStyle(button).backgroundColor"
    assert await harsh.bubble.evaluate(colour) == await plain.bubble.evaluate(colour)
    await harsh.ask("halo")
    assert [each for each in complaints if "favicon" not in each] == []
    other = await context.new_page()
    await other.goto(f"{house.base}/healthz")
    bare = set(await other.evaluate("Object.getOwnPropertyNames(window)"))
    # Frames are numbered properties, and elements with ids are named ones, of every page.
    ours = set(await plain.page.evaluate("Object.getOwnPropertyNames(window)")) - bare - {"0"}
    assert ours == {"Sapa"}


async def test_that_nothing_is_asked_of_anybody_else(house: House, shop: str, context: BrowserContext) -> None:
    asked: set[str] = set()
    context.on("request", lambda request: asked.add(request.url.split("/", 3)[2]))

    guest = await Guest.visit(context, shop)
    await guest.ask("halo")

    assert asked == {house.base.removeprefix("http://"), shop.removeprefix("http://")}


async def test_that_reading_up_is_not_disturbed(shop: str, context: BrowserContext) -> None:
    guest = await Guest.visit(context, shop)
    await guest.ask("panjang")
    await guest.chat.locator(".link", has_text="Tampilkan semua").click()
    await guest.chat.locator(".list").evaluate("list => { list.scrollTop = 100; }")
    await expect(guest.chat.locator(".to-end")).to_be_visible()
    other = await Guest.visit(context, shop)

    await other.ask("halo dari tab lain")

    await expect(guest.chat.locator(".to-end")).to_contain_text("2 pesan baru")
    assert await guest.chat.locator(".list").evaluate("list => list.scrollTop") == 100
    await guest.chat.locator(".to-end").click()
    await expect(guest.said_by("bot").last).to_be_in_viewport()


async def test_that_a_message_is_copied_and_the_conversation_downloaded(shop: str, new_context: NewContext) -> None:
    context = await new_context(permissions=["clipboard-read", "clipboard-write"])
    guest = await Guest.visit(context, shop)
    await guest.ask("halo")

    await guest.said_by("bot").hover()
    await guest.chat.locator(".group.bot .copy").click()

    await expect(guest.chat.locator(".group.bot .copy.done")).to_be_visible()
    assert await guest.page.evaluate("navigator.clipboard.readText()") == "Jawaban: halo"
    async with guest.page.expect_download() as waiting:
        await guest.choose("Unduh percakapan")
    path = await (await waiting.value).path()
    text = path.read_text(encoding="utf-8-sig")
    assert "Anda: halo" in text
    assert "Asisten virtual: Jawaban: halo" in text
