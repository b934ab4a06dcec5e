"""Takes a request for a price offer: instruments, service, place, and to whom the offer goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from typing_extensions import override

from actions.contact_questions import read_city, read_company, read_email, read_person
from actions.form_model import NOTHING, Draft, Form, Message, Question, Reading, asking
from actions.items import (
    Item,
    correct_items,
    find_display,
    find_service,
    merge_items,
    read_items,
    remove_items,
    same_kind,
    tell_displays,
    write_item,
)
from actions.quantities import find_counts
from actions.request_form import RequestForm, Saving
from actions.turn import Line, Turn
from actions.wording import format_day, join_words
from crm.contact_details import without_addresses
from crm.identity import Person
from crm.numbers import without_numbers
from crm.requests import Asked, Inquiry, WantedInstrument, open_inquiry
from crm.service_tables import RequestKind
from crm.stages import STAGE_RULES, Stage
from crm.tables import Place, ServiceType
from crm.working_days import add_working_days
from protocol.languages import Language

_LAB = re.compile(
    r"\b(?:(?:di|ke|in|to|at) (?:your |the )?lab\w*|lab\w* (?:kalian|anda|aja|saja)|kirim ke (?:sana|kantor)|drop off"
    r"|send (?:it|them) in)\b",
    re.IGNORECASE,
)
_ANY_LAB = re.compile(r"\b(?:lab\w*|antar ke)\b", re.IGNORECASE)
"""Enough where the place was asked for; elsewhere "alat lab" is an instrument's home."""
_ON_SITE = re.compile(
    r"\b(?:di (?:lokasi|tempat|site|pabrik|kantor)(?: \w+)?|tempat (?:kami|saya|aku|gw|sini)"
    r"|lokasi|on-?\s?site|in-?\s?situ"
    r"|datang ke|ke tempat|our (?:site|place|plant))\b",
    re.IGNORECASE,
)
_UNKNOWN_DISPLAY = re.compile(
    r"\b(?:unknown|belum tahu|blm tau|gak tau|ga tau|nggak tahu|tidak tahu|kurang tau|campur\w*|dua-?duanya|mixed|both"
    r"|not sure|don'?t know)\b",
    re.IGNORECASE,
)
_MAKE_IT = re.compile(r"\b(?:make it|actually|instead|eh|bukan|ralat|jadi(?:in|kan)?|ganti|ubah)\b", re.IGNORECASE)
"""Where a name is asked for, a figure is a correction only with such a word: "PT Sinar 88" is a name."""
_REMEMBERED_SENTENCES = 3
"""How far back the general question may lie in which the instruments were named."""
_MORE_THAN_EVER = 5000
"""Instruments of one kind above this are a slip of the finger; the largest orders have a few hundred."""
SERVICE_NAMES: Mapping[Language, Mapping[ServiceType, str]] = {
    Language.ID: {
        ServiceType.KALIBRASI: "kalibrasi",
        ServiceType.TERA: "tera",
        ServiceType.TERA_ULANG: "tera ulang",
    },
    Language.EN: {
        ServiceType.KALIBRASI: "calibration",
        ServiceType.TERA: "tera (first legal verification)",
        ServiceType.TERA_ULANG: "tera ulang (legal re-verification)",
    },
}
_PLACES = {
    Language.ID: {Place.LABORATORY: "laboratorium kami", Place.ON_SITE: "lokasi Kakak"},
    Language.EN: {Place.LABORATORY: "our laboratory", Place.ON_SITE: "your site"},
}


def items_of(draft: Draft) -> tuple[Item, ...]:
    """The instruments named so far."""
    return tuple(Item.from_json(each) for each in draft.get("items") or ())


def _read_items(message: Message) -> Reading:
    known, turn = items_of(message.draft), message.turn
    if not known and turn.requested is None and (spoken_of := _items_spoken_of(turn)):
        return _checked(spoken_of)
    if turn.is_button:
        return NOTHING
    if (left := remove_items(known, turn)) is not None:
        return Reading({"items": _as_slot(left) or None})
    named = read_items(turn, asked=message.asked)
    if named:
        return _checked(merge_items(known, named))
    if turn.requested in {"company_name", "person_name", "city", "email"} and not _MAKE_IT.search(turn.text):
        return NOTHING
    corrected = correct_items(known, turn.text) if known else None
    return _checked(corrected) if corrected and corrected != known else NOTHING


