"""`/webhooks/whatsapp`: Meta's edge. Proves who speaks, stores, answers at once; everything else happens afterwards."""

from __future__ import annotations

import asyncio
import hmac
from typing import ClassVar

import structlog
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text
from sqlalchemy.exc import SQLAlchemyError

from handoff.channels.whatsapp_channel import WhatsappChannel
from handoff.channels.whatsapp_inbound import Taken, take_update
from handoff.channels.whatsapp_payloads import read_update
from handoff.conversations.conversation import Channel
from handoff.conversations.lanes import when_due
from handoff.doorbells import NOTHING_TO_SAY
from handoff.errors import ForbiddenError, NotFoundError, SapaError, UnavailableError
from handoff.metrics import DUPLICATES, MESSAGES, WEBHOOKS
from handoff.parts import Parts
from protocol.messages import Sender

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
    """Takes an update of Meta: signed on the raw body, stored with all of its messages, and only then answered."""
    parts: Parts = request.app.ctx.parts
    channel = access_channel(parts)
    check_signature(channel, request)
    found = read_update(request.body, channel.client.number)
    try:
        # Shielded: when Meta hangs up early, what was begun is still stored and told to whoever has to know.
        taken = await asyncio.shield(channel.go_on_with(take_update(parts.record, request.body, found, parts.clock())))
    except SQLAlchemyError as error:
        log.error("whatsapp.not_stored", error=type(error).__name__)
        raise UnavailableError("This could not be stored just now; please send it again.") from error
    WEBHOOKS.labels("new" if taken.is_new else "repeated").inc()
    if taken.is_new:
        _count(taken)
        channel.go_on_with(_announce(parts, channel, taken))
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


def _count(taken: Taken) -> None:
    if taken.stored:
        MESSAGES.labels(Channel.WHATSAPP.value, Sender.CUSTOMER.value).inc(taken.stored)
    if taken.repeated:
        DUPLICATES.labels(Channel.WHATSAPP.value).inc(taken.repeated)


async def _announce(parts: Parts, channel: WhatsappChannel, taken: Taken) -> None:
    """Wakes whoever has something to do now; should we crash before it, the sweeps find it."""
    quiet, cap = parts.settings.quiet_seconds(Channel.WHATSAPP), parts.settings.turn_cap_ms / 1000
    for received in taken.received:
        await parts.bells.ring(received.conversation, NOTHING_TO_SAY)
        if received.awaits_bot:
            await parts.lanes.schedule(
                received.conversation, when_due(parts.clock(), received.pending_since, quiet, cap)
            )
    for conversation in taken.conversations:
        await parts.bells.ring(conversation, NOTHING_TO_SAY)
    for contact in taken.contacts:
        await channel.sender.wake(contact)
    if taken.has_media:
        channel.media.wake()
