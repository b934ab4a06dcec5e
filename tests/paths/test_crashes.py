"""Parts die in the middle of a conversation; the customer must not be the one who notices."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
import websockets

from tests.paths.customer import Customer
from tests.paths.product import Product

pytestmark = pytest.mark.paths


async def test_that_the_same_message_from_two_connections_at_once_is_seen_once(product: Product) -> None:
    async with Customer(product.socket_url) as first, Customer(product.socket_url, token=first.token) as second:
        message = await first.say("jam buka kantor kapan kak?")
        await asyncio.gather(
            *(each.say("jam buka kantor kapan kak?", message) for each in (first, second) for _ in range(3))
        )
        await asyncio.gather(first.listen(4), second.listen(4))

        for seat in (first, second):
            assert seat.texts("customer") == ["jam buka kantor kapan kak?"]
            assert len(seat.texts("bot")) == 1
        acks = [frame["id"] for frame in first.frames if frame["type"] == "ack"]
        assert acks == [message] * 4


async def test_that_a_customer_is_queued_with_an_apology_when_the_bot_dies_and_nothing_is_lost(
    product: Product,
) -> None:
    async with Customer(product.socket_url) as customer:
        await customer.ask("halo")
        product.kill("bot.host")

        await customer.say("status order saya gimana?")
        await customer.say("nomornya ORD-2026-00105")
        await customer.until(lambda frame: frame["type"] == "state" and frame["state"] == "queued")

        assert customer.texts("customer") == ["halo", "status order saya gimana?", "nomornya ORD-2026-00105"]
        assert any("maaf" in text.lower() for text in customer.texts("system"))
        assert any("urutan ke-" in text for text in customer.texts("system"))
        await customer.leave_line()

    product.wait_until_ready()
    async with Customer(product.socket_url) as next_customer:
        assert await next_customer.ask("halo"), "the restarted bot is used again"


async def test_that_a_message_is_answered_once_when_the_handoff_dies_between_accepting_and_answering(
    product: Product,
) -> None:
    customer = Customer(product.socket_url)
    async with customer:
        token = customer.token
        message = await customer.say("kantor buka jam berapa ya?")
        await customer.until(lambda frame: frame["type"] == "ack")
        product.kill("handoff")
        with pytest.raises(websockets.ConnectionClosed):
            await customer.until(lambda _: False)

    product.wait_until_ready()
    async with Customer(product.socket_url, token=token) as back:
        await back.listen(8)

        assert [each["id"] for each in back.messages if each["from"] == "customer"] == [message]
        assert len(back.texts("bot")) == 1
        assert not back.texts("system")


@pytest.mark.parametrize("fate", [signal.SIGKILL, signal.SIGSTOP])
async def test_that_a_form_survives_an_action_server_that_is_gone_or_hangs(
    product: Product, fate: signal.Signals
) -> None:
    async with Customer(product.socket_url) as customer:
        await customer.ask("status order saya gimana?")
        server = product.pid_of("actions")
        os.kill(server, fate)

        await customer.say("ORD-2026-00105")
        await customer.until(lambda frame: frame["type"] == "state" and frame["state"] == "queued")
        if fate is signal.SIGSTOP:
            os.kill(server, signal.SIGCONT)
        product.wait_until_ready()
        await customer.leave_line()
        again = await customer.ask("cek status ORD-2026-00105")

        assert any("maaf" in text.lower() for text in customer.texts("system"))
        assert customer.texts("customer") == [
            "status order saya gimana?",
            "ORD-2026-00105",
            "cek status ORD-2026-00105",
        ]
        assert "ORD-2026-00105" in again
