"""Days and spans in Indonesian and English: where they stand in a message, and which day they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import dateparser

from bot.understanding.entities.date_words import NAMED, DateWords
from bot.understanding.tokens import Token, tokenise

_PATTERNS = re.compile(
    "|".join(
        (
            r"h?X",  # 17/04/2026
            r"t[#no](?:-t?[#no])?[Mm]?Y?",  # tanggal 3 sampai 7 Mei
            r"(?:h?WP?)?a?[#o](?:-a?[#o])?f?[Mm]Y?",  # Senin 12 Maret 2026, 10 and 14 August
            r"Mm?a?[#o]Y?|m[#o]Y",  # March 12
            r"S(?:f)?(?:a)?(?:[BU]?[UwM][LNT]?|[UMY])Y?",  # akhir bulan ini, end of the month
            r"a?B(?:[UMWwP])",  # last week, this afternoon
            r"[n#][Uwh](?:[LcT])",  # dua minggu lalu, 2 hari lagi
            r"(?:f?a?)?o[Uw][LNT]?M?",  # minggu kedua
            r"[Uw]o[MLNT]?",
            r"UF|U[LNT]|U?[Mm]Y|UM[LNT]?|UY",  # bulan depan, bulan Maret 2026
            r"D(?:d*)P?[LNT]?|DP",  # besok pagi
            r"PT|[hU]?W[PLNT]*|hw[PLNT]*|w[LNTP]P?|W[LNT]",  # sore ini, Senin depan
            r"M[LNT]?Y?",  # Maret
            r"ao",  # the 22nd
        )
    )
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """`tokens[first:last]` name a day or a span."""

    first: int
    last: int


def find_dates(tokens: Sequence[Token], words: DateWords) -> list[DateMention]:
    """The days and spans of a message, left to right."""
    return [DateMention(*match.span()) for match in _PATTERNS.finditer(words.spell(tokens))]


def resolve_date(phrase: str, words: DateWords, numbers: Mapping[str, int], today: date) -> str | None:
    """The meant day as ISO 8601, a span as `start/end`, or nothing where the phrase does not tell."""
    tokens = tokenise(phrase)
    code, texts = words.spell(tokens), [token.text for token in tokens]
    return (
        _relative_day(code, texts, words, today)
        or _relative_unit(code, texts, words, numbers, today)
        or _weekday(code, texts, words, today)
        or _calendar_day(code, texts, words, today)
        or _by_library(phrase, today)
    )


def _relative_day(code: str, texts: list[str], words: DateWords, today: date) -> str | None:
    if not code.startswith("D"):
        return None
    length = len(code) - len(code[1:].lstrip("d"))
    offset = words.phrases[tuple(texts[:length])]
    return None if offset == NAMED else (today + timedelta(days=offset)).isoformat()


def _relative_unit(
    code: str, texts: list[str], words: DateWords, numbers: Mapping[str, int], today: date
) -> str | None:
    """Reads "dua minggu lalu", "bulan depan", "last year"."""
    unit = next(
        (words.units.get(text, "week") for text, letter in zip(texts, code, strict=True) if letter in "Uwh"), None
    )
    if unit is None or unit in ("weekend", "quarter"):
        return None
    direction = _direction(code, texts)
    if direction is None:
        return None
    if code[0] in "n#":
        amount = int(texts[0]) if texts[0].isdigit() else numbers.get(texts[0], 1)
        return _shifted(today, unit, amount * (direction or 1))
    return _span(today, unit, direction)


def _direction(code: str, texts: list[str]) -> int | None:
    if "L" in code or any(text in ("last", "previous", "past") for text in texts):
        return -1
    if "N" in code or "c" in code or any(text in ("next", "coming") for text in texts):
        return 1
    return 0 if "T" in code or "this" in texts else None


def _shifted(today: date, unit: str, amount: int) -> str:
    if unit in ("day", "week"):
        return (today + timedelta(days=amount * (7 if unit == "week" else 1))).isoformat()
    months = today.year * 12 + today.month - 1 + amount * (12 if unit == "year" else 1)
    return date(months // 12, months % 12 + 1, min(today.day, 28)).isoformat()


def _span(today: date, unit: str, direction: int) -> str:
    if unit == "day":
        return (today + timedelta(days=direction)).isoformat()
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=direction)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "year":
        return f"{today.year + direction}-01-01/{today.year + direction}-12-31"
    first = date.fromisoformat(_shifted(today.replace(day=1), "month", direction))
    after = date.fromisoformat(_shifted(first, "month", 1))
    return f"{first.isoformat()}/{(after - timedelta(days=1)).isoformat()}"


def _weekday(code: str, texts: list[str], words: DateWords, today: date) -> str | None:
    """The next such day; with "lalu" or "last" the one before; "depan" means the coming week's."""
    place = max(code.find("W"), code.find("w"))
    if place < 0 or any(letter in "Mm#oX" for letter in code):
        return None
    number = words.weekdays.get(texts[place], words.weekdays.get(texts[place].removesuffix("s")))
    if number is None:
        return None
    ahead = (number - today.weekday()) % 7
    if _direction(code, texts) == -1:
        return (today - timedelta(days=(today.weekday() - number) % 7 or 7)).isoformat()
    return (today + timedelta(days=ahead or 7 if _direction(code, texts) == 1 else ahead)).isoformat()


_CALENDAR = re.compile(r"[ta]?(?P<day>[#o])f?(?P<month>[Mm])?(?P<year>Y)?")


def _calendar_day(code: str, texts: list[str], words: DateWords, today: date) -> str | None:
    """Reads "tanggal 20", "the 22nd", "12 Maret", "2 August 2027"; without a year or month the next such day."""
    parts = _CALENDAR.fullmatch(code)
    if not parts:
        return None
    day = int(re.sub(r"\D", "", texts[parts.start("day")]) or 0)
    month = words.months[texts[parts.start("month")]] if parts["month"] else None
    year = int(texts[parts.start("year")]) if parts["year"] else None
    candidates = [
        (year or today.year + later // 12, month or later % 12 + 1)
        for later in range(today.month - 1, today.month + 23)
    ]
    days = (_day(candidate_year, candidate_month, day) for candidate_year, candidate_month in candidates)
    return next((found.isoformat() for found in days if found and (year or found >= today)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _by_library(phrase: str, today: date) -> str | None:
    parsed = dateparser.parse(
        phrase.lower().removeprefix("tanggal ").removeprefix("tgl ").removeprefix("the "),
        languages=["id", "en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time()),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time", "relative-time", "custom-formats"],
        },
    )
    return parsed.date().isoformat() if parsed else None
