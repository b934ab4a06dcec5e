"""When a conversation goes to a person: pure rules over what was understood, turn by turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from protocol.escalation import EscalationReason

LONGEST_CURVE = 10
UNKNOWN_INTENTS = frozenset({"nlu_fallback", "out_of_scope"})
CLEAR_LANGUAGE = 0.7
"""From this confidence on one sentence changes the conversation's language."""
RISING = frozenset({"disappointed", "angry"})
_WEIGHT = {"disappointed": 1, "angry": 2}
_DEADLINE = re.compile(
    r"\b(audit\w*|asesmen|asesor|assess\w*|inspeksi|inspection|sidak|deadline|tenggat|batas waktu|jatuh tempo"
    r"|surveilans|surveillance|berhenti|stop produksi|line down|production (?:line )?(?:is )?(?:stopped|down)"
    r"|besok|bsk|hari ini|lusa|sekarang juga|darurat|urgent\w*|asap|tomorrow|today|tonight|right now)\b",
    re.IGNORECASE,
)
"""Words that give worry a date."""

SURE_WISH = 0.6
"""In a form, names and other short answers are taken for the wish for a person with less; real wishes score above."""


@dataclass(frozen=True)
class EscalationSettings:
    """The thresholds of config.yml."""

    angry: float = 0.6
    """Anger this sure goes to a person at once."""
    anxious: float = 0.6
    """Worry this sure goes to a person if there is a deadline and no plain answer."""
    rising_turns: int = 2
    """So many angry or disappointed turns running, none milder than the one before, go to a person."""
    not_understood: int = 2
    """So many turns running that were not understood go to a person."""
    not_resolved: int = 2
    """So many times "that did not help" go to a person."""


@dataclass(frozen=True)
class Heard:
    """What was understood of the customer's latest message."""

    intent: str
    text: str = ""
    topic: str | None = None
    language: str | None = None
    language_confidence: float = 1.0
    emotion: str = "neutral"
    emotion_confidence: float = 0.0
    has_date: bool = False
    queued: bool = False
    """The customer already waits for a person."""
    is_choice: bool = False
    """A tapped button, which shows no feeling and no language."""
    in_form: bool = False
    """A form's question is open, which takes what the classifier cannot place, and asks again where it cannot."""
    intent_confidence: float = 1.0
    clarified: bool = False
    """The bot offers two meanings, so the customer is not yet stuck."""


@dataclass(frozen=True)
class Mood:
    """What the conversation has shown so far; kept in the bot's slots."""

    language: str | None = None
    language_wished: bool = False
    """The customer has asked for this language, so it stays whatever language the messages are in."""
    emotion: str = "neutral"
    curve: tuple[str, ...] = ()
    not_understood: int = 0
    not_resolved: int = 0


@dataclass(frozen=True)
class Decision:
    """The mood after the message, and why a person is needed, if one is."""

    mood: Mood
    reason: EscalationReason | None = None


def hear(mood: Mood, heard: Heard, settings: EscalationSettings) -> Decision:
    """Takes one message into account."""
    after = _update(mood, heard)
    reason = None if heard.queued else _reason(after, heard, settings)
    if reason in (EscalationReason.NOT_UNDERSTOOD, EscalationReason.NOT_RESOLVED):
        after = replace(after, not_understood=0, not_resolved=0)
    return Decision(after, reason)


def _update(mood: Mood, heard: Heard) -> Mood:
    emotion = mood.emotion if heard.is_choice else heard.emotion
    curve = mood.curve if heard.is_choice else (*mood.curve, emotion)[-LONGEST_CURVE:]
    stuck = heard.intent in UNKNOWN_INTENTS and not heard.clarified and not heard.in_form
    return Mood(
        language=_language(mood, heard),
        language_wished=mood.language_wished,
        emotion=emotion,
        curve=curve,
        not_understood=mood.not_understood + 1 if stuck else 0,
        not_resolved=mood.not_resolved + (heard.intent == "not_resolved"),
    )


def _language(mood: Mood, heard: Heard) -> str | None:
    if mood.language and (mood.language_wished or heard.is_choice):
        return mood.language
    if mood.language and heard.language_confidence < CLEAR_LANGUAGE:
        return mood.language
    return heard.language or mood.language


def _reason(mood: Mood, heard: Heard, settings: EscalationSettings) -> EscalationReason | None:
    if heard.intent == "request_human" and not (heard.in_form and heard.intent_confidence < SURE_WISH):
        return EscalationReason.ASKED
    if _is_upset(mood, heard, settings) or _is_worried_now(heard, settings):
        return EscalationReason.EMOTION
    if mood.not_understood >= settings.not_understood:
        return EscalationReason.NOT_UNDERSTOOD
    if heard.intent == "not_resolved" and mood.not_resolved >= settings.not_resolved:
        return EscalationReason.NOT_RESOLVED
    return None


def _is_upset(mood: Mood, heard: Heard, settings: EscalationSettings) -> bool:
    if heard.is_choice:
        return False
    if heard.emotion == "angry" and heard.emotion_confidence >= settings.angry:
        return True
    return _is_rising(mood.curve[-settings.rising_turns :], settings.rising_turns)


def _is_rising(turns: Sequence[str], needed: int) -> bool:
    weights = [_WEIGHT.get(turn, 0) for turn in turns]
    return len(turns) == needed and all(weights) and weights == sorted(weights)


def _is_worried_now(heard: Heard, settings: EscalationSettings) -> bool:
    """Worry with a deadline; a general question is answered first, for the answer may be all that is needed."""
    if heard.is_choice or heard.emotion != "anxious" or heard.emotion_confidence < settings.anxious:
        return False
    return heard.intent != "faq" and (heard.has_date or bool(_DEADLINE.search(heard.text)))
