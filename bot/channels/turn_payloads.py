"""Between Rasa's messages and events and our turns. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from protocol.escalation import Escalation
from protocol.messages import Reply, TurnAnswer, TurnRequest

INTERNAL_SLOTS = frozenset({"requested_slot", "session_started_metadata", "emotion_curve", "agent_outcome"})
"""Slots that mean nothing to anybody but the dialogue."""


class BadTurnError(ValueError):
    """A request that is not a turn; the text says what is missing."""


def read_turn(body: Any) -> TurnRequest:
    """Reads the body of a turn.

    Raises:
        BadTurnError: it has another shape.
    """
    if not isinstance(body, Mapping):
        raise BadTurnError("the body must be a JSON object")
    for name in ("turn", "sender", "text"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise BadTurnError(f"{name} must be a text")
    return TurnRequest(
        turn=body["turn"],
        conversation=body["sender"],
        text=body["text"],
        channel=str(body.get("channel") or "web"),
        language=body.get("language"),
        phone=body.get("phone"),
        queued=body.get("queued") is True,
        returned=body.get("returned"),
        known=dict(known) if isinstance(known := body.get("known"), Mapping) else {},
    )


def turn_metadata(turn: TurnRequest) -> dict[str, Any]:
    """What travels with the customer's message to components, policies and actions."""
    return {
        "turn": turn.turn,
        "channel": turn.channel,
        "phone": turn.phone,
        "language": turn.language,
        "queued": turn.queued,
    }


def answer_of(
    messages: Iterable[Mapping[str, Any]], parse_data: Mapping[str, Any], slots: Mapping[str, Any]
) -> TurnAnswer:
    """Makes a turn's answer of Rasa's messages (`text`, `buttons`, `custom`), its parse result and the slots."""
    replies = []
    escalation = None
    for message in messages:
        custom = message.get("custom") or {}
        if isinstance(custom, Mapping) and isinstance(custom.get("handoff"), Mapping):
            escalation = Escalation.from_json(dict(custom["handoff"]))
        if message.get("text"):
            replies.append(Reply.from_json(dict(message)))
    known = {name: value for name, value in slots.items() if value is not None and name not in INTERNAL_SLOTS}
    return TurnAnswer(tuple(replies), understood_of(parse_data), known, escalation)


def understood_of(parse_data: Mapping[str, Any]) -> dict[str, Any]:
    """What the desk shows of a parse result: intent, topic, confidence, language, emotion."""
    intent = parse_data.get("intent") or {}
    selected = (parse_data.get("response_selector") or {}).get("faq", {}).get("response", {})
    key = selected.get("intent_response_key") or ""
    topic = key.partition("/")[2] if intent.get("name") == "faq" else ""
    return {
        "intent": intent.get("name"),
        "topic": topic or None,
        "confidence": intent.get("confidence"),
        "language": (parse_data.get("language") or {}).get("code"),
        "emotion": (parse_data.get("emotion") or {}).get("label"),
    }
