"""A bot that answers from a script: in place of `BotClient`, and over HTTP in place of the bot host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import empty, json

from handoff.bot_client import BotFailureError
from handoff.ids import new_id
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import Reply, TurnAnswer, TurnRequest

Script = Callable[[TurnRequest], TurnAnswer]


def answer(*texts: str, intent: str | None = "faq", escalation: Escalation | None = None, **more: Any) -> TurnAnswer:
    """An answer with these bubbles."""
    return TurnAnswer(tuple(Reply(text) for text in texts), {"intent": intent}, escalation=escalation, **more)


def hand_over(reason: EscalationReason = EscalationReason.ASKED, **more: Any) -> TurnAnswer:
    """An answer that hands the customer to a person."""
    return answer("Baik, Kak.", intent="request_human", escalation=Escalation(reason, **more))


def echo(request: TurnRequest) -> TurnAnswer:
    """What a bot answers that nobody has given a script."""
    return answer(f"Jawaban untuk: {request.text}")


class FakeBot:
    """Remembers the turns it has answered, as the bot host does; can be slow, fail, and be asked what it was asked."""

    def __init__(self, script: Script = echo) -> None:
        self.script = script
        self.failing = False
        self.ready = True
        self.asked: list[TurnRequest] = []
        self.forgotten: list[str] = []
        self._remembered: dict[str, TurnAnswer] = {}
        self._held: dict[str, asyncio.Event] = {}

    async def ask(self, request: TurnRequest) -> TurnAnswer:
        self.asked.append(request)
        if request.turn in self._remembered:
            return self._remembered[request.turn]
        if request.conversation in self._held:
            await self._held[request.conversation].wait()
        if self.failing:
            raise BotFailureError("the bot is down")
        self._remembered[request.turn] = self.script(request)
        return self._remembered[request.turn]

    async def forget(self, conversation: str) -> None:
        if self.failing:
            raise BotFailureError("the bot is down")
        self.forgotten.append(conversation)

    async def is_ready(self) -> bool:
        return self.ready

    async def actions_are_ready(self) -> bool:
        return self.ready

    async def close(self) -> None:
        return

    def hold(self, conversation: str) -> asyncio.Event:
        """Lets turns of one conversation wait until the event is set."""
        return self._held.setdefault(conversation, asyncio.Event())

    def release(self) -> None:
        """Lets every turn go on."""
        for event in self._held.values():
            event.set()

    @property
    def texts(self) -> list[str]:
        """What it was asked, in order."""
        return [request.text for request in self.asked]


def bot_host(bot: FakeBot) -> Sanic[Any, Any]:
    """The fake behind the routes of the bot host."""
    app: Sanic[Any, Any] = Sanic(f"bot-{new_id()}", configure_logging=False)

    @app.post("/webhooks/turns/webhook")
    async def take(request: Request) -> HTTPResponse:
        body = request.json
        turn = TurnRequest(
            turn=body["turn"], conversation=body["sender"], text=body["text"], channel=body["channel"],
            language=body["language"], phone=body["phone"], queued=body["queued"], returned=body["returned"],
        )  # fmt: skip
        try:
            return json((await bot.ask(turn)).to_json())
        except BotFailureError:
            return json({"status": "failure"}, status=500)

    @app.delete("/webhooks/turns/conversations/<conversation:str>")
    async def forget(_request: Request, conversation: str) -> HTTPResponse:
        try:
            await bot.forget(conversation)
        except BotFailureError:
            return json({"status": "failure"}, status=500)
        return empty()

    @app.get("/status")
    @app.get("/health", name="health")
    async def status(_request: Request) -> HTTPResponse:
        return json({}, status=200 if bot.ready else 503)

    return app
