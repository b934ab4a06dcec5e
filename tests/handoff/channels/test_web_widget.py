from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from handoff.agent_queue.keys import Keys
from handoff.agent_queue.presence import PresenceState
from handoff.channels import web_widget
from handoff.channels.web_requests import CHOICES_PER_MINUTE, SIGNS_PER_MINUTE
from handoff.ids import new_id
from handoff.parts import Parts
from handoff.system_texts import say
from protocol.languages import Language
from tests.handoff.conftest import House, Houses
from tests.support.agents import claim, staff
from tests.support.customers import escalate, read, said
from tests.support.fake_bot import FakeBot, hand_over
from tests.support.hand_clock import HandClock
from tests.support.redis_server import RedisServer
from tests.support.visitor import Visitor
from tests.support.waiting import until

UTTERANCE = {"type": "message", "id": "pesan-0001", "text": "halo"}


async def arrive(house: House, **hello: Any) -> tuple[Visitor, dict[str, Any]]:
    visitor = await house.visitor()
    return visitor, await visitor.hello(**hello)


async def test_that_a_new_visitor_gets_a_session(house: House) -> None:
    _, session = await arrive(house, lang="en")

    assert len(session["token"]) >= 40
    assert (session["state"], session["lang"], session["messages"]) == ("bot", "en", [])
    assert (session["position"], session["wait_seconds"], session["agent"]) == (None, None, None)
    assert (session["office_open"], session["rate"]) == (True, None)


async def test_that_a_message_is_acknowledged_and_answered(house: House, clock: HandClock) -> None:
    visitor, _ = await arrive(house)

    message = await visitor.say("jam buka kantor?")

    echo = await visitor.get("message", sender="customer")
    assert (echo["id"], echo["text"], echo["at"]) == (message, "jam buka kantor?", clock.now.isoformat())
    assert (await visitor.get("typing"))["from"] == "bot"
    answer = await visitor.get("message", sender="bot")
    assert (answer["text"], answer["buttons"], answer["attachment"]) == ("Jawaban untuk: jam buka kantor?", [], None)


async def test_that_what_is_acknowledged_is_stored(house: House, bot: FakeBot) -> None:
    visitor, session = await arrive(house)
    bot.hold(session["conversation"])

    await visitor.say("halo")

    assert await said(house.parts, session["conversation"], "customer") == ["halo"]


async def test_that_the_same_id_is_acknowledged_again_and_not_repeated(house: House) -> None:
    visitor, session = await arrive(house)
    message = await visitor.say("halo")
    await visitor.get("message", sender="bot")

    await visitor.say("halo", message)

    await visitor.settle()
    assert [frame["from"] for frame in visitor.heard("message")] == ["customer"]
    assert await said(house.parts, session["conversation"], "customer") == ["halo"]


async def test_that_the_same_message_over_two_sockets_is_seen_once_on_both(new_house: Houses) -> None:
    houses = [await new_house(), await new_house()]
    first, session = await arrive(houses[0])
    second, _ = await arrive(houses[1], token=session["token"])

    await asyncio.gather(*(each.send(UTTERANCE) for each in (first, second) for _ in range(3)))

    for visitor in (first, second):
        for _ in range(3):
            await visitor.get("ack", id="pesan-0001")
        await visitor.get("message", sender="bot")
        await visitor.settle()
        assert [frame["id"] for frame in visitor.heard("message")] == ["pesan-0001"]


async def test_that_who_comes_back_gets_what_was_missed_and_nothing_twice(house: House) -> None:
    visitor, session = await arrive(house)
    await visitor.say("satu")
    seen = (await visitor.get("message", sender="bot"))["id"]
    await visitor.socket.close()
    other, _ = await arrive(house, token=session["token"], after=seen)
    await other.say("dua")
    await other.get("message", sender="bot")

    again, missed = await arrive(house, token=session["token"], after=seen)

    assert missed["conversation"] == session["conversation"]
    assert [frame["text"] for frame in missed["messages"]] == ["dua", "Jawaban untuk: dua"]
    await again.settle()
    assert again.heard("message") == []


