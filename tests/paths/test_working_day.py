"""One customer, one bot, one agent: the main job, through two real browsers."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.paths.browsers import PATIENCE_MS, AgentPage, CustomerPage, open_browser
from tests.paths.product import PASSWORD, Product

pytestmark = pytest.mark.paths


async def test_that_a_customer_is_served_by_the_bot_then_by_a_person_and_says_how_it_was(product: Product) -> None:
    async with open_browser() as browser:
        customer = CustomerPage(await browser.new_page(viewport={"width": 390, "height": 844}, locale="id-ID"))
        agent = AgentPage(await (await browser.new_context()).new_page())
        await customer.open(product.url)
        await agent.log_in(product.url, "agent1@sapa.local", PASSWORD)

        await customer.ask("kantor buka jam berapa kak?", "08.00")
        await customer.ask("and what are your opening hours on weekdays, please?", "08:00")
        await customer.say("status pesanan saya sudah sampai mana ya?")
        await customer.read("bot", "ORD-")
        await customer.ask("ORD-2026-00105", "e-mail")
        await customer.ask("pic105@example.com", "ORD-2026-00105")

        await customer.say("mau bicara dengan orang")
        await customer.read("system", "urutan ke-")
        await agent.claim_first()
        await agent.read("mau bicara dengan orang")

        for number in ("satu", "dua", "tiga"):
            await agent.say(f"Kabar {number} dari Rina, Kak.")
            await customer.read("agent", f"Kabar {number} dari Rina")
            await customer.say(f"Baik, jawaban {number} dari saya.")
            await agent.read(f"jawaban {number} dari saya")
        bot_said = await customer.said_by("bot").count()

        await agent.resolve("solved")
        await customer.rate(5, "Cepat dan ramah")
        await customer.read("system", "Terima kasih")
        await customer.say("halo lagi")
        await expect(customer.said_by("bot")).not_to_have_count(bot_said, timeout=PATIENCE_MS)

        assert not customer.errors
        assert not agent.errors
