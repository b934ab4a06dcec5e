"""`/chat/uploads`: files from the widget into the conversation, and back to those who may see them."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file, json
from sqlalchemy import select

from handoff.channels.web_payloads import ID_PATTERN, message_frame
from handoff.contacts import find_visitor
from handoff.conversations.conversation import Channel
from handoff.conversations.receive import Incoming, receive
from handoff.conversations.tables import ContactRow, ConversationRow, MessageRow, UploadRow
from handoff.conversations.transcript import message_from_row
from handoff.desk.sessions import COOKIE
from handoff.desk.staff import SERVES_CUSTOMERS
from handoff.desk.touch import touch_session
from handoff.errors import InvalidInputError, NotFoundError, NotLoggedInError
from handoff.ids import ContactId, new_id
from handoff.parts import Parts
from handoff.uploads import check_upload, keep_upload, upload_path

uploads = Blueprint("uploads", url_prefix="/chat/uploads")

UPLOADS_PER_MINUTE = 12
SAFE_HEADERS = {
    # Shown or saved, never run: even a file that fooled the check could do nothing.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, max-age=86400, immutable",
}


@uploads.post("")
async def post_upload(request: Request) -> HTTPResponse:
    """Takes a photo or PDF (multipart: `id`, `file`) from the visitor whose token is in `Authorization: Bearer`."""
    parts: Parts = request.app.ctx.parts
    contact = await _visitor(parts, request)
    await parts.rates.check("upload", contact.id, UPLOADS_PER_MINUTE)
    source_id, name, content = read_form(request)
    incoming = Incoming(ContactId(contact.id), Channel.WEB, source_id, name)
    known = await _find(parts, incoming)
    if known is not None:  # sent again: the file is there already
        return json({"message": known})
    upload = await asyncio.to_thread(check_upload, name, content)
    upload_id = new_id()
    await asyncio.to_thread(keep_upload, parts.settings.var / "uploads", upload_id, upload)
    attachment = {
        "id": upload_id,
        "name": upload.name,
        "media_type": upload.media_type,
        "size": len(upload.content),
        "url": f"/chat/uploads/{upload_id}",
    }
    incoming = replace(incoming, text=upload.name, attachment=attachment)
    received = await receive(parts.record, incoming, parts.clock())
    await parts.bells.ring(received.conversation)
    return json({"message": await _find(parts, incoming)})


@uploads.get("/<upload_id:str>")
async def get_upload(request: Request, upload_id: str) -> HTTPResponse:
    """A file, for the visitor who sent it and for staff who serve customers."""
    parts: Parts = request.app.ctx.parts
    async with parts.record.reading() as session:
        row = await session.get(UploadRow, upload_id)
        owner = await session.get(ConversationRow, row.conversation_id) if row else None
    if row is None or owner is None or not await _may_see(parts, request, owner.contact_id):
        raise NotFoundError("There is no such file.")
    path = upload_path(parts.settings.var / "uploads", row.id, row.suffix)
    return await file(path, mime_type=row.media_type, filename=row.name, headers=dict(SAFE_HEADERS))


async def _find(parts: Parts, incoming: Incoming) -> dict[str, Any] | None:
    async with parts.record.reading() as session:
        found = await session.execute(select(MessageRow).where(MessageRow.source_key == incoming.source_key))
        row = found.scalar_one_or_none()
    return message_frame(message_from_row(row)) if row else None


async def _may_see(parts: Parts, request: Request, contact: str) -> bool:
    with suppress(NotLoggedInError):
        return (await touch_session(parts, request.cookies.get(COOKIE))).role in SERVES_CUSTOMERS
    with suppress(NotLoggedInError):
        return (await _visitor(parts, request)).id == contact
    return False


async def _visitor(parts: Parts, request: Request) -> ContactRow:
    async with parts.record.reading() as session:
        contact = await find_visitor(session, request.token) if request.token else None
    if contact is None:
        raise NotLoggedInError("The widget's token is needed.")
    return contact


def read_form(request: Request) -> tuple[str, str, bytes]:
    """The client's own id, the name and the content of a file.

    Raises:
        InvalidInputError: one of them is missing.
    """
    files: Any = request.files or {}
    fields: Any = request.form or {}
    sent, source_id = files.get("file"), fields.get("id") or ""
    if sent is None:
        raise InvalidInputError("file: is missing.")
    if not re.fullmatch(ID_PATTERN, source_id):
        raise InvalidInputError("id: must be 8 to 64 letters, digits, - or _.")
    return source_id, sent.name or "", sent.body
