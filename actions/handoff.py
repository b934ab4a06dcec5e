"""Hands the conversation to a person, with everything that the bot has learnt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from actions.edge import SapaAction
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
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
# Matters that the bot does not settle itself, each with its own sentence to the customer.
_MATTERS = {
    "request_quotation", "negotiate_quotation", "request_schedule", "request_pickup", "report_complaint",
    "give_feedback", "opt_out", "delete_data",
}  # fmt: skip
_REASON_BY_INTENT = {"report_complaint": EscalationReason.COMPLAINT, "not_resolved": EscalationReason.NOT_RESOLVED}
_FEELINGS = {"angry", "disappointed", "anxious"}
_TOLD_SLOTS = (
    "order_number", "document_number", "lookup", "person_name", "company_name", "unfinished", "emotion_curve",
)  # fmt: skip


class HandOff(SapaAction):
    """Says one sentence that fits reason and emotion, and tells the handoff service."""

    action_name = "action_handoff"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if turn.queued:
            return Answer((Line("utter_handoff_already_queued"),), end_form=turn.form is not None)
        reason = find_reason(turn)
        unfinished = turn.form or turn.slot("unfinished")
        escalation = Escalation(
            reason=reason,
            evidence=turn.said[-EVIDENCE_SENTENCES:],
            emotion=turn.emotion,
            skill=find_skill(turn),
            slots=_told({**turn.slots, "unfinished": unfinished}),
        )
        return Answer(
            (Line(choose_sentence(turn, reason)),),
            {"escalation_reason": None, "unfinished": unfinished, "document_number": None},
            custom={"handoff": escalation.to_json()},
            end_form=turn.form is not None,
        )


def find_reason(turn: Turn) -> EscalationReason:
    """Why: as the policy or an action has set it, else as the customer's message says."""
    try:
        return EscalationReason(turn.slot("escalation_reason") or "")
    except ValueError:
        return _REASON_BY_INTENT.get(turn.intent, EscalationReason.ASKED)


def find_skill(turn: Turn) -> str | None:
    """The unit of the latest matter that belongs to one."""
    return next((_SKILLS[intent] for intent in (turn.intent, *turn.earlier_intents) if intent in _SKILLS), None)


def choose_sentence(turn: Turn, reason: EscalationReason) -> str:
    """The response that fits: a matter's own sentence, else the reason's; feelings come before both."""
    if turn.emotion in _FEELINGS and reason is not EscalationReason.VERIFICATION:
        return f"utter_handoff_{turn.emotion}"
    if turn.intent in _MATTERS and reason in {EscalationReason.ASKED, EscalationReason.COMPLAINT}:
        return f"utter_handoff_{turn.intent}"
    return f"utter_handoff_{reason}"


def _told(slots: Mapping[str, Any]) -> dict[str, Any]:
    return {name: slots[name] for name in _TOLD_SLOTS if slots.get(name)}
