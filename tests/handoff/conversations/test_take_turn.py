from __future__ import annotations

import asyncio

import pytest
from redis.exceptions import RedisError
from sqlalchemy import select

from handoff.conversations.conversation import State
from handoff.conversations.resolve import Outcome, Resolution, do_leave, do_resolve
from handoff.conversations.tables import EscalationRow, MessageRow, TurnRow
from handoff.conversations.take_turn import begin_turn
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language
from protocol.messages import Button, Reply, TurnAnswer
from tests.support.agents import claim, staff
from tests.support.customers import arrive, ask, read, said, say, tap, transcript, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.fake_bot import FakeBot, answer, hand_over
from tests.support.hand_clock import HandClock
from tests.support.redis_server import RedisServer
from tests.support.waiting import until
from tests.support.workers import Workers, running


async def test_that_several_bubbles_get_one_answer(parts: Parts, bot: FakeBot) -> None:
    contact = await arrive(parts)
    for text in ("halo", "mau tanya", "jam buka kantor?"):
        conversation = (await say(parts, contact, text)).conversation

    assert await parts.turns.take(conversation) is None

    assert bot.texts == ["halo\nmau tanya\njam buka kantor?"]
    assert len(await said(parts, conversation, "bot")) == 1


async def test_that_a_tapped_button_is_a_turn_of_its_own(parts: Parts, clock: HandClock, bot: FakeBot) -> None:
    contact = await arrive(parts)
    await say(parts, contact, "sebentar")
    await tap(parts, contact, "Status order", "/check_order_status")
    conversation = (await say(parts, contact, "ORD-2026-00105")).conversation

    following = [await parts.turns.take(conversation) for _ in range(3)]

    assert bot.texts == ["sebentar", "/check_order_status", "ORD-2026-00105"]
    assert following == [clock.now, clock.now, None]


@pytest.mark.parametrize(
    ("written", "asked"),
    [("/restart", "restart"), ("  /request_human{}", "request_human{}"), ("//", "//"), ("5/7 unit", "5/7 unit")],
)
async def test_that_a_customer_cannot_write_what_only_a_button_says(
    parts: Parts, bot: FakeBot, written: str, asked: str
) -> None:
    conversation = await ask(parts, written)

    await parts.turns.take(conversation)

    assert bot.texts == [asked]
    assert await said(parts, conversation, "customer") == [written]


async def test_that_buttons_and_language_and_slots_of_an_answer_are_kept(parts: Parts, bot: FakeBot) -> None:
    button = Button("Ya", "/affirm")
    bot.script = lambda _: TurnAnswer(
        (Reply("Is that right?", (button,)),), {"intent": "inform"}, {"order": "105", "empty": None, "language": "en"}
    )
    conversation = await ask(parts)

    await parts.turns.take(conversation)

    row = await read(parts, conversation)
    assert (row.language, row.slots) == ("en", {"order": "105", "language": "en"})
    async with parts.record.reading() as session:
        message = await session.get_one(MessageRow, (conversation, 2))
    assert message.buttons == [button.to_json()]


async def test_that_nothing_pending_asks_nobody(parts: Parts, bot: FakeBot) -> None:
    conversation = await ask(parts)
    await parts.turns.take(conversation)

    assert await parts.turns.take(conversation) is None
    assert await parts.turns.take("no such conversation") is None

    assert len(bot.asked) == 1


async def test_that_what_comes_during_a_turn_is_the_next_turn(parts: Parts, clock: HandClock, bot: FakeBot) -> None:
    conversation = await ask(parts, "pertama")
    contact = (await read(parts, conversation)).contact_id
    release = bot.hold(conversation)
    turn = asyncio.create_task(parts.turns.take(conversation))
    await until(lambda: len(bot.asked) == 1)
    clock.advance(seconds=2)
    arrived = clock.now
    await say(parts, contact, "kedua")
    clock.advance(seconds=2)
    release.set()

    assert await turn == clock.now
    assert (await read(parts, conversation)).pending_since == arrived
    await parts.turns.take(conversation)

    assert bot.texts == ["pertama", "kedua"]
    assert [who for who, _ in await transcript(parts, conversation)] == ["customer", "customer", "bot", "bot"]


async def test_that_a_turn_left_open_leaves_out_what_came_after_it(parts: Parts, clock: HandClock) -> None:
    conversation = await ask(parts, "pertama")
    contact = (await read(parts, conversation)).contact_id
    first = await begin(parts, conversation)
    await say(parts, contact, "kedua")

    again = await begin(parts, conversation)

    assert first is not None
    assert again is not None
    assert again.request == first.request


