"""E-mail addresses and phone numbers as customers type them, and their one true form."""

from __future__ import annotations

import re

import phonenumbers

REGION = "ID"
_EMAIL = re.compile(r"[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
# "pic101 @ example.com" and "pic101@ example .com" are common on phones whose keyboard adds spaces.
_LOOSE_EMAIL = re.compile(r"([a-z0-9._%+'-]+)\s*@\s*([a-z0-9-]+(?:\s*\.\s*[a-z0-9-]+)+)", re.IGNORECASE)
# Voice input and careful people write the signs out: "rina at unpad dot ac dot id", "rina[at]unpad.ac.id".
_SPOKEN_AT = re.compile(r"\s*[\[(<]\s*at\s*[\])>]\s*|\s+(?:at|et|add?)\s+", re.IGNORECASE)
_SPOKEN_DOT = re.compile(r"\s*[\[(]\s*(?:dot|titik)\s*[\])]\s*|\s+(?:dot|titik)\s+", re.IGNORECASE)
# Indonesians also write the trunk zero or the country code without plus: "62811..." is read as international.
_COUNTRY_CODE_WITHOUT_PLUS = re.compile(r"(?<![\d+])62(?=[\s\-.]?8)")
# Nobody writes a number of this country that begins otherwise; foreign ones have the plus.
_PHONE_LIKE = re.compile(r"(?<![\d+])(?:\+\d|\(?0|62|8)[\d\s().\-]{6,}\d")


def normalise_email(email: str) -> str:
    """Lower case without blanks; mail systems in use here do not tell case apart."""
    return re.sub(r"\s+", "", email).strip(".,;").lower()


def find_email(text: str) -> str | None:
    """The first e-mail address in a text, normalised."""
    if found := _EMAIL.search(text):
        return normalise_email(found[0])
    if found := _LOOSE_EMAIL.search(text):
        return normalise_email(f"{found[1]}@{found[2]}")
    return None


def find_spoken_email(text: str) -> str | None:
    """An address whose signs are written out as words; to be looked for only where an address was asked for."""
    return find_email(_SPOKEN_DOT.sub(".", _SPOKEN_AT.sub("@", text, count=1)))


def parse_phone(text: str) -> str | None:
    """One phone number in E.164 (`0811-...`, `+62 811 ...`, `62811...`), None if it is not a possible number."""
    international = _COUNTRY_CODE_WITHOUT_PLUS.sub("+62", text.strip())
    try:
        number = phonenumbers.parse(international, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def find_phone(text: str) -> str | None:
    """The first phone number in a text, in E.164."""
    for found in _PHONE_LIKE.finditer(text):
        if phone := parse_phone(found[0]):
            return phone
    return None


def without_addresses(text: str) -> str:
    """The text with e-mail addresses and phone numbers taken out, so that their digits are not read as counts."""
    for pattern in (_EMAIL, _LOOSE_EMAIL, _PHONE_LIKE):
        text = pattern.sub(", ", text)
    return text
