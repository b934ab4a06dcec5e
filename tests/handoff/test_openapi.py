from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from PIL import Image
from pydantic import SecretStr
from sanic import Sanic

from crm.identity import Proof, Visitor, access_order
from crm.numbers import parse_number
from crm.opt_outs import opt_out
from handoff.aftercare.promises import PromiseKind
from handoff.aftercare.rating import do_rate
from handoff.agent_queue.offers import do_offer
from handoff.agent_queue.presence import PresenceState
from handoff.app import create_app
from handoff.conversations.resolve import do_end
from handoff.desk.routes import LOGINS_PER_MINUTE, MAX_JSON
from handoff.desk.sessions import MAX_FAILURES
from handoff.ids import new_id
from handoff.parts import Parts
from handoff.reference.docs_page import read_routes
from handoff.reference.openapi import build_document
from handoff.reference.operations import OPERATIONS
from handoff.uploads import MAX_BYTES
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import Button, Reply, TurnAnswer, TurnRequest
from protocol.settings import Settings
from tests.doubles.graph_api.webhooks import sign
from tests.handoff.aftercare.promise_world import make, serve
from tests.handoff.document_witness import Witness
from tests.paths.browsers import open_browser
from tests.support.agents import PASSWORD, at_desk, change_account, claim, staff
from tests.support.customers import arrive, ask, read, say, wait_for_person
from tests.support.fake_bot import FakeBot, bot_host
from tests.support.hand_clock import HandClock
from tests.support.visitor import visit
from tests.support.whatsapp_customers import wait_on_whatsapp

OFFER = "/api/desk/offers/{offer}"
ONE = "/api/desk/conversations/{conversation}"
BODIES: dict[str, dict[str, Any]] = {
    "PUT /api/desk/presence": {"state": "online"},
    f"POST {ONE}/messages": {"id": "a-message-of-the-agent", "text": "Halo, Kak."},
    f"POST {ONE}/notes": {"text": "Pelanggan lama."},
    f"POST {ONE}/templates": {
        "id": "a-template",
        "name": "sapa_kabar_pesanan",
        "variables": {"order": "1", "news": "2"},
    },
    f"POST {ONE}/transfer": {"unit": "finance"},
    f"POST {ONE}/release": {},
    f"POST {ONE}/resolve": {"outcome": "solved"},
    "POST /api/desk/promises/{promise}/attempts": {"reached": True},
    "POST /api/desk/requests": {"conversation": "none", "unit": "finance", "text": "Salinan faktur?"},
    "POST /api/desk/requests/{request_id}/answer": {"text": "Sudah dikirim."},
    "POST /api/desk/ratings/{rating}/review": {},
}
"""A good body for each operation behind the log-in that takes one."""
ANY_ROLE = {
    "DELETE /api/desk/session",
    "GET /api/desk/me",
    "PUT /api/desk/presence",
    "GET /api/desk/staff",
    "GET /api/desk/requests",
}
REPORTS = ("overview", "overview.csv", "scorecard")
UNITS_MAY = {"POST /api/desk/requests/{request_id}/answer"}
NOWHERE = {"conversation": "none", "promise": "none", "request_id": "none", "rating": "none", "offer": "none"}
FILES = {"GET /widget/{name}": {"name": "any.js"}, "GET /static/{name}": {"name": "common/tokens.css"}}
LogIn = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture(scope="module")
def app() -> Sanic[Any, Any]:
    return create_app(Settings())


@pytest.fixture
def document(app: Sanic[Any, Any]) -> dict[str, Any]:
    return build_document(read_routes(app))


@dataclass(frozen=True)
class Desk:
    """The service as a client sees it, and the parts behind it."""

    parts: Parts
    base: str
    anybody: httpx.AsyncClient
    agent: httpx.AsyncClient
    unit: httpx.AsyncClient


@pytest.fixture
async def desk(settings: Settings, parts: Parts, bot: FakeBot, clock: HandClock, serve: Any) -> AsyncIterator[Desk]:
    bot_url = await serve(bot_host(bot))
    settings = settings.model_copy(update={"rasa_url": bot_url, "actions_url": bot_url})
    base = await serve(create_app(settings, clock))
    agent, unit = await at_desk(parts, base), await at_desk(parts, base, "finance")
    async with httpx.AsyncClient(base_url=base, timeout=10) as anybody, agent, unit:
        yield Desk(parts, base, anybody, agent, unit)


