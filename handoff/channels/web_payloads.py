"""The JSON frames of `/chat/ws`, both ways. Pure; described in docs/protocols.md."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handoff.conversations.escalate import Place
from handoff.conversations.transcript import Message
from handoff.errors import InvalidInputError, MessageTooLongError

MAX_TEXT = 20_000
"""Characters of one message: a long e-mail fits, a book does not."""
MAX_PAYLOAD = 2_000
MAX_FRAME_BYTES = 12 * MAX_TEXT + 4096
"""A character may take twelve bytes (an emoji as two \\u escapes), and the frame needs its frame."""
ID_PATTERN = r"^[A-Za-z0-9_-]{8,64}$"
NO_NUL = r"^[^\x00]*$"
"""PostgreSQL cannot compare with U+0000."""

ClientId = Annotated[str, Field(pattern=ID_PATTERN)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Hello(_Frame):
    """The first frame: who I was, and what I saw last."""

    type: Literal["hello"]
    token: Annotated[str, Field(max_length=200)] | None = None
    lang: Literal["id", "en"] | None = None
    after: Annotated[str, Field(max_length=160, pattern=NO_NUL)] | None = None
    identity: Annotated[str, Field(max_length=4096)] | None = None
    """A token signed by the host page's server; see `channels/identity.py`."""


class Said(_Frame):
    """A text of the customer."""

    type: Literal["message"]
    id: ClientId
    text: str


class Choice(_Frame):
    """A tapped button."""

    type: Literal["choice"]
    id: ClientId
    payload: Annotated[str, Field(min_length=1, max_length=MAX_PAYLOAD, pattern=NO_NUL)]
    title: Annotated[str, Field(max_length=200)] | None = None


class Typing(_Frame):
    """The customer is typing."""

    type: Literal["typing"]


class Rating(_Frame):
    """The customer's verdict."""

    type: Literal["rating"]
    score: int
    comment: str = ""


class Lang(_Frame):
    """The customer chose the language of the page."""

    type: Literal["lang"]
    lang: Literal["id", "en"]


class Leave(_Frame):
    """The customer leaves the waiting line and goes on with the bot."""

    type: Literal["leave"]


class CallBack(_Frame):
    """The customer would rather be contacted than wait."""

    type: Literal["callback"]
    channel: Literal["phone", "whatsapp", "email"]
    address: Annotated[str, Field(max_length=254, pattern=NO_NUL)]
    note: Annotated[str, Field(max_length=1000, pattern=NO_NUL)] = ""


class End(_Frame):
    """The customer ends the conversation."""

    type: Literal["end"]


class Forget(_Frame):
    """The customer wants everything erased that they said."""

    type: Literal["forget"]


class Ping(_Frame):
    """The page asks whether anybody is there: it cannot see the pings of the socket itself."""

    type: Literal["ping"]


Frame = Hello | Said | Choice | Typing | Rating | Lang | Leave | CallBack | End | Forget | Ping
ClientFrame = Annotated[Frame, Field(discriminator="type")]
_FRAMES: TypeAdapter[Any] = TypeAdapter(ClientFrame)


def read_frame(raw: str | bytes | None) -> Frame:
    """Reads a frame of the client.

    Raises:
        MessageTooLongError: the text is over 20,000 characters.
        InvalidInputError: it is not JSON, or not one of the frames; the text says where.
    """
    if not isinstance(raw, str):
        raise InvalidInputError("Frames are JSON texts.")
    try:
        frame = _FRAMES.validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "frame"
        raise InvalidInputError(f"{where}: {first['msg']}") from error
    if isinstance(frame, Said):
        _check_text(frame.text)
    return frame  # type: ignore[no-any-return]  # the adapter is made from the union above


def read_id(raw: str | bytes | None) -> str | None:
    """The id in a frame, even if the frame is otherwise wrong: its sender wants to know which message was refused."""
    try:
        value = json.loads(raw) if isinstance(raw, str) and len(raw) <= MAX_FRAME_BYTES else None
    except ValueError:
        return None
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) and re.fullmatch(ID_PATTERN, found) else None


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise MessageTooLongError(f"A message may have at most {MAX_TEXT} characters.")
    if not text.strip():
        raise InvalidInputError("A message must have some text.")


def message_frame(message: Message) -> dict[str, Any]:
    """Something said, for the widget."""
    return {
        "type": "message",
        "id": message.id,
        "from": message.sender.value,
        "name": message.name,
        "text": message.text,
        "buttons": [button.to_json() for button in message.buttons],
        "attachment": message.attachment,
        "at": message.at.isoformat(),
    }


def standing(
    state: str, place: Place | None, agent: str | None, office_open: bool, call_back: datetime | None = None
) -> dict[str, Any]:
    """Who speaks and where the customer stands: the fields that `state` and `session` frames share."""
    wait = place.wait if place else None
    return {
        "state": state,
        "position": place.position if place else None,
        "wait_seconds": round(wait.middle) if wait else None,
        "wait_range": [round(wait.low), round(wait.high)] if wait else None,
        "agent": agent,
        "office_open": office_open,
        "opens_at": _iso(place.opens_at) if place else None,
        "call_back": _iso(call_back),
    }


def error_frame(code: str, message: str, message_id: str | None = None) -> dict[str, Any]:
    """What the client did wrong or what we cannot do now, and for which of its messages."""
    return {"type": "error", "code": code, "message": message, "id": message_id}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