async def test_that_who_lost_their_place_gets_everything(house: House) -> None:
    visitor, session = await arrive(house)
    await visitor.say("satu")
    await visitor.get("message", sender="bot")

    for after in (None, "no-such-message"):
        _, again = await arrive(house, token=session["token"], after=after)

        assert [frame["text"] for frame in again["messages"]] == ["satu", "Jawaban untuk: satu"]


async def test_that_a_token_nobody_gave_out_opens_nothing(house: House) -> None:
    _, session = await arrive(house)

    _, stranger = await arrive(house, token="x" * 43)

    assert stranger["token"] not in {session["token"], "x" * 43}
    assert stranger["conversation"] != session["conversation"]


async def test_that_a_tapped_button_is_shown_by_its_title_and_means_its_payload(house: House, bot: FakeBot) -> None:
    visitor, _ = await arrive(house)

    await visitor.send({"type": "choice", "id": "tombol-01", "payload": "/check_order_status", "title": "Status order"})

    await visitor.get("ack", id="tombol-01")
    assert (await visitor.get("message", sender="customer"))["text"] == "Status order"
    await visitor.get("message", sender="bot")
    assert bot.texts == ["/check_order_status"]


WRONG_FRAMES: list[tuple[Any, str, str | None]] = [
    ("not json", "invalid_input", None),
    (b"\x00\x01", "invalid_input", None),
    ("[]", "invalid_input", None),
    ({"type": "unknown"}, "invalid_input", None),
    ({"type": "hello"}, "invalid_input", None),
    ({**UTTERANCE, "id": "short"}, "invalid_input", None),
    ({**UTTERANCE, "id": "../../etc/passwd"}, "invalid_input", None),
    ({**UTTERANCE, "text": " \n\t "}, "invalid_input", "pesan-0001"),
    ({**UTTERANCE, "text": None}, "invalid_input", "pesan-0001"),
    ({**UTTERANCE, "text": {"a": 1}}, "invalid_input", "pesan-0001"),
    ({**UTTERANCE, "text": "x" * 20_001}, "message_too_long", "pesan-0001"),
    ({"type": "choice", "id": "tombol-01", "payload": ""}, "invalid_input", "tombol-01"),
    ({"type": "choice", "id": "tombol-01", "payload": "a\x00b"}, "invalid_input", "tombol-01"),
    ({"type": "rating", "score": 5}, "conflict", None),
    ({"type": "rating", "score": 6}, "invalid_input", None),
    ({"type": "rating", "score": "5"}, "invalid_input", None),
    ('{"type": "message", "id": "pesan-0001", "text": "\\ud800"}', "invalid_input", "pesan-0001"),
]


async def test_that_a_wrong_frame_is_refused_by_name_and_the_next_one_taken(house: House) -> None:
    visitor, session = await arrive(house)

    for frame, code, names in WRONG_FRAMES:
        await visitor.send(frame)

        error = await visitor.get("error")
        assert (error["code"], error["id"]) == (code, names), frame

    await visitor.say("halo")
    assert await said(house.parts, session["conversation"], "customer") == ["halo"]


async def test_that_the_longest_message_passes(house: House, bot: FakeBot) -> None:
    visitor, session = await arrive(house)
    text = "😀" * 20_000

    await visitor.say(text)

    assert await said(house.parts, session["conversation"], "customer") == [text]


async def test_that_a_frame_larger_than_any_message_ends_the_socket(house: House) -> None:
    visitor, _ = await arrive(house)

    await visitor.send({**UTTERANCE, "text": "x" * 300_000})

    with pytest.raises(ConnectionClosed):
        await visitor.get("ack")


