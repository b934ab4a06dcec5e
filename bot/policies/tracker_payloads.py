"""Reads the escalation's view of a conversation out of Rasa's tracker, and its outcome as slots."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.understanding.escalation import Heard, Mood


def heard_from(tracker: DialogueStateTracker) -> Heard:
    """The latest message as the rules see it."""
    message = tracker.latest_message or UserUttered("")
    parsed: dict[str, Any] = dict(message.parse_data or {})
    emotion, language, text = parsed.get("emotion") or {}, parsed.get("language") or {}, message.text or ""
    return Heard(
        intent=str(message.intent.get("name") or ""),
        text=text,
        topic=_topic(parsed),
        language=language.get("code"),
        language_confidence=float(language.get("confidence") or 0.0),
        emotion=str(emotion.get("label") or "neutral"),
        emotion_confidence=float(emotion.get("confidence") or 0.0),
        has_date=any(entity.get("entity") == "date" for entity in message.entities or ()),
        queued=(message.metadata or {}).get("queued") is True,
        is_choice=text.startswith("/"),
        in_form=tracker.active_loop_name is not None,
        intent_confidence=float(message.intent.get("confidence") or 0.0),
        clarified=bool(parsed.get("clarify")),
    )


def mood_from(tracker: DialogueStateTracker) -> Mood:
    """What the slots remember."""
    return Mood(
        language=tracker.get_slot("language"),
        language_wished=_has_wished_language(tracker),
        emotion=tracker.get_slot("emotion") or "neutral",
        curve=tuple(tracker.get_slot("emotion_curve") or ()),
        not_understood=int(tracker.get_slot("not_understood") or 0),
        not_resolved=int(tracker.get_slot("not_resolved") or 0),
    )


def mood_slots(mood: Mood) -> dict[str, Any]:
    """The slots that remember a mood."""
    return {
        "language": mood.language,
        "emotion": mood.emotion,
        "emotion_curve": list(mood.curve),
        "not_understood": float(mood.not_understood),
        "not_resolved": float(mood.not_resolved),
    }


def second_answer(tracker: DialogueStateTracker) -> str | None:
    """The response to a second general question in the latest message, where the first was one too."""
    message = tracker.latest_message
    if message is None or message.intent.get("name") != "faq":
        return None
    further = (message.parse_data or {}).get("also") or []
    topics = [each.get("topic") for each in further if isinstance(each, dict) and each.get("topic")]
    return f"utter_{topics[0]}" if topics else None


def _topic(parsed: dict[str, Any]) -> str | None:
    selected = ((parsed.get("response_selector") or {}).get("faq") or {}).get("response") or {}
    return selected.get("intent_response_key")


def _has_wished_language(tracker: DialogueStateTracker) -> bool:
    """Whether the customer asked for a language before the latest message; the action set the slot to it then."""
    messages = [event for event in tracker.events if isinstance(event, UserUttered)]
    return any(message.intent.get("name") == "change_language" for message in messages[:-1])