def _items_spoken_of(turn: Turn) -> tuple[Item, ...]:
    """The instruments of the general question just before, when the wish itself names none ("boleh, 3 unit")."""
    about_them = next(iter(turn.earlier_intents), "").startswith("faq")
    if not about_them or (not turn.is_button and read_items(turn, asked=False)):
        return ()
    before = turn.said if turn.is_button else turn.said[:-1]
    for text in reversed(before[-_REMEMBERED_SENTENCES:]):
        if items := read_items(Turn(turn.conversation, text), asked=False):
            return (turn.is_button and items) or correct_items(items, turn.text) or items
    return ()


def _corrects_items(message: Message) -> bool:
    """True for a new count or display of a known instrument ("pipetnya 14 ya"), whatever else it looks like."""
    turn, known = message.turn, items_of(message.draft)
    if turn.is_button or turn.requested is None or turn.text.rstrip().endswith("?"):
        return False
    named = [each for each in read_items(turn, asked=False) if each.quantity or each.display]
    return any(same_kind(old.kind, new.kind) for old in known for new in named)


def _checked(items: tuple[Item, ...]) -> Reading:
    if any((item.quantity or 1) > _MORE_THAN_EVER for item in items):
        return Reading(problem=Line("utter_quotation_so_many"))
    return Reading({"items": _as_slot(items)})


def _as_slot(items: tuple[Item, ...]) -> list[dict[str, Any]]:
    return [item.to_json() for item in items]


def _read_quantities(message: Message) -> Reading:
    """Once every instrument has a count, this is settled; a bare figure counts for the one that was asked about."""
    items = items_of(message.draft)
    if message.asked and not read_items(message.turn, asked=False):
        counts = find_counts(without_addresses(without_numbers(message.turn.text)))
        if len(counts) == 1 and 0 < counts[0].value <= _MORE_THAN_EVER:
            items = _fill_first(items, counts[0].value)
    complete = bool(items) and all(item.quantity for item in items)
    changed = items != items_of(message.draft)
    if complete == bool(message.draft.get("quantities_known")) and not changed:
        return NOTHING
    return Reading({"items": _as_slot(items) or None, "quantities_known": True if complete else None})


def _fill_first(items: tuple[Item, ...], count: int) -> tuple[Item, ...]:
    filled = correct_items(items, f"{count} unit")
    return items if filled is None else filled


def _ask_quantity(message: Message) -> Line:
    missing = next(item for item in items_of(message.draft) if not item.quantity)
    return Line("utter_quotation_ask_quantity", {"instrument": missing.kind})


def _read_service(message: Message) -> Reading:
    service = find_service(message.turn.entity("service_type") or message.turn.text)
    return Reading({"service": service.value}) if service else NOTHING


def _read_display(message: Message) -> Reading:
    """The display of all instruments of which it is not known; asked once, because the price depends on it."""
    items, settled = items_of(message.draft), message.draft.get("display")
    complete = bool(items) and all(item.display for item in items)
    if complete and not settled:
        return Reading({"display": "known"})
    if settled and settled != "unknown" and not complete:
        settled = None  # an instrument was added since
    said = message.turn.entity("display_type", "choice") or message.turn.text
    display = find_display(said)
    early = bool(items) and display is not None and not read_items(message.turn, asked=False)
    if not message.asked and not early:
        return Reading({"display": None}) if message.draft.get("display") and settled is None else NOTHING
    if told := tell_displays(items, message.turn.text):
        return Reading({"display": "known", "items": _as_slot(told)})
    if display is None:
        return Reading({"display": "unknown"}) if _UNKNOWN_DISPLAY.search(said) else NOTHING
    shown = tuple(replace(each, display=each.display or display) for each in items)
    return Reading({"display": display.value, "items": _as_slot(shown)})


