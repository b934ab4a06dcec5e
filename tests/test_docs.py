"""The pages in docs/ say what the code does."""

from __future__ import annotations

import asyncio
import importlib
import json
import pkgutil
import re
from pathlib import Path
from typing import Any, get_args

import jwt
import pytest
from pydantic import BaseModel
from websockets.asyncio.client import connect

import handoff
from bot.channels.turn_payloads import read_turn
from handoff.app import create_app
from handoff.channels import web_payloads, web_requests, web_seat, web_widget
from handoff.conversations.resolve import Outcome, Resolution, do_resolve
from handoff.desk import socket
from handoff.desk.sessions import COOKIE
from handoff.errors import SapaError
from handoff.parts import Parts
from handoff.reference.__main__ import PAGES, main
from handoff.reference.metrics_page import LABELS, labels_of, our_metrics
from handoff.reference.openapi import refusals
from handoff.reference.settings_page import describe_type
from protocol.escalation import EscalationReason
from protocol.messages import TurnAnswer
from protocol.settings import PREFIX, Settings
from tests.support.agents import at_desk, claim, staff
from tests.support.fake_bot import FakeBot, answer, bot_host, hand_over
from tests.support.hand_clock import HandClock
from tests.support.visitor import Frame, Visitor, visit

DOCS = Path(__file__).parents[1] / "docs"
PROTOCOLS = (DOCS / "protocols.md").read_text()


def section(title: str, part: str | None = None) -> str:
    """A chapter of the page on protocols, or a part of it."""
    text = PROTOCOLS.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return text if part is None else text.split(f"\n### {part}\n")[1].split("\n### ")[0]


def examples(text: str) -> list[Frame]:
    """The frames shown, one a line."""
    blocks = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    return [json.loads(line) for block in blocks for line in block.splitlines()]


def codes(text: str) -> set[str]:
    """The error codes of a table whose first column is `code`."""
    return set(re.findall(r"^\| `(\w+)` \|", text.split("\n| code |")[1].partition("\n\n")[0], re.MULTILINE))


def kinds(frames: list[Frame]) -> set[str]:
    return {frame["type"] for frame in frames}


def kinds_sent_by(*modules: Any) -> set[str]:
    """The types of frames that are made in the source of modules."""
    return {kind for module in modules for kind in re.findall(r'"type": "(\w+)"', Path(module.__file__).read_text())}


def kinds_read_by(union: Any) -> set[str]:
    """The types of frames that a socket takes."""
    models: list[type[BaseModel]] = list(get_args(get_args(union)[0]))
    return {kind for model in models for kind in get_args(model.model_fields["type"].annotation)}


CHAT, DESK = "`WS /chat/ws`", "`WS /desk/ws`"
FROM_WIDGET = examples(section(CHAT, "From the widget"))
TO_WIDGET = examples(section(CHAT, "To the widget"))
FROM_DESK = examples(section(DESK, "From the desk"))
TO_DESK = examples(section(DESK, "To the desk"))


@pytest.mark.parametrize("name", PAGES)
def test_that_a_page_made_of_the_code_is_current(name: str) -> None:
    assert (DOCS / f"{name}.md").read_text() == PAGES[name](), (
        f"run: python -m handoff.reference {name} > docs/{name}.md"
    )


def test_that_the_page_on_settings_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0

    named = re.findall(r"^\| `(\w+)`", capsys.readouterr().out, re.MULTILINE)
    assert named == [PREFIX + name.upper() for name in Settings.model_fields]


def test_that_asking_for_a_page_that_is_not_there_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["secrets"]) == 2

    assert capsys.readouterr().err == "Which page? One of: settings, metrics.\n"


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "path"}, "path"),
        ({"anyOf": [{"type": "string", "format": "password"}, {"type": "null"}]}, "secret"),
        ({"enum": ["text", "json"], "type": "string"}, "`text` or `json`"),
        ({"type": "integer", "minimum": 1, "maximum": 65535}, "whole number, from 1 to 65535"),
        ({"type": "number", "exclusiveMinimum": 0}, "number, above 0"),
        ({"type": "integer"}, "whole number"),
    ],
)
def test_that_types_are_told_in_words(schema: dict[str, Any], words: str) -> None:
    assert describe_type(schema) == words


def test_that_every_label_of_a_metric_is_explained() -> None:
    assert {label for metric in our_metrics() for label in labels_of(metric)} == set(LABELS)


