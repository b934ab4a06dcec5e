from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from crm.identity import Visitor
from crm.opt_outs import opt_out
from handoff.ids import new_id
from tests.doubles.graph_api.phone import Phone
from tests.handoff.channels.whatsapp_world import World
from tests.support.agents import at_desk
from tests.support.fake_bot import hand_over
from tests.support.waiting import until

ROOT = "/api/desk/conversations"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


@pytest.fixture
async def agent(world: World) -> AsyncIterator[httpx.AsyncClient]:
    browser = await at_desk(world.parts, world.base)
    async with browser:
        yield browser


async def waiting(world: World) -> tuple[Phone, str]:
    """A customer who waits for a person."""
    world.bot.script = lambda turn: hand_over()
    phone = world.double.phone()
    phone.say("mau bicara dengan orang")
    await world.until_seen(phone, 2)
    return phone, (await world.conversation(phone)).id


async def served(world: World, agent: httpx.AsyncClient) -> tuple[Phone, str]:
    """A customer in the agent's hands."""
    phone, conversation = await waiting(world)
    assert (await agent.post(f"{ROOT}/{conversation}/claim")).status_code == 200
    await world.until_seen(phone, 3)
    return phone, conversation


async def write(agent: httpx.AsyncClient, conversation: str, text: str) -> int:
    answer = await agent.post(f"{ROOT}/{conversation}/messages", json={"id": new_id(), "text": text})
    return int(answer.json()["message"]["seq"])


async def seen(agent: httpx.AsyncClient, conversation: str) -> dict[str, Any]:
    view: dict[str, Any] = (await agent.get(f"{ROOT}/{conversation}")).json()
    return view


async def delivery(agent: httpx.AsyncClient, conversation: str, seq: int) -> dict[str, Any] | None:
    deliveries = (await seen(agent, conversation))["deliveries"]
    return next((each for each in deliveries if each["seq"] == seq), None)


async def until_state(agent: httpx.AsyncClient, conversation: str, seq: int, state: str) -> dict[str, Any]:
    async def holds() -> bool:
        found = await delivery(agent, conversation, seq)
        return found is not None and found["state"] == state

    await until(holds)
    found = await delivery(agent, conversation, seq)
    assert found is not None
    return found


async def test_that_agents_see_how_far_their_words_came(world: World, agent: httpx.AsyncClient) -> None:
    phone, conversation = await served(world, agent)
    phone.reads_at_once = False

    seq = await write(agent, conversation, "Halo, Kak.")
    await until_state(agent, conversation, seq, "delivered")
    world.double.tell_status(phone, phone.seen[-1].id, "read")

    assert (await until_state(agent, conversation, seq, "read"))["at"] is not None


async def test_that_a_failure_is_told_in_words_with_metas_code(world: World, agent: httpx.AsyncClient) -> None:
    _phone, conversation = await served(world, agent)
    world.double.phones.clear()

    failed = await until_state(agent, conversation, await write(agent, conversation, "Halo?"), "failed")

    assert failed["code"] == 131026
    assert failed["reason"] == {
        "id": "Nomor ini tidak dapat menerima pesan WhatsApp (131026)",
        "en": "This number cannot receive WhatsApp messages (131026)",
    }


async def test_that_the_window_is_counted_down_and_raises_who_waits(world: World, agent: httpx.AsyncClient) -> None:
    phone, conversation = await waiting(world)
    closes = datetime.fromisoformat((await seen(agent, conversation))["window_closes_at"])
    before = await seen(agent, conversation)

    world.clock.advance(hours=22.5)
    assert world.parts.whatsapp is not None
    moved = [await world.parts.whatsapp.keeper.move_closing_forward(world.clock()) for _ in range(2)]
    async with await at_desk(world.parts, world.base) as later:  # the first log-in has ended meanwhile
        after = await seen(later, conversation)

    assert abs(closes - world.clock() - timedelta(hours=1.5)) < timedelta(minutes=1)
    assert moved == [1, 0]
    assert after["urgency"] == before["urgency"] + 1
    assert "whatsapp_window" in after["why"]
    assert "whatsapp_window" not in before["why"]


async def test_that_who_is_served_is_pointed_out_before_the_window_closes(
    world: World, agent: httpx.AsyncClient
) -> None:
    _phone, conversation = await served(world, agent)
    world.clock.advance(hours=22.5)

    assert world.parts.whatsapp is not None
    assert await world.parts.whatsapp.keeper.move_closing_forward(world.clock()) == 1
    async with await at_desk(world.parts, world.base) as later:
        view = await seen(later, conversation)
    assert "whatsapp_window" in view["why"]
    assert view["urgency"] == 0


