"""What Meta's webhooks say, as our own words: every entry, change, message and status of an update. Pure.

The walk is tolerant: whatever cannot be read is counted and left out, and hides nothing that stands beside it. Shapes
by Meta's webhook reference (v26.0); since 2026 a phone number may be missing, and the business-scoped user id with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

MAX_ID = 128
"""Characters kept of ids; the longest, a business-scoped user id, has two letters, a dot and up to 128."""
MAX_USER_ID = 135
MAX_NAME = 120
MAX_TEXT = 20_000
"""Far above the 4,096 that WhatsApp lets anybody write."""
MAX_ITEMS = 20
"""Shared contacts, or ordered products, that are listed."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


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


@dataclass
class _Found:
    messages: list[Inbound] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_update(raw: bytes, phone_number_id: str | None = None) -> Update:
    """Walks a webhook's body; of an account with several numbers, only what is for ours is read."""
    found = _Found()
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return Update(problems=("not_json",))
    if not isinstance(body, dict):
        return Update(problems=("not_an_object",))
    for value in _values(body, found):
        number = _dict(value.get("metadata")).get("phone_number_id")
        if phone_number_id and isinstance(number, str) and number != phone_number_id:
            found.problems.append("another_number")
            continue
        _walk_value(value, found)
    return Update(tuple(found.messages), tuple(found.statuses), tuple(found.changes), tuple(found.problems))


def _values(body: dict[str, Any], found: _Found) -> Iterator[dict[str, Any]]:
    for entry in _list(body.get("entry")):
        for change in map(_dict, _list(_dict(entry).get("changes"))):
            if change.get("field", "messages") != "messages":
                found.problems.append("another_field")
            elif isinstance(change.get("value"), dict):
                yield change["value"]
            else:
                found.problems.append("no_value")


def _walk_value(value: dict[str, Any], found: _Found) -> None:
    people = [_person(_dict(each)) for each in _list(value.get("contacts"))]
    for each in _list(value.get("messages")):
        message = _dict(each)
        if _word(message.get("type")) == "system" and (change := _change(message)):
            found.changes.append(change)
        elif (inbound := _inbound(message, people)) is not None:
            found.messages.append(inbound)
        else:
            found.problems.append("message_without_sender")
    for each in _list(value.get("statuses")):
        status = _status(_dict(each))
        if status is None:
            found.problems.append("status_without_id")
        else:
            found.statuses.append(status)
    found.problems += ["error_" + str(_int(_dict(each).get("code"))) for each in _list(value.get("errors"))]


def _person(contact: dict[str, Any]) -> Customer:
    name = _word(_dict(contact.get("profile")).get("name"), MAX_NAME)
    return Customer(_digits(contact.get("wa_id")), _word(contact.get("user_id"), MAX_USER_ID), name)


def _sender(message: dict[str, Any], people: list[Customer]) -> Customer | None:
    phone = _digits(message.get("from"))
    user_id = _word(message.get("from_user_id") or message.get("user_id"), MAX_USER_ID)
    for person in people:
        if (phone and phone == person.phone) or (user_id and user_id == person.user_id):
            return Customer(phone or person.phone, user_id or person.user_id, person.name)
    if len(people) == 1:  # the two ways to write a number differ in some countries: the only person is meant
        alone = people[0]
        phone, user_id, name = phone or alone.phone, user_id or alone.user_id, alone.name
        return Customer(phone, user_id, name) if phone or user_id else None
    return Customer(phone, user_id) if phone or user_id else None


def _inbound(message: dict[str, Any], people: list[Customer]) -> Inbound | None:
    customer = _sender(message, people)
    if customer is None:
        return None
    context = _dict(message.get("context"))
    content = _content(message)
    return Inbound(
        id=_word(message.get("id"), MAX_ID) or _own_id(message),
        customer=customer,
        at=_instant(message.get("timestamp")),
        reply_to=_word(context.get("id"), MAX_ID),
        forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        **content,
    )


