"""Whole conversations on WhatsApp: the running product with its trained bot, and Meta's double before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from handoff.ids import new_id
from tests.doubles.graph_api.graph import GraphDouble
from tests.doubles.graph_api.phone import Phone
from tests.paths.product import PASSWORD, Product
from tests.support.serving import serving
from tests.support.waiting import until

pytestmark = pytest.mark.paths

PATIENCE_SECONDS = 40.0
ROOT = "/api/desk/conversations"


@dataclass
class Day:
    """The double, and an agent's browser."""

    double: GraphDouble
    agent: httpx.AsyncClient

    async def reads(self, phone: Phone, *words: str) -> None:
        """Waits until the phone shows a message with all of the words."""
        await until(lambda: any(all(word in text for word in words) for text in phone.texts), PATIENCE_SECONDS)

    async def take_next(self) -> str:
        """The agent takes whoever waits."""
        answers: list[httpx.Response] = []

        async def taken() -> bool:
            answers.append(await self.agent.post(f"{ROOT}/next"))
            return answers[-1].status_code == 200

        await until(taken, PATIENCE_SECONDS)
        return str(answers[-1].json()["id"])

    async def post(self, conversation: str, what: str, **body: Any) -> None:
        answer = await self.agent.post(f"{ROOT}/{conversation}/{what}", json=body)
        assert answer.status_code == 200, answer.text


@asynccontextmanager
async def open_day(var: Path, model: Path) -> AsyncIterator[Day]:
    products: list[Product] = []
    double = GraphDouble(lambda _number: f"{products[0].url}/webhooks/whatsapp")
    async with serving(double.app()) as graph:
        products.append(
            Product(
                var, model, SAPA_WHATSAPP_PHONE_NUMBER_ID=double.number, SAPA_WHATSAPP_ACCESS_TOKEN=double.token,
                SAPA_WHATSAPP_APP_SECRET="secret", SAPA_WHATSAPP_VERIFY_TOKEN="word",
                SAPA_WHATSAPP_GRAPH_BASE_URL=graph,
            )
        )  # fmt: skip
        try:
            products[0].wait_until_ready()
            async with httpx.AsyncClient(base_url=products[0].url, headers={"X-Sapa-Desk": "1"}, timeout=20) as agent:
                log_in = {"email": "agent1@sapa.local", "password": PASSWORD}
                assert (await agent.post("/api/desk/session", json=log_in)).status_code == 200
                yield Day(double, agent)
        finally:
            products[0].stop()
            await double.close()


async def test_that_customers_on_whatsapp_are_served_by_bot_person_and_template(
    tmp_path: Path, trained_model: Path
) -> None:
    async with open_day(tmp_path, trained_model) as day:
        await _asks_and_sees_their_order(day)
        await _complains_and_comes_back_to_the_bot(day)
        await _is_followed_up_by_template(day)

        assert day.double.refused == []


async def _asks_and_sees_their_order(day: Day) -> None:
    """The number on file is proof enough: nobody is asked for an e-mail address."""
    known = day.double.phone("628110000105", "Bambang")
    known.say("kantor buka jam berapa kak?")
    await day.reads(known, "08.00")
    known.say("status pesanan ORD-2026-00105 sudah sampai mana ya?")
    await day.reads(known, "ORD-2026-00105")

    assert "e-mail" not in known.texts[-1]


async def _complains_and_comes_back_to_the_bot(day: Day) -> None:
    angry = day.double.phone("6281234500001", "Budi")
    angry.say("saya sangat kecewa, alat saya rusak waktu dikembalikan! mau bicara dengan orang")
    await day.reads(angry, "urutan ke-")
    conversation = await day.take_next()
    await day.reads(angry, "terhubung dengan")
    await day.post(conversation, "messages", id=new_id(), text="Mohon maaf sekali, Kak Budi. Saya bantu sekarang.")
    await day.reads(angry, "Saya bantu sekarang")
    await day.post(conversation, "resolve", outcome="solved")
    await day.reads(angry, "sudah selesai")
    await until(lambda: any(each["id"] == "sapa:rate:5" for each in angry.seen[-1].choices), PATIENCE_SECONDS)
    angry.choose(angry.seen[-1], angry.seen[-1].choices[0])
    await day.reads(angry, "Terima kasih atas penilaiannya")
    angry.say("jam buka kantor kapan?")
    await day.reads(angry, "08.00")


async def _is_followed_up_by_template(day: Day) -> None:
    """Their message was on its way for more than a day, so that free text cannot be sent any more."""
    late = day.double.phone("6281234500002", "Agus")
    late.say("mau bicara dengan orang", datetime.now(UTC) - timedelta(hours=25))
    conversation = await day.take_next()
    soon = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
    await day.post(conversation, "resolve", outcome="solved", follow_up_at=soon)
    await day.reads(late, "Halo, Kak Agus", "sudah beres")

    assert [each.type for each in late.seen] == ["template"]
