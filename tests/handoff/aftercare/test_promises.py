from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from crm.identity import VERIFIED_FOR
from crm.service_tables import OptOut
from crm.tables import Certificate, Complaint, ComplaintState, Contact, Instrument, Verification
from handoff.aftercare.promises import PromiseKind, PromiseState
from handoff.aftercare.speak_first import Opening, speak_freely
from handoff.agent_queue.keys import Keys
from handoff.app import make_parts
from handoff.conversations.conversation import State
from handoff.conversations.resolve import Outcome, Resolution
from handoff.conversations.tables import ContactRow, ConversationRow
from handoff.metrics import OVERDUE
from handoff.parts import Parts
from tests.handoff.aftercare.promise_world import all_of, contact_of, end, get, make, serve, served
from tests.support.agents import claim, staff
from tests.support.customers import ask, read, said, say, transcript, wait_for_person
from tests.support.databases import on_both_databases
from tests.support.fake_bot import FakeBot
from tests.support.hand_clock import HandClock
from tests.support.redis_server import RedisServer
from tests.support.workers import Workers, close

WEEKDAYS = "Mon-Fri 08:00-17:00"
FOLLOW_UP, CALL_BACK = PromiseKind.FOLLOW_UP, PromiseKind.CALL_BACK


async def test_that_a_follow_up_is_asked_once_at_the_promised_time(parts: Parts, clock: HandClock) -> None:
    conversation = await served(parts)
    promised = await make(parts, FOLLOW_UP, conversation, clock.now + timedelta(hours=2))

    clock.advance(hours=1, minutes=59)
    await parts.promises.go_round()
    before = await asked(parts, conversation)
    clock.advance(minutes=1)
    for _ in range(2):
        await parts.promises.go_round()

    assert before == []
    assert len(await asked(parts, conversation)) == 1
    row = await get(parts, promised)
    assert (row.state, row.kept_at, row.told_in) == (PromiseState.KEPT, clock.now, conversation)


@on_both_databases
async def test_that_many_runners_at_once_ask_once(parts: Parts, clock: HandClock) -> None:
    conversation = await served(parts)
    await make(parts, FOLLOW_UP, conversation, clock.now)
    await make(parts, CALL_BACK, await served(parts), clock.now)

    await asyncio.gather(*(parts.promises.go_round() for _ in range(6)))

    assert len(await asked(parts, conversation)) == 1
    assert [row.state for row in await all_of(parts, CALL_BACK)] == [PromiseState.DUE]


@on_both_databases
async def test_that_dying_between_saying_and_marking_says_nothing_twice(parts: Parts, clock: HandClock) -> None:
    conversation = await served(parts)
    await make(parts, FOLLOW_UP, conversation, clock.now)

    async def speak_and_die(session: Any, row: ConversationRow, opening: Opening, now: datetime) -> None:
        await speak_freely(session, row, opening, now)
        raise OperationalError("killed", None, Exception())

    healthy = dict(parts.promises.ways)
    parts.promises.ways = {"web": speak_and_die}
    await parts.promises.go_round()
    nothing_yet = await asked(parts, conversation)
    parts.promises.ways = healthy
    for _ in range(2):
        await parts.promises.go_round()

    assert nothing_yet == []
    assert len(await asked(parts, conversation)) == 1


async def test_that_one_promise_that_cannot_be_kept_does_not_hold_up_the_others(parts: Parts, clock: HandClock) -> None:
    broken, whole = await served(parts), await served(parts)
    await make(parts, FOLLOW_UP, broken, clock.now - timedelta(minutes=5))
    await make(parts, FOLLOW_UP, whole, clock.now)

    async def speak(session: Any, row: ConversationRow, opening: Opening, now: datetime) -> None:
        if row.id == broken:
            raise KeyError("a fault of ours")
        await speak_freely(session, row, opening, now)

    parts.promises.ways = {"web": speak}
    await parts.promises.go_round()

    assert await asked(parts, broken) == []
    assert len(await asked(parts, whole)) == 1


