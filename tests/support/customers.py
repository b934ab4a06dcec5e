"""What customers do, where no socket is needed, and what the record then says of them."""

from __future__ import annotations

from sqlalchemy import select

from handoff.contacts import add_visitor
from handoff.conversations.conversation import Channel
from handoff.conversations.escalate import do_escalate
from handoff.conversations.receive import Incoming, Received, receive
from handoff.conversations.tables import ConversationRow, MessageRow
from handoff.conversations.transcript import lock_conversation
from handoff.ids import ContactId, new_id
from handoff.parts import Parts
from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language


async def arrive(parts: Parts, language: Language | None = None) -> ContactId:
    """A new visitor."""
    async with parts.record.writing() as session:
        contact, _token = add_visitor(session, language, parts.clock())
    return ContactId(contact.id)


async def say(parts: Parts, contact: ContactId, text: str, message_id: str | None = None) -> Received:
    """The visitor writes something."""
    return await receive(parts.record, Incoming(contact, Channel.WEB, message_id or new_id(), text), parts.clock())


async def tap(parts: Parts, contact: ContactId, title: str, payload: str) -> Received:
    """The visitor taps a button."""
    return await receive(parts.record, Incoming(contact, Channel.WEB, new_id(), title, payload), parts.clock())


async def ask(parts: Parts, text: str = "jam buka kantor?", language: Language | None = None) -> str:
    """A new visitor writes something; gives the conversation."""
    return (await say(parts, await arrive(parts, language), text)).conversation


async def wait_for_person(parts: Parts, escalation: Escalation | None = None, language: Language | None = None) -> str:
    """A new visitor who waits in line for a person; gives the conversation."""
    conversation = await ask(parts, "mau bicara dengan orang", language)
    await escalate(parts, conversation, escalation)
    return conversation


async def escalate(parts: Parts, conversation: str, escalation: Escalation | None = None) -> bool:
    """The conversation is handed over, as a turn would do it."""
    escalation = escalation or Escalation(EscalationReason.ASKED)
    async with parts.record.writing() as session:
        row = await lock_conversation(session, conversation)
        assert row is not None
        row.answered_seq = row.asked_seq
        place = await parts.queueing.place_on_entry(session, parts.clock(), 0)
        done = do_escalate(session, row, escalation, place, parts.clock())
    if done and row.queued_at is not None:
        await parts.line.enter(row.id, row.queued_at, row.urgency)
    return done


async def read(parts: Parts, conversation: str) -> ConversationRow:
    """The conversation's row as it now stands."""
    async with parts.record.reading() as session:
        return await session.get_one(ConversationRow, conversation)


async def transcript(parts: Parts, conversation: str) -> list[tuple[str, str]]:
    """Who said what, in order."""
    statement = select(MessageRow).where(MessageRow.conversation_id == conversation).order_by(MessageRow.seq)
    async with parts.record.reading() as session:
        return [(row.sender, row.text) for row in (await session.execute(statement)).scalars()]


async def said(parts: Parts, conversation: str, sender: str) -> list[str]:
    """What one of them said, in order."""
    return [text for who, text in await transcript(parts, conversation) if who == sender]
