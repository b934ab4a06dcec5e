from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from handoff.channels.whatsapp_content import contents_of, split_text
from handoff.channels.whatsapp_failures import FailureKind, classify, pause_before
from handoff.channels.whatsapp_media import may_ask
from handoff.conversations.tables import PromiseRow
from handoff.conversations.transcript import append, lock_conversation
from handoff.ids import new_id
from protocol.languages import Language
from protocol.messages import Button, Sender
from tests.doubles.graph_api import rules
from tests.doubles.graph_api.phone import Phone
from tests.handoff.channels.whatsapp_world import World
from tests.support.waiting import until


async def agent_says(world: World, phone: Phone, *texts: str) -> None:
    conversation = await world.conversation(phone)
    for text in texts:
        async with world.parts.record.writing() as session:
            row = await lock_conversation(session, conversation.id)
            assert row is not None
            append(session, row, Sender.AGENT, text, world.clock(), name="Dewi")
        await world.parts.bells.ring(conversation.id)


async def greeted(world: World) -> Phone:
    phone = world.double.phone()
    phone.say("halo")
    await world.until_seen(phone)
    await world.until_states("read")
    return phone


@pytest.mark.parametrize("limit", [20, 100, 4096])
def test_that_a_split_text_keeps_every_word_within_the_limit(limit: int) -> None:
    text = "Kalimat pertama selesai. Kalimat kedua juga! Apakah ini yang ketiga? " * 80

    parts = split_text(text, limit)

    assert all(0 < len(part) <= limit for part in parts)
    assert " ".join(parts).split() == text.split()
    if limit >= 100:
        assert all(part[-1] in ".!?" for part in parts)


@pytest.mark.parametrize("count", [1, 3, 4, 10, 11, 30])
@pytest.mark.parametrize(
    "title", ["Ya", "Judul yang cukup panjang", "Judul yang jauh lebih panjang daripada batasnya itu"]
)
@pytest.mark.parametrize("length", [0, 500, 9000])
def test_that_every_bubble_becomes_messages_that_meta_takes(count: int, title: str, length: int) -> None:
    buttons = [Button(f"{number} {title}", f"/choice_{number}") for number in range(count)]

    contents = contents_of("Pilih satu ya. " * (length // 15), buttons, Language.ID)

    for content in contents:
        body = {"messaging_product": "whatsapp", "to": "62811", **content}
        assert rules.check_message(body, {}) is None
    shown = str(contents)
    assert all(button.title[:20] in shown for button in buttons)


def test_that_failures_are_tried_again_by_their_class_only() -> None:
    kinds = {code: classify(code, 400).kind for code in (131056, 130429, 131047, 131026, 190, 131000, 132001)}

    assert list(kinds.values()) == ["pair", "rate", "window", "permanent", "access", "transient", "permanent"]
    assert classify(502, 502).kind is FailureKind.UNSURE
    assert classify(131016, 503).kind is FailureKind.TRANSIENT
    assert [pause_before(FailureKind.PAIR, attempt) for attempt in (1, 2, 3)] == [1, 4, 16]
    assert pause_before(FailureKind.PERMANENT, 1) is None


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://graph.facebook.com/x", True),
        ("http://lookaside.fbsbx.com/x", False),
        ("https://fbsbx.com.example.org/x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://lookaside.fbsbx.com:8443/x", False),
        ("https://user@lookaside.fbsbx.com/x", False),
        ("file:///etc/passwd", False),
        ("https://[broken", False),
    ],
)
def test_that_files_are_fetched_from_meta_only(url: str, allowed: bool) -> None:
    assert may_ask(url, "https://graph.facebook.com") is allowed


async def test_that_the_ledger_follows_a_message_until_it_is_read(world: World) -> None:
    await greeted(world)

    (row,) = await world.deliveries()
    assert row.sent_at is not None
    assert row.delivered_at is not None
    assert row.read_at is not None


async def test_that_a_late_status_never_takes_a_message_back(world: World) -> None:
    phone = await greeted(world)

    world.double.tell_status(phone, phone.seen[0].id, "sent")
    world.double.tell_status(phone, phone.seen[0].id, "failed", refusal=rules.WINDOW)
    await world.settle()

    assert [row.state for row in await world.deliveries()] == ["read"]


async def test_that_customers_see_that_the_bot_is_at_it(world: World) -> None:
    phone = await greeted(world)

    await until(lambda: phone.typing == 1)
    assert phone.read == {phone.sent[0]["id"]}


async def test_that_a_busy_meta_delays_messages_and_keeps_their_order(world: World) -> None:
    phone = await greeted(world)
    world.double.mischief.fail = 0.5

    await agent_says(world, phone, *(f"pesan {number}" for number in range(5)))
    await world.until_seen(phone, 6, seconds=30)

    assert phone.texts[1:] == [f"pesan {number}" for number in range(5)]


async def test_that_a_message_whose_answer_was_lost_is_not_sent_twice(world: World) -> None:
    phone = await greeted(world)
    world.double.mischief.hang_up = 1.0

    await agent_says(world, phone, "sekali saja")
    await world.until_states("read", "read")
    await asyncio.sleep(0.3)

    assert phone.texts[1:] == ["sekali saja"]


async def test_that_a_hopeless_message_fails_once_and_says_why(world: World) -> None:
    phone = await greeted(world)
    world.double.phones.clear()

    await agent_says(world, phone, "halo?")
    await world.until_states("read", "failed")

    row = (await world.deliveries())[-1]
    assert (row.error_code, row.attempts) == (131026, 1)


async def test_that_after_24_hours_free_text_is_held_until_the_customer_writes(world: World) -> None:
    phone = await greeted(world)
    world.clock.advance(hours=25)

    await agent_says(world, phone, "masih di sana?")
    await world.until_states("read", "held")
    phone.say("ya kak")
    await world.until_seen(phone, 3)

    assert phone.texts[1:] == ["masih di sana?", "Jawaban untuk: ya kak"]
    assert world.double.refused == []


async def test_that_a_follow_up_after_24_hours_leaves_as_a_template(world: World) -> None:
    phone = await greeted(world)
    conversation, now = await world.conversation(phone), world.clock()
    async with world.parts.record.writing() as session:
        session.add(
            PromiseRow(
                id=new_id(), conversation_id=conversation.id, kind="follow_up", text="", state="open", due_at=now,
                made_at=now,
            )
        )  # fmt: skip
    world.clock.advance(hours=25)

    assert world.parts.whatsapp is not None
    async with world.parts.record.writing() as session:
        await session.execute(update(PromiseRow).values(due_at=world.clock()))  # on time, whatever hour it is
    for _ in range(2):
        await world.parts.promises.go_round()
    await world.until_seen(phone, 2)

    assert phone.seen[1].type == "template"
    assert "sudah beres" in phone.texts[1]
