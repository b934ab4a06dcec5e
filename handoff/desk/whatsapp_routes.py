"""`/api/desk/conversations/{id}/templates` and `/files`: what agents send beside words."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from handoff.channels.web_uploads import read_form
from handoff.channels.whatsapp_agent_messages import do_send_file, do_send_template, list_templates
from handoff.conversations.assign import access_held
from handoff.conversations.transcript import Message
from handoff.desk.payloads import PostTemplate, iso
from handoff.desk.routes import Caller, guard, read_body
from handoff.desk.staff import SERVES_CUSTOMERS
from handoff.ids import new_id
from handoff.metrics import MESSAGES
from handoff.uploads import check_upload, keep_upload
from protocol.messages import Sender

desk_whatsapp = Blueprint("desk_whatsapp", url_prefix="/api/desk/conversations/<conversation:str>")


@desk_whatsapp.get("/templates")
@guard(*SERVES_CUSTOMERS)
async def get_templates(_request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """The approved templates, in the customer's language, with what is filled in by itself."""
    async with caller.parts.record.writing() as session:  # who the customer is is looked up, and that is audited
        return json(await list_templates(session, conversation, caller.staff.id, caller.parts.clock()))


@desk_whatsapp.post("/templates")
@guard(*SERVES_CUSTOMERS)
async def post_template(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Says something on WhatsApp by an approved template, also after the customer's 24 hours."""
    body = read_body(request, PostTemplate)
    async with caller.parts.record.writing() as session:
        message = await do_send_template(
            session, conversation, caller.staff.id, body.id, body.name, body.variables, caller.parts.clock()
        )
    return await _sent(caller, conversation, message)


@desk_whatsapp.post("/files")
@guard(*SERVES_CUSTOMERS)
async def post_file(request: Request, caller: Caller, conversation: str) -> HTTPResponse:
    """Gives the customer a photo or PDF (multipart: `id`, `file`), on whatever channel."""
    async with caller.parts.record.writing() as session:
        await access_held(session, conversation, caller.staff.id)  # before anything is read or kept
    source_id, name, content = read_form(request)
    upload, upload_id = await asyncio.to_thread(check_upload, name, content), new_id()
    await asyncio.to_thread(keep_upload, caller.parts.settings.var / "uploads", upload_id, upload)
    async with caller.parts.record.writing() as session:
        message = await do_send_file(
            session, conversation, caller.staff.id, source_id, upload_id, upload, caller.parts.clock()
        )
    return await _sent(caller, conversation, message)


async def _sent(caller: Caller, conversation: str, message: Message) -> HTTPResponse:
    MESSAGES.labels("desk", Sender.AGENT.value).inc()
    await caller.parts.bells.ring(conversation)
    return json({"message": {"seq": message.seq, "id": message.id, "text": message.text, "at": iso(message.at)}})