@pytest.fixture
async def meta(settings: Settings, clock: HandClock, serve: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever calls the WhatsApp address of a service that has WhatsApp."""
    channel = {
        "whatsapp_phone_number_id": "106540352242922", "whatsapp_access_token": SecretStr("token"),
        "whatsapp_app_secret": SecretStr("secret"), "whatsapp_verify_token": SecretStr("word"),
    }  # fmt: skip
    base = await serve(create_app(settings.model_copy(update=channel), clock))
    async with httpx.AsyncClient(base_url=base, timeout=10) as http:
        yield http


def test_that_every_route_is_in_the_document_and_the_document_has_no_other(app: Sanic[Any, Any]) -> None:
    assert {route.key for route in read_routes(app)} == set(OPERATIONS)


def test_that_every_operation_says_in_words_what_it_does(document: dict[str, Any]) -> None:
    operations = [each for path in document["paths"].values() for each in path.values()]

    assert [each["operationId"] for each in operations if not each["summary"]] == []
    assert len({each["operationId"] for each in operations}) == len(operations)


def test_that_the_schemas_are_sound_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)

    references = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(document)))
    assert references == set(schemas)


def test_that_changes_need_the_cookie_and_the_header(document: dict[str, Any]) -> None:
    changes = [
        each
        for path, operations in document["paths"].items()
        for method, each in operations.items()
        if path.startswith("/api/desk/") and method != "get"
    ]

    assert all({"$ref": "#/components/parameters/mark"} in each["parameters"] for each in changes)
    assert [each["operationId"] for each in changes if each.get("security") != [{"session": []}]] == ["log_in"]


async def test_that_real_answers_are_what_the_document_says(
    desk: Desk, document: dict[str, Any], bot: FakeBot, clock: HandClock, meta: httpx.AsyncClient
) -> None:
    witness = Witness(document)

    await _look_at_pages(witness, desk, bot)
    await _as_meta(witness, meta)
    await _log_in_and_out(witness, desk)
    await _serve_a_customer(witness, desk, bot, clock)
    await _answer_offers(witness, desk)
    await _send_a_photo(witness, desk)
    await _care_afterwards(witness, desk, clock)
    await _serve_on_whatsapp(witness, desk)

    assert witness.promised()[0] - witness.answered == set()


async def _care_afterwards(witness: Witness, desk: Desk, clock: HandClock) -> None:
    conversation = await wait_for_person(desk.parts)
    await make(desk.parts, PromiseKind.CALL_BACK, conversation, clock.now, channel="phone", number="+628110000101")
    (promised,) = (await witness.send(desk.agent, "GET /api/desk/promises")).json()["promises"]
    for step in ("take", "attempts"):
        operation = f"POST /api/desk/promises/{{promise}}/{step}"
        await witness.send(desk.agent, operation, {"promise": promised["id"]}, json=BODIES.get(operation))
    for step in ("answer", "withdraw"):
        body = {**BODIES["POST /api/desk/requests"], "conversation": conversation}
        made = (await witness.send(desk.agent, "POST /api/desk/requests", json=body)).json()
        who = desk.unit if step == "answer" else desk.agent
        operation = f"POST /api/desk/requests/{{request_id}}/{step}"
        await witness.send(who, operation, {"request_id": made["id"]}, json=BODIES.get(operation))
    listed = await witness.send(desk.unit, "GET /api/desk/requests", params={"state": "open,answered,withdrawn"})
    assert {each["state"] for each in listed.json()["requests"]} == {"answered", "withdrawn"}
    await serve(desk.parts, conversation)
    async with desk.parts.record.writing() as session:
        await do_rate(session, conversation, 1, "Lama sekali", clock.now)
    supervisor = await at_desk(desk.parts, desk.base, "supervisor")
    async with supervisor:
        (low,) = (await witness.send(supervisor, "GET /api/desk/ratings")).json()["ratings"]
        for report in REPORTS:
            await witness.send(supervisor, f"GET /api/desk/reports/{report}")
        review = "POST /api/desk/ratings/{rating}/review"
        await witness.send(supervisor, review, {"rating": low["id"]}, json={"reopen": True})


async def _as_meta(witness: Witness, meta: httpx.AsyncClient) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1"}
    await witness.send(meta, "GET /webhooks/whatsapp", params=asked)
    signed = {"X-Hub-Signature-256": sign("secret", b"{}")}
    await witness.send(meta, "POST /webhooks/whatsapp", content=b"{}", headers=signed)


async def _look_at_pages(witness: Witness, desk: Desk, bot: FakeBot) -> None:
    for operation in OPERATIONS:
        if OPERATIONS[operation].tag in {"Pages", "Operators"}:
            await witness.send(desk.anybody, operation, FILES.get(operation))
    bot.ready = False
    away = await witness.send(desk.anybody, "GET /readyz")
    assert away.json()["checks"] == {"record": True, "redis": True, "bot": False, "actions": False}


async def _log_in_and_out(witness: Witness, desk: Desk) -> None:
    body = {"email": "agent2@sapa.local", "password": PASSWORD}
    async with httpx.AsyncClient(base_url=desk.base, headers={"X-Sapa-Desk": "1"}) as browser:
        await witness.send(browser, "POST /api/desk/session", json=body)
        await witness.send(browser, "PUT /api/desk/presence", json={"state": "online"})
        await witness.send(browser, "GET /api/desk/me")
        await witness.send(browser, "GET /api/desk/staff")
        await witness.send(browser, "DELETE /api/desk/session")


async def _serve_a_customer(witness: Witness, desk: Desk, bot: FakeBot, clock: HandClock) -> None:
    conversation = await _conversation_with_a_history(desk, bot, clock)
    ids = {"conversation": conversation}
    listed = await witness.send(desk.agent, "GET /api/desk/conversations", params={"state": "queued,agent"})
    assert [each["id"] for each in listed.json()["conversations"]] == [conversation]
    taken = (await witness.send(desk.agent, "POST /api/desk/conversations/next")).json()
    assert taken["orders"]
    assert taken["identity"]
    assert taken["escalations"]
    assert taken["emotions"]
    assert taken["previous"]
    assert any(message["understood"] for message in taken["messages"])
    assert any(message["buttons"] for message in taken["messages"])
    await witness.send(desk.agent, "POST /api/desk/conversations/next")
    for operation in ("messages", "notes", "release"):
        await witness.send(desk.agent, f"POST {ONE}/{operation}", ids, json=BODIES[f"POST {ONE}/{operation}"])
    await witness.send(desk.agent, f"POST {ONE}/claim", ids)
    await witness.send(desk.agent, f"POST {ONE}/transfer", ids, json={"unit": "finance", "note": "Soal faktur."})
    await witness.send(desk.agent, f"POST {ONE}/claim", ids)
    follow_up = (clock.now + timedelta(days=3)).isoformat()
    await witness.send(
        desk.agent, f"POST {ONE}/resolve", ids, json={"outcome": "call_back", "follow_up_at": follow_up, "note": ""}
    )
    newer = await witness.send(desk.agent, f"GET {ONE}", ids, params={"after": "3"})
    assert newer.json()["messages"][0]["seq"] == 4
    assert "orders" not in newer.json()
    whole = (await witness.send(desk.agent, f"GET {ONE}", ids)).json()
    assert [each["text"] for each in whole["notes"]] == ["Pelanggan lama.", "Soal faktur."]


async def _answer_offers(witness: Witness, desk: Desk) -> None:
    agent = await staff(desk.parts)
    await witness.send(desk.agent, "GET /api/desk/line")
    for answer in ("decline", "accept"):
        offer = await _offer(desk, await wait_for_person(desk.parts), agent.id)
        assert (await witness.send(desk.agent, "GET /api/desk/offers")).json()["offer"]["id"] == offer
        await witness.send(desk.agent, f"POST {OFFER}/{answer}", {"offer": offer})


async def _offer(desk: Desk, conversation: str, agent: str) -> str:
    await desk.parts.presence.put(agent, PresenceState.ONLINE)
    await desk.parts.presence.hear(agent, desk.parts.clock(), at_desk=True)
    async with desk.parts.record.writing() as session:
        offer = await do_offer(session, conversation, agent, desk.parts.clock(), 30)
    assert offer is not None
    return offer.id


async def _conversation_with_a_history(desk: Desk, bot: FakeBot, clock: HandClock) -> str:
    """A known customer of an order, who had written before, answered by the bot and then handed over."""
    parts, contact = desk.parts, await arrive(desk.parts)
    earlier = (await say(parts, contact, "halo")).conversation
    async with parts.record.writing() as session:
        await do_end(session, earlier, clock())
    clock.advance(hours=1)
    conversation = (await say(parts, contact, "sertifikat saya mana?!")).conversation
    await _prove_order(parts, conversation)
    bot.script = _answer_and_hand_over
    await parts.turns.take(conversation)
    await parts.line.repair(parts.record)
    assert (await read(parts, conversation)).state == "queued"
    return conversation


async def _prove_order(parts: Parts, conversation: str) -> None:
    number = parse_number("ORD-2026-00107", 2026)
    assert number is not None
    async with parts.record.writing() as session:
        visitor = Visitor(conversation, parts.clock())
        access = await access_order(session, visitor, number, Proof(email="pic107@example.com"))
        assert access.grant is not None


def _answer_and_hand_over(_request: TurnRequest) -> TurnAnswer:
    return TurnAnswer(
        replies=(Reply("Mohon maaf, Kak.", (Button("Ya", "/affirm"),)),),
        understood={
            "intent": "check_certificate", "topic": None, "confidence": 0.98, "language": "id", "emotion": "angry",
        },
        slots={"order_number": "ORD-2026-00107", "verified": True},
        escalation=Escalation(EscalationReason.EMOTION, ("sertifikat saya mana?!",), "angry", skill="technician"),
    )  # fmt: skip


def _photo() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, format="PNG")
    return picture.getvalue()


async def _serve_on_whatsapp(witness: Witness, desk: Desk) -> None:
    ids = {"conversation": await wait_on_whatsapp(desk.parts)}
    await witness.send(desk.agent, f"POST {ONE}/claim", ids)
    listed = await witness.send(desk.agent, f"GET {ONE}/templates", ids)
    assert [each["name"] for each in listed.json()["templates"]] == ["sapa_lanjut_percakapan", "sapa_kabar_pesanan"]
    await witness.send(desk.agent, f"POST {ONE}/templates", ids, json=BODIES[f"POST {ONE}/templates"])
    form: dict[str, Any] = {"data": {"id": new_id()}, "files": {"file": ("sertifikat.png", _photo())}}
    await witness.send(desk.agent, f"POST {ONE}/files", ids, **form)
    shown = (await witness.send(desk.agent, f"GET {ONE}", ids)).json()
    assert "sapa_kabar_pesanan" in [each["template"] for each in shown["deliveries"]]
    assert shown["window_closes_at"] == (desk.parts.clock() + timedelta(hours=24)).isoformat()


async def _refuse_on_whatsapp(witness: Witness, desk: Desk) -> None:
    conversation, agent = await wait_on_whatsapp(desk.parts), await staff(desk.parts)
    await change_account(desk.parts, agent, capacity=9)
    await claim(desk.parts, conversation, agent)
    ids = {"conversation": conversation}
    await witness.send(desk.agent, f"POST {ONE}/files", ids)
    for content in (b"MZ", b"\0" * (MAX_BYTES + 1)):
        await witness.send(
            desk.agent, f"POST {ONE}/files", ids, data={"id": new_id()}, files={"file": ("sertifikat.pdf", content)}
        )
    async with desk.parts.record.writing() as session:
        await opt_out(session, Visitor(conversation, desk.parts.clock()), ["+6281200000001"])
    await witness.send(desk.agent, f"POST {ONE}/templates", ids, json=BODIES[f"POST {ONE}/templates"])


async def _send_a_photo(witness: Witness, desk: Desk) -> None:
    async with visit(desk.base) as visitor, httpx.AsyncClient(base_url=desk.base) as browser:
        browser.headers["Authorization"] = f"Bearer {(await visitor.hello())['token']}"
        sent = await witness.send(
            browser, "POST /chat/uploads", data={"id": new_id()}, files={"file": ("alat.png", _photo())}
        )
        upload = {"upload_id": sent.json()["message"]["attachment"]["id"]}
        await witness.send(browser, "GET /chat/uploads/{upload_id}", upload)


async def test_that_requests_are_refused_as_the_document_says(
    desk: Desk, document: dict[str, Any], meta: httpx.AsyncClient
) -> None:
    witness = Witness(document)

    await _without_leave(witness, desk)
    await _with_wrong_input(witness, desk)
    await _with_full_hands(witness, desk)
    await _with_bad_files(witness, desk)
    await _with_wrong_passwords(witness, desk)
    await _as_somebody_else_than_meta(witness, desk, meta)
    await _refuse_on_whatsapp(witness, desk)

    assert witness.refused == witness.promised()[1]


async def _as_somebody_else_than_meta(witness: Witness, desk: Desk, meta: httpx.AsyncClient) -> None:
    for method in ("GET", "POST"):
        await witness.send(desk.anybody, f"{method} /webhooks/whatsapp")
    await witness.send(meta, "GET /webhooks/whatsapp", params={"hub.verify_token": "salah"})
    await witness.send(meta, "POST /webhooks/whatsapp", content=b"{}")
    await witness.send(meta, "POST /webhooks/whatsapp", content=b"{}", headers={"X-Hub-Signature-256": "sha256=0"})


async def _without_leave(witness: Witness, desk: Desk) -> None:
    ids = {**NOWHERE, "conversation": await wait_for_person(desk.parts)}
    for operation, described in OPERATIONS.items():
        if described.security != ("session",) or operation.endswith("/ws"):
            continue
        mark = {"X-Sapa-Desk": "1"} if described.marked else {}
        await witness.send(desk.anybody, operation, ids, headers=mark)
        if described.marked:
            await witness.send(desk.agent, operation, ids, headers={"X-Sapa-Desk": "0"})
        if operation not in ANY_ROLE:
            outsider = desk.agent if operation in UNITS_MAY else desk.unit
            refused = await witness.send(outsider, operation, ids, json=BODIES.get(operation))
            assert refused.json()["error"]["code"] == "forbidden"
    await witness.send(desk.anybody, "POST /chat/uploads")
    await witness.send(desk.anybody, "GET /chat/uploads/{upload_id}", {"upload_id": "none"})
    for operation in FILES:
        await witness.send(desk.anybody, operation, {"name": "none"})


async def _with_wrong_input(witness: Witness, desk: Desk) -> None:
    nowhere = NOWHERE
    async with await at_desk(desk.parts, desk.base, "supervisor") as supervisor:
        for operation, described in OPERATIONS.items():
            who = supervisor if operation in UNITS_MAY or operation.startswith("POST /api/desk/ratings") else desk.agent
            if ("{" in operation and described.tag == "Desk") or operation == "POST /api/desk/requests":
                await witness.send(who, operation, nowhere, json=BODIES.get(operation))
            if described.body is not None and operation in BODIES:
                await witness.send(who, operation, nowhere, content=b"[]")
                await witness.send(who, operation, nowhere, content=b" " * (MAX_JSON + 1))
        for report in REPORTS:
            await witness.send(supervisor, f"GET /api/desk/reports/{report}", params={"from": "yesterday"})
        await _too_late(witness, desk, supervisor)
    await witness.send(desk.agent, "GET /api/desk/requests", params={"state": "asleep"})
    await witness.send(desk.agent, "GET /api/desk/conversations", params={"state": "asleep"})
    await witness.send(desk.agent, f"GET {ONE}", nowhere, params={"after": "yesterday"})


async def _too_late(witness: Witness, desk: Desk, supervisor: httpx.AsyncClient) -> None:
    """What a colleague has done already."""
    conversation, now = await wait_for_person(desk.parts), desk.parts.clock()
    ids = {"promise": await make(desk.parts, PromiseKind.CALL_BACK, conversation, now)}
    operation = "POST /api/desk/promises/{promise}/attempts"
    await witness.send(desk.agent, operation, ids, json=BODIES[operation])
    await witness.send(desk.agent, operation, ids, json=BODIES[operation])
    await witness.send(desk.agent, "POST /api/desk/promises/{promise}/take", ids)
    body = {**BODIES["POST /api/desk/requests"], "conversation": conversation}
    made = (await desk.agent.post("/api/desk/requests", json=body)).json()
    for step, who in (("withdraw", desk.agent), ("withdraw", desk.agent), ("answer", desk.unit)):
        operation = f"POST /api/desk/requests/{{request_id}}/{step}"
        await witness.send(who, operation, {"request_id": made["id"]}, json=BODIES.get(operation))
    await serve(desk.parts, conversation)
    async with desk.parts.record.writing() as session:
        await do_rate(session, conversation, 1, "", now)
    (low,) = (await supervisor.get("/api/desk/ratings")).json()["ratings"]
    for _ in range(2):
        await witness.send(supervisor, "POST /api/desk/ratings/{rating}/review", {"rating": low["id"]}, json={})


async def _with_full_hands(witness: Witness, desk: Desk) -> None:
    agent, colleague = await staff(desk.parts), await staff(desk.parts, "agent2")
    held, waiting = await wait_for_person(desk.parts), await wait_for_person(desk.parts)
    await claim(desk.parts, held, agent)
    unread = {"outcome": "solved", "seen": 0}
    await witness.send(desk.agent, f"POST {ONE}/resolve", {"conversation": held}, json=unread)
    for account in (agent, colleague):
        await change_account(desk.parts, account, capacity=1 if account is agent else 0)
    await witness.send(desk.agent, "POST /api/desk/conversations/next")
    await witness.send(desk.agent, f"POST {ONE}/claim", {"conversation": waiting})
    offer = await _offer(desk, waiting, agent.id)
    await witness.send(desk.agent, f"POST {OFFER}/accept", {"offer": offer})
    for answer in ("decline", "decline", "accept"):
        await witness.send(desk.agent, f"POST {OFFER}/{answer}", {"offer": offer})
    with_the_bot = await ask(desk.parts)
    await witness.send(desk.agent, f"POST {ONE}/claim", {"conversation": with_the_bot})
    await witness.send(desk.agent, f"POST {ONE}/transfer", {"conversation": held}, json={"to": colleague.id})


async def _with_bad_files(witness: Witness, desk: Desk) -> None:
    async with visit(desk.base) as visitor, httpx.AsyncClient(base_url=desk.base, timeout=20) as browser:
        browser.headers["Authorization"] = f"Bearer {(await visitor.hello())['token']}"
        for content in (b"", b"MZ", b"\0" * (MAX_BYTES + 1)):
            await witness.send(
                browser, "POST /chat/uploads", data={"id": new_id()}, files={"file": ("alat.png", content)}
            )
        statuses = [(await witness.send(browser, "POST /chat/uploads")).status_code for _ in range(12)]
        assert set(statuses) == {400, 429}


async def _with_wrong_passwords(witness: Witness, desk: Desk) -> None:
    operation, marked = "POST /api/desk/session", {"X-Sapa-Desk": "1"}
    wrong = {"email": "agent2@sapa.local", "password": "salah"}
    await witness.send(desk.anybody, operation, json=wrong)
    await witness.send(desk.anybody, operation, headers=marked, content=b"{")
    await witness.send(desk.anybody, operation, headers=marked, content=b" " * (MAX_JSON + 1))
    for _ in range(MAX_FAILURES + 1):
        await witness.send(desk.anybody, operation, headers=marked, json=wrong)
    for _ in range(LOGINS_PER_MINUTE):
        await witness.send(desk.anybody, operation, headers=marked, json=wrong)


async def test_that_an_unknown_address_and_a_wrong_method_are_refused_in_the_one_shape(
    desk: Desk, document: dict[str, Any]
) -> None:
    witness = Witness(document)

    for method, path, status, code in (("GET", "/nowhere", 404, "not_found"), ("PUT", "/", 405, "method_not_allowed")):
        response = await desk.anybody.request(method, path)

        assert (response.status_code, response.json()["error"]["code"]) == (status, code)
        witness.check({"$ref": "#/components/schemas/Error"}, response.json())


async def test_that_a_browser_shows_the_document_and_asks_nobody_else(desk: Desk) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    async with open_browser() as browser:
        page = await browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{desk.base}/docs")
        await page.locator("#operations-Desk-claim button").first.click()
        await page.locator("#operations-Desk-claim .responses-wrapper").wait_for()

        assert await page.locator(".opblock").count() == len(OPERATIONS)
    assert [url for url in asked if not url.startswith((desk.base, "data:"))] == []
    assert complaints == []


async def test_that_the_page_lets_no_script_in_but_the_services_own_files(desk: Desk) -> None:
    page = await desk.anybody.get("/docs")

    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>([^<]+)</script>|\son\w+=", page.text) == []