async def test_that_what_was_asked_just_before_a_call_back_is_still_answered(
    parts: Parts, bot: FakeBot, clock: HandClock
) -> None:
    conversation = await served(parts)
    await make(parts, CALL_BACK, conversation, clock.now)
    await say(parts, await contact_of(parts, conversation), "alamat kantor?")

    await parts.promises.go_round()
    await parts.turns.take(conversation)

    assert (await read(parts, conversation)).state == State.QUEUED
    assert bot.texts == ["alamat kantor?"]


async def test_that_late_follow_ups_are_asked_together_and_not_at_night(new_worker: Workers, clock: HandClock) -> None:
    parts = new_worker(office_hours=WEEKDAYS)
    conversation = await served(parts)
    promised = [await make(parts, FOLLOW_UP, conversation, clock.now + timedelta(hours=each)) for each in (1, 3)]

    clock.advance(hours=13)  # ten in the evening: nobody was there to keep them
    await parts.promises.go_round()
    at_night = await asked(parts, conversation)
    clock.advance(hours=10, minutes=1)
    await parts.promises.go_round()

    assert at_night == []
    assert len(await asked(parts, conversation)) == 1
    assert {(await get(parts, each)).state for each in promised} == {PromiseState.KEPT}


async def test_that_a_time_promised_for_the_evening_is_kept_in_the_evening(
    new_worker: Workers, clock: HandClock
) -> None:
    parts = new_worker(office_hours=WEEKDAYS)
    conversation = await served(parts)
    await make(parts, FOLLOW_UP, conversation, clock.now + timedelta(hours=10))

    clock.advance(hours=10, minutes=3)
    await parts.promises.go_round()

    assert len(await asked(parts, conversation)) == 1


async def test_that_who_is_being_served_is_asked_only_afterwards(parts: Parts, clock: HandClock) -> None:
    conversation = await wait_for_person(parts)
    await make(parts, FOLLOW_UP, conversation, clock.now)

    await parts.promises.go_round()
    meanwhile = await asked(parts, conversation)
    await serve(parts, conversation)
    await parts.promises.go_round()

    assert meanwhile == []
    assert len(await asked(parts, conversation)) == 1


async def test_that_who_has_left_finds_the_question_at_the_next_visit(parts: Parts, clock: HandClock) -> None:
    old = await served(parts)
    async with parts.record.writing() as session:
        (await session.get_one(ConversationRow, old)).slots = {"order_number": "ORD-2026-00108", "emotion": "angry"}
    await make(parts, FOLLOW_UP, old, clock.now + timedelta(days=1), details={"complaint": "CMP-2026-00108"})
    await end(parts, old)

    clock.advance(days=1)
    await parts.promises.go_round()

    new = await newest(parts, await contact_of(parts, old))
    assert (new.previous_id, new.state) == (old, State.BOT)
    assert new.slots == {"order_number": "ORD-2026-00108", "complaint_number": "CMP-2026-00108"}
    assert "CMP-2026-00108" in (await said(parts, new.id, "system"))[0]


async def test_that_who_wants_no_messages_gets_none(parts: Parts, clock: HandClock) -> None:
    conversation = await served(parts)
    async with parts.record.writing() as session:
        (await session.get_one(ContactRow, await contact_of(parts, conversation))).phone = "+628110000101"
        session.add(OptOut(address="+628110000101", conversation_id=conversation, at=clock.now))
    promised = await make(parts, FOLLOW_UP, conversation, clock.now)
    answered = await make(parts, FOLLOW_UP, conversation, clock.now, details={"text": "Faktur sudah terkirim."})

    await parts.promises.go_round()

    assert (await get(parts, promised)).state == PromiseState.WAIVED
    assert (await get(parts, answered)).state == PromiseState.KEPT
    assert (await said(parts, conversation, "system"))[-1] == "Faktur sudah terkirim."


