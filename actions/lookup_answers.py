"""What the look-up of an order answers, for each way it can go; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from rapidfuzz import fuzz

from actions.calibration_status import names_match, tell_calibration_status
from actions.certificates import tell_certificates
from actions.complaint_status import tell_complaints
from actions.invoices import tell_invoices
from actions.lookup_request import ASK_NUMBER, ASK_PROOF, INTENT_BY_WANTED, Given, Wanted, asks_why
from actions.order_status import tell_order_status
from actions.turn import Answer, Choice, Line, Turn
from actions.turn_payloads import REQUESTED_SLOT
from actions.unfinished import UNFINISHED, offer_unfinished, still_unfinished
from actions.wording import first_name, format_time
from crm.numbers import DocumentNumber
from crm.orders import OrderSummary, OrderView
from protocol.languages import Language

# A phone shows three buttons at once, and WhatsApp allows ten rows in a list; with five the choice stays a glance.
MOST_CHOICES = 5
FORM = "order_lookup_form"
ASKED_INSTRUMENT = "asked_instrument"
"""The slot for the instrument that a question was about while number and proof are asked for."""
_DONE: Mapping[str, Any] = {ASK_NUMBER: None, ASK_PROOF: None, REQUESTED_SLOT: None}


def tell(order: OrderView, given: Given, turn: Turn) -> Answer:
    """The answer itself, and what is remembered of a verified customer."""
    slots = {
        **_DONE,
        ASKED_INSTRUMENT: None,
        "lookup": given.wanted.value,
        "order_number": order.number,
        "company_name": order.company,
        "person_name": turn.slot("person_name") or first_name(order.contact_name),
        "escalation_reason": None,
        UNFINISHED: still_unfinished(turn, FORM),
    }
    return Answer((*_tell_wanted(order, given.wanted, turn), *offer_unfinished(turn, FORM)), slots)


def _tell_wanted(order: OrderView, wanted: Wanted, turn: Turn) -> tuple[Line, ...]:
    if wanted is Wanted.CALIBRATION:
        return tell_calibration_status(order, turn.language, asked_instrument(turn))
    return _TELLERS[wanted](order, turn.language)


_TELLERS: Mapping[Wanted, Callable[[OrderView, Language], tuple[Line, ...]]] = {
    Wanted.ORDER: tell_order_status,
    Wanted.CERTIFICATE: tell_certificates,
    Wanted.INVOICE: tell_invoices,
    Wanted.COMPLAINT: tell_complaints,
}


def ask_number(given: Given, turn: Turn, *, again: bool) -> Answer:
    """Asks which order it is about; the second time, with where the number is found."""
    response = "utter_lookup_where_number" if again else f"utter_lookup_ask_number_{given.wanted}"
    if turn.resumed:
        response = "utter_lookup_back_to_number"
    return _asking(given, ASK_NUMBER, Line(response))


def ask_which(given: Given, own: Sequence[OrderSummary]) -> Answer:
    """Lets a verified customer choose among several orders."""
    return _asking(given, ASK_NUMBER, Line("utter_lookup_which_order", {}, _choices(own, given.wanted)))


def ask_proof(given: Given, number: DocumentNumber, turn: Turn, *, again: bool) -> Answer:
    """Asks for the e-mail or phone registered with the order; says nothing of whether there is one."""
    if asks_why(turn):
        return _asking(given, ASK_PROOF, Line("utter_lookup_why_proof", {"number": str(number)}))
    response = "utter_lookup_ask_proof_again" if again else "utter_lookup_ask_proof"
    if turn.resumed:
        response = "utter_lookup_back_to_proof"
    return _asking(given, ASK_PROOF, Line(response, {"number": str(number)}))


def tell_mismatch(given: Given, number: DocumentNumber, tries_left: int) -> Answer:
    """Number and proof do not fit; which of the two is wrong is not said."""
    values = {"number": str(number), "tries": str(tries_left)}
    return _asking(given, ASK_PROOF, Line("utter_lookup_mismatch", values))


def tell_not_own(given: Given, number: DocumentNumber, own: Sequence[OrderSummary]) -> Answer:
    """The number is not among the customer's own orders; the nearest ones are offered."""
    nearest = sorted(own, key=lambda each: fuzz.ratio(each.number, str(number)), reverse=True)
    line = Line("utter_lookup_not_own", {"number": str(number)}, _choices(nearest, given.wanted))
    return _asking(given, ASK_PROOF, line)


def tell_locked(until: datetime, zone: tzinfo, turn: Turn) -> Answer:
    """No more tries for a while; a person is offered, unless one is on the way."""
    response = "utter_lookup_locked_queued" if turn.queued else "utter_lookup_locked"
    values = {"time": format_time(until, zone, turn.language)}
    # The number stays, so that the person who takes over knows which order it is about.
    slots = {ASK_PROOF: None, REQUESTED_SLOT: None, "escalation_reason": "verification"}
    return Answer((Line(response, values),), slots)


def pick_meant(own: Sequence[OrderSummary], wanted: Wanted, turn: Turn) -> Sequence[OrderSummary]:
    """The own orders that a message without a number can mean: by the instrument named, or the one talked of before."""
    instrument = asked_instrument(turn)
    if instrument:
        named = [each for each in own if any(names_match(instrument, kind) for kind in each.instruments)]
        own = named or own
    before = [each for each in own if each.number == turn.slot("order_number")]
    return before if before and wanted.value != turn.slot("lookup") else own


def asked_instrument(turn: Turn) -> str | None:
    """The instrument that the customer asks about, named in this message or before number and proof were asked for."""
    return turn.entity("instrument") or turn.slot(ASKED_INSTRUMENT)


def _asking(given: Given, slot: str, line: Line) -> Answer:
    remembered = {
        "lookup": given.wanted.value,
        ASK_NUMBER: str(given.number) if given.number else None,
        # A proof that came before the number waits for it; one that was tried is forgotten.
        ASK_PROOF: None if given.number or not given.proof else given.proof.email or given.proof.phone,
        REQUESTED_SLOT: slot,
    }
    return Answer((line,), remembered)


def _choices(own: Sequence[OrderSummary], wanted: Wanted) -> tuple[Choice, ...]:
    intent = INTENT_BY_WANTED[wanted]
    return tuple(
        Choice(each.number, f'/{intent}{{"order_number": "{each.number}"}}') for each in list(own)[:MOST_CHOICES]
    )