def _own_id(message: dict[str, Any]) -> str:
    """An id for a message that came without one: the same message again has the same."""
    return "sha256." + hashlib.sha256(json.dumps(message, sort_keys=True).encode("utf-8", "replace")).hexdigest()


def _content(message: dict[str, Any]) -> dict[str, Any]:
    """Kind, text, payload, media and target of a message by its type."""
    kind = _word(message.get("type")) or ""
    body = _dict(message.get(kind))
    reader = _READERS.get(kind)
    content = reader(body) if reader is not None else None
    if kind in {"location", "contacts"}:
        content = _location(body) if kind == "location" else _contacts(message.get("contacts"))
    return content or {"kind": Kind.UNSUPPORTED, "text": _unsupported_type(message, kind)}


def _unsupported_type(message: dict[str, Any], kind: str) -> str:
    return _word(_dict(message.get("unsupported")).get("type"), 32) or ("" if kind == "unsupported" else kind[:32])


def _text(body: dict[str, Any]) -> dict[str, Any] | None:
    text = _word(body.get("body"), MAX_TEXT)
    return {"kind": Kind.TEXT, "text": text} if text else None


def _interactive(body: dict[str, Any]) -> dict[str, Any] | None:
    reply = _dict(body.get("button_reply")) or _dict(body.get("list_reply"))
    return _chosen(reply.get("title"), reply.get("id"))


def _button(body: dict[str, Any]) -> dict[str, Any] | None:
    return _chosen(body.get("text"), body.get("payload"))


def _chosen(title: Any, payload: Any) -> dict[str, Any] | None:
    shown, meant = _word(title, MAX_NAME), _word(payload, 256)
    if not shown and not meant:
        return None
    return {"kind": Kind.CHOICE, "text": shown or meant, "payload": meant or shown}


def _media(kind: Kind, body: dict[str, Any]) -> dict[str, Any] | None:
    media_id = _word(body.get("id"), MAX_ID)
    if not media_id:
        return None
    media = Media(
        id=media_id,
        media_type=(_word(body.get("mime_type"), 64) or "application/octet-stream").split(";")[0].strip().lower(),
        sha256=_word(body.get("sha256"), 64),
        name=_word(body.get("filename"), MAX_NAME),
    )
    return {"kind": kind, "text": _word(body.get("caption"), MAX_TEXT) or "", "media": media}


def _audio(body: dict[str, Any]) -> dict[str, Any] | None:
    return _media(Kind.VOICE if body.get("voice") is True else Kind.AUDIO, body)


def _reaction(body: dict[str, Any]) -> dict[str, Any] | None:
    target = _word(body.get("message_id") or body.get("messsage_id"), MAX_ID)
    return {"kind": Kind.REACTION, "text": _word(body.get("emoji"), 32) or "", "concerns": target} if target else None


def _edit(body: dict[str, Any]) -> dict[str, Any] | None:
    target = _word(body.get("original_message_id"), MAX_ID)
    message = _dict(body.get("message"))
    kind = _word(message.get("type")) or ""
    words = _dict(message.get(kind))
    text = _word(words.get("body") or words.get("caption"), MAX_TEXT) or ""
    return {"kind": Kind.EDIT, "text": text, "concerns": target} if target else None


def _deletion(body: dict[str, Any]) -> dict[str, Any] | None:
    target = _word(body.get("original_message_id"), MAX_ID)
    return {"kind": Kind.DELETION, "concerns": target} if target else None


def _location(body: dict[str, Any]) -> dict[str, Any] | None:
    latitude, longitude = body.get("latitude"), body.get("longitude")
    if not all(isinstance(each, int | float) and abs(each) <= 180 for each in (latitude, longitude)):
        return None
    words = [_word(body.get(key), 300) for key in ("name", "address")]
    return {"kind": Kind.LOCATION, "text": ", ".join([*filter(None, words), f"{latitude}, {longitude}"])}


