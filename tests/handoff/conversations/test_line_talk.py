from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handoff.agent_queue.estimates import score_estimates
from handoff.agent_queue.presence import PresenceState
from handoff.agent_queue.tables import EstimateRow
from handoff.agent_queue.wait_estimate import WaitRange
from handoff.business_calendar import BusinessCalendar
from handoff.conversations.call_back_promise import promise_by
from handoff.conversations.conversation import State
from handoff.conversations.line_wishes import CALL_BACK, LEAVE, STAY
from handoff.conversations.tables import ContactRow, MessageRow, PromiseRow
from handoff.parts import Parts
from protocol.languages import Language
from tests.support.agents import claim, staff
from tests.support.customers import read, said, say, tap, transcript, wait_for_person
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import MORNING, HandClock
from tests.support.workers import Workers

JAKARTA = ZoneInfo("Asia/Jakarta")


async def tell(parts: Parts, conversation: str, text: str, payload: str | None = None) -> str:
    """The waiting customer says or taps something; gives what was said last."""
    contact = (await read(parts, conversation)).contact_id
    await (tap(parts, contact, text, payload) if payload else say(parts, contact, text))
    await parts.turns.take(conversation)
    return (await transcript(parts, conversation))[-1][1]


async def buttons(parts: Parts, conversation: str) -> list[str]:
    """Payloads of the buttons under the newest message."""
    async with parts.record.reading() as session:
        row = await read(parts, conversation)
        return [each["payload"] for each in (await session.get_one(MessageRow, (row.id, row.last_seq))).buttons]


async def promise(parts: Parts) -> PromiseRow | None:
    async with parts.record.reading() as session:
        return (await session.execute(select(PromiseRow))).scalar_one_or_none()


async def estimates(parts: Parts) -> list[EstimateRow]:
    async with parts.record.reading() as session:
        return list((await session.execute(select(EstimateRow).order_by(EstimateRow.at))).scalars())


async def test_that_who_asks_is_told_place_and_wait_without_the_bot(parts: Parts, bot: FakeBot) -> None:
    await parts.presence.put((await staff(parts)).id, PresenceState.ONLINE)
    conversation = await wait_for_person(parts)
    bot.failing = True

    answer = await tell(parts, conversation, "masih lama?")

    assert "urutan ke-1" in answer
    assert "kurang dari 1 menit" in answer
    assert bot.asked == []
    assert [each.occasion for each in await estimates(parts)] == ["entry", "asked"]
    assert await buttons(parts, conversation) == [CALL_BACK, LEAVE]
    assert await parts.line.position(conversation) == 1


async def test_that_the_answer_is_in_the_language_of_the_question(parts: Parts) -> None:
    conversation = await wait_for_person(parts)

    assert "number 1" in await tell(parts, conversation, "how long still?")
    assert (await read(parts, conversation)).language == "id"


