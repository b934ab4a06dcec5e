from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from handoff.conversations.conversation import Channel, State
from handoff.conversations.receive import Incoming, open_conversation, receive
from handoff.conversations.resolve import do_end
from handoff.conversations.tables import ContactRow, ConversationRow
from handoff.ids import new_id
from handoff.parts import Parts
from tests.support.customers import arrive, ask, read, said, say, tap, wait_for_person
from tests.support.databases import on_both_databases, on_postgresql
from tests.support.hand_clock import HandClock
from tests.support.workers import Workers


async def test_that_a_message_is_stored_and_awaits_the_bot(parts: Parts, clock: HandClock) -> None:
    contact = await arrive(parts)

    received = await say(parts, contact, "jam buka kantor?")

    assert received.is_new
    assert received.awaits_bot
    assert received.pending_since == clock.now
    assert await said(parts, received.conversation, "customer") == ["jam buka kantor?"]


@on_both_databases
async def test_that_the_same_id_again_is_the_same_message(parts: Parts) -> None:
    contact, message = await arrive(parts), new_id()
    first = await say(parts, contact, "halo", message)

    again = await say(parts, contact, "halo", message)

    assert (again.is_new, again.conversation) == (False, first.conversation)
    assert await said(parts, first.conversation, "customer") == ["halo"]


@on_both_databases
async def test_that_the_same_message_over_many_connections_at_once_is_stored_once(new_worker: Workers) -> None:
    workers = [new_worker(), new_worker()]
    contact, message = await arrive(workers[0]), new_id()

    received = await asyncio.gather(*(say(workers[each % 2], contact, "halo", message) for each in range(8)))

    assert sum(each.is_new for each in received) == 1
    assert len({each.conversation for each in received}) == 1
    assert await said(workers[0], received[0].conversation, "customer") == ["halo"]


@on_both_databases
async def test_that_a_burst_over_two_workers_is_one_conversation_numbered_without_gaps(new_worker: Workers) -> None:
    workers = [new_worker(), new_worker()]
    contact = await arrive(workers[0])

    received = await asyncio.gather(*(say(workers[each % 2], contact, f"pesan {each}") for each in range(10)))

    assert len({each.conversation for each in received}) == 1
    row = await read(workers[0], received[0].conversation)
    assert (row.last_seq, row.asked_seq) == (10, 10)
    assert sorted(await said(workers[0], row.id, "customer")) == sorted(f"pesan {each}" for each in range(10))


async def test_that_another_visitor_with_the_same_id_has_a_message_of_their_own(parts: Parts) -> None:
    message = new_id()
    first = await say(parts, await arrive(parts), "punya saya", message)

    second = await say(parts, await arrive(parts), "punya orang lain", message)

    assert second.is_new
    assert second.conversation != first.conversation
    assert await said(parts, first.conversation, "customer") == ["punya saya"]


async def test_that_writing_after_the_end_begins_a_conversation_that_knows_the_old_one(parts: Parts) -> None:
    contact = await arrive(parts)
    old = (await say(parts, contact, "halo")).conversation
    await end(parts, old)

    new = (await say(parts, contact, "satu lagi")).conversation

    assert new != old
    assert (await read(parts, new)).previous_id == old
    assert (await read(parts, old)).state == State.CLOSED
    assert await said(parts, new, "customer") == ["satu lagi"]


async def test_that_a_message_repeated_after_the_end_stays_where_it_was(parts: Parts) -> None:
    contact, message = await arrive(parts), new_id()
    old = (await say(parts, contact, "halo", message)).conversation
    await end(parts, old)

    again = await say(parts, contact, "halo", message)

    assert (again.conversation, again.is_new, again.awaits_bot) == (old, False, False)


@on_postgresql
async def test_that_two_pages_opened_at_once_after_the_end_share_one_new_conversation(new_worker: Workers) -> None:
    workers = [new_worker(), new_worker()]
    contact = await arrive(workers[0])
    await end(workers[0], (await say(workers[0], contact, "halo")).conversation)

    opened = await asyncio.gather(*(open_page(workers[each % 2], contact) for each in range(8)))

    assert len(set(opened)) == 1
    assert await count_conversations(workers[0], contact) == 2


async def test_that_in_an_agents_hands_a_message_is_the_agents_and_not_the_bots(parts: Parts) -> None:
    contact = await arrive(parts)
    conversation = (await say(parts, contact, "halo")).conversation
    async with parts.record.writing() as session:
        row = await session.get_one(ConversationRow, conversation)
        row.state = State.AGENT.value

    received = await say(parts, contact, "ini nomornya")

    assert not received.awaits_bot
    row = await read(parts, conversation)
    assert row.answered_seq == row.asked_seq == 2


async def test_that_a_waiting_customers_words_are_still_put_to_the_bot(parts: Parts) -> None:
    conversation = await wait_for_person(parts)
    contact = (await read(parts, conversation)).contact_id

    received = await receive(parts.record, Incoming(contact, Channel.WEB, new_id(), "alamat kantor?"), parts.clock())

    assert received.awaits_bot


async def test_that_the_first_unanswered_message_counts_the_wait(parts: Parts, clock: HandClock) -> None:
    contact = await arrive(parts)
    first = await say(parts, contact, "halo")
    clock.advance(seconds=5)

    second = await say(parts, contact, "kak?")

    assert second.pending_since == first.pending_since


@on_both_databases
@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "'; DROP TABLE message; --",
        "<script>alert(1)</script>",
        "{name} {0} %s %(x)s",
        "😀👍🏽 \u202eterbalik\u202c \u202e",
        "a\x00b",
        "baris\r\nbaris\tsatu",
    ],
    ids=["huge", "sql", "html", "templates", "emoji and bidi", "nul", "lines"],
)
async def test_that_any_text_is_kept_as_it_was_written(parts: Parts, text: str) -> None:
    received = await say(parts, await arrive(parts), text)

    # PostgreSQL has no NUL in texts; nobody can see one either.
    assert await said(parts, received.conversation, "customer") == [text.replace("\x00", "")]


async def test_that_a_tapped_button_keeps_its_title_and_its_payload(parts: Parts) -> None:
    received = await tap(parts, await arrive(parts), "Status order", "/check_order_status")

    assert received.awaits_bot
    assert await said(parts, received.conversation, "customer") == ["Status order"]


async def test_that_every_visitor_has_a_conversation_of_their_own(parts: Parts) -> None:
    assert await ask(parts) != await ask(parts)


async def end(parts: Parts, conversation: str) -> None:
    async with parts.record.writing() as session:
        assert await do_end(session, conversation, parts.clock())


async def open_page(parts: Parts, contact: str) -> str:
    async with parts.record.writing() as session:
        return (await open_conversation(session, await session.get_one(ContactRow, contact), parts.clock())).id


async def count_conversations(parts: Parts, contact: str) -> int:
    statement = select(func.count()).select_from(ConversationRow).where(ConversationRow.contact_id == contact)
    async with parts.record.reading() as session:
        return int((await session.execute(statement)).scalar_one())
