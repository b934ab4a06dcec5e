"""Takes a complaint through the five steps: hear it, identify it, ask what is unknown, offer a solution, follow up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from actions.complaint_triage import propose_category, propose_severity
from actions.escalations import escalation_of
from actions.form_engine import read, take
from actions.form_model import NOTHING, Form, Message, Question, Reading, asking
from actions.form_relevance import asks_something, says_text, says_yes
from actions.lookup_request import Given, as_proof, find_number
from actions.request_form import FormAction
from actions.resources import Resources
from actions.sop import SOP, Procedure
from actions.turn import Answer, Line, Turn
from actions.turn_payloads import REQUESTED_SLOT
from actions.unfinished import UNFINISHED, still_unfinished
from actions.word_patterns import only, words
from actions.wording import format_day, join_words
from crm.complaints import NewComplaint, open_complaint, read_history, settle_price_difference
from crm.contact_details import find_email, find_phone
from crm.database import writing
from crm.identity import Grant, Visitor, access_order
from crm.numbers import parse_number
from crm.orders import list_own_orders
from crm.service_tables import PriceChoice
from crm.tables import ComplaintCategory, Severity
from crm.working_days import add_working_days
from protocol.escalation import EscalationReason

NONE = "none"
ACCEPT, REFUSE = "accept", "refuse"
_FEWEST_WORDS = 4
# "Mau komplain" announces a complaint and tells nothing yet.
_ANNOUNCES = only(
    "halo hai kak min pak bu saya aku gw mau ingin boleh ada ajukan mengajukan sampaikan komplain keluhan keluh kecewa",
    "protes lapor masalah dong nih ya banget i we want would_like to complain\\w* problem report make file a an have",
)
_HAS_NONE = words("tidak gak ga nggak ndak belum lupa tanpa no none don'?t not forgot")
_ANSWERS_NUMBER = words("gak_ada tidak_ada nggak_ada ga_ada gak_tau tidak_tahu lupa no_number don'?t_have forgot")
_PAYS = words("bayar\\w* dibayar pay paying tambah_bayar")
_CANCELS = words("batal\\w* dibatalkan cancel\\w* hapus coret keluarkan drop remove")
_EMOTIONS = {"angry", "disappointed", "anxious"}


def _read_story(message: Message) -> Reading:
    """The story: the first message, if it tells one, and whatever is said when asked for it."""
    turn = message.turn
    told = says_text(message)
    begins = turn.intent == "report_complaint" and not turn.is_button
    if told is None and begins and len(turn.text.split()) >= _FEWEST_WORDS and not _ANNOUNCES.match(turn.text):
        told = turn.text.strip()
    if told is None or told == message.draft.get("complaint"):
        return NOTHING
    before = message.draft.get("complaint")
    return Reading({"complaint": f"{before}\n{told}" if before else told})


def _read_category(message: Message) -> Reading:
    if message.asked and (chosen := message.turn.entity("choice")) in set(ComplaintCategory):
        return Reading({"category": chosen})
    story, known = message.draft.get("complaint"), message.draft.get("category")
    if known or not story:
        return NOTHING
    proposed = propose_category(str(story))
    if proposed is ComplaintCategory.OTHER and not message.asked:
        return NOTHING
    return Reading({"category": proposed.value})


def _read_order(message: Message) -> Reading:
    turn = message.turn
    asked = replace(turn, requested="document_number") if message.asked else turn
    if number := find_number(asked, message.today.year):
        return Reading({"complaint_order": str(number), "complaint_linked": None})
    if not message.asked or turn.is_button:
        return NOTHING
    if turn.intent == "deny" or _HAS_NONE.search(turn.text):
        return Reading({"complaint_order": NONE})
    told = says_text(message)
    if told is None or turn.intent == "affirm":
        return NOTHING
    # What is said instead of a number belongs to the story ("yang dari Oktober").
    return Reading({"complaint_order": NONE, "complaint": f"{message.draft.get('complaint')}\n{told}"})


def _read_proof(message: Message) -> Reading:
    said = message.turn.text
    if not message.turn.is_button and (proof := find_email(said) or find_phone(said)):
        return Reading({"complaint_proof": proof})
    if message.asked and (message.turn.intent == "deny" or _HAS_NONE.search(said)):
        return Reading({"complaint_proof": NONE})
    return NOTHING


def _is_unlinked(draft: Mapping[str, Any]) -> bool:
    return draft.get("complaint_order") not in (None, NONE) and draft.get("complaint_linked") is None


def _read_specifics(message: Message) -> Reading:
    text = says_text(message)
    return Reading({"specifics": text}) if text else NOTHING


def _asks_specifics(draft: Mapping[str, Any]) -> bool:
    return procedure_of(draft).ask is not None


def _ask_specifics(message: Message) -> Line:
    asked = procedure_of(message.draft).ask
    return Line("utter_complaint_ask_specifics", {"question": asked[message.turn.language] if asked else ""})


def _read_settlement(message: Message) -> Reading:
    if not message.asked:
        return NOTHING
    choice = message.turn.entity("choice")
    if choice in set(PriceChoice):
        return Reading({"settlement": choice})
    if message.turn.intent == "deny":
        # "Gak ada" still answers the question before, for a number.
        return NOTHING if _ANSWERS_NUMBER.search(message.turn.text) else Reading({"settlement": REFUSE})
    if said := _typed_choice(message):
        return Reading({"settlement": said.value if _can_choose(message) else ACCEPT})
    return Reading({"settlement": ACCEPT}) if says_yes(message.turn) else NOTHING


def _typed_choice(message: Message) -> PriceChoice | None:
    """Pay or cancel the item, as customers write it."""
    turn = message.turn
    if turn.requested != "settlement" or turn.is_button or asks_something(turn.text):
        return None
    if message.draft.get("category") != ComplaintCategory.PRICE_DIFFERENCE:
        return None
    pays, cancels = _PAYS.search(turn.text) is not None, _CANCELS.search(turn.text) is not None
    if pays == cancels:
        return None
    return PriceChoice.PAY if pays else PriceChoice.CANCEL


def _ask_settlement(message: Message) -> Line:
    procedure = procedure_of(message.draft)
    due = format_day(due_day(procedure, message.today), message.turn.language)
    offer = procedure.offer[message.turn.language].format(due=due)
    return Line("utter_complaint_offer_price" if _can_choose(message) else "utter_complaint_offer", {"offer": offer})


def _can_choose(message: Message) -> bool:
    """True when the price difference can be settled here: the order is known and has such an instrument."""
    if message.draft.get("category") != ComplaintCategory.PRICE_DIFFERENCE or message.order is None:
        return False
    return any(each.display_found and each.display_found != each.display for each in message.order.instruments)


def procedure_of(draft: Mapping[str, Any]) -> Procedure:
    """The procedure for the complaint's category."""
    return SOP.read()[ComplaintCategory(draft.get("category") or ComplaintCategory.OTHER)]


def due_day(procedure: Procedure, today: date) -> date:
    """By when the customer has an answer."""
    return add_working_days(today, procedure.answer_working_days)


FORM = Form(
    name="complaint_form",
    intents=frozenset({"report_complaint"}),
    questions=(
        Question("complaint", _read_story, asking("utter_complaint_ask_story"), free_text=True, any_matter=True),
        Question("category", _read_category, asking("utter_complaint_ask_category"), free_text=True),
        Question("complaint_order", _read_order, asking("utter_complaint_ask_order"), free_text=True),
        Question("complaint_proof", _read_proof, asking("utter_complaint_ask_proof"), _is_unlinked, free_text=True),
        Question("specifics", _read_specifics, _ask_specifics, _asks_specifics, free_text=True, any_matter=True),
        Question(
            "settlement",
            _read_settlement,
            _ask_settlement,
            claims=lambda message: _typed_choice(message) is not None,
        ),
    ),
    confirms=False,
)
EXTRA_SLOTS = ("complaint_linked",)


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
        lines = (*(() if heard_before or not story else (_sorry(message.turn),)), *note)
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
