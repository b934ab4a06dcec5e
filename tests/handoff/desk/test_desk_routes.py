from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
from sanic import Sanic

from handoff.desk.staff import Role
from handoff.ids import new_id
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language
from tests.handoff.conftest import House, Houses
from tests.support.agents import change_account, staff
from tests.support.customers import ask, escalate, read, said, say, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.hand_clock import HandClock
from tests.support.redis_server import RedisServer

ROOT = "/api/desk"
ANY_ROLE = {
    ("DELETE", f"{ROOT}/session"),
    ("GET", f"{ROOT}/me"),
    ("GET", f"{ROOT}/staff"),
    ("PUT", f"{ROOT}/presence"),
    ("GET", f"{ROOT}/requests"),
}
UNITS_MAY = ("POST", f"{ROOT}/requests/0/answer")


def desk_routes(app: Sanic[Any, Any]) -> list[tuple[str, str]]:
    """Every route of the desk but the log-in, with an id where its path has one."""
    found = [
        (method, "/" + re.sub("<[a-z_]+:str>", "0", route.path))
        for route in app.router.routes
        for method in route.methods
        if ("/" + route.path).startswith(ROOT) and method not in {"OPTIONS", "HEAD"}
    ]
    assert len(found) >= 13
    return [each for each in found if each != ("POST", f"{ROOT}/session")]


async def test_that_no_route_opens_without_a_log_in(house: House) -> None:
    stranger = await house.browser(**{"X-Sapa-Desk": "1"})
    forger = await house.browser(**{"X-Sapa-Desk": "1", "Cookie": "sapa_desk=made-up"})

    for method, path in desk_routes(house.app):
        for browser in (stranger, forger):
            response = await browser.request(method, path)

            assert (response.status_code, code(response)) == (401, "not_logged_in"), (method, path)


async def test_that_no_change_is_taken_from_another_sites_page(house: House) -> None:
    desk = await house.desk()
    del desk.headers["X-Sapa-Desk"]

    for method, path in [*desk_routes(house.app), ("POST", f"{ROOT}/session")]:
        if method != "GET":
            response = await desk.request(method, path)

            assert (response.status_code, code(response)) == (403, "forbidden"), (method, path)


async def test_that_a_unit_serves_no_customers(house: House) -> None:
    finance = await house.desk("finance")

    for method, path in desk_routes(house.app):
        response = await finance.request(method, path)

        if (method, path) in ANY_ROLE:
            assert response.status_code in {200, 204, 400}, (method, path)
            finance = await house.desk("finance")
        elif (method, path) == UNITS_MAY:
            assert response.status_code == 400, "its body was looked at"
        else:
            assert (response.status_code, code(response)) == (403, "forbidden"), (method, path)


async def test_that_agents_supervisors_and_admins_serve_customers(house: House) -> None:
    for name in ("agent1", "supervisor", "admin"):
        desk, conversation = await house.desk(name), await wait_for_person(house.parts)

        assert (await desk.post(f"{ROOT}/conversations/{conversation}/claim")).status_code == 200, name


async def test_that_an_account_sees_who_it_is(house: House) -> None:
    desk = await house.desk()

    me = (await desk.get(f"{ROOT}/me")).json()

    assert (me["name"], me["role"], me["languages"]) == ("Rina Wulandari", Role.AGENT, ["id", "en"])
    assert (me["capacity"], me["presence"]) == (4, "offline")


async def test_that_presence_is_set_and_seen_by_colleagues(house: House) -> None:
    rina, bagus = await house.desk("agent1"), await house.desk("agent2")

    for state in ("online", "away", "offline"):
        assert (await rina.put(f"{ROOT}/presence", json={"state": state})).json()["presence"] == state

        colleagues = (await bagus.get(f"{ROOT}/staff")).json()["staff"]
        assert {each["presence"] for each in colleagues if each["name"] == "Rina Wulandari"} == {state}