async def test_that_after_the_window_words_are_held_and_a_template_leaves(
    world: World, agent: httpx.AsyncClient
) -> None:
    phone, conversation = await served(world, agent)
    before = len(phone.seen)
    world.clock.advance(hours=25)
    async with await at_desk(world.parts, world.base) as later:
        held = await until_state(later, conversation, await write(later, conversation, "Masih di sana?"), "held")
        templates = (await later.get(f"{ROOT}/{conversation}/templates")).json()
        body = {"id": new_id(), "name": "sapa_lanjut_percakapan", "variables": {"matter": "sertifikat timbangan"}}
        sent = [await later.post(f"{ROOT}/{conversation}/templates", json=body) for _ in range(2)]
        await world.until_seen(phone, before + 1)
        incomplete = await later.post(
            f"{ROOT}/{conversation}/templates", json={**body, "id": new_id(), "variables": {}}
        )
        automatic = {**body, "id": new_id(), "name": "sapa_tindak_lanjut"}
        own = await later.post(f"{ROOT}/{conversation}/templates", json=automatic)
    phone.say("ya kak")
    await world.until_seen(phone, before + 2)

    assert held["code"] == 131047
    assert [each["value"] for each in templates["templates"][0]["variables"]] == ["Budi", "Sapa Kalibrasi", None]
    assert [each.json()["message"]["seq"] for each in sent] == [held["seq"] + 1] * 2
    assert (incomplete.status_code, own.status_code) == (400, 404)
    assert phone.seen[before].type == "template"
    assert phone.texts[before].startswith("Halo, Kak Budi. Kami dari Sapa Kalibrasi ingin melanjutkan")
    assert phone.texts[before + 1] == "Masih di sana?"
    assert world.double.refused == []


async def test_that_who_wants_no_messages_of_ours_gets_no_template(world: World, agent: httpx.AsyncClient) -> None:
    _phone, conversation = await served(world, agent)
    async with world.parts.record.writing() as session:
        await opt_out(session, Visitor(conversation, world.clock()), ["+628110000101"])

    listed = (await agent.get(f"{ROOT}/{conversation}/templates")).json()
    body = {"id": new_id(), "name": "sapa_kabar_pesanan", "variables": {"order": "ORD-2026-00101", "news": "selesai"}}
    refused = await agent.post(f"{ROOT}/{conversation}/templates", json=body)

    assert listed["opted_out"]
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "opted_out")


async def test_that_a_certificate_reaches_the_customer_as_a_document(world: World, agent: httpx.AsyncClient) -> None:
    phone, conversation = await served(world, agent)
    before = len(phone.seen)
    form: dict[str, Any] = {"data": {"id": new_id()}, "files": {"file": ("CAL-2026-00111.pdf", PDF)}}

    sent = [await agent.post(f"{ROOT}/{conversation}/files", **form) for _ in range(2)]
    await world.until_seen(phone, before + 1)
    state = await until_state(agent, conversation, sent[0].json()["message"]["seq"], "read")

    assert len({each.json()["message"]["seq"] for each in sent}) == 1
    assert phone.seen[-1].type == "document"
    assert phone.seen[-1].body["document"]["filename"] == "CAL-2026-00111.pdf"
    assert world.double.file(phone.seen[-1].body["document"]["id"]) == (PDF, "application/pdf")
    assert state["template"] is None


async def test_that_agents_see_what_is_quoted_reacted_to_changed_and_deleted(
    world: World, agent: httpx.AsyncClient
) -> None:
    phone, conversation = await served(world, agent)
    own = await write(agent, conversation, "Nomor pesanannya berapa, Kak?")
    await until_state(agent, conversation, own, "read")
    ours = phone.seen[-1].id

    first = phone.say("104", reply_to=ours)
    phone.send("reaction", {"message_id": ours, "emoji": "👍"})
    phone.send("edit", {"original_message_id": first, "message": {"type": "text", "text": {"body": "105"}}})
    phone.send("revoke", {"original_message_id": first})
    await world.settle()

    view = await seen(agent, conversation)
    quoted = next(each["seq"] for each in view["messages"] if each["text"] == "104")
    marks = {each["kind"]: each["about"] for each in view["marks"] if each["about"]}
    assert marks == {"text": own, "reaction": own, "edit": quoted, "deletion": quoted}


async def test_that_a_template_that_meta_does_not_know_fails_in_words(world: World, agent: httpx.AsyncClient) -> None:
    _phone, conversation = await served(world, agent)
    world.double.forget_template("sapa_kabar_pesanan")
    body = {"id": new_id(), "name": "sapa_kabar_pesanan", "variables": {"order": "ORD-2026-00101", "news": "selesai"}}

    sent = (await agent.post(f"{ROOT}/{conversation}/templates", json=body)).json()["message"]["seq"]
    failed = await until_state(agent, conversation, sent, "failed")

    assert failed["code"] == 132001
    assert [each.code for each in world.double.refused] == [132001]
