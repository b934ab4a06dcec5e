"""The questions that several forms have about the customer: city, company, name, e-mail."""

from __future__ import annotations

import re

from actions.form_model import NOTHING, Message, Reading
from actions.form_relevance import says_text
from actions.turn import Line
from crm.contact_details import find_email, find_phone


def read_city(message: Message) -> Reading:
    """A town or island."""
    if city := message.turn.entity("city"):
        return Reading({"city": city})
    text = says_text(message)
    return Reading({"city": text[:100]}) if text and message.turn.intent not in {"affirm", "deny"} else NOTHING


def read_company(message: Message) -> Reading:
    """The customer's company."""
    if company := message.turn.entity("company_name"):
        return Reading({"company_name": company})
    text = says_text(message)
    return Reading({"company_name": text[:200]}) if text and _is_name(text, message) else NOTHING


def read_person(message: Message) -> Reading:
    """The customer's name, without the words that introduce it."""
    if name := message.turn.entity("person_name"):
        return Reading({"person_name": name})
    text = says_text(message)
    if not text or not _is_name(text, message):
        return NOTHING
    name = re.sub(r"^(?:nama saya|nama|saya|dengan|my name is|i am|i'm|this is)\s+", "", text, flags=re.IGNORECASE)
    return Reading({"person_name": name[:200]})


def _is_name(text: str, message: Message) -> bool:
    return message.turn.intent not in {"affirm", "deny"} and find_email(text) is None and find_phone(text) is None


def read_email(message: Message) -> Reading:
    """An e-mail address, wherever it stands in the message."""
    if email := find_email(message.turn.text):
        return Reading({"email": email})
    looks_like_one = message.asked and "@" in message.turn.text
    return Reading(problem=Line("utter_quotation_email_incomplete")) if looks_like_one else NOTHING
