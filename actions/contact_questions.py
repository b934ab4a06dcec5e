"""The questions that several forms have about the customer: city, company, name, e-mail."""

from __future__ import annotations

from actions.form_model import NOTHING, Message, Reading
from actions.form_relevance import says_text
from actions.instrument_names import find_instruments
from actions.quantities import find_counts
from actions.turn import Line
from actions.word_patterns import begins_with, only, words
from crm.contact_details import find_email, find_spoken_email, without_addresses

_LONGEST_NAME = 200
# The classifier takes some names for a yes or a no ("Contoso Ltd"), so the words themselves are looked at.
_YES_OR_NO = only(
    "ya iya iy y yes yep ok oke sip siap betul benar setuju tidak gak ga nggak enggak bukan no nope belum",
    "tau tahu punya ada",
)
# What answers another question is no name either, when it stands alone ("iya kalibrasi", "lab aja").
_OTHER_ANSWERS = only(
    "ya iya kalibrasi tera ulang digital analog semua semuanya campur aja saja lab laboratorium di ke lokasi onsite",
    "on-site kak unit calibration all both yes it is they are",
)
_CORRECTS = words("eh bukan ganti diganti ubah jadi tambah hapus actually make_it change instead salah keliru koreksi")
_INTRODUCES = begins_with("nama_saya nama_perusahaan nama atas_nama a.n dengan saya my_name_is i_am i'm this_is it's")


def read_city(message: Message) -> Reading:
    """A town or island."""
    if city := message.turn.entity("city"):
        return Reading({"city": _capitalised(city)})
    reading = _as_name(message, "city")
    return Reading({"city": _capitalised(str(reading.values["city"]))}) if reading.values else reading


def read_company(message: Message) -> Reading:
    """The customer's company."""
    if company := message.turn.entity("company_name"):
        return Reading({"company_name": company})
    return _as_name(message, "company_name")


def read_person(message: Message) -> Reading:
    """The customer's name, without the words that introduce it."""
    if name := message.turn.entity("person_name"):
        return Reading({"person_name": _capitalised(name)})
    reading = _as_name(message, "person_name")
    return Reading({"person_name": _capitalised(str(reading.values["person_name"]))}) if reading.values else reading


def read_email(message: Message) -> Reading:
    """An e-mail address, wherever it stands in the message."""
    if email := find_email(message.turn.text) or (find_spoken_email(message.turn.text) if message.asked else None):
        return Reading({"email": email})
    looks_like_one = message.asked and "@" in message.turn.text
    return Reading(problem=Line("utter_quotation_email_incomplete")) if looks_like_one else NOTHING


def _capitalised(name: str) -> str:
    """A name typed in a hurry, as it is put on a document."""
    return name.title() if name.islower() else name


def _as_name(message: Message, slot: str) -> Reading:
    """What was said when a name was asked for, unless it is none: a yes, an address, a correction of something else."""
    text = says_text(message)
    if (
        text is None
        or _YES_OR_NO.match(text)
        or _OTHER_ANSWERS.match(text)
        or "@" in without_addresses(text)
        or _is_correction(text)
    ):
        return NOTHING
    name = _INTRODUCES.sub("", without_addresses(text)).strip(" ,.;:")
    return Reading({slot: name[:_LONGEST_NAME]}) if any(letter.isalpha() for letter in name) else NOTHING


def _is_correction(text: str) -> bool:
    return _CORRECTS.search(text) is not None or bool(find_instruments(text) and find_counts(text))