@on_both_databases
async def test_that_two_workers_who_take_one_turn_answer_once(new_worker: Workers, bot: FakeBot) -> None:
    first, second = new_worker(), new_worker()
    conversation = await ask(first)
    release = bot.hold(conversation)

    turns = [asyncio.create_task(each.turns.take(conversation)) for each in (first, second)]
    await until(lambda: len(bot.asked) == 2)
    release.set()
    await asyncio.gather(*turns)

    assert bot.asked[0] == bot.asked[1]
    assert len(await said(first, conversation, "bot")) == 1


@on_both_databases
async def test_that_a_late_answer_never_talks_over_the_agent(parts: Parts, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    await say(parts, (await read(parts, conversation)).contact_id, "alamat kantor?")
    release = bot.hold(conversation)
    turn = asyncio.create_task(parts.turns.take(conversation))
    await until(lambda: len(bot.asked) == 1)

    await claim(parts, conversation, await staff(parts))
    release.set()

    assert await turn is None
    assert await said(parts, conversation, "bot") == []
    assert (await read(parts, conversation)).state == State.AGENT
    assert await turn_states(parts, conversation) == ["dropped"]


async def test_that_who_leaves_the_line_during_a_turn_is_answered_anew(
    parts: Parts, clock: HandClock, bot: FakeBot
) -> None:
    conversation = await wait_for_person(parts)
    await say(parts, (await read(parts, conversation)).contact_id, "alamat kantor?")
    release = bot.hold(conversation)
    turn = asyncio.create_task(parts.turns.take(conversation))
    await until(lambda: len(bot.asked) == 1)
    async with parts.record.writing() as session:
        await do_leave(session, conversation, clock.now)
    release.set()

    assert await turn == clock.now
    await parts.turns.take(conversation)

    assert [request.queued for request in bot.asked] == [True, False]
    assert await said(parts, conversation, "bot") == ["Jawaban untuk: alamat kantor?"]
    assert await turn_states(parts, conversation) == ["dropped", "answered"]


async def test_that_an_agents_conversation_is_not_put_to_the_bot(parts: Parts, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    await claim(parts, conversation, await staff(parts))
    await say(parts, (await read(parts, conversation)).contact_id, "halo?")

    assert await parts.turns.take(conversation) is None

    assert bot.asked == []


@on_both_databases
async def test_that_a_failing_bot_ends_in_an_apology_and_the_line(parts: Parts, bot: FakeBot, clock: HandClock) -> None:
    bot.failing = True
    conversation = await ask(parts, "invoice saya mana?")

    await parts.turns.take(conversation)

    row = await read(parts, conversation)
    assert (row.state, row.reason, row.queued_at) == (State.QUEUED, "bot_failure", clock.now)
    assert await parts.line.position(conversation) == 1
    apology, place = await said(parts, conversation, "system")
    assert "maaf" in apology
    assert "urutan ke-1" in place
    assert await evidence(parts, conversation) == [["invoice saya mana?"]]
    assert await said(parts, conversation, "customer") == ["invoice saya mana?"]


async def test_that_a_waiting_customer_hears_nothing_of_a_failing_bot(parts: Parts, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    before = await transcript(parts, conversation)
    bot.failing = True
    await say(parts, (await read(parts, conversation)).contact_id, "alamat kantor?")

    await parts.turns.take(conversation)

    assert await transcript(parts, conversation) == [*before, ("customer", "alamat kantor?")]
    assert await parts.line.position(conversation) == 1


async def test_that_a_recovered_bot_is_used_again_for_the_next_customer(parts: Parts, bot: FakeBot) -> None:
    bot.failing = True
    await parts.turns.take(await ask(parts))
    bot.failing = False
    conversation = await ask(parts, "halo")

    await parts.turns.take(conversation)

    assert await said(parts, conversation, "bot") == ["Jawaban untuk: halo"]


async def test_that_the_bot_hands_over_with_what_it_has_learnt(parts: Parts, bot: FakeBot) -> None:
    bot.script = lambda _: hand_over(
        EscalationReason.EMOTION, evidence=("lama sekali!",), emotion="angry", skill="finance", slots={"order": "105"}
    )
    conversation = await ask(parts, "lama sekali!")

    await parts.turns.take(conversation)

    row = await read(parts, conversation)
    assert (row.state, row.reason, row.emotion, row.skill, row.urgency) == ("queued", "emotion", "angry", "finance", 3)
    assert await said(parts, conversation, "bot") == ["Baik, Kak."]
    assert len(await said(parts, conversation, "system")) == 1
    async with parts.record.reading() as session:
        escalation = (await session.execute(select(EscalationRow))).scalar_one()
    assert (escalation.evidence, escalation.slots, escalation.position) == (["lama sekali!"], {"order": "105"}, 1)
    assert "lama sekali!" in escalation.summary
    assert len(escalation.summary.splitlines()) <= 5


@pytest.mark.parametrize(
    ("intent", "is_said"),
    [
        ("faq", True),
        ("check_order_status", True),
        ("greet", True),
        ("request_human", False),
        ("not_resolved", False),
        ("report_complaint", False),
        ("out_of_scope", False),
        ("nlu_fallback", False),
        (None, False),
        (["faq"], False),
    ],
)
async def test_that_who_waits_gets_facts_and_nothing_else(
    parts: Parts, bot: FakeBot, intent: str | None, is_said: bool
) -> None:
    conversation = await wait_for_person(parts)
    bot.script = lambda _: answer("Jl. Contoh 1.", intent=intent, escalation=Escalation(EscalationReason.ASKED))
    await say(parts, (await read(parts, conversation)).contact_id, "alamat kantor?")

    await parts.turns.take(conversation)

    assert bot.asked[-1].queued
    assert await said(parts, conversation, "bot") == (["Jl. Contoh 1."] if is_said else [])
    assert (await read(parts, conversation)).state == State.QUEUED
    assert await parts.line.position(conversation) == 1


async def test_that_the_outcome_of_an_agents_work_goes_along_once(parts: Parts, bot: FakeBot, clock: HandClock) -> None:
    agent, conversation = await staff(parts), await wait_for_person(parts)
    contact = (await read(parts, conversation)).contact_id
    await claim(parts, conversation, agent)
    async with parts.record.writing() as session:
        await do_resolve(session, conversation, agent.id, Resolution(Outcome.SOLVED), clock.now)

    for text in ("terima kasih", "satu lagi"):
        await say(parts, contact, text)
        await parts.turns.take(conversation)

    assert [request.returned for request in bot.asked] == ["solved", None]
    assert bot.texts == ["terima kasih", "satu lagi"]


async def test_that_the_bot_is_told_whose_words_they_are(parts: Parts, bot: FakeBot) -> None:
    conversation = await ask(parts, "opening hours?", Language.EN)

    await parts.turns.take(conversation)

    (request,) = bot.asked
    assert (request.conversation, request.channel, request.language) == (conversation, "web", "en")
    assert (request.phone, request.queued, request.returned) == (None, False, None)


async def test_that_a_hand_over_which_redis_interrupts_is_finished_later(
    new_worker: Workers, own_redis: RedisServer, bot: FakeBot
) -> None:
    parts = new_worker(redis_url=own_redis.url)
    bot.script = lambda _: hand_over()
    conversation = await ask(parts)
    own_redis.stop()
    with pytest.raises(RedisError):
        await parts.turns.take(conversation)
    assert await said(parts, conversation, "bot") == []
    own_redis.start()

    await parts.turns.take(conversation)

    assert (await read(parts, conversation)).state == State.QUEUED
    assert await said(parts, conversation, "bot") == ["Baik, Kak."]
    assert bot.asked[0].turn == bot.asked[1].turn


async def test_that_who_is_in_line_in_the_record_is_told_so_whatever_redis_does(
    parts: Parts, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RedisError

    bot.script = lambda _: hand_over()
    conversation = await ask(parts)
    monkeypatch.setattr(parts.line, "enter", fail)
    async with running(parts.bells.run()), parts.bells.hear(conversation) as bell:
        await parts.turns.take(conversation)

        while await asyncio.wait_for(bell.get(), 5) != "typing:bot":
            continue
        assert await asyncio.wait_for(bell.get(), 5) == "look"
    monkeypatch.undo()
    await parts.line.repair(parts.record)
    assert await parts.line.position(conversation) == 1


async def begin(parts: Parts, conversation: str):
    async with parts.record.writing() as session:
        return await begin_turn(session, conversation, parts.clock())


async def turn_states(parts: Parts, conversation: str) -> list[str]:
    statement = select(TurnRow.state).where(TurnRow.conversation_id == conversation).order_by(TurnRow.asked_at)
    async with parts.record.reading() as session:
        return list((await session.execute(statement)).scalars())


async def evidence(parts: Parts, conversation: str) -> list[list[str]]:
    statement = select(EscalationRow.evidence).where(EscalationRow.conversation_id == conversation)
    async with parts.record.reading() as session:
        return list((await session.execute(statement)).scalars())
