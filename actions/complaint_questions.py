"""What a complaint has to know, and how it is read from what the customer says; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions.complaint_triage import propose_category, tells_specifics
from actions.form_model import NOTHING, Form, Message, Question, Reading, asking
from actions.form_relevance import asks_something, says_no, says_text, says_yes
from actions.lookup_request import find_number, goes_on_explaining
from actions.sop import SOP, Procedure
from actions.turn import Line
from actions.word_patterns import only, words
from actions.wording import format_day
from crm.contact_details import find_email, find_phone
from crm.service_tables import PriceChoice
from crm.tables import ComplaintCategory
from crm.working_days import add_working_days

NONE = "none"
ACCEPT, REFUSE = "accept", "refuse"
_FEWEST_WORDS = 4
_FEWEST_WORDS_ADDED = 2
# "Mau komplain" announces a complaint and tells nothing yet.
_ANNOUNCES = only(
    "halo hai kak min pak bu bapak ibu saya aku gw kami mau ingin boleh ada ajukan mengajukan sampaikan menyampaikan",
    "komplain komplen keluhan keluh ngeluh kecewa protes lapor masalah dong nih ya banget punya sebuah tentang soal",
    "terkait layanan pelayanan selamat pagi siang sore malam permisi izin assalamualaikum mohon tolong dicatat catat",
    "i i'd i'm i've we we'd want would like to complain\\w* problem report make file a an have got register raise",
    "please",
    "issue your about service hello hi good morning afternoon evening here something",
)
# Agreed to a question that wants to be answered.
_BARE_YES = only("ya iya iy y yes yep ok oke siap baik boleh sure kak")
_HAS_NONE = words("tidak gak ga nggak ndak belum lupa tanpa no none don'?t not forgot")
_ANSWERS_NUMBER = words("gak_ada tidak_ada nggak_ada ga_ada gak_tau tidak_tahu lupa no_number don'?t_have forgot")
_PAYS = words("bayar\\w* dibayar pay paying tambah_bayar")
_CANCELS = words("batal\\w* dibatalkan cancel\\w* hapus coret keluarkan drop remove")


def _read_story(message: Message) -> Reading:
    """The story: the first message, if it tells one, and whatever is said when asked for it."""
    turn = message.turn
    told = turn.text.strip() if _goes_on_telling(message) else says_text(message)
    begins = turn.intent == "report_complaint" and not turn.is_button
    if told is None and begins and len(turn.text.split()) >= _FEWEST_WORDS and not _ANNOUNCES.match(turn.text):
        told = turn.text.strip()
    if told is None or told == message.draft.get("complaint"):
        return NOTHING
    before = message.draft.get("complaint")
    return Reading({"complaint": f"{before}\n{told}" if before else told})


def _goes_on_telling(message: Message) -> bool:
    """True for "padahal invoice sudah kami bayar": more of the story, whichever question stands open."""
    turn = message.turn
    under_way = turn.requested not in {None, "complaint", "specifics"} and bool(message.draft.get("complaint"))
    if not under_way or turn.is_button or asks_something(turn.text):
        return False
    return goes_on_explaining(turn.text) or _adds_to_offer(message)


def _adds_to_offer(message: Message) -> bool:
    """True for more of the story where a yes or a no was asked for ("NPWP-nya harusnya ...")."""
    turn = message.turn
    if turn.requested != "settlement" or turn.intent not in {"provide_info", "report_complaint", ""}:
        return False
    decides = says_yes(turn) or says_no(turn) or _typed_choice(message) is not None
    return (
        not decides and len(turn.text.split()) >= _FEWEST_WORDS_ADDED and find_number(turn, message.today.year) is None
    )


def _read_category(message: Message) -> Reading:
    if message.asked and (chosen := message.turn.entity("choice")) in set(ComplaintCategory):
        return Reading({"category": chosen})
    story, known = message.draft.get("complaint"), message.draft.get("category")
    if known or not story:
        return NOTHING
    told = says_text(message) if message.asked else None
    proposed = propose_category(f"{story}\n{told or ''}")
    if proposed is ComplaintCategory.OTHER and not message.asked:
        return NOTHING
    # Told in words instead of tapped, it is more of the story ("sertifikat kami belum dikirim").
    more = {"complaint": f"{story}\n{told}"} if told and told not in str(story) else {}
    return Reading({"category": proposed.value, **more})


def _read_order(message: Message) -> Reading:
    turn = message.turn
    asked = replace(turn, requested="document_number") if message.asked else turn
    if number := find_number(asked, message.today.year):
        return Reading({"complaint_order": str(number), "complaint_linked": None})
    if not message.asked or turn.is_button or _goes_on_telling(message):
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
    if _goes_on_telling(message):
        return NOTHING  # a tax number looks like a phone
    if not message.turn.is_button and (proof := find_email(said) or find_phone(said)):
        return Reading({"complaint_proof": proof})
    if message.asked and (message.turn.intent == "deny" or _HAS_NONE.search(said)):
        return Reading({"complaint_proof": NONE})
    return NOTHING


def _is_unlinked(draft: Mapping[str, Any]) -> bool:
    return draft.get("complaint_order") not in (None, NONE) and draft.get("complaint_linked") is None


def _read_specifics(message: Message) -> Reading:
    text = says_text(message)
    return Reading({"specifics": text}) if text and not _BARE_YES.match(text) else NOTHING


def _asks_specifics(draft: Mapping[str, Any]) -> bool:
    """True where the procedure wants to know more than the story tells."""
    category = ComplaintCategory(draft.get("category") or ComplaintCategory.OTHER)
    return procedure_of(draft).ask is not None and not tells_specifics(category, str(draft.get("complaint") or ""))


def _ask_specifics(message: Message) -> Line:
    asked = procedure_of(message.draft).ask
    return Line("utter_complaint_ask_specifics", {"question": asked[message.turn.language] if asked else ""})


def _read_settlement(message: Message) -> Reading:
    if not message.asked:
        return NOTHING
    choice = message.turn.entity("choice")
    if choice in set(PriceChoice):
        return Reading({"settlement": choice})
    if says_no(message.turn):
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
        Question(
            "complaint",
            _read_story,
            asking("utter_complaint_ask_story"),
            free_text=True,
            any_matter=True,
            claims=_goes_on_telling,
        ),
        Question("category", _read_category, asking("utter_complaint_ask_category"), free_text=True, any_matter=True),
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
