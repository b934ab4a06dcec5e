from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from handoff.app import create_app
from handoff.channels import whatsapp_worker
from handoff.channels.whatsapp_inbound import Taken, take_update
from handoff.conversations.resolve import Outcome, Resolution, do_resolve
from handoff.conversations.tables import RatingRow
from handoff.conversations.whatsapp_tables import WhatsappUpdateRow
from handoff.metrics import WEBHOOKS
from protocol.messages import Button, Reply, TurnAnswer
from tests.handoff.channels.conftest import NewWorld
from tests.handoff.channels.test_whatsapp_payloads import KINDS
from tests.handoff.channels.whatsapp_captured import NAMES, as_bytes, captured
from tests.handoff.channels.whatsapp_world import World
from tests.support.agents import claim, staff
from tests.support.databases import on_both_databases
from tests.support.fake_bot import hand_over
from tests.support.waiting import until


def counted(outcome: str) -> float:
    return WEBHOOKS.labels(outcome)._value.get()


async def test_that_the_verification_challenge_is_answered_to_who_knows_the_word(world: World) -> None:
    right = {"hub.mode": "subscribe", "hub.verify_token": "kata-kunci", "hub.challenge": "1158201444"}
    async with httpx.AsyncClient(base_url=world.base) as http:
        answer = await http.get("/webhooks/whatsapp", params=right)
        wrong = await http.get("/webhooks/whatsapp", params={**right, "hub.verify_token": "salah"})

    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert wrong.status_code == 403


async def test_that_wrong_and_missing_signatures_are_refused_and_counted(world: World) -> None:
    before = counted("forged"), counted("unsigned")
    body = as_bytes(captured("text"))

    answers = [
        await world.double.webhooks.request(body, "sha256=" + "0" * 64),
        await world.double.webhooks.request(body, "sha256=bukan-heksadesimal"),
        await world.double.webhooks.request(body, None),
    ]

    assert answers == [403, 403, 401]
    assert (counted("forged"), counted("unsigned")) == (before[0] + 2, before[1] + 1)
    assert await world.details() == []


async def test_that_without_settings_the_address_is_not_there(parts: Any, serve: Any, settings: Any) -> None:
    base = await serve(create_app(settings))
    async with httpx.AsyncClient(base_url=base) as http:
        assert (await http.post("/webhooks/whatsapp", content=b"{}")).status_code == 404


async def test_that_a_text_is_answered_by_the_bot(world: World) -> None:
    phone = world.double.phone()

    phone.say("jam buka?")
    await world.until_seen(phone)

    assert phone.texts == ["Jawaban untuk: jam buka?"]
    assert await world.said(phone) == [("customer", "jam buka?"), ("bot", "Jawaban untuk: jam buka?")]


async def test_that_the_number_whatsapp_proves_goes_along_to_the_bot(world: World) -> None:
    phone = world.double.phone("628110000104", "Sari")

    phone.say("status pesanan saya?")
    await world.until_seen(phone)

    assert world.bot.asked[0].phone == "+628110000104"
    assert world.bot.asked[0].channel == "whatsapp"
    contact = await world.contact(await world.conversation(phone))
    assert (contact.name, contact.phone) == ("Sari", "+628110000104")


@pytest.mark.parametrize("name", KINDS)
async def test_that_every_captured_message_is_kept_once_with_what_whatsapp_said_of_it(world: World, name: str) -> None:
    body = as_bytes(captured(name))

    assert [await world.double.webhooks.request(body) for _ in range(2)] == [200, 200]
    await world.settle()

    (detail,) = await world.details()
    assert detail.kind == KINDS[name].value
    phone = world.double.phone(user_id="ID.13491208655302741918", number=None)
    if name == "text_phone_only":
        phone.number = "6281100000101"
    (first, *_rest) = await world.messages(phone)
    assert first.sender == "customer"
    assert first.text.strip()


@pytest.mark.parametrize("name", NAMES)
async def test_that_no_captured_shape_is_answered_with_anything_but_200(world: World, name: str) -> None:
    assert await world.double.webhooks.request(as_bytes(captured(name))) == 200


async def test_that_a_voice_note_is_kindly_declined_and_a_person_is_offered(world: World) -> None:
    phone = world.double.phone()
    world.bot.script = lambda turn: hand_over()

    phone.send_file("audio", b"OggS" + b"\0" * 100, "audio/ogg; codecs=opus", voice=True)
    await world.until_seen(phone)

    assert "belum bisa mendengarkan voice note" in phone.texts[0]
    phone.tap("Bicara dgn petugas")
    await until(lambda: world.bot.texts == ["/request_human"])


