"""What Meta refuses, in Meta's own error shape. Pure. By the Cloud API reference (v26.0), messages and error codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handoff.channels.whatsapp_templates import Template

TYPES = {"text", "interactive", "template", "image", "document", "audio", "video", "sticker", "location", "reaction"}
FREE = TYPES - {"template"}
"""What needs an open window."""


@dataclass(frozen=True)
class Refusal:
    """An error as the Graph API answers it."""

    status: int
    code: int
    title: str
    details: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "error": {
                "message": f"(#{self.code}) {self.title}", "type": "OAuthException", "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details or self.title},
                "fbtrace_id": "AtHxDoubleOfGraphApi",
            }
        }  # fmt: skip


BAD_TOKEN = Refusal(401, 190, "Invalid OAuth access token")
WINDOW = Refusal(
    400, 131047, "Re-engagement message",
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
)  # fmt: skip
RATE = Refusal(429, 130429, "Rate limit hit", "Message failed to send because there were too many messages sent.")
PAIR = Refusal(
    400, 131056, "(Business Account, Consumer Account) pair rate limit hit",
    "Message failed to send because there were too many messages sent from this phone number to the same phone number.",
)  # fmt: skip
DOWN = Refusal(503, 131016, "Service unavailable", "A service is temporarily unavailable.")


def invalid(details: str) -> Refusal:
    """A value outside its limits."""
    return Refusal(400, 131009, "Parameter value is not valid", details)


def missing(name: str) -> Refusal:
    """A field that has to be there."""
    return Refusal(400, 131008, "Required parameter is missing", f"{name} is required.")


def check_message(body: Any, templates: dict[str, Template]) -> Refusal | None:
    """What is wrong with a message, None when nothing is."""
    if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
        return missing("messaging_product")
    if not body.get("to") and not body.get("recipient"):
        return missing("to")
    kind = body.get("type", "text")
    if kind not in TYPES:
        return invalid(f"type {kind!r}")
    content = body.get(kind)
    if not isinstance(content, dict):
        return missing(kind)
    if len(body.get("biz_opaque_callback_data") or "") > 512:
        return invalid("biz_opaque_callback_data")
    match kind:
        case "text":
            return _limit("text.body", content.get("body"), 4096)
        case "interactive":
            return _interactive(content)
        case "template":
            return _template(content, templates)
        case "image" | "document" | "audio" | "video" | "sticker":
            return None if content.get("id") or content.get("link") else missing(f"{kind}.id")
        case _:
            return None


def _limit(name: str, value: Any, limit: int) -> Refusal | None:
    if not isinstance(value, str) or not value.strip():
        return missing(name)
    return invalid(f"{name} may have at most {limit} characters, got {len(value)}") if len(value) > limit else None


def _interactive(content: dict[str, Any]) -> Refusal | None:
    wrong = _limit("interactive.body.text", (content.get("body") or {}).get("text"), 1024)
    if wrong:
        return wrong
    action = content.get("action") or {}
    if content.get("type") == "button":
        return _buttons([each.get("reply") or {} for each in action.get("buttons") or []])
    if content.get("type") == "list":
        return _limit("action.button", action.get("button"), 20) or _list(action.get("sections") or [])
    return invalid("interactive.type")


def _buttons(replies: list[dict[str, Any]]) -> Refusal | None:
    if not 1 <= len(replies) <= 3:
        return invalid(f"buttons: 1 to 3, got {len(replies)}")
    if any(len({each.get(key) for each in replies}) != len(replies) for key in ("id", "title")):
        return invalid("buttons: ids and titles must differ")
    checks = [_limit("id", each.get("id"), 256) or _limit("title", each.get("title"), 20) for each in replies]
    return next(filter(None, checks), None)


def _list(sections: list[dict[str, Any]]) -> Refusal | None:
    rows = [row for section in sections for row in section.get("rows") or []]
    if not 1 <= len(rows) <= 10:
        return invalid(f"rows: 1 to 10, got {len(rows)}")
    if len({row.get("id") for row in rows}) != len(rows):
        return invalid("rows: ids must differ")
    if len(sections) > 1 and not all(section.get("title") for section in sections):
        return missing("section.title")
    for row in rows:
        wrong = _limit("row.id", row.get("id"), 200) or _limit("row.title", row.get("title"), 24)
        if "description" in row:
            wrong = wrong or _limit("row.description", row["description"], 72)
        if wrong:
            return wrong
    return None


def _template(content: dict[str, Any], templates: dict[str, Template]) -> Refusal | None:
    template = templates.get(str(content.get("name")))
    code = (content.get("language") or {}).get("code")
    if template is None or code not in {each.value for each in template.bodies}:
        return Refusal(404, 132001, "Template name does not exist in the translation", f"{content.get('name')} {code}")
    bodies = [each for each in content.get("components") or [] if each.get("type") == "body"]
    parameters = [each for body in bodies for each in body.get("parameters") or []]
    if len(parameters) != len(template.variables):
        return Refusal(400, 132000, "Number of parameters does not match the expected number of params")
    if any(not each.get("text") or "\n" in each["text"] for each in parameters):
        return Refusal(400, 132018, "Template parameters have an invalid value")
    return None
