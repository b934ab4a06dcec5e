"""Takes a complaint through the five steps: hear it, identify it, ask what is unknown, offer a solution, follow up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from actions.complaint_questions import EXTRA_SLOTS, FORM, NONE, REFUSE, due_day, procedure_of
from actions.complaint_triage import propose_category, propose_severity
from actions.escalations import escalation_of
from actions.form_engine import read, take
from actions.form_model import Message, Reading
from actions.lookup_request import Given, as_proof
from actions.request_form import FormAction
from actions.resources import Resources
from actions.sop import Procedure
from actions.turn import Answer, Line, Turn
from actions.turn_payloads import REQUESTED_SLOT
from actions.unfinished import UNFINISHED, still_unfinished
from actions.wording import format_day, join_words
from crm.complaints import NewComplaint, open_complaint, read_history, settle_price_difference
from crm.database import writing
from crm.identity import Grant, Visitor, access_order
from crm.numbers import parse_number
from crm.orders import list_own_orders
from crm.service_tables import PriceChoice
from crm.tables import ComplaintCategory, Severity
from crm.working_days import add_working_days
from protocol.escalation import EscalationReason

_EMOTIONS = {"angry", "disappointed", "anxious"}


@dataclass(frozen=True)
class Case:
    """A complaint as it stands after a message."""

    message: Message
    grant: Grant | None
    severity: Severity

    @property
    def procedure(self) -> Procedure:
        """What the standard procedure says of it."""
        return procedure_of(self.message.draft)


class ValidateComplaintForm(FormAction):
    """Hears a complaint, settles it within the procedure, or hands it to a person with its number."""

    form = FORM

    @override
    def draft_of(self, turn: Turn) -> dict[str, Any]:
        extra = {slot: turn.slots[slot] for slot in EXTRA_SLOTS if turn.slots.get(slot) is not None}
        return {**super().draft_of(turn), **extra}

    @override
    async def go_on(
        self, session: AsyncSession, visitor: Visitor, message: Message, given: Given | None, opened: Resources
    ) -> Answer:
        reading = read(self.form, message)
        heard_before = bool(message.draft.get("complaint"))
        message, grant, note = await link_order(session, visitor, message, reading, opened)
        brought = {slot: message.draft[slot] for slot in reading.values if message.draft.get(slot) is not None}
        step = take(self.form, message, Reading(brought, reading.problem))
        message = replace(message, draft={**message.draft, **step.values})
        history = await read_history(session, grant)
        story = str(message.draft.get("complaint") or "")
        case = Case(message, grant, propose_severity(story, message.turn.emotion, history))
        lines = (*_heard(message.turn, story, heard_before, reading), *note)
        if step.requested is None or _goes_to_person(case, step.requested):
            return await self._settle(session, visitor, case, lines)
        slots = {**message.draft, UNFINISHED: still_unfinished(message.turn, self.form.name)}
        return Answer((*lines, *step.lines), {**slots, REQUESTED_SLOT: step.requested})

    async def _settle(self, session: AsyncSession, visitor: Visitor, case: Case, lines: tuple[Line, ...]) -> Answer:
        settled = case.message.draft.get("settlement")
        if settled in set(PriceChoice) and case.grant:
            kinds = await settle_price_difference(session, visitor, case.grant, PriceChoice(settled))
            lines += (_price_line(settled, kinds, case.message.turn),)
        number = await record(session, visitor, case)
        handed_over = settled in (None, REFUSE)
        told = Line("utter_complaint_handed_over" if handed_over else "utter_complaint_saved", _promises(case, number))
        answer = self.finish((*lines, told), case.message.draft, case.message.turn)
        answer = replace(answer, slots={**answer.slots, **dict.fromkeys(EXTRA_SLOTS)})
        return replace(answer, custom=_handoff(case, number)) if handed_over else answer


async def link_order(
    session: AsyncSession, visitor: Visitor, message: Message, reading: Reading, opened: Resources
) -> tuple[Message, Grant | None, tuple[Line, ...]]:
    """Ties the complaint to its order where the customer may see that; a complaint is taken whether or not they may."""
    draft = {**await _known_order(session, visitor, message.turn), **message.draft, **reading.values}
    message = replace(message, draft=draft)
    number = parse_number(str(draft.get("complaint_order") or ""), message.today.year)
    if number is None or draft.get("complaint_linked") == "no":
        return message, None, ()
    proof = as_proof(draft.get("complaint_proof")) if draft.get("complaint_linked") is None else None
    access = await access_order(session, visitor, number, proof)
    if access.grant:
        order = await opened.read_order(session, access.grant)
        return replace(message, draft={**draft, "complaint_linked": "yes"}, order=order), access.grant, ()
    if draft.get("complaint_proof") is None:
        return message, None, ()
    return replace(message, draft={**draft, "complaint_linked": "no"}), None, (Line("utter_complaint_unlinked"),)


async def _known_order(session: AsyncSession, visitor: Visitor, turn: Turn) -> dict[str, Any]:
    """The order that need not be asked for: the one talked of before, or the only one of a known customer."""
    own = [order.number for order in await list_own_orders(session, visitor)]
    if (before := turn.slot("order_number")) in own:
        return {"complaint_order": before}
    return {"complaint_order": own[0]} if len(own) == 1 else {}


async def record(session: AsyncSession, visitor: Visitor, case: Case) -> str:
    """Writes the complaint down with what was offered, answered and promised; returns its number."""
    draft, today, language = case.message.draft, case.message.today, case.message.turn.language
    due = due_day(case.procedure, today)
    settled = draft.get("settlement")
    offered = case.procedure.offer[language].format(due=format_day(due, language)) if settled else None
    details = [draft.get("complaint"), draft.get("specifics")]
    if not case.grant and draft.get("complaint_order") not in (None, NONE):
        details.append(f"({draft['complaint_order']})")
    new = NewComplaint(
        category=ComplaintCategory(draft.get("category") or ComplaintCategory.OTHER),
        severity=case.severity,
        description="\n".join(str(each) for each in details if each),
        answer_due_on=due,
        turn=case.message.turn.turn_id,
        offer=offered,
        accepted=None if settled is None else settled != REFUSE,
        follow_up_on=add_working_days(due, case.procedure.follow_up_days),
    )
    return await open_complaint(session, visitor, new, case.grant, today.year)


async def record_unheard_complaint(turn: Turn, opened: Resources) -> str | None:
    """Writes down a complaint that goes to a person before the form has heard it out; None when there is none."""
    told = turn.intent == "report_complaint" and not turn.is_button and len(turn.text.split()) > 1
    under_way = turn.form == FORM.name and turn.slot("complaint")
    if not told and not under_way:
        return None
    story = [turn.slot("complaint") if under_way else None, None if turn.is_button else turn.text]
    draft = {**turn.slots, "complaint": "\n".join(each for each in story if each)}
    draft.setdefault("category", propose_category(draft["complaint"]).value)
    visitor = Visitor(turn.conversation, opened.now(), turn.phone)
    message = Message(turn, draft, visitor.now.astimezone(opened.zone).date())
    async with writing(opened.engine) as session:
        message, grant, _ = await link_order(session, visitor, message, Reading(), opened)
        return await record(session, visitor, Case(message, grant, Severity.SEVERE))


def _goes_to_person(case: Case, requested: str) -> bool:
    """At once when it is severe and the story is told; else when only the solution is left, which a person finds."""
    if not case.message.draft.get("complaint") or requested == "category":
        return False
    if not case.procedure.needs_person(case.severity):
        return False
    return case.severity is Severity.SEVERE or requested == "settlement"


def _heard(turn: Turn, story: str, heard_before: bool, reading: Reading) -> tuple[Line, ...]:
    """The apology once the story is told; where more of it comes later, that it was noted."""
    if story and not heard_before:
        return (_sorry(turn),)
    added = set(reading.values) == {"complaint"}
    return (Line("utter_complaint_added"),) if heard_before and added else ()


def _sorry(turn: Turn) -> Line:
    return Line(f"utter_complaint_sorry_{turn.emotion if turn.emotion in _EMOTIONS else 'neutral'}")


def _price_line(choice: str, kinds: tuple[str, ...], turn: Turn) -> Line:
    return Line(f"utter_complaint_price_{choice}", {"instruments": join_words(kinds, turn.language)})


def _promises(case: Case, number: str) -> dict[str, str]:
    language, due = case.message.turn.language, due_day(case.procedure, case.message.today)
    follow_up = add_working_days(due, case.procedure.follow_up_days)
    return {
        "complaint": number,
        "due": format_day(due, language),
        "follow_up": format_day(follow_up, language),
    }


def _number_given(draft: Mapping[str, Any]) -> str | None:
    return str(draft["complaint_order"]) if draft.get("complaint_order") not in (None, NONE) else None


def _handoff(case: Case, number: str) -> dict[str, Any]:
    draft = case.message.draft
    known = {
        "complaint_number": number,
        "complaint": draft.get("complaint"),
        "category": draft.get("category"),
        "severity": case.severity.value,
        "order_number": case.message.order.number if case.message.order else _number_given(draft),
    }
    escalation = escalation_of(
        case.message.turn, EscalationReason.COMPLAINT, skill=case.procedure.unit.value, known=known
    )
    return {"handoff": escalation.to_json()}
