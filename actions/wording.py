"""Days, sums and names as they are written in the customer's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from protocol.languages import Language

_DAYS = {
    Language.ID: ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    Language.ID: (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    Language.EN: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def format_day(day: date, language: Language) -> str:
    """`Senin, 24 November 2026` or `Monday, 24 November 2026`."""
    return f"{_DAYS[language][day.weekday()]}, {day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def format_short_day(day: date, language: Language) -> str:
    """`Sen 30 Nov` or `Mon 30 Nov`, for a button."""
    return f"{_DAYS[language][day.weekday()][:3]} {day.day} {_MONTHS[language][day.month - 1][:3]}"


def format_time(moment: datetime, zone: tzinfo, language: Language) -> str:
    """`14.35 WIB` or `14:35 WIB` in the office's time."""
    return moment.astimezone(zone).strftime("%H.%M %Z" if language is Language.ID else "%H:%M %Z")


def format_rupiah(amount: Decimal, language: Language) -> str:
    """`Rp1.250.000` or `IDR 1,250,000`; sums are whole rupiah."""
    figures = f"{amount:,.0f}"
    return f"Rp{figures.replace(',', '.')}" if language is Language.ID else f"IDR {figures}"


def first_name(full_name: str) -> str:
    """What a person is called in a chat."""
    return full_name.split(maxsplit=1)[0]


def address(name: str | None, language: Language) -> str:
    """`Kak Andi` or `Andi`; without a name `Kak`, and nothing in English."""
    if language is Language.ID:
        return f"Kak {first_name(name)}" if name else "Kak"
    return first_name(name) if name else ""


def join_words(words: Sequence[str], language: Language) -> str:
    """`a, b dan c` or `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    joint = "dan" if language is Language.ID else "and"
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