def _read_place(message: Message) -> Reading:
    text = message.turn.entity("choice") or message.turn.text
    if _LAB.search(text) or (message.asked and _ANY_LAB.search(text) and not _ON_SITE.search(text)):
        return Reading({"place": Place.LABORATORY.value})
    # Whoever answers the question with a town says where to come.
    on_site = _ON_SITE.search(text) or (message.asked and message.turn.entity("city"))
    return Reading({"place": Place.ON_SITE.value}) if on_site else NOTHING


def _summarise(message: Message) -> Line:
    language, draft = message.turn.language, message.draft
    place = _PLACES[language][Place(draft["place"])]
    city = f" ({draft['city']})" if draft["place"] == Place.ON_SITE.value and draft.get("city") else ""
    return Line(
        "utter_quotation_summary",
        {
            "instruments": "\n".join(f"• {write_item(item, language)}" for item in items_of(draft)),
            "service": SERVICE_NAMES[language][ServiceType(draft["service"])],
            "place": place + city,
            "company": str(draft["company_name"]),
            "person": str(draft["person_name"]),
            "email": str(draft["email"]),
        },
    )


def _on_site(draft: Draft) -> bool:
    return draft.get("place") == Place.ON_SITE.value


FORM = Form(
    name="quotation_form",
    intents=frozenset({"request_quotation"}),
    questions=(
        Question(
            "items",
            _read_items,
            asking("utter_quotation_ask_items"),
            free_text=True,
            claims=lambda message: (
                remove_items(items_of(message.draft), message.turn) is not None or _corrects_items(message)
            ),
            again="utter_quotation_ask_items_again",
        ),
        Question("quantities_known", _read_quantities, _ask_quantity, free_text=True),
        Question("service", _read_service, asking("utter_quotation_ask_service")),
        Question("display", _read_display, asking("utter_quotation_ask_display"), free_text=True),
        Question("place", _read_place, asking("utter_quotation_ask_place"), free_text=True),
        Question("city", read_city, asking("utter_quotation_ask_city"), _on_site, free_text=True),
        Question("company_name", read_company, asking("utter_quotation_ask_company"), free_text=True, is_name=True),
        Question("person_name", read_person, asking("utter_quotation_ask_person"), free_text=True, is_name=True),
        Question(
            "email",
            read_email,
            asking("utter_quotation_ask_email"),
            free_text=True,
            again="utter_quotation_ask_email_again",
        ),
    ),
    summarise=_summarise,
)


class ValidateQuotationForm(RequestForm):
    """Opens an order at its first stage and gives its number."""

    form = FORM

    @override
    def known(self, people: tuple[Person, ...]) -> Mapping[str, Any]:
        person = people[0] if people else None
        return {"company_name": person.company, "person_name": person.name, "email": person.email} if person else {}

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        message = saving.message
        due = add_working_days(message.today, STAGE_RULES[Stage.INQUIRY].usual_days or 1)
        asked = Asked(RequestKind.QUOTATION, due, message.turn.turn_id, {"email": str(message.draft["email"])})
        number = await open_inquiry(
            saving.session, saving.visitor, _inquiry(message), asked, message.today.year, saving.person
        )
        values = {
            "number": number,
            "email": str(message.draft["email"]),
            "day": format_day(due, message.turn.language),
            "instruments": join_words([item.kind for item in items_of(message.draft)], message.turn.language),
        }
        return (Line("utter_quotation_saved", values),)


def _inquiry(message: Message) -> Inquiry:
    draft = message.draft
    service = ServiceType(draft["service"])
    wanted = tuple(
        WantedInstrument(item.kind, item.quantity or 1, service, item.display, item.brand) for item in items_of(draft)
    )
    return Inquiry(
        instruments=wanted,
        place=Place(draft["place"]),
        company=str(draft["company_name"]),
        person=str(draft["person_name"]),
        email=str(draft["email"]),
        city=str(draft.get("city") or ""),
        phone=message.turn.phone or "",
    )