async def test_that_the_queue_is_listed_by_urgency_with_places(house: House, clock: HandClock) -> None:
    patient = await wait_for_person(house.parts)
    clock.advance(minutes=1)
    angry = await wait_for_person(house.parts, Escalation(EscalationReason.EMOTION, emotion="angry"))
    talking = await ask(house.parts)
    desk = await house.desk()

    queue = (await desk.get(f"{ROOT}/conversations", params={"state": "queued"})).json()["conversations"]

    assert [(each["id"], each["position"]) for each in queue] == [(angry, 1), (patient, 2)]
    assert queue[0]["why"] == ["emotion:angry", "waiting"]
    everything = (await desk.get(f"{ROOT}/conversations?state=bot,queued&state=agent")).json()["conversations"]
    assert {each["id"] for each in everything} == {angry, patient, talking}


async def test_that_the_inbox_holds_ones_own_only(house: House) -> None:
    mine, other, _waiting = [await wait_for_person(house.parts) for _ in range(3)]
    rina, bagus = await house.desk("agent1"), await house.desk("agent2")
    await rina.post(f"{ROOT}/conversations/{mine}/claim")
    await bagus.post(f"{ROOT}/conversations/{other}/claim")

    inbox = (await rina.get(f"{ROOT}/conversations?mine=true")).json()["conversations"]

    assert [(each["id"], each["mine"], each["agent"]["name"]) for each in inbox] == [(mine, True, "Rina Wulandari")]


async def test_that_take_next_gives_the_most_urgent_until_nobody_waits(house: House, clock: HandClock) -> None:
    waiting = []
    for _ in range(2):
        waiting.append(await wait_for_person(house.parts))
        clock.advance(minutes=1)
    desk = await house.desk()

    taken = [await desk.post(f"{ROOT}/conversations/next") for _ in range(3)]

    assert [response.status_code for response in taken] == [200, 200, 204]
    assert [response.json()["id"] for response in taken[:2]] == waiting
    assert await house.parts.line.first(0) == []


async def test_that_take_next_leaves_those_whose_language_one_does_not_speak(house: House, clock: HandClock) -> None:
    english = await wait_for_person(house.parts, language=Language.EN)
    clock.advance(minutes=1)
    indonesian = await wait_for_person(house.parts, language=Language.ID)
    await change_account(house.parts, await staff(house.parts), languages=["id"])
    desk = await house.desk()

    assert (await desk.post(f"{ROOT}/conversations/next")).json()["id"] == indonesian
    assert (await desk.post(f"{ROOT}/conversations/next")).status_code == 204

    assert await house.parts.line.first(0) == [english]


async def test_that_take_next_passes_over_what_the_line_still_holds_by_mistake(house: House, clock: HandClock) -> None:
    talking = await ask(house.parts)
    await house.parts.line.enter(talking, clock.now, 3)
    await house.parts.line.enter("no-such-conversation", clock.now, 3)
    waiting = await wait_for_person(house.parts)
    desk = await house.desk()

    assert (await desk.post(f"{ROOT}/conversations/next")).json()["id"] == waiting


async def test_that_agents_who_take_next_at_once_never_get_the_same(house: House) -> None:
    waiting = [await wait_for_person(house.parts) for _ in range(4)]
    desks = [await house.desk(name) for name in ("agent1", "agent2", "supervisor", "admin")]

    taken = await asyncio.gather(*(each.post(f"{ROOT}/conversations/next") for each in desks))

    assert sorted(response.json()["id"] for response in taken) == sorted(waiting)


async def test_that_full_hands_take_nothing(house: House) -> None:
    await change_account(house.parts, await staff(house.parts), capacity=1)
    first, second = await wait_for_person(house.parts), await wait_for_person(house.parts)
    desk = await house.desk()
    await desk.post(f"{ROOT}/conversations/{first}/claim")

    for path in ("next", f"{second}/claim"):
        response = await desk.post(f"{ROOT}/conversations/{path}")
        assert (response.status_code, code(response)) == (409, "at_capacity")

    assert (await read(house.parts, second)).state == "queued"


