from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from handoff.aftercare.promises import PromiseKind
from handoff.aftercare.rating import do_rate
from handoff.conversations.conversation import State
from handoff.conversations.resolve import Outcome, Resolution, do_end
from handoff.conversations.tables import ConversationRow
from handoff.metrics import LATE_REQUESTS
from handoff.parts import Parts
from tests.handoff.aftercare.promise_world import get, make, serve
from tests.handoff.conftest import House, Houses
from tests.support.agents import claim, staff
from tests.support.customers import read, said, transcript, wait_for_person
from tests.support.fake_bot import FakeBot, answer
from tests.support.hand_clock import HandClock
from tests.support.visitor import visit

ROOT = "/api/desk"
NUMBER = "+628110000101"


async def test_that_a_due_call_is_taken_tried_and_done(house: House, clock: HandClock) -> None:
    conversation, promised = await call_due(house, clock)
    rina, bagus = await house.desk(), await house.desk("agent2")

    (listed,) = (await rina.get(f"{ROOT}/promises")).json()["promises"]
    taken = (await rina.post(f"{ROOT}/promises/{promised}/take")).json()
    other = await bagus.post(f"{ROOT}/promises/{promised}/take")
    done = await rina.post(f"{ROOT}/promises/{promised}/attempts", json={"reached": True, "note": "Sudah jelas."})

    assert (listed["number"], listed["kind"], listed["conversation"]) == ("•" * 10 + "101", "call_back", conversation)
    assert taken["number"] == NUMBER
    assert other.status_code == 409
    assert (done.json()["state"], done.json()["attempts"][0]["note"]) == ("kept", "Sudah jelas.")
    assert (await rina.get(f"{ROOT}/promises")).json()["promises"] == []


async def test_that_who_is_not_reached_is_told_and_called_again_and_not_for_ever(
    new_house: Houses, clock: HandClock
) -> None:
    house = await new_house(office_hours="Mon-Fri 08:00-17:00")
    conversation, promised = await call_due(house, clock)
    clock.advance(hours=7)  # four o'clock: the next try comes in the morning

    first = (await attempt(await house.desk(), promised)).json()
    for _ in range(2):
        clock.now = (await get(house.parts, promised)).due_at
        await house.parts.promises.go_round()
        rina = await house.desk()  # a log-in ends after two idle hours
        last = (await attempt(rina, promised)).json()

    assert first["due_at"].startswith("2026-11-25T02:00")
    told = [text for text in await said(house.parts, conversation, "system") if "menelepon" in text]
    assert "hari Rabu, 25 November pukul 09.00 WIB" in told[0]
    assert all("101" in text and NUMBER not in text for text in told)
    assert (len(told), last["state"], len(last["attempts"])) == (3, "failed", 3)
    assert (await attempt(rina, promised)).status_code == 409


async def test_that_the_line_shows_what_was_promised(house: House, clock: HandClock) -> None:
    conversation, _ = await call_due(house, clock)
    rina = await house.desk()

    (waiting,) = (await rina.get(f"{ROOT}/conversations?state=queued")).json()["conversations"]
    detail = (await rina.post(f"{ROOT}/conversations/{conversation}/claim")).json()

    assert (waiting["promised"]["channel"], waiting["reason"]) == ("phone", "call_back")
    assert waiting["promised"]["due_at"] == clock.now.isoformat()
    assert (detail["promises"][0]["number"], detail["promises"][0]["mine"]) == (NUMBER, True)


async def test_that_a_unit_answers_into_the_conversation_of_the_agent(house: House, clock: HandClock) -> None:
    conversation = await wait_for_person(house.parts)
    rina, finance = await house.desk(), await house.desk("finance")
    await claim(house.parts, conversation, await staff(house.parts))
    spoken = await transcript(house.parts, conversation)

    made = (await ask_unit(rina, conversation, office_hours=3)).json()
    (seen,) = (await finance.get(f"{ROOT}/requests")).json()["requests"]
    body = {"text": "Faktur 010 sudah dikirim, jangan sebut nomornya.", "for_customer": "Faktur sudah dikirim."}
    answered = (await finance.post(f"{ROOT}/requests/{made['id']}/answer", json=body)).json()
    await house.parts.promises.go_round()

    assert (seen["id"], seen["asked_by"], seen["due_at"]) == (made["id"], "Rina Wulandari", after(clock, hours=3))
    assert (answered["state"], answered["answered_by"]) == ("answered", "Dewi Anggraini")
    detail = (await rina.get(f"{ROOT}/conversations/{conversation}")).json()
    assert (detail["notes"][0]["author"], "jangan sebut" in detail["notes"][0]["text"]) == ("Dewi Anggraini", True)
    assert detail["requests"][0]["for_customer"] == "Faktur sudah dikirim."
    assert await transcript(house.parts, conversation) == spoken
    assert (await finance.get(f"{ROOT}/requests")).json()["requests"] == []


