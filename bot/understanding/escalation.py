"""When a conversation is handed to a person, and what is kept in mind from turn to turn. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from protocol.escalation import EscalationReason

NEGATIVE = frozenset({"angry", "disappointed"})
CURVE_LENGTH = 10
"""Turns whose emotion is remembered; a quarrel is decided within far fewer."""
ANSWERED_FROM_STOCK = frozenset({"faq", "greet", "goodbye", "thank", "help", "bot_challenge", "chitchat"})
"""Intents that the bot answers well even to somebody who worries; only anger takes them from it."""
DEADLINE = re.compile(
    r"\b(besok|lusa|hari ini|hr ini|nanti (?:siang|sore|malam)|(?:siang|sore|malam) ini|minggu ini|deadline|batas|tenggat|audit\w*"
    r"|segera|sekarang|darurat|urgent\w*|asap|today|tonight|tomorrow|this (?:morning|afternoon|week)|right now|due)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Thresholds:
    """From which on the bot gives up; set in `config.yml`."""

    angry_confidence: float = 0.6
    anxious_confidence: float = 0.6
    negative_turns: int = 2
    """Angry or disappointed turns running that count as a rising temper."""
    not_understood: int = 2
    not_resolved: int = 2


@dataclass(frozen=True)
class Heard:
    """What was understood of one message."""

    text: str
    intent: str | None
    emotion: str
    confidence: float
    has_date: bool
    can_clarify: bool = False
    """The bot wavers between two readings and can ask which."""


@dataclass(frozen=True)
class Mood:
    """What is remembered of the turns so far."""

    curve: tuple[str, ...] = ()
    not_understood: int = 0
    not_resolved: int = 0


def remember(mood: Mood, heard: Heard) -> Mood:
    """The mood after one more message: being understood ends a row of misunderstandings, a new topic does not end dissatisfaction."""
    failed = heard.intent == "nlu_fallback" and not heard.can_clarify
    return replace(
        mood,
        curve=(*mood.curve, heard.emotion)[-CURVE_LENGTH:],
        not_understood=mood.not_understood + 1 if failed else 0,
        not_resolved=mood.not_resolved + (heard.intent == "not_resolved"),
    )


def decide_escalation(mood: Mood, heard: Heard, limits: Thresholds) -> EscalationReason | None:
    """Why the conversation is handed over now, after this message is remembered in the mood; None when the bot goes on."""
    if heard.intent == "request_human":
        return EscalationReason.ASKED
    if heard.emotion == "angry" and heard.confidence >= limits.angry_confidence:
        return EscalationReason.EMOTION
    if is_rising(mood.curve, limits.negative_turns) and heard.intent not in ANSWERED_FROM_STOCK:
        return EscalationReason.EMOTION
    if worries_about_deadline(heard, limits):
        return EscalationReason.EMOTION
    if mood.not_understood >= limits.not_understood:
        return EscalationReason.NOT_UNDERSTOOD
    if mood.not_resolved >= limits.not_resolved:
        return EscalationReason.NOT_RESOLVED
    return None


def is_rising(curve: Sequence[str], turns: int) -> bool:
    """Whether the last turns were all angry or disappointed."""
    return len(curve) >= turns and all(each in NEGATIVE for each in curve[-turns:])


def worries_about_deadline(heard: Heard, limits: Thresholds) -> bool:
    """Whether somebody is anxious with a time in sight, and not about something that the bot answers at once."""
    if heard.emotion != "anxious" or heard.confidence < limits.anxious_confidence:
        return False
    return heard.intent not in ANSWERED_FROM_STOCK and (heard.has_date or bool(DEADLINE.search(heard.text)))


def choose_language(current: str | None, heard: str | None, confidence: float, *, wished: bool) -> str | None:
    """The language to answer in: an explicit wish stays, else a sentence that is clearly in the other language changes it."""
    if heard is None or (wished and current):
        return current
    if current is None or confidence >= CLEAR:
        return heard
    return current


CLEAR = 0.7
"""Confidence from which on one sentence changes the conversation's language."""
