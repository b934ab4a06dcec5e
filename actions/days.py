"""Days as customers name them, in both languages."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

_WEEKDAYS = (
    ("senin", "senen", "monday", "mon"), ("selasa", "tuesday", "tue", "tues"), ("rabu", "rebo", "wednesday", "wed"),
    ("kamis", "kemis", "thursday", "thu", "thurs"), ("jumat", "jum'at", "jumaat", "friday", "fri"),
    ("sabtu", "saturday", "sat"), ("minggu", "ahad", "sunday", "sun"),
)  # fmt: skip
_MONTHS = (
    ("januari", "january", "jan"), ("februari", "pebruari", "february", "feb"), ("maret", "march", "mar"),
    ("april", "apr"), ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("agustus", "august", "agt", "ags", "agu", "aug"), ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"), ("november", "nopember", "nov"), ("desember", "december", "des", "dec"),
)  # fmt: skip
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_TODAY = re.compile(r"\bhari ini\b|\btoday\b|\bskrg\b|\bsekarang juga\b", re.IGNORECASE)
_DAY_AFTER = re.compile(r"\blusa\b|\bday after tomorrow\b", re.IGNORECASE)
_TOMORROW = re.compile(r"\bbesok\b|\bbsk\b|\besok\b|\btomorrow\b|\btmrw?\b", re.IGNORECASE)
_IN_DAYS = re.compile(
    r"\b(\d{1,2})\s*(hari|days?|minggu|weeks?)\s*(?:lagi|ke\s?depan|from now)|\bin (\d{1,2}) (days?|weeks?)\b", re.I
)
_NEXT_WEEK = re.compile(r"\bminggu depan\b|\bpekan depan\b|\bnext week\b|\bmgg? dpn\b", re.IGNORECASE)
_END_OF_MONTH = re.compile(r"\bakhir bulan\b(?!\s*depan)|\bend of (?:the|this) month\b", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<![\d/.\-])(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](20\d\d|\d\d))?(?![\d/\-])")
_ISO = re.compile(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b")
_MONTH_WORDS = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s*({_MONTH_WORDS})\b\.?(?:,?\s*(20\d\d))?", re.IGNORECASE
)
_MONTH_DAY = re.compile(rf"\b({_MONTH_WORDS})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(20\d\d))?", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(
    r"\b(?:tanggal|tgl|the)\s*\.?\s*(\d{1,2})(?:st|nd|rd|th)?\b(?!\s*(?:unit|buah|pcs))", re.IGNORECASE
)
_WEEKDAY_WORDS = "|".join(
    sorted((word for word in _WEEKDAY if word not in {"sat", "sun", "mon", "wed"}), key=len, reverse=True)
)
_ON_WEEKDAY = re.compile(
    rf"\b(?P<next>next\s+)?(?:hari\s+)?(?P<day>{_WEEKDAY_WORDS})(?P<depan>\s+(?:depan|dpn|minggu depan|ke depan))?\b",
    re.IGNORECASE,
)


_NAMED = (
    rf"(?:hari |tanggal |tgl |on |the )*"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: (?:{_MONTH_WORDS}))?|{_WEEKDAY_WORDS}|besok|lusa|tomorrow)"
)
_REFUSED = re.compile(
    rf"\b(?:jangan|jgn|bukan|bkn|selain|not|except|don'?t|instead of)\s+{_NAMED}\b(?:\s+depan)?", re.IGNORECASE
)
_CANNOT = re.compile(
    rf"\b{_NAMED}(?:\s+(?:depan|itu|kami|saya|we|i|is|are))*\s+(?:(?:gak|ga|nggak|ngga|tidak|tdk)\s+(?:bisa|jadi)"
    r"|penuh|can'?t|cannot|won'?t work|doesn'?t work|isn'?t possible|is full)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(rf"\b(?:dari|from)\s+{_NAMED}(?:\s+depan)?\s+(?=(?:ke|jadi|menjadi|to)\b)", re.IGNORECASE)


def find_day(text: str, today: date) -> date | None:
    """The day that a text names, None when it names none; a bare day of the month is the next one to come.

    A day that is named only to be refused or left ("jangan senin, rabu aja", "dari Senin ke Rabu") does not count.
    """
    wanted = _without_refused(text)
    for reader in _READERS:
        if day := reader(wanted, today):
            return day
    return None


def _without_refused(text: str) -> str:
    for pattern in (_REFUSED, _CANNOT, _LEFT):
        text = pattern.sub(" ", text)
    return text


def _exact(text: str, today: date) -> date | None:
    if found := _ISO.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.search(text):
        return _in_year(found[3], _MONTH[found[2].lower()], int(found[1]), today)
    if found := _MONTH_DAY.search(text):
        return _in_year(found[3], _MONTH[found[1].lower()], int(found[2]), today)
    if found := _NUMERIC.search(text):
        return _in_year(found[3], int(found[2]), int(found[1]), today)
    return None


def _relative(text: str, today: date) -> date | None:
    if _DAY_AFTER.search(text):
        return today + timedelta(days=2)
    if _TOMORROW.search(text):
        return today + timedelta(days=1)
    if _TODAY.search(text):
        return today
    if found := _IN_DAYS.search(text):
        count, unit = int(found[1] or found[3]), (found[2] or found[4]).lower()
        return today + timedelta(days=count * (7 if unit[0] in "mw" else 1))
    return None


def _weekday(text: str, today: date) -> date | None:
    for found in _ON_WEEKDAY.finditer(text):
        word = found["day"].lower()
        # "minggu" is Sunday and week: alone, or in "minggu depan", it is the week.
        if word == "minggu" and "hari" not in found[0].lower():
            continue
        ahead = (_WEEKDAY[word] - today.weekday()) % 7 or 7
        # "senin minggu depan" is the Monday of next week, also when this week's is still to come.
        if found["depan"] and "minggu" in found["depan"].lower() and today.weekday() + ahead < 7:
            ahead += 7
        return today + timedelta(days=ahead)
    return None


def _of_month(text: str, today: date) -> date | None:
    if _END_OF_MONTH.search(text):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if found := _DAY_OF_MONTH.search(text):
        return _coming(int(found[1]), today)
    return None


def _next_week(text: str, today: date) -> date | None:
    return today + timedelta(days=7 - today.weekday()) if _NEXT_WEEK.search(text) else None


_READERS: tuple[Callable[[str, date], date | None], ...] = (_exact, _relative, _weekday, _of_month, _next_week)


def _coming(day: int, today: date) -> date | None:
    """The next month's day of that number, this month's included."""
    for offset in range(3):
        month = today.month + offset
        candidate = _date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
        if candidate and candidate >= today:
            return candidate
    return None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    this_year = _date(today.year, month, day)
    # In December people say "5 January" and mean the next one; "last week" they say with the year or not at all.
    if this_year and (today - this_year).days > 60:
        return _date(today.year + 1, month, day)
    return this_year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
