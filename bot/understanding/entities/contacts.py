"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from bot.understanding.entities.entity import Entity

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_PHONE_LIKE = re.compile(r"(?<![\w@.-])\(?\+?\d[\d\s().-]{6,18}\d(?![\w@])")
"""A cheap look before the library is asked: at least eight digits with the usual separators."""
HOME_REGION = "ID"
LONGEST_INDONESIAN_MOBILE = 13


def find_emails(text: str) -> Iterator[Entity]:
    """The addresses in a text; the standard value is lower case."""
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        yield Entity("email", match.start(), match.end(), match.group(), match.group().lower())


def find_phones(text: str) -> Iterator[Entity]:
    """The telephone numbers in a text; the standard value is E.164."""
    for match in _PHONE_LIKE.finditer(text):
        number = _read_phone(match.group())
        if number:
            yield Entity("phone", match.start(), match.end(), match.group(), number)


def _read_phone(written: str) -> str | None:
    digits = re.sub(r"\D", "", written)
    if not (8 <= len(digits) <= LONGEST_INDONESIAN_MOBILE + 2) or not _looks_like_phone(written, digits):
        return None
    try:
        parsed = phonenumbers.parse(written, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _looks_like_phone(written: str, digits: str) -> bool:
    """A number that people can call begins with +, 0, 62 or 8; a date or an amount does not."""
    if re.fullmatch(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}", written.strip()):
        return False
    return written.lstrip("( ").startswith("+") or digits.startswith(
        ("08", "02", "03", "04", "05", "06", "07", "62", "81", "82", "85", "87", "89")
    )
