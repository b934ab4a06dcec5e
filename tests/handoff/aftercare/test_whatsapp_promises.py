from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from crm.tables import Certificate
from handoff.aftercare.promises import PromiseKind, PromiseState
from handoff.contacts import access_whatsapp_contact
from handoff.conversations.receive import open_conversation
from handoff.conversations.tables import ContactRow
from handoff.conversations.whatsapp_tables import DeliveryRow
from handoff.parts import Parts
from tests.handoff.aftercare.promise_world import all_of, get, make
from tests.support.customers import said
from tests.support.hand_clock import HandClock
from tests.support.workers import Workers

CHANNEL = {
    "whatsapp_phone_number_id": "106540352242922", "whatsapp_access_token": SecretStr("token"),
    "whatsapp_app_secret": SecretStr("secret"), "whatsapp_verify_token": SecretStr("word"),
}  # fmt: skip


@pytest.fixture
def parts(new_worker: Workers) -> Parts:
    """A worker with WhatsApp, which is never reached here: what leaves is what stands in the ledger."""
    return new_worker(**CHANNEL)


@pytest.mark.parametrize(("hours", "kinds"), [(2, []), (30, ["sapa_tindak_lanjut"])])
async def test_that_a_follow_up_is_free_text_within_the_day_and_a_template_after_it(
    parts: Parts, clock: HandClock, hours: int, kinds: list[str]
) -> None:
    conversation = await chat(parts, clock)
    clock.advance(hours=hours)
    promised = await make(parts, PromiseKind.FOLLOW_UP, conversation, clock.now)

    for _ in range(2):
        await parts.promises.go_round()

    assert [content["template"]["name"] for content in await ledger(parts)] == kinds
    assert len([text for text in await said(parts, conversation, "system") if "sudah beres" in text]) == 1
    assert (await get(parts, promised)).state == PromiseState.KEPT


async def test_that_a_units_news_leaves_with_its_own_template(parts: Parts, clock: HandClock) -> None:
    conversation = await chat(parts, clock)
    clock.advance(hours=30)
    details = {"text": "Halo, Kak. Kabar dari ...", "news": "Faktur sudah dikirim."}
    await make(parts, PromiseKind.FOLLOW_UP, conversation, clock.now, details=details)

    await parts.promises.go_round()

    (content,) = await ledger(parts)
    assert content["template"]["name"] == "sapa_jawaban_pertanyaan"
    assert "Faktur sudah dikirim." in str(content["template"]["components"])


async def test_that_a_call_back_in_a_closed_window_says_nothing_and_still_stands_in_line(
    parts: Parts, clock: HandClock
) -> None:
    conversation = await chat(parts, clock)
    clock.advance(hours=30)
    await make(parts, PromiseKind.CALL_BACK, conversation, clock.now)

    await parts.promises.go_round()

    assert await ledger(parts) == []
    assert await said(parts, conversation, "system") == []
    assert await parts.line.position(conversation) == 1


async def test_that_somebody_who_never_wrote_is_reminded_at_the_registered_number(
    parts: Parts, clock: HandClock
) -> None:
    async with parts.record.reading() as session:
        due = (await session.execute(select(Certificate.recalibrate_by).limit(1))).scalar_one()
    assert due is not None
    clock.now = datetime.combine(due - timedelta(days=20), datetime.min.time(), UTC) + timedelta(hours=3)

    for _ in range(2):
        await parts.promises.go_round()

    (content,) = await ledger(parts)
    assert content["template"]["name"] == "sapa_pengingat_kalibrasi"
    async with parts.record.reading() as session:
        phones = list((await session.execute(select(ContactRow.phone))).scalars())
    assert phones == ["+628110000111"]
    assert {row.state for row in await all_of(parts, PromiseKind.REMINDER)} == {PromiseState.KEPT}


async def chat(parts: Parts, clock: HandClock) -> str:
    """Somebody who has just written on WhatsApp."""
    async with parts.record.writing() as session:
        person = await access_whatsapp_contact(session, "628110000101", None, "Budi", clock.now)
        person.last_inbound_at = clock.now
        row = await open_conversation(session, await session.get_one(ContactRow, person.contact_id), clock.now)
    return row.id


async def ledger(parts: Parts) -> list[dict[str, Any]]:
    """What is to leave."""
    async with parts.record.reading() as session:
        return list((await session.execute(select(DeliveryRow.content))).scalars())
