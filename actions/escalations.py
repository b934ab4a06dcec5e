"""Puts together what a person gets who takes over; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.turn import Turn
from protocol.escalation import Escalation, EscalationReason

EVIDENCE_SENTENCES = 3
# Which back-office unit a matter belongs to; matters that are not named here are anybody's.
_SKILLS: Mapping[str, str] = {
    "check_invoice": "finance",
    "faq/invoice_tax": "finance",
    "faq/payment_methods": "finance",
    "faq/price_difference": "finance",
    "check_calibration_status": "technician",
    "faq/failed_calibration": "technician",
    "faq/instruments_supported": "technician",
    "check_certificate": "administration",
    "faq/certificate_correction": "administration",
    "check_order_status": "administration",
    "request_quotation": "administration",
    "negotiate_quotation": "administration",
    "request_schedule": "administration",
    "request_pickup": "administration",
}
_TOLD_SLOTS = (
    "order_number", "document_number", "lookup", "person_name", "company_name", "unfinished", "emotion_curve",
    "complaint", "category", "wish", "day", "address",
)  # fmt: skip


def escalation_of(
    turn: Turn, reason: EscalationReason, *, skill: str | None = None, known: Mapping[str, Any] | None = None
) -> Escalation:
    """The hand-over: reason, the customer's last words, mood, unit, and what need not be asked again."""
    slots = {**turn.slots, **(known or {})}
    return Escalation(
        reason=reason,
        evidence=turn.said[-EVIDENCE_SENTENCES:],
        emotion=turn.emotion,
        skill=skill or find_skill(turn),
        slots={name: slots[name] for name in (*_TOLD_SLOTS, *(known or {})) if slots.get(name)},
    )


def find_skill(turn: Turn) -> str | None:
    """The unit that a colleague has chosen, else that of the latest matter that belongs to one."""
    if chosen := turn.entity("unit"):
        return chosen
    return next((_SKILLS[intent] for intent in (turn.intent, *turn.earlier_intents) if intent in _SKILLS), None)