async def test_that_photos_in_a_row_get_one_answer_and_the_caption_is_the_bots(world: World) -> None:
    phone = world.double.phone()

    for number in range(3):
        phone.send_file("image", b"no picture %d" % number, "image/jpeg")
        await world.settle()
    phone.send_file("image", b"no picture", "image/jpeg", caption="alat saya rusak")
    await until(lambda: world.bot.texts == ["alat saya rusak"])

    answers = [text for sender, text in await world.said(phone) if sender == "system" and "sudah kami terima" in text]
    assert len(answers) == 1


async def test_that_a_reaction_is_kept_for_people_and_answered_by_nobody(world: World) -> None:
    phone = world.double.phone()
    phone.say("halo")
    await world.until_seen(phone)

    phone.send("reaction", {"message_id": phone.seen[0].id, "emoji": "👍"})
    await world.settle()
    phone.say("terima kasih")
    await world.until_seen(phone, 2)

    assert ("customer", "Menanggapi dengan 👍") in await world.said(phone)
    assert world.bot.texts == ["halo", "terima kasih"]


async def test_that_a_corrected_message_is_answered_anew_and_a_deleted_one_is_marked(world: World) -> None:
    phone = world.double.phone()
    first = phone.say("pesanan ORD-2026-00140")
    await world.until_seen(phone)

    phone.send("edit", {"original_message_id": first, "message": {"type": "text", "text": {"body": "ORD-2026-00104"}}})
    await world.until_seen(phone, 2)
    phone.send("revoke", {"original_message_id": first})
    await world.settle()

    assert world.bot.texts == ["pesanan ORD-2026-00140", "ORD-2026-00104"]
    assert (await world.said(phone))[-1] == ("customer", "🗑️ Menghapus sebuah pesan")
    assert {row.kind: row.concerns for row in await world.details() if row.kind != "text"} == {
        "edit": first,
        "deletion": first,
    }


async def test_that_a_tapped_button_reaches_the_bot_as_its_payload(world: World) -> None:
    phone = world.double.phone()
    reply = Reply("Mau yang mana?", (Button("Status pesanan", "/check_order_status"),))
    world.bot.script = lambda turn: TurnAnswer((reply,), {"intent": "greet"})
    phone.say("halo")
    await world.until_seen(phone)

    phone.tap("Status pesanan")
    await world.until_seen(phone, 2)

    assert world.bot.texts == ["halo", "/check_order_status"]


async def test_that_a_typed_number_chooses_from_numbered_text_and_is_a_number_otherwise(world: World) -> None:
    phone = world.double.phone()
    many = tuple(Button(f"Topik {number}", f"/topic_{number}") for number in range(1, 13))
    world.bot.script = lambda turn: TurnAnswer((Reply("Topik apa?", many if turn.text == "menu" else ()),))
    phone.say("menu")
    await world.until_seen(phone)

    phone.say("11")
    await world.until_seen(phone, 2)
    phone.say("11")
    await world.until_seen(phone, 3)

    assert "11. Topik 11" in phone.texts[0]
    assert world.bot.texts == ["menu", "/topic_11", "11"]


async def test_that_somebody_known_by_user_id_alone_is_answered_and_keeps_it_when_the_number_comes(
    world: World,
) -> None:
    phone = world.double.phone(None, user_id="ID.777")
    phone.say("halo")
    await world.until_seen(phone)
    phone.number = "628110000105"
    phone.say("lagi")
    await world.until_seen(phone, 2)

    (conversation,) = await world.conversations(phone)
    assert (await world.contact(conversation)).phone == "+628110000105"
    assert [turn.phone for turn in world.bot.asked] == [None, "+628110000105"]


async def test_that_a_changed_number_is_the_same_customer(world: World) -> None:
    phone = world.double.phone("628110000106", user_id="ID.1")
    phone.say("halo")
    await world.until_seen(phone)
    before = await world.conversation(phone)

    world.double.change_number(phone, "628110000999", "ID.2")
    await world.settle()
    phone.say("nomor baru")
    await world.until_seen(phone, 2)

    assert [each.id for each in await world.conversations(phone)] == [before.id]
    assert (await world.contact(before)).phone == "+628110000999"


async def test_that_a_number_that_passed_to_somebody_else_proves_nothing_about_the_first(world: World) -> None:
    first = world.double.phone("628110000107", "Ani", "ID.first")
    first.say("halo")
    await world.until_seen(first)
    theirs = await world.conversation(first)

    second = world.double.phone("628110000107", "Bayu", "ID.second")
    second.say("halo juga")
    await until(lambda: len(world.bot.asked) == 2)

    assert (await world.contact(theirs)).phone is None
    assert world.bot.asked[1].conversation != theirs.id
    assert world.bot.asked[1].phone == "+628110000107"