async def test_that_facts_and_the_wait_are_answered_in_the_order_they_were_asked(parts: Parts, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    contact = (await read(parts, conversation)).contact_id
    for text in ("alamat kantor?", "masih lama?", "jam buka?"):
        await say(parts, contact, text)

    while await parts.turns.take(conversation):
        continue

    assert bot.texts == ["alamat kantor?", "jam buka?"]
    answers = [text for who, text in (await transcript(parts, conversation))[-3:]]
    assert answers[0] == "Jawaban untuk: alamat kantor?"
    assert "urutan ke-1" in answers[1]
    assert answers[2] == "Jawaban untuk: jam buka?"


@pytest.mark.parametrize("words", ["gak jadi nunggu", "cancel, I'll wait for the bot"])
async def test_that_a_customer_leaves_the_line_by_a_word(parts: Parts, bot: FakeBot, words: str) -> None:
    conversation = await wait_for_person(parts)

    await tell(parts, conversation, words)

    assert (await read(parts, conversation)).state == State.BOT
    assert await parts.line.position(conversation) is None
    assert await estimates(parts) == [], "nobody will ever know whether it was right"
    assert bot.asked == []
    assert await tell(parts, conversation, "jam buka?") == "Jawaban untuk: jam buka?"


async def test_that_a_bare_cancel_is_asked_about_before_the_place_is_lost(parts: Parts) -> None:
    conversation = await wait_for_person(parts)

    await tell(parts, conversation, "batal")
    assert await buttons(parts, conversation) == [LEAVE, STAY]
    assert "simpan" in await tell(parts, conversation, "gak")
    assert (await read(parts, conversation)).state == State.QUEUED

    await tell(parts, conversation, "batal")
    await tell(parts, conversation, "iya")
    assert (await read(parts, conversation)).state == State.BOT


async def test_that_a_button_of_the_line_tapped_too_late_is_explained(parts: Parts, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    await tell(parts, conversation, "gak jadi nunggu")

    assert "tidak di antrean" in await tell(parts, conversation, "Hubungi saya nanti", CALL_BACK)
    assert bot.asked == []


async def test_that_a_call_back_is_promised_with_channel_number_and_time(parts: Parts, clock: HandClock) -> None:
    conversation = await wait_for_person(parts)
    assert await buttons(parts, conversation) == [CALL_BACK]

    await tell(parts, conversation, "Hubungi saya nanti", CALL_BACK)
    offered = await buttons(parts, conversation)
    assert offered == ["/line_by_whatsapp", "/line_by_phone", "/line_by_web"]
    assert "nomornya" in await tell(parts, conversation, "WhatsApp", offered[0])
    assert "belum bisa kami kenali" in await tell(parts, conversation, "08123")
    confirmed = await tell(parts, conversation, "0812 3456 7890")

    assert "WhatsApp" in confirmed
    assert "+62 812-3456-7890" in confirmed
    assert "pukul 11.00 WIB" in confirmed
    kept = await promise(parts)
    assert kept is not None
    assert (kept.kind, kept.channel, kept.number, kept.state) == ("call_back", "whatsapp", "+6281234567890", "open")
    assert kept.due_at == clock.now + timedelta(hours=2)
    assert await parts.line.position(conversation) == 1, "the place is kept"


async def test_that_another_number_changes_the_promise_and_facts_go_on(parts: Parts, bot: FakeBot) -> None:
    conversation = await wait_for_person(parts)
    for text in ("call me back later", "phone", "0812 3456 7890"):
        await tell(parts, conversation, text)

    assert await tell(parts, conversation, "alamat kantor?") == "Jawaban untuk: alamat kantor?"
    await tell(parts, conversation, "+65 6123 4567")

    kept = await promise(parts)
    assert kept is not None
    assert (kept.channel, kept.number) == ("phone", "+6561234567")


async def test_that_a_proved_number_is_not_asked_for(parts: Parts) -> None:
    conversation = await wait_for_person(parts)
    async with parts.record.writing() as session:
        contact = await session.get_one(ContactRow, (await read(parts, conversation)).contact_id)
        contact.phone = "+628110000105"
    await tell(parts, conversation, "hubungi saya nanti")

    assert "+62 811-0000-105" in await tell(parts, conversation, "telepon")


async def test_that_out_of_hours_the_call_comes_after_the_opening(new_worker: Workers, clock: HandClock) -> None:
    parts = new_worker(office_hours="Mon-Fri 08:00-17:00")
    clock.now = datetime(2026, 11, 24, 20, 0, tzinfo=JAKARTA).astimezone(UTC)
    conversation = await wait_for_person(parts)
    assert await buttons(parts, conversation) == [CALL_BACK]

    await tell(parts, conversation, "Hubungi saya nanti", CALL_BACK)
    confirmed = await tell(parts, conversation, "di sini saja")

    assert "Rabu, 25 November pukul 10.00 WIB" in confirmed
    kept = await promise(parts)
    assert kept is not None
    assert (kept.channel, kept.number) == ("web", None)
    assert kept.due_at == datetime(2026, 11, 25, 10, 0, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("now", "high", "due"),
    [
        ("2026-11-24 09:00", 600, "2026-11-24 10:00"),
        ("2026-11-24 09:05", 3600, "2026-11-24 11:15"),
        ("2026-11-24 16:30", 600, "2026-11-25 09:00"),
        ("2026-11-24 20:00", None, "2026-11-25 10:00"),
        ("2026-11-28 10:00", None, "2026-11-30 10:00"),
    ],
)
def test_that_a_call_is_promised_within_office_hours(now: str, high: float | None, due: str) -> None:
    calendar = BusinessCalendar.parse("Mon-Fri 08:00-17:00", JAKARTA)
    wait = WaitRange(0, high) if high else None

    promised = promise_by(datetime.fromisoformat(now).replace(tzinfo=JAKARTA), wait, calendar)

    assert promised == datetime.fromisoformat(due).replace(tzinfo=JAKARTA)


async def test_that_estimates_are_scored_by_when_the_customers_were_served(parts: Parts, clock: HandClock) -> None:
    rina = await staff(parts)
    await parts.presence.put(rina.id, PresenceState.ONLINE)
    soon, late = await wait_for_person(parts), await wait_for_person(parts)
    clock.advance(seconds=40)
    await claim(parts, soon, rina)
    clock.advance(minutes=20)
    await claim(parts, late, rina)

    async with parts.record.reading() as session:
        score = await score_estimates(session)

    assert (score.count, score.right, score.share) == (2, 1, 0.5)


async def test_that_a_wait_that_has_become_longer_is_told_once_with_an_apology(parts: Parts, clock: HandClock) -> None:
    rina = await staff(parts)
    await parts.presence.put(rina.id, PresenceState.ONLINE)
    conversation = await wait_for_person(parts)
    assert await parts.news.go_round() == 0
    for _ in range(4):
        await claim(parts, await wait_for_person(parts), rina)
    clock.advance(minutes=4)

    assert [await parts.news.go_round() for _ in range(2)] == [1, 0]

    assert "lebih lama dari perkiraan" in (await said(parts, conversation, "system"))[-1]
    assert [each.occasion for each in await estimates(parts) if each.conversation_id == conversation][-1] == "changed"


async def test_that_who_could_be_told_nothing_is_told_when_somebody_comes(parts: Parts, clock: HandClock) -> None:
    conversation = await wait_for_person(parts, language=Language.EN)
    clock.advance(minutes=4)
    assert await parts.news.go_round() == 0
    await parts.presence.put((await staff(parts)).id, PresenceState.ONLINE)

    assert await parts.news.go_round() == 1

    assert "now available" in (await said(parts, conversation, "system"))[-1]


async def test_that_who_is_to_be_called_or_has_gone_silent_is_left_in_peace(parts: Parts, clock: HandClock) -> None:
    silent = await wait_for_person(parts)
    clock.advance(hours=21)
    called = await wait_for_person(parts)
    for text in ("hubungi saya nanti", "di sini"):
        await tell(parts, called, text)
    clock.advance(minutes=4)
    await parts.presence.put((await staff(parts)).id, PresenceState.ONLINE)

    assert await parts.news.go_round() == 0
    assert len(await said(parts, silent, "system")) == 1


def test_that_the_clock_of_these_tests_stands_in_office_hours() -> None:
    assert BusinessCalendar.parse("Mon-Fri 08:00-17:00", JAKARTA).is_open(MORNING)
