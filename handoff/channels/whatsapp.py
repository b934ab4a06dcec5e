"""`/webhooks/whatsapp`: Meta's edge. Proves who speaks, stores, answers at once; everything else happens afterwards."""

from __future__ import annotations

import hmac
from typing import ClassVar

import structlog
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text
from sqlalchemy.exc import SQLAlchemyError

from handoff.channels.whatsapp_channel import WhatsappChannel
from handoff.errors import ForbiddenError, NotFoundError, SapaError, UnavailableError
from handoff.metrics import WEBHOOKS
from handoff.parts import Parts

log = structlog.get_logger()

whatsapp = Blueprint("whatsapp", url_prefix="/webhooks/whatsapp")

SIGNATURE = "X-Hub-Signature-256"
MAX_CHALLENGE = 256


class ChannelOffError(NotFoundError):
    """WhatsApp is not set up here."""


class UnsignedError(SapaError):
    """A webhook without a signature."""

    code: ClassVar[str] = "unsigned"
    http_status: ClassVar[int] = 401


class ForgedError(ForbiddenError):
    """A webhook whose signature is not made with our app's secret."""

    code: ClassVar[str] = "forged"


@whatsapp.get("")
async def verify(request: Request) -> HTTPResponse:
    """Meta's question, when the webhook is set up, whether we know the word that was agreed on."""
    parts: Parts = request.app.ctx.parts
    access_channel(parts)
    expected = parts.settings.whatsapp_verify_token
    assert expected is not None, "an open channel has all of its settings"
    given = request.args.get("hub.verify_token") or ""
    right = hmac.compare_digest(given.encode("utf-8", "replace"), expected.get_secret_value().encode())
    if request.args.get("hub.mode") != "subscribe" or not right:
        raise ForbiddenError("The verify token is not ours.")
    return text((request.args.get("hub.challenge") or "")[:MAX_CHALLENGE])


@whatsapp.post("")
async def take(request: Request) -> HTTPResponse:
    """Takes an update of Meta: signed on the raw body, stored as it is, and only then answered."""
    parts: Parts = request.app.ctx.parts
    channel = access_channel(parts)
    check_signature(channel, request)
    try:
        is_new = await channel.inbox.keep(request.body)
    except SQLAlchemyError as error:
        log.error("whatsapp.not_stored", error=type(error).__name__)
        raise UnavailableError("This could not be stored just now; please send it again.") from error
    WEBHOOKS.labels("new" if is_new else "repeated").inc()
    return text("")


def access_channel(parts: Parts) -> WhatsappChannel:
    """The open channel.

    Raises:
        ChannelOffError: WhatsApp is not set up.
    """
    if parts.whatsapp is None:
        raise ChannelOffError("WhatsApp is not set up here.")
    return parts.whatsapp


def check_signature(channel: WhatsappChannel, request: Request) -> None:
    """Refuses what Meta has not signed.

    Raises:
        UnsignedError: no signature.
        ForgedError: another signature.
    """
    signature = request.headers.get(SIGNATURE)
    if not signature:
        WEBHOOKS.labels("unsigned").inc()
        raise UnsignedError(f"The header {SIGNATURE} is missing.")
    if not channel.client.believes(request.body, signature):
        WEBHOOKS.labels("forged").inc()
        raise ForgedError("The signature is not Meta's.")