async def test_that_a_socket_which_does_not_say_hello_is_shown_the_door(house: House) -> None:
    for first in ("not json", UTTERANCE, {"type": "hello", "lang": "fr"}, {"type": "hello", "after": "\x00"}):
        visitor = await house.visitor()
        await visitor.send(first)

        assert (await visitor.get("error"))["code"] == "invalid_input", first
        with pytest.raises(ConnectionClosed) as closed:
            await visitor.get("session")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


async def test_that_a_socket_which_says_nothing_is_shown_the_door(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_widget, "HELLO_SECONDS", 0.05)
    visitor = await house.visitor()

    with pytest.raises(ConnectionClosed) as closed:
        await visitor.get("session")

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


async def test_that_who_writes_too_fast_is_told_when_to_go_on(house: House, bot: FakeBot, clock: HandClock) -> None:
    visitor, session = await arrive(house)
    bot.hold(session["conversation"])
    for _ in range(web_widget.MESSAGES_PER_MINUTE):
        await visitor.say("halo")

    await visitor.send(UTTERANCE)

    error = await visitor.get("error")
    assert (error["code"], error["id"]) == ("rate_limited", "pesan-0001")
    assert 0 < error["retry_after"] <= 60
    clock.advance(minutes=1)
    await visitor.say("halo", "pesan-0001")


async def test_that_who_asks_for_a_person_is_told_place_and_wait(house: House, bot: FakeBot) -> None:
    bot.script = lambda _: hand_over()
    await house.parts.presence.put((await staff(house.parts)).id, PresenceState.ONLINE)
    visitor, _ = await arrive(house)

    await visitor.say("mau bicara dengan orang")

    state = await visitor.get("state")
    assert (state["state"], state["position"], state["wait_range"]) == ("queued", 1, [0, 60])
    assert state["wait_seconds"] == 30
    assert "urutan ke-1" in (await visitor.get("message", sender="system"))["text"]


async def test_that_the_office_hours_are_told(new_house: Houses, bot: FakeBot, clock: HandClock) -> None:
    bot.script = lambda _: hand_over()
    house = await new_house(office_hours="Mon-Fri 08:00-17:00")
    clock.advance(hours=10)
    visitor, session = await arrive(house)
    assert not session["office_open"]

    await visitor.say("mau bicara dengan orang")

    state = await visitor.get("state", state="queued")
    assert (state["wait_range"], state["opens_at"]) == (None, "2026-11-25T08:00:00+07:00")


async def test_that_an_agent_who_joins_and_leaves_is_seen_and_the_rating_asked_once(house: House, bot: FakeBot) -> None:
    visitor, session = await arrive(house)
    conversation = session["conversation"]
    await queue(house, visitor, conversation)
    desk = await house.desk()

    assert (await desk.post(f"/api/desk/conversations/{conversation}/claim")).status_code == 200
    assert (await visitor.get("state", state="agent"))["agent"] == "Rina Wulandari"
    await desk.post(f"/api/desk/conversations/{conversation}/messages", json={"id": new_id(), "text": "Halo, Kak."})
    reply = await visitor.get("message", sender="agent")
    assert (reply["name"], reply["text"]) == ("Rina Wulandari", "Halo, Kak.")
    await desk.post(f"/api/desk/conversations/{conversation}/resolve", json={"outcome": "solved"})
    assert (await visitor.get("state", state="bot"))["agent"] is None
    assert (await visitor.get("rate"))["question"]

    await visitor.send({"type": "rating", "score": 5, "comment": "ramah"})
    await visitor.get("message", sender="system", text=say("rated", Language.ID))
    await visitor.send({"type": "rating", "score": 1})
    assert (await visitor.get("error"))["code"] == "conflict"
    assert visitor.heard("rate") == []


