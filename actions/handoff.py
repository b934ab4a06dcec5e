"""Hands the conversation to a person, with everything that the bot has learnt."""

from __future__ import annotations

import structlog
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from actions.complaint_form import record_unheard_complaint
from actions.complaint_questions import FORM as COMPLAINT
from actions.edge import SapaAction
from actions.escalations import escalation_of
from actions.lookup_request import ASK_NUMBER
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.unfinished import UNFINISHED
from protocol.escalation import EscalationReason

_REASON_BY_INTENT = {"report_complaint": EscalationReason.COMPLAINT, "not_resolved": EscalationReason.NOT_RESOLVED}
_FEELINGS = {"angry", "disappointed", "anxious"}

logger = structlog.get_logger()


class HandOff(SapaAction):
    """Says one sentence that fits reason and emotion, and tells the handoff service."""

    action_name = "action_handoff"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if turn.queued:
            return Answer((Line("utter_handoff_already_queued"),), end_form=turn.form is not None)
        reason = find_reason(turn)
        complaint = await _record_complaint(turn, opened)
        unfinished = turn.form or turn.slot(UNFINISHED)
        if complaint and unfinished == COMPLAINT.name:
            unfinished = None
        escalation = escalation_of(turn, reason, known={UNFINISHED: unfinished, "complaint_number": complaint})
        lines = [Line(choose_sentence(turn, reason))]
        if complaint:
            lines.append(Line("utter_complaint_number", {"complaint": complaint}))
        return Answer(
            tuple(lines),
            {**_forgotten(complaint, unfinished), "escalation_reason": None, UNFINISHED: unfinished},
            custom={"handoff": escalation.to_json()},
            end_form=turn.form is not None,
        )


async def _record_complaint(turn: Turn, opened: Resources) -> str | None:
    """A complaint that goes straight to a person gets its number too; without a database the person comes anyway."""
    try:
        return await record_unheard_complaint(turn, opened)
    except (SQLAlchemyError, OSError):
        logger.exception("complaint.not_recorded", conversation=turn.conversation)
        return None


def _forgotten(complaint: str | None, unfinished: str | None) -> dict[str, None]:
    """What the person has now: a complaint with its number, and an order's number unless a form goes on with it."""
    slots = [question.slot for question in COMPLAINT.questions] if complaint else []
    return dict.fromkeys([*slots, *([] if unfinished else [ASK_NUMBER])])


def find_reason(turn: Turn) -> EscalationReason:
    """Why: as the policy or an action has set it, else as the customer's message says."""
    try:
        return EscalationReason(turn.slot("escalation_reason") or "")
    except ValueError:
        return _REASON_BY_INTENT.get(turn.intent, EscalationReason.ASKED)


def choose_sentence(turn: Turn, reason: EscalationReason) -> str:
    """The response that fits: feelings come before the reason, which comes before all else."""
    if turn.entity("unit"):
        return "utter_handoff_staff"
    if turn.emotion in _FEELINGS and reason is not EscalationReason.VERIFICATION:
        return f"utter_handoff_{turn.emotion}"
    return f"utter_handoff_{reason}"
