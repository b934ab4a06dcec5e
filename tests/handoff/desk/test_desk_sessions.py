from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from handoff.contacts import hash_token
from handoff.conversations.tables import AuditRow, StaffSessionRow
from handoff.desk.routes import LOGINS_PER_MINUTE
from handoff.desk.sessions import COOKIE, IDLE, LIFETIME, LOCKED_FOR, MAX_FAILURES, SEEN_STEP
from handoff.desk.staff import seed_accounts, set_password
from handoff.parts import Parts
from tests.handoff.conftest import House
from tests.support.agents import PASSWORD, change_account, staff
from tests.support.hand_clock import HandClock

EMAIL = "agent1@sapa.local"


@pytest.fixture
async def browser(house: House) -> httpx.AsyncClient:
    return await house.browser(**{"X-Sapa-Desk": "1"})


async def test_that_the_right_password_opens_the_desk(house: House, browser: httpx.AsyncClient) -> None:
    response = await log_in(browser)

    assert response.status_code == 200
    assert response.json()["name"] == "Rina Wulandari"
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for word in ("HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={int(LIFETIME.total_seconds())}"):
        assert word.lower() in cookie.lower()
    assert (await browser.get("/api/desk/me")).status_code == 200


async def test_that_the_record_keeps_no_cookie_and_no_password(house: House, browser: httpx.AsyncClient) -> None:
    await log_in(browser)

    token = browser.cookies[COOKIE]
    async with house.parts.record.reading() as session:
        kept = (await session.execute(select(StaffSessionRow.token_hash))).scalar_one()
    assert kept == hash_token(token) != token


@pytest.mark.parametrize("email", ["  AGENT1@Sapa.Local ", EMAIL])
async def test_that_an_address_is_read_as_people_write_it(browser: httpx.AsyncClient, email: str) -> None:
    assert (await log_in(browser, email=email)).status_code == 200


async def test_that_wrong_passwords_and_unknown_accounts_look_alike(house: House, browser: httpx.AsyncClient) -> None:
    await change_account(house.parts, await staff(house.parts, "agent2"), active=False)

    refused = [
        await log_in(browser, password="salah"),
        await log_in(browser, email="nobody@sapa.local"),
        await log_in(browser, email="agent2@sapa.local"),
        await log_in(browser, email="' OR 1=1 --"),
    ]

    assert {response.status_code for response in refused} == {401}
    assert len({response.text for response in refused}) == 1
    assert not browser.cookies


async def test_that_five_failures_lock_the_account_for_a_while(browser: httpx.AsyncClient, clock: HandClock) -> None:
    for _ in range(MAX_FAILURES):
        assert (await log_in(browser, password="salah")).status_code == 401

    locked = await log_in(browser)
    assert (locked.status_code, locked.json()["error"]["code"]) == (429, "too_many_tries")

    clock.now += LOCKED_FOR - timedelta(seconds=1)
    assert (await log_in(browser)).status_code == 429
    clock.advance(seconds=1)
    assert (await log_in(browser)).status_code == 200


async def test_that_a_log_in_forgives_the_failures_before_it(browser: httpx.AsyncClient) -> None:
    for _ in range(2):
        for _ in range(MAX_FAILURES - 1):
            await log_in(browser, password="salah")

        assert (await log_in(browser)).status_code == 200


async def test_that_one_locked_account_locks_no_other(browser: httpx.AsyncClient) -> None:
    for _ in range(MAX_FAILURES):
        await log_in(browser, password="salah")

    assert (await log_in(browser, email="agent2@sapa.local")).status_code == 200


async def test_that_log_ins_from_one_address_are_counted(browser: httpx.AsyncClient, clock: HandClock) -> None:
    for each in range(LOGINS_PER_MINUTE):
        await browser.post("/api/desk/session", json={"email": f"nobody{each}@sapa.local"})

    refused = await log_in(browser)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "rate_limited")
    assert 0 < int(refused.headers["Retry-After"]) <= 60

    clock.advance(minutes=1)
    assert (await log_in(browser)).status_code == 200


async def test_that_a_working_day_is_the_longest_session(house: House, clock: HandClock) -> None:
    desk = await house.desk()
    begun = clock.now
    while clock.now - begun < LIFETIME:
        assert (await desk.get("/api/desk/me")).status_code == 200
        clock.now += timedelta(hours=1)

    assert (await desk.get("/api/desk/me")).status_code == 401


async def test_that_an_idle_session_ends_and_use_keeps_it(house: House, clock: HandClock) -> None:
    desk = await house.desk()
    for _ in range(3):
        clock.now += IDLE - SEEN_STEP
        assert (await desk.get("/api/desk/me")).status_code == 200

    clock.now += IDLE

    assert (await desk.get("/api/desk/me")).status_code == 401


async def test_that_logging_out_ends_the_session_and_goes_off_duty(house: House, browser: httpx.AsyncClient) -> None:
    await log_in(browser)
    token = browser.cookies[COOKIE]
    await browser.put("/api/desk/presence", json={"state": "online"})

    response = await browser.delete("/api/desk/session")

    assert response.status_code == 204
    assert COOKIE not in browser.cookies
    thief = await house.browser(**{"X-Sapa-Desk": "1", "Cookie": f"{COOKIE}={token}"})
    assert (await thief.get("/api/desk/me")).status_code == 401
    assert await house.parts.presence.of((await staff(house.parts)).id) == "offline"


async def test_that_an_account_that_is_closed_is_out_at_once(house: House) -> None:
    desk = await house.desk()

    await change_account(house.parts, await staff(house.parts), active=False)

    assert (await desk.get("/api/desk/me")).status_code == 401


async def test_that_log_ins_and_their_failures_are_in_the_audit(house: House, browser: httpx.AsyncClient) -> None:
    await log_in(browser, password="salah")
    await log_in(browser)

    async with house.parts.record.reading() as session:
        actions = list((await session.execute(select(AuditRow.action).order_by(AuditRow.id))).scalars())
    assert actions == ["login.failed", "login.succeeded"]


async def test_that_seeding_again_adds_nobody_and_keeps_passwords(parts: Parts) -> None:
    async with parts.record.writing() as session:
        assert await seed_accounts(session, "another one", 9) == []

    assert (await staff(parts)).capacity == 4


async def test_that_a_new_password_unlocks(house: House, browser: httpx.AsyncClient) -> None:
    for _ in range(MAX_FAILURES):
        await log_in(browser, password="salah")
    async with house.parts.record.writing() as session:
        await set_password(session, [EMAIL], "kata-sandi-baru")

    assert (await log_in(browser, password="kata-sandi-baru")).status_code == 200
    assert (await log_in(browser, password=PASSWORD)).status_code == 401


async def test_that_a_log_in_without_its_fields_is_refused_and_counts_for_nobody(
    house: House, browser: httpx.AsyncClient
) -> None:
    for body in ({}, {"email": EMAIL}, {"email": EMAIL, "password": ["a"]}, {"email": EMAIL, "password": "x" * 1025}):
        assert (await browser.post("/api/desk/session", json=body)).status_code == 400

    async with house.parts.record.reading() as session:
        assert (await session.execute(select(func.count()).select_from(AuditRow))).scalar_one() == 0


async def log_in(browser: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
    return await browser.post("/api/desk/session", json={"email": email, "password": password})
