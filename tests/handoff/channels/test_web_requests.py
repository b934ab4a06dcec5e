from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from handoff.agent_queue.wait_estimate import WaitRange
from handoff.business_calendar import BusinessCalendar
from handoff.call_back import InvalidAddressError, check_call_back
from handoff.conversations.call_back_promise import promise_by
from handoff.conversations.tables import ContactRow, MessageRow, PromiseRow, TurnRow, UploadRow
from handoff.ids import new_id
from handoff.system_texts import say
from protocol.languages import Language
from tests.handoff.conftest import House, Houses
from tests.support.agents import claim, staff
from tests.support.customers import escalate, read, said
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import HandClock
from tests.support.visitor import Visitor

JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = BusinessCalendar.parse("Mon-Fri 08:00-17:00", JAKARTA)


async def wait_in_line(house: House) -> tuple[Visitor, str]:
    visitor = await house.visitor()
    session = await visitor.hello()
    await visitor.say("halo")
    await visitor.get("message", sender="bot")
    await escalate(house.parts, session["conversation"])
    await house.parts.bells.ring(session["conversation"])
    await visitor.get("state", state="queued")
    return visitor, session["conversation"]


async def promises(house: House) -> list[PromiseRow]:
    async with house.parts.record.reading() as session:
        return list((await session.execute(select(PromiseRow).where(PromiseRow.kind == "call_back"))).scalars())


async def upload(house: House, token: str, shade: int) -> dict[str, Any]:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(picture, "PNG")
    browser = await house.browser(authorization=f"Bearer {token}")
    files = {"file": (f"alat{shade}.png", picture.getvalue(), "image/png")}
    answer = await browser.post("/chat/uploads", data={"id": new_id()}, files=files)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["message"]["attachment"])


async def test_that_a_ping_is_answered(house: House) -> None:
    visitor = await house.visitor()
    await visitor.hello()

    await visitor.send({"type": "ping"})

    assert await visitor.get("pong")


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        ("phone", "0811-2345 678", "+628112345678"),
        ("whatsapp", "62 811 2345 678", "+628112345678"),
        ("email", "Budi @ contoh.co.id", "budi@contoh.co.id"),
    ],
)
async def test_that_a_waiting_customer_is_promised_a_call_back(
    house: House, clock: HandClock, channel: str, typed: str, kept: str
) -> None:
    visitor, conversation = await wait_in_line(house)

    await visitor.send({"type": "callback", "channel": channel, "address": typed, "note": "soal  faktur"})

    answer = await visitor.get("callback")
    assert (answer["address"], datetime.fromisoformat(answer["due_at"])) == (kept, clock.now + timedelta(hours=2))
    assert kept in (await said(house.parts, conversation, "system"))[-1]
    assert (await visitor.get("state", call_back=answer["due_at"]))["position"] == 1
    assert [(each.kind, each.text, each.state) for each in await promises(house)] == [
        ("call_back", f"{channel}: {kept} - soal faktur", "open")
    ]


async def test_that_another_wish_replaces_the_call_back_before(house: House) -> None:
    visitor, _ = await wait_in_line(house)

    for number in ("08112345678", "08129999888"):
        await visitor.send({"type": "callback", "channel": "phone", "address": number})
        await visitor.get("callback")

    assert [each.text for each in await promises(house)] == ["phone: +628129999888"]


async def test_that_a_call_back_that_is_due_already_is_put_off_and_not_doubled(house: House) -> None:
    visitor, _ = await wait_in_line(house)
    await visitor.send({"type": "callback", "channel": "phone", "address": "08112345678"})
    await visitor.get("callback")
    async with house.parts.record.writing() as session:
        await session.execute(update(PromiseRow).values(state="due"))

    await visitor.send({"type": "callback", "channel": "phone", "address": "08129999888"})
    await visitor.get("callback")

    assert [(each.text, each.state) for each in await promises(house)] == [("phone: +628129999888", "open")]


async def test_that_a_call_back_asked_for_at_night_is_due_after_the_opening(
    new_house: Houses, clock: HandClock
) -> None:
    clock.now = datetime(2026, 11, 24, 20, 0, tzinfo=JAKARTA)
    house = await new_house(office_hours="Mon-Fri 08:00-17:00")
    visitor, _ = await wait_in_line(house)

    await visitor.send({"type": "callback", "channel": "email", "address": "budi@contoh.co.id"})

    assert (await visitor.get("callback"))["due_at"] == "2026-11-25T10:00:00+07:00"
    assert len(await promises(house)) == 1, "the promise of the closed office became the definite one"


async def test_that_a_number_nobody_has_is_refused_and_nothing_promised(house: House) -> None:
    visitor, _ = await wait_in_line(house)

    await visitor.send({"type": "callback", "channel": "phone", "address": "0812"})

    assert (await visitor.get("error"))["code"] == "invalid_address"
    assert await promises(house) == []


