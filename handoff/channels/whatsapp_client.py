"""Speaks to Meta's Graph API with pywa: sends, shows that we read and type, finds media; knows Meta's signature."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pywa import utils
from pywa_async.client import WhatsApp
from pywa_async.errors import WhatsAppError

from handoff.channels.whatsapp_failures import Failure, FailureKind, classify
from protocol.settings import Settings

SECONDS = httpx.Timeout(15.0, connect=4.0)
MAX_CONNECTIONS = 40
GRAPH_VERSION = utils.Version.GRAPH_API.value
_NOT_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""The request never left, so that sending again cannot double anything."""


@dataclass(frozen=True)
class Address:
    """How a customer is reached; the number is preferred where it is known."""

    phone: str | None
    user_id: str | None


@dataclass(frozen=True)
class MediaPlace:
    """Where a file lies for the next minutes."""

    url: str
    media_type: str
    size: int | None


class MediaGoneError(Exception):
    """Meta does not have the file any more, or never had it."""


class MediaAwayError(Exception):
    """Meta cannot be asked just now."""


class WhatsappClient:
    """One number's way to Meta; connections are opened at first use."""

    def __init__(self, settings: Settings) -> None:
        assert settings.whatsapp_phone_number_id, "made only where WhatsApp is set up"
        assert settings.whatsapp_access_token, "made only where WhatsApp is set up"
        assert settings.whatsapp_app_secret, "made only where WhatsApp is set up"
        self.number = settings.whatsapp_phone_number_id
        self.base_url = settings.whatsapp_graph_base_url
        self._secret = settings.whatsapp_app_secret.get_secret_value()
        limits = httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS)
        logging.getLogger("pywa").setLevel(logging.ERROR)  # below, it writes customers' texts
        self._http = httpx.AsyncClient(timeout=SECONDS, limits=limits)
        token = settings.whatsapp_access_token.get_secret_value()
        self._api = WhatsApp(phone_id=self.number, token=token, session=self._http, validate_updates=False).api
        self._http.base_url = f"{self.base_url}/v{GRAPH_VERSION}"  # pywa knows only Meta's own

    def believes(self, body: bytes, signature: str) -> bool:
        """Whether Meta has signed this body."""
        return signature.isascii() and utils.webhook_updates_validator(self._secret, body, signature)

    async def send(self, to: Address, content: dict[str, Any], tracker: str) -> str | Failure:
        """Sends one message; gives Meta's id of it, or why it did not leave."""
        kind = content["type"]
        try:
            answer = await self._api.send_message(
                sender=self.number, to=to.phone, recipient=None if to.phone else to.user_id,
                recipient_type="individual", typ=kind, msg=content[kind], biz_opaque_callback_data=tracker,
            )  # fmt: skip
            return str(answer["messages"][0]["id"])
        except WhatsAppError as error:
            return classify(error.code, error.status_code, error.details or error.message or "")
        except _NOT_ARRIVED as error:
            return Failure(FailureKind.TRANSIENT, None, type(error).__name__)
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            return Failure(FailureKind.UNSURE, None, type(error).__name__)

    async def upload(self, path: Path, name: str, media_type: str) -> str | Failure:
        """Puts a file at Meta; gives its id there."""
        try:
            with path.open("rb") as file:
                answer = await self._api.upload_media(
                    phone_id=self.number, media=file.read(), mime_type=media_type, filename=name
                )
            return str(answer["id"])
        except WhatsAppError as error:
            return classify(error.code, error.status_code, error.details or error.message or "")
        except OSError as error:
            return Failure(FailureKind.PERMANENT, None, type(error).__name__)
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            return Failure(FailureKind.TRANSIENT, None, type(error).__name__)

    async def show_typing(self, message_id: str) -> bool:
        """Marks the customer's message as read and shows them for up to 25 seconds that somebody types."""
        return await self._quietly(self._api.set_indicator(self.number, message_id, "text"))

    async def mark_read(self, message_id: str) -> bool:
        """Marks the customer's message, and all before it, as read."""
        return await self._quietly(self._api.mark_message_as_read(self.number, message_id))

    async def find_media(self, media_id: str) -> MediaPlace:
        """Where a file lies.

        Raises:
            MediaGoneError: it is not there.
            MediaAwayError: Meta cannot be asked now.
        """
        try:
            answer = await self._api.get_media_url(media_id)
            size = str(answer.get("file_size"))
            known = int(size) if size.isdecimal() else None
            return MediaPlace(str(answer["url"]), str(answer.get("mime_type") or ""), known)
        except WhatsAppError as error:
            kind = classify(error.code, error.status_code).kind
            raise (MediaGoneError if kind is FailureKind.PERMANENT else MediaAwayError)(str(error.code)) from error
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise MediaAwayError(type(error).__name__) from error

    @asynccontextmanager
    async def open_media(self, url: str) -> AsyncIterator[httpx.Response]:
        """The file's bytes; redirects are not followed, for the caller decides who may be asked."""
        request = self._http.build_request("GET", url)
        response = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            yield response
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    @staticmethod
    async def _quietly(call: Any) -> bool:
        """Courtesies: when they fail, nothing is lost."""
        try:
            await call
        except (WhatsAppError, httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError):
            return False
        return True
