"""What a customer who asks about an order has given so far: which matter, which number, which proof."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from actions.turn import Turn
from actions.word_patterns import begins_with, words
from crm.contact_details import find_email, find_phone
from crm.identity import Proof
from crm.numbers import Document, DocumentNumber, parse_number, without_numbers


class Wanted(StrEnum):
    """What the customer wants to know of an order; kept in the slot `lookup`."""

    ORDER = "order"
    """Where it stands."""
    CALIBRATION = "calibration"
    """How far the instruments are."""
    CERTIFICATE = "certificate"
    """The certificates."""
    INVOICE = "invoice"
    """The bill."""
    COMPLAINT = "complaint"
    """A complaint made earlier."""
    REVISION = "revision"
    """Another offer; see `actions.revision_form`."""
    SCHEDULE = "schedule"
    """A date; see `actions.schedule_form`."""
    PICKUP = "pickup"
    """Instruments to be collected or returned; see `actions.pickup_form`."""
    PERSONAL_DATA = "personal_data"
    """What is kept of the customer; see `actions.personal_data_form`."""


WANTED_BY_INTENT = {
    "check_order_status": Wanted.ORDER,
    "check_calibration_status": Wanted.CALIBRATION,
    "check_certificate": Wanted.CERTIFICATE,
    "check_invoice": Wanted.INVOICE,
    "check_complaint": Wanted.COMPLAINT,
}
INTENT_BY_WANTED = {
    **{wanted: intent for intent, wanted in WANTED_BY_INTENT.items()},
    Wanted.REVISION: "negotiate_quotation",
    Wanted.SCHEDULE: "request_schedule",
    Wanted.PICKUP: "request_pickup",
    Wanted.PERSONAL_DATA: "delete_data",
}
_WANTED_BY_DOCUMENT = {
    Document.ORDER: Wanted.ORDER,
    Document.QUOTATION: Wanted.ORDER,
    Document.CERTIFICATE: Wanted.CERTIFICATE,
    Document.INVOICE: Wanted.INVOICE,
    Document.COMPLAINT: Wanted.COMPLAINT,
}
_KIND_BY_ENTITY = {
    "order_number": Document.ORDER,
    "quotation_number": Document.QUOTATION,
    "certificate_number": Document.CERTIFICATE,
    "invoice_number": Document.INVOICE,
    "complaint_number": Document.COMPLAINT,
}
_WHY = words(
    "kenapa_harus kenapa_perlu kenapa_minta kok_harus kok_minta",
    "kok_pakai buat_apa untuk_apa emang\\w*_kenapa perlu_apa",
    "buktinya_apa bukti_apa why_do_you why_is_that why_should what_for what_do_you_need_it_for",
    "is_it_safe aman_gak aman_kah",
)
# "Padahal invoice sudah kami bayar" tells more of the matter that is asked about, and asks for no other.
_EXPLAINS = begins_with("padahal soalnya karena krn sebab sbb kan although because since we_already i_already but_we")
# Words with which customers answer the question without answering it; anything else is left to the other rules.
_ANSWERING_INTENTS = {"provide_info", "affirm", "deny"}
ASK_NUMBER, ASK_PROOF = "document_number", "contact_proof"


@dataclass(frozen=True)
class Given:
    """What is known, from this message and from the ones before."""

    wanted: Wanted
    number: DocumentNumber | None
    proof: Proof | None
    new: bool
    """True when this message brought a number or a proof."""


def read_given(turn: Turn, this_year: int, wanted: Wanted | None = None) -> Given:
    """Puts together what the message brings and what the slots hold; forms about one matter say which."""
    number = None if turn.resumed else find_number(turn, this_year)
    proof = None if turn.resumed else find_proof(turn)
    new = number is not None or proof is not None
    return Given(
        wanted=wanted or _wanted(turn, number),
        number=number or _number_in_slot(turn, this_year),
        proof=proof or as_proof(turn.slot("contact_proof")),
        new=new,
    )


def asks_why(turn: Turn) -> bool:
    """True when the customer asks what number or proof is needed for."""
    return turn.requested in {ASK_NUMBER, ASK_PROOF} and _WHY.search(turn.text) is not None


def goes_on_explaining(text: str) -> bool:
    """True for a sentence that begins like the second half of one."""
    return _EXPLAINS.search(text) is not None


def explains(turn: Turn) -> bool:
    """True for a sentence that goes on with what the customer has been asked about."""
    return turn.requested in {ASK_NUMBER, ASK_PROOF} and goes_on_explaining(turn.text)


def is_aside(turn: Turn, given: Given) -> bool:
    """True when the customer, asked by the form, says something that is not meant for it."""
    if turn.form is None or turn.requested is None or turn.resumed or turn.doubted or given.new:
        return False
    return turn.intent not in WANTED_BY_INTENT and turn.intent not in _ANSWERING_INTENTS


def find_number(turn: Turn, this_year: int) -> DocumentNumber | None:
    """A document number in the message; bare digits count only where a number was asked for, or it is all there is."""
    if not turn.is_button and (found := parse_number(turn.text, this_year)):
        return found
    for name, kind in _KIND_BY_ENTITY.items():
        if (value := turn.entity(name)) and (found := parse_number(value, this_year, kind)):
            return found
    asked = turn.requested == ASK_NUMBER or (turn.requested is None and turn.intent == "provide_info")
    return parse_number(turn.text, this_year, Document.ORDER) if asked and find_proof(turn) is None else None


def find_proof(turn: Turn) -> Proof | None:
    """An e-mail address or a phone number in the message."""
    return None if turn.is_button else as_proof(without_numbers(turn.text))


def as_proof(text: str | None) -> Proof | None:
    """Reads a proof; the e-mail wins, as digits can be anything."""
    if not text:
        return None
    if email := find_email(text):
        return Proof(email=email)
    phone = find_phone(text)
    return Proof(phone=phone) if phone else None


def _wanted(turn: Turn, number: DocumentNumber | None) -> Wanted:
    if not (turn.resumed or explains(turn)) and (asked := WANTED_BY_INTENT.get(turn.intent)):
        return asked
    if turn.requested and (kept := turn.slot("lookup")):
        return Wanted(kept)
    return _WANTED_BY_DOCUMENT[number.kind] if number else Wanted.ORDER


def _number_in_slot(turn: Turn, this_year: int) -> DocumentNumber | None:
    under_way = turn.requested or turn.slot("unfinished")
    kept = turn.slot("document_number") if under_way else None
    return parse_number(kept, this_year) if kept else None