async def test_that_the_customer_is_told_what_is_for_them_when_no_agent_is_there(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    rina, finance = await house.desk(), await house.desk("finance")
    made = (await ask_unit(rina, conversation)).json()
    await serve(house.parts, conversation)

    body = {"text": "Hanya untuk tim.", "for_customer": "Faktur sudah dikirim."}
    await finance.post(f"{ROOT}/requests/{made['id']}/answer", json=body)
    for _ in range(2):
        await house.parts.promises.go_round()

    told = [text for text in await said(house.parts, conversation, "system") if "Kabar dari bagian" in text]
    assert told == ["Halo, Kak. Kabar dari bagian Keuangan untuk pertanyaan Kakak: Faktur sudah dikirim."]
    assert "Hanya untuk tim." not in str(await transcript(house.parts, conversation))


async def test_that_a_unit_sees_its_own_requests_only(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    rina, finance = await house.desk(), await house.desk("finance")
    made = (await ask_unit(rina, conversation, unit="technician")).json()

    listed = (await finance.get(f"{ROOT}/requests")).json()["requests"]
    answered = await finance.post(f"{ROOT}/requests/{made['id']}/answer", json={"text": "Bukan urusan saya."})
    by_supervisor = await (await house.desk("supervisor")).post(
        f"{ROOT}/requests/{made['id']}/answer", json={"text": "Lulus uji."}
    )

    assert listed == []
    assert answered.status_code == 404
    assert by_supervisor.status_code == 200


async def test_that_a_unit_is_reminded_and_lateness_is_seen(new_house: Houses, clock: HandClock) -> None:
    house = await new_house(office_hours="Mon-Fri 08:00-17:00")
    conversation = await wait_for_person(house.parts)
    clock.advance(hours=7)
    await ask_unit(await house.desk(), conversation, office_hours=4)

    marks = []
    for moment in ("2026-11-25T01:30:00", "2026-11-25T03:00:00", "2026-11-25T04:00:00"):
        clock.now = clock.now.fromisoformat(moment + "+00:00")
        await house.parts.promises.go_round()
        finance = await house.desk("finance")
        (seen,) = (await finance.get(f"{ROOT}/requests")).json()["requests"]
        marks.append((seen["due_soon"], seen["overdue"], LATE_REQUESTS._value.get()))

    assert marks == [(False, False, 0), (True, False, 0), (True, True, 1)]


async def test_that_a_request_needs_a_conversation_a_future_and_a_unit(house: House, clock: HandClock) -> None:
    rina, conversation = await house.desk(), await wait_for_person(house.parts)

    assert (await ask_unit(rina, "none")).status_code == 404
    assert (await ask_unit(rina, conversation, due_at=clock.now.isoformat())).status_code == 400
    assert (await ask_unit(rina, conversation, unit="kitchen")).status_code == 400


async def test_that_a_low_rating_is_read_by_a_supervisor_who_can_put_things_right(house: House) -> None:
    conversation, fine = await wait_for_person(house.parts), await wait_for_person(house.parts)
    for each, score in ((conversation, 2), (fine, 3)):
        await serve(house.parts, each)
        async with house.parts.record.writing() as session:
            await do_rate(session, each, score, "Kurang jelas", house.parts.clock())
    supervisor = await house.desk("supervisor")

    (low,) = (await supervisor.get(f"{ROOT}/ratings")).json()["ratings"]
    left = (await supervisor.post(f"{ROOT}/ratings/{low['id']}/review", json={"reopen": True})).json()["ratings"]

    assert (low["conversation"], low["score"], low["comment"]) == (conversation, 2, "Kurang jelas")
    assert (low["agent"], left) == ("Rina Wulandari", [])
    row = await read(house.parts, conversation)
    assert (row.state, row.reason, row.urgency) == (State.QUEUED, "rating", 2)
    assert "belum memuaskan" in (await said(house.parts, conversation, "system"))[-1]
    assert await house.parts.line.position(conversation) == 1


async def test_that_an_unhappy_customer_is_offered_a_person_at_once(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    await serve(house.parts, conversation)

    async with house.parts.record.writing() as session:
        await do_rate(session, conversation, 1, "", house.parts.clock())

    detail = (await (await house.desk()).get(f"{ROOT}/conversations/{conversation}")).json()
    assert [button["payload"] for button in detail["messages"][-1]["buttons"]] == ["/request_human"]


async def test_that_somebody_who_left_is_put_right_in_a_new_conversation(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    await serve(house.parts, conversation)
    async with house.parts.record.writing() as session:
        await do_rate(session, conversation, 1, "", house.parts.clock())
        await do_end(session, conversation, house.parts.clock())
    supervisor = await house.desk("supervisor")

    (low,) = (await supervisor.get(f"{ROOT}/ratings")).json()["ratings"]
    await supervisor.post(f"{ROOT}/ratings/{low['id']}/review", json={"reopen": True})

    (waiting,) = (await supervisor.get(f"{ROOT}/conversations?state=queued")).json()["conversations"]
    assert (waiting["reason"], (await read(house.parts, waiting["id"])).previous_id) == ("rating", conversation)


async def test_that_an_unfinished_form_is_offered_again_after_the_person(house: House) -> None:
    conversation = await wait_for_person(house.parts)
    async with house.parts.record.writing() as session:
        (await session.get_one(ConversationRow, conversation)).slots = {"unfinished": "quotation_form"}

    await serve(house.parts, conversation, Resolution(Outcome.ANSWERED))

    detail = (await (await house.desk()).get(f"{ROOT}/conversations/{conversation}")).json()
    offer = detail["messages"][-1]
    assert "permintaan penawaran" in offer["text"]
    assert [button["payload"] for button in offer["buttons"]] == ["/request_quotation", "/stop"]


async def test_that_a_visitor_who_comes_back_finds_the_question_and_their_answer_reaches_a_person(
    house: House, clock: HandClock, bot: FakeBot
) -> None:
    async with visit(house.base) as visitor:
        session = await visitor.hello()
        await visitor.say("mau tanya")
        await visitor.get("message", sender="bot")
        await visitor.send({"type": "end"})
        await visitor.get("state", state="closed")
    await make(house.parts, PromiseKind.FOLLOW_UP, session["conversation"], clock.now)
    await house.parts.promises.go_round()
    bot.script = lambda _request: answer("Baik.", intent="not_resolved")

    async with visit(house.base) as again:
        found = await again.hello(token=session["token"])
        await again.send({"type": "choice", "id": "tapped-not-yet", "payload": "/not_resolved", "title": "Belum beres"})
        await again.get("state", state="queued")

    assert found["conversation"] != session["conversation"]
    (question,) = found["messages"]
    assert [button["title"] for button in question["buttons"]] == ["Sudah beres", "Belum beres"]
    (waiting,) = (await (await house.desk()).get(f"{ROOT}/conversations?state=queued")).json()["conversations"]
    assert (waiting["id"], waiting["reason"]) == (found["conversation"], "not_resolved")


async def call_due(house: House, clock: HandClock) -> tuple[str, str]:
    """A customer who is to be called by phone now."""
    parts: Parts = house.parts
    conversation = await wait_for_person(parts)
    await serve(parts, conversation)
    promised = await make(
        parts, PromiseKind.CALL_BACK, conversation, clock.now, channel="phone", number=NUMBER
    )  # fmt: skip
    await parts.promises.go_round()
    return conversation, promised


async def attempt(desk: httpx.AsyncClient, promised: str) -> httpx.Response:
    return await desk.post(f"{ROOT}/promises/{promised}/attempts", json={"reached": False, "note": "Tidak diangkat"})


async def ask_unit(desk: httpx.AsyncClient, conversation: str, **more: Any) -> httpx.Response:
    body = {"conversation": conversation, "unit": "finance", "text": "Salinan faktur pajak?", **more}
    return await desk.post(f"{ROOT}/requests", json=body)


def after(clock: HandClock, **duration: float) -> str:
    return (clock.now + timedelta(**duration)).isoformat()
