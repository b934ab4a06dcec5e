"""Customers on WhatsApp, where neither Meta nor its double is needed."""

from __future__ import annotations

from handoff.contacts import access_whatsapp_contact
from handoff.conversations.conversation import Channel
from handoff.conversations.receive import Incoming, receive
from handoff.ids import ContactId, new_id
from handoff.parts import Parts
from tests.support.customers import escalate


async def write_on_whatsapp(parts: Parts, phone: str = "6281200000001", text: str = "mau bicara dengan orang") -> str:
    """Somebody writes on WhatsApp; gives the conversation."""
    now = parts.clock()
    async with parts.record.writing() as session:
        person = await access_whatsapp_contact(session, phone, None, "Sari", now)
        person.last_inbound_at = now
    incoming = Incoming(ContactId(person.contact_id), Channel.WHATSAPP, new_id(), text)
    return (await receive(parts.record, incoming, now)).conversation


async def wait_on_whatsapp(parts: Parts, phone: str = "6281200000001") -> str:
    """Somebody on WhatsApp who waits in line for a person; gives the conversation."""
    conversation = await write_on_whatsapp(parts, phone)
    await escalate(parts, conversation)
    return conversation
