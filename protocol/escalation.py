"""Why a conversation goes to a person, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EscalationReason(StrEnum):
    """What took the conversation out of the bot's hands."""

    ASKED = "asked"
    """The customer wants a person."""
    EMOTION = "emotion"
    """Anger now, or anger or disappointment that grows over turns, or worry with a deadline."""
    NOT_UNDERSTOOD = "not_understood"
    """The bot did not understand twice running."""
    NOT_RESOLVED = "not_resolved"
    """The customer said twice that the answer did not help."""
    COMPLAINT = "complaint"
    """A severe complaint, or one that the standard procedure cannot settle."""
    VERIFICATION = "verification"
    """The customer could not be verified."""
    BOT_FAILURE = "bot_failure"
    """The bot was down, slow, or answered nothing."""
    RATING = "rating"
    """A low rating after the matter was closed."""
    CALL_BACK = "call_back"
    """We promised to come back, and the time has come."""


@dataclass(frozen=True)
class Escalation:
    """The hand-over: the reason and its evidence, so that the customer need not say it twice."""

    reason: EscalationReason
    evidence: tuple[str, ...] = ()
    """The customer's own sentences that made the reason."""
    emotion: str = "neutral"
    skill: str | None = None
    """The back-office unit whose matter it is (`finance`, `technician` ...), if the bot knows."""
    slots: dict[str, Any] = field(default_factory=dict)
    """What the bot has learnt and asked."""

    def to_json(self) -> dict[str, Any]:
        """The shape of the bot's `custom: {"handoff": ...}` message and of the record's escalation."""
        return {
            "reason": self.reason.value, "evidence": list(self.evidence), "emotion": self.emotion,
            "skill": self.skill, "slots": self.slots,
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Escalation:
        """Reads what `to_json` wrote; an unknown reason counts as the customer having asked."""
        try:
            reason = EscalationReason(value.get("reason", "asked"))
        except ValueError:
            reason = EscalationReason.ASKED
        return cls(
            reason=reason,
            evidence=tuple(str(each) for each in value.get("evidence") or ()),
            emotion=str(value.get("emotion") or "neutral"),
            skill=str(value["skill"]) if value.get("skill") else None,
            slots=dict(value.get("slots") or {}),
        )