async def test_that_who_came_at_night_stands_in_line_at_opening_as_a_call_back(
    new_worker: Workers, clock: HandClock
) -> None:
    parts = new_worker(office_hours=WEEKDAYS)
    clock.advance(hours=10)
    conversation = await wait_for_person(parts)
    (promised,) = await all_of(parts, CALL_BACK)

    await parts.promises.go_round()
    at_night = (await get(parts, promised.id)).state
    clock.now = promised.due_at
    await parts.promises.go_round()

    assert (at_night, (await get(parts, promised.id)).state) == (PromiseState.OPEN, PromiseState.DUE)
    assert await parts.line.position(conversation) == 1
    await claim(parts, conversation, await staff(parts))
    assert (await get(parts, promised.id)).state == PromiseState.KEPT


async def test_that_coming_back_as_agreed_puts_the_customer_in_line_with_the_old_matter(
    parts: Parts, clock: HandClock
) -> None:
    conversation = await wait_for_person(parts)
    await serve(parts, conversation, Resolution(Outcome.CALL_BACK, clock.now + timedelta(hours=3)))
    clock.advance(hours=1)
    later = await wait_for_person(parts)

    clock.advance(hours=2)
    await parts.promises.go_round()

    row = await read(parts, conversation)
    assert (row.state, row.reason, row.urgency) == (State.QUEUED, "call_back", 2)
    assert await parts.line.first(0) == [conversation, later]
    assert "Sesuai janji" in (await said(parts, conversation, "system"))[-1]
    assert "urutan" not in (await said(parts, conversation, "system"))[-1]


async def test_that_a_promised_call_waits_in_line_without_a_word_in_chat_until_it_is_made(
    parts: Parts, clock: HandClock
) -> None:
    conversation = await served(parts)
    due_at = clock.now + timedelta(hours=1)
    promised = await make(parts, CALL_BACK, conversation, due_at, channel="phone", number="+628110000101")
    spoken = await transcript(parts, conversation)

    clock.now = due_at
    await parts.promises.go_round()
    silent = await transcript(parts, conversation) == spoken
    rina = await staff(parts)
    await claim(parts, conversation, rina)

    assert silent
    row = await get(parts, promised)
    assert (row.state, row.staff_id) == (PromiseState.DUE, rina.id)


async def test_that_who_ended_the_conversation_is_still_called_back_as_agreed(parts: Parts, clock: HandClock) -> None:
    old = await served(parts)
    await end(parts, old)
    promised = await make(parts, CALL_BACK, old, clock.now, number="+628110000101", channel="phone")

    await parts.promises.go_round()

    new = await newest(parts, await contact_of(parts, old))
    assert (new.previous_id, new.state) == (old, State.QUEUED)
    assert (await get(parts, promised)).conversation_id == new.id


async def test_that_recalibrations_are_reminded_of_once_a_month_ahead_in_office_hours(
    new_worker: Workers, clock: HandClock
) -> None:
    parts = new_worker(office_hours=WEEKDAYS)
    conversation = await verified(parts, clock)
    (first, *_), due = await certificates(parts)

    clock.now = datetime.combine(due - timedelta(days=30), datetime.min.time(), UTC)  # seven in the morning in Jakarta
    await parts.promises.go_round()
    too_early = await said(parts, conversation, "system")
    for _ in range(30):  # until the first day on which somebody works
        clock.advance(hours=3)
        await parts.promises.go_round()

    reminders = await said(parts, conversation, "system")
    assert too_early == []
    assert len(reminders) == 1
    assert first in reminders[0]
    assert {row.state for row in await all_of(parts, PromiseKind.REMINDER)} == {PromiseState.KEPT}


async def test_that_who_opted_out_is_not_reminded(parts: Parts, clock: HandClock) -> None:
    conversation = await verified(parts, clock)
    _, due = await certificates(parts)
    async with parts.record.writing() as session:
        session.add(OptOut(address="pic111@example.com", conversation_id=conversation, at=clock.now))

    clock.now = datetime.combine(due - timedelta(days=20), datetime.min.time(), UTC) + timedelta(hours=3)
    await parts.promises.go_round()

    assert await said(parts, conversation, "system") == []
    assert {row.state for row in await all_of(parts, PromiseKind.REMINDER)} == {PromiseState.WAIVED}