async def test_that_a_conversation_somebody_has_is_not_given_again(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    rina, bagus = await house.desk("agent1"), await house.desk("agent2")
    await rina.post(f"{ROOT}/conversations/{conversation}/claim")

    response = await bagus.post(f"{ROOT}/conversations/{conversation}/claim")

    assert (response.status_code, code(response)) == (409, "conflict")


async def test_that_the_whole_hand_over_is_shown(house: House) -> None:
    escalation = Escalation(EscalationReason.NOT_RESOLVED, ("tidak membantu",), "disappointed", slots={"order": "105"})
    conversation = await wait_for_person(house.parts, escalation)
    desk = await house.desk()

    view = (await desk.get(f"{ROOT}/conversations/{conversation}")).json()

    assert (view["reason"], view["emotion"], view["language"]) == ("not_resolved", "disappointed", "id")
    assert "tidak membantu" in view["summary"]
    assert view["escalations"][0]["evidence"] == ["tidak membantu"]
    assert [message["from"] for message in view["messages"]] == ["customer", "system"]
    assert (view["notes"], view["previous"], view["rating"]) == ([], [], None)
    assert (view["identity"], view["orders"]) == ([], [])


async def test_that_after_a_message_only_the_newer_are_shown(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    await say(house.parts, (await read(house.parts, conversation)).contact_id, "halo?")
    desk = await house.desk()

    view = (await desk.get(f"{ROOT}/conversations/{conversation}?after=2")).json()

    assert [(message["seq"], message["text"]) for message in view["messages"]] == [(3, "halo?")]


async def test_that_a_place_which_is_no_number_is_refused(house: House) -> None:
    desk = await house.desk()

    for after in ("x", "-1", "1.5", "9" * 13):
        response = await desk.get(f"{ROOT}/conversations/{new_id()}", params={"after": after})

        assert (response.status_code, code(response)) == (400, "invalid_input"), after


async def test_that_an_agent_talks_notes_and_gives_back(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    path = f"{ROOT}/conversations/{conversation}"
    desk = await house.desk()
    await desk.post(f"{path}/claim")

    sent = await desk.post(f"{path}/messages", json={"id": "pesan-0001", "text": "Halo, Kak."})
    again = await desk.post(f"{path}/messages", json={"id": "pesan-0001", "text": "Halo, Kak."})
    noted = await desk.post(f"{path}/notes", json={"text": "pelanggan lama"})
    released = await desk.post(f"{path}/release", json={"note": "perlu bagian keuangan"})

    assert again.json() == sent.json()
    assert [each["text"] for each in noted.json()["notes"]] == ["pelanggan lama"]
    assert [each["text"] for each in released.json()["notes"]] == ["pelanggan lama", "perlu bagian keuangan"]
    assert released.json()["state"] == "queued"
    assert await said(house.parts, conversation, "agent") == ["Halo, Kak."]
    assert await house.parts.line.first(0) == [conversation]


async def test_that_a_note_of_something_forbidden_is_not_kept(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    desk = await house.desk()

    refused = await desk.post(f"{ROOT}/conversations/{conversation}/release", json={"note": "bukan punya saya"})

    assert refused.status_code == 403
    assert (await desk.get(f"{ROOT}/conversations/{conversation}")).json()["notes"] == []


WRONG_BODIES: list[tuple[str, Any]] = [
    ("messages", {"id": "pesan-0001"}),
    ("messages", {"id": "pesan-0001", "text": ""}),
    ("messages", {"id": "pesan-0001", "text": " \n "}),
    ("messages", {"id": "pesan-0001", "text": "x" * 4097}),
    ("messages", {"id": "x", "text": "halo"}),
    ("messages", {"id": "pesan-0001", "text": "halo", "from": "bot"}),
    ("notes", {"text": ""}),
    ("notes", {"text": "x" * 4001}),
    ("transfer", {}),
    ("transfer", {"to": "a", "unit": "finance"}),
    ("release", {"note": 5}),
    ("resolve", {}),
    ("resolve", {"outcome": "great"}),
    ("resolve", {"outcome": "solved", "follow_up_at": "2026-11-25T08:00:00"}),
    ("resolve", b"not json"),
    ("resolve", b"\xff\xfe"),
]


async def test_that_a_wrong_body_is_refused_and_changes_nothing(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    desk = await house.desk()
    await desk.post(f"{ROOT}/conversations/{conversation}/claim")
    before = await read(house.parts, conversation)

    for step, body in WRONG_BODIES:
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        response = await desk.post(f"{ROOT}/conversations/{conversation}/{step}", **sent)

        assert (response.status_code, code(response)) == (400, "invalid_input"), (step, body)

    after = await read(house.parts, conversation)
    assert (after.epoch, after.last_seq) == (before.epoch, before.last_seq)


BODIES = {
    "/messages": {"id": "pesan-0001", "text": "halo"},
    "/notes": {"text": "x"},
    "/resolve": {"outcome": "solved"},
    "/transfer": {"unit": "finance"},
}


@on_both_databases
async def test_that_a_conversation_which_is_not_there_is_not_found(house: House) -> None:
    desk = await house.desk()

    for conversation in (new_id(), "x" * 200, "..%2f..%2fme", "'%20OR%201=1--"):
        for step in ("", "/claim", "/messages", "/notes", "/release", "/resolve", "/transfer"):
            method, path = "POST" if step else "GET", f"{ROOT}/conversations/{conversation}{step}"
            response = await desk.request(method, path, json=BODIES.get(step))

            assert (response.status_code, code(response)) == (404, "not_found"), path


async def test_that_a_state_that_does_not_exist_is_refused(house: House) -> None:
    desk = await house.desk()

    for query in ("state=sleeping", "state=bot,gone"):
        response = await desk.get(f"{ROOT}/conversations?{query}")

        assert (response.status_code, code(response)) == (400, "invalid_input"), query


async def test_that_a_transfer_reaches_the_colleague(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    rina, bagus = await house.desk("agent1"), await house.desk("agent2")
    await rina.post(f"{ROOT}/conversations/{conversation}/claim")
    to = (await staff(house.parts, "agent2")).id

    transferred = await rina.post(f"{ROOT}/conversations/{conversation}/transfer", json={"to": to, "note": "tolong"})

    assert (transferred.json()["mine"], transferred.json()["agent"]["id"]) == (False, to)
    inbox = (await bagus.get(f"{ROOT}/conversations?mine=true")).json()["conversations"]
    assert [each["id"] for each in inbox] == [conversation]


async def test_that_without_redis_agents_go_on_serving_whom_they_hold_and_see(
    new_house: Houses, own_redis: RedisServer
) -> None:
    house = await new_house(redis_url=own_redis.url)
    held, waiting = await wait_for_person(house.parts), await wait_for_person(house.parts)
    desk = await house.desk()
    await desk.post(f"{ROOT}/conversations/{held}/claim")
    own_redis.stop()

    for method, path, body in (
        ("GET", "me", None),
        ("GET", "staff", None),
        ("GET", f"conversations/{held}", None),
        ("GET", "conversations?state=queued,agent", None),
        ("POST", f"conversations/{held}/messages", {"id": "pesan-0001", "text": "Halo, Kak."}),
        ("POST", f"conversations/{waiting}/claim", None),
        ("POST", f"conversations/{held}/resolve", {"outcome": "solved"}),
    ):
        response = await desk.request(method, f"{ROOT}/{path}", json=body)
        assert response.status_code == 200, (method, path, response.text)

    assert (await read(house.parts, waiting)).state == "agent"
    assert (await read(house.parts, held)).state == "bot"


async def test_that_what_needs_redis_says_that_it_is_away(new_house: Houses, own_redis: RedisServer) -> None:
    house = await new_house(redis_url=own_redis.url)
    desk = await house.desk()
    own_redis.stop()

    response = await desk.put(f"{ROOT}/presence", json={"state": "online"})

    assert (response.status_code, code(response)) == (503, "unavailable")


def code(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


async def test_that_nothing_is_closed_over_words_that_the_agent_has_not_seen(house: House) -> None:
    visitor = await house.visitor()
    conversation = (await visitor.hello())["conversation"]
    await visitor.say("mau bicara dengan orang")
    await escalate(house.parts, conversation)
    desk = await house.desk()
    shown = (await desk.post(f"{ROOT}/conversations/{conversation}/claim")).json()["messages"]

    await visitor.say("oh ya, satu lagi kak")
    body = {"outcome": "answered", "seen": shown[-1]["seq"]}
    refused = await desk.post(f"{ROOT}/conversations/{conversation}/resolve", json=body)
    now = (await desk.get(f"{ROOT}/conversations/{conversation}")).json()
    closed = await desk.post(
        f"{ROOT}/conversations/{conversation}/resolve", json={**body, "seen": now["messages"][-1]["seq"]}
    )

    assert (refused.status_code, code(refused), now["state"]) == (409, "unread", "agent")
    assert (closed.status_code, closed.json()["state"]) == (200, "bot")
