"""What a customer's message holds, by its type, as fields of `Inbound`. Shapes by Meta's reference (v26.0). Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handoff.channels.whatsapp_json import MAX_ID, MAX_NAME, MAX_TEXT, as_dict, as_int, as_list, as_word
from handoff.channels.whatsapp_updates import Kind, Media

MAX_ITEMS = 20
"""Shared contacts, or ordered products, that are listed."""


def read_content(message: dict[str, Any]) -> dict[str, Any]:
    """Kind, text, payload, media and target of a message by its type."""
    kind = as_word(message.get("type")) or ""
    body = as_dict(message.get(kind))
    reader = _READERS.get(kind)
    content = reader(body) if reader is not None else None
    if kind in {"location", "contacts"}:
        content = _location(body) if kind == "location" else _contacts(message.get("contacts"))
    return content or {"kind": Kind.UNSUPPORTED, "text": _unsupported_type(message, kind)}


def _unsupported_type(message: dict[str, Any], kind: str) -> str:
    return as_word(as_dict(message.get("unsupported")).get("type"), 32) or ("" if kind == "unsupported" else kind[:32])


def _text(body: dict[str, Any]) -> dict[str, Any] | None:
    text = as_word(body.get("body"), MAX_TEXT)
    return {"kind": Kind.TEXT, "text": text} if text else None


def _interactive(body: dict[str, Any]) -> dict[str, Any] | None:
    reply = as_dict(body.get("button_reply")) or as_dict(body.get("list_reply"))
    return _chosen(reply.get("title"), reply.get("id"))


def _button(body: dict[str, Any]) -> dict[str, Any] | None:
    return _chosen(body.get("text"), body.get("payload"))


def _chosen(title: Any, payload: Any) -> dict[str, Any] | None:
    shown, meant = as_word(title, MAX_NAME), as_word(payload, 256)
    if not shown and not meant:
        return None
    return {"kind": Kind.CHOICE, "text": shown or meant, "payload": meant or shown}


def _media(kind: Kind, body: dict[str, Any]) -> dict[str, Any] | None:
    media_id = as_word(body.get("id"), MAX_ID)
    if not media_id:
        return None
    media = Media(
        id=media_id,
        media_type=(as_word(body.get("mime_type"), 64) or "application/octet-stream").split(";")[0].strip().lower(),
        sha256=as_word(body.get("sha256"), 64),
        name=as_word(body.get("filename"), MAX_NAME),
    )
    return {"kind": kind, "text": as_word(body.get("caption"), MAX_TEXT) or "", "media": media}


def _audio(body: dict[str, Any]) -> dict[str, Any] | None:
    return _media(Kind.VOICE if body.get("voice") is True else Kind.AUDIO, body)


def _reaction(body: dict[str, Any]) -> dict[str, Any] | None:
    target = as_word(body.get("message_id") or body.get("messsage_id"), MAX_ID)
    return {"kind": Kind.REACTION, "text": as_word(body.get("emoji"), 32) or "", "concerns": target} if target else None


def _edit(body: dict[str, Any]) -> dict[str, Any] | None:
    target = as_word(body.get("original_message_id"), MAX_ID)
    message = as_dict(body.get("message"))
    kind = as_word(message.get("type")) or ""
    words = as_dict(message.get(kind))
    text = as_word(words.get("body") or words.get("caption"), MAX_TEXT) or ""
    return {"kind": Kind.EDIT, "text": text, "concerns": target} if target else None


def _deletion(body: dict[str, Any]) -> dict[str, Any] | None:
    target = as_word(body.get("original_message_id"), MAX_ID)
    return {"kind": Kind.DELETION, "concerns": target} if target else None


def _location(body: dict[str, Any]) -> dict[str, Any] | None:
    latitude, longitude = body.get("latitude"), body.get("longitude")
    if not all(isinstance(each, int | float) and abs(each) <= 180 for each in (latitude, longitude)):
        return None
    words = [as_word(body.get(key), 300) for key in ("name", "address")]
    return {"kind": Kind.LOCATION, "text": ", ".join([*filter(None, words), f"{latitude}, {longitude}"])}


def _contacts(cards: Any) -> dict[str, Any] | None:
    lines = []
    for card in map(as_dict, as_list(cards)[:MAX_ITEMS]):
        numbers = [as_word(as_dict(each).get("phone"), 40) for each in as_list(card.get("phones"))[:3]]
        name = as_word(as_dict(card.get("name")).get("formatted_name"), MAX_NAME)
        lines.append(": ".join(filter(None, (name, ", ".join(filter(None, numbers))))))
    shown = "\n".join(filter(None, lines))
    return {"kind": Kind.CONTACTS, "text": shown} if shown else None


def _order(body: dict[str, Any]) -> dict[str, Any]:
    lines = [as_word(body.get("text"), MAX_TEXT)]
    for item in map(as_dict, as_list(body.get("product_items"))[:MAX_ITEMS]):
        name = as_word(item.get("product_retailer_id"), MAX_NAME)
        lines.append(f"{as_int(item.get('quantity')) or 1} x {name}" if name else None)
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
