"""The page of reports in a browser, over the real service: both languages, dark, a phone, and what axe-core finds."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from handoff.conversations.reply import do_reply
from handoff.conversations.resolve import Outcome, Resolution, do_resolve
from handoff.desk.sessions import COOKIE
from handoff.ids import new_id
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from tests.handoff.conftest import House
from tests.paths.browsers import open_browser
from tests.support.agents import claim, staff
from tests.support.customers import ask, wait_for_person
from tests.support.hand_clock import HandClock

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("SAPA_PICTURES")
"""A folder for pictures of what the test sees; none are taken where it is not set."""
REASONS = (EscalationReason.EMOTION, EscalationReason.ASKED, EscalationReason.ASKED, EscalationReason.COMPLAINT)


@pytest.fixture(autouse=True)
def needs_axe() -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")


async def serve_some(parts: Parts, clock: HandClock) -> None:
    """Two agents serve four customers in the course of a day; others are left to the bot."""
    agents = [await staff(parts, name) for name in ("agent1", "agent2")]
    words = ("Halo Kak, mohon maaf atas kendalanya.", "Sudah kami kirim.", "Selamat siang, silakan dicek.", "Baik.")
    for number, (reason, text) in enumerate(zip(REASONS, words, strict=True)):
        conversation = await wait_for_person(parts, Escalation(reason, emotion="angry" if number == 0 else "neutral"))
        agent = agents[number % len(agents)]
        clock.advance(minutes=1 + number)
        await claim(parts, conversation, agent)
        clock.advance(minutes=2)
        async with parts.record.writing() as session:
            await do_reply(session, conversation, agent.id, new_id(), text, clock())
        clock.advance(minutes=15)
        async with parts.record.writing() as session:
            await do_resolve(session, conversation, agent.id, Resolution(Outcome.SOLVED), clock())
        await ask(parts)
        clock.advance(hours=1)


async def look(page: Page, name: str) -> list[str]:
    """Takes the picture, if pictures are wanted, and gives what axe-core finds."""
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    await page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = await page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"
    )
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


@asynccontextmanager
async def reports(house: House, name: str, **context: Any) -> AsyncIterator[Page]:
    """The page of reports, as the account sees it."""
    account = await house.desk(name)
    async with open_browser() as browser:
        page = await (await browser.new_context(**context)).new_page()
        cookie = {"name": COOKIE, "value": account.cookies[COOKIE], "url": house.base}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict of playwright's own
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{house.base}/desk/supervise/")
        yield page
        assert errors == []


WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIGHTS = [("id-ID", "light", WIDE), ("en-GB", "dark", PHONE)]


@pytest.mark.parametrize(("locale", "scheme", "size"), SIGHTS, ids=["desktop", "phone"])
async def test_that_a_supervisor_sees_figures_and_scores_that_everybody_can_read(
    house: House, clock: HandClock, locale: str, scheme: str, size: dict[str, int]
) -> None:
    await serve_some(house.parts, clock)

    async with reports(house, "supervisor", locale=locale, color_scheme=scheme, viewport=size) as page:
        await expect(page.locator("[data-test=overview]")).to_be_visible()
        await page.locator(".scored summary").first.click()

        await expect(page.locator(".scored q").first).to_be_visible()
        first = page.locator(".tile").nth(3)
        await expect(first).to_contain_text("4" if locale == "en-GB" else "mnt")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await look(page, f"supervisors_{size['width']}") == []


async def test_that_other_days_are_shown_on_request(house: House, clock: HandClock) -> None:
    await serve_some(house.parts, clock)

    async with reports(house, "supervisor", locale="en-GB") as page:
        for name in ("from", "to"):
            await page.locator(f"input[name={name}]").fill("2026-11-20")
        await page.get_by_role("button", name="Show").click()

        await expect(page.locator(".tile b").first).to_have_text("0")
        assert page.url.endswith("?from=2026-11-20&to=2026-11-20")


async def test_that_an_agent_sees_only_their_own_scores(house: House, clock: HandClock) -> None:
    await serve_some(house.parts, clock)

    async with reports(house, "agent1", locale="en-GB") as page:
        await expect(page.get_by_role("row", name="Rina Wulandari")).to_be_visible()

        assert await page.locator("[data-test=overview]").count() == 0
        assert await page.get_by_text("Bagus Prasetyo").count() == 0


async def test_that_the_page_works_under_the_strict_policy(house: House) -> None:
    page = await (await house.browser()).get("/desk/supervise/")

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


async def test_that_the_account_menu_leads_to_the_reports(house: House) -> None:
    async with reports(house, "supervisor", locale="en-GB") as page:
        await page.get_by_role("link", name="Back to the desk").click()
        await page.locator("[data-test=account]").click()
        await expect(page.get_by_role("menuitem", name="Reports and scores")).to_be_visible()
        await page.get_by_role("menuitem", name="Reports and scores").click()

        await expect(page.locator("[data-test=overview]")).to_be_visible()