def test_that_the_page_shows_every_frame_that_the_widget_may_send() -> None:
    assert kinds(FROM_WIDGET) == kinds_read_by(web_payloads.ClientFrame)
    for frame in FROM_WIDGET:
        assert web_payloads.read_frame(json.dumps(frame)).type == frame["type"]
        assert set(frame) <= set(type(web_payloads.read_frame(json.dumps(frame))).model_fields)


def test_that_the_page_shows_every_frame_that_the_widget_is_sent() -> None:
    assert kinds(TO_WIDGET) == kinds_sent_by(web_widget, web_seat, web_requests, web_payloads)


def test_that_the_page_shows_every_frame_of_the_desk() -> None:
    assert kinds(FROM_DESK) == {
        kind for model in (socket.Watch, socket.Typing, socket.Ping) for kind in _type_of(model)
    }
    assert kinds(TO_DESK) == kinds_sent_by(socket) | {"error"}
    for frame in FROM_DESK:
        assert socket._FRAMES.validate_python(frame).type == frame["type"]


def _type_of(model: type[BaseModel]) -> tuple[str, ...]:
    return get_args(model.model_fields["type"].annotation)


def test_that_the_limits_on_the_page_are_those_of_the_code() -> None:
    for number in (web_payloads.MAX_TEXT, web_payloads.MAX_PAYLOAD, web_payloads.MAX_FRAME_BYTES):
        assert f"{number:,}" in section(CHAT)
    assert f"more than {web_widget.MESSAGES_PER_MINUTE} messages" in section(CHAT)
    assert f"within {web_widget.HELLO_SECONDS:.0f} seconds" in section(CHAT)
    assert f"at most {socket.MAX_WATCHED}" in section(DESK)


def test_that_the_close_codes_in_the_code_are_on_the_page() -> None:
    for module, title in ((web_widget, CHAT), (socket, DESK)):
        closes = re.findall(r"close\((?:socket, )?(\d{4})\)", Path(module.__file__).read_text())
        assert closes
        assert [code for code in closes if code not in section(title)] == []


def test_that_every_error_code_is_documented() -> None:
    for module in pkgutil.walk_packages(handoff.__path__, "handoff."):
        if not module.name.endswith(("__main__", "env")) and ".versions" not in module.name:
            importlib.import_module(module.name)

    documented = codes(section(CHAT)) | codes(section(DESK)) | {each.code for each in refusals()}

    assert {error.code for error in _errors(SapaError)} - documented == set()


def _errors(error: type[SapaError]) -> set[type[SapaError]]:
    return {error}.union(*map(_errors, error.__subclasses__()))


def test_that_the_example_of_a_turn_and_of_its_answer_are_read_as_they_stand() -> None:
    turn, reply = examples(section("`POST /webhooks/turns/webhook`"))

    assert read_turn(turn).to_json() == turn
    assert TurnAnswer.from_json(reply).to_json() == reply


def test_that_every_reason_of_an_escalation_is_on_the_page() -> None:
    text = section("`POST /webhooks/turns/webhook`")

    assert [reason for reason in EscalationReason if f"`{reason}`" not in text] == []


async def _listen_for(visitor: Visitor, *wanted: str) -> None:
    """Reads until frames of all these types were heard; they stay unread."""
    async with asyncio.timeout(10):
        while not {"type", *wanted} <= {"type", *kinds(visitor.unread)}:
            visitor.unread.append(json.loads(await visitor.socket.recv()))