async def test_that_who_comes_back_is_asked_for_the_rating_in_the_session(house: House) -> None:
    visitor, session = await arrive(house)
    await queue(house, visitor, session["conversation"])
    desk = await house.desk()
    for step, body in (("claim", None), ("resolve", {"outcome": "solved"})):
        await desk.post(f"/api/desk/conversations/{session['conversation']}/{step}", json=body)

    _, again = await arrive(house, token=session["token"])

    assert again["rate"]["question"]


async def test_that_typing_is_seen_on_the_other_side_only(house: House) -> None:
    visitor, session = await arrive(house)
    async with house.parts.bells.hear(session["conversation"]) as bell:
        await visitor.send({"type": "typing"})

        await until(lambda: not bell.empty() and bell.get_nowait() == "typing:customer")

    await house.parts.bells.ring(session["conversation"], "typing:agent")
    assert (await visitor.get("typing"))["from"] == "agent"
    assert visitor.heard("typing") == []


async def test_that_typing_extends_the_pause(new_house: Houses, clock: HandClock, bot: FakeBot) -> None:
    house = await new_house(quiet_ms=1000)
    visitor, session = await arrive(house)
    await visitor.say("halo")
    clock.advance(seconds=0.5)
    await visitor.send({"type": "typing"})
    await visitor.send({"type": "lang", "lang": "id"})  # answered by nothing; the next is, once both were taken
    await visitor.send("ping")
    await visitor.get("error")

    clock.advance(seconds=2.5)
    await visitor.settle(0.5)
    assert bot.asked == []

    clock.advance(seconds=1)
    await visitor.get("message", sender="bot")


async def test_that_three_bubbles_get_one_answer(new_house: Houses, clock: HandClock, bot: FakeBot, keys: Keys) -> None:
    house = await new_house(quiet_ms=1000)
    visitor, session = await arrive(house)
    for text in ("halo", "mau tanya", "jam buka?"):
        await visitor.say(text)
        await until(lambda: is_due(house, keys, session["conversation"], clock.now.timestamp() + 1))
        clock.advance(seconds=0.9)

    clock.advance(seconds=0.2)

    await visitor.get("message", sender="bot")
    assert bot.texts == ["halo\nmau tanya\njam buka?"]


async def test_that_signs_of_typing_and_changes_of_language_are_limited(house: House, keys: Keys) -> None:
    visitor, _ = await arrive(house)
    for _ in range(SIGNS_PER_MINUTE + 5):
        await visitor.send({"type": "typing"})
    for _ in range(CHOICES_PER_MINUTE + 1):
        await visitor.send({"type": "lang", "lang": "en"})

    assert (await visitor.get("error"))["code"] == "rate_limited"
    await visitor.settle()
    assert visitor.heard("error") == [], "too many signs of typing are left out without a word"
    await visitor.say("halo")
    await visitor.get("message", sender="bot")


async def test_that_the_chosen_language_is_the_conversations(house: House) -> None:
    visitor, session = await arrive(house, lang="id")

    await visitor.send({"type": "lang", "lang": "en"})
    await visitor.say("hello")

    assert (await read(house.parts, session["conversation"])).language == "en"


async def test_that_leaving_the_line_leads_back_to_the_bot(house: House) -> None:
    visitor, session = await arrive(house)
    await queue(house, visitor, session["conversation"])

    await visitor.send({"type": "leave"})

    assert (await visitor.get("state", state="bot"))["position"] is None
    assert await house.parts.line.position(session["conversation"]) is None


async def test_that_writing_after_the_end_goes_on_in_a_new_conversation(house: House) -> None:
    visitor, session = await arrive(house)
    await visitor.say("halo")
    await visitor.get("message", sender="bot")
    await visitor.send({"type": "end"})
    await visitor.get("state", state="closed")

    message = await visitor.say("satu lagi")

    moved = await visitor.get("session")
    assert moved["conversation"] != session["conversation"]
    assert (moved["token"], moved["messages"]) == (session["token"], [])
    assert (await visitor.get("state", state="bot"))["position"] is None
    assert (await visitor.get("message", sender="customer", id=message))["text"] == "satu lagi"
    assert (await visitor.get("message", sender="bot"))["text"] == "Jawaban untuk: satu lagi"
    _, again = await arrive(house, token=session["token"])
    assert again["conversation"] != session["conversation"]
    assert (await read(house.parts, again["conversation"])).previous_id == session["conversation"]


