"""What agents send beside words: approved templates, and files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.aftercare.speak_first import has_opted_out
from handoff.channels.whatsapp_keeper import NAMELESS
from handoff.channels.whatsapp_outbox import add_deliveries
from handoff.channels.whatsapp_templates import (
    Template,
    access_template,
    all_templates,
    fill,
    known_value,
    template_content,
)
from handoff.conversations.conversation import Channel
from handoff.conversations.reply import do_reply
from handoff.conversations.tables import ContactRow, ConversationRow, StaffRow, UploadRow
from handoff.conversations.transcript import Message, lock_conversation
from handoff.conversations.whatsapp_tables import DeliveryRow
from handoff.errors import ConflictError, NotFoundError
from handoff.ids import StaffId
from handoff.uploads import Upload
from protocol.languages import Language

FOR_AGENTS = "agent"
"""The `use` of templates that agents choose; the others leave by themselves."""


class OptedOutError(ConflictError):
    """The customer does not want messages of our own accord."""

    code: ClassVar[str] = "opted_out"


async def list_templates(session: AsyncSession, conversation: str, staff: StaffId, now: datetime) -> dict[str, Any]:
    """The templates for a conversation's customer, with what is filled in by itself.

    Raises:
        NotFoundError: no such conversation, or not one on WhatsApp.
    """
    row = await _access_whatsapp(session, conversation)
    contact = await session.get_one(ContactRow, row.contact_id)
    known = await _known(session, row, contact, staff)
    chosen = [each for each in all_templates() if each.use == FOR_AGENTS]
    return {
        "templates": [_template_view(each, Language(row.language), known) for each in chosen],
        "opted_out": await has_opted_out(session, row.id, contact, now),
    }


async def do_send_template(
    session: AsyncSession, conversation: str, staff: StaffId, message_id: str, name: str, given: Mapping[str, str],
    now: datetime,
) -> Message:  # fmt: skip
    """Says something by a template, which leaves whether or not the 24 hours are over.

    Raises:
        NotFoundError: no such conversation on WhatsApp, or no such template for agents.
        InvalidInputError: a variable is missing or too long.
        OptedOutError: the customer wants no messages of our own accord.
        ForbiddenError: the conversation is not in the agent's hands.
    """
    template = access_template(name)
    await lock_conversation(session, conversation)
    row = await _access_whatsapp(session, conversation)
    contact = await session.get_one(ContactRow, row.contact_id)
    if template.use != FOR_AGENTS:
        raise NotFoundError("There is no such template for agents.")
    if await has_opted_out(session, row.id, contact, now):
        raise OptedOutError("The customer does not want messages of our own accord.")
    language = template.language(Language(row.language))
    values = fill(template, given, await _known(session, row, contact, staff))
    message = await do_reply(session, conversation, staff, message_id, template.text(language, values), now)
    planned = select(DeliveryRow.id).where(DeliveryRow.conversation_id == row.id, DeliveryRow.seq == message.seq)
    if (await session.execute(planned)).first() is None:
        add_deliveries(session, row, message.seq, [template_content(template, language, values)], now)
    return message


async def do_send_file(
    session: AsyncSession, conversation: str, staff: StaffId, message_id: str, upload_id: str, upload: Upload,
    now: datetime,
) -> Message:  # fmt: skip
    """Gives the customer a file of the agent's, whose content is kept under the id already.

    Raises:
        NotFoundError: no such conversation.
        ForbiddenError: it is not in the agent's hands.
    """
    attachment = {
        "id": upload_id, "name": upload.name, "media_type": upload.media_type, "size": len(upload.content),
        "url": f"/chat/uploads/{upload_id}", "state": "ready",
    }  # fmt: skip
    message = await do_reply(session, conversation, staff, message_id, upload.name, now, attachment)
    if message.attachment is not None and message.attachment["id"] == upload_id:  # else it was sent before
        session.add(
            UploadRow(
                id=upload_id, conversation_id=conversation, name=upload.name, size=len(upload.content),
                media_type=upload.media_type, suffix=upload.suffix, at=now,
            )
        )  # fmt: skip
    return message


async def _access_whatsapp(session: AsyncSession, conversation: str) -> ConversationRow:
    row = await session.get(ConversationRow, conversation)
    if row is None or row.channel != Channel.WHATSAPP:
        raise NotFoundError("There is no such conversation on WhatsApp.")
    return row


async def _known(session: AsyncSession, row: ConversationRow, contact: ContactRow, staff: StaffId) -> dict[str, str]:
    agent = await session.get_one(StaffRow, staff)
    return {"customer": contact.name or NAMELESS[Language(row.language)], "agent": agent.name}


def _template_view(template: Template, wished: Language, known: Mapping[str, str]) -> dict[str, Any]:
    language = template.language(wished)
    return {
        "name": template.name,
        "language": language.value,
        "category": template.category,
        "text": template.bodies[language],
        "variables": [
            {"name": each.name, "example": each.example, "value": known_value(each, known)}
            for each in template.variables
        ],
    }
