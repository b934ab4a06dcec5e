"""What a phone's screen shows, as JSON. Pure."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import Any

from tests.doubles.graph_api.phone import Phone, Seen

TYPING_SECONDS = 25
"""WhatsApp takes the indicator away after this."""


def phone_view(phone: Phone, arrived: Container[str], now: datetime) -> dict[str, Any]:
    """All bubbles in the order of their coming, and whether somebody types."""
    own = [_own(phone, message, arrived) for message in phone.sent if message["type"] != "reaction"]
    theirs = [_theirs(seen) for seen in phone.seen]
    bubbles = sorted([*own, *theirs], key=lambda each: (each["order"], each["from"] == "them"))
    reactions = {each["reaction"]["message_id"]: each["reaction"]["emoji"] for each in phone.sent if "reaction" in each}
    for bubble in bubbles:
        bubble["reaction"] = reactions.get(bubble["id"])
    return {"name": phone.name, "number": phone.number, "bubbles": bubbles, "typing": _is_typing(phone, now)}


def _own(phone: Phone, message: dict[str, Any], arrived: Container[str]) -> dict[str, Any]:
    kind = message["type"]
    content = message[kind]
    reply = content.get(content.get("type", ""), {}) if kind == "interactive" else {}
    ticks = "read" if message["id"] in phone.read else "delivered" if message["id"] in arrived else "sent"
    return {
        "id": message["id"], "from": "me", "kind": kind, "ticks": ticks,
        "text": content.get("body") or reply.get("title") or content.get("caption") or "",
        "file": content.get("filename"), "media": content.get("id"), "choices": [], "as": None, "template": False,
        "at": message["shown_at"], "order": message["shown_at"],
    }  # fmt: skip


def _theirs(seen: Seen) -> dict[str, Any]:
    content = seen.body[seen.type]
    at = seen.at.isoformat()
    return {
        "id": seen.id, "from": "them", "kind": seen.type, "ticks": None, "text": seen.text,
        "file": content.get("filename"), "media": content.get("id"), "choices": seen.choices,
        "as": content.get("type") if seen.type == "interactive" else None, "template": seen.type == "template",
        "open": content.get("action", {}).get("button"), "at": at, "order": at,
    }  # fmt: skip


def _is_typing(phone: Phone, now: datetime) -> bool:
    last = max((seen.at for seen in phone.seen), default=None)
    since = phone.typing_at
    return since is not None and (last is None or last < since) and (now - since).total_seconds() < TYPING_SECONDS