def _contacts(cards: Any) -> dict[str, Any] | None:
    lines = []
    for card in map(_dict, _list(cards)[:MAX_ITEMS]):
        numbers = [_word(_dict(each).get("phone"), 40) for each in _list(card.get("phones"))[:3]]
        name = _word(_dict(card.get("name")).get("formatted_name"), MAX_NAME)
        lines.append(": ".join(filter(None, (name, ", ".join(filter(None, numbers))))))
    shown = "\n".join(filter(None, lines))
    return {"kind": Kind.CONTACTS, "text": shown} if shown else None


def _order(body: dict[str, Any]) -> dict[str, Any]:
    lines = [_word(body.get("text"), MAX_TEXT)]
    for item in map(_dict, _list(body.get("product_items"))[:MAX_ITEMS]):
        name = _word(item.get("product_retailer_id"), MAX_NAME)
        lines.append(f"{_int(item.get('quantity')) or 1} x {name}" if name else None)
    return {"kind": Kind.ORDER, "text": "\n".join(filter(None, lines))}


_Reader = Callable[[dict[str, Any]], dict[str, Any] | None]
_READERS: dict[str, _Reader] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    "image": lambda body: _media(Kind.IMAGE, body),
    "document": lambda body: _media(Kind.DOCUMENT, body),
    "audio": _audio,
    "video": lambda body: _media(Kind.VIDEO, body),
    "sticker": lambda body: _media(Kind.STICKER, body),
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _deletion,
    "order": _order,
    "system": lambda _body: {"kind": Kind.IDENTITY},
}


def _change(message: dict[str, Any]) -> Change | None:
    system = _dict(message.get("system"))
    kind = _word(system.get("type"))
    own_id = _word(message.get("id"), MAX_ID) or _own_id(message)
    new_user = _word(system.get("user_id"), MAX_USER_ID)
    if kind == "user_changed_number":
        old, new = _digits(message.get("from")), _digits(system.get("wa_id") or system.get("new_wa_id"))
        old_user = _word(message.get("from_user_id"), MAX_USER_ID)
        known = (old or old_user) and (new or new_user)
        return Change(own_id, Customer(old, old_user), Customer(new, new_user)) if known else None
    if kind == "user_changed_user_id":
        old_user = _word(system.get("previous_user_id"), MAX_USER_ID)
        return Change(own_id, Customer(None, old_user), Customer(None, new_user)) if old_user and new_user else None
    return None


def _status(status: dict[str, Any]) -> Status | None:
    own_id, state = _word(status.get("id"), MAX_ID), _word(status.get("status"), 16)
    if not own_id or not state:
        return None
    errors = _list(status.get("errors"))
    error = _dict(errors[0]) if errors else {}
    details = _word(_dict(error.get("error_data")).get("details"), 400)
    return Status(
        id=own_id,
        state=state,
        at=_instant(status.get("timestamp")),
        tracker=_word(status.get("biz_opaque_callback_data"), 64),
        error_code=_int(error.get("code")),
        error_text=details or _word(error.get("title"), 400),
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _int(value: Any) -> int | None:
    return value if isinstance(value, int) and abs(value) < 2**31 else None


def _word(value: Any, limit: int = 256) -> str | None:
    """A text that every database can keep: without U+0000 and half surrogates, cut at the limit; None when empty."""
    if not isinstance(value, str):
        return None
    clean = value.replace("\x00", "").encode("utf-8", "replace").decode()
    return clean[:limit] or None if clean.strip() else None


def _digits(value: Any) -> str | None:
    """A phone number in WhatsApp's form: 5 to 15 digits (E.164 without the plus)."""
    number = value.removeprefix("+") if isinstance(value, str) else ""
    return number if number.isascii() and number.isdecimal() and 5 <= len(number) <= 15 else None


def _instant(value: Any) -> datetime | None:
    try:
        at = datetime.fromtimestamp(int(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return at if at < LATEST else None
