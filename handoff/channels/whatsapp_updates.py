"""What a webhook of Meta says, in our own words: what customers did, and what became of our messages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a customer did."""

    TEXT = "text"
    """Wrote something."""
    CHOICE = "choice"
    """Tapped a button or a row of a list."""
    IMAGE = "image"
    """Sent a photo."""
    DOCUMENT = "document"
    """Sent a file."""
    AUDIO = "audio"
    """Sent a sound file."""
    VOICE = "voice"
    """Spoke a voice note."""
    VIDEO = "video"
    """Sent a video."""
    STICKER = "sticker"
    """Sent a sticker."""
    LOCATION = "location"
    """Shared a place."""
    CONTACTS = "contacts"
    """Shared contacts."""
    REACTION = "reaction"
    """Put an emoji on a message, or took it away."""
    EDIT = "edit"
    """Changed a message."""
    DELETION = "deletion"
    """Deleted a message."""
    ORDER = "order"
    """Ordered from a catalogue."""
    IDENTITY = "identity"
    """Has a new device or was reinstalled: WhatsApp's notice about the customer."""
    UNSUPPORTED = "unsupported"
    """Anything that the Cloud API, or this walk, does not know."""


MEDIA_KINDS = frozenset({Kind.IMAGE, Kind.DOCUMENT, Kind.AUDIO, Kind.VOICE, Kind.VIDEO, Kind.STICKER})


@dataclass(frozen=True)
class Customer:
    """Who a webhook is about; at least one of the two ids is there."""

    phone: str | None = None
    """Digits, without the plus."""
    user_id: str | None = None
    """The business-scoped user id."""
    name: str | None = None


@dataclass(frozen=True)
class Media:
    """A file that lies at Meta."""

    id: str
    media_type: str
    sha256: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Inbound:
    """Something a customer did."""

    id: str
    """Meta's id of the message (wamid)."""
    customer: Customer
    kind: Kind
    at: datetime | None
    text: str = ""
    """Written text, caption, title of what was tapped, emoji; empty where there is none."""
    payload: str | None = None
    """What the tapped button stands for."""
    media: Media | None = None
    reply_to: str | None = None
    """The message that was quoted, or whose button was tapped."""
    concerns: str | None = None
    """The message that a reaction, an edit or a deletion is about."""
    forwarded: bool = False


@dataclass(frozen=True)
class Status:
    """What became of a message of ours."""

    id: str
    state: str
    """`sent`, `delivered`, `read`, `failed`, and others that Meta may add."""
    at: datetime | None
    tracker: str | None = None
    """The word that we gave along when sending (`biz_opaque_callback_data`)."""
    error_code: int | None = None
    error_text: str | None = None


@dataclass(frozen=True)
class Change:
    """A customer has another number or another user id."""

    id: str
    before: Customer
    after: Customer


@dataclass(frozen=True)
class Update:
    """Everything that one webhook says, in its order."""

    messages: tuple[Inbound, ...] = ()
    statuses: tuple[Status, ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be read, in codes for the log; never a customer's words."""