async def test_that_two_contacts_who_prove_to_be_one_share_their_conversations(world: World) -> None:
    by_phone = world.double.phone("628110000108")
    by_phone.say("dari nomor")
    await world.until_seen(by_phone)
    by_user = world.double.phone(None, user_id="ID.8")
    by_user.say("dari id")
    await world.until_seen(by_user)

    by_user.number = "628110000108"
    by_user.say("dari keduanya")
    await world.settle()

    texts = [text for sender, text in await world.said(by_user) if sender == "customer"]
    assert texts == ["dari nomor", "dari id", "dari keduanya"]


async def test_that_an_update_days_late_is_taken_with_the_time_it_was_sent(world: World) -> None:
    phone = world.double.phone()
    late = world.clock() - timedelta(days=3)

    phone.say("terlambat", sent_at=late)
    await world.settle()

    (detail,) = await world.details()
    assert abs(detail.sent_at - late) < timedelta(seconds=2)
    (message,) = [row for row in await world.messages(phone) if row.sender == "customer"]
    assert world.clock() - message.at < timedelta(minutes=1)


@on_both_databases
async def test_that_the_same_update_from_two_workers_at_once_is_stored_once(new_world: NewWorld) -> None:
    world = await new_world(workers=2)
    body = as_bytes(captured("many_in_one"))

    answers = await asyncio.gather(*(world.double.webhooks.request(body) for _ in range(8)))

    await world.settle()
    assert answers == [200] * 8
    assert len(await world.details()) == 4


@on_both_databases
async def test_that_one_message_in_different_updates_at_once_is_stored_once(new_world: NewWorld) -> None:
    world = await new_world(workers=2)
    payloads = [captured("text") for _ in range(8)]
    for number, payload in enumerate(payloads):
        payload["entry"][0]["id"] = str(number)

    answers = await asyncio.gather(*(world.double.webhooks.request(as_bytes(each)) for each in payloads))

    await world.settle()
    assert answers == [200] * 8
    assert len(await world.details()) == 1


async def test_that_a_rating_is_asked_by_message_and_taken_from_a_tap_or_a_digit(world: World) -> None:
    world.bot.script = lambda turn: hand_over()
    phone = world.double.phone()
    phone.say("mau bicara dengan orang")
    await world.until_seen(phone, 2)
    agent, conversation = await staff(world.parts), await world.conversation(phone)
    await claim(world.parts, conversation.id, agent)
    async with world.parts.record.writing() as session:
        await do_resolve(session, conversation.id, agent.id, Resolution(Outcome.SOLVED), world.clock())
    await world.parts.bells.ring(conversation.id)
    await until(lambda: "⭐⭐⭐⭐" in str(phone.seen[-1].choices))

    phone.say("4")
    await until(lambda: "Terima kasih atas penilaiannya" in phone.texts[-1])

    async with world.parts.record.reading() as session:
        rating = (await session.execute(select(RatingRow))).scalar_one()
    assert rating.score == 4
    assert world.bot.texts == ["mau bicara dengan orang"]


async def test_that_a_body_that_cannot_be_read_is_kept_and_answered(world: World) -> None:
    assert await world.double.webhooks.request(b"\xff not json") == 200
    await world.settle()

    async with world.parts.record.reading() as session:
        row = (await session.execute(select(WhatsappUpdateRow))).scalar_one()
    assert (row.body, row.state) == (b"\xff not json", "done")
    assert row.problems


async def test_that_an_update_that_cannot_be_taken_is_tried_again_then_kept_as_dead_and_holds_up_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take(session: Any, found: Any, now: Any) -> Taken:
        if any(each.text == "racun" for each in found.messages):
            raise ValueError("a defect")
        return await take_update(session, found, now)

    monkeypatch.setattr(whatsapp_worker, "take_update", take)
    bad, good = world.double.phone("628110000201", user_id="ID.b"), world.double.phone("628110000202", user_id="ID.g")

    bad.say("racun")
    await world.double.settle()
    good.say("halo")
    await world.until_seen(good)
    for _ in range(whatsapp_worker.TRIES):
        world.clock.advance(minutes=1)
        await world.parts.whatsapp.worker.work_on_next()
    async with world.parts.record.reading() as session:
        states = sorted((await session.execute(select(WhatsappUpdateRow.state))).scalars())

    assert "dead" in states
    assert await world.said(good) == [("customer", "halo"), ("bot", "Jawaban untuk: halo")]