async def test_that_who_does_not_wait_is_promised_nothing(house: House) -> None:
    visitor = await house.visitor()
    await visitor.hello()

    await visitor.send({"type": "callback", "channel": "phone", "address": "08112345678"})

    assert (await visitor.get("error"))["code"] == "conflict"


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ((24, 9, 0), (24, 11, 0)),
        ((24, 16, 0), (25, 10, 0)),
        ((24, 5, 0), (24, 10, 0)),
        ((27, 18, 0), (30, 10, 0)),
    ],
)
def test_that_a_call_back_is_promised_within_two_office_hours(
    asked: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    now = datetime(2026, 11, *asked, tzinfo=JAKARTA).astimezone(UTC)

    assert promise_by(now, None, OFFICE) == datetime(2026, 11, *due, tzinfo=JAKARTA)


@pytest.mark.parametrize("address", ["", "halo", "123", "+62", "budi@", "@contoh.co.id", "0" * 40])
@pytest.mark.parametrize("channel", ["phone", "whatsapp", "email"])
def test_that_only_what_can_be_reached_is_an_address(channel: str, address: str) -> None:
    with pytest.raises(InvalidAddressError):
        check_call_back(channel, address)


async def test_that_several_files_are_acknowledged_by_one_text(house: House, clock: HandClock) -> None:
    visitor = await house.visitor()
    session = await visitor.hello()
    thanks = say("file_received", Language.ID)
    await visitor.say("ini fotonya")
    await visitor.get("message", sender="bot")

    for shade in (10, 20, 30):
        await upload(house, session["token"], shade)

    assert (await said(house.parts, session["conversation"], "system")).count(thanks) == 1
    clock.now += timedelta(minutes=3)
    await upload(house, session["token"], 40)
    assert (await said(house.parts, session["conversation"], "system")).count(thanks) == 2


async def test_that_a_rating_given_in_one_tab_is_closed_in_the_other(house: House) -> None:
    first, conversation = await wait_in_line(house)
    await claim(house.parts, conversation, await staff(house.parts))
    desk = await house.desk()
    await desk.post(f"/api/desk/conversations/{conversation}/resolve", json={"outcome": "solved"})
    await first.get("rate")
    token = first.session["token"]
    second = await house.visitor()
    assert (await second.hello(token=token))["rate"]

    await second.send({"type": "rating", "score": 5, "comment": ""})

    assert await first.get("rated")


async def test_that_a_tab_follows_into_the_conversation_that_another_tab_began(house: House) -> None:
    first, second = await house.visitor(), await house.visitor()
    session = await first.hello()
    await second.hello(token=session["token"])
    await first.send({"type": "end"})
    await second.get("state", state="closed")

    await first.say("satu lagi")

    moved = await second.get("session")
    assert moved["conversation"] != session["conversation"]
    assert moved["token"] == session["token"]
    assert (await second.get("message", sender="customer"))["text"] == "satu lagi"


async def test_that_a_tab_follows_when_another_tab_says_hello_after_the_end(house: House) -> None:
    first, second = await house.visitor(), await house.visitor()
    session = await first.hello()
    await second.hello(token=session["token"])
    await first.send({"type": "end"})
    await second.get("state", state="closed")

    again = await (await house.visitor()).hello(token=session["token"])

    assert (await second.get("session"))["conversation"] == again["conversation"] != session["conversation"]


async def test_that_the_bot_forgets_too_as_soon_as_it_can(house: House, bot: FakeBot) -> None:
    visitor, conversation = await wait_in_line(house)
    await visitor.send({"type": "forget"})
    await visitor.get("forgotten")

    bot.failing = True
    await house.parts.promises.go_round()
    failed = list(bot.forgotten)
    bot.failing = False
    for _ in range(2):
        await house.parts.promises.go_round()

    assert (failed, bot.forgotten) == ([], [conversation])


async def test_that_who_wants_to_be_forgotten_leaves_no_word_and_no_file(house: House) -> None:
    visitor, conversation = await wait_in_line(house)
    token = visitor.session["token"]
    file = await upload(house, token, 10)
    folder = house.parts.settings.var / "uploads"
    assert list(folder.rglob("*.png"))

    await visitor.send({"type": "forget"})

    assert await visitor.get("forgotten")
    assert list(folder.rglob("*.png")) == []
    async with house.parts.record.reading() as session:
        texts = set((await session.execute(select(MessageRow.text))).scalars())
        turns = [each for each in (await session.execute(select(TurnRow.understood))).scalars() if each]
        uploads = (await session.execute(select(func.count()).select_from(UploadRow))).scalar_one()
        names = (await session.execute(select(ContactRow.name, ContactRow.phone))).all()
    assert (texts, turns, uploads, names) == ({"(dihapus)"}, [], 0, [(None, None)])
    assert (await read(house.parts, conversation)).state == "closed"
    assert await house.parts.line.position(conversation) is None
    stranger = await (await house.visitor()).hello(token=token)
    assert stranger["token"] != token
    assert stranger["messages"] == []
    browser = await house.browser(authorization=f"Bearer {token}")
    assert (await browser.get(file["url"])).status_code == 404


@pytest.mark.parametrize(
    ("at", "high", "due"),
    [
        ((23, 0, 0), 5 * 3600, (24, 9, 0)),  # ten hours of office time, of which a day has nine
        ((23, 8, 0), 5 * 3600, (24, 9, 0)),
        ((23, 9, 0), 3 * 3600, (23, 15, 0)),
        ((23, 15, 0), 2 * 3600, (24, 12, 0)),
        ((27, 16, 0), 5 * 3600, (30, 17, 0)),
        ((27, 8, 0), 14 * 3600, (2, 9, 0)),
    ],
)
def test_that_a_long_wait_never_promises_a_call_outside_the_office_hours(
    at: tuple[int, int, int], high: int, due: tuple[int, int, int]
) -> None:
    month = 11 if due[0] >= at[0] else 12

    promised = promise_by(datetime(2026, 11, *at, tzinfo=JAKARTA), WaitRange(60, high), OFFICE)

    assert promised == datetime(2026, month, *due, tzinfo=JAKARTA)
