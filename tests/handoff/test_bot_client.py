from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw

from handoff.bot_breaker import FAILURES, PAUSE_SECONDS, Breaker
from handoff.bot_client import BotClient, BotFailureError
from handoff.ids import new_id
from launch.ports import free_port
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import Button, Reply, TurnAnswer, TurnRequest

TURN = TurnRequest("t-1", "c-1", "halo", "web", language="id", phone=None, queued=True, returned="solved")


@dataclass
class Host:
    """A bot host that answers with whatever bytes it is given."""

    status: int = 200
    body: bytes = b"{}"
    seconds: float = 0
    taken: list[Any] = field(default_factory=list)

    def app(self) -> Sanic[Any, Any]:
        app: Sanic[Any, Any] = Sanic(f"host-{new_id()}", configure_logging=False)

        @app.post("/webhooks/turns/webhook")
        async def take(request: Request) -> HTTPResponse:
            self.taken.append(request.json)
            await asyncio.sleep(self.seconds)
            return raw(self.body, status=self.status, content_type="application/json")

        @app.get("/status")
        @app.get("/health", name="health")
        async def status(_request: Request) -> HTTPResponse:
            return raw(b"{}", status=self.status)

        return app


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
async def client(host: Host, serve: Callable[[Sanic[Any, Any]], Any]) -> AsyncIterator[BotClient]:
    base = await serve(host.app())
    client = BotClient(base, base, timeout_seconds=0.3)
    yield client
    await client.close()


async def test_that_a_turn_is_put_to_the_bot_and_its_answer_read(client: BotClient, host: Host) -> None:
    host.body = (
        b'{"replies": [{"text": "Halo, Kak!", "buttons": [{"title": "Menu", "payload": "/help"}]}],'
        b' "understood": {"intent": "greet"}, "slots": {"a": 1},'
        b' "escalation": {"reason": "asked", "evidence": ["x"], "emotion": "angry", "skill": "finance", "slots": {}}}'
    )

    answer = await client.ask(TURN)

    assert answer == TurnAnswer(
        (Reply("Halo, Kak!", (Button("Menu", "/help"),)),),
        {"intent": "greet"},
        {"a": 1},
        Escalation(EscalationReason.ASKED, ("x",), "angry", "finance"),
    )
    assert host.taken == [TURN.to_json()]


BROKEN = [
    b"",
    b"not json",
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"text"',
    b"{}",
    b'{"replies": []}',
    b'{"replies": null}',
    b'{"replies": [{"text": "", "buttons": []}]}',
    b'{"replies": [{"text": " \\n "}, {}]}',
    b'{"replies": "abc"}',
    b'{"replies": [1]}',
    b'{"replies": [{"text": "a", "buttons": [1]}]}',
    b'{"replies": [{"text": "a"}], "slots": [1]}',
    b'{"replies": [{"text": "a"}], "understood": "faq"}',
    b'{"replies": [{"text": "a"}], "escalation": "asked"}',
]


async def test_that_an_empty_or_broken_answer_is_a_failure(client: BotClient, host: Host) -> None:
    for host.body in BROKEN:
        with pytest.raises(BotFailureError):
            await client.ask(TURN)


async def test_that_an_empty_bubble_among_others_is_left_out(client: BotClient, host: Host) -> None:
    host.body = b'{"replies": [{"text": ""}, {"text": "Halo"}]}'

    assert (await client.ask(TURN)).replies == (Reply("Halo"),)


async def test_that_a_hand_over_without_words_is_an_answer(client: BotClient, host: Host) -> None:
    host.body = b'{"replies": [], "escalation": {"reason": "a reason of tomorrow", "skill": 7}}'

    escalation = (await client.ask(TURN)).escalation

    assert escalation == Escalation(EscalationReason.ASKED, skill="7")


async def test_that_an_error_of_the_host_is_a_failure(client: BotClient, host: Host) -> None:
    host.body = b'{"replies": [{"text": "a"}]}'

    for host.status in (400, 404, 500, 503):
        with pytest.raises(BotFailureError):
            await client.ask(TURN)


async def test_that_slowness_is_a_failure(client: BotClient, host: Host) -> None:
    host.seconds, host.body = 5, b'{"replies": [{"text": "a"}]}'

    with pytest.raises(BotFailureError):
        await asyncio.wait_for(client.ask(TURN), 2)


async def test_that_a_bot_that_is_down_is_a_failure_and_not_ready() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    client = BotClient(nowhere, nowhere, timeout_seconds=1)

    with pytest.raises(BotFailureError):
        await client.ask(TURN)
    assert not await client.is_ready()
    assert not await client.actions_are_ready()
    await client.close()


async def test_that_readiness_is_what_the_hosts_say(client: BotClient, host: Host) -> None:
    assert await client.is_ready()
    assert await client.actions_are_ready()

    host.status = 503

    assert not await client.is_ready()
    assert not await client.actions_are_ready()


async def test_that_a_slow_bot_is_left_alone_after_some_failures_and_used_again_once_it_answers(
    host: Host, serve: Callable[[Sanic[Any, Any]], Any]
) -> None:
    base, now = await serve(host.app()), [0.0]
    client = BotClient(base, base, 0.05, Breaker(lambda: now[0]))
    host.seconds, host.body = 5, b'{"replies": [{"text": "a"}]}'

    for _ in range(FAILURES + 20):
        with pytest.raises(BotFailureError):
            await client.ask(TURN)
    while_open = len(host.taken)
    now[0] += PAUSE_SECONDS
    for _ in range(3):
        with pytest.raises(BotFailureError):
            await client.ask(TURN)
    half_open = len(host.taken)
    host.seconds = 0
    now[0] += PAUSE_SECONDS
    answers = [await client.ask(TURN) for _ in range(3)]
    await client.close()

    assert (while_open, half_open) == (FAILURES, FAILURES + 1)
    assert len(answers) == 3


async def test_that_an_empty_answer_is_that_conversations_trouble_only(client: BotClient, host: Host) -> None:
    host.body = b'{"replies": []}'
    for _ in range(FAILURES + 1):
        with pytest.raises(BotFailureError, match="nothing"):
            await client.ask(TURN)

    assert len(host.taken) == FAILURES + 1