async def test_that_frames_of_a_real_conversation_have_the_fields_on_the_page(
    settings: Settings, parts: Parts, bot: FakeBot, clock: HandClock, serve: Any
) -> None:
    base = await _serve(settings, bot, clock, serve)
    bot.script = lambda request: hand_over() if "orang" in request.text else answer("Buka pukul 8, Kak.")
    heard: list[Frame] = []
    async with visit(base) as visitor:
        session = await visitor.hello()
        await visitor.send({"type": "message", "id": "first-message", "text": "jam buka kantor?"})
        await visitor.send({"type": "message", "id": "wants-a-person", "text": "mau bicara dengan orang"})
        await _listen_for(visitor, "ack", "message", "typing", "state")
        await visitor.send({"type": "callback", "channel": "phone", "address": "08112345678"})
        await _listen_for(visitor, "callback")
        agent = await staff(parts)
        await claim(parts, session["conversation"], agent)
        async with parts.record.writing() as writing:
            await do_resolve(writing, session["conversation"], agent.id, Resolution(Outcome.SOLVED), clock())
        await parts.bells.ring(session["conversation"])
        await _listen_for(visitor, "rate")
        await visitor.send("{")
        await visitor.send({"type": "rating", "score": 5})
        await visitor.send({"type": "ping"})
        await _listen_for(visitor, "error", "rated", "pong")
        await visitor.send({"type": "forget"})
        await _listen_for(visitor, "forgotten")
        heard = [session, *visitor.unread]

    assert kinds(heard) == kinds(TO_WIDGET)
    shapes = {(frame["type"], frozenset(frame)) for frame in TO_WIDGET}
    assert {(frame["type"], frozenset(frame)) for frame in heard} <= shapes


async def test_that_the_widget_is_told_every_error_code_on_the_page(
    settings: Settings, parts: Parts, bot: FakeBot, clock: HandClock, serve: Any
) -> None:
    base = await _serve(settings, bot, clock, serve)
    stale = jwt.encode({"sub": "1", "exp": 0}, "a-secret-of-at-least-32-characters", "HS256")
    async with visit(base) as visitor:
        await visitor.hello(identity=stale)
        await visitor.send({"type": "rating", "score": 5})
        await visitor.send({"type": "callback", "channel": "phone", "address": "0"})
        await visitor.send({"type": "message", "id": "long-message", "text": "x" * (web_payloads.MAX_TEXT + 1)})
        await visitor.send({"type": "message", "id": "blank-message", "text": " "})
        for number in range(web_widget.MESSAGES_PER_MINUTE + 1):
            await visitor.send({"type": "message", "id": f"message-{number}", "text": "halo"})
        await visitor.get("error", code="rate_limited", id=f"message-{web_widget.MESSAGES_PER_MINUTE}", retry_after=60)
        told = {frame["code"] for frame in visitor.heard("error")} | {"rate_limited"}
    async with visit(base) as visitor:
        await visitor.hello()
        await _take_the_record_away(parts)
        await visitor.send({"type": "message", "id": "not-stored", "text": "halo"})
        told.add((await visitor.get("error", id="not-stored"))["code"])

    assert told == codes(section(CHAT))


async def _take_the_record_away(parts: Parts) -> None:
    async with parts.record.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE message RENAME TO away")


async def test_that_frames_of_a_real_desk_have_the_fields_on_the_page(
    settings: Settings, parts: Parts, bot: FakeBot, clock: HandClock, serve: Any
) -> None:
    base = await _serve(settings, bot, clock, serve)
    address, heard = base.replace("http", "ws") + "/desk/ws", []
    async with await at_desk(parts, base) as browser, visit(base) as visitor:
        conversation = (await visitor.hello())["conversation"]
        async with connect(address, additional_headers={"Cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}) as desk:
            for frame in ({"type": "watch", "conversations": [conversation]}, {"type": "ping"}, {"type": "wach"}):
                await desk.send(json.dumps(frame))
            heard += [json.loads(await desk.recv()) for _ in range(2)]
            await visitor.send({"type": "typing"})
            heard.append(json.loads(await desk.recv()))
            await visitor.send({"type": "end"})
            heard += [json.loads(await desk.recv()) for _ in range(2)]
            await parts.bells.alert("agent_lost", staff="rina", name="Rina Wulandari", customers=2)
            while heard[-1]["type"] != "alert":
                heard.append(json.loads(await desk.recv()))
    async with await at_desk(parts, base, "finance") as unit:
        for cookie in ("sapa_desk=of-nobody", f"{COOKIE}={unit.cookies[COOKIE]}"):
            async with connect(address, additional_headers={"Cookie": cookie}) as refused:
                heard.append(json.loads(await refused.recv()))

    assert {(frame["type"], frozenset(frame)) for frame in heard} == {
        (frame["type"], frozenset(frame)) for frame in TO_DESK
    }
    assert {frame["code"] for frame in heard if frame["type"] == "error"} == codes(section(DESK))


async def _serve(settings: Settings, bot: FakeBot, clock: HandClock, serve: Any) -> str:
    settings = settings.model_copy(update={"rasa_url": await serve(bot_host(bot))})
    return str(await serve(create_app(settings, clock)))