async def test_that_who_cannot_be_written_to_is_left_to_a_person_with_the_number(
    parts: Parts, clock: HandClock
) -> None:
    _, due = await certificates(parts)

    clock.now = datetime.combine(due - timedelta(days=20), datetime.min.time(), UTC) + timedelta(hours=3)
    await parts.promises.go_round()

    found = {(row.state, row.channel, row.number) for row in await all_of(parts, PromiseKind.REMINDER)}
    assert found == {(PromiseState.DUE, "phone", "+628110000111")}


async def test_that_a_complaint_comes_before_people_in_time_and_goes_when_it_is_answered(
    new_worker: Workers, clock: HandClock
) -> None:
    parts = new_worker(office_hours=WEEKDAYS)

    await parts.promises.go_round()
    (promised,) = await all_of(parts, PromiseKind.COMPLAINT)
    at_first = promised.state
    clock.now = promised.due_at - timedelta(hours=3)
    await parts.promises.go_round()
    in_time = (await get(parts, promised.id)).state
    clock.now = promised.due_at + timedelta(hours=1)
    await parts.promises.go_round()
    overdue = OVERDUE._value.get()
    async with parts.record.writing() as session:
        await session.execute(update(Complaint).values(state=ComplaintState.ACTING))
    await parts.promises.go_round()

    assert promised.due_at.astimezone(parts.calendar.zone).hour == 17
    assert (at_first, in_time, overdue) == (PromiseState.OPEN, PromiseState.DUE, 1)
    assert (await get(parts, promised.id)).state == PromiseState.KEPT
    assert OVERDUE._value.get() == 0


async def test_that_promises_outlive_a_restart_and_a_redis_that_is_away(
    parts: Parts, clock: HandClock, own_redis: RedisServer
) -> None:
    conversation = await served(parts)
    await make(parts, FOLLOW_UP, conversation, clock.now)
    settings = parts.settings.model_copy(update={"redis_url": own_redis.url})
    own_redis.stop()
    restarted = make_parts(settings, clock)

    await restarted.promises.rounds.go()

    assert len(await asked(restarted, conversation)) == 1
    await close(restarted)


@pytest.mark.parametrize("held", [True, False])
async def test_that_one_runner_leaves_a_round_to_another_who_has_the_lease(
    parts: Parts, keys: Keys, clock: HandClock, held: bool
) -> None:
    conversation = await served(parts)
    await make(parts, FOLLOW_UP, conversation, clock.now)
    if held:
        await parts.redis.lock(keys.runner("promises"), timeout=5, blocking=False).acquire()

    await parts.promises.rounds.go()

    assert len(await asked(parts, conversation)) == (0 if held else 1)


async def asked(parts: Parts, conversation: str) -> list[str]:
    """How often the customer was asked whether all is well."""
    return [text for text in await said(parts, conversation, "system") if "memastikan" in text]


async def newest(parts: Parts, contact: str) -> ConversationRow:
    statement = select(ConversationRow).where(ConversationRow.contact_id == contact, ConversationRow.state != "closed")
    async with parts.record.reading() as session:
        return (await session.execute(statement)).scalar_one()


async def verified(parts: Parts, clock: HandClock) -> str:
    """A visitor who proved to be the contact of order 111."""
    conversation = await ask(parts)
    async with parts.record.writing() as session:
        contact = (await session.execute(select(Contact).where(Contact.email == "pic111@example.com"))).scalar_one()
        session.add(
            Verification(
                conversation_id=conversation, contact_id=contact.id, at=clock.now, expires_at=clock.now + VERIFIED_FOR
            )
        )
        (await session.get_one(ConversationRow, conversation)).answered_seq = 1
    return conversation


async def certificates(parts: Parts) -> tuple[list[str], Any]:
    """The instruments with certificates, and the day on which those run out."""
    statement = select(Instrument.kind, Certificate.recalibrate_by).join(
        Certificate, Certificate.instrument_id == Instrument.id
    )
    async with parts.record.reading() as session:
        rows = list(await session.execute(statement))
    return [row.kind for row in rows], rows[0].recalibrate_by
