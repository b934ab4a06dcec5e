from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.aftercare.follow_up_answers import Verdict, verdict_of
from handoff.aftercare.promises import PromiseKind
from handoff.conversations.conversation import State
from handoff.conversations.tables import ConversationRow, PromiseRow
from handoff.desk.views import conversation_view
from handoff.ids import ConversationId
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from protocol.messages import TurnAnswer
from tests.handoff.aftercare.promise_world import contact_of, end, make, serve
from tests.support.agents import staff
from tests.support.customers import read, said, say, tap, wait_for_person
from tests.support.fake_bot import FakeBot, answer
from tests.support.hand_clock import HandClock


@pytest.mark.parametrize(
    ("intent", "emotion", "verdict"),
    [
        ("affirm", "neutral", Verdict.GOOD),
        ("thank", "happy", Verdict.GOOD),
        ("thank", "disappointed", Verdict.BAD),
        ("deny", "neutral", Verdict.BAD),
        ("not_resolved", "angry", Verdict.BAD),
        ("report_complaint", "neutral", Verdict.BAD),
        ("nlu_fallback", "disappointed", Verdict.BAD),
        ("nlu_fallback", "neutral", Verdict.NEITHER),
        ("check_order_status", "angry", Verdict.NEITHER),
        (None, None, Verdict.NEITHER),
    ],
)
def test_that_an_answer_is_good_news_or_bad_news_or_about_something_else(
    intent: str | None, emotion: str | None, verdict: Verdict
) -> None:
    assert verdict_of({"intent": intent, "emotion": emotion}) is verdict


async def test_that_bad_news_brings_the_old_matter_back_to_a_person(
    parts: Parts, bot: FakeBot, clock: HandClock
) -> None:
    new = await followed_up(parts, clock)
    bot.script = lambda _request: answer("Baik.", intent="not_resolved")

    await say(parts, await contact_of(parts, new), "belum, alatnya masih rusak")
    await parts.turns.take(new)

    row = await read(parts, new)
    assert (row.state, row.reason, row.skill) == (State.QUEUED, "not_resolved", "technician")
    assert "tidak perlu menjelaskan dari awal" in (await said(parts, new, "bot"))[0]
    async with parts.record.reading() as session:
        view = await conversation_view(session, parts.line, await staff(parts), ConversationId(new), clock.now)
    assert "CMP-2026-00108" in view["summary"]
    assert "alat saya rusak" in view["summary"]
    assert [each["id"] for each in view["previous"]] == [row.previous_id]


async def test_that_the_bot_begins_with_what_the_old_matter_has_learnt(
    parts: Parts, bot: FakeBot, clock: HandClock
) -> None:
    new = await followed_up(parts, clock)

    for text in ("mau tanya jam buka", "sama alamatnya"):
        await say(parts, await contact_of(parts, new), text)
        await parts.turns.take(new)

    assert bot.asked[0].known == {"order_number": "ORD-2026-00108", "complaint_number": "CMP-2026-00108"}
    assert bot.asked[1].known == {}
    assert (await read(parts, new)).state == State.BOT


async def test_that_good_news_is_thanked_for_once(parts: Parts, bot: FakeBot, clock: HandClock) -> None:
    new = await followed_up(parts, clock)
    bot.script = lambda _request: answer("Baik, Kak.", intent="affirm")

    for _ in range(2):
        await tap(parts, await contact_of(parts, new), "Sudah beres", "/affirm")
        await parts.turns.take(new)

    first, second = await said(parts, new, "bot")
    assert "Syukurlah" in first
    assert second == "Baik, Kak."
    assert (await read(parts, new)).state == State.BOT


async def test_that_a_hand_over_of_the_bots_own_keeps_its_reason_and_gains_the_matter(
    parts: Parts, bot: FakeBot, clock: HandClock
) -> None:
    new = await followed_up(parts, clock)
    own = Escalation(EscalationReason.EMOTION, ("kecewa sekali!",), "angry", slots={"city": "Bandung"})
    bot.script = lambda _request: TurnAnswer((), {"intent": "report_complaint", "emotion": "angry"}, {}, own)

    await say(parts, await contact_of(parts, new), "kecewa sekali!")
    await parts.turns.take(new)

    async with parts.record.reading() as session:
        view = await conversation_view(session, parts.line, await staff(parts), ConversationId(new), clock.now)
    assert view["reason"] == "emotion"
    assert "Bandung" in view["summary"]
    assert "CMP-2026-00108" in view["summary"]


async def test_that_words_of_next_month_are_no_answer(parts: Parts, bot: FakeBot, clock: HandClock) -> None:
    new = await followed_up(parts, clock)
    bot.script = lambda _request: answer("Baik, Kak.", intent="deny")
    clock.advance(days=30)

    await say(parts, await contact_of(parts, new), "tidak")
    await parts.turns.take(new)

    assert await said(parts, new, "bot") == ["Baik, Kak."]


async def followed_up(parts: Parts, clock: HandClock) -> str:
    """A customer who had a complaint, was served, went away, and has been asked whether all is well."""
    escalation = Escalation(EscalationReason.COMPLAINT, ("alat saya rusak",), "angry", skill="technician")
    old = await wait_for_person(parts, escalation)
    await serve(parts, old)
    async with parts.record.writing() as session:
        (await session.get_one(ConversationRow, old)).slots = {"order_number": "ORD-2026-00108"}
    due_at = clock.now + timedelta(days=1)
    promised = await make(parts, PromiseKind.FOLLOW_UP, old, due_at, details={"complaint": "CMP-2026-00108"})
    await end(parts, old)
    clock.now = due_at
    await parts.promises.go_round()
    async with parts.record.reading() as session:
        told = (await session.get_one(PromiseRow, promised)).told_in
    assert told is not None
    return told