async def test_that_a_message_of_the_old_conversation_sent_again_shows_nothing_twice(house: House) -> None:
    visitor, session = await arrive(house)
    old = await visitor.say("halo")
    await visitor.get("message", sender="bot")
    await visitor.send({"type": "end"})
    await visitor.get("state", state="closed")
    await visitor.say("satu lagi")
    await visitor.get("message", sender="bot", text="Jawaban untuk: satu lagi")
    await visitor.settle()
    visitor.unread.clear()

    await visitor.say("halo", old)

    await visitor.settle()
    assert visitor.unread == []


async def test_that_another_page_of_the_visitor_follows_when_it_writes(house: House) -> None:
    first, session = await arrive(house)
    second, _ = await arrive(house, token=session["token"])
    await first.send({"type": "end"})
    await second.get("state", state="closed")
    await first.say("dari yang pertama")

    await second.say("dari yang kedua")

    texts = [(await second.get("message", sender="customer"))["text"] for _ in range(2)]
    assert texts == ["dari yang pertama", "dari yang kedua"]


async def test_that_ending_tells_the_desk_and_frees_the_agent(house: House) -> None:
    visitor, session = await arrive(house)
    await queue(house, visitor, session["conversation"])
    await claim(house.parts, session["conversation"], await staff(house.parts))
    async with house.parts.bells.hear_desk() as bell:
        await visitor.send({"type": "end"})

        await until(lambda: not bell.empty() and bell.get_nowait() == session["conversation"])

    assert (await read(house.parts, session["conversation"])).agent_id is None


async def test_that_what_one_worker_writes_is_seen_at_a_socket_of_another(new_house: Houses) -> None:
    here, there = await new_house(), await new_house()
    visitor, session = await arrive(here)
    await queue(here, visitor, session["conversation"])
    desk = await there.desk()

    await desk.post(f"/api/desk/conversations/{session['conversation']}/claim")

    await visitor.get("state", state="agent")


async def test_that_without_redis_messages_are_taken_in_and_answered_when_it_is_back(
    new_house: Houses, own_redis: RedisServer
) -> None:
    house = await new_house(redis_url=own_redis.url)
    visitor, _ = await arrive(house)
    own_redis.stop()

    await visitor.say("halo")

    own_redis.start()
    await house.parts.lanes.sweep()
    await visitor.get("message", sender="bot")


async def test_that_what_cannot_be_stored_is_not_acknowledged(house: House) -> None:
    visitor, _ = await arrive(house)
    await fill_the_disk(house.parts)

    await visitor.send(UTTERANCE)

    error = await visitor.get("error")
    assert (error["code"], error["id"]) == ("unavailable", "pesan-0001")
    assert visitor.heard("ack") == []
    await empty_the_disk(house.parts)
    await visitor.say("halo", "pesan-0001")


async def is_due(house: House, keys: Keys, conversation: str, at: float) -> bool:
    return await house.parts.redis.zscore(keys.turns_due, conversation) == pytest.approx(at * 1000, rel=0, abs=2)


async def fill_the_disk(parts: Parts) -> None:
    """From now on the database takes nothing in."""
    async with parts.record.writing() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )


async def empty_the_disk(parts: Parts) -> None:
    async with parts.record.writing() as session:
        await (await session.connection()).exec_driver_sql("DROP TRIGGER full")


async def queue(house: House, visitor: Visitor, conversation: str) -> None:
    """The visitor is put in line."""
    assert await escalate(house.parts, conversation)
    await house.parts.bells.ring(conversation)
    await visitor.get("state", state="queued")
